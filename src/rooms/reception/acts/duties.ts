import { addDays, today, type Day } from '../../../kernel/day.ts';
import type { Permit } from '../../../kernel/permit.ts';
import { isRefusal, refuse, type Refusal } from '../../../kernel/refusal.ts';
import type { Result } from '../../../kernel/result.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import { write, type Tx } from '../../../platform/db.ts';
import { record } from '../../journal/contract.ts';
import { unitById } from '../../units/contract.ts';
import type { AddDuty, ChangeDuty } from '../contract/duties.ts';
import { mayChangeDuty, mayEditDuty } from '../policy/duties.ts';
import { dutiesOf, dutyLocked, insertDuty, insertPerson, personsOf, writeDuty, writeDutyEnd, writePersonEnd, type Duty, type NewDuty } from '../store/duties.ts';
import { showExpected } from '../store/expected.ts';
import { calendarOf, mayReceiveIn, openBranch } from './duties/around.ts';
import { counting, layOut } from './duties/lay-out.ts';

export type Named = { readonly accountId: number; readonly unitId: number };

const written = (i: Omit<AddDuty, 'branchId' | 'fromOn' | 'toOn'> | Omit<ChangeDuty, 'dutyId' | 'reason'>): Omit<NewDuty, 'branchId' | 'fromOn' | 'toOn'> => ({
  names: { kk: i.nameKk, ru: i.nameRu, en: i.nameEn }, source: i.source, sourceOn: i.sourceOn ?? null, rhythm: i.rhythm, times: i.rhythm === 'weekday' ? 1 : i.times, weekday: i.rhythm === 'weekday' ? (i.weekday ?? null) : null,
  onDayOff: i.onDayOff, fromMinute: i.from ?? null, toMinute: i.to ?? null, place: i.place ?? null, public: i.public,
});
export const dutyAsWritten = (i: AddDuty): NewDuty => ({ ...written(i), branchId: i.branchId, fromOn: i.fromOn, toOn: i.toOn ?? null });

/** Who must receive whom, how often, and by which document. Laid out at once for those who are named with it. */
export const addDuty = (ctx: Ctx, i: AddDuty & { readonly who?: readonly Named[] }): Promise<Result<{ readonly dutyId: number; readonly laidOut: number }>> => write(ctx, async (tx) => {
  const permit = mayEditDuty(ctx.actor, i.branchId);
  if (isRefusal(permit)) return permit;
  if (!(await openBranch(tx, i.branchId))) return refuse('unit_invalid');
  const duty = dutyAsWritten(i);
  const same = (await dutiesOf(tx, i.branchId)).some((one) => one.names.kk === duty.names.kk && one.rhythm === duty.rhythm && one.weekday === duty.weekday && one.fromOn === duty.fromOn);
  if (same) return refuse('duty_is_there');
  const at = new Date(ctx.clock.now());
  const dutyId = await insertDuty(tx, permit, duty, at);
  await record(tx, { act: 'duty.add', subject: `duty:${dutyId}`, actor: ctx.actor, at, postId: permit.postId, facts: { branch: i.branchId, rhythm: duty.rhythm, times: duty.times, weekday: duty.weekday, onDayOff: duty.onDayOff, source: duty.source, fromOn: duty.fromOn, toOn: duty.toOn } });
  for (const who of i.who ?? []) {
    const refused = await nameOne(ctx, tx, permit, { ...duty, id: dutyId }, who, later(duty.fromOn, today(ctx.clock)), at);
    if (refused) return refused;
  }
  return { dutyId, laidOut: await laid(ctx, tx, dutyId, {}) };
});

type Editing = { readonly tx: Tx; readonly duty: Duty; readonly permit: Permit<'duty.edit'>; readonly at: Date };
const editing = <T>(ctx: Ctx, dutyId: number, act: (e: Editing) => Promise<Result<T>>): Promise<Result<T>> => write(ctx, async (tx) => {
  const duty = await dutyLocked(tx, dutyId);
  if (!duty) return refuse('duty_not_found');
  const permit = mayChangeDuty(ctx.actor, duty.branchId);
  if (isRefusal(permit)) return permit;
  return duty.endedAt === null ? act({ tx, duty, permit, at: new Date(ctx.clock.now()) }) : refuse('duty_is_over');
});
const laid = async (ctx: Ctx, tx: Tx, dutyId: number, facts: Readonly<Record<string, unknown>>): Promise<number> => {
  const duty = await dutyLocked(tx, dutyId);
  if (!duty) throw new Error('a duty that was just written is there');
  return layOut(ctx, tx, duty, await calendarOf(tx, duty.branchId), { by: ctx.actor.kind === 'staff' ? ctx.actor.accountId : null, facts });
};

