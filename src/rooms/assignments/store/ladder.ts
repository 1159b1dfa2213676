import type { Day } from '../../../kernel/day.ts';
import type { Permit } from '../../../kernel/permit.ts';
import { sql, type Read, type Tx } from '../../../platform/db.ts';
import type { Assignment } from '../law.ts';
import type { Rung, Told } from '../law/ladder.ts';
import { assignmentOf, byAccount, columns, db, type Row } from './tables.ts';

export type Ladder = { readonly id: number; readonly branchId: number | null; readonly sinceOn: Day; readonly rungs: readonly Rung[] };

/** The ladder in force for a branch: its own newest, else the house's. */
export const ladderOf = async (q: Read, branchId: number | null, on: Day): Promise<Ladder> => {
  const found = await db(q).selectFrom('assignments.ladder').select(['id', 'branch_id', 'since_on'])
    .where((eb) => (branchId === null ? eb('branch_id', 'is', null) : eb.or([eb('branch_id', '=', branchId), eb('branch_id', 'is', null)]))).where('since_on', '<=', on)
    .orderBy(sql`branch_id IS NULL`).orderBy('since_on', 'desc').orderBy('id', 'desc').limit(1).executeTakeFirstOrThrow();
  const rungs = await db(q).selectFrom('assignments.rung').selectAll().where('ladder_id', '=', found.id).orderBy('place').execute();
  return { id: found.id, branchId: found.branch_id, sinceOn: found.since_on as Day, rungs: rungs.map((r) => ({ place: r.place, days: r.days, tells: r.tells as Told[], agenda: r.agenda })) };
};

export type LadderVersion = Ladder & { readonly madeAt: Date; readonly madeBy: number | null };
/** Every version of one branch's own ladder, or of the house's, the newest first. */
export const ladderVersions = async (q: Read, branchId: number | null): Promise<readonly LadderVersion[]> => {
  const found = await db(q).selectFrom('assignments.ladder').selectAll().where('branch_id', 'is not distinct from', branchId).orderBy('id', 'desc').limit(50).execute();
  const rungs = found.length === 0 ? [] : await db(q).selectFrom('assignments.rung').selectAll().where('ladder_id', 'in', found.map((one) => one.id)).orderBy('place').execute();
  return found.map((one) => ({
    id: one.id, branchId: one.branch_id, sinceOn: one.since_on as Day, madeAt: one.made_at, madeBy: one.made_by,
    rungs: rungs.filter((r) => r.ladder_id === one.id).map((r) => ({ place: r.place, days: r.days, tells: r.tells as Told[], agenda: r.agenda })),
  }));
};

/** Open promises by branch, due day and rung reached, which one ladder speaks for: of one branch, or of every branch that has none of its own. */
export type Standing = { readonly branchId: number; readonly dueOn: Day; readonly rung: number; readonly count: number };
const spokenFor = (branchId: number | null) => (branchId === null ? sql`NOT EXISTS (SELECT 1 FROM assignments.ladder l WHERE l.branch_id = a.branch_id)` : sql`a.branch_id = ${branchId}`);
export const standingOn = async (q: Read, branchId: number | null, until: Day): Promise<readonly Standing[]> => {
  const { rows } = await sql<{ branch_id: number; due_on: Day; rung: number; n: number }>`SELECT a.branch_id, a.due_on, a.rung, count(*)::int AS n FROM assignments.assignment a
    WHERE a.open AND a.due_on <= ${until}::date AND ${spokenFor(branchId)} GROUP BY 1, 2, 3`.execute(db(q));
  return rows.map((r) => ({ branchId: Number(r.branch_id), dueOn: r.due_on, rung: r.rung, count: r.n }));
};

export const insertLadder = async (tx: Tx, permit: Permit<'ladder.edit'>, l: { branchId: number | null; sinceOn: Day; at: Date; rungs: readonly Omit<Rung, 'place'>[] }): Promise<number> => {
  const { id } = await db(tx).insertInto('assignments.ladder').values({ branch_id: l.branchId, since_on: l.sinceOn, made_at: l.at, made_by: byAccount(permit) }).returning('id').executeTakeFirstOrThrow();
  await db(tx).insertInto('assignments.rung').values(l.rungs.map((rung, at) => ({ ladder_id: id, place: at + 1, days: rung.days, tells: [...rung.tells], agenda: rung.agenda }))).execute();
  return id;
};

