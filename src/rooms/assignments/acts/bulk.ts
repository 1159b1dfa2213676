import { today, wallClock } from '../../../kernel/day.ts';
import { isRefusal, refuse, type Refusal } from '../../../kernel/refusal.ts';
import type { Result } from '../../../kernel/result.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import { read, type Read } from '../../../platform/db.ts';
import { holdersOf } from '../../people/contract.ts';
import type { Bulk, BulkAct } from '../contract/bulk.ts';
import { isOpen, stageAfter, type Assignment, type SourceKind } from '../law.ts';
import { mayRead, why, type Standing } from '../policy.ts';
import { byIds, remindedAt, waitingOn, type Waiting } from '../store/bulk.ts';
import { doorOf } from './sources.ts';
import { decideTime, handOver, remind, setController } from './task.ts';

/** What would happen to one promise: nothing and why, or what changes. */
export type Foreseen = { readonly assignment: Assignment; readonly refusal: Refusal | null; readonly waiting: Waiting | null; readonly by: 'given' | 'forwarded' | null };
/** What the form says so far; the act itself wants all of it. */
export type Plan = { readonly act: BulkAct; readonly ids: readonly number[]; readonly accountId: number | null; readonly unitId: number | null };

/** Branches whose people are looked up for one preview: a selection of more is asked under the lock. */
const mostBranches = 3;

/**
 * Before anything is done: the same policy as the acts ask, a law or two, and the source's own word, for all rows in a few questions. The acts
 * ask again under the lock; what changed meanwhile is told row by row.
 */
export const foresee = async (ctx: Ctx, q: Read, plan: Plan): Promise<{ readonly rows: readonly Foreseen[]; readonly unseen: number; readonly controllers: readonly { accountId: number; name: string }[] }> => {
  const found = (await byIds(q, plan.ids)).filter((a) => !isRefusal(mayRead(ctx.actor, a)));
  const ids = found.map((a) => a.id);
  const time = plan.act === 'grant_time' || plan.act === 'deny_time';
  const waiting = time ? await waitingOn(q, ids) : new Map<number, Waiting>();
  const reminded = plan.act === 'remind' ? await remindedAt(q, ids) : new Map<number, Date>();
  const holders = new Map<number, readonly { accountId: number; name: string }[]>();
  if (plan.act === 'set_controller') for (const branchId of [...new Set(found.map((a) => a.branchId))].slice(0, mostBranches)) holders.set(branchId, await holdersOf(q, branchId, today(ctx.clock)));
  const beside = await bySources(ctx, q, plan, found, waiting);
  const on = today(ctx.clock);
  const rows = found.map((a): Foreseen => {
    const asked = waiting.get(a.id) ?? null;
    const from = beside.get(a.id);
    const last = reminded.get(a.id);
    const standing: Standing = { ...a, helps: [], askedBy: asked?.askedBy ?? null, workedBy: [], away: null };
    // a holder's own promise is handed on and given time by its source, whose policy was asked
    const through = a.lead && (time || plan.act === 'hand_over');
    const refusal = (through ? (isOpen(a.stage) ? null : refuse('assignment_not_possible', { stage: a.stage })) : why(ctx.actor, standing, plan.act))
      ?? (stageAfter(plan.act, a.stage) === null ? refuse('assignment_not_possible', { stage: a.stage }) : null)
      ?? (time && asked === null ? refuse('nothing_asked') : null)
      ?? (from !== undefined && isRefusal(from) ? from : null)
      ?? (last && wallClock(last.getTime()).on === on ? refuse('reminded_today') : null)
      ?? whyNotThere(plan, a, holders.get(a.branchId));
    return { assignment: a, refusal, waiting: asked, by: from === 'given' || from === 'forwarded' ? from : null };
  });
  const controllers = [...new Map([...holders.values()].flat().map((one) => [one.accountId, { accountId: one.accountId, name: one.name }])).values()];
  return { rows, unseen: new Set(plan.ids).size - found.length, controllers };
};

