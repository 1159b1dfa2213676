import { afterAll, beforeAll, expect, test } from 'vitest';
import { day } from '../../../../kernel/day.ts';
import { longDay } from '../../../../kernel/show.ts';
import { read, write } from '../../../../platform/db.ts';
import { ok } from '../../../../../test/support/house.ts';
import { actorsOf, openOffice, type Office } from '../../../../../test/notices/office.ts';
import { publish } from '../../../calendar/acts.ts';
import { changeOf, foreseeAll, moveDates } from '../../../calendar/acts/moves.ts';
import { addMatter, beginVisit, settleMatter } from '../visits.ts';

let o: Office;
beforeAll(async () => { o = await openOffice(); });
afterAll(() => o.house.end());

const promised = async (email: string, dueOn: string, quiet = false): Promise<string> => {
  const { house: h } = o;
  const { number } = ok(await write(h.ctx(), (tx) => beginVisit(h.ctx(), tx, { branchId: h.units.tasqala, unitId: h.units.lighting, accountId: h.people.bodyHead, clerkId: h.people.reception, surname: 'Сыналмалы', given: 'Әлия', email, quiet })));
  ok(await addMatter(h.ctx(), { number, text: 'Аулада шам жанбайды' }));
  ok(await settleMatter(h.ctx(), { number, nth: 1, how: 'promised', text: 'Шам ілеміз', executorUnit: h.units.lighting, executorAccount: h.people.executor, dueOn: day(dueOn) }));
  return number;
};
const dueOf = async (number: string) => (await o.house.t.raw('SELECT p.due_on::text AS said, a.due_on::text AS owed, p.calendar_version AS by FROM reception.promise p JOIN assignments.assignment a ON a.id = p.assignment_id JOIN reception.matter m ON m.id = p.matter_id JOIN reception.visit v ON v.id = m.visit_id WHERE v.number = $1', [number]))[0];

test('a promise that a changed calendar puts on a day off is listed, moved with a row, and the person is told the new day', async () => {
  const { house: h } = o;
  const [moves, stays, quiet] = [await promised('moves@example.com', '2026-12-10'), await promised('stays@example.com', '2026-12-09'), await promised('quiet@example.com', '2026-12-10', true)];
  const admin = (await actorsOf(o))('administrator');
  const { version } = ok(await publish(h.ctx(), { name: 'kz5', orders: [{ act: 'off', on: day('2026-12-10') }], reason: 'Үкіметтің қаулысы' }));
  const change = await read(h.ctx(), (q) => changeOf(q, version, h.ctx()));
  if (!change) throw new Error('no such version');
  const list = ok(await foreseeAll(admin, change.change));
  expect(list.map((one) => [one.source, one.reference, one.what, one.before, one.after])).toEqual([['visit', moves, 'task', '2026-12-10', '2026-12-11'], ['visit', quiet, 'task', '2026-12-10', '2026-12-11']]);
  await o.work();
  expect(await dueOf(moves)).toMatchObject({ said: '2026-12-10' });
  ok(await moveDates(admin, { version }));
  await o.work();
  expect(await dueOf(moves)).toEqual({ said: '2026-12-11', owed: '2026-12-11', by: version });
  expect(await dueOf(quiet)).toMatchObject({ said: '2026-12-11', owed: '2026-12-11' });
  expect(await dueOf(stays)).toMatchObject({ said: '2026-12-09', owed: '2026-12-09' });
  const acts = await h.t.raw(`SELECT v.number, a.by_account::int AS who, a.facts FROM reception.visit_act a JOIN reception.visit v ON v.id = a.visit_id WHERE a.act = 'move_promise' ORDER BY a.id`);
  expect(acts.map((one) => [one['number'], one['who']])).toEqual([[moves, h.people.administrator], [quiet, h.people.administrator]]);
  expect(acts[0]?.['facts']).toMatchObject({ before: '2026-12-10', day: '2026-12-11', calendar: version });
  const told = o.sent.filter((one) => one.to === 'moves@example.com' && one.about?.code === 'reception.promise_moved').map((one) => JSON.stringify(one));
  expect(told).toHaveLength(1);
  expect(told[0]?.replace(/\s+/g, ' ')).toContain(longDay('kk', '2026-12-11').replace(/\s+/g, ' '));
  expect(o.sent.filter((one) => one.to === 'stays@example.com' && one.about?.code === 'reception.promise_moved')).toEqual([]);
  // again: nothing is left to move
  expect(await moveDates(admin, { version })).toMatchObject({ code: 'calendar_nothing_moves' });
});
