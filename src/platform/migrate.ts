import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runMigrations } from 'graphile-worker';
import type pg from 'pg';
import { houseSchemas } from './db/schemas.ts';
import { closePool, openClient, openPool } from './db-pool.ts';
import { root } from './root.ts';

/** One per database: two processes starting together migrate one after the other. */
const lockKey = 7_215_001;

/**
 * Brings the database to the newest schema: forward only, each file in a transaction of its own, an edited old file is an error.
 * Grants the application role what it needs. Gives back the names of the files applied. `only`: as an older program would have left it, for a restore.
 */
export const migrate = async (url: string, onStep: (line: string) => void = () => {}, o: { only?: ReadonlySet<string> } = {}): Promise<readonly string[]> => {
  const client = await openClient(url, 'jauap migrate');
  try {
    await client.query('SELECT pg_advisory_lock($1)', [lockKey]);
    await ensureRoles(client);
    await client.query(`CREATE SCHEMA IF NOT EXISTS platform;
      CREATE TABLE IF NOT EXISTS platform.migration (name text PRIMARY KEY, sha256 text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`);
    const applied = await applyFiles(client, onStep, o.only);
    await migrateQueue(url);
    await grant(client);
    await keepYears(client);
    return applied;
  } finally {
    await client.end();
  }
};

/** The queue's own tables, made by the queue. */
const migrateQueue = async (url: string): Promise<void> => {
  const pgPool = openPool(url, { size: 1, name: 'jauap migrate', role: null, onLost: () => {}, deadlines: false });
  try {
    await runMigrations({ pgPool });
  } finally {
    await closePool(pgPool);
  }
};

const folder = join(root, 'database/migrations');

/** What this program knows how to migrate to. */
export const knownMigrations = async (): Promise<ReadonlyMap<string, string>> => {
  const names = (await readdir(folder)).filter((file) => file.endsWith('.sql')).toSorted();
  return new Map(await Promise.all(names.map(async (name): Promise<[string, string]> => [name, createHash('sha256').update(await readFile(join(folder, name), 'utf8')).digest('hex')])));
};

const applyFiles = async (client: pg.Client, onStep: (line: string) => void, only?: ReadonlySet<string>): Promise<string[]> => {
  const known = new Map((await client.query('SELECT name, sha256 FROM platform.migration')).rows.map((row) => [row.name as string, row.sha256 as string]));
  const applied: string[] = [];
  for (const name of (await readdir(folder)).filter((file) => file.endsWith('.sql') && (only?.has(file) ?? true)).toSorted()) {
    const text = await readFile(join(folder, name), 'utf8');
    const sha256 = createHash('sha256').update(text).digest('hex');
    const before = known.get(name);
    if (before === sha256) continue;
    if (before !== undefined) throw new Error(`Migration ${name} was changed after it had been applied. Migrations only go forward: add a new one.`);
    onStep(`migrating: ${name}`);
    await client.query('BEGIN');
    try {
      // the owner is bound by row-level security too, and what it fills in must reach every row
      await client.query(`SELECT set_config('jauap.sight', 'all', true), set_config('jauap.kind', 'system', true)`);
      await client.query(text);
      await client.query('INSERT INTO platform.migration (name, sha256) VALUES ($1, $2)', [name, sha256]);
      await client.query('COMMIT');
    } catch (error) {
      await client.query('ROLLBACK').catch(() => {}); // the connection itself may be what failed
      throw new Error(`Migration ${name} failed: ${(error as Error).message}`, { cause: error });
    }
    applied.push(name);
  }
  return applied;
};

/** `jauap_app` runs the application, `jauap_open` sees only the published schema `open`. Neither owns anything. */
const ensureRoles = async (client: pg.Client): Promise<void> => {
  for (const role of ['jauap_app', 'jauap_open']) {
    const { rows } = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role]);
    if (rows.length === 0) await client.query(`CREATE ROLE ${role} NOLOGIN`).catch((error: { code?: string }) => {
      if (error.code === '42710' || error.code === '23505') return; // another database of the same server made it meanwhile
      throw new Error(`The database user may not create roles. Ask its administrator once for: CREATE ROLE ${role} NOLOGIN; GRANT ${role} TO … WITH ADMIN OPTION; with the name of the database user (docs/running/database.md)`, { cause: error });
    });
    await client.query(`GRANT ${role} TO CURRENT_USER WITH SET TRUE`).catch(async () => {
      await client.query(`GRANT ${role} TO CURRENT_USER`).catch(() => {}); // PostgreSQL 15, or granted already
    });
  }
};

/** Partitions of this year and the next, at every start too: the daily job may have been off. An older schema, on its way through a restore, knows none. */
const keepYears = async (client: pg.Client): Promise<void> => {
  const { rows: [there] } = await client.query<{ known: boolean }>(`SELECT to_regproc('platform.keep_years') IS NOT NULL AS known`);
  if (!there?.known) return;
  await client.query(`SELECT set_config('jauap.sight', 'all', false), set_config('jauap.kind', 'system', false)`);
  for (const { of } of (await client.query<{ of: string }>('SELECT of::text FROM platform.kept_by_years()')).rows) await client.query('SELECT platform.keep_years($1::regclass)', [of]);
};

const grant = async (client: pg.Client): Promise<void> => {
  const { rows } = await client.query<{ nspname: string }>(
    `SELECT nspname FROM pg_namespace WHERE nspname = ANY ($1) AND nspname <> 'graphile_worker' ORDER BY 1`, [houseSchemas],
  );
  for (const { nspname } of rows) {
    const all = nspname === 'platform' || nspname === 'open' ? 'SELECT' : 'SELECT, INSERT, UPDATE, DELETE';
    await client.query(`GRANT USAGE ON SCHEMA "${nspname}" TO jauap_app;
      GRANT ${all} ON ALL TABLES IN SCHEMA "${nspname}" TO jauap_app;
      GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA "${nspname}" TO jauap_app`);
    // a partition is reached through its table, never by its own name
    await client.query(`DO $$ DECLARE part regclass; BEGIN FOR part IN SELECT oid FROM pg_class WHERE relispartition AND relkind = 'r' AND relnamespace = '"${nspname}"'::regnamespace LOOP
      EXECUTE format('REVOKE ALL ON %s FROM jauap_app', part); END LOOP; END $$`);
    if (nspname === 'open') await client.query('GRANT USAGE ON SCHEMA open TO jauap_open; GRANT SELECT ON ALL TABLES IN SCHEMA open TO jauap_open');
  }
};
