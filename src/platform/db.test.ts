import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDb, type TestDb } from '../../test/support/database.ts';
import { system } from '../kernel/actor.ts';
import { refuse } from '../kernel/refusal.ts';
import { isUnavailable, openDb, OutcomeUnknown, read, readAtOnce, sql, view, write, type Tx } from './db.ts';

let t: TestDb;
beforeAll(async () => {
  t = await freshDb();
});
afterAll(() => t.drop());

const keep = (tx: Tx, key: string) => sql`INSERT INTO platform.idempotency (scope, key, body_sha256, status, answer) VALUES ('test', ${key}, ''::bytea, 201, '{}')`.execute(view(tx));
const kept = async () => (await t.raw(`SELECT key FROM platform.idempotency ORDER BY key`)).map((row) => row['key']);
const ctx = () => t.ctx(system('test'));
const failureOf = (work: Promise<unknown>): Promise<unknown> => work.then(() => 'no failure', (error: unknown) => error);

test('what was given back is there; a refusal and an exception leave nothing', async () => {
  await write(ctx(), (tx) => keep(tx, 'a'));
  await write(ctx(), async (tx) => {
    await keep(tx, 'refused');
    return refuse('not_allowed');
  });
  await failureOf(write(ctx(), async (tx) => {
    await keep(tx, 'thrown');
    throw new Error('no');
  }));
  expect(await kept()).toEqual(['a']);
});

test('a count in many statements does not see what is written meanwhile; a reading in the ordinary way does', async () => {
  const twice = (how: typeof read, key: string) => how(ctx(), async (q) => {
    const count = async () => (await sql<{ n: number }>`SELECT count(*)::int AS n FROM platform.idempotency`.execute(view(q))).rows[0]?.n ?? 0;
    const before = await count();
    await write(ctx(), (tx) => keep(tx, key));
    return (await count()) - before;
  });
  expect([await twice(readAtOnce, 'meanwhile'), await twice(read, 'later')]).toEqual([0, 1]);
  await t.raw(`DELETE FROM platform.idempotency WHERE key IN ('meanwhile', 'later')`);
});

test('when a statement failed and was passed over, nothing is acknowledged, because nothing was kept', async () => {
  const failure = await failureOf(write(ctx(), async (tx) => {
    await keep(tx, 'before');
    await sql`SELECT 1 / 0`.execute(view(tx)).catch(() => {});
    return 'done';
  }));
  expect(failure).toBeInstanceOf(Error);
  expect(await kept()).toEqual(['a']);
});

test('a connection that is cut inside a transaction is an answer of 503, and the next one works', async () => {
  const failure = await failureOf(write(ctx(), async (tx) => {
    await keep(tx, 'cut');
    const [row] = (await sql<{ pid: number }>`SELECT pg_backend_pid() AS pid`.execute(view(tx))).rows;
    const asked = sql`SELECT pg_sleep(5)`.execute(view(tx));
    await Promise.all([asked, t.raw('SELECT pg_terminate_backend($1)', [row?.pid])]);
  }));
  expect(isUnavailable(failure), String(failure)).toBe(true);
  const idle = await failureOf(write(ctx(), async (tx) => {
    const [row] = (await sql<{ pid: number }>`SELECT pg_backend_pid() AS pid`.execute(view(tx))).rows;
    await t.raw('SELECT pg_terminate_backend($1)', [row?.pid]);
    await keep(tx, 'cut while nothing was asked');
  }));
  expect(isUnavailable(idle)).toBe(true);
  expect(await read(ctx(), async (q) => (await sql<{ one: number }>`SELECT 1 AS one`.execute(view(q))).rows)).toEqual([{ one: 1 }]);
  expect(await kept()).toEqual(['a']);
});

test('a server that has become a standby is an answer of 503, and its connection is not used again', async () => {
  const [row] = await t.raw('SELECT current_database() AS name');
  await t.raw(`ALTER DATABASE ${String(row?.['name'])} SET default_transaction_read_only = on`);
  const db = openDb(t.url, { size: 1, log: t.ctx().log });
  try {
    const backend = (q: Tx | Parameters<Parameters<typeof read>[1]>[0]) => sql<{ pid: number }>`SELECT pg_backend_pid() AS pid`.execute(view(q)).then(({ rows }) => rows[0]?.pid);
    const before = await read({ ...ctx(), db }, backend);
    expect(isUnavailable(await failureOf(write({ ...ctx(), db }, (tx) => keep(tx, 'standby'))))).toBe(true);
    expect(await read({ ...ctx(), db }, backend)).not.toBe(before);
  } finally {
    await db.close();
    await t.raw(`ALTER DATABASE ${String(row?.['name'])} RESET default_transaction_read_only`);
  }
});

test('away, full and busy are told from wrong', () => {
  const code = (value: string, more: object = {}) => Object.assign(new Error('x'), { code: value }, more);
  for (const away of ['08006', '25P03', '28P01', '3D000', '40P01', '40001', '53100', '53300', '55P03', '57014', '57P01', '57P03', '58030', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND'])
    expect(isUnavailable(code(away)), away).toBe(true);
  for (const wrong of ['22012', '23505', '42P01', '42501', '25P02', 'ERR_INVALID_ARG_TYPE']) expect(isUnavailable(code(wrong)), wrong).toBe(false);
  expect(isUnavailable(new OutcomeUnknown())).toBe(true);
  expect(isUnavailable(code('ENOENT', { syscall: 'connect' }))).toBe(true);
  expect(isUnavailable(code('ENOENT', { syscall: 'open' })), 'a missing attachment').toBe(false);
  expect(isUnavailable(new Error('a step failed', { cause: code('57P01') }))).toBe(true);
  expect(isUnavailable(new AggregateError([code('ECONNREFUSED')]))).toBe(true);
  expect([undefined, null, 'ECONNREFUSED', {}].map(isUnavailable)).toEqual([false, false, false, false]);
});
