import { today, type Day } from '../../../kernel/day.ts';
import { isRefusal, refuse, type Refusal } from '../../../kernel/refusal.ts';
import type { Result } from '../../../kernel/result.ts';
import { clockTime, shortDay } from '../../../kernel/show.ts';
import { oneLine } from '../../../kernel/typed.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import { write, type Read, type Tx } from '../../../platform/db.ts';
import { emit } from '../../../platform/jobs.ts';
import { isWorking } from '../../calendar/contract.ts';
import { record } from '../../journal/contract.ts';
import { awayOn, holdsPostIn } from '../../people/contract.ts';
import type { ChangeReception, Plan, ReceptionEvent } from '../contract/duties.ts';
import { isPossible, overlap, slotTimes, type ReceptionAct } from '../law/receptions.ts';
import { isHost, mayChange, mayHold, mayPlan, type Hosting } from '../policy/duties.ts';
import { addReceived, besideOn, insertReception, lockDay, receptionLocked, slotsOf, writeBegun, writeCancelled, writeHeld, writeHeldAfterAll, writeHours, type Reception } from '../store/receptions.ts';
import { momentOf } from '../law/outings.ts';
import { displaceAll } from './bookings.ts';
import { calendarOf, mayReceiveIn, openBranch } from './duties/around.ts';
import { judgeAgain } from './duties/judge.ts';
import { counting } from './duties/lay-out.ts';

const eventOf = (ctx: Ctx, name: ReceptionEvent['name'], r: Pick<Reception, 'id' | 'branchId' | 'accountId' | 'unitId' | 'heldOn'>): ReceptionEvent =>
  ({ name, receptionId: r.id, branchId: r.branchId, accountId: r.accountId, unitId: r.unitId, heldOn: r.heldOn, byAccount: ctx.actor.kind === 'staff' ? ctx.actor.accountId : null });

/** Nobody is in two places, and no room is given to two. `except`: the one that is being changed. */
const clash = async (tx: Tx, r: { readonly accountId: number; readonly branchId: number; readonly heldOn: Day; readonly fromMinute: number; readonly toMinute: number; readonly place: string | null }, except: number | null): Promise<Refusal | null> => {
  const beside = (await besideOn(tx, { accountId: r.accountId, branchId: r.branchId, on: r.heldOn })).filter((one) => one.id !== except && overlap(one, r));
  const said = (one: Reception) => ({ time: `${clockTime(one.fromMinute)}–${clockTime(one.toMinute)}` });
  const elsewhere = beside.find((one) => one.accountId === r.accountId);
  if (elsewhere) return refuse('host_elsewhere', said(elsewhere));
  const room = r.place === null ? undefined : beside.find((one) => one.branchId === r.branchId && one.place !== null && folded(one.place) === folded(r.place ?? ''));
  return room ? refuse('place_taken', said(room)) : null;
};
const folded = (place: string): string => oneLine(place).toLowerCase();

export type Planning = Omit<Plan, 'host'> & { readonly host: { readonly accountId: number; readonly unitId: number } };
/** One sitting with its places laid out. In the caller's transaction. */
export const planIn = async (ctx: Ctx, tx: Tx, i: Planning): Promise<Result<{ readonly receptionId: number; readonly places: number }>> => {
  const { accountId, unitId } = i.host;
  const permit = mayPlan(ctx.actor, { branchId: i.branchId, accountId, unitId });
  if (isRefusal(permit)) return permit;
  const branch = await openBranch(tx, i.branchId);
  if (!branch) return refuse('unit_invalid');
  if (i.heldOn < today(ctx.clock)) return refuse('day_past_invalid');
  if (!(await mayReceiveIn(tx, branch, i.host, i.heldOn))) return refuse('host_invalid');
  const calendar = await calendarOf(tx, i.branchId);
  if (!isWorking(calendar, i.heldOn) && i.reason === undefined) return refuse('day_off_reason_required');
  const away = (await awayOn(tx, [accountId], i.heldOn)).get(accountId);
  if (away) return refuse('host_away', { day: shortDay(away.toOn) });
  const hours = { fromMinute: i.from, toMinute: i.to, breakFrom: i.breakFrom ?? null, breakTo: i.breakTo ?? null, slotMinutes: i.slotMinutes ?? null };
  const places = hours.slotMinutes === null ? 0 : slotTimes(hours, hours.slotMinutes).length;
  if (hours.slotMinutes !== null && places === 0) return refuse('no_place_fits_invalid');
  await lockDay(tx, { accountId, branchId: i.branchId, on: i.heldOn });
  const place = i.place ?? null;
  const clashed = await clash(tx, { accountId, branchId: i.branchId, heldOn: i.heldOn, ...hours, place }, null);
  if (clashed) return clashed;
  const at = new Date(ctx.clock.now());
  const id = await insertReception(tx, permit, { branchId: i.branchId, accountId, unitId, kind: i.kind, place, heldOn: i.heldOn, ...hours, topicCodes: i.topicCodes, public: i.public, outingId: i.outingId ?? null, reason: i.reason ?? null, calendarVersion: calendar.version }, at);
  await record(tx, { act: 'reception.plan', subject: `reception:${id}`, actor: ctx.actor, at, postId: permit.postId, facts: { branch: i.branchId, account: accountId, unit: unitId, kind: i.kind, heldOn: i.heldOn, from: i.from, to: i.to, places } });
  await emit(tx, eventOf(ctx, 'reception.planned', { id, branchId: i.branchId, accountId, unitId, heldOn: i.heldOn }));
  return { receptionId: id, places };
};
export const plan = (ctx: Ctx, i: Planning): Promise<Result<{ readonly receptionId: number; readonly places: number }>> => write(ctx, (tx) => planIn(ctx, tx, i));

