import { afterEach, beforeEach, expect, test } from 'vitest';
import { system } from '../../../../kernel/actor.ts';
import { bookedAt, planned, receptionDay } from '../../../../../test/support/bookings.ts';
import { withDuty } from '../../../../../test/support/duties.ts';
import { ok, openHouse, type TestHouse } from '../../../../../test/support/house.ts';
import { publish } from '../../../calendar/acts.ts';
import { setChannels } from '../../../notices/contract.ts';
import { endPost } from '../../../people/contract.ts';
import { jobs } from '../../reacts/duties.ts';
import { jobs as bookingJobs } from '../../reacts/bookings.ts';

let h: TestHouse;
beforeEach(async () => {
  h = await openHouse();
  setChannels({ email: () => Promise.reject(new Error('nothing is sent here')) }, 'http://127.0.0.1:3000');
});
afterEach(async () => {
  setChannels({}, 'http://127.0.0.1:3000');
  await h.end();
});
const at = (on: string): void => { h.clock.now = Date.parse(`${on}T10:00:00+05:00`); };
const leavesTheirPost = async (): Promise<void> => {
  const posts = await h.t.raw('SELECT id FROM people.post WHERE account_id = $1 AND unit_id = $2', [h.people.bodyHead, h.units.lighting]);
  for (const post of posts) ok(await endPost(h.ctx(), { postId: Number(post['id']) }));
};
const states = async (dutyId: number) => (await h.t.raw('SELECT due_on::text AS due, state FROM reception.expected WHERE duty_id = $1 ORDER BY due_on', [dutyId])).map((row) => `${String(row['due'])} ${String(row['state'])}`);
const told = async () => (await h.t.raw(`SELECT DISTINCT code FROM notices.notice WHERE owner LIKE 'reception:%'`)).map((row) => row['code']);

test('whoever left their post is not blamed for what fell due after it, and stays blamed for what fell due before', async () => {
  const dutyId = await withDuty(h);
  at('2026-11-30');
  await leavesTheirPost();
  at('2026-12-12');
  await jobs['reception:duties'](h.ctx(system('reception:duties')));
  expect((await states(dutyId)).slice(0, 4)).toEqual(['2026-11-27 missed', '2026-12-04 dropped', '2026-12-11 dropped', '2026-12-18 open']);
  expect((await h.t.raw(`SELECT count(*)::int AS n FROM journal.leaf WHERE act = 'duty.dropped'`))[0]).toEqual({ n: 2 });
});

test('people who are booked with somebody who has left their post are not forgotten: the desk hears it', async () => {
  await bookedAt(h, await planned(h), 600);
  await bookingJobs['reception:look_ahead'](h.ctx(system('test')));
  expect(await told()).toEqual([]);
  await leavesTheirPost();
  await bookingJobs['reception:look_ahead'](h.ctx(system('test')));
  expect(await told()).toEqual(['reception.host_away']);
});

test('a day that became a day off under people’s bookings is told to the desk once for each', async () => {
  await bookedAt(h, await planned(h), 600);
  ok(await publish(h.ctx(), { name: 'kz5', orders: [{ act: 'off', on: receptionDay }], reason: 'Қаулы' }));
  for (let n = 0; n < 2; n += 1) await bookingJobs['reception:look_ahead'](h.ctx(system('test')));
  expect(await told()).toEqual(['reception.day_off']);
});
