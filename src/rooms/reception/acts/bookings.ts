import { addDays, today } from '../../../kernel/day.ts';
import type { Permit } from '../../../kernel/permit.ts';
import { isRefusal, refuse } from '../../../kernel/refusal.ts';
import type { Result } from '../../../kernel/result.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import { write, type Tx } from '../../../platform/db.ts';
import { record } from '../../journal/contract.ts';
import { isOver, waitDays, type BookingState, type Sitting } from '../law/bookings.ts';
import { mayKeep, mayRearrange, mayTellCome } from '../policy/bookings.ts';
import { claimSlot, freeSlot, sittingById } from '../store/bookings/places.ts';
import { bookedAtLocked, bookingById, bookingLocked, lockReach, openWith, writeBooking, writeBookingAct } from '../store/bookings/rows.ts';
import { lockReceptions } from '../store/receptions.ts';
import type { Booking, BookingAct } from '../store/bookings/tables.ts';
import { clerkOf, follow } from './bookings/around.ts';
import { placeFor, tooLate, tooMany, type Door } from './bookings/book.ts';
import { fillPlace } from './bookings/fill.ts';

export { book, type Booked } from './bookings/book.ts';

/** Whose: the person by their link (`held`, proven by openBooking), or the desk. */
export type Whose = { readonly bookingId: number; readonly held: number | null };
export type Done = { readonly bookingId: number; readonly state: BookingState };

const noted = async (ctx: Ctx, tx: Tx, permit: Permit<string>, b: Booking, act: BookingAct, facts: Readonly<Record<string, string | number | null>> = {}): Promise<void> => {
  const at = new Date(ctx.clock.now());
  await writeBookingAct(tx, permit, { bookingId: b.id, branchId: b.branchId, act, at, facts });
  await record(tx, { act: `booking.${act}`, subject: `booking:${b.id}`, actor: permit.actor, postId: permit.postId, at, facts });
};

/** Somebody was faster: the booking stands at another reception than the one that was locked. */
class Moved extends Error {}
const mostTries = 5;

/** Locks where it stands and where it goes to, then the booking itself, and asks who may; everything that follows from it is done with the program's eyes. */
const keeping = async (ctx: Ctx, w: Whose & { readonly place?: { readonly receptionId: number } }, act: (tx: Tx, b: Booking, permit: Permit<'booking.keep'>) => Promise<Result<Done>>): Promise<Result<Done>> => {
  for (let tries = 1; ; tries += 1) {
    try {
      return await write(clerkOf(ctx), async (tx) => {
        const stood = (await bookingById(tx, w.bookingId))?.receptionId ?? null;
        await lockReceptions(tx, [stood, w.place?.receptionId ?? null], 'shared');
        const b = await bookingLocked(tx, w.bookingId);
        if (!b) return refuse('booking_not_found');
        if (b.receptionId !== stood && b.receptionId !== w.place?.receptionId && b.receptionId !== null) throw new Moved();
        const permit = mayKeep(ctx.actor, b, w.held);
        return isRefusal(permit) ? permit : act(tx, b, permit);
      });
    } catch (error) {
      if (!(error instanceof Moved) || tries === mostTries) throw error;
    }
  }
};

const standsAt = async (tx: Tx, b: Booking) => {
  const sitting = b.receptionId === null ? null : await sittingById(tx, b.receptionId);
  return sitting && b.atMinute !== null ? { sitting, atMinute: b.atMinute } : null;
};

/** To another free place; the old one goes to whoever waits. Somebody on the list takes a place themselves the same way. */
export const move = (ctx: Ctx, w: Whose & { readonly place: { readonly receptionId: number; readonly atMinute: number } }, o: Door): Promise<Result<Done>> => keeping(ctx, w, async (tx, b, permit) => {
  if (b.state !== 'booked' && b.state !== 'waiting') return refuse('booking_not_open');
  const before = b.state === 'booked' ? await standsAt(tx, b) : null;
  if (before && isOver(before.sitting.heldOn, before.atMinute, ctx.clock.now())) return refuse('booking_not_open');
  if (before && before.sitting.id === w.place.receptionId && before.atMinute === w.place.atMinute) return { bookingId: b.id, state: b.state };
  const where = await placeFor(ctx, tx, w.place, o);
  if (isRefusal(where)) return where;
  if (!where.at || where.branchId !== b.branchId) return refuse('place_not_found');
  await lockReach(tx, b);
  if ((await openWith(tx, b, today(ctx.clock))).some((one) => one.id !== b.id && one.receptionId === w.place.receptionId)) return refuse('booked_there_already');
  await freeSlot(tx, permit, b.id);
  if (!(await claimSlot(tx, permit, { bookingId: b.id, ...w.place }))) return tooLate(ctx, tx, where.at.sitting, o);
  await writeBooking(tx, permit, b.id, { state: 'booked', at: where.at, wants: null });
  await noted(ctx, tx, permit, b, 'move', { fromReception: before?.sitting.id ?? null, fromMinute: before?.atMinute ?? null, receptionId: where.at.sitting.id, atMinute: where.at.atMinute });
  await follow(ctx, tx, 'booking.moved', b, where.at);
  if (before) await fillPlace(clerkOf(ctx), tx, before.sitting.id, before.atMinute);
  return { bookingId: b.id, state: 'booked' };
});

