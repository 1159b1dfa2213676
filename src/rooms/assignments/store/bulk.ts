import { sql, type Read } from '../../../platform/db.ts';
import type { Assignment } from '../law.ts';
import { assignmentOf, columns, db, type Row } from './tables.ts';

/** Those of these that the reader's sight reaches, in the order of the board. */
export const byIds = async (q: Read, ids: readonly number[]): Promise<readonly Assignment[]> =>
  ids.length === 0 ? [] : (await db(q).selectFrom('assignments.assignment').select(columns).where('id', 'in', [...new Set(ids)]).orderBy('near_on').orderBy('id').execute()).map((row) => assignmentOf(row as Row));

export type Waiting = { readonly extensionId: number; readonly toOn: string; readonly askedBy: number | null; readonly reason: string };

/** The request for time that waits on each of these promises. */
export const waitingOn = async (q: Read, ids: readonly number[]): Promise<ReadonlyMap<number, Waiting>> => {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ assignment_id: number; id: number; to_on: string; asked_by: number | null; reason: string }>`
    SELECT a.id AS assignment_id, e.id, e.to_on, e.asked_by, e.reason FROM assignments.assignment a
    JOIN assignments.extension e ON e.source_kind = a.source_kind AND e.source_id = a.source_id AND e.granted IS NULL AND (e.assignment_id = a.id OR (a.lead AND e.assignment_id IS NULL))
    WHERE a.id = ANY (${[...ids]}::bigint[])`.execute(db(q));
  return new Map(rows.map((r) => [r.assignment_id, { extensionId: r.id, toOn: r.to_on, askedBy: r.asked_by, reason: r.reason }]));
};

/** When each of these was last reminded, where it was. */
export const remindedAt = async (q: Read, ids: readonly number[]): Promise<ReadonlyMap<number, Date>> => {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ assignment_id: number; at: Date }>`SELECT assignment_id, max(at) AS at FROM assignments.act WHERE assignment_id = ANY (${[...ids]}::bigint[]) AND act = 'remind' GROUP BY 1`.execute(db(q));
  return new Map(rows.map((r) => [r.assignment_id, r.at]));
};
