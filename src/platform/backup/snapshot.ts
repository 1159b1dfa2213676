import type pg from 'pg';
import type { Read } from '../db.ts';
import { houseSchemas } from '../db/schemas.ts';
import { openClient } from '../db-pool.ts';
import { copyOut } from './copy.ts';
import { columnList, forSystem, houseTables, nameOf, type HouseTable } from './tables.ts';
import { Unreadable } from './unreadable.ts';

export type Sequence = { readonly name: string; readonly last: string; readonly called: boolean };
export type Migration = { readonly name: string; readonly sha256: string };

/** One moment of a house that goes on working: a read-only transaction, every row of every table, whoever may see it. */
export type Snapshot = {
  readonly tables: readonly HouseTable[];
  readonly migrations: readonly Migration[];
  readonly years: readonly number[];
  readonly server: string;
  /** the same moment, for what the rooms are asked */
  readonly read: Read;
  readonly copy: (table: HouseTable, take: (lines: Buffer) => Promise<void>) => Promise<number>;
  /** asked after the rows: a sequence knows no transactions and may only be ahead of them */
  readonly sequences: () => Promise<readonly Sequence[]>;
  readonly close: () => Promise<void>;
};

/** What is held in memory of a table at a time; packed and checked as one part. */
const partBytes = 4 * 1024 * 1024;

export const openSnapshot = async (url: string): Promise<Snapshot> => {
  const client = await openClient(url, 'jauap backup');
  try {
    await client.query(`BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0; ${forSystem}`);
    const { rows: [there] } = await client.query<{ house: boolean }>(`SELECT to_regclass('platform.migration') IS NOT NULL AS house`);
    if (!there?.house) throw new Unreadable('There is no house in this database yet: nothing to back up.');
    const tables = await houseTables(client);
    // a migration waits from here on; nobody else does
    for (const table of tables) await client.query(`LOCK TABLE ${nameOf(table)} IN ACCESS SHARE MODE`);
    for (const table of tables) await seesAll(client, table);
    const { rows: migrations } = await client.query<Migration>('SELECT name, sha256 FROM platform.migration ORDER BY name');
    const { rows: [server] } = await client.query<{ version: string }>(`SELECT current_setting('server_version') AS version`);
    return {
      tables, migrations, years: await yearsOf(client), server: server?.version ?? '',
      read: { client, statements: { count: 0 } } as unknown as Read,
      copy: (table, take) => copyOut(client, `COPY (SELECT ${columnList(table)} FROM ${nameOf(table)}) TO STDOUT`, partBytes, take),
      sequences: () => sequencesOf(client),
      close: () => client.end(),
    };
  } catch (error) {
    await client.end().catch(() => {});
    throw error;
  }
};

/**
 * The owner is bound by row-level security like everybody, and a row it does not see would be missing without a word. So each lock is asked, in its own words,
 * whether it lets the program see a row of which it knows nothing.
 */
const seesAll = async (client: pg.Client, table: HouseTable): Promise<void> => {
  if (!table.locked) return;
  const { rows: locks } = await client.query<{ permissive: boolean; asks: string }>(
    `SELECT polpermissive AS permissive, pg_get_expr(polqual, polrelid) AS asks FROM pg_policy WHERE polrelid = $1::regclass AND polcmd IN ('r', '*') AND 0 = ANY (polroles)`, [nameOf(table)]);
  const answer = async (asks: string): Promise<boolean> =>
    (await client.query<{ open: boolean | null }>(`SELECT (${asks}) AS open FROM (SELECT (jsonb_populate_record(NULL::${nameOf(table)}, '{}')).*) AS ${JSON.stringify(table.name)}`)).rows[0]?.open === true;
  const open = { some: false, all: true };
  for (const { permissive, asks } of locks) {
    const opens = await answer(asks);
    if (permissive) open.some ||= opens;
    else open.all &&= opens;
  }
  if (!open.some || !open.all) throw new Unreadable(`Row-level security does not show the program every row of ${table.schema}.${table.name}: a backup would miss some. Report this.`);
};

/** A restore makes their partitions before the rows come. */
const yearsOf = async (client: pg.Client): Promise<readonly number[]> => {
  const { rows: [there] } = await client.query<{ known: boolean }>(`SELECT to_regproc('platform.kept_by_years') IS NOT NULL AS known`);
  if (!there?.known) return [];
  return (await client.query<{ year: number }>(`SELECT DISTINCT substring(c.relname FROM '_(\\d{4})$')::int AS year FROM platform.kept_by_years() k JOIN pg_inherits i ON i.inhparent = k.of JOIN pg_class c ON c.oid = i.inhrelid
    WHERE c.relname ~ '_\\d{4}$' ORDER BY 1`)).rows.map((row) => row.year);
};

const sequencesOf = async (client: pg.Client): Promise<readonly Sequence[]> => {
  const { rows } = await client.query<{ name: string }>(
    `SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind = 'S' AND n.nspname = ANY ($1) ORDER BY 1`, [houseSchemas]);
  const found: Sequence[] = [];
  for (const { name } of rows) {
    const { rows: [now] } = await client.query<{ last: string; called: boolean }>(`SELECT last_value::text AS last, is_called AS called FROM ${name}`);
    if (now) found.push({ name, ...now });
  }
  return found;
};
