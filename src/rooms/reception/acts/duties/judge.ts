import { addDays, today, type Day } from '../../../../kernel/day.ts';
import type { Ctx } from '../../../../platform/ctx.ts';
import { read, write, type Read, type Tx } from '../../../../platform/db.ts';
import { emit } from '../../../../platform/jobs.ts';
import { addWorkingDays, calendarOfVersion } from '../../../calendar/contract.ts';
import { record } from '../../../journal/contract.ts';
import { awayBetween, holdsPostIn } from '../../../people/contract.ts';
import { below } from '../../../units/contract.ts';
import type { OwedEvent } from '../../contract/duties.ts';
import { workingDays } from '../../law/duties.ts';
import { judge, type Judgement, type Sat } from '../../law/duties/judging.ts';
import { scheduledFor } from '../../law/duties/scheduled.ts';
import { blamedFor, countedFor, decideExpected, dropExpected, openDue, redecideExpected, undecided, type Expected } from '../../store/expected.ts';
import { receptionsOf, unheldBefore, writeHeld, writeMissed, type Reception } from '../../store/receptions.ts';
import { momentOf } from '../../law/outings.ts';
import { calendarOf } from './around.ts';
import { counting } from './lay-out.ts';

const atOnce = 100;

/** What the clock finds of days that are over: never begun is missed; begun and left open was held. */
export const closeDays = async (ctx: Ctx): Promise<{ readonly missed: number; readonly held: number }> => {
  const count = { missed: 0, held: 0 };
  for (let left = true; left; ) left = await write(ctx, async (tx) => {
    const list = await unheldBefore(tx, today(ctx.clock), atOnce);
    for (const one of list) {
      const at = new Date(ctx.clock.now());
      const missed = one.state === 'planned';
      if (missed) await writeMissed(tx, counting(), one.id, at);
      else await writeHeld(tx, counting(), one.id, momentOf(one.heldOn, one.toMinute));
      await record(tx, { act: missed ? 'reception.miss' : 'reception.end', subject: `reception:${one.id}`, actor: ctx.actor, at, facts: {} });
      await emit(tx, { name: missed ? 'reception.missed' : 'reception.ended', receptionId: one.id, branchId: one.branchId, accountId: one.accountId, unitId: one.unitId, heldOn: one.heldOn });
      count[missed ? 'missed' : 'held'] += 1;
    }
    return list.length === atOnce;
  });
  return count;
};

/** The day after: what became of everything that fell due, however many nights were slept through. One decision, one row, one leaf. */
export const judgeAll = async (ctx: Ctx): Promise<Readonly<Record<Judgement['state'], number>>> => {
  const count = { met: 0, empty: 0, missed: 0, excused: 0 };
  for (let left = true; left; ) left = await write(ctx, async (tx) => {
    const list = await undecided(tx, today(ctx.clock), atOnce);
    for (const one of list) {
      const judgement = await judgeOne(ctx, tx, one);
      if (judgement) count[judgement.state] += 1;
    }
    return list.length === atOnce;
  });
  return count;
};

/** Null: whoever owed it held that post no more on its last day. What they held before counts; nobody is blamed for a post that is not theirs. */
const judgeOne = async (ctx: Ctx, tx: Tx, e: Expected): Promise<Judgement | null> => {
  const judgement = await judgementOf(tx, e);
  const at = new Date(ctx.clock.now());
  if (judgement.state === 'missed' && !(await holdsPostIn(tx, e.accountId, e.unitId, e.dueOn))) {
    await dropExpected(tx, counting(), e, { at, by: null, facts: { why: 'post_ended' } });
    await record(tx, { act: 'duty.dropped', subject: `expected:${e.id}`, actor: ctx.actor, at, facts: { duty: e.dutyId, account: e.accountId, dueOn: e.dueOn, why: 'post_ended' } });
    return null;
  }
  await decideExpected(tx, counting(), e, judgement, at);
  await record(tx, { act: `duty.${judgement.state}`, subject: `expected:${e.id}`, actor: ctx.actor, at, facts: { duty: e.dutyId, account: e.accountId, dueOn: e.dueOn, ...(judgement.state === 'missed' ? { why: judgement.why } : {}) } });
  if (judgement.state === 'missed') await emit(tx, owedEvent('duty.missed', e));
  return judgement;
};
/**
 * People were received at a reception whose day was judged already: a tablet brought them later. What the night found empty or missed is judged again, and the
 * row beside its first decision says so. Nothing is ever taken away by it.
 */
