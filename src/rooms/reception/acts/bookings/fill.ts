import { today } from '../../../../kernel/day.ts';
import type { Ctx } from '../../../../platform/ctx.ts';
import type { Tx } from '../../../../platform/db.ts';
import { record } from '../../../journal/contract.ts';
import { fillAhead, placesFree } from '../../law/bookings.ts';
import { mayRearrange } from '../../policy/bookings.ts';
import { claimSlot, freeSlotAt, sittingById } from '../../store/bookings/places.ts';
import { nextWaiting, writeBooking, writeBookingAct } from '../../store/bookings/rows.ts';
import { aroundOf, clerkOf, follow } from './around.ts';

/**
 * A free place goes to whoever waits longest for it, in the transaction that freed it: nobody can come in between. They are booked and told, and decline with one click.
 * With the system's or the desk's eyes. Gives back whose it is now; null: nobody waits, or it is too late to come.
 */
export const fillPlace = async (ctx: Ctx, tx: Tx, receptionId: number, atMinute: number): Promise<number | null> => {
  const [sitting, slot] = [await sittingById(tx, receptionId), await freeSlotAt(tx, receptionId, atMinute)];
  if (!sitting || !slot || !sitting.public) return null;
  const around = await aroundOf(ctx, tx, [sitting], fillAhead);
  if (placesFree([{ sitting, slots: [slot] }], around).length === 0) return null;
  const waits = await nextWaiting(tx, sitting);
  if (!waits) return null;
  const permit = mayRearrange(clerkOf(ctx).actor);
  const at = new Date(ctx.clock.now());
  if (!(await claimSlot(tx, permit, { bookingId: waits.id, receptionId, atMinute }))) return null;
  await writeBooking(tx, permit, waits.id, { state: 'booked', at: { sitting, atMinute } });
  await writeBookingAct(tx, permit, { bookingId: waits.id, branchId: waits.branchId, act: 'fill', at, facts: { receptionId, atMinute } });
  await record(tx, { act: 'booking.fill', subject: `booking:${waits.id}`, actor: permit.actor, at, facts: { receptionId, atMinute, on: today(ctx.clock) } });
  await follow(ctx, tx, 'booking.filled', waits, { sitting, atMinute });
  return waits.id;
};
