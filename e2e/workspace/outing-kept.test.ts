import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { say } from '../../src/kernel/words.ts';
import { revoke } from '../../src/rooms/reception/acts/outings/devices.ts';
import type { Desk } from '../../src/ui/islands/outing-desk/desk.ts';
import { homeWords as h, lockWords as l, receiptWords as r, syncWords as s, visitWords as v } from '../../src/ui/islands/outing-desk/words.ts';
import { serveHouse, type Served } from '../../test/support/chromium.ts';
import { testNow } from '../../test/support/database.ts';
import { ok } from '../../test/support/house.ts';
import { plannedOuting } from '../../test/support/tablet.ts';
import { installOn, takeByScreens, unlock } from './outing.ts';

let s1: Served;
let outingId = 0;
beforeAll(async () => {
  s1 = await serveHouse();
  outingId = await plannedOuting(s1.house);
});
afterAll(() => s1.end());

const minute = 60_000;
/** A tablet of its own, installed and open; what its browser forbade or broke is in `bad`. */
const ready = async (o: { readonly aheadMs?: number } = {}): Promise<{ readonly page: Page; readonly bad: string[]; readonly pass: (ms: number) => Promise<void> }> => {
  const page = await s1.staff('reception');
  const bad: string[] = [];
  page.on('console', (message) => { if (message.text().includes('Content Security Policy')) bad.push(message.text()); });
  page.on('pageerror', (error) => bad.push(String(error)));
  s1.house.clock.now = testNow;
  await page.context().clock.install({ time: testNow + (o.aheadMs ?? 0) });
  await installOn(page, outingId);
  await unlock(page);
  return {
    page, bad,
    pass: async (ms) => {
      s1.house.clock.now += ms;
      await page.context().clock.fastForward(ms);
    },
  };
};
const person = { typed: 'Сыналмалы Айгүл', text: 'Көшедегі шам жанбайды', outcome: 'advised' } as const;
const stores = (page: Page): Promise<readonly unknown[]> => page.evaluate(async () => [...(await indexedDB.databases()), ...(await caches.keys())]);
const see = (page: Page, text: string): Promise<void> => page.getByText(text).first().waitFor();
const devices = (): Promise<Record<string, unknown>[]> => s1.house.t.raw('SELECT id FROM reception.device ORDER BY id DESC LIMIT 1');

test('left alone for ten minutes it locks itself, and what was being written is there again', async () => {
  const { page, bad, pass } = await ready();
  await page.getByRole('button', { name: say('kk', h.receive) }).click();
  await page.getByLabel(say('kk', v.whoAsk)).fill(person.typed);
  await pass(11 * minute);
  await unlock(page);
  await page.getByRole('button', { name: /Сыналмалы/ }).click();
  // the language changes at once, in the middle of a word
  await page.getByRole('button', { name: 'Русский' }).click();
  await page.getByRole('heading', { name: say('ru', v.matterTitle) }).waitFor();
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('ru');
  expect(bad).toEqual([]);
});

// ten PINs are slow on purpose: half a second each, and more where the machine is shared
test('the tenth wrong PIN wipes everything, and says so', { timeout: 360_000 }, async () => {
  const { page } = await ready();
  await page.getByRole('button', { name: say('kk', l.lock), exact: true }).click();
  for (let left = 9; left >= 0; left -= 1) {
    await page.getByLabel(say('kk', l.pin), { exact: true }).fill('000001');
    await page.getByRole('button', { name: say('kk', l.unlock), exact: true }).click();
    await see(page, left > 0 ? say('kk', l.pinWrong, { left }) : say('kk', l.wipedTries));
    // a page opened anew gives no further tries
    if (left === 5) await page.reload();
  }
  expect(await stores(page)).toEqual([]);
  await page.reload();
  await see(page, say('kk', l.nothing));
});

test('one tab leads: a second one waits, or takes over', async () => {
  const { page } = await ready();
  const second = await page.context().newPage();
  await second.goto('/kk/outing-desk');
  await see(second, say('kk', l.otherTab));
  await second.getByRole('button', { name: say('kk', l.takeOver) }).click();
  await unlock(second);
  await see(page, say('kk', l.otherTab));
});

test('a clock that is wrong is told, with how much', async () => {
  const { page } = await ready({ aheadMs: -17 * minute });
  // the house's clock stands meanwhile and the tablet's goes on: on a slow machine it is a minute or two less
  await [17, 16, 15].map((minutes) => page.getByText(say('kk', s.clockWrong, { minutes }))).reduce((one, other) => one.or(other)).first().waitFor();
});

