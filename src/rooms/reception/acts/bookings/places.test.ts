import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { system, visitor } from '../../../../kernel/actor.ts';
import { isRefusal } from '../../../../kernel/refusal.ts';
import { write } from '../../../../platform/db.ts';
import { bookedAt, dayAfter, planned } from '../../../../../test/support/bookings.ts';
import { ok, openHouse, type TestHouse } from '../../../../../test/support/house.ts';
import { bookSchema } from '../../contract/bookings.ts';
import { momentOf } from '../../law/outings.ts';
import { receptionLocked } from '../../store/receptions.ts';
import { book, move } from '../bookings.ts';
import { begin, cancelIn, end } from '../receptions.ts';
import { endBookings } from './clock.ts';

let h: TestHouse;
beforeAll(async () => {
  h = await openHouse();
});
afterAll(() => h.end());

const site = { door: 'site', video: false } as const;
const codeOf = (r: unknown): string => (isRefusal(r) ? r.code : 'done');
const form = (receptionId: number, atMinute: number, phone = '+77020009901') => bookSchema.parse({ key: crypto.randomUUID(), lang: 'kk', surname: 'Сыналмалы', given: 'Әлия', phone, text: 'Аулада жарық жанбайды', where: { how: 'place', receptionId, atMinute } });
const stateOf = async (id: number) => (await h.t.raw('SELECT state, reception_id FROM reception.booking WHERE id = $1', [id]))[0];
const somebodyWaits = async (): Promise<void> => {
  for (;;) if (Number((await h.t.raw(`SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`))[0]?.['n']) > 0) return;
};

describe('a place at a reception that changes at the same moment', () => {
  test('is not given behind the back of whoever calls it off', async () => {
    const id = await planned(h, { on: dayAfter(1) });
    const locked = Promise.withResolvers<null>();
    const goOn = Promise.withResolvers<null>();
    const ctx = h.ctx();
    const off = write(ctx, async (tx) => {
      await receptionLocked(tx, id);
      locked.resolve(null);
      await goOn.promise;
      return cancelIn(ctx, tx, { receptionId: id, reason: 'Жол жабық' });
    });
    await locked.promise;
    const booking = book(h.ctx(visitor), form(id, 600), site);
    await somebodyWaits();
    goOn.resolve(null);
    expect(ok(await off)).toEqual({ displaced: 0 });
    expect(codeOf(await booking)).toMatch(/^time_taken/);
    expect(await h.t.raw('SELECT 1 FROM reception.booking WHERE reception_id = $1', [id])).toEqual([]);
  });
});

describe('one person', () => {
  test('does not get a second place at a reception by moving there', async () => {
    const [one, other] = [await planned(h, { on: dayAfter(4) }), await planned(h, { on: dayAfter(5) })];
    ok(await book(h.ctx(visitor), form(one, 600, '+77020009902'), site));
    const second = ok(await book(h.ctx(visitor), form(other, 600, '+77020009902'), site));
    const own = { bookingId: second.bookingId, held: second.bookingId };
    expect(codeOf(await move(h.ctx(visitor), { ...own, place: { receptionId: one, atMinute: 620 } }, site))).toBe('booked_there_already');
    expect(codeOf(await move(h.ctx(visitor), { ...own, place: { receptionId: other, atMinute: 620 } }, site))).toBe('done');
  });
});

describe('a door that is closed early', () => {
  test('is not held against whoever was booked for later: they keep their turn, and only who was waited for did not come', async () => {
    const on = dayAfter(6);
    const id = await planned(h, { on });
    const [early, late] = [await bookedAt(h, id, 600), await bookedAt(h, id, 700)];
    const before = h.clock.now;
    h.clock.now = momentOf(on, 600).getTime();
    ok(await begin(h.ctx(), { receptionId: id }));
    h.clock.now = momentOf(on, 630).getTime();
    ok(await end(h.ctx(), { receptionId: id }));
    await endBookings(h.ctx(system('test')));
    expect((await stateOf(early.bookingId))?.['state']).toBe('no_show');
    expect(await stateOf(late.bookingId)).toEqual({ state: 'waiting', reception_id: null });
    expect(await h.t.raw(`SELECT act FROM reception.booking_act WHERE booking_id = $1 AND act IN ('displace', 'not_come')`, [late.bookingId])).toEqual([{ act: 'displace' }]);
    h.clock.now = before;
  });
});