/** From today on: what is decided stays as it is, what is open moves to where the duty now asks for it. */
export const changeDuty = (ctx: Ctx, i: ChangeDuty): Promise<Result<{ readonly moved: number }>> => editing(ctx, i.dutyId, async ({ tx, duty, permit, at }) => {
  const next = written(i);
  await writeDuty(tx, permit, duty.id, next);
  if (next.public !== duty.public) await showExpected(tx, counting(), duty.id, next.public);
  await record(tx, {
    act: 'duty.change', subject: `duty:${duty.id}`, actor: ctx.actor, at, postId: permit.postId,
    facts: { reason: i.reason, before: { rhythm: duty.rhythm, times: duty.times, weekday: duty.weekday, onDayOff: duty.onDayOff, source: duty.source, public: duty.public }, rhythm: next.rhythm, times: next.times, weekday: next.weekday, onDayOff: next.onDayOff, source: next.source, public: next.public },
  });
  return { moved: await laid(ctx, tx, duty.id, { reason: i.reason }) };
});

/** Its last day, today or later: nobody takes back what was owed. */
export const endDuty = (ctx: Ctx, i: { readonly dutyId: number; readonly toOn: Day; readonly reason: string }): Promise<Result<{ readonly dropped: number }>> => editing(ctx, i.dutyId, async ({ tx, duty, permit, at }) => {
  if (i.toOn < addDays(today(ctx.clock), -1)) return refuse('day_past_invalid');
  await writeDutyEnd(tx, permit, duty.id, i.toOn);
  await record(tx, { act: 'duty.end', subject: `duty:${duty.id}`, actor: ctx.actor, at, postId: permit.postId, facts: { toOn: i.toOn, reason: i.reason } });
  return { dropped: await laid(ctx, tx, duty.id, { reason: i.reason }) };
});

const nameOne = async (ctx: Ctx, tx: Tx, permit: Permit<'duty.edit'>, duty: NewDuty & { readonly id: number }, who: Named, fromOn: Day, at: Date): Promise<Refusal | null> => {
  if (fromOn < today(ctx.clock)) return refuse('day_past_invalid');
  const branch = await unitById(tx, duty.branchId);
  if (!branch || !(await mayReceiveIn(tx, branch, who, today(ctx.clock)))) return refuse('person_invalid');
  if ((await personsOf(tx, [duty.id])).some((one) => one.accountId === who.accountId && (one.toOn === null || one.toOn >= fromOn))) return refuse('person_is_named');
  await insertPerson(tx, permit, { dutyId: duty.id, ...who, fromOn });
  await record(tx, { act: 'duty.name', subject: `duty:${duty.id}`, actor: ctx.actor, at, postId: permit.postId, facts: { account: who.accountId, unit: who.unitId, fromOn } });
  return null;
};
const later = (a: Day, b: Day): Day => (a > b ? a : b);

/** Whose duty it is, from a day on: from today at the earliest. */
export const namePerson = (ctx: Ctx, i: { readonly dutyId: number; readonly who: Named; readonly fromOn: Day }): Promise<Result<{ readonly laidOut: number }>> => editing(ctx, i.dutyId, async ({ tx, duty, permit, at }) => {
  const refused = await nameOne(ctx, tx, permit, duty, i.who, i.fromOn, at);
  return refused ?? { laidOut: await laid(ctx, tx, duty.id, {}) };
});

/** Their last day. What fell due before stays theirs. */
export const takeOff = (ctx: Ctx, i: { readonly dutyId: number; readonly accountId: number; readonly fromOn: Day; readonly toOn: Day; readonly reason: string }): Promise<Result<{ readonly dropped: number }>> => editing(ctx, i.dutyId, async ({ tx, duty, permit, at }) => {
  const named = (await personsOf(tx, [duty.id])).find((one) => one.accountId === i.accountId && one.fromOn === i.fromOn);
  if (!named || (named.toOn !== null && named.toOn < today(ctx.clock))) return refuse('person_not_found');
  if (i.toOn < addDays(today(ctx.clock), -1)) return refuse('day_past_invalid');
  await writePersonEnd(tx, permit, named, i.toOn);
  await record(tx, { act: 'duty.take_off', subject: `duty:${duty.id}`, actor: ctx.actor, at, postId: permit.postId, facts: { account: i.accountId, toOn: i.toOn, reason: i.reason } });
  return { dropped: await laid(ctx, tx, duty.id, { reason: i.reason }) };
});
