import type { TestDb } from '../support/database.ts';
import { tablesOf, type Column, type Table } from './tables.ts';

/** Identities of copies begin above everything a house of a test gives out. */
const apart = 1_000_000;
/** What is one of its kind in a house, or is bounded by letters and codes: beside the house's own, copies of it would be another house. */
const once = new Set([
  'platform.migration', 'people.role', 'units.territory', 'units.places_version', 'calendar.version', 'appeals.search_progress', 'appeals.counter', 'recognition.learner', 'people.session',
  'reception.lane', 'reception.priority', 'reception.counter', 'reception.ticket_counter', 'reception.unused_number', 'reception.slot',
  'notices.arrival',
]);
/** Sealed under its own name: a copy could not be opened. */
const sealed = new Set(['notices.arrival']);
/** Whose copies hold what the original holds: a copied person with a copied post, a letter with its person. */
const follows: Readonly<Record<string, readonly string[]>> = { 'people.post': ['account_id'] };

const another = (column: Column): string => {
  const name = `"${column.name}"`;
  switch (column.type) {
    case 'text': return `${name} || copy`;
    case 'bytea': return `sha256(${name} || copy::text::bytea)`;
    case 'date': return `${name} - copy`;
    case 'timestamp with time zone': return `${name} - make_interval(secs => copy)`;
    case 'integer': return `${name} + copy * 1000`;
    default: return `${name} + copy::bigint * ${apart}`;
  }
};

/** The tables as they were before anything was copied, so that copies are never copied again; foreign keys are taken off, in this database only. */
const originals = async (t: TestDb): Promise<readonly Table[]> => {
  const tables = await tablesOf(t);
  if ((await t.raw(`SELECT 1 FROM pg_namespace WHERE nspname = 'original'`)).length > 0) return tables;
  await t.raw('CREATE SCHEMA original');
  for (const { name } of tables) await t.raw(`CREATE TABLE ${original(name)} AS TABLE ${name}`);
  // the owner fills it past row-level security; the application stays behind it
  for (const { name } of await t.raw(`SELECT oid::regclass::text AS name FROM pg_class WHERE relforcerowsecurity`)) await t.raw(`ALTER TABLE ${String(name)} NO FORCE ROW LEVEL SECURITY`);
  // a sweep that comes in between would write down what it saw, and other ways would be chosen from then on
  for (const { name } of await t.raw(`SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'graphile_worker')`)) await t.raw(`ALTER TABLE ${String(name)} SET (autovacuum_enabled = false)`);
  const keys = await t.raw(`SELECT conrelid::regclass::text AS on, quote_ident(conname) AS key FROM pg_constraint WHERE contype = 'f' AND conparentid = 0 AND connamespace::regnamespace::text <> 'graphile_worker'`);
  for (const { on, key } of keys) await t.raw(`ALTER TABLE ${String(on)} DROP CONSTRAINT ${String(key)}`);
  return tables;
};
const original = (name: string): string => `original."${name}"`;

/** Copies `from` to `to` of every row of every table; what a house cannot hold twice is passed over. Gives back what the tables refused. */
const copied = async (t: TestDb, tables: readonly Table[], span: (table: Table) => readonly [from: number, to: number], valueOf: (table: Table, column: Column) => string): Promise<readonly string[]> => {
  const refused: string[] = [];
  for (const table of tables) {
    const [from, to] = span(table);
    const text = `INSERT INTO ${table.name} (${table.columns.map((one) => `"${one.name}"`).join(', ')}) OVERRIDING SYSTEM VALUE
      SELECT ${table.columns.map((column) => valueOf(table, column)).join(', ')} FROM ${original(table.name)}, generate_series(${from}, ${to}) AS copy ON CONFLICT DO NOTHING`;
    await t.raw(text).catch((error: Error) => refused.push(`${table.name}: ${error.message}`));
  }
  await t.raw('ANALYZE');
  return refused;
};

