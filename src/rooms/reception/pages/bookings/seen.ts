import { addDays, today, type Day } from '../../../../kernel/day.ts';
import type { Read } from '../../../../platform/db.ts';
import type { Asked } from '../../../../platform/web.ts';
import { peopleByIds } from '../../../people/contract.ts';
import { unitById, type Unit } from '../../../units/contract.ts';
import { isHeld, isOver, missedDays, missedMany, roomOpen, roomUrl, type Sitting, type Slot } from '../../law/bookings.ts';
import { aroundOf } from '../../acts/bookings/around.ts';
import { bookingById, confirmedOn, lostBy, missedSince } from '../../store/bookings/rows.ts';
import type { Booking } from '../../store/bookings/tables.ts';
import { sittingById, slotAt } from '../../store/bookings/places.ts';
import { linkToken } from '../../store/seal.ts';

/** A booking as its page shows it. */
export type Seen = {
  readonly b: Booking; readonly branch: Unit | null; readonly at: { readonly sitting: Sitting; readonly slot: Slot; readonly host: string } | null;
  /** the host is away and nobody stands in, or the day became a day off */
  readonly held: boolean;
  readonly over: boolean;
  /** where the meeting is, while its door is open */
  readonly video: string | null;
  readonly asks: boolean;
  /** they wait because their reception was called off, or not held */
  readonly lost: { readonly on: Day; readonly atMinute: number; readonly unheld: boolean } | null;
};

const lostOf = async (q: Read, b: Pick<Booking, 'id' | 'state'>): Promise<Seen['lost']> => {
  const lost = b.state === 'waiting' ? await lostBy(q, b.id) : null;
  const sitting = lost && (await sittingById(q, lost.receptionId));
  return lost && sitting ? { on: sitting.heldOn, atMinute: lost.atMinute, unheld: lost.unheld } : null;
};

export const videoOf = (asked: Asked, b: Pick<Booking, 'id' | 'video' | 'state'>, at: { readonly sitting: Sitting; readonly slot: Slot } | null): string | null => {
  const template = asked.config.VIDEO_ROOM_URL;
  if (template === undefined || at === null || !b.video || (b.state !== 'booked' && b.state !== 'came')) return null;
  const open = roomOpen({ on: at.sitting.heldOn, atMinute: at.slot.atMinute, minutes: at.slot.minutes, state: at.sitting.state }, asked.ctx.clock.now());
  return open ? roomUrl(template, linkToken('room', b.id, 1)) : null;
};

export const seenBooking = async (asked: Asked, q: Read, id: number): Promise<Seen | null> => {
  const b = await bookingById(q, id);
  if (!b) return null;
  const sitting = b.receptionId === null ? null : await sittingById(q, b.receptionId);
  const slot = sitting && b.atMinute !== null ? ((await slotAt(q, sitting.id, b.atMinute)) ?? { atMinute: b.atMinute, minutes: 0 }) : null;
  const host = sitting ? ((await peopleByIds(q, [sitting.accountId])).get(sitting.accountId)?.name ?? '') : '';
  const at = sitting && slot ? { sitting, slot, host } : null;
  const now = asked.ctx.clock.now();
  const over = at !== null && isOver(at.sitting.heldOn, at.slot.atMinute, now);
  const often = b.state === 'booked' && !over && (await missedSince(q, b, addDays(today(asked.ctx.clock), -missedDays))) >= missedMany;
  return {
    b, at, over, branch: await unitById(q, b.branchId), held: at === null || isHeld(at.sitting, await aroundOf(asked.ctx, q, [at.sitting], 0)), video: videoOf(asked, b, at),
    asks: often && !(await confirmedOn(q, b.id, b.madeAt)), lost: await lostOf(q, b),
  };
};
