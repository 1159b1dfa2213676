import { afterAll, beforeAll, expect, test } from 'vitest';
import { visitor } from '../../../../kernel/actor.ts';
import { isRefusal } from '../../../../kernel/refusal.ts';
import { as, type Ctx } from '../../../../platform/ctx.ts';
import { openHall, type Hall } from '../../../../../test/support/hall.ts';
import { ok, openHouse, type TestHouse } from '../../../../../test/support/house.ts';
import { planned, receptionDay } from '../../../../../test/support/bookings.ts';
import { sessionActor } from '../../../people/contract.ts';
import { momentOf } from '../../law/outings.ts';
import { cancel } from '../receptions.ts';
import { invite } from './call.ts';
import { depart, receive } from './receive.ts';
import { finish, giveBack, hold, leaveByLink, rise, sit, undo } from './serve.ts';

let h: TestHouse;
let hall: Hall;
let clerk: Ctx;
let second: Ctx;
/** of the head of lighting, and of the executor there */
let [x, y] = [0, 0];
const signedIn = async (who: keyof TestHouse['people']): Promise<Ctx> => {
  const token = (await h.signedIn(who)).cookies.find((cookie) => cookie.name === 'jauap_session')?.value ?? '';
  return h.ctx((await sessionActor(h.ctx(visitor), token)) ?? visitor);
};
beforeAll(async () => {
  h = await openHouse();
  [x, y] = [await planned(h), await planned(h, { accountId: h.people.executor, from: 780, to: 900 })];
  h.clock.now = momentOf(receptionDay, 595).getTime();
  hall = await openHall(h.ctx(), h.units.tasqala);
  [clerk, second] = [await signedIn('reception'), await signedIn('clerk')];
});
afterAll(() => h.end());

const [one, two] = [() => hall.desks[0] ?? 0, () => hall.desks[1] ?? 0];
const laneB = () => hall.lanes[1] ?? 0;
/** everybody's lane is the one of receptions */
const come = (receptionId?: number) => hall.come({ laneId: laneB(), ...(receptionId === undefined ? {} : { receptionId }) });
const bothDesks = () => h.t.raw('UPDATE reception.desk SET lane_ids = ARRAY(SELECT id FROM reception.lane WHERE branch_id = $1)', [h.units.tasqala]);
const called = (done: unknown): string => (ok(done as { readonly label?: string }) as { label?: string }).label ?? 'nobody';
const visitOf = async (ticketId: number) => (await h.t.raw('SELECT v.state, v.reception_id::int AS reception, v.account_id::int AS official FROM reception.visit v JOIN reception.ticket t ON t.visit_id = v.id WHERE t.id = $1', [ticketId]))[0];

test('a desk that sits for an official calls their people and whoever comes to nobody in particular, never those of another', async () => {
  await bothDesks();
  const [forY, forX, forNobody] = [await come(y), await come(x), await come()];
  ok(await sit(clerk, { deskId: one(), receptionId: x }));
  expect(called(await invite(clerk, { deskId: one() }))).toBe(forX.label);
  ok(await receive(clerk, forX));
  expect(await visitOf(forX.ticketId)).toEqual({ state: 'begun', reception: x, official: h.people.bodyHead });
  ok(await finish(clerk, forX));
  expect(called(await invite(clerk, { deskId: one() }))).toBe(forNobody.label);
  ok(await receive(clerk, forNobody));
  // who came to nobody in particular was received by the official whose desk called
  expect(await visitOf(forNobody.ticketId)).toEqual({ state: 'begun', reception: x, official: h.people.bodyHead });
  ok(await finish(clerk, forNobody));
  expect(called(await invite(clerk, { deskId: one() }))).toBe('nobody');
  const named = await invite(clerk, { deskId: one(), ticketId: forY.ticketId });
  expect(isRefusal(named) && named.code).toBe('ticket_of_other_reception');
});

test('a desk for nobody calls everybody but those for whose official another desk sits, and these by name', async () => {
  const [first, forX] = [await come(x), await come(x)];
  ok(await sit(second, { deskId: two() }));
  // the one for Y still waits, and no desk sits for Y
  expect([first.label, forX.label, 'nobody']).not.toContain(called(await invite(second, { deskId: two() })));
  await h.t.raw(`UPDATE reception.ticket SET state = 'finished' WHERE state = 'invited'`);
  expect(called(await invite(second, { deskId: two() }))).toBe('nobody');
  expect(called(await invite(second, { deskId: two(), ticketId: first.ticketId }))).toBe(first.label);
  ok(await undo(second, { ticketId: first.ticketId }));
  ok(await rise(clerk, { deskId: one() }));
  const labels = [];
  for (let n = 0; n < 2; n += 1) {
    const label = called(await invite(second, { deskId: two() }));
    labels.push(label);
    await h.t.raw(`UPDATE reception.ticket SET state = 'finished' WHERE label = $1`, [label]);
  }
  expect(labels.toSorted()).toEqual([first.label, forX.label].toSorted());
  ok(await rise(second, { deskId: two() }));
});

test('nobody sits for a reception of another day, of another branch, or one that was called off', async () => {
  const tomorrow = await planned(h, { on: '2026-11-27' as never });
  const off = await planned(h, { from: 960, to: 1_000 });
  ok(await cancel(h.ctx(), { receptionId: off, reason: 'Ауырып қалды' }));
  for (const receptionId of [tomorrow, off, 999_999]) {
    const done = await sit(clerk, { deskId: one(), receptionId });
    expect(isRefusal(done) && done.code).toBe('reception_not_today_invalid');
  }
});

test('who was put aside and goes away for good ends the visit, and comes back to a new one', async () => {
  ok(await sit(clerk, { deskId: one(), receptionId: x }));
  const taken = await come(x);
  expect(called(await invite(clerk, { deskId: one() }))).toBe(taken.label);
  ok(await receive(clerk, taken));
  ok(await hold(clerk, taken));
  ok(await depart(clerk, taken));
  expect(await visitOf(taken.ticketId)).toMatchObject({ state: 'left' });
  ok(await giveBack(clerk, taken));
  ok(await invite(clerk, { deskId: one() }));
  ok(await receive(clerk, taken));
  expect(await visitOf(taken.ticketId)).toMatchObject({ state: 'begun' });
  expect(await h.t.raw('SELECT state FROM reception.visit WHERE ticket_id = $1 ORDER BY id', [taken.ticketId])).toEqual([{ state: 'left' }, { state: 'begun' }]);
  ok(await hold(clerk, taken));
  ok(await leaveByLink(as(h.ctx(), visitor), taken.link));
  expect(await visitOf(taken.ticketId)).toMatchObject({ state: 'left' });
});
