import type { Day } from '../../../kernel/day.ts';
import type { Permit } from '../../../kernel/permit.ts';
import { sql, view, type Generated, type Kysely, type Read, type Selectable, type Tx } from '../../../platform/db.ts';
import { ruleVersion, type Owed } from '../law/duties.ts';
import type { DueState, Judgement } from '../law/duties/judging.ts';
import type { Duty } from './duties.ts';

type ExpectedTable = {
  id: Generated<number>; duty_id: number; account_id: number; unit_id: number; branch_id: number; public: boolean; period_from: string; period_to: string; nth: number; opens_on: string; due_on: string; rule_version: string; calendar_version: string;
  reception_id: number | null; by_deputy: number | null; state: Generated<DueState>; why: string | null; decided_at: Date | null;
};
type Tables = {
  'reception.expected': ExpectedTable;
  'reception.expected_act': { id: Generated<number>; expected_id: number; act: string; at: Date; by_kind: string; by_account: number | null; due_before: string | null; due_after: string | null; state_after: string; facts: string };
};
const db = (q: Read): Kysely<Tables> => view<Tables>(q);

export type Expected = {
  readonly id: number; readonly dutyId: number; readonly accountId: number; readonly unitId: number; readonly branchId: number; readonly public: boolean; readonly periodFrom: Day; readonly periodTo: Day; readonly nth: number;
  readonly opensOn: Day; readonly dueOn: Day; readonly calendarVersion: string; readonly receptionId: number | null; readonly byDeputy: number | null; readonly state: DueState; readonly why: string | null;
};
const expectedOf = (r: Selectable<ExpectedTable>): Expected => ({
  id: r.id, dutyId: r.duty_id, accountId: r.account_id, unitId: r.unit_id, branchId: r.branch_id, public: r.public, periodFrom: r.period_from as Day, periodTo: r.period_to as Day, nth: r.nth, opensOn: r.opens_on as Day, dueOn: r.due_on as Day,
  calendarVersion: r.calendar_version, receptionId: r.reception_id, byDeputy: r.by_deputy, state: r.state, why: r.why,
});

/** Everything a duty laid out for periods since that day, decided or not. */
export const laidOut = async (q: Read, dutyId: number, since: Day): Promise<readonly Expected[]> =>
  (await db(q).selectFrom('reception.expected').selectAll().where('duty_id', '=', dutyId).where('period_from', '>=', since).orderBy('period_from').orderBy('nth').limit(20_000).execute()).map(expectedOf);
/** Up to which day each person's were laid out. */
export const laidOutTo = async (q: Read, dutyId: number): Promise<ReadonlyMap<number, Day>> => {
  const { rows } = await sql<{ account_id: number; last: string }>`SELECT account_id, max(period_from)::text AS last FROM reception.expected WHERE duty_id = ${dutyId} GROUP BY account_id`.execute(db(q));
  return new Map(rows.map((row) => [row.account_id, row.last as Day]));
};

/** What fell due before that day and is not decided, the oldest first; locked, and passed over where somebody else judges. */
export const undecided = async (tx: Tx, before: Day, limit: number): Promise<readonly Expected[]> =>
  (await db(tx).selectFrom('reception.expected').selectAll().where('state', '=', 'open').where('due_on', '<', before).orderBy('due_on').orderBy('id').limit(limit).forUpdate().skipLocked().execute()).map(expectedOf);
/** Decided against somebody, though a reception of theirs might count: the one it was found empty with, or missed ones around its day. Locked. */
export const blamedFor = async (tx: Tx, o: { readonly receptionId: number; readonly accountId: number; readonly on: Day }): Promise<readonly Expected[]> =>
  (await db(tx).selectFrom('reception.expected').selectAll().where('account_id', '=', o.accountId).where('due_on', '>=', o.on).where('opens_on', '<=', o.on)
    .where((e) => e.or([e('state', '=', 'missed'), e.and([e('state', '=', 'empty'), e('reception_id', '=', o.receptionId)])])).orderBy('due_on').orderBy('id').limit(100).forUpdate().execute()).map(expectedOf);
/** Open ones whose last day lies between. */
export const openDue = async (q: Read, o: { readonly from: Day; readonly to: Day; readonly branchIds?: readonly number[]; readonly accountIds?: readonly number[] }): Promise<readonly Expected[]> => {
  let query = db(q).selectFrom('reception.expected').selectAll().where('state', '=', 'open').where('due_on', '>=', o.from).where('due_on', '<=', o.to);
  if (o.branchIds) query = query.where(sql<boolean>`branch_id = ANY (${[...o.branchIds]}::bigint[])`);
  if (o.accountIds) query = query.where(sql<boolean>`account_id = ANY (${[...o.accountIds]}::bigint[])`);
  return (await query.orderBy('due_on').orderBy('id').limit(5_000).execute()).map(expectedOf);
};
/** A person's of a time, for their card; what was dropped was never owed. */
export const expectedOfPerson = async (q: Read, o: { readonly accountId: number; readonly from: Day; readonly to: Day; readonly publicOnly?: boolean }): Promise<readonly Expected[]> => {
  let query = db(q).selectFrom('reception.expected').selectAll().where('account_id', '=', o.accountId).where('due_on', '>=', o.from).where('due_on', '<=', o.to).where('state', '<>', 'dropped');
  if (o.publicOnly) query = query.where('public', '=', true);
  return (await query.orderBy('due_on').orderBy('id').limit(2_000).execute()).map(expectedOf);
};
/** Receptions that already count for one of this duty. */
export const countedFor = async (q: Read, dutyId: number, receptionIds: readonly number[]): Promise<ReadonlySet<number>> =>
  receptionIds.length === 0 ? new Set() : new Set((await db(q).selectFrom('reception.expected').select('reception_id').where('duty_id', '=', dutyId).where('reception_id', 'in', [...receptionIds]).execute()).flatMap((row) => row.reception_id ?? []));
