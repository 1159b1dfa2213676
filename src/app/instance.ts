import { join } from 'node:path';
import { serve, type ServerType } from '@hono/node-server';
import type { Config } from '../platform/config.ts';
import { openDb, type Db } from '../platform/db.ts';
import { startWorker } from '../platform/jobs.ts';
import { makeLog, type Log } from '../platform/log.ts';
import { migrate } from '../platform/migrate.ts';
import { startEmbedded, type Embedded } from '../platform/postgres.ts';
import { house, jobs, cron, readers } from './house.ts';
import { makeServer } from './server.tsx';

export type Database = { readonly url: string; readonly db: Db; readonly log: Log; readonly close: () => Promise<void> };

/** Opens the database of this configuration: the one at DATABASE_URL, else the embedded one, migrated. */
export const openDatabase = async (config: Config, onStep: (line: string) => void): Promise<Database> => {
  const log = makeLog(config.JAUAP_LOG);
  const embedded: Embedded | null = config.DATABASE_URL ? null : await startEmbedded({ dataDir: join(config.dataDir, 'postgres'), onStep });
  const url = config.DATABASE_URL ?? embedded?.url ?? '';
  try {
    await migrate(url, onStep);
  } catch (error) {
    await embedded?.stop();
    throw error;
  }
  const db = openDb(url, { size: config.JAUAP_POOL, log });
  return {
    url, db, log,
    close: async () => {
      await db.close();
      await embedded?.stop();
    },
  };
};

export type Running = { readonly address: string; readonly stop: () => Promise<void> };

/** Serves, and works through the jobs unless JAUAP_WORKER=off, until `stop`. */
export const runInstance = async (config: Config, database: Database): Promise<Running> => {
  const { db, log, url } = database;
  const ctx = { db, log, clock: { now: Date.now } };
  const app = makeServer({ ctx, config, house });
  const worker = config.JAUAP_WORKER === 'on' ? await startWorker({ url, ctx, readers, jobs, cron, concurrency: 4 }) : null;
  const server = await new Promise<ServerType>((resolve, reject) => {
    const made = serve({ fetch: app.fetch, port: config.PORT, hostname: config.HOST }, () => resolve(made));
    made.once('error', reject);
  });
  const bound = server.address();
  const port = typeof bound === 'object' && bound ? bound.port : config.PORT;
  return {
    address: `http://${config.HOST}:${port}`,
    stop: async () => {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        if ('closeAllConnections' in server) server.closeAllConnections();
      });
      await worker?.stop();
      await database.close();
    },
  };
};
