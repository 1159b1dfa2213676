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

/**
 * The baton of all matters first given in a period, by body: each holder's stretch from the act that brought it until the next holder's, its end, or `now`.
 * Only four acts can change who holds it. A matter that came back is a new promise with the same source and counts as one.
 */
export const heldByBodies = async (q: Read, f: { readonly kind: SourceKind; readonly from: string; readonly to: string; readonly now: Date }): Promise<readonly Held[]> => {
  const { rows } = await sql<Omit<Held, 'region'> & { region: string | null; whole: boolean }>`
    WITH promise AS MATERIALIZED (
      SELECT id, source_id, territory_path[2] AS region, hand_overs, carousel, ended_at FROM assignments.assignment
      WHERE lead AND source_kind = ${f.kind} AND given_on BETWEEN ${f.from}::date AND ${f.to}::date),
    step AS (
      SELECT c.assignment_id, c.id, c.at, c.to_unit, c.to_account, lag(c.id) OVER w AS before, lag(c.to_unit) OVER w AS unit_before, lag(c.to_account) OVER w AS account_before
      FROM assignments.act c JOIN promise p ON p.id = c.assignment_id WHERE c.act IN ('give', 'accept', 'hand_over', 'report') WINDOW w AS (PARTITION BY c.assignment_id ORDER BY c.id)),
    turn AS (
      SELECT assignment_id, to_unit AS unit, at AS began, lead(at) OVER (PARTITION BY assignment_id ORDER BY id) AS next
      FROM step WHERE before IS NULL OR to_unit <> unit_before OR to_account IS DISTINCT FROM account_before),
    held AS (
      SELECT t.unit, p.region, p.source_id, greatest(0, extract(epoch FROM coalesce(t.next, p.ended_at, ${f.now}) - t.began)) / 3600 AS hours FROM turn t JOIN promise p ON p.id = t.assignment_id),
    matter AS (SELECT source_id, sum(hand_overs) AS hand_overs, bool_or(carousel) AS carousel FROM promise GROUP BY source_id),
    mine AS (
      SELECT o.unit, o.region, grouping(o.region) = 1 AS whole, count(*)::int AS matters, sum(m.hand_overs)::int AS hand_overs, count(*) FILTER (WHERE m.carousel)::int AS carousel
      FROM (SELECT DISTINCT unit, region, source_id FROM held) o JOIN matter m USING (source_id) GROUP BY GROUPING SETS ((o.unit), (o.unit, o.region))),
    timed AS (
      SELECT unit, region, grouping(region) = 1 AS whole, count(*)::int AS stretches, percentile_cont(0.5) WITHIN GROUP (ORDER BY hours) AS median
      FROM held GROUP BY GROUPING SETS ((unit), (unit, region)))
    SELECT m.unit AS "unitId", m.region, m.whole, m.matters, m.hand_overs AS "handOvers", m.carousel, t.stretches, t.median::float8 AS "medianHours"
    FROM mine m JOIN timed t ON t.unit = m.unit AND t.whole = m.whole AND t.region IS NOT DISTINCT FROM m.region
    ORDER BY m.matters DESC, m.unit LIMIT 20000`.execute(db(q));
  return rows.map(({ whole, region, ...row }) => ({ ...row, region: whole ? undefined : region }));
};
