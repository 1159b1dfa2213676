import { Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler, type DatabaseConnection, type Driver, type QueryResult } from 'kysely';
import pg from 'pg';
import type { Actor } from '../kernel/actor.ts';
import { isRefusal } from '../kernel/refusal.ts';
import type { Ctx } from './ctx.ts';
import type { Log } from './log.ts';

export { sql } from 'kysely';
export type { Generated, Insertable, Selectable, Kysely, ExpressionBuilder } from 'kysely';

// int8 (20) and numeric (1700) arrive as strings, dates (1082) as local Dates: ids fit a double, days stay text.
const parsers = new pg.TypeOverrides();
parsers.setTypeParser(20, Number);
parsers.setTypeParser(1700, Number);
parsers.setTypeParser(1082, (text) => text);

/** The pool. Nothing outside this file sees `pg`. */
export type Db = {
  readonly acquire: () => Promise<pg.PoolClient>;
  readonly close: () => Promise<void>;
  readonly url: string;
  readonly statements: { count: number };
};
declare const reading: unique symbol;
declare const writing: unique symbol;
/** One open read-only transaction. */
export type Read = { readonly [reading]: true; readonly client: pg.PoolClient; readonly statements: { count: number } };
/** One open read-write transaction; whatever reads can also read here. */
export type Tx = Read & { readonly [writing]: true };

/** Every statement has a deadline of its own (trust.md, rule 9). */
const statementTimeoutMs = 8_000;
const acquireTimeoutMs = 5_000;

export const openDb = (url: string, o: { size?: number; log: Log; role?: string | null }): Db => {
  const role = o.role === undefined ? 'jauap_app' : o.role;
  const pool = new pg.Pool({
    connectionString: url,
    max: o.size ?? 16,
    types: parsers,
    connectionTimeoutMillis: acquireTimeoutMs,
    idleTimeoutMillis: 60_000,
    allowExitOnIdle: true,
    application_name: 'jauap',
    options: `-c statement_timeout=${statementTimeoutMs} -c idle_in_transaction_session_timeout=20000 -c timezone=UTC -c jit=off${role ? ` -c role=${role}` : ''}`,
  });
  pool.on('error', (error) => o.log.warn('db.idle_connection_lost', { code: (error as { code?: string }).code }));
  return { acquire: () => pool.connect(), close: () => pool.end(), url, statements: { count: 0 } };
};

/** Settings that row-level security reads; ids only, so nothing needs quoting. */
const actorSettings = (actor: Actor): string => {
  const sight = actor.kind === 'system' ? 'all' : actor.kind === 'staff' ? (actor.sight === 'all' ? 'all' : `{${actor.sight.map(Number).join(',')}}`) : '{}';
  const held = actor.kind === 'holder' ? String(Number(actor.appealId)) : '0';
  const account = actor.kind === 'staff' ? String(Number(actor.accountId)) : '0';
  return `SELECT set_config('jauap.sight','${sight}',true),set_config('jauap.held','${held}',true),set_config('jauap.account','${account}',true),set_config('jauap.kind','${actor.kind}',true)`;
};

const inTransaction = async <T>(ctx: Pick<Ctx, 'db' | 'actor'>, begin: string, fn: (tx: Tx) => Promise<T>): Promise<T> => {
  const client = await ctx.db.acquire();
  let broken: Error | undefined;
  try {
    ctx.db.statements.count += 2;
    await client.query(`${begin};${actorSettings(ctx.actor)}`);
    const result = await fn({ client, statements: ctx.db.statements } as unknown as Tx);
    await client.query(isRefusal(result) ? 'ROLLBACK' : 'COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch((failure: Error) => (broken = failure));
    throw error;
  } finally {
    client.release(broken);
  }
};

/** One read-only transaction, one snapshot, seen with the actor's eyes. */
export const read = <T>(ctx: Pick<Ctx, 'db' | 'actor'>, fn: (q: Read) => Promise<T>): Promise<T> =>
  inTransaction(ctx, 'BEGIN TRANSACTION READ ONLY', fn);

/** One transaction. A Refusal given back, or an exception, leaves nothing behind. */
export const write = <T>(ctx: Pick<Ctx, 'db' | 'actor'>, fn: (tx: Tx) => Promise<T>): Promise<T> =>
  inTransaction(ctx, 'BEGIN', fn);

/** A typed query builder over this transaction. A room's store names its own tables in `Tables`. */
export const view = <Tables>(q: Read): Kysely<Tables> => {
  const driver = new OneClientDriver(q);
  return new Kysely<Tables>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => driver,
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  });
};

class OneClientDriver implements Driver {
  readonly #connection: DatabaseConnection;
  constructor(q: Read) {
    this.#connection = {
      executeQuery: async <R>(query: { sql: string; parameters: readonly unknown[] }): Promise<QueryResult<R>> => {
        q.statements.count += 1;
        const result = await q.client.query(query.sql, query.parameters as unknown[]);
        return { rows: result.rows as R[], ...(result.command === 'SELECT' ? {} : { numAffectedRows: BigInt(result.rowCount ?? 0) }) };
      },
      streamQuery: () => {
        throw new Error('streams are read in pages');
      },
    };
  }
  async init() {}
  async acquireConnection() {
    return this.#connection;
  }
  async beginTransaction() {
    throw new Error('a transaction is already open');
  }
  async commitTransaction() {}
  async rollbackTransaction() {}
  async releaseConnection() {}
  async destroy() {}
}

/** True for errors that mean the database is away or busy, not that the statement was wrong: answered 503. */
export const isUnavailable = (error: unknown): boolean => {
  const code = (error as { code?: unknown })?.code;
  const message = error instanceof Error ? error.message : '';
  return (
    (typeof code === 'string' && /^(08|53|57P0|57014|ECONN|ENOENT|EPIPE|ETIMEDOUT)/.test(code)) ||
    /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/.test(message)
  );
};

/** The name of the unique or check constraint that refused a row, or undefined. */
export const violated = (error: unknown): string | undefined => {
  const { code, constraint } = (error ?? {}) as { code?: string; constraint?: string };
  return code?.startsWith('23') ? constraint : undefined;
};
