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
}, 60_000);
