import { Kysely, OperatorNode, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler, PrimitiveValueListNode, type BinaryOperationNode, type DatabaseConnection, type Driver, type QueryResult } from 'kysely';
import type pg from 'pg';
import type { Actor } from '../kernel/actor.ts';
import { isRefusal } from '../kernel/refusal.ts';
import { closePool, committedUnsurely, openPool } from './db-pool.ts';
import type { Log } from './log.ts';

export { sql } from 'kysely';
export type { Generated, Insertable, Selectable, Kysely, ExpressionBuilder } from 'kysely';

/** The pool. Nothing outside this file sees `pg`. */
export type Db = {
  readonly acquire: () => Promise<pg.PoolClient>;
  readonly close: () => Promise<void>;
  readonly url: string;
  readonly statements: { count: number };
  /** of this pool, now: all there are, those at rest, and callers who wait for one */
  readonly connections: () => Readonly<Record<'open' | 'idle' | 'awaited', number>>;
};
/** Whose eyes look, over which pool: a `Ctx`, or as much of one. */
type Eyes = { readonly db: Db; readonly actor: Actor };
declare const reading: unique symbol;
declare const writing: unique symbol;
/** One open read-only transaction. */
export type Read = { readonly [reading]: true; readonly client: pg.PoolClient; readonly statements: { count: number } };
/** One open read-write transaction; whatever reads can also read here. */
export type Tx = Read & { readonly [writing]: true };

export const openDb = (url: string, o: { size?: number; log: Log; role?: string | null }): Db => {
  const pool = openPool(url, { size: o.size ?? 16, name: 'jauap', pipeline: true, role: o.role === undefined ? 'jauap_app' : o.role, onLost: (code) => o.log.warn('db.connection_lost', { code }) });
  return { acquire: () => pool.connect(), close: () => closePool(pool), url, statements: { count: 0 }, connections: () => ({ open: pool.totalCount, idle: pool.idleCount, awaited: pool.waitingCount }) };
};

/** Settings that row-level security reads; ids only, so nothing needs quoting. */
const actorSettings = (actor: Actor): string => {
  const sight = actor.kind === 'system' ? 'all' : actor.kind === 'staff' ? (actor.sight === 'all' ? 'all' : `{${actor.sight.map(Number).join(',')}}`) : '{}';
  const held = actor.kind === 'holder' ? String(Number(actor.appealId)) : '0';
  const account = actor.kind === 'staff' ? String(Number(actor.accountId)) : '0';
  return `SELECT set_config('jauap.sight','${sight}',true),set_config('jauap.held','${held}',true),set_config('jauap.account','${account}',true),set_config('jauap.kind','${actor.kind}',true)`;
};

const readOnlyServer = '25006';

/** PostgreSQL answers COMMIT without an error in two cases in which nothing may be acknowledged. */
const commit = async (client: pg.PoolClient): Promise<void> => {
  const { command } = await client.query('COMMIT');
  if (command === 'ROLLBACK') throw new Error('a failed statement was passed over, so the transaction was rolled back');
  if (committedUnsurely(client)) throw new OutcomeUnknown();
};

/** Committed here, but the wait for the standby was cut short (trust.md): as good as no answer. */
export class OutcomeUnknown extends Error {
  readonly code = '08007'; // transaction_resolution_unknown
}

const inTransaction = async <T>(ctx: Eyes, begin: string, fn: (tx: Tx) => Promise<T>): Promise<T> => {
  const client = await ctx.db.acquire();
  let broken: Error | undefined;
  try {
    ctx.db.statements.count += 2;
    // a reading's first question travels with its BEGIN; a writing waits: were BEGIN alone cancelled, its first statement would stand by itself
    const begun = client.query(`${begin};${actorSettings(ctx.actor)}`);
    begun.catch(() => {});
    if (begin === 'BEGIN') await begun;
    const result = await fn({ client, statements: ctx.db.statements } as unknown as Tx);
    await begun;
    if (isRefusal(result)) await client.query('ROLLBACK');
    else await commit(client);
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch((failure: Error) => (broken = failure));
    // a server that has become a standby: the next connection may find the new primary
    if ((error as { code?: string }).code === readOnlyServer && begin === 'BEGIN') broken = error as Error;
    if (isStalePlan(error)) broken = error as Error;
    throw error;
  } finally {
    client.release(broken);
  }
};

/** One read-only transaction, one snapshot, seen with the actor's eyes. */
export const read = <T>(ctx: Eyes, fn: (q: Read) => Promise<T>): Promise<T> =>
  inTransaction(ctx, 'BEGIN TRANSACTION READ ONLY', fn);

/** As `read`, for a count in many statements that must agree: none of them sees what was written after the first. */
export const readAtOnce = <T>(ctx: Eyes, fn: (q: Read) => Promise<T>): Promise<T> =>
  inTransaction(ctx, 'BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY', fn);

/**
 * As `read`, for lists that are read in the order of an index: PostgreSQL is kept from collecting and sorting all there is, which it takes
 * for cheaper as long as a table is small. What must be sorted still is.
 */
