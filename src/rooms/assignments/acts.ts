import type { Permit } from '../../kernel/permit.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Result } from '../../kernel/result.ts';
import type { Tx } from '../../platform/db.ts';
import { oneAndTheSame, stageAfter, type Act, type Assignment, type Place } from './law.ts';
import { insert, lock, move, type Given } from './store.ts';

/**
 * Acts of the spine take the open transaction of the act that causes them, and its permit as proof that a policy was asked
 * (decision 0002). The caller writes the journal: one act of the office, one leaf.
 */
export const give = async (tx: Tx, permit: Permit<string>, facts: Given): Promise<Result<{ assignmentId: number }, Code>> =>
  oneAndTheSame(facts.executor.accountId, facts.controller.accountId)
    ? refuse('controller_is_executor')
    : { assignmentId: await insert(tx, permit, facts) };

type Code = 'controller_is_executor' | 'assignment_not_found' | 'assignment_not_possible';
type Facts = { readonly assignmentId: number; readonly at: Date; readonly reason?: string | null };

/** The executor says: mine. With `accountId` a person of the body takes what was given to the body. */
export const accept = (tx: Tx, permit: Permit<string>, f: Facts & { accountId: number }): Promise<Result<Assignment, Code>> =>
  change(tx, permit, 'accept', f, (a) => ({ to: { unitId: a.executor.unitId, accountId: f.accountId } }));

/** Passes the promise on; the term may move with it (forwarding), and the controller may change. */
export const handOver = (tx: Tx, permit: Permit<string>, f: Facts & { to: Place; dueOn?: string; controller?: Place }): Promise<Result<Assignment, Code>> =>
  change(tx, permit, 'hand_over', f, () => ({ to: f.to, dueOn: f.dueOn, controller: f.controller }));

/** `by` is whoever reported when nobody had taken it. */
export const report = (tx: Tx, permit: Permit<string>, f: Facts & { by?: number }): Promise<Result<Assignment, Code>> =>
  change(tx, permit, 'report', f, (a) => ({ to: { unitId: a.executor.unitId, accountId: a.executor.accountId ?? f.by ?? null } }));

export const returnForRework = (tx: Tx, permit: Permit<string>, f: Facts): Promise<Result<Assignment, Code>> => change(tx, permit, 'return', f);

/** Accepted by whoever controls: never by the executor. */
export const settle = (tx: Tx, permit: Permit<string>, f: Facts): Promise<Result<Assignment, Code>> =>
  change(tx, permit, 'settle', f, (a) =>
    permit.actor.kind === 'staff' && permit.actor.accountId === a.executor.accountId ? 'controller_is_executor' : {});

export const withdraw = (tx: Tx, permit: Permit<string>, f: Facts): Promise<Result<Assignment, Code>> => change(tx, permit, 'withdraw', f);

export const moveTerm = (tx: Tx, permit: Permit<string>, f: Facts & { dueOn: string }): Promise<Result<Assignment, Code>> =>
  change(tx, permit, 'move_term', f, () => ({ dueOn: f.dueOn }));

type Next = { to?: Place; dueOn?: string | undefined; controller?: Place | undefined };

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
  const dueOn = next.dueOn ?? found.dueOn;
  await move(tx, permit, {
    id: found.id, act, at: f.at, stage, from: found.executor, to, dueBefore: found.dueOn, dueAfter: dueOn, reason: f.reason ?? null, controller: next.controller,
  });
  return { ...found, stage, executor: to, controller, dueOn };
};
