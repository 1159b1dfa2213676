import { afterAll, beforeAll, expect, test } from 'vitest';
import { askHelp } from '../../src/rooms/assignments/acts/task.ts';
import { day } from '../../src/kernel/day.ts';
import { setAbsence } from '../../src/rooms/people/contract.ts';
import { serveHouse, type Served } from '../../test/support/chromium.ts';
import { ok } from '../../test/support/house.ts';
import { boardOf } from '../nojs/boards.ts';
import { mattersOf } from '../nojs/matters.ts';

let s: Served;
beforeAll(async () => { s = await serveHouse(); });
afterAll(() => s.end());

test('on a telephone nothing runs out of the page where somebody is away until a day and has a deputy', async () => {
  const h = s.house;
  const { number } = await mattersOf(h).given(h.people.executor);
  const b = boardOf(h);
  const task = await b.task(number, { unitId: h.units.lighting, accountId: h.people.colleague, task: 'Бағанды көріңіз' });
  ok(await askHelp(h.ctx(), { assignmentId: task, unitId: h.units.lighting, accountId: h.people.executor }));
  for (const [accountId, deputyId] of [[h.people.colleague, h.people.bodyHead], [h.people.executor, h.people.bodyHead]] as const) ok(await setAbsence(h.ctx(), { accountId, deputyId, fromOn: day('2026-11-20'), toOn: day('2026-12-04') }));
  for (const lang of ['kk', 'ru'] as const) {
    const as = await h.signedIn('clerk', lang);
    const page = await s.window({ width: 360, as });
    for (const path of [`/desk/control/assignments/${task}`, `/desk/control/assignments/${await b.leadOf(number)}`, `/desk/appeals/${number}`, `/desk/control?number=${number}`, '/desk/appeals']) {
      await page.goto(`/${lang}${path}`);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), `${lang}${path}`).toBeLessThanOrEqual(360);
    }
  }
}, 240_000);

test('at 1280 px the ways of every post stand in one line, and those of one kind of work in a second', async () => {
  const h = s.house;
  for (const [who, path, inner] of [['head', '/desk/receptions', 5], ['clerk', '/desk/queue', 5], ['administrator', '/admin/people', 8], ['bodyHead', '/desk/control', 0]] as const) {
    for (const lang of ['kk', 'ru'] as const) {
      const page = await s.window({ width: 1280, as: await h.signedIn(who, lang) });
      await page.goto(`/${lang}${path}`);
      const lines = await page.evaluate(() => [...document.querySelectorAll('nav.nav')].map((nav) => new Set([...nav.querySelectorAll('a')].map((one) => Math.round(one.getBoundingClientRect().top))).size));
      expect(lines, `${who} ${lang}`).toEqual(inner > 0 ? [1, 1] : [1]);
      expect(await page.locator('nav.under a').count(), `${who} ${lang}`).toBe(inner);
    }
  }
}, 240_000);
