import type { Permit } from '../../../kernel/permit.ts';
import { sql, type Read, type Tx } from '../../../platform/db.ts';
import { db } from './tables.ts';

export type RowClaim = { readonly key: string; readonly body: Buffer };

/** Keys taken before, and whether with the same body. */
export const takenKeys = async (q: Read, rows: readonly RowClaim[]): Promise<ReadonlyMap<string, { sameBody: boolean }>> => {
  const { rows: found } = await sql<{ key: string; same: boolean }>`SELECT i.key, i.body_sha256 = w.body AS same
    FROM unnest(${rows.map((row) => row.key)}::text[], ${rows.map((row) => row.body)}::bytea[]) AS w (key, body) JOIN appeals.intake i USING (key)`.execute(db(q));
  return new Map(found.map((row) => [row.key, { sameBody: row.same }]));
};

/**
 * An id for every key nobody has taken, in the order given. A key that another import is taking at this moment is waited for and left to it.
 * Keys are written in one order, so that two imports of one file wait for each other and never both.
 */
export const claimKeys = async (tx: Tx, _permit: Permit<'appeal.import'>, rows: readonly RowClaim[], at: Date): Promise<ReadonlyMap<string, number>> => {
  if (rows.length === 0) return new Map();
  const ids = await sql<{ id: number }>`SELECT platform.year_id(${at}, nextval('appeals.appeal_id')) AS id FROM generate_series(1, ${rows.length}::int)`.execute(db(tx));
  const sorted = rows.map((row, place) => ({ ...row, id: ids.rows[place]?.id ?? 0 })).toSorted((a, b) => (a.key < b.key ? -1 : 1));
  const { rows: fresh } = await sql<{ key: string; id: number }>`INSERT INTO appeals.intake (key, body_sha256, appeal_ids, made_at)
    SELECT key, body, ARRAY[id], ${at} FROM unnest(${sorted.map((row) => row.key)}::text[], ${sorted.map((row) => row.body)}::bytea[], ${sorted.map((row) => row.id)}::bigint[])
      WITH ORDINALITY AS w (key, body, id, place) ORDER BY place
    ON CONFLICT (key) DO NOTHING RETURNING key, appeal_ids[1] AS id`.execute(db(tx));
  return new Map(fresh.map((row) => [row.key, row.id]));
};
