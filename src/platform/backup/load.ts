import type pg from 'pg';
import { openClient } from '../db-pool.ts';
import { copyIn } from './copy.ts';
import type { Sequence } from './snapshot.ts';
import { columnList, forSystem, houseTables, nameOf, type HouseTable } from './tables.ts';
import { Unreadable } from './unreadable.ts';

/** Rows on their way into a migrated database: one transaction, so all of them or none. */
export type Loading = {
  readonly rows: (table: { readonly schema: string; readonly name: string; readonly columns: readonly string[] }, lines: Buffer) => Promise<number>;
  /** indexes, keys and locks again, and the commit */
  readonly finish: (sequences: readonly Sequence[], onStep: (line: string) => void) => Promise<void>;
  readonly abandon: () => Promise<void>;
};

/** `years`: those whose rows come. */
export const openLoading = async (url: string, years: readonly number[] = []): Promise<Loading> => {
  const client = await openClient(url, 'jauap restore');
  try {
    await client.query(`BEGIN; SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0; SET LOCAL maintenance_work_mem = '256MB'; SET LOCAL lock_timeout = '10s'; ${forSystem}`);
    if (years.length > 0) await client.query('SELECT platform.make_years(of, $1) FROM platform.kept_by_years()', [years]);
    const tables = await houseTables(client);
    const later = await bare(client, tables);
    return {
      rows: (given, lines) => {
        const table = tables.find((one) => one.schema === given.schema && one.name === given.name);
        const strange = table ? given.columns.filter((column) => !table.columns.includes(column)) : [];
        if (!table || strange.length > 0) throw new Unreadable(`this program's schema has no ${given.schema}.${given.name}${strange.length > 0 ? ` with ${strange.join(', ')}` : ''}`);
        // frozen: nobody reads the tables before the commit, and nothing has to be vacuumed after it
        return copyIn(client, `COPY ${nameOf(table)} (${columnList(given)}) FROM STDIN${table.parted ? '' : ' WITH (FREEZE)'}`, lines);
      },
      finish: async (sequences, onStep) => {
        await free(client);
        for (const one of sequences) await client.query('SELECT setval($1::regclass, $2, $3)', [one.name, one.last, one.called]);
        for (const [nth, statement] of later.entries()) {
          if (nth % 50 === 0) onStep(`indexes and keys: ${nth} of ${later.length}`);
          await client.query(statement);
        }
        await client.query('COMMIT');
        onStep('statistics for the planner');
        await client.query('SET statement_timeout = 0; ANALYZE').catch(() => {}); // autovacuum does it too, later
        await client.end();
      },
      abandon: () => client.end().catch(() => {}),
    };
  } catch (error) {
    await client.end().catch(() => {});
    throw error;
  }
};

/** Jobs that were being worked on at that moment have nobody working on them here. */
const free = async (client: pg.Client): Promise<void> => {
  for (const table of ['_private_jobs', '_private_job_queues']) await client.query(`UPDATE graphile_worker.${table} SET locked_at = NULL, locked_by = NULL WHERE locked_at IS NOT NULL`);
};

/**
 * Empties the tables, of what the migrations put there too, and takes off what would be asked for every row: foreign keys, triggers, the second lock, and indexes, which
 * are made faster in one go. A partition has nothing of its own but what stops its emptying. Gives back the statements that put all of it on again, in PostgreSQL's own words.
 */
const bare = async (client: pg.Client, tables: readonly HouseTable[]): Promise<readonly string[]> => {
  const names = tables.map(nameOf);
  const { rows: keys } = await client.query<{ name: string; on: string; def: string }>(
    `SELECT quote_ident(conname) AS name, conrelid::regclass::text AS on, pg_get_constraintdef(oid) AS def FROM pg_constraint WHERE contype = 'f' AND conparentid = 0 AND conrelid = ANY ($1::regclass[]) ORDER BY 2, 1`, [names]);
  const { rows: indexes } = await client.query<{ name: string; def: string }>(
    `SELECT i.indexrelid::regclass::text AS name, pg_get_indexdef(i.indexrelid) AS def FROM pg_index i
     WHERE i.indrelid = ANY ($1::regclass[]) AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid) ORDER BY 1`, [names]);
  const { rows: forced } = await client.query<{ name: string }>('SELECT oid::regclass::text AS name FROM pg_class WHERE relforcerowsecurity AND oid = ANY ($1::regclass[]) ORDER BY 1', [names]);
  const { rows: triggers } = await client.query<{ name: string; on: string; enabled: string }>(
    `SELECT quote_ident(tgname) AS name, tgrelid::regclass::text AS on, tgenabled AS enabled FROM pg_trigger WHERE NOT tgisinternal AND tgparentid = 0 AND tgenabled <> 'D'
     AND (tgrelid = ANY ($1::regclass[]) OR tgrelid IN (SELECT inhrelid FROM pg_inherits WHERE inhparent = ANY ($1::regclass[]))) ORDER BY 2, 1`, [names]);
  for (const key of keys) await client.query(`ALTER TABLE ${key.on} DROP CONSTRAINT ${key.name}`);
  for (const index of indexes) await client.query(`DROP INDEX ${index.name}`);
  for (const trigger of triggers) await client.query(`ALTER TABLE ${trigger.on} DISABLE TRIGGER ${trigger.name}`);
  for (const table of forced) await client.query(`ALTER TABLE ${table.name} NO FORCE ROW LEVEL SECURITY`);
  await client.query(`TRUNCATE ${names.join(', ')}`);
  const how: Readonly<Record<string, string>> = { O: 'ENABLE', A: 'ENABLE ALWAYS', R: 'ENABLE REPLICA' };
  return [
    ...indexes.map((index) => index.def.replace(' ON ONLY ', ' ON ')),
    ...keys.map((key) => `ALTER TABLE ${key.on} ADD CONSTRAINT ${key.name} ${key.def}`),
    ...triggers.map((trigger) => `ALTER TABLE ${trigger.on} ${how[trigger.enabled] ?? 'ENABLE'} TRIGGER ${trigger.name}`),
    ...forced.map((table) => `ALTER TABLE ${table.name} FORCE ROW LEVEL SECURITY`),
  ];
};
