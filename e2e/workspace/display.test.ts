import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serveHouse, type Served } from '../../test/support/chromium.ts';
import { ok } from '../../test/support/house.ts';
import { freePort } from '../../test/support/port.ts';
import { setAssets } from '../../src/ui/assets.ts';
import { readFileSync } from 'node:fs';
import { invite } from '../../src/rooms/reception/acts/queue/call.ts';
import { makeScreen, setUpUsual } from '../../src/rooms/reception/acts/queue/set-up.ts';
import { takeTicket } from '../../src/rooms/reception/acts/queue/take.ts';
import { usualLaneWords, usualPriorityWords } from '../../src/rooms/reception/words/queue-usual.ts';
import type { Ctx } from '../../src/platform/ctx.ts';

let s: Served;
let clerk: Ctx;
let token = '';
let port = 0;
let server: Server;
const [laneId, deskId] = [1, 1];

/** The house on a port of its own, which can be closed and opened again. */
const open = async (at: number): Promise<void> => {
  const listener = getRequestListener(s.house.app.fetch);
  server = createServer((request, response) => void listener(request, response));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(at, '127.0.0.1', resolve);
  });
};
const close = async (): Promise<void> => {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
};

beforeAll(async () => {
  s = await serveHouse();
  const branchId = s.house.units.tasqala;
  clerk = s.house.ctx();
  ok(await setUpUsual(clerk, { branchId, names: { lanes: usualLaneWords, priorities: usualPriorityWords, source: 'Ішкі тәртіп' } }));
  token = ok(await makeScreen(clerk, { branchId, kind: 'display', name: 'Зал' })).token;
  // none that the system gives to somebody else while it is closed
  port = await freePort();
  await open(port);
}, 240_000);
afterAll(async () => {
  await close();
  await s.end();
});

const came = async (name: string): Promise<string> =>
  ok(await takeTicket(clerk, { branchId: s.house.units.tasqala, laneId, name, door: 'desk', lang: 'kk', key: `board ${name} ${s.house.clock.now}` })).label;
const call = async (): Promise<void> => {
  s.house.clock.now += 1_000;
  ok(await invite(clerk, { deskId }));
};
/** The promises of the board. */
const shownWithinMs = 2_000;
const saidWithinMs = 10_000;
const shown = (page: Page, label: string) => page.locator('.board-label', { hasText: label }).waitFor();

/** A television that counts what it sounds. */
const television = async (): Promise<Page> => {
  const page = await s.window({ script: true, width: 1920 });
  await page.addInitScript(() => {
    const heard = () => sessionStorage.setItem('chimes', String(Number(sessionStorage.getItem('chimes') ?? 0) + 1));
    document.addEventListener('chime', heard);
  });
  await page.goto(`http://127.0.0.1:${port}/kk/display/${token}`);
  return page;
};
const chimes = (page: Page): Promise<number> => page.evaluate(() => Number(sessionStorage.getItem('chimes') ?? 0));

test('the board shows a call within two seconds, sounds once for it, and not for those it found', async () => {
  const first = await came('Әлия С');
  await call();
  const page = await television();
  await shown(page, first);
  const took: number[] = [];
  // once, or once more where the machine did something else meanwhile
  for (let time = 1; time === 1 || (time === 2 && took[0] !== undefined && took[0] > shownWithinMs); time += 1) {
    const began = performance.now();
    await call();
    await expect.poll(() => chimes(page)).toBe(time);
    took.push(performance.now() - began);
  }
  expect(Math.min(...took)).toBeLessThan(shownWithinMs);
  await page.waitForResponse((answer) => answer.url().endsWith('/state') && answer.status() === 304);
  expect(await chimes(page)).toBe(took.length);
  expect(await page.locator('.board-call .board-who').textContent()).toBe('Әлия С.');
  // the same page again finds the call and keeps silent
  await page.reload();
  await shown(page, first);
  await page.waitForResponse((answer) => answer.url().endsWith('/state'));
  expect(await chimes(page)).toBe(took.length);
  await page.close();
}, 240_000);

test('a cut network is said within ten seconds, and unsaid when it is back', async () => {
  const page = await television();
  await page.waitForResponse((answer) => answer.url().endsWith('/state'));
  const took: number[] = [];
  for (let time = 1; time === 1 || (time === 2 && took[0] !== undefined && took[0] > saidWithinMs); time += 1) {
    await page.context().setOffline(true);
    const began = performance.now();
    await page.locator('[data-lost]').waitFor();
    took.push(performance.now() - began);
    await page.context().setOffline(false);
    await page.locator('[data-lost]').waitFor({ state: 'hidden' });
  }
  expect(Math.min(...took)).toBeLessThan(saidWithinMs);
  await page.close();
}, 240_000);

test('a server that was stopped and started, and one that was upgraded, is found again without a hand', async () => {
  const page = await television();
  await page.waitForResponse((answer) => answer.url().endsWith('/state'));
  await close();
  await page.locator('[data-lost]').waitFor();
  const label = await came('Ержан');
  s.house.clock.now += 4 * 60_000;
  await open(port);
  await page.locator('[data-lost]').waitFor({ state: 'hidden' });
  for (let n = 0; n < 4; n += 1) await call();
  await shown(page, label);
  // another version of the program: the page comes anew by itself
  const names = JSON.parse(readFileSync('.build/assets.json', 'utf8')) as Record<string, string>;
  const before = await page.evaluate(() => document.body.dataset['version']);
  setAssets({ ...names, 'queue-board.css': `${names['queue-board.css'] ?? ''}?newer` });
  await expect.poll(() => page.evaluate(() => document.body.dataset['version']).catch(() => before)).not.toBe(before);
  setAssets(names);
  await shown(page, label);
  await page.close();
}, 240_000);

test('at midnight the board empties itself, by the clock of the house', async () => {
  const page = await television();
  await page.locator('.board-label').waitFor();
  s.house.clock.now += 24 * 60 * 60_000;
  await page.locator('.board-nobody').waitFor();
  expect(await page.locator('[data-day]').textContent()).toBe('21.11.2026');
  await page.close();
}, 240_000);

test('without JavaScript the page asks for itself again', async () => {
  const page = await s.window({ width: 1280 });
  await page.goto(`http://127.0.0.1:${port}/kk/display/${token}`);
  const label = await came('Сәуле');
  await call();
  await page.locator('.board-label', { hasText: label }).waitFor();
  await page.close();
}, 240_000);
