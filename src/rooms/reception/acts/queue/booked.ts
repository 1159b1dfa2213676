import { system } from '../../../../kernel/actor.ts';
import { today, type Day } from '../../../../kernel/day.ts';
import { refuse } from '../../../../kernel/refusal.ts';
import type { Result } from '../../../../kernel/result.ts';
import { as, type Ctx } from '../../../../platform/ctx.ts';
import { read, write } from '../../../../platform/db.ts';
import { momentOf } from '../../law/outings.ts';
import { bookingsToday, type Booking } from '../../store/bookings.ts';
import { bookingByCode, countTry, forgiveTry } from '../../store/bookings/find.ts';

/** What a ticket takes from a booking: its hour, for whom they come, and how they are called. */
export type Booked = { readonly bookingId: number; readonly receptionId: number | null; readonly bookedAt: Date; readonly name: string; readonly came: boolean };

export const bookedOf = (b: Booking, on: Day): Booked => ({ bookingId: b.id, receptionId: b.receptionId, bookedAt: momentOf(on, b.atMinute ?? 0), name: `${b.given} ${b.surname}`, came: b.state === 'came' });

const clerk = (ctx: Ctx): Ctx => as(ctx, system('reception.kiosk'));

/** At a kiosk, by number and code: tries are counted before anything is looked at, as everywhere. Only for today, and for this branch. */
export const findBooked = async (ctx: Ctx, i: { readonly branchId: number; readonly number: string; readonly code: string; readonly caller: string }): Promise<Result<Booked>> => {
  const number = i.number.trim().toUpperCase();
  if (!(await write(clerk(ctx), (tx) => countTry(tx, number, i.caller, new Date(ctx.clock.now()))))) return refuse('too_many_tries');
  const on = today(ctx.clock);
  const found = await read(clerk(ctx), async (q) => {
    const id = await bookingByCode(q, number, i.code);
    return id === null ? null : { id, booking: (await bookingsToday(q, i.branchId, on)).find((one) => one.id === id) };
  });
  if (!found) return refuse('booking_code_invalid');
  await write(clerk(ctx), (tx) => forgiveTry(tx, number, i.caller));
  return found.booking && found.booking.state !== 'no_show' ? bookedOf(found.booking, on) : refuse('booking_not_today_invalid');
};
