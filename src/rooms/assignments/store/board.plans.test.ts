import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { system, type Actor } from '../../../kernel/actor.ts';
import { addDays, type Day } from '../../../kernel/day.ts';
import { readInOrder, type Read } from '../../../platform/db.ts';
import { freshDb, testNow, type TestDb } from '../../../../test/support/database.ts';
import { looked as lookedIn } from '../../../../test/support/plans.ts';
import { board, boardCounts, drawers, mostLooked, pageSize, type BoardFilter, type BoardPage, type BoardScope, type Cursor, type Drawer } from './board.ts';

/** An office of twenty-four branches with thirty thousand promises open: any page that read "all of them" would show it. */
const size = 30_000;
const branches = 24;
const today = '2026-11-20' as Day;

let t: TestDb;
beforeAll(async () => {
  t = await freshDb();
  // random()² is skewed: the first branch, body and person have far more than the last
  await t.raw('SELECT setseed(0.42)');
  await t.raw(`INSERT INTO assignments.assignment (source_kind, source_id, lead, reference, branch_id, territory_path, executor_unit, executor_account, controller_unit, controller_account, stage, given_at, given_on,
      due_on, original_due_on, promised_on, rule_version, calendar_version, seen_by, moved_at, waits, carousel, rung)
    SELECT 'appeal', i, true, 'BQ-2026-' || i, branch, ARRAY['000000000', region, district], unit, person, branch, CASE WHEN r5 < 0.5 THEN 9000 + branch END,
      CASE WHEN r1 < 0.1 THEN 'reported' WHEN r1 < 0.12 THEN 'returned' WHEN r1 < 0.5 THEN 'given' ELSE 'accepted' END, now(), $1::date - 10, due, due, CASE WHEN r7 < 0.2 THEN due + floor(r7 * 60 - 10)::int END, 'internal-1', 'kz5', ARRAY[branch, unit],
      $1::date - (r2 * 20) * interval '1 day', r3 < 0.01 AND r1 >= 0.1, r4 < 0.005, CASE WHEN due < $1::date THEN 3 ELSE 0 END
    FROM (SELECT i, random() AS r1, random() AS r2, random() AS r3, random() AS r4, random() AS r5, 1 + floor($2::int * power(random(), 2))::int AS branch, $1::date + floor(random() * 45 - 15)::int AS due, random() AS r6, random() AS r7 FROM generate_series(1, $3::int) AS i) AS r
    CROSS JOIN LATERAL (SELECT 100 + branch AS unit, 1000 + branch * 10 + floor(5 * power(r6, 2))::int AS person, lpad((10 + branch % 4)::text, 2, '0') || '0000000' AS region,
      lpad((10 + branch % 4)::text, 2, '0') || lpad((10 + branch)::text, 2, '0') || '00000' AS district) AS x`, [today, branches, size]);
  // helpers: one person is asked everywhere, and so is one body as a whole, beside its own people
  await t.raw(`INSERT INTO assignments.co_executor (assignment_id, unit_id, account_id, added_at, near_on, moved_at)
    SELECT id, 101 + id % 3, CASE WHEN id % 2 = 0 THEN 1010 + id % 5 END, now(), near_on, moved_at FROM assignments.assignment WHERE id % 40 < 2`);
  // asked twice over, and some released
  await t.raw(`INSERT INTO assignments.co_executor (assignment_id, unit_id, account_id, added_at, near_on, moved_at) SELECT assignment_id, 124, NULL, now(), near_on, moved_at FROM assignments.co_executor WHERE assignment_id % 11 = 0 AND account_id IS NULL`);
  await t.raw('UPDATE assignments.co_executor SET open = false, ended_at = now() WHERE assignment_id % 13 = 0');
  await t.raw('ANALYZE assignments.assignment, assignments.co_executor');
});
afterAll(() => t.drop());

/** Rows looked at for one question to the board. */
const looked = async (ask: (q: Read) => Promise<unknown>): Promise<number> => (await lookedIn(t.db, (db) => readInOrder({ ...t.ctx(everybody), db }, ask))).rows;

