import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Hono } from 'hono';
import { house } from '../../src/app/house.ts';
import { furnish } from '../../src/app/secrets.ts';
import { makeServer } from '../../src/app/server.tsx';
import { readConfig } from '../../src/platform/config.ts';
import { openDb } from '../../src/platform/db.ts';
import { makeLog } from '../../src/platform/log.ts';
import { endTracing, startTracing, traced } from '../../src/platform/trace.ts';
import type { TestHouse } from '../support/house.ts';

/** The same house with other settings, on connections of its own; and its tracing, for a copy of the program has one of its own. */
export type Opened = { readonly app: Hono; readonly dataDir: string; /** of its log, each line down to the least */ readonly lines: readonly string[]; readonly tracing: Tracing; readonly end: () => Promise<void> };
type Tracing = { readonly startTracing: typeof startTracing; readonly endTracing: typeof endTracing; readonly traced: typeof traced };

export const withSettings = async (h: Pick<TestHouse, 'clock'> & { readonly t: { readonly url: string } }, settings: Readonly<Record<string, string>>): Promise<Opened> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'jauap-watching-'));
  const config = readConfig({ JAUAP_DATA: dataDir, JAUAP_MODE: 'test', JAUAP_SECRET: 'a secret of tests, longer than thirty-two letters', JAUAP_LOG: 'silent', ...settings });
  furnish(config);
  const lines: string[] = [];
  const log = makeLog('debug', (line) => lines.push(line));
  const db = openDb(h.t.url, { size: 4, log });
  return {
    dataDir, lines, tracing: { startTracing, endTracing, traced },
    app: makeServer({ ctx: { db, clock: { now: () => h.clock.now }, log }, config, house }),
    end: async () => {
      await db.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};
