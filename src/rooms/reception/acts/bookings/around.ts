import { system } from '../../../../kernel/actor.ts';
import { addDays, today, type Day } from '../../../../kernel/day.ts';
import { clockTime, shortDay } from '../../../../kernel/show.ts';
import type { Ctx } from '../../../../platform/ctx.ts';
import type { Read, Tx } from '../../../../platform/db.ts';
import { emit, enqueue } from '../../../../platform/jobs.ts';
import { calendarNamed, isWorking, type WorkCalendar } from '../../../calendar/contract.ts';
import { isOffered, waysOf } from '../../../notices/contract.ts';
import { absencesOf } from '../../../people/contract.ts';
import { unitsByIds } from '../../../units/contract.ts';
import type { BookingEvent } from '../../contract/bookings.ts';
import { daysAhead, placesFree, remindAt, remindVideoAt, type Around, type Place, type Sitting } from '../../law/bookings.ts';
import { openSittings } from '../../store/bookings/places.ts';
import type { Booking } from '../../store/bookings/tables.ts';

/** With the system's eyes: the secret, or the open door, has been asked before. */
export const clerkOf = (ctx: Ctx): Ctx => ({ ...ctx, actor: system('reception.bookings') });

/** What stands in the way of these receptions today: who is away with nobody standing in, and which days are off. */
export const aroundOf = async (ctx: Ctx, q: Read, sittings: readonly Pick<Sitting, 'accountId' | 'branchId'>[], ahead: number): Promise<Around> => {
  const on = today(ctx.clock);
  const accounts = [...new Set(sittings.map((s) => s.accountId))];
  const units = await unitsByIds(q, sittings.map((s) => s.branchId));
  const calendars = new Map<number, WorkCalendar>();
  for (const unit of units.values()) calendars.set(unit.id, await calendarNamed(q, unit.calendar));
  const away = new Map(await Promise.all(accounts.map(async (id) => [id, (await absencesOf(q, id, on)).filter((one) => one.deputyId === null)] as const)));
  return {
    nowMs: ctx.clock.now(), ahead,
    away: (accountId, day) => (away.get(accountId) ?? []).some((one) => one.fromOn <= day && one.toOn >= day),
    isWorking: (branchId, day) => {
      const calendar = calendars.get(branchId);
      return calendar === undefined || isWorking(calendar, day);
    },
  };
};

export type Looking = { readonly branchIds: readonly number[]; readonly video: boolean; readonly ahead: number; readonly accountId?: number | null };
/** Every place that can be taken, the soonest first. */
export const freePlacesOf = async (ctx: Ctx, q: Read, o: Looking): Promise<readonly Place[]> => {
  const from = today(ctx.clock);
  const list = (await openSittings(q, { branchIds: o.branchIds, from, to: addDays(from, daysAhead) }))
    .filter(({ sitting }) => (o.video || sitting.kind !== 'video') && (o.accountId == null || sitting.accountId === o.accountId));
  return placesFree(list, await aroundOf(ctx, q, list.map((one) => one.sitting), o.ahead));
};

/** `26.11.2026 10:20`: the same in every language. */
export const placeText = (on: Day, atMinute: number): string => `${shortDay(on)} ${clockTime(atMinute)}`;
const mostNext = 3;
/** The next places for somebody who was too late: with the same official, else with anybody of that branch. Empty: there are none. */
export const nextText = async (ctx: Ctx, q: Read, s: Sitting, o: { readonly video: boolean; readonly ahead: number }): Promise<string> => {
  const all = await freePlacesOf(ctx, q, { branchIds: [s.branchId], ...o });
  const own = all.filter((place) => place.sitting.accountId === s.accountId);
  return (own.length > 0 ? own : all).slice(0, mostNext).map((place) => placeText(place.sitting.heldOn, place.atMinute)).join(', ');
};

const placeless: ReadonlySet<BookingEvent['name']> = new Set(['booking.cancelled', 'booking.displaced', 'booking.unheld', 'booking.expired']);
/** Told and looked after in the transaction of the act. */
export const follow = async (ctx: Ctx, tx: Tx, name: BookingEvent['name'], b: Pick<Booking, 'id' | 'branchId' | 'number'>, at: { readonly sitting: Sitting; readonly atMinute: number } | null): Promise<void> => {
  await emit(tx, { name, bookingId: b.id, branchId: b.branchId, number: b.number, receptionId: at?.sitting.id ?? null, atMinute: at?.atMinute ?? null } satisfies BookingEvent);
  if (at !== null && !placeless.has(name)) await remindLater(ctx, tx, b.id, at);
};

/** Whether the reminder of the day before will come: its hour is ahead, and there is a way on which it goes. Nothing else may be promised. */
export const isReminded = async (ctx: Ctx, q: Read, bookingId: number, sitting: Sitting): Promise<boolean> => {
  if (!(await waysOf(q, `booking:${bookingId}`)).some((way) => isOffered(way.channel) && !way.stopped && way.bounceCode === null)) return false;
  const around = await aroundOf(ctx, q, [sitting], 0);
  return remindAt(sitting.heldOn, (on) => around.isWorking(sitting.branchId, on), ctx.clock.now()) !== null;
};

/** A booking that is moved takes its reminders along: the jobs have its name, and look whether it still stands as it was. */
const remindLater = async (ctx: Ctx, tx: Tx, bookingId: number, { sitting, atMinute }: { readonly sitting: Sitting; readonly atMinute: number }): Promise<void> => {
  const now = ctx.clock.now();
  const around = await aroundOf(ctx, tx, [sitting], 0);
  const payload = { bookingId, receptionId: sitting.id, atMinute };
  const day = remindAt(sitting.heldOn, (on) => around.isWorking(sitting.branchId, on), now);
  if (day) await enqueue(tx, 'reception:remind', payload, { key: `booking-remind:${bookingId}`, runAt: day });
  const video = sitting.kind === 'video' ? remindVideoAt(sitting.heldOn, atMinute, now) : null;
  if (video) await enqueue(tx, 'reception:remind_video', payload, { key: `booking-remind-video:${bookingId}`, runAt: video });
};
