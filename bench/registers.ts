import pg from 'pg';
import type { Hono } from 'hono';
import { house } from '../src/app/house.ts';
import { furnish } from '../src/app/secrets.ts';
import { makeServer } from '../src/app/server.tsx';
import { today, type Clock } from '../src/kernel/day.ts';
import { readConfig } from '../src/platform/config.ts';
import type { Ctx } from '../src/platform/ctx.ts';
import { openDb, type Db } from '../src/platform/db.ts';
import { registerReaders } from '../src/platform/jobs.ts';
import { makeLog } from '../src/platform/log.ts';
import { migrate } from '../src/platform/migrate.ts';
import { instanceSecret } from '../src/platform/web/secret.ts';
import { fill } from './fill.ts';
import { fingerprint, openCellar } from './kept.ts';
import { furnishScene, openScene, type Scene } from './scene.ts';

/** One filled database with the whole application on it, through the product's own pool. */
export type Register = {
  readonly name: string; readonly size: number; readonly bytes: number; readonly postgres: string; readonly url: string; readonly db: Db;
  readonly ctx: Omit<Ctx, 'actor'>; readonly app: Hono;
};
export type Registers = {
  readonly scene: Scene; readonly clock: Clock;
  /** the kept register of that size */
  readonly open: (size: number) => Promise<Register>;
  /** a copy of it that is written to and thrown away */
  readonly copy: (size: number, as: string) => Promise<Register>;
  readonly drop: (register: Register) => Promise<void>;
  /** the same application over another pool, for counting and explaining */
  readonly appOn: (db: Db) => Hono;
  /** its connections only; the register is kept */
  readonly close: (register: Register) => Promise<void>;
  readonly end: () => Promise<void>;
};

const log = makeLog('silent');
/** as the product's default */
export const poolSize = 16;

/** A server's registers, one per size, all cloned from one furnished template and kept for the next run. */
export const openRegisters = async (server: string, dataDir: string, onStep: (line: string) => void): Promise<Registers> => {
  const config = readConfig({ JAUAP_DATA: dataDir, JAUAP_MODE: 'production', JAUAP_LOG: 'silent' });
  furnish(config);
  // one reader of the act that is measured, so that its job is written; nobody works it off meanwhile
  registerReaders({ 'appeal.registered': [{ reader: 'bench', react: async () => {} }] });
  const cellar = await openCellar(server, fingerprint());
  const template = await cellar.keep('template', async (url) => {
    onStep('furnishing an organisation');
    await migrate(url);
    const db = openDb(url, { size: 2, log });
    await furnishScene({ db, clock: { now: Date.now }, log }, url).finally(() => db.close());
  });
  const { scene, clock } = await openScene(template);
  const opened = new Map<Register, Db>();
  const appOn = (db: Db): Hono => makeServer({ ctx: { db, clock, log }, config, house });
  const kept = (size: number): Promise<string> => cellar.keep(`n${size}`, async (url) => {
    const filled = await fill(url, scene, size, today(clock), { secret: instanceSecret(config), onStep });
    onStep(`filled: ${size.toLocaleString('en')} appeals in ${(filled.ms / 1000).toFixed(1)} s, ${(filled.bytes / 1e6).toFixed(0)} MB`);
  }, 'template');
  const registerOn = async (url: string, name: string, size: number): Promise<Register> => {
    const { bytes, postgres } = await about(url);
    await openScene(url);
    const db = openDb(url, { size: poolSize, log });
    const register: Register = { name, size, bytes, postgres, url, db, ctx: { db, clock, log }, app: appOn(db) };
    opened.set(register, db);
    return register;
  };
  const close = async (register: Register): Promise<void> => {
    await opened.get(register)?.close();
    opened.delete(register);
  };
  return {
    scene, clock, appOn, close,
    open: async (size) => registerOn(await kept(size), `n${size}`, size),
    copy: async (size, as) => {
      await kept(size);
      return registerOn(await cellar.copy(`n${size}`, as), as, size);
    },
    drop: async (register) => {
      await close(register);
      await cellar.drop(register.name);
    },
    end: async () => {
      for (const register of opened.keys()) await close(register);
      await cellar.close();
    },
  };
};

const about = async (url: string): Promise<{ bytes: number; postgres: string }> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ bytes: string; postgres: string }>(`SELECT pg_database_size(current_database()) AS bytes, current_setting('server_version') AS postgres`);
    return { bytes: Number(rows[0]?.bytes), postgres: rows[0]?.postgres ?? '' };
  } finally {
    await client.end();
  }
};