const whyNotThere = (plan: Plan, a: Assignment, holders: readonly { accountId: number }[] | undefined): Refusal | null => {
  if (plan.act === 'hand_over') return plan.unitId === a.executor.unitId && a.executor.accountId === null ? refuse('already_there') : null;
  if (plan.act !== 'set_controller' || plan.accountId === null) return null;
  if (a.controller.accountId === plan.accountId) return refuse('already_there');
  if (a.executor.accountId === plan.accountId) return refuse('controller_is_executor');
  return holders && !holders.some((one) => one.accountId === plan.accountId) ? refuse('person_not_in_unit') : null;
};

/** What the rooms of the sources say of the leads among them; one question for each kind. */
const bySources = async (ctx: Ctx, q: Read, plan: Plan, found: readonly Assignment[], waiting: ReadonlyMap<number, Waiting>): Promise<ReadonlyMap<number, Refusal | 'given' | 'forwarded'>> => {
  const said = new Map<number, Refusal | 'given' | 'forwarded'>();
  const leads = found.filter((a) => a.lead && (plan.act === 'hand_over' || waiting.has(a.id)));
  if (plan.act === 'remind' || plan.act === 'set_controller') return said;
  for (const [kind, all] of Map.groupBy(leads, (a): SourceKind => a.source.kind)) {
    const door = doorOf(kind);
    const of = all.map((a) => ({ sourceId: a.source.id, reference: a.reference, askedBy: waiting.get(a.id)?.askedBy ?? null }));
    const answers = !door ? null : plan.act === 'hand_over' ? await door.foreseeHandOver(ctx, q, of, plan.unitId) : await door.foreseeDecision(ctx, q, of);
    for (const a of all) {
      const answer = answers === null ? refuse('assignment_through_source') : answers.get(a.source.id);
      if (answer !== undefined) said.set(a.id, answer);
    }
  }
  return said;
};

export type Done = { readonly assignment: Assignment; readonly refusal: Refusal | null };

/** One after another, each in its own transaction: what is refused leaves the others done. */
export const doInBulk = async (ctx: Ctx, i: Bulk): Promise<readonly Done[]> => {
  const { found, waiting } = await read(ctx, async (q) => {
    const rows = (await byIds(q, i.ids)).filter((a) => !isRefusal(mayRead(ctx.actor, a)));
    return { found: rows, waiting: i.act === 'grant_time' || i.act === 'deny_time' ? await waitingOn(q, rows.map((a) => a.id)) : new Map<number, Waiting>() };
  });
  const done: Done[] = [];
  for (const assignment of found) {
    const result = await one(ctx, i, assignment, waiting.get(assignment.id));
    done.push({ assignment, refusal: isRefusal(result) ? result : null });
  }
  return done;
};

const one = (ctx: Ctx, i: Bulk, a: Assignment, asked: Waiting | undefined): Promise<Result<unknown>> => {
  const door = doorOf(a.source.kind);
  const lead = { sourceId: a.source.id, reference: a.reference };
  const through = Promise.resolve(refuse('assignment_through_source'));
  switch (i.act) {
    case 'remind': return remind(ctx, { assignmentId: a.id, reason: i.reason });
    case 'set_controller': return setController(ctx, { assignmentId: a.id, accountId: i.accountId });
    case 'hand_over':
      return a.lead ? (door?.handOver(ctx, { ...lead, unitId: i.unitId, reason: i.reason }) ?? through) : handOver(ctx, { assignmentId: a.id, unitId: i.unitId, reason: i.reason });
    case 'grant_time': case 'deny_time': {
      if (!asked) return Promise.resolve(refuse('nothing_asked'));
      const { extensionId } = asked;
      const granted = i.act === 'grant_time';
      return a.lead ? (door?.decideTime(ctx, { ...lead, extensionId, granted, reason: i.reason }) ?? through) : decideTime(ctx, { assignmentId: a.id, extensionId, granted, reason: i.reason });
    }
  }
};