/** In each unique index the column that is another in a copy: its own words before its own numbers, and its parent's only where there is nothing else. */
const toldBy = (table: Table): ReadonlySet<string> => new Set([...follows[table.name] ?? [], ...table.unique.filter((one) => one.whole || one.primary).flatMap(({ columns }) => {
  const all = columns.flatMap((name) => table.columns.filter((one) => one.name === name));
  // what a rule holds to a few words is another only where nothing else can be
  const loose = all.filter((one) => !one.held);
  const mine = loose.length > 0 ? loose : all;
  const free = mine.filter((one) => table.references[one.name] === undefined);
  const found = free.findLast((one) => one.type === 'text' || one.type === 'bytea') ?? free.findLast((one) => one.type !== 'boolean' && one.type !== 'integer') ?? free.at(-1) ?? mine.at(-1);
  return found ? [found.name] : [];
})]);

/** More of everything there is: copies of each row beside it, of the same matter, branch and day. */
export const grow = async (t: TestDb, from: number, to: number): Promise<readonly string[]> =>
  copied(t, (await originals(t)).filter((one) => !once.has(one.name)), () => [from, to], (table, column) => (toldBy(table).has(column.name) ? another(column) : `"${column.name}"`));

/** What a house of a test has none of yet, and a register has: one row of each, for what there is. */
export const firstRows = async (t: TestDb): Promise<void> => {
  const promise = '(SELECT min(id) FROM assignments.assignment)';
  await t.raw(`INSERT INTO notices.notice (key, owner, code, way_id, channel, slots, path, state, made_at, send_at) SELECT 'first', owner, 'appeal.split', id, channel, '{}', '/follow', 'failed', now(), now() FROM notices.way LIMIT 1`);
  await t.raw(`INSERT INTO notices.wish (owner, channel, made_at) VALUES ('account:1', 'telegram', now())`);
  await t.raw(`INSERT INTO reception.promise_put (promise_id, reception_id, at) SELECT min(p.id), 1, now() FROM reception.promise p`);
  await t.raw(`INSERT INTO reception.unused_number (branch_id, series, year, n, number, block_id, reason, at) VALUES (1, 'A', 2025, 1, 'X', 1, 'not_used', now())`);
  await t.raw(`INSERT INTO assignments.report (assignment_id, kind, by_unit, at, text) SELECT ${promise}, 'report', 1, now(), 'жасалды'`);
  await t.raw(`INSERT INTO assignments.co_executor (assignment_id, unit_id, added_at, near_on, moved_at) SELECT ${promise}, 1, now(), '2026-11-20', now()`);
  await t.raw(`INSERT INTO assignments.escalation (assignment_id, due_on, place, days, at, agenda) SELECT ${promise}, '2026-11-20', 1, 1, now(), true`);
};

const days = 700;
const seconds = 60;

/**
 * A register around the house: every table that grows gets `least` rows, each a copy with all its identities moved aside, so that they belong together, to other branches and other people, on days of the last two years.
 * What has no row to copy stays empty.
 */
export const fillAround = async (t: TestDb, least: number): Promise<readonly string[]> => {
  const tables = (await originals(t)).filter((one) => !one.bounded && !sealed.has(one.name));
  const rows = new Map<string, number>();
  for (const { name } of tables) rows.set(name, Number((await t.raw(`SELECT count(*)::int AS n FROM ${original(name)}`))[0]?.['n']));
  return copied(t, tables, (table) => [1, Math.ceil(least / Math.max(1, rows.get(table.name) ?? 1))], (table, column) => {
    const name = `"${column.name}"`;
    switch (column.type) {
      case 'bigint': return another(column);
      // what is looked for by a word or a mark is another one's too
      case 'bytea': return another(column);
      case 'text': return toldBy(table).has(column.name) || (column.leads && !column.listed && !column.name.endsWith('_kind')) ? another(column) : name;
      case 'integer[]': return `ARRAY(SELECT x # (copy * 7919) FROM unnest(${name}) AS x)`;
      case 'bigint[]': return `ARRAY(SELECT x + copy::bigint * ${apart} FROM unnest(${name}) AS x)`;
      case 'date': return `${name} - copy % ${days}`;
      case 'timestamp with time zone': return `${name} - (copy % ${days}) * interval '1 day' - (copy % ${seconds}) * interval '1 second'`;
      default: return toldBy(table).has(column.name) ? another(column) : name;
    }
  });
};
