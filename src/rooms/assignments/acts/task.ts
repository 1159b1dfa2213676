import type { z } from 'zod';
import type { Actor } from '../../../kernel/actor.ts';
import { today, wallClock, type Day } from '../../../kernel/day.ts';
import type { Permit } from '../../../kernel/permit.ts';
import { isRefusal, refuse, type Refusal } from '../../../kernel/refusal.ts';
import type { Result } from '../../../kernel/result.ts';
import { shortDay } from '../../../kernel/show.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import { write, type Tx } from '../../../platform/db.ts';
import { attach } from '../../files/contract.ts';
import { record } from '../../journal/contract.ts';
import type {
  acceptSchema, askTimeSchema, controllerSchema, decideTimeSchema, handOverSchema, helpSchema, remindSchema, reportSchema, returnSchema, settleSchema, withdrawSchema,
} from '../contract/task-forms.ts';
import type { Assignment } from '../law.ts';
import {
  mayAccept, mayAskHelp, mayAskTime, mayContribute, mayDecideTime, mayEndHelp, mayHandOver, mayRemind, mayReport, mayReturn, maySetController, maySettle, mayWithdraw, type Standing,
} from '../policy.ts';
import { addCoExecutorRow, addReport, coExecutors, dropExtensions, endCoExecutorRow, openExtension, reportedSince } from '../store/beside.ts';
import { lastActAt, lock, ofSource, workersOn } from '../store/promise.ts';
import { holdsPostIn, isWorkedIn, refusedAway, standingOf, unitById } from './around.ts';
import * as spine from './spine.ts';
import { askTime as askTimeOf, decideTime as decideTimeOf } from './time.ts';

export type TaskRef = { readonly assignmentId: number; readonly stage: Assignment['stage'] };
type Doing<P extends string> = { readonly ctx: Ctx; readonly tx: Tx; readonly a: Assignment; readonly permit: Permit<P>; readonly at: Date; readonly today: Day };

/** Lock, policy, act, one leaf of the journal. A refusal on the way leaves nothing behind. */
const doing = <P extends string>(
  ctx: Ctx, assignmentId: number, may: (actor: Actor, a: Standing) => Permit<P> | Refusal, body: (d: Doing<P>) => Promise<Result<Assignment>>,
): Promise<Result<TaskRef>> => write(ctx, async (tx) => {
  const a = await lock(tx, assignmentId);
  if (!a) return refuse('assignment_not_found');
  const permit = may(ctx.actor, await standingOf(tx, a, ctx.clock));
  if (isRefusal(permit)) return permit;
  const at = new Date(ctx.clock.now());
  const done = await body({ ctx, tx, a, permit, at, today: today(ctx.clock) });
  if (isRefusal(done)) return done;
  await record(tx, { act: permit.act, subject: `assignment:${a.id}`, actor: ctx.actor, at, postId: permit.postId, facts: { stage: done.stage, source: `${a.source.kind}:${a.source.id}` } });
  return { assignmentId: a.id, stage: done.stage };
});

export const accept = (ctx: Ctx, i: z.output<typeof acceptSchema>): Promise<Result<TaskRef>> => doing(ctx, i.assignmentId, mayAccept, async ({ tx, permit, a, at }) => {
  if (ctx.actor.kind !== 'staff') return refuse('not_allowed');
  const to = { unitId: a.executor.unitId, accountId: ctx.actor.accountId };
  // from somebody who is away it is a hand-over, and counted as one
  return a.executor.accountId !== null && a.executor.accountId !== to.accountId
    ? spine.handOver(tx, permit, { assignmentId: a.id, at, to })
    : spine.accept(tx, permit, { assignmentId: a.id, at, accountId: to.accountId });
});

export const handOver = (ctx: Ctx, i: z.output<typeof handOverSchema>): Promise<Result<TaskRef>> => doing(ctx, i.assignmentId, mayHandOver, async ({ tx, permit, a, at }) => {
  const to = { unitId: i.unitId, accountId: i.accountId ?? null };
  if (!(await unitById(tx, to.unitId))) return refuse('unit_invalid');
  if (to.accountId !== null && !(await holdsPostIn(tx, to.accountId, to.unitId, ctx.clock))) return refuse('person_not_in_unit');
  if (to.unitId === a.executor.unitId && to.accountId === a.executor.accountId) return refuse('already_there');
  const away = await refusedAway(tx, to.accountId, ctx.clock, i.evenAway);
  if (away) return away;
  return spine.handOver(tx, permit, { assignmentId: a.id, at, to, reason: i.reason });
});

