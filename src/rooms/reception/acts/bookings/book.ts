import { addDays, today, yearOf } from '../../../../kernel/day.ts';
import { isRefusal, refuse, type Refusal } from '../../../../kernel/refusal.ts';
import type { Result } from '../../../../kernel/result.ts';
import type { Ctx } from '../../../../platform/ctx.ts';
import { write, type Read, type Tx } from '../../../../platform/db.ts';
import { record } from '../../../journal/contract.ts';
import { isOffered, setWay } from '../../../notices/contract.ts';
import { territoriesByCodes, topicStands, unitById, type Unit } from '../../../units/contract.ts';
import type { Book } from '../../contract/bookings.ts';
import { callerWindowMs, leastAhead, mostFromCaller, mostOpen, placesFree, waitDays, type BookingState, type Sitting } from '../../law/bookings.ts';
import { mayBook } from '../../policy/bookings.ts';
import { countBooker } from '../../store/bookings/find.ts';
import { claimSlot, freeSlotAt, hostsIn, sittingById } from '../../store/bookings/places.ts';
import { bookingById, insertBooking, lockReach, nextBookingId, openWith, writeBookingAct } from '../../store/bookings/rows.ts';
import { claim } from '../../store/intake.ts';
import { followCode, linkToken } from '../../store/seal.ts';
import { receiversIn } from '../duties/around.ts';
import { aroundOf, clerkOf, follow, nextText } from './around.ts';

export type Booked = { readonly bookingId: number; readonly number: string; readonly state: BookingState; readonly again: boolean; readonly linkToken: string; readonly followCode: string; readonly receptionId: number | null; readonly atMinute: number | null };
/** `site`: everybody; `desk`: a clerk writes for somebody, also into receptions that the site does not show. `video`: whether the organisation has a meeting server. `caller`: the address it came from. */
export type Door = { readonly door: 'site' | 'desk'; readonly video: boolean; readonly caller?: string };

export const bookedOf = async (q: Read, id: number, again: boolean): Promise<Booked | null> => {
  const b = await bookingById(q, id);
  return b && { bookingId: b.id, number: b.number, state: b.state, again, linkToken: linkToken('booking', b.id, b.secretVersion), followCode: followCode('booking', b.id, b.secretVersion), receptionId: b.receptionId, atMinute: b.atMinute };
};

/** Takes a place, or a place in the list of those who wait. The same key with the same body gives the same answer. */
export const book = (ctx: Ctx, input: Book, o: Door): Promise<Result<Booked>> => write(clerkOf(ctx), async (tx) => {
  const at = new Date(ctx.clock.now());
  const { key, ...body } = input;
  const scope = ctx.actor.kind === 'staff' ? `account ${ctx.actor.accountId}` : 'public';
  const claimed = await claim(tx, `booking ${scope}: ${key}`, body, at, () => nextBookingId(tx));
  if (!claimed.sameBody) return refuse('same_key_other_body');
  if (!claimed.fresh) return (await bookedOf(tx, claimed.id, true)) ?? refuse('booking_not_found');
  if (input.territoryCode !== undefined && !(await territoriesByCodes(tx, [input.territoryCode])).has(input.territoryCode)) return refuse('territory_invalid');
  if (input.topicCode !== undefined && !(await topicStands(tx, input.topicCode))) return refuse('topic_invalid');
  const where = input.where.how === 'place' ? await placeFor(ctx, tx, input.where, o) : await listFor(ctx, tx, input.where, o);
  if (isRefusal(where)) return where;
  const branch = await unitById(tx, where.branchId);
  if (branch?.kind !== 'branch' || branch.closedOn !== null) return refuse('branch_invalid');
  const permit = mayBook(ctx.actor, branch.id, o.door);
  if (isRefusal(permit)) return permit;
  // telephones are easily made up: all places of a village would be gone in a minute
  if (o.caller !== undefined && !(await countBooker(tx, o.caller, at, { most: mostFromCaller, windowMs: callerWindowMs }))) return refuse('too_many_bookings');
  const reach = { phone: input.phone, email: input.email };
  const full = await tooMany(ctx, tx, reach, where.at?.sitting.id ?? null);
  if (full) return full;
  const id = claimed.id;
  // here a hundred wait for one, and ninety-nine are told what is free next
  if (where.at && !(await claimSlot(tx, permit, { bookingId: id, receptionId: where.at.sitting.id, atMinute: where.at.atMinute }))) return tooLate(ctx, tx, where.at.sitting, o);
  const number = await insertBooking(tx, permit, {
    id, branch, unitId: where.at?.sitting.unitId ?? branch.id, year: yearOf(today(ctx.clock)), receptionId: where.at?.sitting.id ?? null, atMinute: where.at?.atMinute ?? null, wantsAccount: where.at ? null : where.accountId,
    wantsUntil: where.at ? null : addDays(today(ctx.clock), waitDays), lang: input.lang, surname: input.surname, given: input.given, patronymic: input.patronymic, ...reach, topicCode: input.topicCode,
    territoryCode: input.territoryCode, text: input.text, video: where.at ? where.at.sitting.kind === 'video' : where.video, at,
  });
  const facts = where.at ? { receptionId: where.at.sitting.id, atMinute: where.at.atMinute } : { wants: where.accountId };
  await writeBookingAct(tx, permit, { bookingId: id, branchId: branch.id, act: where.at ? 'book' : 'wait', at, facts });
  await record(tx, { act: where.at ? 'booking.book' : 'booking.wait', subject: `booking:${id}`, actor: permit.actor, postId: permit.postId, at, facts: { number, ...facts } });
  await keepWay(ctx, tx, input, id);
  await follow(ctx, tx, where.at ? 'booking.booked' : 'booking.listed', { id, branchId: branch.id, number }, where.at);
  return (await bookedOf(tx, id, false)) ?? refuse('booking_not_found');
});