export const readInOrder = <T>(ctx: Eyes, fn: (q: Read) => Promise<T>): Promise<T> =>
  inTransaction(ctx, 'BEGIN TRANSACTION READ ONLY;SET LOCAL enable_sort = off;SET LOCAL enable_incremental_sort = off', fn);

/** One transaction. A Refusal given back, or an exception, leaves nothing behind. */
export const write = <T>(ctx: Eyes, fn: (tx: Tx) => Promise<T>): Promise<T> =>
  inTransaction(ctx, 'BEGIN', fn);

/** A typed query builder over this transaction. A room's store names its own tables in `Tables`. */
export const view = <Tables>(q: Read): Kysely<Tables> => {
  const driver = new OneClientDriver(q);
  return new Kysely<Tables>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => driver,
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new OneTextCompiler(),
    },
  });
};

/** A list of any length is one value: `in ($1, $2, …)` would be another statement for every length, and the names below would soon be used up by them. */
class OneTextCompiler extends PostgresQueryCompiler {
  protected override visitBinaryOperation(node: BinaryOperationNode): void {
    if (!OperatorNode.is(node.operator) || node.operator.operator !== 'in' || !PrimitiveValueListNode.is(node.rightOperand)) return super.visitBinaryOperation(node);
    this.visitNode(node.leftOperand);
    this.append(' = any(');
    this.appendValue([...node.rightOperand.values]);
    this.append(')');
  }
}

/** PostgreSQL keeps a plan of each on every connection, so there may not be ever more of them. */
const mostPrepared = 300;
/** text → name; null after the first time: what is asked once needs no name */
const asked = new Map<string, string | null>();
let prepared = 0;

/** The name under which PostgreSQL keeps a statement parsed and planned: planning an insert costs more than the insert. */
const preparedAs = (text: string): { name?: string } => {
  const before = asked.get(text);
  if (before) return { name: before };
  if (prepared >= mostPrepared) return {};
  if (before === undefined) {
    if (asked.size < 4 * mostPrepared) asked.set(text, null);
    return {};
  }
  const name = `j${(prepared += 1)}`;
  asked.set(text, name);
  return { name };
};

class OneClientDriver implements Driver {
  readonly #connection: DatabaseConnection;
  constructor(q: Read) {
    this.#connection = {
      executeQuery: async <R>(query: { sql: string; parameters: readonly unknown[] }): Promise<QueryResult<R>> => {
        q.statements.count += 1;
        const result = await q.client.query({ ...preparedAs(query.sql), text: query.sql, values: query.parameters as unknown[] });
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

/**
 * SQLSTATE classes of a database that is away, full or busy: 08 connection, 25006 became a standby, 25P03 and 25P04 waited too long, 28 and 3D not
 * let in, 40 rolled back against another, 53 resources, 55P03 lock, 57014 and 57P0 cancelled or shutting down, 58 its own disk. Then Node's names.
 */
const away = /^(08|25006|25P0[34]|28|3D|40|53|55P03|57014|57P0|58|ECONN|ENOENT|ENOTFOUND|EAI_AGAIN|EHOST|ENET|EPIPE|ETIMEDOUT|ERR_STREAM)/;
const awayInWords = /Connection terminated|timeout exceeded when trying to connect|timeout expired|Client has encountered a connection error|Client was closed|Cannot use a pool after calling end/;

/** A newer program has changed a table under a prepared statement: the next connection prepares it anew. */
const isStalePlan = (error: unknown): boolean => (error as { routine?: unknown } | null)?.routine === 'RevalidateCachedQuery';

/** No room: PostgreSQL's own disk (53100), or the one under the data folder. Heals by itself when somebody makes room. */
export const isFull = (error: unknown): boolean => ['53100', 'ENOSPC', 'EDQUOT'].includes(String((error as { code?: unknown } | null)?.code)) || (error instanceof Error && error.cause !== undefined && isFull(error.cause));

/** True for errors that mean the database is away, busy or full, not that the statement was wrong: answered 503. */
export const isUnavailable = (error: unknown): boolean => {
  const { code, syscall } = (error ?? {}) as { code?: unknown; syscall?: unknown };
  // a missing attachment is ENOENT too: of those only a socket's counts
  if (code === 'ENOENT') return syscall === 'connect';
  if ((typeof code === 'string' && away.test(code)) || isStalePlan(error) || isFull(error)) return true;
  return error instanceof Error && (awayInWords.test(error.message) || isUnavailable(error.cause) || (error instanceof AggregateError && error.errors.some(isUnavailable)));
};

const silentInWords = /timeout exceeded when trying to connect|timeout expired|due to connection timeout/;
/** Of those a silence that was waited out: whoever asks next would wait as long, while after a lock, a deadlock or one cut line the next statement may well be answered. */
export const isSilent = (error: unknown): boolean => error instanceof Error && ((error as { code?: unknown }).code === 'ETIMEDOUT' || silentInWords.test(error.message));

/** The name of the unique or check constraint that refused a row, or undefined. */
export const violated = (error: unknown): string | undefined => {
  const { code, constraint } = (error ?? {}) as { code?: string; constraint?: string };
  return code?.startsWith('23') ? constraint : undefined;
};
