import type { Permit } from '../../kernel/permit.ts';
import { sql, view, type Generated, type Read, type Tx } from '../../platform/db.ts';
import type { Act, Assignment, Place, Source, Stage } from './law.ts';

type AssignmentTable = {
  id: Generated<number>; source_kind: string; source_id: number; branch_id: number; task: string | null;
  executor_unit: number; executor_account: number | null; controller_unit: number; controller_account: number | null;
  stage: Stage; open: Generated<boolean>; given_at: Date; given_on: string; due_on: string; original_due_on: string;
  rule_version: string; calendar_version: string; hand_overs: Generated<number>; seen_by: number[];
  reported_at: Date | null; ended_at: Date | null;
};
type ActTable = {
  id: Generated<number>; assignment_id: number; act: Act | 'give'; at: Date; by_kind: string; by_account: number | null; stage_after: Stage;
  from_unit: number | null; from_account: number | null; to_unit: number; to_account: number | null;
  due_before: string | null; due_after: string; reason: string | null;
};
type Tables = { 'assignments.assignment': AssignmentTable; 'assignments.act': ActTable };

export type Given = {
  source: Source; branchId: number; task: string | null; executor: Place; controller: Place; givenAt: Date; givenOn: string; dueOn: string;
  ruleVersion: string; calendarVersion: string;
};

export const insert = async (tx: Tx, permit: Permit<string>, g: Given): Promise<number> => {
  const { id } = await view<Tables>(tx).insertInto('assignments.assignment').values({
    source_kind: g.source.kind, source_id: g.source.id, branch_id: g.branchId, task: g.task,
    executor_unit: g.executor.unitId, executor_account: g.executor.accountId,
    controller_unit: g.controller.unitId, controller_account: g.controller.accountId,
    stage: 'given', given_at: g.givenAt, given_on: g.givenOn, due_on: g.dueOn, original_due_on: g.dueOn,
    rule_version: g.ruleVersion, calendar_version: g.calendarVersion,
    seen_by: [...new Set([g.branchId, g.controller.unitId, g.executor.unitId])], reported_at: null, ended_at: null,
  }).returning('id').executeTakeFirstOrThrow();
  await addAct(tx, permit, { id, act: 'give', at: g.givenAt, stage: 'given', from: null, to: g.executor, dueBefore: null, dueAfter: g.dueOn, reason: g.task });
  return id;
};

export const lock = async (tx: Tx, id: number): Promise<Assignment | undefined> => {
  const row = await view<Tables>(tx).selectFrom('assignments.assignment').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  return row && assignmentOf(row as Row);
};

export const lockOpen = async (tx: Tx, source: Source): Promise<Assignment | undefined> => {
  const row = await view<Tables>(tx).selectFrom('assignments.assignment').selectAll()
    .where('source_kind', '=', source.kind).where('source_id', '=', source.id).where('open', '=', true).forUpdate().executeTakeFirst();
  return row && assignmentOf(row as Row);
};

export type Change = {
  id: number; act: Act; at: Date; stage: Stage; from: Place; to: Place; dueBefore: string; dueAfter: string; reason: string | null; controller?: Place | undefined;
};

export const move = async (tx: Tx, permit: Permit<string>, c: Change): Promise<void> => {
  const ended = c.stage === 'settled' || c.stage === 'withdrawn';
  await view<Tables>(tx).updateTable('assignments.assignment').set((eb) => ({
    stage: c.stage, executor_unit: c.to.unitId, executor_account: c.to.accountId, due_on: c.dueAfter,
    ...(c.controller ? { controller_unit: c.controller.unitId, controller_account: c.controller.accountId } : {}),
    ...(c.act === 'hand_over' ? { hand_overs: eb('hand_overs', '+', 1), seen_by: sql<number[]>`array(SELECT DISTINCT unnest(seen_by || ${c.to.unitId}::bigint))` } : {}),
    ...(c.act === 'report' ? { reported_at: c.at } : {}),
    ...(ended ? { ended_at: c.at } : {}),
  })).where('id', '=', c.id).execute();
  await addAct(tx, permit, c);
};