/** What was done, with its proofs: words, place and time, photographs, documents. */
export const report = (ctx: Ctx, i: z.output<typeof reportSchema>): Promise<Result<TaskRef>> => doing(ctx, i.assignmentId, mayReport, async ({ tx, permit, a, at }) => {
  const proved = await prove(tx, permit, a.executor.unitId, 'report', i, at);
  if (isRefusal(proved)) return proved;
  await dropExtensions(tx, permit, a.source, at, a.id);
  return spine.report(tx, permit, { assignmentId: a.id, at, ...(ctx.actor.kind === 'staff' ? { by: ctx.actor.accountId } : {}) });
});

const sameWordMs = 10 * 60_000;
/** A helper's word goes to the executor; the promise stays where it is. */
export const contribute = (ctx: Ctx, i: z.output<typeof reportSchema>): Promise<Result<TaskRef>> => doing(ctx, i.assignmentId, mayContribute, async ({ tx, permit, a, at }) => {
  // a form sent twice is one word
  if (await reportedSince(tx, permit, { assignmentId: a.id, text: i.text, since: new Date(at.getTime() - sameWordMs) })) return refuse('helped_already');
  const unitId = ctx.actor.kind === 'staff' ? ctx.actor.posts.find((post) => post.postId === permit.postId)?.unitId : undefined;
  const proved = await prove(tx, permit, unitId ?? a.executor.unitId, 'contribution', i, at);
  return isRefusal(proved) ? proved : spine.mark(tx, permit, 'contribute', { assignmentId: a.id, at });
});

const prove = async (tx: Tx, permit: Permit<string>, unitId: number, kind: 'report' | 'contribution', i: z.output<typeof reportSchema>, at: Date): Promise<Result<true>> => {
  if (i.taken?.takenAt !== undefined && Date.parse(i.taken.takenAt) > at.getTime() + 300_000) return refuse('taken_in_future_invalid');
  const taken = i.taken ? { lat: i.taken.lat, lon: i.taken.lon, metres: i.taken.metres ?? null, takenAt: i.taken.takenAt === undefined ? null : new Date(i.taken.takenAt) } : null;
  const reportId = await addReport(tx, permit, { assignmentId: i.assignmentId, kind, unitId, at, text: i.text, taken });
  // what the reporter sent themselves, not what somebody else did
  return attach(tx, i.papers, `report:${reportId}`, permit.actor.kind === 'staff' ? { by: `account:${permit.actor.accountId}` } : {});
};

export const returnForRework = (ctx: Ctx, i: z.output<typeof returnSchema>): Promise<Result<TaskRef>> =>
  doing(ctx, i.assignmentId, mayReturn, ({ tx, permit, at }) => spine.returnForRework(tx, permit, { assignmentId: i.assignmentId, at, reason: i.reason }));
export const settle = (ctx: Ctx, i: z.output<typeof settleSchema>): Promise<Result<TaskRef>> =>
  doing(ctx, i.assignmentId, maySettle, ({ tx, permit, at }) => spine.settle(tx, permit, { assignmentId: i.assignmentId, at }));
export const withdraw = (ctx: Ctx, i: z.output<typeof withdrawSchema>): Promise<Result<TaskRef>> => doing(ctx, i.assignmentId, mayWithdraw, async ({ tx, permit, a, at }) => {
  await dropExtensions(tx, permit, a.source, at, a.id);
  return spine.withdraw(tx, permit, { assignmentId: i.assignmentId, at, reason: i.reason });
});

/** Later than today's term, on a worked day, and not after the matter itself is owed to the person. */
const timeProblem = async (tx: Tx, a: Assignment, now: Day, to: Day): Promise<Refusal | null> => {
  if (now > a.dueOn) return refuse('extension_overdue');
  if (to <= a.dueOn) return refuse('extension_not_later');
  // whoever is asked elsewhere does not see the matter's own promise: then the branch's decision says so
  const holder = (await ofSource(tx, a.source)).find((one) => one.lead && one.endedAt === null);
  if (holder && to > holder.dueOn) return refuse('task_after_source', { day: shortDay(holder.dueOn) });
  return (await isWorkedIn(tx, a.branchId, to)) ? null : refuse('extension_day_off');
};

