import type { Day } from '../../../kernel/day.ts';
import { sql, type Read } from '../../../platform/db.ts';
import type { Assignment, SourceKind } from '../law.ts';
import { assignmentOf, columns, db, type Row } from './tables.ts';

/** Whose board: what a person owes and where they help, what they control, the same of bodies, what branches control, everything. */
export type BoardScope =
  | { readonly of: 'country' }
  | { readonly of: 'branches'; readonly ids: readonly number[] }
  | { readonly of: 'bodies'; readonly ids: readonly number[] }
  | { readonly of: 'executor'; readonly accountId: number }
  | { readonly of: 'controller'; readonly accountId: number };

export const drawers = ['all', 'late', 'soon', 'waits', 'reported', 'returned', 'still', 'carousel', 'risen'] as const;
export type Drawer = (typeof drawers)[number];

export type BoardFilter = {
  readonly scope: BoardScope; readonly drawer: Drawer; readonly today: Day;
  /** the last day that is no more than three working days away, counted by the caller's calendar */
  readonly soonUntil: Day;
  /** nothing moved since this moment */
  readonly stillSince: Date;
  readonly unitId?: number | undefined; readonly accountId?: number | undefined; readonly sourceKind?: SourceKind | undefined;
  /** a region or a district, by its code */
  readonly place?: { readonly level: 'region' | 'district'; readonly code: string } | undefined;
  readonly dueUntil?: Day | undefined; readonly reference?: string | undefined;
};
export type Cursor = { readonly key: string; readonly id: number };
/** `cut`: only `mostLooked` rows were looked at, and `next` goes on after the last of those. */
export type BoardPage = { readonly rows: readonly Assignment[]; readonly next: Cursor | null; readonly cut: boolean };

export const pageSize = 50;
/** Rows that one page may look through for what is rare among them: more than anybody's desk holds, some milliseconds. */
export const mostLooked = 3_000;

type Sql = ReturnType<typeof sql>;
const columnsOf = (alias: string) => sql.raw(columns.map((name) => `${alias}.${name}`).join(', '));
const none = sql``;
const inOrder = sql.raw('a.id, a.near_on, a.moved_at');
const toFilter = sql.raw('a.id, a.near_on, a.moved_at, a.branch_id, a.executor_unit, a.executor_account, a.controller_account, a.source_kind, a.territory_path, a.stage, a.waits, a.carousel, a.rung');
const all = (conditions: readonly Sql[]): Sql => sql.join(conditions, sql` AND `);

const flags = {
  waits: sql`a.waits`, reported: sql`a.stage = 'reported'`, returned: sql`a.stage = 'returned'`, carousel: sql`a.carousel`, risen: sql`a.rung > 0`,
} as const;
const flagOf = (drawer: Drawer): Sql | undefined => (flags as Partial<Record<Drawer, Sql>>)[drawer];
/** What orders a promise stands on it, and copied on each who helps with it. */
const at = { promise: { near: sql.raw('a.near_on'), moved: sql.raw('a.moved_at'), id: sql.raw('a.id') }, helper: { near: sql.raw('h.near_on'), moved: sql.raw('h.moved_at'), id: sql.raw('h.assignment_id') } } as const;
type At = (typeof at)[keyof typeof at];
const rangeOf = (f: Omit<BoardFilter, 'scope'>, { near, moved }: At = at.promise): readonly Sql[] =>
  f.drawer === 'late' ? [sql`${near} < ${f.today}::date`]
  : f.drawer === 'soon' ? [sql`${near} >= ${f.today}::date`, sql`${near} <= ${f.soonUntil}::date`]
  : f.drawer === 'still' ? [sql`${moved} < ${f.stillSince}`] : [];
const untilOf = (f: BoardFilter, { near }: At = at.promise): readonly Sql[] => (f.dueUntil === undefined ? [] : [sql`${near} <= ${f.dueUntil}::date`]);
// one kind today, so it leaves nothing out; a second kind wants indexes of its own
const kindOf = (f: BoardFilter): readonly Sql[] => (f.sourceKind === undefined ? [] : [sql`a.source_kind = ${f.sourceKind}`]);

type Units = Extract<BoardScope, { readonly ids: readonly number[] }>;
/**
 * How a page is read: `from` is what an index gives in the order of the board, `each` a list of units to take it from one by one, `rest`
 * what is then left out. Without `rest` fifty-one rows are looked at, with it at most `mostLooked`.
 */