test('a tablet that runs full keeps what is being written from its reserve and says so; when that is gone too, nothing is shown as kept that is not', async () => {
  const { page, bad, pass } = await ready();
  const cdp = await page.context().newCDPSession(page);
  const { origin } = new URL(page.url());
  const full = (isFull: boolean): Promise<unknown> => cdp.send('Storage.overrideQuotaForOrigin', { origin, ...(isFull ? { quotaSize: 17_000_000 } : {}) });
  await full(true);
  await pass(minute);
  await takeByScreens(page, person);
  await page.getByRole('button', { name: say('kk', r.home) }).click();
  await see(page, say('kk', s.roomLow));
  // not even the reserve is left
  await cdp.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1_000 });
  await pass(minute);
  await page.getByRole('button', { name: say('kk', h.receive) }).click();
  await page.getByLabel(say('kk', v.whoAsk)).fill('Толған Ерлан');
  await page.getByRole('button', { name: say('kk', v.next), exact: true }).click();
  await page.getByLabel(say('kk', v.text)).fill('Су жоқ');
  await page.getByLabel(say('kk', v.advised), { exact: true }).click();
  await page.getByLabel(say('kk', v.advice), { exact: true }).fill('Айттық');
  await page.getByRole('button', { name: say('kk', v.finish), exact: true }).click();
  await see(page, say('kk', s.roomFull));
  // what was typed is told of as well: after these two the finished visit has been refused too
  for (let n = 0; n < 2; n += 1) expect(await page.evaluate(() => (globalThis as unknown as { outingDesk: Desk }).outingDesk.settle({}).then(() => 'kept', () => 'full'))).toBe('full');
  expect(await page.locator('.outing-numbers').count()).toBe(0);
  await full(false);
  await page.getByRole('button', { name: say('kk', v.finish), exact: true }).click();
  await page.locator('.outing-numbers').waitFor();
  expect(bad).toEqual([]);
});

test('taken back by the branch, it hands over what was promised to people, then wipes itself', async () => {
  const { page, pass } = await ready();
  await page.context().setOffline(true);
  await takeByScreens(page, person);
  await page.getByRole('button', { name: say('kk', r.home) }).click();
  const deviceId = Number((await devices())[0]?.['id']);
  ok(await revoke(s1.house.ctx(), { outingId, deviceId }));
  await pass(2 * minute);
  await page.context().setOffline(false);
  await see(page, say('kk', l.wipedRevoked));
  expect(await stores(page)).toEqual([]);
  expect(await s1.house.t.raw('SELECT state FROM reception.arrival WHERE device_id = $1', [deviceId])).toEqual([{ state: 'conflict' }]);
});

test('past its time without a signal it keeps only what has not arrived; once that is over, nothing', async () => {
  const { page, pass } = await ready();
  await page.context().setOffline(true);
  await takeByScreens(page, person);
  await page.getByRole('button', { name: say('kk', r.home) }).click();
  await pass((3 * 24 + 8) * 60 * minute);
  await unlock(page);
  await page.getByText(/өзі тазарады/).waitFor();
  await pass(24 * 60 * minute);
  await unlock(page);
  await see(page, say('kk', s.wipePast, { n: 1 }));
  expect(await page.evaluate(() => {
    const { state } = (globalThis as unknown as { outingDesk: Desk }).outingDesk;
    return { kit: state.kit, entries: state.entries.length };
  })).toEqual({ kit: null, entries: 1 });
  await page.context().setOffline(false);
  await see(page, say('kk', l.wipedTime));
  expect(await stores(page)).toEqual([]);
});

test('past its time with nothing waiting it is wiped before anybody knows the PIN', async () => {
  const { page, pass } = await ready();
  await page.getByRole('button', { name: say('kk', l.lock), exact: true }).click();
  await page.context().setOffline(true);
  await pass(5 * 24 * 60 * minute);
  await page.reload();
  await see(page, say('kk', l.wipedTime));
  expect(await stores(page)).toEqual([]);
});

test('what the branch has to look at is listed, and says what happens now', async () => {
  const { page, pass } = await ready();
  await page.context().setOffline(true);
  await takeByScreens(page, { ...person, outcome: 'promised' });
  await page.getByRole('button', { name: say('kk', r.home) }).click();
  // the office that was to do it is closed meanwhile
  const unit = await page.evaluate(() => (globalThis as unknown as { outingDesk: Desk }).outingDesk.state.entries.flatMap(({ act }) => (act.what === 'visit' ? act.matters.map((one) => one.promise?.executorUnit ?? 0) : []))[0] ?? 0);
  await s1.house.t.raw(`UPDATE units.unit SET closed_on = '2026-11-20' WHERE id = $1`, [unit]);
  await pass(2 * minute);
  await page.context().setOffline(false);
  await see(page, say('kk', s.conflictsText));
  await s1.house.t.raw('UPDATE units.unit SET closed_on = NULL WHERE id = $1', [unit]);
  expect(await page.locator('.outing-link .outing-list li').count()).toBe(1);
});
