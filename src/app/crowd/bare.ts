import { openClient, type Client } from '../../platform/db-pool.ts';
import { columns } from './lines.ts';

/** What every row would be asked for, taken off before a register is filled and put on again after, from PostgreSQL's own words. */
export type Bare = { readonly indexes: readonly string[]; readonly constraints: readonly string[]; readonly locks: readonly string[] };

const filled = [...Object.keys(columns), 'appeals.search_word'];

/** Foreign keys, indexes that are no key of their table, the search's trigger and the lock that binds the owner. */
export const takeOff = async (client: Client): Promise<Bare> => {
  const { rows: keys } = await client.query<{ name: string; on: string; kind: string; def: string; index: string | null }>(
    `SELECT quote_ident(conname) AS name, conrelid::regclass::text AS on, contype AS kind, pg_get_constraintdef(oid) AS def, CASE contype WHEN 'u' THEN pg_get_indexdef(conindid) END AS index
     FROM pg_constraint k WHERE contype IN ('f', 'u') AND conparentid = 0 AND conrelid = ANY ($1::regclass[]) ORDER BY 3, 2, 1`, [filled]);
  const { rows: indexes } = await client.query<{ name: string; def: string }>(
    `SELECT i.indexrelid::regclass::text AS name, replace(pg_get_indexdef(i.indexrelid), ' ON ONLY ', ' ON ') AS def FROM pg_index i
     WHERE i.indrelid = ANY ($1::regclass[]) AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid) ORDER BY pg_get_indexdef(i.indexrelid) ~ 'USING gin' DESC, 1`, [filled]);
  const { rows: forced } = await client.query<{ name: string }>('SELECT oid::regclass::text AS name FROM pg_class WHERE relforcerowsecurity AND oid = ANY ($1::regclass[])', [filled]);
  for (const key of keys) await client.query(`ALTER TABLE ${key.on} DROP CONSTRAINT ${key.name}`);
  for (const index of indexes) await client.query(`DROP INDEX ${index.name}`);
  for (const table of forced) await client.query(`ALTER TABLE ${table.name} NO FORCE ROW LEVEL SECURITY`);
  await client.query('ALTER TABLE appeals.appeal DISABLE TRIGGER search_is_due');
  return {
    indexes: [...indexes.map((one) => one.def), ...keys.flatMap((key) => key.index ?? [])],
    // a unique index stands already and becomes the constraint; the last are the keys between tables
    constraints: keys.toSorted((a, b) => (a.kind === b.kind ? 0 : a.kind === 'u' ? -1 : 1)).map((key) => `ALTER TABLE ${key.on} ADD CONSTRAINT ${key.name} ${key.kind === 'u' ? `UNIQUE USING INDEX ${key.name}` : key.def}`),
    locks: [...forced.map((table) => `ALTER TABLE ${table.name} FORCE ROW LEVEL SECURITY`), 'ALTER TABLE appeals.appeal ENABLE TRIGGER search_is_due'],
  };
};

const sideBySide = 3;
const tellEveryMs = 5_000;

/** Indexes some at a time, then what needs them. `locked` false leaves the owner past the second lock: the bench measures a bare client too. */
export const putOn = async (url: string, bare: Bare, o: { readonly locked: boolean; readonly onStep: (line: string) => void }): Promise<void> => {
  const waiting = [...bare.indexes];
  let told = performance.now();
  const builder = async (): Promise<void> => {
    const client = await openClient(url, 'jauap crowd');
    try {
      await client.query(`SET statement_timeout = 0; SET maintenance_work_mem = '512MB'; SET synchronous_commit = off; SELECT set_config('jauap.sight', 'all', false), set_config('jauap.kind', 'system', false)`);
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        await client.query(next);
        if (performance.now() - told < tellEveryMs) continue;
        told = performance.now();
        o.onStep(`indexes: ${bare.indexes.length - waiting.length} of ${bare.indexes.length} begun`);
      }
    } finally {
      await client.end();
    }
  };
  await Promise.all(Array.from({ length: sideBySide }, builder));
  const client = await openClient(url, 'jauap crowd');
  try {
    await client.query('SET statement_timeout = 0');
    o.onStep('keys');
    for (const statement of [...bare.constraints, ...(o.locked ? bare.locks : bare.locks.filter((one) => !one.includes('FORCE')))]) await client.query(statement);
  } finally {
    await client.end();
  }
};