/** The official's deputy today, who may sit there instead. */
export const hostingOf = async (q: Read, r: Pick<Reception, 'branchId' | 'accountId' | 'unitId'>, on: Day): Promise<Hosting> => {
  const away = (await awayOn(q, [r.accountId], on)).get(r.accountId);
  const deputyId = away?.deputyId ?? null;
  const there = deputyId !== null && !(await awayOn(q, [deputyId], on)).has(deputyId) && (await holdsPostIn(q, deputyId, r.unitId, on));
  return { branchId: r.branchId, accountId: r.accountId, unitId: r.unitId, deputyId: there ? deputyId : null, awayTo: away?.toOn ?? null };
};

const found = async (ctx: Ctx, tx: Tx, receptionId: number): Promise<Result<{ readonly r: Reception; readonly hosting: Hosting }>> => {
  const r = await receptionLocked(tx, receptionId);
  return r ? { r, hosting: await hostingOf(tx, r, today(ctx.clock)) } : refuse('reception_not_found');
};
const now = (act: ReceptionAct, r: Reception): Refusal | null => (isPossible(act, r.state) ? null : refuse('reception_not_possible', { state: r.state }));

/** Room, topics and whether it is announced at any time; the hours while nobody has taken a place. */
export const changeReception = (ctx: Ctx, i: ChangeReception): Promise<Result<{ readonly receptionId: number }>> => write(ctx, async (tx) => {
  const one = await found(ctx, tx, i.receptionId);
  if (isRefusal(one)) return one;
  const { r, hosting } = one;
  const permit = mayChange(ctx.actor, hosting);
  if (isRefusal(permit)) return permit;
  const late = now('change', r);
  if (late) return late;
  const next = { place: i.place ?? null, fromMinute: i.from, toMinute: i.to, breakFrom: i.breakFrom ?? null, breakTo: i.breakTo ?? null, slotMinutes: i.slotMinutes ?? null, topicCodes: i.topicCodes, public: i.public };
  const anew = next.fromMinute !== r.fromMinute || next.toMinute !== r.toMinute || next.breakFrom !== r.breakFrom || next.breakTo !== r.breakTo || next.slotMinutes !== r.slotMinutes;
  if (anew && (await slotsOf(tx, [r.id])).some((slot) => slot.bookingId !== null)) return refuse('reception_booked');
  if (next.slotMinutes !== null && slotTimes(next, next.slotMinutes).length === 0) return refuse('no_place_fits_invalid');
  await lockDay(tx, { accountId: r.accountId, branchId: r.branchId, on: r.heldOn });
  const clashed = await clash(tx, { ...r, ...next }, r.id);
  if (clashed) return clashed;
  const at = new Date(ctx.clock.now());
  await writeHours(tx, permit, r, next, { anew, at });
  await record(tx, { act: 'reception.change', subject: `reception:${r.id}`, actor: ctx.actor, at, postId: permit.postId, facts: { from: i.from, to: i.to, before: { from: r.fromMinute, to: r.toMinute } } });
  await emit(tx, eventOf(ctx, 'reception.changed', r));
  return { receptionId: r.id };
});

