import type { Permit } from '../../../kernel/permit.ts';
import { sql, type Read, type Tx } from '../../../platform/db.ts';
import { goesRound, isOpen, standingStill, type Act, type Assignment, type Place, type Source, type Stage } from '../law.ts';
import { assignmentOf, byAccount, columns, db, type Row } from './tables.ts';

export type Given = {
  source: Source; branchId: number; task: string | null; executor: Place; controller: Place; givenAt: Date; givenOn: string; dueOn: string;
  ruleVersion: string; calendarVersion: string;
  /** how people name the source, and where it is: the board lists and filters by them */
  reference: string; territoryPath: readonly string[];
  /** false: a task beside the holder's own promise */
  lead?: boolean;
};

export const insert = async (tx: Tx, permit: Permit<string>, g: Given): Promise<number> => {
  const { id } = await db(tx).insertInto('assignments.assignment').values({
    id: sql`platform.year_id(${g.givenAt}, nextval('assignments.assignment_id_seq'))`,
    source_kind: g.source.kind, source_id: g.source.id, lead: g.lead ?? true, reference: g.reference, branch_id: g.branchId, task: g.task, territory_path: [...g.territoryPath],
    executor_unit: g.executor.unitId, executor_account: g.executor.accountId, controller_unit: g.controller.unitId, controller_account: g.controller.accountId,
    stage: 'given', given_at: g.givenAt, given_on: g.givenOn, due_on: g.dueOn, original_due_on: g.dueOn,
    rule_version: g.ruleVersion, calendar_version: g.calendarVersion,
    seen_by: [...new Set([g.branchId, g.controller.unitId, g.executor.unitId])], moved_at: g.givenAt, reported_at: null, ended_at: null,
  }).returning('id').executeTakeFirstOrThrow();
  await addAct(tx, permit, { id, act: 'give', at: g.givenAt, stage: 'given', from: null, to: g.executor, dueBefore: null, dueAfter: g.dueOn, reason: g.task });
  return id;
};

export const lock = async (tx: Tx, id: number): Promise<Assignment | undefined> => {
  const row = await db(tx).selectFrom('assignments.assignment').select(columns).where('id', '=', id).forUpdate().executeTakeFirst();
  return row && assignmentOf(row as Row);
};

/** The holder's own promise of a source, or a task beside it by its id; not locked. */
export const byId = async (q: Read, id: number): Promise<Assignment | undefined> => {
  const row = await db(q).selectFrom('assignments.assignment').select(columns).where('id', '=', id).executeTakeFirst();
  return row && assignmentOf(row as Row);
};

export type Change = {
  id: number; act: Act; at: Date; stage: Stage; from: Place; to: Place; dueBefore: string; dueAfter: string; reason: string | null; controller?: Place | undefined;
  /** the rule and the calendar that made the new day */
  term?: { ruleVersion: string; calendarVersion: string } | undefined;
};

/** The row follows the act: stage, holder, day, and the marks that the board is filtered by. */
export const move = async (tx: Tx, permit: Permit<string>, c: Change): Promise<void> => {
  const before = c.act === 'hand_over' ? await steps(tx, c.id) : [];
  await db(tx).updateTable('assignments.assignment').set((eb) => ({
    stage: c.stage, executor_unit: c.to.unitId, executor_account: c.to.accountId, due_on: c.dueAfter,
    ...(c.term ? { rule_version: c.term.ruleVersion, calendar_version: c.term.calendarVersion } : {}),
    ...(c.controller ? { controller_unit: c.controller.unitId, controller_account: c.controller.accountId } : {}),
    ...(c.act === 'hand_over'
      ? {
          hand_overs: eb('hand_overs', '+', 1), carousel: goesRound([...before, { act: c.act, to: c.to }]),
          seen_by: sql<number[]>`array(SELECT DISTINCT unnest(seen_by || ${c.to.unitId}::bigint))`,
        }
      : {}),
    ...(c.act === 'report' ? { reported_at: c.at } : {}),
    ...(c.act === 'ask_time' ? { waits: true } : {}),
    ...(c.act === 'grant_time' || c.act === 'deny_time' || !isOpen(c.stage) ? { waits: false } : {}),
    // a later day begins the ladder anew
    ...(c.dueAfter === c.dueBefore ? {} : { rung: 0 }),
    ...((standingStill as readonly Act[]).includes(c.act) ? {} : { moved_at: c.at }),
    ...(isOpen(c.stage) ? {} : { ended_at: c.at }),
  })).where('id', '=', c.id).execute();
  await addAct(tx, permit, c);
  await tellHelpers(tx, c.id);
};

/** What the boards of helpers are ordered by follows the promise; once it ends, it leaves them. */
const tellHelpers = async (tx: Tx, id: number): Promise<void> => {
  await sql`UPDATE assignments.co_executor h SET near_on = a.near_on, moved_at = a.moved_at, open = a.open FROM assignments.assignment a WHERE a.id = ${id} AND h.assignment_id = a.id AND h.open`.execute(db(tx));
};

/** The first promise beside the holder's own day, as the room of the source keeps it; null: one clock. */
export const keepBeside = async (tx: Tx, _permit: Permit<string>, p: { assignmentId: number; promisedOn: string | null }): Promise<void> => {
  await db(tx).updateTable('assignments.assignment').set({ promised_on: p.promisedOn }).where('id', '=', p.assignmentId).execute();
  await tellHelpers(tx, p.assignmentId);
};

