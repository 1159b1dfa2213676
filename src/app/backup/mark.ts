import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { system } from '../../kernel/actor.ts';
import { Unreadable } from '../../platform/backup/unreadable.ts';
import type { Config } from '../../platform/config.ts';
import { openDb, read, sql, view, type Db } from '../../platform/db.ts';
import { makeLog } from '../../platform/log.ts';
import { printOf, secretOf } from './keys.ts';

/**
 * What the house was last served with, in its data folder: a shell lacks the settings of the service, and an old `postgres` or `secret` may still lie there.
 * The server's own word for where it is, and a print of the secret: never a password, and nothing of the setting that may hold one.
 */
export const markFile = 'served-with';

const placeSchema = z.object({
  /** address, port and name as the server says them */
  where: z.string(),
  /** the same for a standby and its primary, another one for every other database; null: the server does not say */
  identity: z.string().nullable(),
});
const markSchema = z.object({ at: z.string(), /** the setting DATABASE_URL was given */ elsewhere: z.boolean(), database: placeSchema, secretPrint: z.string() });
type Place = z.infer<typeof placeSchema>;
export type Mark = z.infer<typeof markSchema>;

const placeIn = async (db: Db): Promise<Place> => {
  const eyes = { db, actor: system('mark') };
  const { rows: [at] } = await read(eyes, (q) => sql<{ where: string }>`SELECT coalesce(host(inet_server_addr()) || ':' || inet_server_port(), 'a socket of this machine') || '/' || current_database() AS where`.execute(view(q)));
  // whoever lends a database may have taken this right away
  const identity = await read(eyes, async (q) =>
    (await sql<{ identity: string }>`SELECT c.system_identifier || '/' || d.oid AS identity FROM pg_control_system() c, pg_database d WHERE d.datname = current_database()`.execute(view(q))).rows[0]?.identity ?? null).catch(() => null);
  return { where: at?.where ?? '', identity };
};

/** At every start: whoever has moved, also back, is known by it from then on. */
export const noteServed = async (config: Config, db: Db): Promise<void> => {
  const mark: Mark = { at: new Date().toISOString(), elsewhere: config.DATABASE_URL !== undefined, database: await placeIn(db), secretPrint: printOf(secretOf(config)) ?? '' };
  const path = join(config.dataDir, markFile);
  writeFileSync(`${path}.new`, `${JSON.stringify(mark)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
};

/** A house that a restore has put there was not served yet. */
export const forgetServed = (dataDir: string): void => rmSync(join(dataDir, markFile), { force: true });

/** Null where it was never served from. A mark that cannot be read is no leave to take whatever lies there. */
export const markIn = (dataDir: string): Mark | null => {
  const path = join(dataDir, markFile);
  try {
    return markSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new Unreadable(`${path} cannot be read, which says what the house is served with. Start the program once, it is written anew; or say --despite-mark.`);
  }
};

const meant = 'If it is truly meant: --despite-mark.';
const settings = 'Begin this command with the settings of the service.';

/** By the settings alone, before a server is started or a file is made. */
export const refuseOtherSettings = (config: Config, mark: Mark): void => {
  const last = `The house of ${config.dataDir} was last served (${mark.at})`;
  if (mark.elsewhere && config.DATABASE_URL === undefined) throw new Unreadable(`${last} with the PostgreSQL at ${mark.database.where}, and DATABASE_URL is not set here: whatever lies in ${config.dataDir}/postgres is an old one. ${settings} ${meant}`);
  if (!mark.elsewhere && config.DATABASE_URL !== undefined) throw new Unreadable(`${last} with the database in its own folder, and DATABASE_URL names another one here. ${settings} ${meant}`);
  const print = printOf(secretOf(config));
  // one that is not there at all is told beside the archive, which is worth having without it
  if (print !== null && print !== mark.secretPrint) throw new Unreadable(`${last} with another secret (print ${mark.secretPrint}) than ${config.JAUAP_SECRET === undefined ? `the file ${config.dataDir}/secret has, and JAUAP_SECRET is not set here` : 'JAUAP_SECRET has here'} (print ${print}). ${settings} ${meant}`);
};

/** And by what is behind the address: the old server may still answer. A standby is the same database as its primary. */
export const refuseOtherDatabase = async (url: string, mark: Mark): Promise<void> => {
  const here = await whereIs(url);
  if (here.identity === null || mark.database.identity === null || here.identity === mark.database.identity) return;
  throw new Unreadable(`The house was last served (${mark.at}) with the database at ${mark.database.where}, and the one at ${here.where} is another. ${settings} Where it was replaced under the running program, restart that first. ${meant}`);
};

export const whereIs = async (url: string): Promise<Place> => {
  const db = openDb(url, { size: 1, log: makeLog('silent') });
  return placeIn(db).finally(() => db.close());
};