/** Branches that have anything open that may stand on a rung. */
export const branchesWithDue = async (q: Read, until: Day): Promise<readonly number[]> =>
  (await sql<{ branch_id: number }>`SELECT DISTINCT branch_id FROM assignments.assignment WHERE open AND due_on <= ${until}::date ORDER BY 1`.execute(db(q))).rows.map((r) => r.branch_id);

/** Open promises of a branch due until a day that have not reached the top, a few hundred at a time, in the order of ids. */
export const climbing = async (tx: Tx, f: { branchId: number; until: Day; top: number; afterId: number }): Promise<readonly Assignment[]> =>
  (await db(tx).selectFrom('assignments.assignment').select(columns).where('branch_id', '=', f.branchId).where('open', '=', true).where('due_on', '<=', f.until)
    .where('rung', '<', f.top).where('id', '>', f.afterId).orderBy('id').limit(300).forUpdate().execute()).map((row) => assignmentOf(row as Row));

/**
 * The rungs that are new for this day of this promise, by their days: a ladder may have been changed since the last morning, so that the place of a rung
 * says nothing. `place` of a row is the how-manieth call for that day. The promise is locked by whoever climbs.
 */
export const insertEscalations = async (tx: Tx, _permit: Permit<'assignment.escalate'>, e: { assignmentId: number; dueOn: string; at: Date; rungs: readonly Rung[] }): Promise<readonly number[]> => {
  const { rows } = await sql<{ days: number }>`INSERT INTO assignments.escalation (assignment_id, due_on, place, days, at, agenda)
    SELECT ${e.assignmentId}, ${e.dueOn}::date, said.most + row_number() OVER (ORDER BY r.place), r.days, ${e.at}, r.agenda
    FROM jsonb_to_recordset(${JSON.stringify(e.rungs)}::jsonb) AS r (place int, days int, agenda boolean),
      (SELECT coalesce(max(place), 0) AS most, coalesce(array_agg(days), '{}') AS days FROM assignments.escalation WHERE assignment_id = ${e.assignmentId} AND due_on = ${e.dueOn}::date) AS said
    WHERE r.days <> ALL (said.days) ON CONFLICT DO NOTHING RETURNING days`.execute(db(tx));
  return rows.map((r) => r.days);
};
/** Another ladder: each promise stands where its calls so far put it on the new one, so that a shorter ladder silences nobody. */
export const standAnew = async (tx: Tx, _permit: Permit<'ladder.edit'>, branchId: number | null, rungs: readonly { readonly days: number }[]): Promise<void> => {
  await sql`UPDATE assignments.assignment a SET rung = (SELECT count(*) FROM unnest(${rungs.map((rung) => rung.days)}::int[]) AS days
      WHERE days <= (SELECT max(e.days) FROM assignments.escalation e WHERE e.assignment_id = a.id AND e.due_on = a.due_on))
    WHERE a.open AND a.rung > 0 AND ${spokenFor(branchId)}`.execute(db(tx));
};
export const writeRung = async (tx: Tx, _permit: Permit<'assignment.escalate'>, assignmentId: number, place: number): Promise<void> => {
  await db(tx).updateTable('assignments.assignment').set({ rung: place }).where('id', '=', assignmentId).execute();
};

/** What the next weekly sitting of a branch has on its agenda: reached a rung that says so, and still open. */
export const agendaOf = async (q: Read, branchIds: readonly number[] | 'all', most = 200): Promise<readonly Assignment[]> => {
  const { rows } = await sql<Row>`SELECT ${sql.raw(columns.map((name) => `a.${name}`).join(', '))} FROM assignments.assignment a
    WHERE a.open AND a.rung > 0 ${branchIds === 'all' ? sql`` : sql`AND a.branch_id = ANY (${[...branchIds]}::bigint[])`}
      AND EXISTS (SELECT 1 FROM assignments.escalation e WHERE e.assignment_id = a.id AND e.due_on = a.due_on AND e.agenda)
    ORDER BY a.due_on, a.id LIMIT ${sql.raw(String(Math.trunc(most)))}`.execute(db(q));
  return rows.map(assignmentOf);
};