/** For which ones a reception counts. */
export const countsFor = async (q: Read, receptionId: number): Promise<readonly Expected[]> =>
  (await db(q).selectFrom('reception.expected').selectAll().where('reception_id', '=', receptionId).limit(20).execute()).map(expectedOf);

type Counts = Permit<'duty.count'>;
const acted = async (tx: Tx, permit: Counts, a: { expectedId: number; act: string; at: Date; before: Day | null; after: Day | null; state: string; facts?: Record<string, unknown>; by?: number | null }): Promise<void> => {
  await db(tx).insertInto('reception.expected_act').values({ expected_id: a.expectedId, act: a.act, at: a.at, by_kind: a.by == null ? permit.actor.kind : 'staff', by_account: a.by ?? null, due_before: a.before, due_after: a.after, state_after: a.state, facts: JSON.stringify(a.facts ?? {}) }).execute();
};
/** `why`: whose order, and what for; of the clock's own there is none. */
export type Order = { readonly at: Date; readonly by: number | null; readonly facts: Readonly<Record<string, unknown>> };

/** Laid out once: whoever lays out beside us has done it already. */
export const insertExpected = async (tx: Tx, permit: Counts, duty: Duty, owed: Owed, calendarVersion: string, order: Order): Promise<boolean> => {
  const row = await db(tx).insertInto('reception.expected').values({
    duty_id: duty.id, account_id: owed.accountId, unit_id: owed.unitId, branch_id: duty.branchId, public: duty.public, period_from: owed.periodFrom, period_to: owed.periodTo, nth: owed.nth, opens_on: owed.opensOn, due_on: owed.dueOn,
    rule_version: ruleVersion, calendar_version: calendarVersion, reception_id: null, by_deputy: null, why: null, decided_at: null,
  }).onConflict((c) => c.constraint('expected_once').doNothing()).returning('id').executeTakeFirst();
  if (row) await acted(tx, permit, { expectedId: row.id, act: 'lay_out', at: order.at, before: null, after: owed.dueOn, state: 'open', by: order.by });
  return row !== undefined;
};
/** A day that moves leaves the one before. */
export const moveExpected = async (tx: Tx, permit: Counts, e: Expected, owed: Owed, calendarVersion: string, order: Order): Promise<void> => {
  await db(tx).updateTable('reception.expected').set({ period_to: owed.periodTo, opens_on: owed.opensOn, due_on: owed.dueOn, unit_id: owed.unitId, state: 'open', rule_version: ruleVersion, calendar_version: calendarVersion }).where('id', '=', e.id).where('state', 'in', ['open', 'dropped']).execute();
  await acted(tx, permit, { expectedId: e.id, act: e.state === 'dropped' ? 'take_up' : 'move', at: order.at, before: e.dueOn, after: owed.dueOn, state: 'open', facts: { ...order.facts, calendar: calendarVersion }, by: order.by });
};
export const dropExpected = async (tx: Tx, permit: Counts, e: Expected, order: Order): Promise<void> => {
  await db(tx).updateTable('reception.expected').set({ state: 'dropped' }).where('id', '=', e.id).where('state', '=', 'open').execute();
  await acted(tx, permit, { expectedId: e.id, act: 'drop', at: order.at, before: e.dueOn, after: null, state: 'dropped', facts: { ...order.facts }, by: order.by });
};
export const showExpected = async (tx: Tx, _permit: Counts, dutyId: number, shown: boolean): Promise<void> => {
  await db(tx).updateTable('reception.expected').set({ public: shown }).where('duty_id', '=', dutyId).where('public', '<>', shown).execute();
};
export const decideExpected = async (tx: Tx, permit: Counts, e: Expected, j: Judgement, at: Date): Promise<void> => {
  const held = j.state === 'met' || j.state === 'empty' ? j : null;
  await db(tx).updateTable('reception.expected').set({ state: j.state, why: j.state === 'missed' ? j.why : null, reception_id: held?.receptionId ?? null, by_deputy: held?.byDeputy ?? null, decided_at: at }).where('id', '=', e.id).where('state', '=', 'open').execute();
  await acted(tx, permit, { expectedId: e.id, act: 'decide', at, before: e.dueOn, after: e.dueOn, state: j.state, facts: j.state === 'missed' ? { why: j.why } : held ? { reception: held.receptionId, ...(held.byDeputy === null ? {} : { deputy: held.byDeputy }) } : {} });
};
/** What was decided changes by this alone, and only for the better of whoever owed it. */
export const redecideExpected = async (tx: Tx, permit: Counts, e: Expected, j: Extract<Judgement, { readonly state: 'met' | 'empty' }>, at: Date): Promise<void> => {
  await db(tx).updateTable('reception.expected').set({ state: j.state, why: null, reception_id: j.receptionId, by_deputy: j.byDeputy, decided_at: at }).where('id', '=', e.id).where('state', '=', e.state).execute();
  await acted(tx, permit, { expectedId: e.id, act: 'judge_again', at, before: e.dueOn, after: e.dueOn, state: j.state, facts: { before: e.state, ...(e.why === null ? {} : { why: e.why }), reception: j.receptionId, ...(j.byDeputy === null ? {} : { deputy: j.byDeputy }) } });
};
