import { today } from '../../../../kernel/day.ts';
import type { Ctx } from '../../../../platform/ctx.ts';
import { read, write } from '../../../../platform/db.ts';
import { record } from '../../../journal/contract.ts';
import { fillAhead } from '../../law/bookings.ts';
import { mayRearrange } from '../../policy/bookings.ts';
import { leftOver, waitedOut, waitingBranches } from '../../store/bookings.ts';
import { forgetBookingDrafts } from '../../store/booking-draft.ts';
import { forgetBookingTries, triesWindowMs } from '../../store/bookings/find.ts';
import { bookingLocked, writeBooking, writeBookingAct } from '../../store/bookings/rows.ts';
import { forgetIntake } from '../../store/intake.ts';
import { displaceOne, notCome } from '../bookings.ts';
import { follow, freePlacesOf } from './around.ts';
import { fillPlace } from './fill.ts';

const atOnce = 200;
const keptMs = 30 * 86_400_000;

/** Places that nobody asked about while somebody waits: newly laid out, or opened by a change of the calendar. */
export const fillFromList = async (ctx: Ctx): Promise<number> => {
  let filled = 0;
  for (const branchId of await read(ctx, waitingBranches)) {
    const places = await read(ctx, (q) => freePlacesOf(ctx, q, { branchIds: [branchId], video: true, ahead: fillAhead }));
    for (const place of places.slice(0, atOnce)) if ((await write(ctx, (tx) => fillPlace(ctx, tx, place.sitting.id, place.atMinute))) !== null) filled += 1;
  }
  return filled;
};

/** The reception has ended: who was booked and did not come is noted without a word of blame; where it was not held, they are told, keep their turn, and are offered what is free next. */
export const endBookings = async (ctx: Ctx): Promise<number> => {
  const list = await read(ctx, (q) => leftOver(q, atOnce));
  for (const one of list) await write<unknown>(ctx, (tx) => (one.held && !one.early ? notCome(ctx, tx, one.id) : displaceOne(ctx, tx, one.id)));
  return list.length;
};

/** Nothing became free in time: the person hears it, and asks anew if they want. */
export const endWaiting = async (ctx: Ctx): Promise<number> => {
  const list = await read(ctx, (q) => waitedOut(q, today(ctx.clock), atOnce));
  for (const id of list) await expire(ctx, id);
  return list.length;
};

const expire = (ctx: Ctx, id: number): Promise<boolean> => write(ctx, async (tx) => {
  const b = await bookingLocked(tx, id);
  if (!b || b.state !== 'waiting') return false;
  const permit = mayRearrange(ctx.actor);
  const at = new Date(ctx.clock.now());
  await writeBooking(tx, permit, id, { state: 'expired' });
  await writeBookingAct(tx, permit, { bookingId: id, branchId: b.branchId, act: 'expire', at });
  await record(tx, { act: 'booking.expire', subject: `booking:${id}`, actor: permit.actor, at });
  await follow(ctx, tx, 'booking.expired', b, null);
  return true;
});

/** Unfinished forms, keys and tries that are of no use any more. */
export const forgetBookings = (ctx: Ctx): Promise<void> => write(ctx, async (tx) => {
  const now = ctx.clock.now();
  await forgetBookingDrafts(tx, new Date(now - keptMs));
  await forgetIntake(tx, new Date(now - keptMs));
  await forgetBookingTries(tx, new Date(now - triesWindowMs));
});