type Where = { readonly branchId: number; readonly at: { readonly sitting: Sitting; readonly atMinute: number } | null; readonly accountId: number | null; readonly video: boolean };

/** The place as it stands now. What the site does not show cannot be taken by typing its address. */
export const placeFor = async (ctx: Ctx, tx: Tx, p: { readonly receptionId: number; readonly atMinute: number }, o: Door): Promise<Result<Where>> => {
  const sitting = await sittingById(tx, p.receptionId);
  if (!sitting || (o.door === 'site' && (!sitting.public || (sitting.kind === 'video' && !o.video)))) return refuse('place_not_found');
  const slot = await freeSlotAt(tx, p.receptionId, p.atMinute);
  const around = await aroundOf(ctx, tx, [sitting], o.door === 'desk' ? 0 : leastAhead);
  if (!slot || placesFree([{ sitting, slots: [slot] }], around).length === 0) return tooLate(ctx, tx, sitting, o);
  return { branchId: sitting.branchId, at: { sitting, atMinute: p.atMinute }, accountId: null, video: sitting.kind === 'video' };
};

export const tooLate = async (ctx: Ctx, tx: Tx, sitting: Sitting, o: Door): Promise<Refusal> => {
  const next = await nextText(ctx, tx, sitting, { video: o.video, ahead: leastAhead });
  return next === '' ? refuse('time_taken_none_left') : refuse('time_taken', { next });
};

const listFor = async (ctx: Ctx, tx: Tx, w: Extract<Book['where'], { how: 'wait' }>, o: Door): Promise<Result<Where>> => {
  const branch = await unitById(tx, w.branchId);
  if (branch?.kind !== 'branch' || (w.video && !o.video)) return refuse('place_not_found');
  // nobody waits for somebody who receives nobody there
  if (w.accountId !== undefined && !(await receivesThere(ctx, tx, branch, w.accountId))) return refuse('host_invalid');
  return { branchId: branch.id, at: null, accountId: w.accountId ?? null, video: w.video };
};

const receivesThere = async (ctx: Ctx, q: Read, branch: Unit, accountId: number): Promise<boolean> => {
  const on = today(ctx.clock);
  return (await hostsIn(q, [branch.id], on)).some((one) => one.accountId === accountId) || (await receiversIn(q, branch, on)).some((one) => one.accountId === accountId);
};

/** Asked under a lock on the telephone and the e-mail: two tries at once are counted one after the other. */
export const tooMany = async (ctx: Ctx, tx: Tx, reach: { readonly phone: string | undefined; readonly email: string | undefined }, receptionId: number | null): Promise<Refusal | null> => {
  await lockReach(tx, reach);
  const open = await openWith(tx, reach, today(ctx.clock));
  if (receptionId !== null && open.some((one) => one.receptionId === receptionId)) return refuse('booked_there_already');
  return open.length >= mostOpen ? refuse('bookings_enough', { most: mostOpen }) : null;
};

const keepWay = async (ctx: Ctx, tx: Tx, { email, phone, lang }: Book, id: number): Promise<void> => {
  const system = clerkOf(ctx);
  if (email !== undefined) await setWay(system, tx, { owner: `booking:${id}`, channel: 'email', address: email, lang });
  else if (phone !== undefined && isOffered('sms')) await setWay(system, tx, { owner: `booking:${id}`, channel: 'sms', address: phone, lang });
};
