import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Hono } from 'hono';
import { house } from '../../src/app/house.ts';
import { furnish } from '../../src/app/secrets.ts';
import { makeServer } from '../../src/app/server.tsx';
import { readConfig } from '../../src/platform/config.ts';
import type { TestHouse } from '../support/house.ts';

/** The same house with other settings. */
export const withSettings = async (h: TestHouse, settings: Readonly<Record<string, string>>): Promise<{ app: Hono; dataDir: string; end: () => Promise<void> }> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'jauap-watching-'));
  const config = readConfig({ JAUAP_DATA: dataDir, JAUAP_MODE: 'test', JAUAP_SECRET: 'a secret of tests, longer than thirty-two letters', JAUAP_LOG: 'silent', ...settings });
  furnish(config);
  return { dataDir, app: makeServer({ ctx: { db: h.t.db, clock: { now: () => h.clock.now }, log: h.t.ctx().log }, config, house }), end: () => rm(dataDir, { recursive: true, force: true }) };
};
