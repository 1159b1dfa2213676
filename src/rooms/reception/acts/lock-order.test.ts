import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { visitor } from '../../../kernel/actor.ts';
import { today } from '../../../kernel/day.ts';
import { isRefusal } from '../../../kernel/refusal.ts';
import { read, sql, view, write, type Tx } from '../../../platform/db.ts';
import { bookedAt, dayAfter, planned } from '../../../../test/support/bookings.ts';
import { testNow } from '../../../../test/support/database.ts';
import { ok, openHouse, type TestHouse } from '../../../../test/support/house.ts';
import { advised, installed, newKey, numberAt, plannedOuting, visitOf } from '../../../../test/support/tablet.ts';
import { momentOf } from '../law/outings.ts';
import { takeNumbers } from '../store/number.ts';
import { lockReach } from '../store/bookings/rows.ts';
import { hallOf } from '../store/queue.ts';
import { receptionLocked } from '../store/receptions.ts';
import { usualLaneWords, usualPriorityWords } from '../words/queue-usual.ts';
import { cancel, move } from './bookings.ts';
import { cancelOuting } from './outings/hold.ts';
import { revoke } from './outings/devices.ts';
import { invite } from './queue/call.ts';
import { dismiss, receive } from './queue/receive.ts';
import { sit } from './queue/serve.ts';
import { setUpUsual } from './queue/set-up.ts';
import { takeTicket } from './queue/take.ts';
import { cancel as callOff } from './receptions.ts';
import { markQuiet } from './visits.ts';
import { beginExpected } from './visits/ticket.ts';

let h: TestHouse;
beforeAll(async () => { h = await openHouse(); });
beforeEach(() => { h.clock.now = testNow; });
afterAll(() => h.end());

const site = { door: 'site', video: false } as const;
const codeOf = (r: unknown): string => (isRefusal(r) ? r.code : 'done');
const off = (receptionId: number) => callOff(h.ctx(), { receptionId, reason: 'Жол жабық' });

/** Somebody else holds what both will need; the first stops in the middle of its locks, the second comes from the other side, and then the way is free. */
const halfway = async <A, B>(held: (tx: Tx) => Promise<unknown>, first: () => Promise<A>, second: () => Promise<B>): Promise<readonly [A, B]> => {
  const [locked, free] = [Promise.withResolvers<null>(), Promise.withResolvers<null>()];
  const ctx = h.ctx();
  const holding = write(ctx, async (tx) => {
    await held(tx);
    locked.resolve(null);
    await free.promise;
    return null;
  });
  await locked.promise;
  const a = first();
  await waiting(1);
  const b = second();
  await waiting(2);
  free.resolve(null);
  await holding;
  return Promise.all([a, b]);
};
/** Whoever waits goes on waiting until the way is free: looked at as often as it takes. */
const waiting = async (n: number): Promise<void> => {
  for (;;) if (Number((await h.t.raw(`SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`))[0]?.['n']) >= n) return;
};

describe('a reception is called off at the moment in which', () => {
  const rounds = 3;
  const phoneOf = async (bookingId: number) => String((await h.t.raw('SELECT phone FROM reception.booking WHERE id = $1', [bookingId]))[0]?.['phone']);

  test(`somebody moves to another hour of it: neither waits for the other for ever, ${rounds} times`, async () => {
    for (let round = 0; round < rounds; round += 1) {
      const id = await planned(h, { on: dayAfter(1), from: 540 + round * 120, to: 600 + round * 120 });
      const b = await bookedAt(h, id, 540 + round * 120);
      const phone = await phoneOf(b.bookingId);
      const [moved, called] = await halfway((tx) => lockReach(tx, { phone, email: null }),
        () => move(h.ctx(visitor), { bookingId: b.bookingId, held: b.bookingId, place: { receptionId: id, atMinute: 560 + round * 120 } }, site), () => off(id));
      expect([codeOf(moved), codeOf(called)]).toEqual(['done', 'done']);
      expect(await h.t.raw('SELECT state FROM reception.booking WHERE id = $1', [b.bookingId])).toEqual([{ state: 'waiting' }]);
    }
  });

  test('two move across, each to where the other stood, and both are called off: nobody is left at either', async () => {
    const [one, other] = [await planned(h, { on: dayAfter(4) }), await planned(h, { on: dayAfter(5) })];
    const [a, b] = [await bookedAt(h, one, 600), await bookedAt(h, other, 600)];
    const to = (bookingId: number, receptionId: number) => move(h.ctx(visitor), { bookingId, held: bookingId, place: { receptionId, atMinute: 620 } }, site);
    const all = await Promise.all([to(a.bookingId, other), to(b.bookingId, one), off(one), off(other)]);
    for (const done of all.slice(2)) expect(codeOf(done)).toBe('done');
    expect((await h.t.raw('SELECT state FROM reception.booking WHERE id = ANY($1)', [[a.bookingId, b.bookingId]])).map((row) => row['state'])).toEqual(['waiting', 'waiting']);
  });

  test('somebody cancels while another waits for their place', async () => {
    const id = await planned(h, { on: dayAfter(6) });
    const [b, c] = [await bookedAt(h, id, 600), await bookedAt(h, id, 620)];
    const all = await Promise.all([cancel(h.ctx(visitor), { bookingId: b.bookingId, held: b.bookingId }), cancel(h.ctx(visitor), { bookingId: c.bookingId, held: c.bookingId }), off(id)]);
    expect(all.map(codeOf)).toEqual(['done', 'done', 'done']);
  });

  test('whoever is booked sits down', async () => {
    const on = dayAfter(7);
    const id = await planned(h, { on });
    const b = await bookedAt(h, id, 600);
    h.clock.now = momentOf(on, 600).getTime();
    const [begun, called] = await halfway((tx) => takeNumbers(tx, 'visit', h.units.tasqala, 2026),
      () => write(h.ctx(), (tx) => beginExpected(h.ctx(), tx, { branchId: h.units.tasqala, bookingId: b.bookingId })), () => off(id));
    expect([codeOf(begun), codeOf(called)]).toEqual(['done', 'reception_not_possible']);
  });
});

