import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../../platform/config.ts';
import type { Identity } from '../../platform/backup/age.ts';
import { emptied, fits, readyFor } from '../../platform/backup/place.ts';
import { examine, type Seen } from '../../platform/backup/reading.ts';
import { Unreadable } from '../../platform/backup/unreadable.ts';
import { makeFolder } from '../../platform/folder.ts';
import { migrate } from '../../platform/migrate.ts';
import { joinEmbedded, startEmbedded } from '../../platform/postgres.ts';
import type { Verified } from '../../rooms/journal/contract.ts';
import { fileStoreOf } from '../secrets.ts';
import type { KeyFile } from './keys.ts';
import { forgetServed, markFile } from './mark.ts';
import { mb, ticker } from './make.ts';
import { proveJournal, recordRestore } from './proof.ts';
import { unpack, type Unpacked } from './unpack.ts';

export type Order = {
  readonly config: Config; readonly file: string;
  /** the data folder; with a database elsewhere only what lives beside it */
  readonly dir: string; readonly database: string | null;
  readonly identities: readonly Identity[]; readonly replace: boolean; readonly despiteFindings: boolean;
  readonly progress: (line: string) => void;
};
export type Restored = { readonly seen: Seen; readonly unpacked: Unpacked; readonly journal: Verified; readonly migrated: readonly string[]; readonly aside: string | null };

/** Reads the whole archive before it touches anything; then all of it comes into being, or nothing. */
export const restoreBackup = async (o: Order): Promise<Restored> => {
  const tick = ticker(o.progress);
  let read = 0;
  o.progress('checking the archive');
  const seen = await examine(o.file, o.identities, (bytes) => tick(() => `checked ${mb((read += bytes))}`));
  const only = await fits(seen.head);
  const restored = await (o.database === null ? intoFolder(o, seen, only) : intoDatabase(o, o.database, seen, only));
  try {
    forgetServed(o.dir);
  } catch (error) {
    o.progress(`The house is restored, but ${join(o.dir, markFile)} could not be removed (${(error as NodeJS.ErrnoException).code}): it says what another house was served with, and a backup may be refused until the program has been started.`);
  }
  return restored;
};

type Filled = Omit<Restored, 'aside'>;

const fill = async (o: Order, url: string, seen: Seen, only: ReadonlySet<string>, files: Config): Promise<Filled> => {
  await migrate(url, () => {}, { only });
  const unpacked = await unpack({ file: o.file, identities: o.identities, seen, url, store: fileStoreOf(files), scratch: join(o.dir, '.restoring'), progress: o.progress });
  o.progress('recomputing the journal from its leaves');
  const journal = await proveJournal(url, seen.head, unpacked.keys);
  if (journal.findings.length > 0 && !o.despiteFindings) {
    const [first] = journal.findings;
    throw new Unreadable(`The journal does not prove itself: ${journal.findings.length} findings, the first at position ${first?.position}: ${first?.what}. The rows are as they were backed up, so the record had been changed before. --despite-findings restores it all the same.`);
  }
  const migrated = await migrate(url, o.progress);
  await recordRestore(url, seen);
  return { seen, unpacked, journal, migrated };
};

const stamp = (): string => new Date().toISOString().replace(/[-:]|\.\d+/g, '');

/** Built aside on the same disk and given its names at the end, the database last: a folder without it is not yet a house. */
const intoFolder = async (o: Order, seen: Seen, only: ReadonlySet<string>): Promise<Restored> => {
  if (joinEmbedded(join(o.dir, 'postgres')) !== null) throw new Unreadable(`Jauap is running on ${o.dir}. Stop it first.`);
  const names = ['files', ...seen.manifest.parts.filter((part) => part.name.startsWith('keys/')).map((part) => part.name.slice('keys/'.length)), 'postgres'];
  const there = names.filter((name) => existsSync(join(o.dir, name)) && !isEmptyFolder(join(o.dir, name)));
  if (there.length > 0 && !o.replace) throw new Unreadable(`${o.dir} holds ${there.join(', ')} already. Name an empty folder with --into, or say --replace: what is there is then put aside, not deleted.`);
  makeFolder(o.dir, 0o700);
  const work = join(o.dir, '.restoring');
  // one that was killed leaves its folder, and its server a moment to end
  if (joinEmbedded(join(work, 'postgres')) !== null) throw new Unreadable(`Another restore is working in ${o.dir}.`);
  await rm(work, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
  await mkdir(work, { mode: 0o700 });
  try {
    const server = await startEmbedded({ dataDir: join(work, 'postgres'), onStep: o.progress });
    const filled = await fill(o, server.url, seen, only, { ...o.config, dataDir: work }).finally(() => server.stop());
    writeKeys(work, filled.unpacked.keys);
    const aside = there.length > 0 ? join(o.dir, `replaced-${stamp()}`) : null;
    if (aside) await mkdir(aside, { mode: 0o700 });
    if (aside) for (const name of there.toReversed()) await rename(join(o.dir, name), join(aside, name));
    for (const name of names) {
      if (isEmptyFolder(join(o.dir, name))) await rm(join(o.dir, name), { recursive: true });
      if (existsSync(join(work, name))) await rename(join(work, name), join(o.dir, name));
    }
    return { ...filled, aside };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
};

const intoDatabase = async (o: Order, url: string, seen: Seen, only: ReadonlySet<string>): Promise<Restored> => {
  const others = seen.manifest.parts.filter((part) => part.name.startsWith('keys/')).map((part) => part.name.slice('keys/'.length));
  const there = others.filter((name) => existsSync(join(o.dir, name)));
  if (there.length > 0 && !o.replace) throw new Unreadable(`${o.dir} holds ${there.join(', ')} already. Name an empty folder with --into, or say --replace: what is there is then put aside, not deleted.`);
  // first: a database is not emptied for a house that would have no place for its keys
  const made = makeFolder(o.dir, 0o700);
  await readyFor(url, { replace: o.replace }).catch(async (error: unknown) => {
    if (made !== null) await rm(made, { recursive: true }).catch(() => {}); // what went wrong before it is what is told
    throw error;
  });
  try {
    const filled = await fill(o, url, seen, only, { ...o.config, dataDir: o.dir });
    const aside = there.length > 0 ? join(o.dir, `replaced-${stamp()}`) : null;
    if (aside) await mkdir(aside, { mode: 0o700 });
    if (aside) for (const name of there) await rename(join(o.dir, name), join(aside, name));
    writeKeys(o.dir, filled.unpacked.keys);
    return { ...filled, aside };
  } catch (error) {
    await emptied(url).catch(() => o.progress('the database could not be emptied again: make a new one before the next try'));
    throw error;
  } finally {
    await rm(join(o.dir, '.restoring'), { recursive: true, force: true });
  }
};

const writeKeys = (dir: string, keys: readonly KeyFile[]): void => {
  for (const { name, bytes } of keys) writeFileSync(join(dir, name), bytes, { mode: 0o600, flush: true });
};

const isEmptyFolder = (path: string): boolean => {
  try {
    return readdirSync(path).every((name) => name === '.arriving');
  } catch {
    return false;
  }
};

export const identityFile = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Unreadable(code === 'ENOENT' ? `There is no identity file ${path}.` : `The identity file ${path} cannot be read: ${code}`);
  }
};
