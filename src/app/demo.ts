import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../platform/config.ts';
import { read } from '../platform/db.ts';
import { branchFor } from '../rooms/units/contract.ts';
import { system } from '../kernel/actor.ts';
import { demoLogins, demoPassword, fill, type Filled } from './demo/fill.ts';
import { queueAgain } from './demo/again.ts';
import { openDatabase, type Database } from './instance.ts';

const seed = 2026;

type Marker = Partial<Filled>;
const markerOf = (config: Config): string => join(config.dataDir, 'demo.json');

/** The made-up region, filled once; a fill that was interrupted is begun again from nothing. Throws when the database holds something else. */
export const openDemo = async (config: Config, onStep: (line: string) => void): Promise<Database> => {
  const marker = markerOf(config);
  const filled = existsSync(marker);
  if (!filled && !config.DATABASE_URL) rmSync(join(config.dataDir, 'postgres'), { recursive: true, force: true });
  const database = await openDatabase(config, onStep);
  const ctx = { db: database.db, log: database.log, clock: database.clock };
  try {
    if (filled) {
      const { hall } = JSON.parse(readFileSync(marker, 'utf8')) as Marker;
      if (hall) await queueAgain(ctx, hall, ctx.clock.now());
      return database;
    }
    if (await read({ ...ctx, actor: system('demo') }, (q) => branchFor(q, undefined))) throw new Error('This database is not empty: the demonstration fills an empty one only. Set another JAUAP_DATA or DATABASE_URL.');
    onStep('filling a made-up region (once, under a minute)');
    const told = await fill({ ctx, now: ctx.clock.now(), seed, onStep });
    writeFileSync(marker, JSON.stringify({ seed, filledAt: new Date().toISOString(), ...told }));
  } catch (error) {
    await database.close();
    throw error;
  }
  return database;
};

/** The address of the sign-in page, one line for each kind of staff, and the waiting room's television and kiosk. */
export const demoLines = (config: Config) => (address: string): readonly string[] => [
  '',
  `  residents   ${address}/kk`,
  `  staff       ${address}/kk/sign-in   password for all: ${demoPassword}`,
  ...demoLogins.map((one) => `    ${one.login.padEnd(28)} ${one.role.padEnd(16)} ${one.name}`),
  ...hallLines(config, address),
  '',
  'Ctrl+C ends everything.',
];

const hallLines = (config: Config, address: string): readonly string[] => {
  const { hall } = JSON.parse(readFileSync(markerOf(config), 'utf8')) as Marker;
  return hall ? [`  television  ${address}/kk/display/${hall.display}`, `  kiosk       ${address}/kk/kiosk/${hall.kiosk}`] : [];
};
