import { closeSync, fstatSync, openSync, readFileSync, readSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { system } from '../../kernel/actor.ts';
import { Unreadable } from '../../platform/backup/unreadable.ts';
import type { Config } from '../../platform/config.ts';
import { isUnavailable, openDb, read, sql, view, type Db, type Read } from '../../platform/db.ts';
import { makeLog } from '../../platform/log.ts';
import { notedIn, rootAt, treeIn, type Noted } from '../../rooms/journal/contract.ts';
import { printOf, secretOf } from './keys.ts';

/**
 * What the house was last served with, in its data folder: a shell lacks the settings of the service, and an old `postgres` or `secret` may still lie there.
 * The server's own word for where it is, and a print of the secret: never a password, and nothing of the setting that may hold one.
 */
export const markFile = 'served-with';

const placeSchema = z.object({
  /** address, port and name as the server says them */
  where: z.string(),
  /** the same for a standby, its primary and every copy of its disk, another one for every other database; null: the server does not say */
  identity: z.string().nullable(),
});
const markSchema = z.object({ at: z.string(), /** the setting DATABASE_URL was given */ elsewhere: z.boolean(), database: placeSchema, secretPrint: z.string() });
type Place = z.infer<typeof placeSchema>;
export type Mark = z.infer<typeof markSchema>;

const placeIn = async (db: Db): Promise<Place> => {
  const eyes = { db, actor: system('mark') };
  const { rows: [at] } = await read(eyes, (q) => sql<{ where: string }>`SELECT coalesce(host(inet_server_addr()) || ':' || inet_server_port(), 'a socket of this machine') || '/' || current_database() AS where`.execute(view(q)));
  const identity = await read(eyes, async (q) =>
    (await sql<{ identity: string }>`SELECT c.system_identifier || '/' || d.oid AS identity FROM pg_control_system() c, pg_database d WHERE d.datname = current_database()`.execute(view(q))).rows[0]?.identity ?? null).catch((error: unknown) => {
    // whoever lends a database may have taken this right away
    if ((error as { code?: string }).code === forbidden) return null;
    throw error;
  });
  return { where: at?.where ?? '', identity };
};

const forbidden = '42501';

/** At every start: whoever has moved, also back, is known by it from then on. */
export const noteServed = async (config: Config, db: Db): Promise<void> => {
  const mark: Mark = { at: new Date().toISOString(), elsewhere: config.DATABASE_URL !== undefined, database: await placeIn(db), secretPrint: printOf(secretOf(config)) ?? '' };
  const path = join(config.dataDir, markFile);
  // of several processes each has a piece of its own
  const piece = `${path}.${process.pid}`;
  try {
    writeFileSync(piece, `${JSON.stringify(mark)}\n`, { mode: 0o600 });
    renameSync(piece, path);
  } catch (error) {
    rmSync(piece, { force: true });
    throw error;
  }
};

/** A house that a restore has put there was not served yet. */
export const forgetServed = (dataDir: string): void => rmSync(join(dataDir, markFile), { force: true });

/** Null where it was never served from. A mark that cannot be read is no leave to take whatever lies there. */
export const markIn = (dataDir: string): Mark | null => {
  const path = join(dataDir, markFile);
  try {
    return markSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return null;
    if (code !== undefined) throw new Unreadable(`${path} cannot be read (${code}), which says what the house is served with. Begin this command as the user who runs the program.`);
    throw new Unreadable(`${path} cannot be read, which says what the house is served with. Start the program once, it is written anew.`);
  }
};

const meant = 'If it is truly meant: --despite-mark.';
const settings = 'Begin this command with the settings of the service.';

/** How these settings differ from what the house was last served with, in a sentence; null where they do not. Of the settings alone, before a server is started or a file is made. */
const otherThanServed = (config: Config, mark: Mark): string | null => {
  const last = `The house of ${config.dataDir} was last served (${mark.at}, says ${join(config.dataDir, markFile)})`;
  if (mark.elsewhere && config.DATABASE_URL === undefined) return `${last} with the PostgreSQL at ${mark.database.where}, and DATABASE_URL is not set here: whatever lies in ${config.dataDir}/postgres is an old one.`;
  if (!mark.elsewhere && config.DATABASE_URL !== undefined) return `${last} with the database in its own folder, and DATABASE_URL names another one here.`;
  const print = printOf(secretOf(config));
  // one that is not there at all is told beside an archive, which is worth having without it
  return print === null || print === mark.secretPrint ? null : `${last} with another secret (print ${mark.secretPrint}) than ${config.JAUAP_SECRET === undefined ? `the file ${config.dataDir}/secret has, and JAUAP_SECRET is not set here` : 'JAUAP_SECRET has here'} (print ${print}).`;
};

export const refuseOtherSettings = (config: Config, mark: Mark, otherwise = meant): void => {
  const wrong = otherThanServed(config, mark);
  if (wrong !== null) throw new Unreadable(`${wrong} ${settings} ${otherwise}`);
};

/** For every command that reads or changes the house: what is typed in a bare shell would do it to what was left behind, and say that all went well. */
export const refuseUnlikeServed = (config: Config): void => {
  const mark = markIn(config.dataDir);
  if (!mark) return;
  refuseOtherSettings(config, mark, moved);
  if (secretOf(config) === null) throw new Unreadable(`The house of ${config.dataDir} was last served (${mark.at}) with a secret (print ${mark.secretPrint}) that is not here. ${settings}`);
};
const moved = 'If the house has truly moved, start the program once with these settings: jauap serve.';

/** And by what is behind the address: the old server may still answer. A standby is the same database as its primary. */
export const refuseOtherDatabase = async (url: string, dataDir: string, mark: Mark): Promise<void> => {
  const here = await asked(url, placeIn);
  if (here.identity === null || mark.database.identity === null || here.identity === mark.database.identity) return;
  throw new Unreadable(`The house was last served (${mark.at}, says ${join(dataDir, markFile)}) with the database at ${mark.database.where}, and the one at ${here.where} is another. ${settings} Where it was replaced under the running program, restart that first. ${meant}`);
};

const asked = async <T>(url: string, fn: (db: Db) => Promise<T>): Promise<T> => {
  const db = openDb(url, { size: 1, log: makeLog('silent') });
  return fn(db).finally(() => db.close());
};

/** What the journal says; null where there is none in this database, which is told elsewhere. */
const journalIn = <T>(db: Db, fn: (q: Read) => Promise<T>): Promise<T | null> =>
  read({ db, actor: system('mark') }, fn).catch((error: unknown) => {
    if (['42P01', '3F000'].includes((error as { code?: string }).code ?? '')) return null;
    throw error;
  });

/** The newest whole line of `journal-roots`, which grows with every sealing: of its end alone. */
const lastNoted = (path: string): Noted | null => {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    const { size } = fstatSync(file);
    const tail = Buffer.alloc(Math.min(size, 1_024));
    readSync(file, tail, 0, tail.length, size - tail.length);
    // of its many lines the first may be a piece of one: it is not the last
    return notedIn(tail.toString('latin1')).at(-1) ?? null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new Unreadable(`${path} cannot be read (${(error as NodeJS.ErrnoException).code}), which says how far the journal has come. Begin this command as the user who runs the program; or say --despite-mark.`);
  } finally {
    if (file !== undefined) closeSync(file);
  }
};