const addAct = async (tx: Tx, permit: Permit<string>, c: Omit<Change, 'act' | 'from' | 'dueBefore'> & { act: Act | 'give'; from: Place | null; dueBefore: string | null }): Promise<void> => {
  await db(tx).insertInto('assignments.act').values({
    assignment_id: c.id, act: c.act, at: c.at, by_kind: permit.actor.kind, by_account: byAccount(permit),
    stage_after: c.stage, from_unit: c.from?.unitId ?? null, from_account: c.from?.accountId ?? null, to_unit: c.to.unitId, to_account: c.to.accountId,
    due_before: c.dueBefore, due_after: c.dueAfter, reason: c.reason,
  }).execute();
};

const steps = async (q: Read, id: number): Promise<readonly { act: Act | 'give'; to: Place }[]> =>
  (await db(q).selectFrom('assignments.act').select(['act', 'to_unit', 'to_account']).where('assignment_id', '=', id).orderBy('id').limit(500).execute())
    .map((r) => ({ act: r.act, to: { unitId: r.to_unit, accountId: r.to_account } }));

export type HistoryRow = {
  assignmentId: number; act: Act | 'give'; at: Date; byAccount: number | null; from: Place | null; to: Place; stageAfter: Stage; dueBefore: string | null; dueAfter: string; reason: string | null;
};

/** Every act on the assignments of one source, oldest first; `lead`: on the holder's own only. */
export const history = async (q: Read, source: Source, o: { lead?: boolean } = {}): Promise<readonly HistoryRow[]> => {
  const rows = await db(q).selectFrom('assignments.act as c').innerJoin('assignments.assignment as a', 'a.id', 'c.assignment_id')
    .select(['c.assignment_id', 'c.act', 'c.at', 'c.by_account', 'c.from_unit', 'c.from_account', 'c.to_unit', 'c.to_account', 'c.stage_after', 'c.due_before', 'c.due_after', 'c.reason'])
    .where('a.source_kind', '=', source.kind).where('a.source_id', '=', source.id).$if(o.lead === true, (qb) => qb.where('a.lead', '=', true)).orderBy('c.id').limit(500).execute();
  return rows.map((r) => ({
    assignmentId: r.assignment_id, act: r.act, at: r.at, byAccount: r.by_account,
    from: r.from_unit === null ? null : { unitId: r.from_unit, accountId: r.from_account }, to: { unitId: r.to_unit, accountId: r.to_account },
    stageAfter: r.stage_after, dueBefore: r.due_before, dueAfter: r.due_after, reason: r.reason,
  }));
};

/** Everybody who ever was to do it, as persons: none of them is "a different person". */
export const executorsSoFar = async (q: Read, source: Source): Promise<readonly number[]> => {
  const rows = await db(q).selectFrom('assignments.act as c').innerJoin('assignments.assignment as a', 'a.id', 'c.assignment_id')
    .select('c.to_account').distinct().where('a.source_kind', '=', source.kind).where('a.source_id', '=', source.id).where('a.lead', '=', true).where('c.to_account', 'is not', null).execute();
  return rows.flatMap((r) => (r.to_account === null ? [] : [r.to_account]));
};

/** All assignments of a source, oldest first. */
export const ofSource = async (q: Read, source: Source): Promise<readonly Assignment[]> => {
  const rows = await db(q).selectFrom('assignments.assignment').select(columns)
    .where('source_kind', '=', source.kind).where('source_id', '=', source.id).orderBy('id').limit(200).execute();
  return rows.map((row) => assignmentOf(row as Row));
};

/** Tasks beside the holder's promise that nobody has settled yet: while there are any, the source is not settled. */
export const openBeside = async (tx: Tx, source: Source): Promise<readonly Assignment[]> => {
  const rows = await db(tx).selectFrom('assignments.assignment').select(columns)
    .where('source_kind', '=', source.kind).where('source_id', '=', source.id).where('open', '=', true).where('lead', '=', false).orderBy('id').forUpdate().execute();
  return rows.map((row) => assignmentOf(row as Row));
};

/** The source was found to be somewhere else: its promises are listed there from now on. */
export const relocate = async (tx: Tx, _permit: Permit<string>, source: Source, territoryPath: readonly string[]): Promise<void> => {
  await db(tx).updateTable('assignments.assignment').set({ territory_path: [...territoryPath] }).where('source_kind', '=', source.kind).where('source_id', '=', source.id).execute();
};

export const lastActAt = async (q: Read, id: number, act: Act): Promise<Date | null> =>
  (await db(q).selectFrom('assignments.act').select('at').where('assignment_id', '=', id).where('act', '=', act).orderBy('id', 'desc').limit(1).executeTakeFirst())?.at ?? null;

/** Whoever took it, reported or helped, as persons. */
export const workersOn = async (q: Read, id: number): Promise<readonly number[]> => {
  const rows = await db(q).selectFrom('assignments.act').select('by_account').distinct().where('assignment_id', '=', id).where('by_account', 'is not', null)
    // taken over from somebody who is away: a hand-over to oneself
    .where((eb) => eb.or([eb('act', 'in', ['accept', 'report', 'contribute']), eb.and([eb('act', '=', 'hand_over'), eb('to_account', '=', eb.ref('by_account'))])])).execute();
  return rows.flatMap((r) => (r.by_account === null ? [] : [r.by_account]));
};