export const askTime = (ctx: Ctx, i: z.output<typeof askTimeSchema>): Promise<Result<TaskRef>> => doing(ctx, i.assignmentId, mayAskTime, async (d) => {
  const problem = await timeProblem(d.tx, d.a, d.today, i.toOn);
  if (problem) return problem;
  const asked = await askTimeOf(d.tx, d.permit, { source: d.a.source, assignmentId: d.a.id, lead: false, fromOn: d.a.dueOn, toOn: i.toOn, reason: i.reason, at: d.at });
  return isRefusal(asked) ? asked : d.a;
});

export const decideTime = (ctx: Ctx, i: z.output<typeof decideTimeSchema>): Promise<Result<TaskRef>> => doing(ctx, i.assignmentId, mayDecideTime, async (d) => {
  const extension = await openExtension(d.tx, d.a.source, d.a.id);
  if (extension?.id !== i.extensionId) return refuse('extension_gone');
  if (!i.granted && i.reason === undefined) return refuse('reason_required');
  const problem = i.granted ? await timeProblem(d.tx, d.a, d.today, extension.toOn as Day) : null;
  if (problem) return problem;
  const decided = await decideTimeOf(d.tx, d.permit, { extension, assignmentId: d.a.id, granted: i.granted, reason: i.reason ?? null, at: d.at });
  return isRefusal(decided) ? decided : d.a;
});

/** Another body, or a person of it, helps the executor. They see the matter from now on; the promise stays the executor's. */
export const askHelp = (ctx: Ctx, i: z.output<typeof helpSchema>): Promise<Result<TaskRef>> => doing(ctx, i.assignmentId, mayAskHelp, async ({ tx, permit, a, at }) => {
  const who = { unitId: i.unitId, accountId: i.accountId ?? null };
  if (!(await unitById(tx, who.unitId))) return refuse('unit_invalid');
  if (who.accountId !== null && !(await holdsPostIn(tx, who.accountId, who.unitId, ctx.clock))) return refuse('person_not_in_unit');
  if (who.unitId === a.executor.unitId && (who.accountId === null || who.accountId === a.executor.accountId)) return refuse('already_there');
  // whoever accepts the work does not help to do it
  if (who.accountId !== null && who.accountId === a.controller.accountId) return refuse('controller_is_executor');
  const away = await refusedAway(tx, who.accountId, ctx.clock, i.evenAway);
  if (away) return away;
  if (!(await addCoExecutorRow(tx, permit, { assignmentId: a.id, at, ...who }))) return refuse('helps_already');
  return spine.mark(tx, permit, 'add_co_executor', { assignmentId: a.id, at, reason: i.reason ?? null, helper: who });
});
export const endHelp = (ctx: Ctx, i: z.output<typeof helpSchema>): Promise<Result<TaskRef>> => doing(ctx, i.assignmentId, mayEndHelp, async ({ tx, permit, a, at }) =>
  (await endCoExecutorRow(tx, permit, { assignmentId: a.id, at, unitId: i.unitId, accountId: i.accountId ?? null }))
    ? spine.mark(tx, permit, 'end_co_executor', { assignmentId: a.id, at, reason: i.reason ?? null })
    : refuse('helps_not'));

export const setController = (ctx: Ctx, i: z.output<typeof controllerSchema>): Promise<Result<TaskRef>> => doing(ctx, i.assignmentId, maySetController, async ({ tx, permit, a, at }) => {
  if (!(await holdsPostIn(tx, i.accountId, a.branchId, ctx.clock))) return refuse('person_not_in_unit');
  if (a.controller.accountId === i.accountId) return refuse('already_there');
  // whoever helps, or did a part of it, does not accept it
  if ([...(await workersOn(tx, a.id)), ...(await coExecutors(tx, a.id)).map((one) => one.accountId)].includes(i.accountId)) return refuse('controller_is_executor');
  return spine.setController(tx, permit, { assignmentId: a.id, at, controller: { unitId: a.branchId, accountId: i.accountId } });
});

/** A word to whoever has it, at most one a day from all controllers together: a reminder, not a drum. */
export const remind = (ctx: Ctx, i: z.output<typeof remindSchema>): Promise<Result<TaskRef>> =>
  doing(ctx, i.assignmentId, mayRemind, async ({ tx, permit, a, at, today: on }) => {
    const last = await lastActAt(tx, a.id, 'remind');
    if (last !== null && wallClock(last.getTime()).on === on) return refuse('reminded_today');
    return spine.mark(tx, permit, 'remind', { assignmentId: a.id, at, reason: i.reason ?? null });
  });