/** How long a standby is given to come to where its primary was when the question was asked. */
const standbySeconds = 60;

/**
 * A disk or a server that was copied, as by pg_basebackup, leaves one behind that says it is the same; and some say nothing of who they are. Neither has the last root
 * that was noted beside it.
 */
export const refuseOlderJournal = async (url: string, dataDir: string): Promise<void> => {
  const path = join(dataDir, 'journal-roots');
  const noted = lastNoted(path);
  if (noted === null) return;
  await asked(url, async (db) => {
    for (let second = 0; ; second += 1) {
      const now = await journalIn(db, async (q) => ({
        root: await rootAt(q, noted.size),
        follows: (await sql<{ follows: boolean }>`SELECT pg_is_in_recovery() AS follows`.execute(view(q))).rows[0]?.follows ?? false,
      }));
      if (now === null || now.root === noted.root) return;
      if (!now.follows || now.root !== null || second === standbySeconds) break;
      await pause(1_000);
    }
    const { where } = await placeIn(db);
    const lacks = `${path} notes a root of the journal after ${noted.size} acts, and the database at ${where} has none like it: it is an older copy of the house, or another one's, or a standby far behind.`;
    throw new Unreadable(`${lacks} ${settings} Where the database was truly taken back to an earlier moment, docs/running/backup.md, "The journal", says what to do with that file. ${meant}`);
  });
};

/** The journal of which house would be told of this one's backup? A primary that is away is no reason to make none. */
export const refuseOtherPrimary = async (url: string, primary: string, progress: (line: string) => void): Promise<void> => {
  const taken = await asked(url, async (db) => ({ ...(await placeIn(db)), tree: await journalIn(db, treeIn) }));
  const size = taken.tree?.size ?? 0;
  const told = await asked(primary, async (db) => ({ ...(await placeIn(db)), root: size === 0 ? null : await journalIn(db, (q) => rootAt(q, size)) })).catch((error: unknown) => {
    if (isUnavailable(error)) return null;
    throw error;
  });
  if (told === null) return;
  const unknown = taken.identity === null || told.identity === null;
  const other = (!unknown && taken.identity !== told.identity) || (size > 0 && told.root !== taken.tree?.root);
  if (other) throw new Unreadable(`The database at ${told.where}, which PRIMARY_URL names, is not the primary of the one at ${taken.where}: its journal would be told of another house's backup.`);
  if (unknown && size === 0) progress(`Whether ${told.where}, which PRIMARY_URL names, is the primary of ${taken.where} could not be checked: these servers do not say who they are, and nothing is sealed yet.`);
};
