import pg from 'pg';
import type { Day } from '../src/kernel/day.ts';
import { executorsInBody, type Scene } from './scene.ts';
import { steps } from './fill-steps.ts';
import { fillSearch } from './fill-search.ts';
import { fillSketches } from './fill-sketches.ts';
import { answers, folded, names, sentences } from './texts.ts';

export type Filled = { readonly size: number; readonly ms: number; readonly bytes: number };

/** Tables that are filled; their indexes and foreign keys are taken off before and made again after, from their own definitions. */
const tables = ['appeals.appeal', 'appeals.applicant', 'appeals.act', 'appeals.answer', 'appeals.verdict', 'appeals.publication', 'assignments.assignment', 'assignments.act'] as const;

/**
 * Fills one register with `size` appeals. The owner is let past row-level security here and in what is called bare;
 * the application's own role stays behind it.
 */
export const fill = async (url: string, scene: Scene, size: number, today: Day): Promise<Filled> => {
  const began = performance.now();
  const client = new pg.Client({ connectionString: url, options: '-c synchronous_commit=off -c work_mem=64MB -c maintenance_work_mem=256MB' });
  await client.connect();
  try {
    for (const table of await behindTheLock(client)) await client.query(`ALTER TABLE ${table} NO FORCE ROW LEVEL SECURITY`);
    const later = await takeOff(client);
    await client.query('SELECT setseed(0.42)');
    await client.query('CREATE TEMP TABLE district AS SELECT * FROM jsonb_to_recordset($1::jsonb) AS d(nth int, branch bigint, code text, body bigint, place text, path text[], executor bigint)', [JSON.stringify(scene.districts.map((d, nth) => (
      { nth, branch: d.branchId, code: d.code, body: d.bodyId, place: d.territoryCode, path: `{${d.path.join(',')}}`, executor: d.firstExecutor })))]);
    await client.query('CREATE TEMP TABLE word (what text PRIMARY KEY, list text[] NOT NULL)');
    const lists = { sentence: sentences, answer: answers, surname: names.surnames, given: names.givens, patronymic: names.patronymics, surname_folded: folded.surnames, given_folded: folded.givens, patronymic_folded: folded.patronymics };
    for (const [what, list] of Object.entries(lists)) await client.query('INSERT INTO word VALUES ($1, $2)', [what, list]);
    for (const step of steps({ size, today, districts: scene.districts.length, executorsInBody, calendarVersion: scene.calendarVersion })) await client.query(step);
    for (const statement of later) await client.query(statement);
    await client.query(`SELECT setval('appeals.appeal_id', ${size})`);
    await fillSearch(client, url);
    await fillSketches(client, url);
    await client.query('VACUUM (ANALYZE)');
    await client.query('CHECKPOINT').catch(() => {}); // the owner may only where PostgreSQL lets pg_checkpoint
    const { rows } = await client.query<{ bytes: string }>('SELECT pg_database_size(current_database()) AS bytes');
    return { size, ms: performance.now() - began, bytes: Number(rows[0]?.bytes) };
  } finally {
    await client.end();
  }
};

const behindTheLock = async (client: pg.Client): Promise<readonly string[]> =>
  (await client.query<{ name: string }>(`SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relforcerowsecurity AND n.nspname IN ('appeals', 'assignments')`)).rows.map((row) => row.name);

/** Gives back the statements that put everything on again, as PostgreSQL itself writes them. */
const takeOff = async (client: pg.Client): Promise<readonly string[]> => {
  const { rows: keys } = await client.query<{ name: string; on: string; def: string }>(
    `SELECT quote_ident(conname) AS name, conrelid::regclass::text AS on, pg_get_constraintdef(oid) AS def FROM pg_constraint WHERE contype = 'f' AND conrelid = ANY ($1::regclass[])`, [tables]);
  const { rows: indexes } = await client.query<{ name: string; def: string }>(
    `SELECT i.indexrelid::regclass::text AS name, pg_get_indexdef(i.indexrelid) AS def FROM pg_index i
     WHERE i.indrelid = ANY ($1::regclass[]) AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid)`, [tables]);
  for (const key of keys) await client.query(`ALTER TABLE ${key.on} DROP CONSTRAINT ${key.name}`);
  for (const index of indexes) await client.query(`DROP INDEX ${index.name}`);
  return [...indexes.map((index) => index.def), ...keys.map((key) => `ALTER TABLE ${key.on} ADD CONSTRAINT ${key.name} ${key.def}`)];
};
