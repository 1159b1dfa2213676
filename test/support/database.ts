import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { visitor, type Actor } from '../../src/kernel/actor.ts';
import type { Clock } from '../../src/kernel/day.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { openDb, type Db } from '../../src/platform/db.ts';
import { makeLog } from '../../src/platform/log.ts';
import { dropDatabase } from './drop.ts';
import { templateName, withDatabase } from './global.ts';

export type TestDb = {
  readonly db: Db;
  /** the owner's connection string: past row-level security's role, for looking underneath */
  readonly url: string;
  /** the application's context at a fixed or moving clock; Friday 20 November 2026, 10:00 in Almaty unless told */
  readonly ctx: (actor?: Actor, clock?: Clock) => Ctx;
  /** raw SQL as the owner of the tables */
  readonly raw: (text: string, values?: unknown[]) => Promise<Record<string, unknown>[]>;
  readonly drop: () => Promise<void>;
};

export const testNow = Date.parse('2026-11-20T05:00:00Z');
export const fixedClock = (now = testNow): Clock => ({ now: () => now });

/** What a database begins with besides the migrations: filled once a run, by the first who asks, and cloned from then on. */
export type Beginning = { readonly name: string; readonly fill: (db: Db) => Promise<unknown> };

/** A database of one's own, cloned from the migrated template (some 20 ms), or from the beginning that is given. Drop it in afterAll. */
export const freshDb = async (beginning?: Beginning): Promise<TestDb> => {
  const server = inject('postgresUrl');
  const name = `t_${randomBytes(6).toString('hex')}`;
  await administrate(server, async (query) => query(`CREATE DATABASE ${name} TEMPLATE ${beginning ? await filled(server, beginning, query) : templateName} STRATEGY ${inject('cloning')}`));
  const url = withDatabase(server, name);
  const log = makeLog('silent');
  const db = openDb(url, { size: 10, log });
  // FORCE ROW LEVEL SECURITY binds the owner too: looking underneath sees everything by saying so
  const owner = new pg.Pool({ connectionString: url, max: 1, options: '-c jauap.sight=all -c jauap.kind=system' });
  owner.on('error', () => {});
  return {
    db,
    url,
    ctx: (actor = visitor, clock = fixedClock()) => ({ db, clock, actor, log }),
    raw: async (text, values) => (await owner.query(text, values)).rows as Record<string, unknown>[],
    drop: async () => {
      await owner.end();
      await db.close();
      await dropDatabase((statement) => administrate(server, (query) => query(statement)), name);
    },
  };
};

/** The template of that beginning; whoever asks while it is filled waits. */
const filled = async (server: string, { name, fill }: Beginning, query: Query): Promise<string> => {
  const whole = `${templateName}_${name}`;
  if ((await query(`SELECT 1 FROM pg_database WHERE datname = '${whole}'`)).length > 0) return whole;
  const half = `${whole}_half`;
  await dropDatabase(query, half);
  await query(`CREATE DATABASE ${half} TEMPLATE ${templateName}`);
  const db = openDb(withDatabase(server, half), { size: 4, log: makeLog('silent') });
  try {
    await fill(db);
  } finally {
    await db.close();
  }
  await query(`ALTER DATABASE ${half} RENAME TO ${whole}`);
  return whole;
};

type Query = (statement: string) => Promise<unknown[]>;
const administrate = async (url: string, work: (query: Query) => Promise<unknown>): Promise<void> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    // another file may be cloning the template at this moment: PostgreSQL waits for it
    await client.query(`SELECT pg_advisory_lock(7215002)`);
    await work(async (statement) => (await client.query(statement)).rows as unknown[]);
  } finally {
    await client.end();
  }
};