const everybody: Actor = system('test');
const everywhere = Array.from({ length: branches }, (_, at) => at + 1);
const scopes: Readonly<Record<string, BoardScope>> = {
  'a busy person': { of: 'executor', accountId: 1010 }, 'a controller': { of: 'controller', accountId: 9001 }, 'a body': { of: 'bodies', ids: [101] }, 'two bodies': { of: 'bodies', ids: [101, 124] },
  'a branch': { of: 'branches', ids: [1] }, 'a small branch': { of: 'branches', ids: [branches] }, 'branches below': { of: 'branches', ids: everywhere.slice(0, 20) }, 'the country': { of: 'country' },
};
type Filter = Pick<BoardFilter, 'dueUntil' | 'unitId' | 'accountId' | 'sourceKind' | 'place' | 'reference'>;
const filters: Readonly<Record<string, Filter>> = {
  nothing: {}, day: { dueUntil: addDays(today, 2) }, body: { unitId: 101 }, 'a small body': { unitId: 124 }, person: { accountId: 1010 }, source: { sourceKind: 'appeal' },
  region: { place: { level: 'region', code: '110000000' } }, district: { place: { level: 'district', code: '111100000' } }, 'a small district': { place: { level: 'district', code: '103400000' } },
  'nowhere': { place: { level: 'district', code: '999900000' } }, number: { reference: 'BQ-2026-77' }, 'body and place': { unitId: 101, place: { level: 'district', code: '103400000' } },
};
const asking = (scope: BoardScope, drawer: Drawer, more: Filter = {}): BoardFilter =>
  ({ scope, drawer, today, soonUntil: addDays(today, 5), stillSince: new Date(testNow - 7 * 86_400_000), ...more });

/** Of every branch one page, the page itself, and what may be looked through for something rare, twice: for the page, and for where it ended. */
const most = 2 * mostLooked + (branches + 1) * (pageSize + 5);

describe('however many promises are open, one page looks at a bounded number of them', () => {
  test('and that is a small part of what is open here', () => {
    expect(most).toBeLessThan(size / 4);
  });

  test.each(Object.keys(scopes))('for %s: every drawer, every filter', async (name) => {
    const scope = scopes[name];
    if (!scope) throw new Error('no such scope');
    const over: string[] = [];
    // beside what is owed: the helper's copy, the promise itself, and whether another of the reader's bodies helps too
    const helps = scope.of === 'executor' || scope.of === 'bodies';
    const helpers = Number((await t.raw('SELECT count(*)::int AS n FROM assignments.co_executor WHERE open'))[0]?.['n']);
    for (const drawer of drawers) for (const [called, filter] of Object.entries(filters)) {
      const rows = await looked((q) => board(q, asking(scope, drawer, filter)));
      if (rows > most + (helps ? 2 * helpers : 0)) over.push(`${drawer} by ${called}: ${rows} rows`);
      // by nothing, or by what only cuts the list of days, there is nothing to look through
      const straight = called === 'nothing' || called === 'source';
      const bound = (('ids' in scope ? scope.ids.length : branches) + 1) * (pageSize + 5) * (helps ? 4 : 1) + 5;
      const withIndex = drawer === 'all' || drawer === 'late' || drawer === 'soon' || drawer === 'still' || scope.of === 'branches' || scope.of === 'country';
      if (straight && withIndex && rows > bound) over.push(`${drawer} by ${called}: ${rows} rows, not ${bound}`);
    }
    expect(over).toEqual([]);
  });

  test.each(Object.keys(scopes))('for %s: the counts on the tabs', async (name) => {
    const scope = scopes[name];
    if (!scope) throw new Error('no such scope');
    const rows = await looked((q) => boardCounts(q, asking(scope, 'all')));
    // what they owe, and of what they help with the copy and the promise itself
    expect(rows).toBeLessThanOrEqual(3 * mostLooked * (scope.of === 'bodies' ? scope.ids.length : 1));
  });
});

