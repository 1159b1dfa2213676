import type pg from 'pg';
import { houseSchemas } from '../db/schemas.ts';
import { openClient } from '../db-pool.ts';
import { knownMigrations } from '../migrate.ts';
import type { Head } from './manifest.ts';
import { Unreadable } from './unreadable.ts';

/** Older: what is missing is migrated after the rows are in. Newer, or with another text under the same name: this program does not know what it means. */
export const fits = async (head: Head): Promise<ReadonlySet<string>> => {
  const known = await knownMigrations();
  const newer = head.migrations.filter(({ name }) => !known.has(name)).map(({ name }) => name);
  if (newer.length > 0) throw new Unreadable(`The backup was made by a newer program: this one does not know ${newer.join(', ')}. Restore it with that version or a later one.`);
  const other = head.migrations.filter(({ name, sha256 }) => known.get(name) !== sha256).map(({ name }) => name);
  if (other.length > 0) throw new Unreadable(`The backup was made by another program: its ${other.join(', ')} is not the one here.`);
  return new Set(head.migrations.map(({ name }) => name));
};

const withClient = async <T>(url: string, fn: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = await openClient(url, 'jauap restore');
  try {
    return await fn(client);
  } finally {
    await client.end();
  }
};

/** Refuses a database in which somebody works or lives. A house that nobody was ever let into is none. */
export const readyFor = (url: string, o: { replace: boolean }): Promise<void> =>
  withClient(url, async (client) => {
    const { rows: [busy] } = await client.query<{ n: number }>(`SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name LIKE 'jauap%'`);
    if ((busy?.n ?? 0) > 0) throw new Unreadable('Jauap is running on this database. Stop it first, on every machine.');
    const { rows: [there] } = await client.query<{ house: boolean }>(`SELECT to_regclass('people.account') IS NOT NULL AS house`);
    if (!there?.house) return refuseStrangers(client).then(() => clear(client));
    const { rows: [lived] } = await client.query<{ in: boolean }>('SELECT EXISTS (SELECT 1 FROM people.account) OR EXISTS (SELECT 1 FROM journal.leaf) AS in');
    if (lived?.in && !o.replace) throw new Unreadable('There is a house in this database already. Restore into an empty one, or say --replace to have it removed.');
    await clear(client);
  });

const ours = async (client: pg.Client): Promise<readonly string[]> =>
  (await client.query<{ name: string }>('SELECT quote_ident(nspname) AS name FROM pg_namespace WHERE nspname = ANY ($1) ORDER BY 1', [houseSchemas])).rows.map(({ name }) => name);

/** The first thing a house has is its list of migrations: schemas of our names without it are somebody else's. */
const refuseStrangers = async (client: pg.Client): Promise<void> => {
  const { rows: [there] } = await client.query<{ begun: boolean }>(`SELECT to_regclass('platform.migration') IS NOT NULL AS begun`);
  const found = await ours(client);
  if (!there?.begun && found.length > 0) throw new Unreadable(`This database is another program’s: it has ${found.join(', ')}, and no house. Restore into an empty one.`);
};

/** Only what is the house's: reports and extensions beside it stay. */
const clear = async (client: pg.Client): Promise<void> => {
  const found = await ours(client);
  await client.query('SET statement_timeout = 0; SET client_min_messages = error');
  if (found.length > 0) await client.query(`DROP SCHEMA ${found.join(', ')} CASCADE`);
};

/** After a restore that failed: no half a house stays. */
export const emptied = (url: string): Promise<void> => withClient(url, clear);
