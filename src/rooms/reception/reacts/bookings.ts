import { addDays, today } from '../../../kernel/day.ts';
import { clockTime } from '../../../kernel/show.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import { read, write, type Read } from '../../../platform/db.ts';
import type { Heard, Reaction, Readers } from '../../../platform/jobs.ts';
import { tellHolder, tellStaff, waysOf, type Slots } from '../../notices/contract.ts';
import { holdsPostIn, peopleByIds, rolesWith, upwards } from '../../people/contract.ts';
import { unitById } from '../../units/contract.ts';
import type { Ability } from '../contract/abilities.ts';
import type { BookingEvent } from '../contract/bookings.ts';
import { leastAhead, missedDays, missedMany, type Around } from '../law/bookings.ts';
import { aroundOf, nextText } from '../acts/bookings/around.ts';
import { endBookings, endWaiting, fillFromList, forgetBookings } from '../acts/bookings/clock.ts';
import { noteReminded } from '../acts/bookings/remind.ts';
import { awaited, bookingsOf } from '../store/bookings.ts';
import { sittingById } from '../store/bookings/places.ts';
import { bookingById, missedSince } from '../store/bookings/rows.ts';

/** An address that only was typed proves nothing: the page asks for the code. */
const pathOf = (number: string): string => `/receptions/follow?number=${number}`;
const slotsAt = async (q: Parameters<typeof sittingById>[0], b: { readonly number: string; readonly branchId: number }, receptionId: number | null, atMinute: number | null): Promise<Slots> => {
  const sitting = receptionId === null ? null : await sittingById(q, receptionId);
  const unit = await unitById(q, b.branchId);
  return { number: b.number, unit: unit?.names ?? '', ...(sitting && atMinute !== null ? { day: { day: sitting.heldOn }, time: clockTime(atMinute) } : {}) };
};

/** Into the list and out of it, without a place. */
const withoutPlace: Readonly<Record<string, string>> = { 'reception.restored': 'reception.listed', 'reception.cancelled': 'reception.unlisted' };

const telling = (code: string) => (ctx: Ctx, e: BookingEvent & Heard): Promise<void> => write(ctx, async (tx) => {
  const owner = `booking:${e.bookingId}`;
  if ((await waysOf(tx, owner)).length === 0) return;
  const timed = e.receptionId !== null;
  const said = timed ? code : (withoutPlace[code] ?? code);
  await tellHolder(ctx, tx, { key: `${said}:${e.eventId}`, owner, code: said, slots: await slotsAt(tx, e, e.receptionId, e.atMinute), path: pathOf(e.number) });
});

/** Nobody opened the door: with what is free next, while nothing was booked for them meanwhile. */
const tellUnheld = (ctx: Ctx, e: BookingEvent & Heard): Promise<void> => write(ctx, async (tx) => {
  const b = await bookingById(tx, e.bookingId);
  const sitting = e.receptionId === null ? null : await sittingById(tx, e.receptionId);
  if (!b || !sitting || (b.state !== 'waiting' && b.state !== 'booked')) return;
  const next = b.state === 'waiting' ? await nextText(ctx, tx, sitting, { video: b.video, ahead: leastAhead }) : '';
  const slots = { ...(await slotsAt(tx, e, e.receptionId, e.atMinute)), ...(next === '' ? {} : { next }) };
  await tellHolder(ctx, tx, { key: `reception.unheld:${e.eventId}`, owner: `booking:${b.id}`, code: next === '' ? 'reception.unheld' : 'reception.unheld_next', slots, path: pathOf(e.number) });
});

type Reminding = { readonly bookingId: number; readonly receptionId: number; readonly atMinute: number };
/** Moved or cancelled meanwhile: nothing is said. Somebody who often could not come is asked whether they will, in the same kind words. */
const remind = (video: boolean) => (ctx: Ctx, r: Reminding): Promise<void> => write(ctx, async (tx) => {
  const b = await bookingById(tx, r.bookingId);
  if (!b || b.state !== 'booked' || b.receptionId !== r.receptionId || b.atMinute !== r.atMinute) return;
  const missed = video ? 0 : await missedSince(tx, b, addDays(today(ctx.clock), -missedDays));
  const code = video ? 'reception.reminded_video' : missed >= missedMany ? 'reception.asked' : 'reception.reminded';
  const told = await tellHolder(ctx, tx, { key: `${code}:${b.id}:${r.receptionId}:${r.atMinute}`, owner: `booking:${b.id}`, code, slots: await slotsAt(tx, b, b.receptionId, b.atMinute), path: pathOf(b.number) });
  if (told > 0) await noteReminded(ctx, tx, b, { asked: code === 'reception.asked' });
});