type Way = { readonly from: readonly Sql[]; readonly rest: readonly Sql[]; readonly each?: { readonly column: Sql; readonly ids: Sql };
  /** so few that they are put in order afterwards */
  readonly few?: true;
  /** what the reader only helps with, read in the same order beside it; `once` leaves out what stands there already */
  readonly help?: { readonly who: Sql; readonly once: Sql; readonly ids?: Sql } };

const among = (column: string, ids: readonly number[]): Sql => (ids.length === 1 ? sql`${sql.raw(column)} = ${ids[0] ?? 0}` : sql`${sql.raw(column)} = ANY (${[...ids]}::bigint[])`);
/** Of a row that was found otherwise: a person, or a body as a whole, helps with it. */
const helped = (who: Sql): Sql => sql`EXISTS (SELECT 1 FROM assignments.co_executor h WHERE h.assignment_id = a.id AND h.open AND ${who})`;
const scopeOf = (scope: BoardScope): readonly Sql[] => {
  switch (scope.of) {
    case 'country': return [];
    case 'branches': return [among('a.branch_id', scope.ids)];
    case 'bodies': return [sql`(${among('a.executor_unit', scope.ids)} OR ${helped(sql`${among('h.unit_id', scope.ids)} AND h.account_id IS NULL`)})`];
    case 'executor': return [sql`(a.executor_account = ${scope.accountId} OR ${helped(sql`h.account_id = ${scope.accountId}`)})`];
    case 'controller': return [sql`a.controller_account = ${scope.accountId}`];
  }
};
const placed = (place: NonNullable<BoardFilter['place']>): Sql => (place.level === 'region' ? sql`a.territory_path[2] = ${place.code}` : sql`a.territory_path[3] = ${place.code}`);
/** The reader owes these themselves: what the index of their desk is asked for. */
const owed = (scope: Extract<BoardScope, { readonly of: 'executor' | 'bodies' }>): Sql => (scope.of === 'executor' ? sql`a.executor_account = ${scope.accountId}` : among('a.executor_unit', scope.ids));
const helpOf = (scope: Extract<BoardScope, { readonly of: 'executor' | 'bodies' }>): NonNullable<Way['help']> => {
  if (scope.of === 'executor') return { who: sql`h.account_id = ${scope.accountId}`, once: sql`a.executor_account IS DISTINCT FROM ${scope.accountId}` };
  const [first = 0] = scope.ids;
  if (scope.ids.length === 1) return { who: sql`h.unit_id = ${first} AND h.account_id IS NULL`, once: sql`a.executor_unit <> ${first}` };
  const ids = sql`${[...scope.ids]}::bigint[]`;
  return {
    ids: sql`SELECT unnest(${ids}) AS id`, who: sql`h.unit_id = u.id AND h.account_id IS NULL`,
    once: sql`a.executor_unit <> ALL (${ids}) AND u.id = (SELECT min(o.unit_id) FROM assignments.co_executor o WHERE o.assignment_id = h.assignment_id AND o.open AND o.account_id IS NULL AND o.unit_id = ANY (${ids}))`,
  };
};
const eachOf = (scope: Units): NonNullable<Way['each']> => ({ column: sql.raw(scope.of === 'branches' ? 'a.branch_id' : 'a.executor_unit'), ids: sql`SELECT unnest(${[...scope.ids]}::bigint[]) AS id` });

/** Every branch that has anything open, from one step in the index each. */
const everyBranch = sql`WITH RECURSIVE b AS (
    (SELECT branch_id AS id FROM assignments.assignment WHERE open ORDER BY branch_id LIMIT 1)
    UNION ALL SELECT (SELECT n.branch_id FROM assignments.assignment n WHERE n.open AND n.branch_id > b.id ORDER BY n.branch_id LIMIT 1) FROM b WHERE b.id IS NOT NULL)
  SELECT id FROM b WHERE id IS NOT NULL`;

