import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../platform/config.ts';
import { makeLog } from '../platform/log.ts';
import { migrate } from '../platform/migrate.ts';
import { startEmbedded } from '../platform/postgres.ts';
import { openDb, read } from '../platform/db.ts';
import type { Ctx } from '../platform/ctx.ts';
import { instanceSecret } from '../platform/web/secret.ts';
import { signerIn, witnessFile } from '../rooms/journal/contract.ts';
import { fillMany } from './demo/crowd.ts';
import { furnish } from './secrets.ts';
import { branchFor } from '../rooms/units/contract.ts';
import { system } from '../kernel/actor.ts';
import { demoLogins, demoPassword, fill, type Filled } from './demo/fill.ts';
import { queueAgain } from './demo/again.ts';
import { openDatabase, type Database } from './instance.ts';

const seed = 2026;

/** `appeals`: that many written by COPY instead of two thousand lived; `journal` false: without leaves, which take a third of the room. */
export type DemoAsk = { readonly appeals?: number; readonly journal?: boolean };
type Marker = Partial<Filled> & { readonly made?: { readonly appeals: number; readonly leaves: number } };
const markerOf = (config: Config): string => join(config.dataDir, 'demo.json');

/** The made-up region, filled once; a fill that was interrupted is begun again from nothing. Throws when the database holds something else. */
export const openDemo = async (config: Config, onStep: (line: string) => void, o: DemoAsk = {}): Promise<Database> => {
  const marker = markerOf(config);
  const filled = existsSync(marker);
  if (!filled && !config.DATABASE_URL) rmSync(join(config.dataDir, 'postgres'), { recursive: true, force: true });
  if (!filled && o.appeals !== undefined && !config.DATABASE_URL) await fillAlone(config, { ...o, appeals: o.appeals }, onStep);
  else if (filled && o.appeals !== undefined && markOf(config).made?.appeals !== o.appeals) throw new Error(`${config.dataDir} holds another demonstration. Set another JAUAP_DATA.`);
  const database = await openDatabase(config, onStep);
  const ctx = { db: database.db, log: database.log, clock: database.clock };
  try {
    if (existsSync(marker)) {
      const { hall } = markOf(config);
      if (hall) await queueAgain(ctx, hall, ctx.clock.now());
      return database;
    }
    if (await read({ ...ctx, actor: system('demo') }, (q) => branchFor(q, undefined))) throw new Error('This database is not empty: the demonstration fills an empty one only. Set another JAUAP_DATA or DATABASE_URL.');
    if (o.appeals !== undefined) {
      await fillMarked(config, { ...o, appeals: o.appeals }, { url: database.url, ctx, onStep });
      return database;
    }
    onStep('filling a made-up region (once, under a minute)');
    const told = await fill({ ctx, now: ctx.clock.now(), seed, onStep });
    writeFileSync(marker, JSON.stringify({ seed, filledAt: new Date().toISOString(), ...told }));
  } catch (error) {
    await database.close();
    throw error;
  }
  return database;
};

const markOf = (config: Config): Marker => JSON.parse(readFileSync(markerOf(config), 'utf8')) as Marker;

/** While the server has nobody else to serve: nothing that is written in bulk is written twice, and checkpoints are far between. */
const whileFilling = { wal_level: 'minimal', max_wal_senders: '0', max_wal_size: '4GB', checkpoint_timeout: '30min', shared_buffers: '1GB', autovacuum: 'off', max_parallel_maintenance_workers: '4' } as const;

const fillAlone = async (config: Config, o: DemoAsk & { readonly appeals: number }, onStep: (line: string) => void): Promise<void> => {
  const server = await startEmbedded({ dataDir: join(config.dataDir, 'postgres'), onStep, settings: whileFilling });
  const log = makeLog(config.JAUAP_LOG);
  try {
    await migrate(server.url, onStep);
    furnish(config);
    const db = openDb(server.url, { size: 4, log });
    await fillMarked(config, o, { url: server.url, ctx: { db, log, clock: { now: Date.now } }, onStep }).finally(() => db.close());
  } finally {
    await server.stop();
  }
};

const fillMarked = async (config: Config, o: DemoAsk & { readonly appeals: number }, { url, ctx, onStep }: { readonly url: string; readonly ctx: Omit<Ctx, 'actor'>; readonly onStep: (line: string) => void }): Promise<void> => {
  const seal = o.journal === false ? null : { signer: signerIn(join(config.dataDir, 'journal-key.pem')), witness: witnessFile(join(config.dataDir, 'journal-roots')) };
  const made = await fillMany({ ctx, url, now: ctx.clock.now(), seed, appeals: o.appeals, seal, secret: instanceSecret(config), onStep });
  onStep(`${made.appeals.toLocaleString('en')} appeals in ${(made.ms / 60_000).toFixed(1)} min, of which rows ${(made.rowsMs / 60_000).toFixed(1)} min; ${(made.bytes / 1e9).toFixed(1)} GB; ${made.leaves === 0 ? 'made without leaves: the journal says nothing of these letters' : `${made.leaves.toLocaleString('en')} leaves sealed`}`);
  writeFileSync(markerOf(config), JSON.stringify({ seed, filledAt: new Date().toISOString(), made: { appeals: made.appeals, leaves: made.leaves } }));
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
  const { hall } = markOf(config);
  return hall ? [`  television  ${address}/kk/display/${hall.display}`, `  kiosk       ${address}/kk/kiosk/${hall.kiosk}`] : [];
};
