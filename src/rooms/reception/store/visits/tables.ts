import type { Day } from '../../../../kernel/day.ts';
import type { Lang } from '../../../../kernel/words.ts';
import { view, type Generated, type Kysely, type Read } from '../../../../platform/db.ts';
import type { Outcome, Verdict, VisitState } from '../../law/visits.ts';

export type VisitTable = {
  id: number; number: string; branch_id: number; reception_id: number | null; outing_id: number | null; ticket_id: number | null; booking_id: number | null;
  account_id: number | null; unit_id: number; clerk_id: number | null; lang: Lang; surname: string | null; given: string | null; patronymic: string | null;
  phone: string | null; email: string | null; address: string | null; territory_code: string | null; iin_sealed: Buffer | null; iin_hash: Buffer | null; search: string;
  quiet: Generated<boolean>; let_in: Generated<number[]>; state: Generated<VisitState>; began_at: Date; ended_at: Date | null; held_on: string; secret_version: Generated<number>;
  link_hash: Buffer; code_hash: Buffer; seen_by: number[];
};
export type MatterTable = {
  id: number; visit_id: number; branch_id: number; nth: number; text: string; topic_code: string | null; outcome: Outcome | null; advice: string | null;
  appeal_id: number | null; appeal_number: string | null; cause_number: string | null; asked_at: Date | null; verdict: Verdict | null; verdict_at: Date | null; comment: string | null;
  settled_at: Date | null; made_at: Date;
};
export type PromiseTable = {
  id: Generated<number>; matter_id: number; branch_id: number; account_id: number; assignment_id: number; text: string; executor_unit: number; executor_account: number | null;
  due_on: string; original_due_on: string; given_on: string; calendar_version: string; given_at: Date; read_back_at: Date | null; open: Generated<boolean>; ended_at: Date | null; kept: boolean | null;
};
type Tables = {
  'reception.visit': VisitTable;
  'reception.matter': MatterTable;
  'reception.promise': PromiseTable;
  'reception.promise_put': { id: Generated<number>; promise_id: number; reception_id: number; at: Date; by_account: number | null; said: string | null };
  'reception.visit_act': { id: Generated<number>; visit_id: number; act: string; at: Date; by_kind: string; by_account: number | null; facts: string };
};
export const db = (q: Read): Kysely<Tables> => view<Tables>(q);

/** One citizen received. The personal number stays sealed; `hasIin` says that there is one. */
export type Visit = {
  readonly id: number; readonly number: string; readonly branchId: number; readonly receptionId: number | null; readonly outingId: number | null; readonly ticketId: number | null; readonly bookingId: number | null;
  readonly accountId: number | null; readonly unitId: number; readonly clerkId: number | null; readonly lang: Lang;
  readonly surname: string | null; readonly given: string | null; readonly patronymic: string | null; readonly phone: string | null; readonly email: string | null; readonly address: string | null;
  readonly territoryCode: string | null; readonly hasIin: boolean; readonly quiet: boolean; readonly letIn: readonly number[]; readonly state: VisitState; readonly beganAt: Date; readonly endedAt: Date | null; readonly heldOn: Day;
  readonly secretVersion: number;
};
export type Matter = {
  readonly id: number; readonly visitId: number; readonly nth: number; readonly text: string; readonly topicCode: string | null; readonly outcome: Outcome | null; readonly advice: string | null;
  readonly appealId: number | null; readonly appealNumber: string | null; readonly causeNumber: string | null; readonly askedAt: Date | null; readonly verdict: Verdict | null; readonly verdictAt: Date | null; readonly comment: string | null; readonly settledAt: Date | null;
};
export type Promised = {
  readonly id: number; readonly matterId: number; readonly branchId: number; readonly accountId: number; readonly assignmentId: number; readonly text: string; readonly executorUnit: number; readonly executorAccount: number | null;
  readonly dueOn: Day; readonly originalDueOn: Day; readonly givenOn: Day; readonly calendarVersion: string; readonly givenAt: Date; readonly readBackAt: Date | null; readonly open: boolean; readonly endedAt: Date | null; readonly kept: boolean | null;
};

export const visitColumns = [
  'id', 'number', 'branch_id', 'reception_id', 'outing_id', 'ticket_id', 'booking_id', 'account_id', 'unit_id', 'clerk_id', 'lang', 'surname', 'given', 'patronymic', 'phone', 'email', 'address', 'territory_code',
  'iin_hash', 'quiet', 'let_in', 'state', 'began_at', 'ended_at', 'held_on', 'secret_version',
] as const satisfies readonly (keyof VisitTable)[];
type VisitRow = { [K in (typeof visitColumns)[number]]: VisitTable[K] extends Generated<infer T> ? T : VisitTable[K] };
export const visitOf = (r: VisitRow): Visit => ({
  id: r.id, number: r.number, branchId: r.branch_id, receptionId: r.reception_id, outingId: r.outing_id, ticketId: r.ticket_id, bookingId: r.booking_id, accountId: r.account_id, unitId: r.unit_id, clerkId: r.clerk_id,
  lang: r.lang, surname: r.surname, given: r.given, patronymic: r.patronymic, phone: r.phone, email: r.email, address: r.address, territoryCode: r.territory_code, hasIin: r.iin_hash !== null, quiet: r.quiet,
  letIn: r.let_in.map(Number), state: r.state, beganAt: r.began_at, endedAt: r.ended_at, heldOn: r.held_on as Day, secretVersion: r.secret_version,
});
export const matterColumns = ['id', 'visit_id', 'nth', 'text', 'topic_code', 'outcome', 'advice', 'appeal_id', 'appeal_number', 'cause_number', 'asked_at', 'verdict', 'verdict_at', 'comment', 'settled_at'] as const satisfies readonly (keyof MatterTable)[];
type MatterRow = { [K in (typeof matterColumns)[number]]: MatterTable[K] extends Generated<infer T> ? T : MatterTable[K] };
export const matterOf = (r: MatterRow): Matter => ({
  id: r.id, visitId: r.visit_id, nth: r.nth, text: r.text, topicCode: r.topic_code, outcome: r.outcome, advice: r.advice, appealId: r.appeal_id, appealNumber: r.appeal_number, causeNumber: r.cause_number,
  askedAt: r.asked_at, verdict: r.verdict, verdictAt: r.verdict_at, comment: r.comment, settledAt: r.settled_at,
});
export const promiseColumns = [
  'id', 'matter_id', 'branch_id', 'account_id', 'assignment_id', 'text', 'executor_unit', 'executor_account', 'due_on', 'original_due_on', 'given_on', 'calendar_version', 'given_at', 'read_back_at', 'open', 'ended_at', 'kept',
] as const satisfies readonly (keyof PromiseTable)[];
export type PromiseRow = { [K in (typeof promiseColumns)[number]]: PromiseTable[K] extends Generated<infer T> ? T : PromiseTable[K] };
export const promiseOf = (r: PromiseRow): Promised => ({
  id: r.id, matterId: r.matter_id, branchId: r.branch_id, accountId: r.account_id, assignmentId: r.assignment_id, text: r.text, executorUnit: r.executor_unit, executorAccount: r.executor_account,
  dueOn: r.due_on as Day, originalDueOn: r.original_due_on as Day, givenOn: r.given_on as Day, calendarVersion: r.calendar_version, givenAt: r.given_at, readBackAt: r.read_back_at, open: r.open, endedAt: r.ended_at, kept: r.kept,
});