/** The one that holds fewest leads: a number, a person, a body, a place, branches, the country. A few of many (reported, returned …) have an index in each branch. */
const wayOf = (f: BoardFilter): Way => {
  const { scope, drawer } = f;
  const flag = flagOf(drawer);
  const range = rangeOf(f);
  const until = untilOf(f);
  const kind = kindOf(f);
  const still = drawer === 'still';
  const base = [sql`a.open`, ...range, ...kind, ...(still ? [] : until)];
  const byUnit = f.unitId === undefined ? [] : [sql`a.executor_unit = ${f.unitId}`];
  const byPerson = f.accountId === undefined ? [] : [sql`a.executor_account = ${f.accountId}`];
  const byPlace = f.place === undefined ? [] : [placed(f.place)];
  const after = [...(flag ? [flag] : []), ...(still ? until : [])];
  const mine = scopeOf(scope);
  if (f.reference !== undefined) return { from: [...base, sql`a.reference = ${f.reference}`], rest: [...mine, ...byUnit, ...byPerson, ...byPlace, ...after], few: true };
  if (byPerson.length > 0) return { from: [...base, ...byPerson], rest: [...(scope.of === 'executor' && scope.accountId === f.accountId ? [] : mine), ...byUnit, ...byPlace, ...after] };
  if (scope.of === 'executor') return { from: [...base, owed(scope)], help: helpOf(scope), rest: [...byUnit, ...byPlace, ...after] };
  if (scope.of === 'controller') return { from: [...base, ...mine], rest: [...byUnit, ...byPlace, ...after] };
  if (byUnit.length > 0) return { from: [...base, ...byUnit], rest: [...mine, ...byPlace, ...after] };
  if (scope.of === 'bodies') {
    const rest = [...byPlace, ...after];
    return scope.ids.length === 1 ? { from: [...base, owed(scope)], help: helpOf(scope), rest } : { from: base, each: eachOf(scope), help: helpOf(scope), rest };
  }
  const one = scope.of === 'branches' && scope.ids.length === 1;
  if (flag && one) return { from: [...base, flag, ...mine], rest: byPlace };
  if (byPlace.length > 0) return { from: [...base, ...byPlace], rest: [...mine, ...after] };
  if (flag) return { from: [...base, flag], each: scope.of === 'branches' ? eachOf(scope) : { column: sql`a.branch_id`, ids: everyBranch }, rest: [] };
  if (one) return { from: [...base, ...mine], rest: after };
  if (scope.of === 'branches' && after.length === 0) return { from: base, each: eachOf(scope), rest: [] };
  return { from: base, rest: [...mine, ...after] };
};

/** What stands still is read by how long it has stood; everything else by its day. */
const order = (f: BoardFilter) => (f.drawer === 'still' ? sql.raw('moved_at') : sql.raw('near_on'));
const past = (f: BoardFilter, cursor: Cursor | null, { near, moved, id }: At = at.promise): readonly Sql[] => (cursor === null ? []
  : f.drawer === 'still' ? [sql`(${moved}, ${id}) > (${cursor.key}::timestamptz, ${cursor.id}::bigint)`] : [sql`(${near}, ${id}) > (${cursor.key}::date, ${cursor.id}::bigint)`]);
/** As the cursor is written: to the microsecond. */
const keyOf = (f: BoardFilter) => (f.drawer === 'still' ? sql`a.moved_at::text` : sql`a.near_on::text`);

const looked = (f: BoardFilter, way: Way, cursor: Cursor | null, most: number, what: Sql): Sql => {
  const by = order(f);
  const limit = sql.raw(String(Math.trunc(most)));
  const where = all([...way.from, ...past(f, cursor)]);
  if (way.few) return sql`SELECT ${what} FROM assignments.assignment a WHERE ${where} LIMIT ${limit}`;
  const own = way.each
    ? sql`SELECT one.* FROM (${way.each.ids}) AS u CROSS JOIN LATERAL (SELECT ${what} FROM assignments.assignment a WHERE ${way.each.column} = u.id AND ${where} ORDER BY a.${by}, a.id LIMIT ${limit}) AS one ORDER BY one.${by}, one.id LIMIT ${limit}`
    : sql`SELECT ${what} FROM assignments.assignment a WHERE ${where} ORDER BY a.${by}, a.id LIMIT ${limit}`;
  return way.help ? sql`SELECT a.* FROM ((${own}) UNION ALL (${helping(f, way.help, cursor, limit, what)})) AS a ORDER BY a.${by}, a.id LIMIT ${limit}` : own;
};

/** By the helper's own copy of the day, so that an index gives them in order; only then is the promise itself looked at. */
const helping = (f: BoardFilter, help: NonNullable<Way['help']>, cursor: Cursor | null, limit: Sql, what: Sql): Sql => {
  const by = order(f);
  const until = f.drawer === 'still' ? [] : untilOf(f, at.helper);
  const one = sql`SELECT ${what} FROM assignments.co_executor h JOIN assignments.assignment a ON a.id = h.assignment_id
    WHERE ${all([sql`h.open`, help.who, ...rangeOf(f, at.helper), ...until, ...past(f, cursor, at.helper), help.once, ...kindOf(f)])} ORDER BY h.${by}, h.assignment_id LIMIT ${limit}`;
  return help.ids ? sql`SELECT one.* FROM (${help.ids}) AS u CROSS JOIN LATERAL (${one}) AS one ORDER BY one.${by}, one.id LIMIT ${limit}` : one;
};

