import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../platform/config.ts';
import { read } from '../platform/db.ts';
import { branchFor } from '../rooms/units/contract.ts';
import { system } from '../kernel/actor.ts';
import { demoLogins, demoPassword, fill } from './demo/fill.ts';
import { openDatabase, type Database } from './instance.ts';

const seed = 2026;

/** The made-up region, filled once; a fill that was interrupted is begun again from nothing. Throws when the database holds something else. */
export const openDemo = async (config: Config, onStep: (line: string) => void): Promise<Database> => {
  const marker = join(config.dataDir, 'demo.json');
  const filled = existsSync(marker);
  if (!filled && !config.DATABASE_URL) rmSync(join(config.dataDir, 'postgres'), { recursive: true, force: true });
  const database = await openDatabase(config, onStep);
  if (filled) return database;
  try {
    const ctx = { db: database.db, log: database.log, clock: { now: Date.now } };
    if (await read({ ...ctx, actor: system('demo') }, (q) => branchFor(q, undefined))) throw new Error('This database is not empty: the demonstration fills an empty one only. Set another JAUAP_DATA or DATABASE_URL.');
    onStep('filling a made-up region (once, under a minute)');
    await fill({ ctx, now: Date.now(), seed, onStep });
    writeFileSync(marker, JSON.stringify({ seed, filledAt: new Date().toISOString() }));
  } catch (error) {
    await database.close();
    throw error;
  }
  return database;
};

/** The address of the sign-in page and one line for each kind of staff. */
export const demoLines = (address: string): readonly string[] => [
  '',
  `  residents   ${address}/kk`,
  `  staff       ${address}/kk/sign-in   password for all: ${demoPassword}`,
  ...demoLogins.map((one) => `    ${one.login.padEnd(28)} ${one.role.padEnd(16)} ${one.name}`),
  '',
  'Ctrl+C ends everything.',
];