/** The door opens, on its own day only. Begun by the deputy, it is the official's reception, shown as held by the deputy. */
export const beginIn = async (ctx: Ctx, tx: Tx, receptionId: number): Promise<Result<{ readonly receptionId: number }>> => {
  const one = await found(ctx, tx, receptionId);
  if (isRefusal(one)) return one;
  const { r, hosting } = one;
  const permit = mayHold(ctx.actor, hosting);
  if (isRefusal(permit)) return permit;
  if (r.state === 'under_way') return { receptionId };
  const late = now('begin', r);
  if (late) return late;
  if (r.heldOn !== today(ctx.clock)) return refuse('reception_other_day', { day: shortDay(r.heldOn) });
  const host = isHost(ctx.actor, hosting);
  // the desk opens no door behind which nobody sits
  if (!host && hosting.awayTo != null && hosting.deputyId === null && ctx.actor.kind === 'staff') return refuse('host_away', { day: shortDay(hosting.awayTo) });
  const at = new Date(ctx.clock.now());
  const deputy = host ? null : (hosting.deputyId ?? null);
  await writeBegun(tx, permit, r.id, deputy, at);
  await record(tx, { act: 'reception.begin', subject: `reception:${r.id}`, actor: ctx.actor, at, postId: permit.postId, facts: deputy === null ? {} : { deputy } });
  await emit(tx, eventOf(ctx, 'reception.begun', r));
  return { receptionId };
};
export const begin = (ctx: Ctx, i: { readonly receptionId: number }): Promise<Result<{ readonly receptionId: number }>> => write(ctx, (tx) => beginIn(ctx, tx, i.receptionId));

export const endIn = async (ctx: Ctx, tx: Tx, receptionId: number): Promise<Result<{ readonly receptionId: number }>> => {
  const one = await found(ctx, tx, receptionId);
  if (isRefusal(one)) return one;
  const { r, hosting } = one;
  const permit = mayHold(ctx.actor, hosting);
  if (isRefusal(permit)) return permit;
  if (r.state === 'held') return { receptionId };
  const late = now('end', r);
  if (late) return late;
  const at = new Date(ctx.clock.now());
  await writeHeld(tx, permit, r.id, at);
  await record(tx, { act: 'reception.end', subject: `reception:${r.id}`, actor: ctx.actor, at, postId: permit.postId, facts: { received: r.received } });
  await emit(tx, eventOf(ctx, 'reception.ended', r));
  return { receptionId };
};
export const end = (ctx: Ctx, i: { readonly receptionId: number }): Promise<Result<{ readonly receptionId: number }>> => write(ctx, (tx) => endIn(ctx, tx, i.receptionId));

/** Called off, with the reason that people are told. Whoever booked keeps their turn and is offered the next places. */
export const cancelIn = async (ctx: Ctx, tx: Tx, i: { readonly receptionId: number; readonly reason: string }): Promise<Result<{ readonly displaced: number }>> => {
  const one = await found(ctx, tx, i.receptionId);
  if (isRefusal(one)) return one;
  const { r, hosting } = one;
  const permit = mayChange(ctx.actor, hosting);
  if (isRefusal(permit)) return permit;
  if (r.state === 'cancelled') return { displaced: 0 };
  const late = now('cancel', r);
  if (late) return late;
  const at = new Date(ctx.clock.now());
  await writeCancelled(tx, permit, r.id, i.reason, at);
  const displaced = await displaceAll(ctx, tx, r);
  await record(tx, { act: 'reception.cancel', subject: `reception:${r.id}`, actor: ctx.actor, at, postId: permit.postId, facts: { reason: i.reason, displaced } });
  await emit(tx, eventOf(ctx, 'reception.cancelled', r));
  return { displaced };
};
export const cancel = (ctx: Ctx, i: { readonly receptionId: number; readonly reason: string }): Promise<Result<{ readonly displaced: number }>> => write(ctx, (tx) => cancelIn(ctx, tx, i));

/** Called when a visit of a reception begins, in its transaction. The first one opens a reception that nobody has begun; one that comes after the day was judged has it judged again. */
export const countReceived = async (ctx: Pick<Ctx, 'clock'>, tx: Tx, receptionId: number): Promise<void> => {
  const r = await receptionLocked(tx, receptionId);
  if (r === null) return;
  const at = new Date(ctx.clock.now());
  if (r.state === 'missed') await writeHeldAfterAll(tx, counting(), r.id, { from: momentOf(r.heldOn, r.fromMinute), to: momentOf(r.heldOn, r.toMinute), at });
  await addReceived(tx, counting(), receptionId, at);
  if (r.state === 'missed' || r.state === 'held') await judgeAgain(tx, r, at);
};
