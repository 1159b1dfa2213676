import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isRefusal } from '../../../../kernel/refusal.ts';
import { read, write } from '../../../../platform/db.ts';
import { bookedAt, dayAfter, planned, receptionDay } from '../../../../../test/support/bookings.ts';
import { ok, openHouse, type TestHouse } from '../../../../../test/support/house.ts';
import { visited } from '../../../../../test/support/visits.ts';
import { momentOf } from '../../law/outings.ts';
import { visitsOn } from '../../store/visits.ts';
import { notCome } from '../bookings.ts';
import { cancel } from '../receptions.ts';
import { beginVisit, markQuiet, putPromise } from '../visits.ts';
import { beginExpected } from './ticket.ts';

let h: TestHouse;
let receptionId: number;
beforeAll(async () => {
  h = await openHouse();
  receptionId = await planned(h);
});
afterAll(() => h.end());

const code = (value: unknown): string => (isRefusal(value) ? value.code : 'done');
const expected = (from: { bookingId?: number; receptionId?: number }) => write(h.ctx(), (tx) => beginExpected(h.ctx(), tx, { branchId: h.units.tasqala, ...from }));
const received = async (id: number) => Number((await h.t.raw('SELECT received FROM reception.reception WHERE id = $1', [id]))[0]?.['received']);
const earlyThatDay = () => void (h.clock.now = momentOf(receptionDay, 300).getTime());
const atTheHour = () => void (h.clock.now = momentOf(receptionDay, 600).getTime());

describe('a visit of somebody who was booked', () => {
  test('is one visit, however many desks begin it at once, and is counted once', async () => {
    earlyThatDay();
    const b = await bookedAt(h, receptionId, 600);
    atTheHour();
    const before = await received(receptionId);
    const numbers = (await Promise.all([1, 2, 3].map(() => expected({ bookingId: b.bookingId })))).map((done) => ok(done).number);
    expect(new Set(numbers).size).toBe(1);
    expect(await received(receptionId)).toBe(before + 1);
  });
  test('takes back that they had not come', async () => {
    earlyThatDay();
    const b = await bookedAt(h, receptionId, 620);
    atTheHour();
    ok(await write(h.ctx(), (tx) => notCome(h.ctx(), tx, b.bookingId)));
    ok(await expected({ bookingId: b.bookingId }));
    expect((await h.t.raw('SELECT state FROM reception.booking WHERE id = $1', [b.bookingId]))[0]?.['state']).toBe('came');
  });
  test('made quiet takes their words off the list that the whole desk reads', async () => {
    earlyThatDay();
    const b = await bookedAt(h, receptionId, 640, { text: 'Күйеуі баласын ұрады, қорқамын' });
    atTheHour();
    const { number, visitId } = ok(await expected({ bookingId: b.bookingId }));
    ok(await markQuiet(h.ctx(), { number, quiet: true }));
    expect((await h.t.raw('SELECT text FROM reception.booking WHERE id = $1', [b.bookingId]))[0]?.['text']).toBe('');
    expect((await h.t.raw('SELECT text FROM reception.matter WHERE visit_id = $1', [visitId]))[0]?.['text']).toContain('қорқамын');
  });
});

describe('nobody is counted', () => {
  test('at a reception of another branch, of another day, or one that was called off', async () => {
    atTheHour();
    const tomorrow = await planned(h, { on: dayAfter(1) });
    const begun = (branchId: number, id: number) => write(h.ctx(), (tx) => beginVisit(h.ctx(), tx, { branchId, unitId: branchId, receptionId: id, surname: 'Сыналмалы', given: 'Әлия' }));
    expect(code(await begun(h.units.tasqala, tomorrow))).toBe('reception_not_found');
    expect(code(await begun(h.units.region, receptionId))).toBe('reception_not_found');
    expect(code(await begun(h.units.tasqala, 987_654))).toBe('reception_not_found');
    const off = await planned(h, { from: 900, to: 960 });
    ok(await cancel(h.ctx(), { receptionId: off, reason: 'Жол жабық' }));
    const visit = await expected({ receptionId: off });
    expect((await h.t.raw('SELECT reception_id FROM reception.visit WHERE id = $1', [ok(visit).visitId]))[0]?.['reception_id']).toBeNull();
    expect([await received(tomorrow), await received(off)]).toEqual([0, 0]);
  });
});

test('a promise is put before the official who gave it, at a reception of theirs', async () => {
  earlyThatDay();
  h.clock.now -= 6 * 86_400_000;
  const { promiseId } = await visited(h, {});
  const own = await planned(h, { from: 960, to: 1020, accountId: h.people.head, unitId: h.units.region });
  atTheHour();
  const put = (id: number) => putPromise(h.ctx(), { promiseId, receptionId: id, said: 'Ертең жабамыз' });
  expect(code(await put(receptionId))).toBe('reception_not_found');
  expect(code(await put(987_654))).toBe('reception_not_found');
  expect(code(await put(own))).toBe('done');
});

test('a visit that nobody has ended hangs in the list of the days after', async () => {
  atTheHour();
  const { visitId } = ok(await expected({}));
  const listed = async () => (await read(h.ctx(), (q) => visitsOn(q, { branchIds: [h.units.tasqala], on: dayAfter(3) }))).map((one) => one.id);
  expect(await listed()).toContain(visitId);
  await h.t.raw(`UPDATE reception.visit SET state = 'left' WHERE id = $1`, [visitId]);
  expect(await listed()).not.toContain(visitId);
});
