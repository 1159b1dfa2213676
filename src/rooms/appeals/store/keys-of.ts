import { sql, type Read } from '../../../platform/db.ts';
import type { Outcome, Verdict } from '../law/stages.ts';
import { db } from './tables.ts';

/** So many appeals of one group of the caller's stand so with the office and with the person. */
export type KeysOf = { readonly group: number; readonly outcome: Outcome | null; readonly verdict: Verdict | null; readonly count: number };

/** Both keys of the appeals given, counted by the caller's own groups: `groups[n]` is the one `ids[n]` belongs to. For figures, with the house's eyes. */
export const keysOf = async (q: Read, ids: readonly number[], groups: readonly number[]): Promise<readonly KeysOf[]> => {
  if (ids.length === 0) return [];
  const { rows } = await sql<KeysOf>`SELECT g.grp AS "group", a.office_outcome AS outcome, a.verdict, count(*)::int AS count
    FROM unnest(${ids}::bigint[], ${groups}::int[]) AS g (id, grp) LEFT JOIN appeals.appeal a ON a.id = g.id GROUP BY 1, 2, 3`.execute(db(q));
  return rows;
};