describe('what a page says is what a slow count over everything says', () => {
  const slow = async (where: string): Promise<readonly number[]> => (await t.raw(`SELECT id::float8 FROM assignments.assignment WHERE open AND ${where} ORDER BY near_on, id`)).map((row) => Number(row['id']));
  const walked = async (f: BoardFilter): Promise<readonly number[]> => {
    const ids: number[] = [];
    for (let cursor: Cursor | null = null, pages = 0; pages < 400; pages += 1) {
      const after: Cursor | null = cursor;
      const page: BoardPage = await readInOrder(t.ctx(everybody), (q) => board(q, f, after));
      ids.push(...page.rows.map((row) => row.id));
      if (page.next === null) return ids;
      cursor = page.next;
    }
    throw new Error('pages without an end');
  };

  const helps = 'EXISTS (SELECT 1 FROM assignments.co_executor h WHERE h.assignment_id = assignment.id AND h.account_id = 1010 AND h.ended_at IS NULL)';
  const asWhole = (units: string): string => `EXISTS (SELECT 1 FROM assignments.co_executor h WHERE h.assignment_id = assignment.id AND h.unit_id IN (${units}) AND h.account_id IS NULL AND h.ended_at IS NULL)`;
  test('a person’s board has what they owe and what they help with, each once, by the nearer day', async () => {
    const mine = { of: 'executor', accountId: 1010 } as const;
    const of = `(executor_account = 1010 OR ${helps})`;
    expect((await slow(`${helps} AND executor_account IS DISTINCT FROM 1010`)).length).toBeGreaterThan(100);
    expect(await walked(asking(mine, 'all'))).toEqual(await slow(of));
    expect(await walked(asking(mine, 'late'))).toEqual(await slow(`${of} AND near_on < '${today}'`));
    expect(await walked(asking(mine, 'soon', { unitId: 101 }))).toEqual(await slow(`${of} AND near_on BETWEEN '${today}' AND '${addDays(today, 5)}' AND executor_unit = 101`));
    expect(await walked(asking(mine, 'returned', { dueUntil: addDays(today, 2) }))).toEqual(await slow(`${of} AND stage = 'returned' AND near_on <= '${addDays(today, 2)}'`));
    expect((await walked(asking(mine, 'still'))).toSorted((a, b) => a - b)).toEqual((await slow(`${of} AND moved_at < '${new Date(testNow - 7 * 86_400_000).toISOString()}'`)).toSorted((a, b) => a - b));
    expect((await readInOrder(t.ctx(everybody), (q) => boardCounts(q, asking(mine, 'all')))).of.late).toBe((await slow(`${of} AND near_on < '${today}'`)).length);
  });
  test('bodies have what they were asked to help with as a whole, and no row twice though two of them were', async () => {
    for (const units of [[101], [101, 124]]) expect(await walked(asking({ of: 'bodies', ids: units }, 'all'))).toEqual(await slow(`(executor_unit IN (${units.join(', ')}) OR ${asWhole(units.join(', '))})`));
  });
  test('late is what is past the nearer of two days, though the holder’s own is to come', async () => {
    const found = await slow(`branch_id = 3 AND near_on < '${today}'`);
    expect(found.length).toBeGreaterThan((await slow(`branch_id = 3 AND due_on < '${today}'`)).length);
    expect(await walked(asking({ of: 'branches', ids: [3] }, 'late'))).toEqual(found);
  });
  test('several branches, what was returned', async () => {
    expect(await walked(asking({ of: 'branches', ids: [20, 3, 24] }, 'returned'))).toEqual(await slow(`stage = 'returned' AND branch_id IN (20, 3, 24)`));
  });
  test('the country, what waits for more time', async () => {
    expect(await walked(asking({ of: 'country' }, 'waits'))).toEqual(await slow('waits'));
  });
  test('something rare behind many others is found page by page, none twice and none left out', async () => {
    const f = asking({ of: 'executor', accountId: 1010 }, 'carousel', { place: { level: 'region', code: '110000000' } });
    expect(await walked(f)).toEqual(await slow(`carousel AND (executor_account = 1010 OR ${helps}) AND territory_path[2] = '110000000'`));
    const page = await readInOrder(t.ctx(everybody), (q) => board(q, asking({ of: 'bodies', ids: [101] }, 'carousel', { place: { level: 'district', code: '103400000' } })));
    expect([page.rows.length, page.cut, page.next !== null]).toEqual([0, true, true]);
  });
  test('two bodies and a flag that neither has an index for', async () => {
    expect(await walked(asking({ of: 'bodies', ids: [101, 118] }, 'reported', { dueUntil: today }))).toEqual(await slow(`stage = 'reported' AND (executor_unit IN (101, 118) OR ${asWhole('101, 118')}) AND near_on <= '${today}'`));
  });
  test('what has stood longest comes first, to the microsecond', async () => {
    const rows = (await t.raw(`SELECT id::float8 FROM assignments.assignment WHERE open AND branch_id IN (23, 24) AND moved_at < $1 ORDER BY moved_at, id`, [new Date(testNow - 7 * 86_400_000)])).map((row) => Number(row['id']));
    expect(await walked(asking({ of: 'branches', ids: [23, 24] }, 'still'))).toEqual(rows);
  });
  test('the tabs count what lies in the drawers, and stop at a hundred', async () => {
    const { of } = await readInOrder(t.ctx(everybody), (q) => boardCounts(q, asking({ of: 'branches', ids: [branches] }, 'all')));
    const [row] = await t.raw(`SELECT least(100, count(*) FILTER (WHERE stage = 'returned'))::int AS returned, least(100, count(*) FILTER (WHERE waits))::int AS waits, least(100, count(*))::int AS every FROM assignments.assignment WHERE open AND branch_id = $1`, [branches]);
    expect([of.returned, of.waits, of.all]).toEqual([row?.['returned'], row?.['waits'], row?.['every']]);
  });
});
