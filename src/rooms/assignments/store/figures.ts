import { setImmediate } from 'node:timers/promises';
import { addDays, day, type Day } from '../../../kernel/day.ts';
import { sql, type Read } from '../../../platform/db.ts';
import { added, heldOf, type Held, type Sum } from '../law/held.ts';
import type { SourceKind } from '../law.ts';
import { db } from './tables.ts';

export type HeldAsked = { readonly kind: SourceKind; readonly from: string; readonly to: string; readonly now: Date; /** a test cuts finer */ readonly promisesAPiece?: number };
type Ids = { readonly first: number; readonly last: number };

/** A statement has eight seconds; so many take half of one, and a slow machine ten times as long. */
const promisesAPiece = 50_000;
/** A look reads every promise of its days: of a country, some seven hundred thousand. */
const daysALook = 122;
/** A piece is sorted and hashed in memory, and planned by its own ids, for this question alone: a plan for any ids took a third longer. */
const room = sql`SELECT set_config('work_mem', '64MB', true), set_config('plan_cache_mode', 'force_custom_plan', true)`;

/**
 * The baton of all matters first given in a period, by body: each holder's stretch from the act that brought it until the next holder's, its end, or `now`.
 * A matter that came back is a new promise with the same source and counts as one. Counted in pieces by their ids, which add up; of every stretch its whole
 * seconds are kept, four bytes, and the median is of those.
 */
export const heldByBodies = async (q: Read, f: HeldAsked): Promise<readonly Held[]> => {
  await room.execute(db(q));
  const ids = await idsOf(q, f);
  if (ids === null) return [];
  const [size, sums] = [f.promisesAPiece ?? promisesAPiece, new Map<string, Sum>()];
  let lastSource = 0;
  for (let piece = await pieceOf(q, ids, size); piece !== null; piece = await pieceOf(q, { first: piece.last + 1, last: ids.last }, size)) {
    for (const row of await heldIn(q, f, piece, lastSource)) {
      if (row.unitId === null) lastSource = Math.max(lastSource, row.lastSource ?? 0);
      else added(sums, row);
    }
  }
  const all: Held[] = [];
  for (const own of Map.groupBy(sums.values(), (one) => one.unitId).values()) {
    all.push(...heldOf(own));
    await setImmediate(); // a body's million stretches are sorted; others are answered before the next body's
  }
  return all.toSorted((a, b) => b.matters - a.matters || a.unitId - b.unitId);
};

/** Between which ids the promises of the period are: an old paper that was brought in later has a late id. The count keeps PostgreSQL from walking along the key until it meets one. */
const idsOf = async (q: Read, f: HeldAsked): Promise<Ids | null> => {
  let [first, last] = [Infinity, -Infinity];
  for (let from: Day = day(f.from); from <= f.to; from = addDays(from, daysALook)) {
    const { rows } = await sql<{ first: number | null; last: number | null; promises: number }>`SELECT min(id) AS first, max(id) AS last, count(*) AS promises FROM assignments.assignment
      WHERE lead AND source_kind = ${f.kind} AND given_on BETWEEN ${from}::date AND least(${f.to}::date, ${addDays(from, daysALook - 1)}::date)`.execute(db(q));
    for (const row of rows) [first, last] = [Math.min(first, row.first ?? first), Math.max(last, row.last ?? last)];
  }
  return first <= last ? { first, last } : null;
};

/** So many promises and no more, however far their ids lie apart: those of a year end where the next year's begin ten thousand million later. */
const pieceOf = async (q: Read, { first, last }: Ids, size: number): Promise<Ids | null> => {
  if (first > last) return null;
  const row = await db(q).selectFrom('assignments.assignment').select('id').where('id', '>=', first).where('id', '<=', last).orderBy('id').offset(size - 1).limit(1).executeTakeFirst();
  return { first, last: row?.id ?? last };
};

const turns = sql`(from_unit IS DISTINCT FROM to_unit OR from_account IS DISTINCT FROM to_account)`;