const lookAheadDays = 14;
const deskAbility: Ability = 'reception.desk';
type Awaiting = Awaited<ReturnType<typeof awaited>>[number];
/** Why nobody will sit there: they are away or hold that post no more, or the calendar made it a day off. */
const hindered = async (q: Read, one: Awaiting, around: Around): Promise<'reception.host_away' | 'reception.day_off' | null> => {
  if (around.away(one.accountId, one.heldOn) || !(await holdsPostIn(q, one.accountId, one.unitId, one.heldOn))) return 'reception.host_away';
  return one.reason === null && !around.isWorking(one.branchId, one.heldOn) ? 'reception.day_off' : null;
};
/** Somebody fell ill, took leave or left their post after people had booked, or the day became a day off: the desk of the branch hears it once for each reception, of a day off the people too. */
const lookAhead = async (ctx: Ctx): Promise<void> => {
  const on = today(ctx.clock);
  const list = await read(ctx, (q) => awaited(q, on, addDays(on, lookAheadDays)));
  const left = await read(ctx, async (q) => {
    const around = await aroundOf(ctx, q, list, 0);
    const found: (Awaiting & { readonly code: NonNullable<Awaited<ReturnType<typeof hindered>>> })[] = [];
    for (const one of list) {
      const code = await hindered(q, one, around);
      if (code) found.push({ ...one, code });
    }
    return found;
  });
  for (const one of left) await write(ctx, async (tx) => {
    const name = (await peopleByIds(tx, [one.accountId])).get(one.accountId)?.name ?? '';
    const slots: Slots = { day: { day: one.heldOn }, name, count: one.booked };
    for (const accountId of await upwards(tx, one.branchId, on, await rolesWith(tx, deskAbility)))
      await tellStaff(ctx, tx, { key: `${one.code}:${one.id}`, owner: `reception:${one.id}`, code: one.code, slots, path: `/desk/receptions/${one.id}/bookings`, accountId, seenIn: [one.branchId] });
    // whoever is away may still get a deputy; a day off is off for everybody, and they hear it in time to choose another
    if (one.code === 'reception.day_off') for (const b of await bookingsOf(tx, one.id))
      if (b.state === 'booked') await tellHolder(ctx, tx, { key: `reception.booked_day_off:${b.id}:${one.id}`, owner: `booking:${b.id}`, code: 'reception.booked_day_off', slots: await slotsAt(tx, b, one.id, b.atMinute), path: pathOf(b.number) });
  });
  ctx.log.info('reception.looked_ahead', { receptions: list.length, without: left.length });
};

export const jobs = {
  'reception:remind': remind(false),
  'reception:remind_video': remind(true),
  'reception:look_ahead': lookAhead,
  'reception:places': async (ctx: Ctx): Promise<void> => {
    const [ended, filled] = [await endBookings(ctx), await fillFromList(ctx)];
    if (ended + filled > 0) ctx.log.info('reception.places_looked_through', { ended, filled });
  },
  'reception:forget': async (ctx: Ctx): Promise<void> => {
    await endWaiting(ctx);
    await forgetBookings(ctx);
  },
} as const satisfies Readonly<Record<string, Reaction>>;

const told = {
  'booking.booked': 'reception.booked', 'booking.listed': 'reception.listed', 'booking.moved': 'reception.moved', 'booking.filled': 'reception.filled', 'booking.cancelled': 'reception.cancelled',
  'booking.restored': 'reception.restored', 'booking.displaced': 'reception.displaced', 'booking.expired': 'reception.expired',
} as const satisfies Readonly<Record<Exclude<BookingEvent['name'], 'booking.unheld'>, string>>;
export const readers: Readers = {
  ...Object.fromEntries(Object.entries(told).map(([name, code]) => [name, [{ reader: 'notices', react: telling(code) }]])),
  'booking.unheld': [{ reader: 'notices', react: tellUnheld }],
  // new places: those who wait come first
  'reception.planned': [{ reader: 'waiting', react: async (ctx: Ctx): Promise<void> => void (await fillFromList(ctx)) }],
};
/** By the worker's clock (UTC): the look ahead at 07:45 in the country, forgetting at 05:50. */
export const cron: readonly string[] = ['45 2 * * * reception:look_ahead', '50 0 * * * reception:forget', '*/10 * * * * reception:places'];
