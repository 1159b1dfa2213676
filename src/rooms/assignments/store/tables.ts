import type { Permit } from '../../../kernel/permit.ts';
import { view, type Generated, type Kysely, type Read } from '../../../platform/db.ts';
import type { Act, Assignment, Place, SourceKind, Stage } from '../law.ts';

type AssignmentTable = {
  id: Generated<number>; source_kind: SourceKind; source_id: number; lead: boolean; reference: string; branch_id: number; task: string | null; territory_path: string[];
  executor_unit: number; executor_account: number | null; controller_unit: number; controller_account: number | null;
  stage: Stage; open: Generated<boolean>; given_at: Date; given_on: string; due_on: string; original_due_on: string; promised_on: Generated<string | null>; near_on: Generated<string>;
  rule_version: string; calendar_version: string; hand_overs: Generated<number>; seen_by: number[];
  moved_at: Date; waits: Generated<boolean>; carousel: Generated<boolean>; rung: Generated<number>;
  reported_at: Date | null; ended_at: Date | null;
};
type ActTable = {
  id: Generated<number>; assignment_id: number; act: Act | 'give'; at: Date; by_kind: string; by_account: number | null; stage_after: Stage;
  from_unit: number | null; from_account: number | null; to_unit: number; to_account: number | null;
  due_before: string | null; due_after: string; reason: string | null;
};
type ExtensionTable = {
  id: Generated<number>; source_kind: SourceKind; source_id: number; assignment_id: number | null; from_on: string; to_on: string; reason: string;
  asked_by: number | null; asked_at: Date; granted: boolean | null; decided_by: number | null; decided_at: Date | null; decision_reason: string | null;
};
type ReportTable = {
  id: Generated<number>; assignment_id: number; kind: 'report' | 'contribution'; by_account: number | null; by_unit: number; at: Date; text: string;
  lat: number | null; lon: number | null; metres: number | null; taken_at: Date | null;
};
export type Tables = {
  'assignments.assignment': AssignmentTable;
  'assignments.act': ActTable;
  'assignments.extension': ExtensionTable;
  'assignments.report': ReportTable;
  'assignments.co_executor': { id: Generated<number>; assignment_id: number; unit_id: number; account_id: number | null; added_at: Date; ended_at: Date | null; open: Generated<boolean>; near_on: string; moved_at: Date };
  'assignments.ladder': { id: Generated<number>; branch_id: number | null; since_on: string; made_at: Date; made_by: number | null };
  'assignments.rung': { ladder_id: number; place: number; days: number; tells: string[]; agenda: boolean };
  'assignments.escalation': { assignment_id: number; due_on: string; place: number; days: number; at: Date; agenda: boolean };
  'assignments.saved_view': { id: Generated<number>; account_id: number; name: string; query: string; made_at: Date; first: Generated<boolean> };
};
export const db = (q: Read): Kysely<Tables> => view<Tables>(q);

export const byAccount = (permit: Permit<string>): number | null => (permit.actor.kind === 'staff' ? permit.actor.accountId : null);

export const columns = [
  'id', 'source_kind', 'source_id', 'lead', 'reference', 'branch_id', 'task', 'territory_path', 'executor_unit', 'executor_account', 'controller_unit', 'controller_account',
  'stage', 'given_at', 'given_on', 'due_on', 'original_due_on', 'promised_on', 'near_on', 'rule_version', 'calendar_version', 'hand_overs', 'seen_by', 'moved_at', 'waits', 'carousel', 'rung',
  'reported_at', 'ended_at',
] as const satisfies readonly (keyof AssignmentTable)[];
export type Row = Omit<AssignmentTable, 'id' | 'open' | 'promised_on' | 'near_on' | 'hand_overs' | 'waits' | 'carousel' | 'rung'> & { id: number; promised_on: string | null; near_on: string; hand_overs: number; waits: boolean; carousel: boolean; rung: number };

const place = (unitId: number, accountId: number | null): Place => ({ unitId, accountId });
export const assignmentOf = (r: Row): Assignment => ({
  id: r.id, source: { kind: r.source_kind, id: r.source_id }, lead: r.lead, reference: r.reference, branchId: r.branch_id, task: r.task, territoryPath: r.territory_path,
  executor: place(r.executor_unit, r.executor_account), controller: place(r.controller_unit, r.controller_account),
  stage: r.stage, givenAt: r.given_at, givenOn: r.given_on, dueOn: r.due_on, originalDueOn: r.original_due_on, promisedOn: r.promised_on, nearOn: r.near_on,
  ruleVersion: r.rule_version, calendarVersion: r.calendar_version, handOvers: r.hand_overs, seenBy: r.seen_by.map(Number),
  movedAt: r.moved_at, waits: r.waits, carousel: r.carousel, rung: r.rung, reportedAt: r.reported_at, endedAt: r.ended_at,
});
