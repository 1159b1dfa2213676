import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { visitor } from '../../../../kernel/actor.ts';
import type { Ctx } from '../../../../platform/ctx.ts';
import { read } from '../../../../platform/db.ts';
import { bookedAt, planned, receptionDay } from '../../../../../test/support/bookings.ts';
import { openHall, type Hall } from '../../../../../test/support/hall.ts';
import { ok, openHouse, type TestHouse } from '../../../../../test/support/house.ts';
import { sessionActor } from '../../../people/contract.ts';
import { momentOf } from '../../law/outings.ts';
import { ticketById } from '../../store/queue/tickets.ts';
import { come } from '../bookings.ts';
import { invite } from './call.ts';
import { begin, finish, leave, rise, sit } from './serve.ts';
import { takeTicket } from './take.ts';

let h: TestHouse;
let hall: Hall;
let receptionId: number;
let reception: Ctx;
let clerk: Ctx;
const staff = async (who: keyof TestHouse['people']): Promise<Ctx> => {
  const page = await h.signedIn(who);
  const token = page.cookies.find((cookie) => cookie.name === 'jauap_session')?.value ?? '';
  return h.ctx((await sessionActor(h.ctx(visitor), token)) ?? visitor);
};
beforeAll(async () => {
  h = await openHouse();
  receptionId = await planned(h);
  hall = await openHall(h.ctx(), h.units.tasqala);
});
afterAll(() => h.end());

const takeFor = (bookingId: number, key: string) => takeTicket(h.ctx(), { branchId: h.units.tasqala, laneId: hall.lanes[1] ?? 0, name: 'Әлия Сыналмалы', bookingId, bookedAt: momentOf(receptionDay, 600), receptionId, door: 'desk', lang: 'kk', key }, (tx, id) => come(h.ctx(), tx, id));
const labels = async (bookingId: number) => (await h.t.raw('SELECT label, state FROM reception.ticket WHERE booking_id = $1 ORDER BY id', [bookingId])).map((row) => `${String(row['label'])} ${String(row['state'])}`);

describe('whoever is booked', () => {
  test('waits but once, though the kiosk and the desk give a ticket at the same moment', async () => {
    const b = await bookedAt(h, receptionId, 600);
    h.clock.now = momentOf(receptionDay, 590).getTime();
    const given = (await Promise.all(['kiosk', 'desk', 'telephone', 'window'].map((door) => takeFor(b.bookingId, `the ${door} of these tests`)))).map((done) => ok(done).ticketId);
    expect(new Set(given).size).toBe(1);
    expect(await labels(b.bookingId)).toHaveLength(1);
    // pressed again: the same answer
    expect(ok(await takeFor(b.bookingId, 'the window of these tests')).ticketId).toBe(given[0]);
  });
  test('was let go and comes back: the same label stands in the line again', async () => {
    h.clock.now = momentOf(receptionDay, 300).getTime();
    const b = await bookedAt(h, receptionId, 620);
    h.clock.now = momentOf(receptionDay, 610).getTime();
    const first = ok(await takeFor(b.bookingId, 'comes at his hour, and leaves'));
    ok(await leave(h.ctx(), { ticketId: first.ticketId }));
    h.clock.now = momentOf(receptionDay, 640).getTime();
    expect(ok(await takeFor(b.bookingId, 'is back half an hour later')).label).toBe(first.label);
    expect(await labels(b.bookingId)).toEqual([`${first.label} waiting`]);
  });
});

test('whoever takes over a desk finishes with the person who sits there', async () => {
  [reception, clerk] = [await staff('reception'), await staff('clerk')];
  const [desk = 0] = hall.desks;
  ok(await sit(reception, { deskId: desk }));
  const ticket = await hall.come();
  ok(await invite(reception, { deskId: desk, ticketId: ticket.ticketId }));
  ok(await begin(reception, { ticketId: ticket.ticketId }));
  ok(await rise(reception, { deskId: desk }));
  ok(await sit(clerk, { deskId: desk }));
  ok(await finish(clerk, { ticketId: ticket.ticketId }));
  expect((await read(h.ctx(), (q) => ticketById(q, ticket.ticketId)))?.state).toBe('finished');
});
