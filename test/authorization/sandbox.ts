import type { Db } from '../../src/platform/db.ts';

/** Of a table: how many rows, and the sum of their hashes. */
export type Prints = ReadonlyMap<string, string>;

/** A database in which everything that is committed is undone when `end` is called: every cell of the table starts from the same matters. `touched`: tables in which what was committed may have written some row. */
export type Sandbox = { readonly db: Db; readonly touched: () => Promise<readonly string[]>; readonly print: (tables?: readonly string[]) => Promise<Prints>; readonly actsOf: (appealId: number) => Promise<number>; readonly end: () => Promise<void> };

/** What a refused act may leave: wrong tries are counted on purpose. Every other table of the house must stay as it was. */
const leftOnPurpose = ['appeals.follow_try', 'reception.follow_try', 'people.sign_in_try', 'people.spent_challenge'];
const tables = `SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') AND has_table_privilege(c.oid, 'SELECT')`;
const written = `${tables} AND pg_stat_get_xact_tuples_inserted(c.oid) + pg_stat_get_xact_tuples_updated(c.oid) + pg_stat_get_xact_tuples_deleted(c.oid) > 0`;
const questionOf = (names: readonly string[]): string =>
  names.map((table) => `SELECT '${table}' AS name, count(*) || ' ' || coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) AS print FROM ${table} t`).join(' UNION ALL ');

type Client = Awaited<ReturnType<Db['acquire']>>;

const namesIn = ({ rows }: { readonly rows: readonly Record<string, unknown>[] }): readonly string[] => rows.map((row) => String(row['name'])).filter((name) => !leftOnPurpose.includes(name));

/** One connection, one transaction; the transactions of the acts become savepoints in it, and those that only read may only read. */
export const sandbox = async (db: Db): Promise<Sandbox> => {
  const client = await db.acquire();
  await client.query('BEGIN');
  let open: 'none' | 'reading' | 'writing' = 'none';
  let committed = false;
  const point = async (asked: string | { text: string; values: unknown[] }): Promise<unknown> => {
    const text = typeof asked === 'string' ? asked : asked.text;
    if (text.startsWith('BEGIN')) {
      const reads = text.startsWith('BEGIN TRANSACTION READ ONLY');
      open = reads ? 'reading' : 'writing';
      return client.query(`SAVEPOINT act${reads ? ';SET TRANSACTION READ ONLY' : ''}${text.slice(text.indexOf(';'))}`);
    }
    if (text === 'COMMIT') {
      committed ||= open === 'writing';
      open = 'none';
      return client.query('RELEASE SAVEPOINT act');
    }
    if (text === 'ROLLBACK') {
      open = 'none';
      return client.query('ROLLBACK TO SAVEPOINT act;RELEASE SAVEPOINT act');
    }
    // PostgreSQL commits by itself what stands in no transaction
    committed ||= open === 'none';
    return client.query(asked);
  };
  /** PostgreSQL numbers a transaction when it first writes. */
  const wrote = async (): Promise<boolean> => (await client.query('SELECT pg_current_xact_id_if_assigned() IS NOT NULL AS wrote')).rows[0]?.['wrote'] === true;
  const seeAll = () => client.query(`SELECT set_config('jauap.sight', 'all', true), set_config('jauap.kind', 'system', true)`);
  return {
    actsOf: async (appealId) => {
      await seeAll();
      return Number((await client.query('SELECT count(*) AS n FROM appeals.act WHERE appeal_id = $1', [appealId])).rows[0]?.['n']);
    },
    db: { acquire: async () => ({ query: point, release: () => {} }) as unknown as Client, close: async () => {}, url: db.url, statements: { count: 0 }, connections: () => db.connections() },
    touched: async () => (committed && (await wrote()) ? namesIn(await client.query(written)) : []),
    // of every table of the database, whatever was added to it since
    print: async (of) => {
      await seeAll();
      const names = of ?? namesIn(await client.query(tables));
      return names.length === 0 ? new Map() : new Map((await client.query(questionOf(names))).rows.map((row) => [String(row['name']), String(row['print'])]));
    },
    end: async () => {
      await client.query('ROLLBACK');
      client.release();
    },
  };
};