/** No reason is asked. The place goes to whoever waits, at once. */
export const cancel = (ctx: Ctx, w: Whose): Promise<Result<Done>> => keeping(ctx, w, async (tx, b, permit) => {
  if (b.state === 'cancelled') return { bookingId: b.id, state: b.state };
  if (b.state !== 'booked' && b.state !== 'waiting') return refuse('booking_not_open');
  const before = b.state === 'booked' ? await standsAt(tx, b) : null;
  await freeSlot(tx, permit, b.id);
  await writeBooking(tx, permit, b.id, { state: 'cancelled' });
  await noted(ctx, tx, permit, b, 'cancel', { receptionId: before?.sitting.id ?? null, atMinute: before?.atMinute ?? null });
  await follow(ctx, tx, 'booking.cancelled', b, before);
  if (before) await fillPlace(clerkOf(ctx), tx, before.sitting.id, before.atMinute);
  return { bookingId: b.id, state: 'cancelled' };
});

/** A cancelled booking stands again while its place is free. */
export const restore = (ctx: Ctx, w: Whose, o: Door): Promise<Result<Done>> => keeping(ctx, w, async (tx, b, permit) => {
  if (b.state !== 'cancelled') return refuse('booking_not_open');
  const full = await tooMany(ctx, tx, { phone: b.phone ?? undefined, email: b.email ?? undefined }, b.receptionId);
  if (full) return full;
  const before = await standsAt(tx, b);
  const where = before ? await placeFor(ctx, tx, { receptionId: before.sitting.id, atMinute: before.atMinute }, { ...o, door: 'desk' }) : null;
  if (where && isRefusal(where)) return where;
  if (where?.at && !(await claimSlot(tx, permit, { bookingId: b.id, receptionId: where.at.sitting.id, atMinute: where.at.atMinute }))) return tooLate(ctx, tx, where.at.sitting, o);
  const state = where?.at ? 'booked' : 'waiting';
  await writeBooking(tx, permit, b.id, { state });
  await noted(ctx, tx, permit, b, 'restore', { receptionId: b.receptionId, atMinute: b.atMinute });
  await follow(ctx, tx, 'booking.restored', b, where?.at ?? null);
  return { bookingId: b.id, state };
});

/** «Yes, I will come.» Nothing is taken from whoever does not say so. */
export const confirm = (ctx: Ctx, w: Whose): Promise<Result<Done>> => keeping(ctx, w, async (tx, b, permit) => {
  if (b.state !== 'booked') return refuse('booking_not_open');
  await noted(ctx, tx, permit, b, 'confirm');
  return { bookingId: b.id, state: b.state };
});

const came = async (ctx: Ctx, tx: Tx, bookingId: number, to: 'came' | 'no_show'): Promise<Result<Done>> => {
  const b = await bookingLocked(tx, bookingId);
  if (!b) return refuse('booking_not_found');
  const permit = mayTellCome(ctx.actor, b);
  if (isRefusal(permit)) return permit;
  if (b.state === to) return { bookingId, state: to };
  // a person who was marked as absent and comes late has come
  if (b.state !== 'booked' && !(b.state === 'no_show' && to === 'came')) return refuse('booking_not_open');
  await writeBooking(tx, permit, b.id, { state: to });
  await noted(ctx, tx, permit, b, to === 'came' ? 'come' : 'not_come', { receptionId: b.receptionId });
  return { bookingId, state: to };
};
/** The person stands here: called in the transaction of the ticket or the visit. */
export const come = (ctx: Ctx, tx: Tx, bookingId: number): Promise<Result<Done>> => came(ctx, tx, bookingId, 'came');
export const notCome = (ctx: Ctx, tx: Tx, bookingId: number): Promise<Result<Done>> => came(ctx, tx, bookingId, 'no_show');

/** The reception is called off: everybody booked is told, keeps their turn at the head of the list, and takes another place with one click. In the transaction that calls it off. */
export const displaceAll = async (ctx: Ctx, tx: Tx, reception: { readonly id: number; readonly accountId: number }): Promise<number> => {
  const all = await bookedAtLocked(tx, reception.id);
  const sitting = await sittingById(tx, reception.id);
  if (sitting) for (const b of all) await displace(ctx, tx, b, sitting);
  return all.length;
};
const displace = async (ctx: Ctx, tx: Tx, b: Booking, sitting: Sitting): Promise<void> => {
  const unheld = sitting.state === 'missed';
  const permit = mayRearrange(ctx.actor);
  await freeSlot(tx, permit, b.id);
  await writeBooking(tx, permit, b.id, { state: 'waiting', at: null, wants: { accountId: sitting.accountId, until: addDays(today(ctx.clock), waitDays) } });
  await noted(ctx, tx, permit, b, 'displace', { receptionId: sitting.id, atMinute: b.atMinute, ...(unheld ? { why: 'unheld' } : {}) });
  await follow(ctx, tx, unheld ? 'booking.unheld' : 'booking.displaced', b, b.atMinute === null ? null : { sitting, atMinute: b.atMinute });
};
/** The door was closed before their hour, or never opened: they keep their turn, are told, and nobody says that they did not come. */
export const displaceOne = async (ctx: Ctx, tx: Tx, bookingId: number): Promise<void> => {
  const b = await bookingLocked(tx, bookingId);
  const sitting = b?.receptionId == null ? null : await sittingById(tx, b.receptionId);
  if (b?.state === 'booked' && sitting) await displace(ctx, tx, b, sitting);
};