type Part = Omit<Sum, 'seconds' | 'stretches'> & { readonly seconds: Buffer | null };
type Row = Part | { readonly unitId: null; readonly lastSource: number | null };

/**
 * One piece. Who has a promise in an earlier one is looked up among sources up to the last one met there: what came back, and nearly nothing else. Such a matter is counted here
 * for the bodies it had not reached, with all its hand-overs so far; for those it had reached what it was handed over since is added.
 * `OFFSET 0`: found by an index for each, never by reading the table through. EXCEPT takes two unknown regions for the same.
 */
const heldIn = async (q: Read, f: HeldAsked, { first, last }: Ids, lastSource: number): Promise<readonly Row[]> => {
  const given = sql`lead AND source_kind = ${f.kind} AND given_on BETWEEN ${f.from}::date AND ${f.to}::date`;
  const { rows } = await sql<Row>`
    WITH promise AS MATERIALIZED (
      SELECT id, source_id, territory_path[2] COLLATE "C" AS region, hand_overs, carousel, ended_at FROM assignments.assignment WHERE id BETWEEN ${first} AND ${last} AND ${given}),
    matter AS MATERIALIZED (SELECT source_id, sum(hand_overs) AS hand_overs, bool_or(carousel) AS carousel FROM promise GROUP BY source_id),
    earlier AS MATERIALIZED (
      SELECT e.* FROM (SELECT source_id FROM matter WHERE source_id <= ${lastSource} ORDER BY 1) m CROSS JOIN LATERAL (
        SELECT id, source_id, territory_path[2] COLLATE "C" AS region, hand_overs, carousel FROM assignments.assignment s WHERE s.source_id = m.source_id AND id < ${first} AND ${given} OFFSET 0) e),
    before AS MATERIALIZED (SELECT source_id, sum(hand_overs) AS hand_overs, bool_or(carousel) AS carousel FROM earlier GROUP BY source_id),
    had AS MATERIALIZED (
      SELECT DISTINCT t.unit, e.region, e.source_id FROM earlier e CROSS JOIN LATERAL (SELECT to_unit AS unit FROM assignments.act WHERE assignment_id = e.id AND ${turns} OFFSET 0) t),
    turn AS (
      SELECT assignment_id, to_unit AS unit, at AS began, lead(at) OVER (PARTITION BY assignment_id ORDER BY id) AS next FROM assignments.act WHERE assignment_id BETWEEN ${first} AND ${last} AND ${turns}),
    held AS MATERIALIZED (
      SELECT t.unit, p.region, p.source_id, least(2147483647, greatest(0, round(date_part('epoch', coalesce(t.next, p.ended_at, ${f.now}) - t.began))))::int AS seconds FROM turn t JOIN promise p ON p.id = t.assignment_id),
    reached AS (
      SELECT n.unit, n.region, 1 AS matters, m.hand_overs + coalesce(b.hand_overs, 0) AS hand_overs, m.carousel OR coalesce(b.carousel, false) AS carousel
      FROM (SELECT unit, region, source_id FROM held EXCEPT SELECT unit, region, source_id FROM had) n JOIN matter m USING (source_id) LEFT JOIN before b USING (source_id)
      UNION ALL SELECT h.unit, h.region, 0, m.hand_overs, m.carousel AND NOT b.carousel FROM had h JOIN matter m USING (source_id) JOIN before b USING (source_id))
    SELECT unit AS "unitId", region, sum(matters)::int AS matters, sum(hand_overs)::int AS "handOvers", (count(*) FILTER (WHERE carousel))::int AS carousel, NULL::bytea AS seconds, NULL::bigint AS "lastSource" FROM reached GROUP BY unit, region
    UNION ALL SELECT unit, region, 0, 0, 0, string_agg(int4send(seconds), ''), NULL FROM held GROUP BY unit, region
    UNION ALL SELECT NULL, NULL, 0, 0, 0, NULL, max(source_id) FROM promise`.execute(db(q));
  return rows;
};
