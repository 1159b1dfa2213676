import { afterAll, beforeAll, expect, test } from 'vitest';
import { indexAll } from '../../src/rooms/appeals/acts/indexing.ts';
import { register } from '../../src/rooms/appeals/acts/register.ts';
import { aRegistration } from '../../src/rooms/appeals/make.ts';
import { serveHouse, type Served } from '../../test/support/chromium.ts';
import { ok } from '../../test/support/house.ts';

let s: Served;
beforeAll(async () => {
  s = await serveHouse();
  const texts = ['Ауламызда көше шамдары екі аптадан бері жанбайды, балалар мектептен қараңғыда қайтады.', 'Біздің көшеде жаяу жол жоқ.', 'Во дворе не горят фонари, просим починить освещение до зимы.', 'Көшеттер қурап қалды, суармайды.'];
  for (const text of texts) ok(await register(s.house.ctx(), aRegistration({ branchId: s.house.units.tasqala, matters: [{ kind: 'application', text, territoryCode: '276000000', address: 'Абай көшесі, 12', topicCode: 'lighting', publishConsent: false }] })));
  await indexAll(s.house.ctx());
});
afterAll(() => s.end());

test('a clerk goes to the box with a stroke, sees the list change while typing, and walks it with the arrows', async () => {
  const page = await s.staff('clerk');
  await page.goto('/kk/desk/search');
  await page.keyboard.press('/');
  await page.keyboard.type('қурап қал');
  const found = page.locator('[data-found] td.head a');
  await page.locator('[data-found] mark', { hasText: 'қурап' }).waitFor();
  // where a hand is slow, the list of the first letters was there before
  await expect.poll(() => new URL(page.url()).searchParams.get('q')).toBe('қурап қал');
  expect(await found.count()).toBe(1);
  await page.locator('input[type=search]').fill('жаяу');
  await page.locator('[data-found] mark', { hasText: 'жаяу' }).waitFor();
  await page.keyboard.press('ArrowDown');
  expect(await page.evaluate(() => document.activeElement?.closest('td')?.className)).toBe('head');
  await page.keyboard.press('ArrowUp');
  expect(await page.evaluate(() => document.activeElement?.getAttribute('type'))).toBe('search');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/desk/appeals/BQ01-*');
}, 240_000);
