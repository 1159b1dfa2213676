import { createHash, randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { dropDatabase } from '../../test/support/drop.ts';
import { withDatabase } from '../../test/support/global.ts';
import { migrate } from './migrate.ts';
import { root } from './root.ts';

const name = `t_${randomBytes(6).toString('hex')}`;
const folder = join(root, 'database/migrations');
/** As the first release left it: everything before control. */
const next = '0020_control.sql';
let client: pg.Client;
const rows = async (text: string): Promise<Record<string, unknown>[]> => (await client.query<Record<string, unknown>>(text)).rows;

beforeAll(async () => {
  const server = new pg.Client({ connectionString: inject('postgresUrl') });
  await server.connect();
  await server.query('SELECT pg_advisory_lock(7215002)');
  await server.query(`CREATE DATABASE ${name}`);
  await server.end();
  client = new pg.Client({ connectionString: withDatabase(inject('postgresUrl'), name) });
  await client.connect();
  await client.query('CREATE SCHEMA platform');
  await client.query('CREATE TABLE platform.migration (name text PRIMARY KEY, sha256 text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())');
  for (const file of (await readdir(folder)).filter((one) => one.endsWith('.sql') && one < next).toSorted()) {
    const text = await readFile(join(folder, file), 'utf8');
    await client.query(text);
    await client.query('INSERT INTO platform.migration (name, sha256) VALUES ($1, $2)', [file, createHash('sha256').update(text).digest('hex')]);
  }
});
afterAll(async () => {
  await client.end();
  const server = new pg.Client({ connectionString: inject('postgresUrl') });
  await server.connect();
  await dropDatabase((statement) => server.query(statement), name);
  await server.end();
});

test('a house of the first release with a matter in work comes to the newest schema, by an owner who is no superuser', async () => {
  expect(await rows('SELECT rolsuper FROM pg_roles WHERE rolname = current_user')).toEqual([{ rolsuper: false }]);
  await client.query(`SELECT set_config('jauap.sight', 'all', false), set_config('jauap.kind', 'system', false)`);
  await client.query(`INSERT INTO units.unit (id, kind, level, code, territory_code, name_kk, name_ru, name_en) OVERRIDING SYSTEM VALUE VALUES (1, 'branch', 'district', 'B1', '000000000', 'Б', 'Б', 'B'), (2, 'body', 'district', 'L1', '000000000', 'Б', 'Б', 'B')`);
  await client.query(`INSERT INTO appeals.appeal (number, branch_id, kind, channel, lang, text, territory_path, profile, rule_version, calendar_version, received_at, registered_at, registered_on, term_from_on, due_on, original_due_on, holder_unit, holder_since_on, seen_by, link_hash, code_hash, stage)
    VALUES ('B1-2026-000001', 1, 'application', 'web', 'kk', '…', '{000000000}', 'internal', 'internal-1', 'kz5-2026.11', '2026-11-20', '2026-11-20', '2026-11-20', '2026-11-20', '2026-12-11', '2026-12-11', 2, '2026-11-20', '{1,2}', sha256('a'), sha256('c'), 'in_work')`);
  await client.query(`INSERT INTO assignments.assignment (source_kind, source_id, branch_id, executor_unit, controller_unit, stage, given_at, given_on, due_on, original_due_on, rule_version, calendar_version, seen_by)
    SELECT 'appeal', id, 1, 2, 1, 'given', received_at, registered_on, due_on, due_on, 'internal-1', 'kz5-2026.11', '{1,2}' FROM appeals.appeal`);
  await client.query('RESET ALL');
  const applied = await migrate(withDatabase(inject('postgresUrl'), name));
  expect(applied[0]).toBe(next);
  await client.query(`SELECT set_config('jauap.sight', 'all', false)`);
  expect(await rows('SELECT reference, moved_at = given_at AS moved, territory_path FROM assignments.assignment')).toEqual([{ reference: 'B1-2026-000001', moved: true, territory_path: ['000000000'] }]);
  expect(await migrate(withDatabase(inject('postgresUrl'), name))).toEqual([]);
});
