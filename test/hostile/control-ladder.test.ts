import { afterAll, beforeAll, expect, test } from 'vitest';
import { climbLadders, setLadder } from '../../src/rooms/assignments/contract.ts';
import { testNow } from '../support/database.ts';
import { ok } from '../support/house.ts';
import { openWorld, type World } from './world.ts';

let w: World;
beforeAll(async () => {
  w = await openWorld();
});
afterAll(() => w.end());

test('a ladder made shorter does not silence what stood higher on the old one: its new last rung is still told', async () => {
  const m = await w.given();
  await w.t.raw(`UPDATE assignments.assignment SET due_on = '2026-11-12' WHERE source_id = $1`, [m.id]);
  const on = async () => (await w.t.raw('SELECT days FROM assignments.escalation e JOIN assignments.assignment a ON a.id = e.assignment_id WHERE a.source_id = $1 ORDER BY at, days', [m.id])).map((row) => row['days']);
  await climbLadders(w.ctx());
  expect(await on()).toEqual([-3, 0, 1, 5]);
  ok(await setLadder(w.ctx(), { branchId: null, rungs: [{ days: 1, tells: ['executor'], agenda: false }, { days: 7, tells: ['branch_head'], agenda: true }] }));
  w.clock.now = testNow + 5 * 86_400_000;
  await climbLadders(w.ctx());
  // the first rung was said under the old ladder; the second is new
  expect(await on()).toEqual([-3, 0, 1, 5, 7]);
  await climbLadders(w.ctx());
  expect(await on()).toEqual([-3, 0, 1, 5, 7]);
});
