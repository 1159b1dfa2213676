import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { system } from '../../../kernel/actor.ts';
import { addDays, day } from '../../../kernel/day.ts';
import { read, sql, type Read } from '../../../platform/db.ts';
import { freshDb, type TestDb } from '../../../../test/support/database.ts';
import { allowed, depth } from '../../../../test/support/proof.ts';
import type { Held } from '../law/held.ts';
import { heldByBodies, type HeldAsked } from './figures.ts';
import { db } from './tables.ts';

/** Promises of two years: every third source came back, some into another region; some papers were brought in long after; tasks and visits beside them. */
const size = 3_000;
const begins = day('2025-01-01');
const now = new Date('2027-01-10T05:00:00Z');

let t: TestDb;
beforeAll(async () => {
  t = await freshDb();
  await t.raw('SELECT setseed(0.42)');
  await t.raw(`INSERT INTO assignments.assignment (id, source_kind, source_id, lead, branch_id, territory_path, executor_unit, controller_unit, stage, given_at, given_on, due_on, original_due_on, rule_version, calendar_version, seen_by, hand_overs, moved_at, carousel, ended_at)
    SELECT CASE WHEN i < $1::int / 10 THEN i WHEN i < $1::int / 2 THEN 20250000000000 + i * 2 ELSE 20260000000000 + i END, CASE WHEN r1 < 0.9 THEN 'appeal' ELSE 'visit' END, source, r2 < 0.9, 1,
      CASE WHEN r3 < 0.1 THEN '{}'::text[] ELSE ARRAY['000000000', 'R' || (source + CASE WHEN r3 < 0.3 THEN i ELSE 0 END) % 4] END, 1, 1, CASE WHEN latest AND r4 < 0.3 THEN 'given' ELSE 'settled' END, at, at::date, at::date, at::date, 'r', 'c', '{1}', floor(r5 * 5)::int, at, r5 > 0.7,
      CASE WHEN latest AND r4 < 0.3 THEN NULL ELSE at + floor(r4 * 5000000) * interval '1 second' END
    FROM (SELECT *, i = max(i) OVER (PARTITION BY source) AS latest FROM (SELECT i, 1 + floor(random() * $1 * 0.6)::int AS source, random() AS r1, random() AS r2, random() AS r3, random() AS r4, random() AS r5,
      $2::timestamptz + floor((CASE WHEN random() < 0.05 THEN random() ELSE i::float / $1 END) * 730 * 86400) * interval '1 second' AS at FROM generate_series(1, $1::int) AS i) AS r) AS x`, [size, begins]);
  // a holder's turn, or an act that leaves it where it is; a clock that was set back gives a stretch of nothing
  await t.raw(`INSERT INTO assignments.act (id, assignment_id, act, at, by_kind, stage_after, from_unit, from_account, to_unit, to_account, due_after)
    SELECT 10 * nth + n, id, CASE n WHEN 1 THEN 'give' ELSE 'hand_over' END, at + floor((n - 1 + random() * 1.5 - 0.2) * 300000) * interval '1 second', 'staff', 'given', CASE WHEN n > 1 THEN was END, CASE WHEN n > 1 AND r1 < 0.5 THEN 7 END,
      CASE WHEN r2 < 0.3 THEN was ELSE 1 + floor(8 * power(r2, 2))::int END, CASE WHEN r1 < 0.4 THEN 7 END, at::date
    FROM (SELECT a.id, a.given_at AS at, row_number() OVER (ORDER BY a.id) AS nth, n, 1 + (a.id + n) % 8 AS was, random() AS r1, random() AS r2 FROM assignments.assignment a CROSS JOIN LATERAL generate_series(1, 1 + a.id::int8 % 5) AS n) AS x`);
  await t.raw('ANALYZE assignments.assignment, assignments.act');
});
afterAll(() => t.drop());

/** All in one statement, each stretch as long as it was: what the pieces have to add up to. */
const slowHeld = async (q: Read, f: HeldAsked): Promise<readonly Held[]> => {
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
    FROM held GROUP BY GROUPING SETS ((unit), (unit, region))`.execute(db(q));
  return rows.map(({ whole, region, ...row }) => ({ ...row, region: whole ? undefined : region }));
};

const inOrder = (all: readonly Held[]): readonly Held[] => {
  const key = (one: Held): string => `${one.unitId} ${one.region === undefined ? '' : one.region === null ? '-' : `:${one.region}`}`;
  return all.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
};
const bothOf = (f: HeldAsked): Promise<readonly [readonly Held[], readonly Held[]]> =>
  read(t.ctx(system('test')), async (q) => [inOrder(await heldByBodies(q, f)), inOrder(await slowHeld(q, f))]);

const asked = fc.record({ from: fc.integer({ min: -20, max: 720 }), days: fc.integer({ min: 0, max: 420 }), promisesAPiece: fc.constantFrom(29, 100, 777, 50_000), kind: fc.constantFrom('appeal' as const, 'visit' as const) });
const periodOf = ({ from, days, ...more }: { from: number; days: number; promisesAPiece: number; kind: 'appeal' | 'visit' }): HeldAsked => ({ ...more, from: addDays(begins, from), to: addDays(begins, from + days), now });

const periods = depth(40, 1_000);
test('counted in pieces of any size, any period gives what one statement over all of it gives', async () => {
  await fc.assert(fc.asyncProperty(asked, async (one) => {
    const [pieces, whole] = await bothOf(periodOf(one));
    expect(pieces).toEqual(whole);
  }), { numRuns: periods, seed: 20261121 });
}, allowed(120_000, 40, 1_000));

test('a matter that came back in another piece is counted once for a body that had it twice', async () => {
  const [pieces, whole] = await bothOf(periodOf({ from: 0, days: 729, promisesAPiece: 29, kind: 'appeal' }));
  expect(pieces).toEqual(whole);
  const again = await t.raw(`SELECT count(*)::int AS n FROM (SELECT source_id FROM assignments.assignment WHERE lead AND source_kind = 'appeal' GROUP BY source_id HAVING max(id) - min(id) > 29) AS s`);
  expect(Number(again[0]?.['n'])).toBeGreaterThan(size / 10);
});

test('of a stretch its seconds are counted, the rest of a second rounded', async () => {
  const [pieces, whole] = await bothOf({ ...periodOf({ from: 0, days: 729, promisesAPiece: 500, kind: 'appeal' }), now: new Date(now.getTime() + 437) });
  const bare = (all: readonly Held[]) => all.map((one) => ({ ...one, medianHours: null }));
  expect(bare(pieces)).toEqual(bare(whole));
  for (const [at, one] of pieces.entries()) expect(Math.abs((one.medianHours ?? 0) - (whole[at]?.medianHours ?? Infinity)) * 3600).toBeLessThanOrEqual(0.5001);
});

test('where nothing was given nothing is told', async () => {
  expect(await bothOf({ kind: 'appeal', from: '2019-01-01', to: '2019-12-31', now })).toEqual([[], []]);
  expect(await bothOf({ kind: 'appeal', from: '2026-02-01', to: '2026-01-01', now })).toEqual([[], []]);
});