describe('somebody who came by a ticket is made a quiet matter at the moment in which', () => {
  test('the desk lets them go: both are done, and the board has no name', async () => {
    const branchId = h.units.tasqala;
    ok(await setUpUsual(h.ctx(), { branchId, names: { lanes: usualLaneWords, priorities: usualPriorityWords, source: 'Ішкі тәртіп' } }));
    const { lanes, desks } = await read(h.ctx(), (q) => hallOf(q, branchId, today(h.ctx().clock)));
    const { ticketId } = ok(await takeTicket(h.ctx(), { branchId, laneId: lanes[0]?.id ?? 0, door: 'desk', lang: 'kk', key: 'their ticket', name: 'Айша Жасырынова' }));
    ok(await sit(h.ctx(), { deskId: desks[0]?.id ?? 0 }));
    ok(await invite(h.ctx(), { deskId: desks[0]?.id ?? 0 }));
    const { visitId } = ok(await receive(h.ctx(), { ticketId }));
    const number = String((await h.t.raw('SELECT number FROM reception.visit WHERE id = $1', [visitId]))[0]?.['number']);
    // both look at the matters once they have what they lock first
    const [quiet, gone] = await halfway((tx) => sql`LOCK TABLE reception.matter IN ACCESS EXCLUSIVE MODE`.execute(view(tx)), () => markQuiet(h.ctx(), { number, quiet: true }), () => dismiss(h.ctx(), { ticketId }));
    expect([codeOf(quiet), codeOf(gone)]).toEqual(['done', 'done']);
    expect(await h.t.raw('SELECT t.state, t.name, v.quiet FROM reception.ticket t JOIN reception.visit v ON v.id = t.visit_id WHERE t.id = $1', [ticketId])).toEqual([{ state: 'finished', name: null, quiet: true }]);
  });
});

describe('an outing is called off at the moment in which', () => {
  const sittingOf = async (outingId: number) => Number((await h.t.raw('SELECT id FROM reception.reception WHERE outing_id = $1', [outingId]))[0]?.['id']);
  const arrival = (tablet: Awaited<ReturnType<typeof installed>>) => tablet.send({ place: 1, key: newKey(), act: visitOf(tablet, { nth: 0, matters: [advised] }) });

  test('the first person received there arrives: the arrival is taken, and then it is called off', async () => {
    const outingId = await plannedOuting(h, { begun: false });
    const tablet = await installed(h, outingId);
    const sitting = await sittingOf(outingId);
    const [arrived, called] = await halfway((tx) => receptionLocked(tx, sitting), () => arrival(tablet), () => cancelOuting(h.ctx(), { outingId, reason: 'Жол жабық' }));
    expect([arrived.status, arrived.body.state, codeOf(called)]).toEqual([200, 'taken', 'done']);
    expect(await h.t.raw('SELECT state FROM reception.outing WHERE id = $1', [outingId])).toEqual([{ state: 'cancelled' }]);
  });

  test('a tablet is taken back', async () => {
    const outingId = await plannedOuting(h, { begun: false, official: null });
    const { device } = await installed(h, outingId);
    const [taken, called] = await halfway((tx) => sql`SELECT 1 FROM reception.device WHERE id = ${device.id} FOR UPDATE`.execute(view(tx)), () => revoke(h.ctx(), { outingId, deviceId: device.id }), () => cancelOuting(h.ctx(), { outingId, reason: 'Жол жабық' }));
    expect([codeOf(taken), codeOf(called)]).toEqual(['done', 'done']);
  });

  test('two tablets bring people of one official, and both are taken', async () => {
    const outingId = await plannedOuting(h, { begun: true, official: 'bodyHead' });
    const [one, other] = [await installed(h, outingId), await installed(h, outingId, { page: await h.signedIn('clerk'), name: 'қызыл' })];
    const rounds = 5;
    for (let nth = 0; nth < rounds; nth += 1) {
      const both = await Promise.all([one, other].map((tablet) => tablet.send({ place: nth + 1, key: newKey(), act: visitOf(tablet, { nth, matters: [advised] }) })));
      expect(both.map((answer) => [answer.status, answer.body.state])).toEqual([[200, 'taken'], [200, 'taken']]);
    }
    expect(await h.t.raw('SELECT received FROM reception.reception WHERE id = $1', [await sittingOf(outingId)])).toEqual([{ received: 2 * rounds }]);
    expect(numberAt(one.kit.blocks.visit, 0)).not.toBe(numberAt(other.kit.blocks.visit, 0));
  });
});