const addAct = async (tx: Tx, permit: Permit<string>, c: Omit<Change, 'act' | 'from' | 'dueBefore'> & { act: Act | 'give'; from: Place | null; dueBefore: string | null }): Promise<void> => {
  await view<Tables>(tx).insertInto('assignments.act').values({
    assignment_id: c.id, act: c.act, at: c.at, by_kind: permit.actor.kind, by_account: permit.actor.kind === 'staff' ? permit.actor.accountId : null,
    stage_after: c.stage, from_unit: c.from?.unitId ?? null, from_account: c.from?.accountId ?? null, to_unit: c.to.unitId, to_account: c.to.accountId,
    due_before: c.dueBefore, due_after: c.dueAfter, reason: c.reason,
  }).execute();
};

export type HistoryRow = {
  assignmentId: number; act: Act | 'give'; at: Date; byAccount: number | null; from: Place | null; to: Place; stageAfter: Stage; dueAfter: string; reason: string | null;
};

/** Every act on the assignments of one source, oldest first. */
export const history = async (q: Read, source: Source): Promise<readonly HistoryRow[]> => {
  const rows = await view<Tables>(q).selectFrom('assignments.act as c').innerJoin('assignments.assignment as a', 'a.id', 'c.assignment_id')
    .select(['c.assignment_id', 'c.act', 'c.at', 'c.by_account', 'c.from_unit', 'c.from_account', 'c.to_unit', 'c.to_account', 'c.stage_after', 'c.due_after', 'c.reason'])
    .where('a.source_kind', '=', source.kind).where('a.source_id', '=', source.id).orderBy('c.id').limit(500).execute();
  return rows.map((r) => ({
    assignmentId: r.assignment_id, act: r.act, at: r.at, byAccount: r.by_account,
    from: r.from_unit === null ? null : { unitId: r.from_unit, accountId: r.from_account }, to: { unitId: r.to_unit, accountId: r.to_account },
    stageAfter: r.stage_after, dueAfter: r.due_after, reason: r.reason,
  }));
};

/** Everybody who ever was to do it, as persons: none of them is "a different person". */
export const executorsSoFar = async (q: Read, source: Source): Promise<readonly number[]> => {
  const rows = await view<Tables>(q).selectFrom('assignments.act as c').innerJoin('assignments.assignment as a', 'a.id', 'c.assignment_id')
    .select('c.to_account').distinct().where('a.source_kind', '=', source.kind).where('a.source_id', '=', source.id).where('c.to_account', 'is not', null).execute();
  return rows.flatMap((r) => (r.to_account === null ? [] : [r.to_account]));
};

export const ofSource = async (q: Read, source: Source): Promise<readonly Assignment[]> => {
  const rows = await view<Tables>(q).selectFrom('assignments.assignment').selectAll()
    .where('source_kind', '=', source.kind).where('source_id', '=', source.id).orderBy('id').limit(200).execute();
  return rows.map((row) => assignmentOf(row as Row));
};

type Row = Omit<AssignmentTable, 'id' | 'open' | 'hand_overs'> & { id: number; hand_overs: number };

const assignmentOf = (r: Row): Assignment => ({
  id: r.id, source: { kind: 'appeal', id: r.source_id }, branchId: r.branch_id, task: r.task,
  executor: { unitId: r.executor_unit, accountId: r.executor_account }, controller: { unitId: r.controller_unit, accountId: r.controller_account },
  stage: r.stage, givenAt: r.given_at, givenOn: r.given_on, dueOn: r.due_on, originalDueOn: r.original_due_on,
  ruleVersion: r.rule_version, calendarVersion: r.calendar_version, handOvers: r.hand_overs, reportedAt: r.reported_at, endedAt: r.ended_at,
});
