import { afterAll, beforeAll, expect, test } from 'vitest';
import { serveHouse, type Served } from '../../test/support/chromium.ts';
import { mattersOf } from '../nojs/matters.ts';

let s: Served;
beforeAll(async () => { s = await serveHouse(); });
afterAll(() => s.end());

test('a controller walks the board by keys, ticks rows with x, and sees what will happen to them', async () => {
  const m = mattersOf(s.house);
  const numbers = [await m.given(s.house.people.executor), await m.given(s.house.people.executor), await m.given(s.house.people.executor)].map((one) => one.number);
  const page = await s.staff('controller');
  await page.goto('/kk/desk/control?of=branch');
  for (const key of ['j', 'x', 'j', 'x', 'j', 'x', 'x']) await page.keyboard.press(key);
  expect(await page.locator('input[name=id]:checked').count()).toBe(2);
  // a box that was clicked does not swallow the keys
  await page.locator('input[name=id]').last().click();
  await page.keyboard.press('k');
  expect(await page.locator('tr.at').textContent()).toContain(numbers[1]);
  await page.getByRole('button', { name: 'Не болатынын көру' }).click();
  await page.getByRole('heading', { name: '3 тапсырмамен болады' }).waitFor();
}, 240_000);
