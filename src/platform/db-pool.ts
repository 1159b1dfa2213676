import pg from 'pg';
import type { Socket } from 'node:net';

// int8 (20) and numeric (1700) arrive as strings, dates (1082) as local Dates: ids fit a double, days stay text.
const parsers = new pg.TypeOverrides();
parsers.setTypeParser(20, Number);
parsers.setTypeParser(1700, Number);
parsers.setTypeParser(1082, (text) => text);

/** Every statement has a deadline of its own (trust.md, rule 9). */
const statementTimeoutMs = 8_000;
const acquireTimeoutMs = 5_000;
/** Later than the server's own deadline: a server that does not even refuse in time is gone, and so is the connection. */
export const silenceMs = statementTimeoutMs + 1_000;

export type PoolOptions = {
  readonly size: number; readonly name: string; readonly role: string | null; readonly onLost: (code: string | undefined) => void;
  /** false: its statements may take as long as they need */
  readonly deadlines?: boolean;
  /** statements are sent without waiting for the answer to the one before; no cursors */
  readonly pipeline?: boolean;
};

/** The only way to a pool: no connection of it can end the program by falling, or hold a caller by keeping silent. */
export const openPool = (url: string, o: PoolOptions): pg.Pool => {
  const deadlines = o.deadlines ?? true;
  const pool = new pg.Pool({
    connectionString: url,
    max: o.size,
    types: parsers,
    connectionTimeoutMillis: acquireTimeoutMs,
    idleTimeoutMillis: 60_000,
    pipeline: o.pipeline ?? false,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    allowExitOnIdle: true,
    application_name: o.name,
    options: `-c statement_timeout=${deadlines ? statementTimeoutMs : 0} -c idle_in_transaction_session_timeout=20000 -c timezone=UTC -c jit=off${o.role ? ` -c role=${o.role}` : ''}`,
  });
  const connected = new Set<pg.PoolClient>();
  connections.set(pool, connected);
  // who has said goodbye has nothing to lose
  const lost = (error: Error): void => void (pool.ending || o.onLost((error as { code?: string }).code));
  pool.on('error', lost);
  pool.on('remove', (client) => connected.delete(client));
  pool.on('connect', (client) => {
    connected.add(client);
    // whoever has checked it out hears of it by the failing query; without a listener the event would end the program
    client.on('error', lost);
    client.on('notice', ({ code }) => void (code === warning && warned.add(client)));
    if (deadlines) endWhenSilent(client);
  });
  return pool;
};

/** pool.end() is over when goodbye was said to all; a connection stands here until the server has hung up. */
const connections = new WeakMap<pg.Pool, ReadonlySet<pg.PoolClient>>();

const warning = '01000';
const warned = new WeakSet<pg.PoolClient>();

/** Asked right after COMMIT: did the server warn? It does when it has stopped waiting for a synchronous standby (trust.md). */
export const committedUnsurely = (client: pg.PoolClient): boolean => warned.delete(client);

/** Asked and not answered for so long: the connection is broken, its queries fail, the pool does not hand it out again. */
const endWhenSilent = (client: pg.PoolClient): void => {
  const { connection } = client as unknown as { connection: { stream: Socket } };
  connection.stream.setTimeout(silenceMs, () => {
    const waiting = !(client as unknown as { readyForQuery: boolean }).readyForQuery;
    if (waiting) connection.stream.destroy(new DatabaseSilent());
  });
};

export class DatabaseSilent extends Error {
  readonly code = 'ETIMEDOUT';
  constructor() {
    super('the database was asked and did not answer');
  }
}

/** A connection of one's own, for those who may not name the driver. */
export type Client = pg.Client;

/** One connection for work that may take its time: migrations, the first look at a server. */
export const openClient = async (url: string, name: string, o: { connectWithinMs?: number } = {}): Promise<pg.Client> => {
  const client = new pg.Client({ connectionString: url, types: parsers, application_name: name, keepAlive: true, connectionTimeoutMillis: o.connectWithinMs ?? acquireTimeoutMs });
  client.on('error', () => {}); // told by the query that fails
  try {
    await client.connect();
  } catch (error) {
    await client.end().catch(() => {});
    throw error;
  }
  return client;
};

/** Says goodbye and waits until every connection is gone, so that its server may end next; at most `withinMs`: a silent server does not hold up the end of the program. */
export const closePool = async (pool: pg.Pool, withinMs = 3_000): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, withinMs)));
  await Promise.race([pool.end().then(() => allGone(pool)), late]);
  clearTimeout(timer);
};

const allGone = (pool: pg.Pool): Promise<void> =>
  new Promise((resolve) => {
    const look = (): void => void ((connections.get(pool)?.size ?? 0) === 0 && resolve());
    pool.on('remove', look);
    look();
  });
