import type { Permit } from '../../../kernel/permit.ts';
import { refuse } from '../../../kernel/refusal.ts';
import type { Result } from '../../../kernel/result.ts';
import type { Tx } from '../../../platform/db.ts';
import { emit } from '../../../platform/jobs.ts';
import type { AssignmentEventName } from '../contract/events.ts';
import { oneAndTheSame, stageAfter, type Act, type Assignment, type Place } from '../law.ts';
import { byAccount } from '../store/tables.ts';
import { insert, lock, move, workersOn, type Given } from '../store/promise.ts';

/**
 * Acts of the spine take the open transaction of the act that causes them, and its permit as proof that a policy was asked
 * (decision 0002). The caller writes the journal: one act of the office, one leaf.
 */
export const give = async (tx: Tx, permit: Permit<string>, facts: Given): Promise<Result<{ assignmentId: number }, Code>> => {
  if (oneAndTheSame(facts.executor.accountId, facts.controller.accountId)) return refuse('controller_is_executor');
  const assignmentId = await insert(tx, permit, facts);
  await tell(tx, 'assignment.given', { ...facts, id: assignmentId, lead: facts.lead ?? true }, { byAccount: byAccount(permit) });
  return { assignmentId };
};

export type Code = 'controller_is_executor' | 'assignment_not_found' | 'assignment_not_possible';
/** `helper`: whom an act of help is about. */
export type Facts = { readonly assignmentId: number; readonly at: Date; readonly reason?: string | null; readonly helper?: Place };

/** The executor says: mine. With `accountId` a person of the body takes what was given to the body. */
export const accept = (tx: Tx, permit: Permit<string>, f: Facts & { accountId: number }): Promise<Result<Assignment, Code>> =>
  change(tx, permit, 'accept', f, (a) => ({ to: { unitId: a.executor.unitId, accountId: f.accountId } }));

/** Passes the promise on; the term may move with it (forwarding), and the controller may change. */
export const handOver = (tx: Tx, permit: Permit<string>, f: Facts & { to: Place; term?: Term; controller?: Place }): Promise<Result<Assignment, Code>> =>
  change(tx, permit, 'hand_over', f, () => ({ to: f.to, term: f.term, controller: f.controller }));

/** `by` is whoever reported when nobody had taken it. */
export const report = (tx: Tx, permit: Permit<string>, f: Facts & { by?: number }): Promise<Result<Assignment, Code>> =>
  change(tx, permit, 'report', f, (a) => ({ to: { unitId: a.executor.unitId, accountId: a.executor.accountId ?? f.by ?? null } }));

export const returnForRework = (tx: Tx, permit: Permit<string>, f: Facts): Promise<Result<Assignment, Code>> => change(tx, permit, 'return', f);

/** Accepted by whoever controls: never by the executor, nor by anybody who took it, reported or helped. */
export const settle = async (tx: Tx, permit: Permit<string>, f: Facts): Promise<Result<Assignment, Code>> => {
  if (permit.actor.kind === 'staff' && (await workersOn(tx, f.assignmentId)).includes(permit.actor.accountId)) return refuse('controller_is_executor');
  return change(tx, permit, 'settle', f, (a) =>
    permit.actor.kind === 'staff' && permit.actor.accountId === a.executor.accountId ? 'controller_is_executor' : {});
};

export const withdraw = (tx: Tx, permit: Permit<string>, f: Facts): Promise<Result<Assignment, Code>> => change(tx, permit, 'withdraw', f);

/** `term`: with the rule and the calendar that made the new day. */
export const moveTerm = (tx: Tx, permit: Permit<string>, f: Facts & { dueOn: string; term?: Term }): Promise<Result<Assignment, Code>> =>
  change(tx, permit, 'move_term', f, () => ({ dueOn: f.dueOn, term: f.term }));

/** An act that leaves the holder where it is. */
export const mark = (tx: Tx, permit: Permit<string>, act: 'ask_time' | 'deny_time' | 'add_co_executor' | 'end_co_executor' | 'contribute' | 'remind' | 'escalate', f: Facts): Promise<Result<Assignment, Code>> =>
  change(tx, permit, act, f);
export const grantTime = (tx: Tx, permit: Permit<string>, f: Facts & { dueOn: string }): Promise<Result<Assignment, Code>> =>
  change(tx, permit, 'grant_time', f, () => ({ dueOn: f.dueOn }));
export const setController = (tx: Tx, permit: Permit<string>, f: Facts & { controller: Place }): Promise<Result<Assignment, Code>> =>
  change(tx, permit, 'set_controller', f, () => ({ controller: f.controller }));

/** A day with the rule and the calendar that made it. */
export type Term = { readonly dueOn: string; readonly ruleVersion: string; readonly calendarVersion: string };
type Next = { to?: Place; dueOn?: string | undefined; term?: Term | undefined; controller?: Place | undefined };

const change = async (
  tx: Tx, permit: Permit<string>, act: Act, f: Facts, decide: (a: Assignment) => Next | 'controller_is_executor' = () => ({}),
): Promise<Result<Assignment, Code>> => {
  const found = await lock(tx, f.assignmentId);
  if (!found) return refuse('assignment_not_found');
  const stage = stageAfter(act, found.stage);
  if (stage === null) return refuse('assignment_not_possible', { stage: found.stage });
  const next = decide(found);
  if (next === 'controller_is_executor') return refuse(next);
  const to = next.to ?? found.executor;
  const controller = next.controller ?? found.controller;
  if (oneAndTheSame(to.accountId, controller.accountId)) return refuse('controller_is_executor');
  const dueOn = next.term?.dueOn ?? next.dueOn ?? found.dueOn;
  await move(tx, permit, {
    id: found.id, act, at: f.at, stage, from: found.executor, to, dueBefore: found.dueOn, dueAfter: dueOn, reason: f.reason ?? null, controller: next.controller, term: next.term,
  });
  const after: Assignment = { ...found, stage, executor: to, controller, dueOn };
  await tell(tx, said[act], after, { byAccount: byAccount(permit), ...(f.helper ? { helperUnit: f.helper.unitId, helperAccount: f.helper.accountId } : {}) });
  return after;
};

const said: Readonly<Record<Act, AssignmentEventName>> = {
  accept: 'assignment.accepted', hand_over: 'assignment.handed_over', report: 'assignment.reported', return: 'assignment.returned', settle: 'assignment.settled',
  withdraw: 'assignment.withdrawn', move_term: 'assignment.term_moved', ask_time: 'assignment.time_asked', grant_time: 'assignment.time_granted', deny_time: 'assignment.time_denied',
  add_co_executor: 'assignment.help_asked', end_co_executor: 'assignment.help_ended', contribute: 'assignment.helped', set_controller: 'assignment.controller_set',
  remind: 'assignment.reminded', escalate: 'assignment.escalated',
};

/** Everybody who listens, in the act's own transaction: ids and days only. */
export const tell = (tx: Tx, name: AssignmentEventName, a: Pick<Assignment, 'id' | 'source' | 'lead' | 'reference' | 'branchId' | 'executor' | 'controller' | 'dueOn'>, more: Readonly<Record<string, unknown>> = {}): Promise<void> =>
  emit(tx, {
    name, assignmentId: a.id, sourceKind: a.source.kind, sourceId: a.source.id, lead: a.lead, reference: a.reference, branchId: a.branchId,
    unitId: a.executor.unitId, accountId: a.executor.accountId, controllerUnit: a.controller.unitId, controllerAccount: a.controller.accountId, dueOn: a.dueOn, ...more,
  });
