import { afterAll, beforeAll, expect, test } from 'vitest';
import { serveHouse, type Served } from '../../test/support/chromium.ts';
import { openHall, type Hall } from '../../test/support/hall.ts';

let s: Served;
let hall: Hall;
beforeAll(async () => {
  s = await serveHouse();
  hall = await openHall(s.house.ctx(), s.house.units.tasqala);
}, 240_000);
afterAll(() => s.end());

test('a clerk works the queue by single keys, sees who comes without touching anything, and is told when the list may be old', async () => {
  const { label } = await hall.come({ name: 'Мәдина' });
  const page = await s.staff('reception');
  await page.goto('/kk/desk/queue');
  await page.getByRole('button', { name: '1-орынға отыру' }).click();
  await page.getByRole('heading', { level: 1, name: '1-орын' }).waitFor();
  // each act brings another page, whose keys are alive when all of it is there
  const press = async (key: string): Promise<void> => {
    await page.waitForLoadState();
    await page.keyboard.press(key);
  };
  await press('n');
  await page.locator('.queue-big', { hasText: label }).waitFor();
  await press('z');
  await page.getByRole('button', { name: 'Келесіні шақыру' }).waitFor();
  await press('n');
  await page.locator('.queue-big', { hasText: label }).waitFor();
  await press('b');
  await page.getByRole('button', { name: 'Аяқтау' }).waitFor();
  await page.getByRole('link', { name: 'Мәселелерін жазу' }).waitFor();
  // somebody comes meanwhile, and what is being typed stays
  await page.getByLabel('Аты (қаласа)').fill('Жазып жатырмын');
  const next = await hall.come({ name: 'Ержан' });
  await page.locator('.queue-line', { hasText: next.label }).waitFor();
  expect(await page.getByLabel('Аты (қаласа)').inputValue()).toBe('Жазып жатырмын');
  await page.getByLabel('Аты (қаласа)').blur();
  await press('f');
  await page.getByRole('button', { name: 'Келесіні шақыру' }).waitFor();
  await page.waitForLoadState();
  await page.context().setOffline(true);
  await page.locator('[data-stale]').waitFor();
  await page.context().setOffline(false);
  await page.locator('[data-stale]').waitFor({ state: 'hidden' });
  await press('?');
  await page.getByRole('dialog').waitFor();
}, 240_000);
