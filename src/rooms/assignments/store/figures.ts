import { sql, type Read } from '../../../platform/db.ts';
import type { SourceKind } from '../law.ts';
import { db } from './tables.ts';

/** What one body had in hand, of the whole country (`region` undefined) or of one region (null: the place is not known). */
export type Held = {
  readonly unitId: number; readonly region: string | null | undefined;
  /** matters that were with it, and all their hand-overs, whoever made them */
  readonly matters: number; readonly handOvers: number;
  /** those that came back to an earlier holder or reached a third */
  readonly carousel: number;
  /** stretches of one holder, a body or a person of it, and half of them were no longer than this */
  readonly stretches: number; readonly medianHours: number | null;
};

/** What is counted here is sorted once, half a million turns and more: in memory, for this question alone. */
const room = sql`SET LOCAL work_mem = '64MB'`;

/**
 * The baton of all matters first given in a period, by body: each holder's stretch from the act that brought it until the next holder's, its end, or `now`.
 * A matter that came back is a new promise with the same source and counts as one.
 */
export const heldByBodies = async (q: Read, f: { readonly kind: SourceKind; readonly from: string; readonly to: string; readonly now: Date }): Promise<readonly Held[]> => {
  await room.execute(db(q));
  const { rows } = await sql<Omit<Held, 'region'> & { region: string | null; whole: boolean }>`
    WITH promise AS MATERIALIZED (
      SELECT id, source_id, territory_path[2] COLLATE "C" AS region, sum(hand_overs) OVER matter AS hand_overs, bool_or(carousel) OVER matter AS carousel, ended_at FROM assignments.assignment
      WHERE lead AND source_kind = ${f.kind} AND given_on BETWEEN ${f.from}::date AND ${f.to}::date WINDOW matter AS (PARTITION BY source_id)),
    turn AS (
      SELECT assignment_id, to_unit AS unit, at AS began, lead(at) OVER (PARTITION BY assignment_id ORDER BY id) AS next
      FROM assignments.act WHERE assignment_id BETWEEN (SELECT min(id) FROM promise) AND (SELECT max(id) FROM promise) AND (from_unit IS DISTINCT FROM to_unit OR from_account IS DISTINCT FROM to_account)),
    held AS (
      SELECT t.unit, p.region, p.hand_overs, p.carousel, greatest(0, date_part('epoch', coalesce(t.next, p.ended_at, ${f.now}) - t.began)) / 3600 AS hours,
        row_number() OVER (PARTITION BY t.unit, p.region, p.source_id) = 1 AS once
      FROM turn t JOIN promise p ON p.id = t.assignment_id)
    SELECT unit AS "unitId", region, grouping(region) = 1 AS whole, (count(*) FILTER (WHERE once))::int AS matters, (sum(hand_overs) FILTER (WHERE once))::int AS "handOvers",
      (count(*) FILTER (WHERE once AND carousel))::int AS carousel, count(*)::int AS stretches, percentile_cont(0.5) WITHIN GROUP (ORDER BY hours) AS "medianHours"
    FROM held GROUP BY GROUPING SETS ((unit), (unit, region)) ORDER BY 4 DESC, 1 LIMIT 20000`.execute(db(q));
  return rows.map(({ whole, region, ...row }) => ({ ...row, region: whole ? undefined : region }));
};