/** Fifty in the order of the board, from indexes in that order at any size of the table. The work is bounded by units and by `mostLooked`, never by rows: inside `readInOrder`. */
export const board = async (q: Read, f: BoardFilter, cursor: Cursor | null = null, most = pageSize): Promise<BoardPage> => {
  const way = wayOf(f);
  const by = order(f);
  const first = looked(f, way, cursor, way.rest.length === 0 ? most + 1 : Math.max(mostLooked, most + 1), way.rest.length === 0 ? inOrder : toFilter);
  // found by what orders and filters them; only the fifty that are shown are read whole
  const { rows } = await sql<Row & { key: string }>`SELECT ${columnsOf('a')}, ${keyOf(f)} AS key FROM assignments.assignment a WHERE a.id = ANY (ARRAY(
      SELECT a.id FROM (${first}) AS a ${way.rest.length === 0 ? none : sql`WHERE ${all(way.rest)}`} ORDER BY a.${by}, a.id LIMIT ${sql.raw(String(Math.trunc(most) + 1))}))
    ORDER BY a.${by}, a.id`.execute(db(q));
  const page = rows.slice(0, most);
  const last = rows.length > most ? page.at(-1) : undefined;
  const edge = last || way.rest.length === 0 ? undefined : await edgeOf(q, f, way, cursor, most);
  return { rows: page.map(assignmentOf), next: last ? { key: last.key, id: last.id } : (edge ?? null), cut: edge !== undefined };
};

/** The last row that was looked at, where there may be more after it. */
const edgeOf = async (q: Read, f: BoardFilter, way: Way, cursor: Cursor | null, most: number): Promise<Cursor | undefined> => {
  const window = Math.max(mostLooked, most + 1);
  const { rows } = await sql<Cursor>`SELECT ${keyOf(f)} AS key, a.id FROM (${looked(f, way, cursor, window, inOrder)}) AS a
    ORDER BY a.${order(f)}, a.id OFFSET ${sql.raw(String(window - 1))} LIMIT 1`.execute(db(q));
  return rows[0];
};

/** A tab says `99+` from here on. */
export const mostCounted = 100;
/** `least`: somebody's desk is fuller than is counted; each drawer may hold more. */
export type BoardCounts = { readonly of: Readonly<Record<Drawer, number>>; readonly least: boolean };

/** How many lie in each drawer of a scope. Counting stops early, so that a full cupboard costs what a drawer does. */
export const boardCounts = async (q: Read, f: Omit<BoardFilter, 'drawer'>): Promise<BoardCounts> => {
  const within = (drawer: Drawer): readonly Sql[] => { const flag = flagOf(drawer); return [...rangeOf({ ...f, drawer }), ...(flag ? [flag] : [])]; };
  const scope = scopeOf(f.scope);
  const most = sql.raw(String(mostCounted));
  const whole: BoardFilter = { scope: f.scope, drawer: 'all', today: f.today, soonUntil: f.soonUntil, stillSince: f.stillSince };
  const desk = f.scope.of !== 'branches' && f.scope.of !== 'country';
  const counted = drawers.map((drawer) => desk
    ? sql`count(*) FILTER (WHERE ${all([sql`true`, ...within(drawer)])})::int AS ${sql.ref(drawer)}`
    : sql`(SELECT count(*)::int FROM (SELECT 1 FROM assignments.assignment a WHERE ${all([sql`a.open`, ...scope, ...within(drawer)])} LIMIT ${most}) AS found) AS ${sql.ref(drawer)}`);
  const { rows } = desk
    ? await sql<Record<Drawer, number>>`SELECT ${sql.join(counted)} FROM (${looked(whole, wayOf(whole), null, mostLooked, sql.raw('a.id, a.near_on, a.moved_at, a.stage, a.waits, a.carousel, a.rung'))}) AS a`.execute(db(q))
    : await sql<Record<Drawer, number>>`SELECT ${sql.join(counted)}`.execute(db(q));
  const [of] = rows;
  if (!of) throw new Error('counts without a row');
  return { of, least: of.all >= mostLooked };
};