export const judgeAgain = async (tx: Tx, r: Reception, at: Date): Promise<void> => {
  const permit = counting();
  for (const e of await blamedFor(tx, { receptionId: r.id, accountId: r.accountId, on: r.heldOn })) {
    const judgement = await judgementOf(tx, e);
    if (judgement.state !== 'met') continue;
    await redecideExpected(tx, permit, e, judgement, at);
    await record(tx, { act: 'duty.judged_again', subject: `expected:${e.id}`, actor: permit.actor, at, facts: { duty: e.dutyId, account: e.accountId, dueOn: e.dueOn, before: e.state, after: judgement.state, reception: judgement.receptionId } });
  }
};
const judgementOf = async (tx: Tx, e: Expected): Promise<Judgement> => {
  const branches = await below(tx, e.branchId);
  const gone = await awayBetween(tx, [e.accountId], e.opensOn, e.dueOn);
  const deputies = [...new Set(gone.flatMap((one) => one.deputyId ?? []))];
  const all = (await receptionsOf(tx, { accountIds: [e.accountId, ...deputies], branchIds: branches, from: e.opensOn, to: e.dueOn })).filter((one) => one.heldOn <= e.dueOn);
  const counted = await countedFor(tx, e.dutyId, all.map((one) => one.id));
  // its own does not stand in its own way
  const free = all.filter((one) => !counted.has(one.id) || one.id === e.receptionId);
  const own = free.filter((one) => one.accountId === e.accountId);
  const others = await spare(tx, e, free.filter((one) => one.accountId !== e.accountId));
  const working = workingDays(await calendarOfVersion(tx, e.calendarVersion), e.opensOn, e.dueOn);
  return judge(e, { own: own.map(satOf), others: others.map(satOf), gone, working });
};
const satOf = (r: Reception): Sat => ({ id: r.id, accountId: r.accountId, heldOn: r.heldOn, state: r.state, received: r.received, heldBy: r.heldBy });
export const owedEvent = (name: OwedEvent['name'], e: Expected): OwedEvent => ({ name, expectedId: e.id, dutyId: e.dutyId, branchId: e.branchId, accountId: e.accountId, unitId: e.unitId, dueOn: e.dueOn });

/** A deputy with the same duty keeps for themselves as many of their receptions as they owe in those days. */
const spare = async (tx: Tx, e: Expected, others: readonly Reception[]): Promise<readonly Reception[]> => {
  if (others.length === 0) return [];
  const owed = (await openDue(tx, { from: e.opensOn, to: addDays(e.dueOn, 93), accountIds: others.map((one) => one.accountId) })).filter((one) => one.dutyId === e.dutyId && one.opensOn <= e.dueOn);
  const kept = new Set(scheduledFor(owed, others).values());
  return others.filter((one) => !kept.has(one.id));
};

const lastDays = 5;
/** Said while there is time: nothing is scheduled, and the last five working days run. Told once for each (the notice's key). */
export const foretell = async (ctx: Ctx): Promise<number> => {
  const on = today(ctx.clock);
  const late = await read(ctx, async (q) => {
    const found: Expected[] = [];
    for (const [branchId, list] of Map.groupBy(await openDue(q, { from: on, to: addDays(on, 31) }), (one) => one.branchId)) {
      const until = addWorkingDays(await calendarOf(q, branchId), addDays(on, -1), lastDays);
      found.push(...(await unscheduled(q, branchId, list)).filter((one) => one.dueOn <= until));
    }
    return found;
  });
  if (late.length > 0) await write(ctx, async (tx) => {
    for (const one of late) await emit(tx, owedEvent('duty.unscheduled', one));
  });
  return late.length;
};

/** Of these, those that no reception stands for. */
export const unscheduled = async (q: Read, branchId: number, list: readonly Expected[]): Promise<readonly Expected[]> => {
  const [first, last] = [list.reduce<Day | null>((a, b) => (a === null || b.opensOn < a ? b.opensOn : a), null), list.reduce<Day | null>((a, b) => (a === null || b.dueOn > a ? b.dueOn : a), null)];
  if (first === null || last === null) return [];
  const receptions = await receptionsOf(q, { branchIds: await below(q, branchId), accountIds: [...new Set(list.map((one) => one.accountId))], from: first, to: last });
  const taken = new Map<number, ReadonlySet<number>>();
  for (const dutyId of new Set(list.map((one) => one.dutyId))) taken.set(dutyId, await countedFor(q, dutyId, receptions.map((one) => one.id)));
  const found = new Set<number>();
  for (const [dutyId, own] of Map.groupBy(list, (one) => one.dutyId)) for (const id of scheduledFor(own, receptions.filter((one) => !taken.get(dutyId)?.has(one.id))).keys()) found.add(id);
  return list.filter((one) => !found.has(one.id));
};
