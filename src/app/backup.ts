import { existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Config } from '../platform/config.ts';
import { identitiesOf, makeAgeKey, recipientOf } from '../platform/backup/age.ts';
import { examine } from '../platform/backup/reading.ts';
import { Unreadable } from '../platform/backup/unreadable.ts';
import { inWords } from '../platform/backup/writing.ts';
import { isFull, isUnavailable } from '../platform/db.ts';
import { joinEmbedded, startEmbedded } from '../platform/postgres.ts';
import { hasHouse } from './backup/keys.ts';
import { makeBackup, type Made } from './backup/make.ts';
import { markIn, refuseOlderJournal, refuseOtherDatabase, refuseOtherPrimary, refuseOtherSettings } from './backup/mark.ts';
import { recordBackup } from './backup/proof.ts';
import { identityFile, restoreBackup } from './backup/restore.ts';
import { outcomeOf, saidMade, saidRestored, saidSeen } from './backup/say.ts';
import { countRows } from './backup/unpack.ts';
import { waitingInRows } from './backup/waiting.ts';

export const backupUsage = `jauap backup [--to DIR|FILE] [--encrypt-to AGE_KEY]
  One file of one moment: every row, attachments and, when it is encrypted, the keys. People go on working meanwhile.
  --to          a folder, which gets a file named after the moment, or a file (default: this folder)
  --encrypt-to  age1…, also several times; who has its identity opens it, and the program \`age\` does too
  --make-key FILE  writes a new identity and prints what to encrypt to. Keep the file away from this machine.
  --despite-mark  this database and this secret are meant, though the house was last served with others
  Where DATABASE_URL is a standby, which writes nothing, PRIMARY_URL names the primary, whose journal is told of it.
  Ends with 0; with 1 when attachments were missing, which are named, or leaves of the journal, or the secret was.`;
export const restoreUsage = `jauap restore FILE [--into DIR] [--database URL] [--identity FILE] [--replace]
  Checks all of the archive first, builds the house aside, proves it by the journal's root, and only then gives it its name.
  --into      the data folder (default: JAUAP_DATA)      --database  a PostgreSQL of your own (default: DATABASE_URL)
  --identity  the key file of an encrypted archive       --replace   where a house is already: the folder's is put aside, the database's is removed
  --despite-findings  the journal had been changed before the backup, and it is wanted all the same`;
export const verifyUsage = `jauap verify FILE [--identity FILE]
  Reads a backup to its last byte and says what is in it, or which part is damaged.`;

type Io = { readonly print: (line: string) => void; readonly progress: (line: string) => void };
type Command = { readonly about: string; readonly run: (config: Config, words: readonly string[]) => Promise<number> };

class Misused extends Error {}

/** PostgreSQL's own disk, by its code (53100) or in the words of its programs. */
const noRoom = (error: unknown): boolean => (error as { code?: string }).code === '53100' || /No space left on device/.test((error as Error).message);

/** A mistake in the words ends with 2, a refusal with 1; both in a sentence. */
const inSentences = async ({ progress }: Io, usage: string, fn: () => Promise<number>): Promise<number> => {
  try {
    return await fn();
  } catch (error) {
    const said = inWords(error as NodeJS.ErrnoException, (error as NodeJS.ErrnoException).path ?? 'this place');
    if (error instanceof Misused || (error instanceof TypeError && (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS'))) {
      progress(`${error.message}\nUsage: ${usage}`);
      return 2;
    }
    if (noRoom(error)) {
      progress('There is no room left for the database that was being made. Nothing was kept.');
      return 1;
    }
    if (isUnavailable(error) && !isFull(error)) {
      const [first] = error instanceof AggregateError ? (error.errors as readonly Error[]) : [error as Error];
      progress(`The database did not answer, or went away meanwhile (${first?.message ?? 'no connection'}). Nothing was kept.`);
      return 1;
    }
    if (!(said instanceof Unreadable)) throw error;
    progress(said.message);
    return 1;
  }
};

/** For the page of health and the metrics, of whatever machine. The archive is whole without it: whoever copies it away when all went well goes on. */
const tellJournal = async ({ progress }: Io, url: string, made: Made): Promise<void> => {
  try {
    await recordBackup(url, made);
  } catch (error) {
    const { code = 'no answer' } = error as { code?: string };
    progress(`The archive is whole, but the journal could not be told of it, so /admin/health will not count it: ${code === readOnly ? 'this database is a standby and writes nothing. PRIMARY_URL names the primary.' : `the database did not take it (${code}).`}`);
  }
};
const readOnly = '25006';

/** The database as it is: an upgrade begins with a backup, so nothing is migrated here. */
const withUrl = async <T>(config: Config, progress: (line: string) => void, fn: (url: string) => Promise<T>): Promise<T> => {
  const given = config.DATABASE_URL ?? joinEmbedded(join(config.dataDir, 'postgres'));
  if (given) return fn(given);
  if (!hasHouse(config.dataDir)) throw new Unreadable(`There is no house in ${config.dataDir} yet: nothing to back up. JAUAP_DATA names another folder.`);
  const server = await startEmbedded({ dataDir: join(config.dataDir, 'postgres'), onStep: progress });
  return fn(server.url).finally(() => server.stop());
};

const newKey = async ({ print }: Io, path: string): Promise<number> => {
  if (existsSync(path)) throw new Unreadable(`${path} is there already.`);
  const { identity, recipient } = await makeAgeKey();
  writeFileSync(path, `# public key: ${recipient}\n${identity}\n`, { mode: 0o600, flag: 'wx', flush: true });
  print(recipient);
  print(`The identity is in ${path}. Whoever has it opens the backups, and without it nobody does: keep two copies, none of them on this machine.`);
  return 0;
};

export const backupCommand = (io: Io): Command => ({
  about: 'write everything into one file while people go on working',
  run: (config, words) => inSentences(io, backupUsage, async () => {
    const { values } = parseArgs({ args: [...words], options: { to: { type: 'string', default: '.' }, 'encrypt-to': { type: 'string', multiple: true, default: [] }, 'make-key': { type: 'string' }, 'despite-mark': { type: 'boolean', default: false } } });
    if (values['make-key'] !== undefined) return newKey(io, values['make-key']);
    const recipients = values['encrypt-to'].map((text) => {
      const read = recipientOf(text);
      if (!read) throw new Misused(`${text} is no age key: it begins with age1, and a slip in it is noticed.`);
      return read;
    });
    const mark = values['despite-mark'] ? null : markIn(config.dataDir);
    if (mark) refuseOtherSettings(config, mark);
    return withUrl(config, io.progress, async (url) => {
      if (mark) await refuseOtherDatabase(url, config.dataDir, mark);
      if (!values['despite-mark']) await refuseOlderJournal(url, config.dataDir);
      if (config.PRIMARY_URL !== undefined) await refuseOtherPrimary(url, config.PRIMARY_URL, io.progress);
      const made = await makeBackup({ config, url, to: resolve(values.to), recipients, progress: io.progress });
      for (const line of saidMade(made, config.dataDir)) io.print(line);
      await tellJournal(io, config.PRIMARY_URL ?? url, made);
      return outcomeOf(made);
    });
  }),
});

const oneFile = (positionals: readonly string[]): string => {
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new Misused(file === undefined ? 'Which file?' : 'One file at a time.');
  return resolve(file);
};
const identitiesIn = (path: string | undefined) => (path === undefined ? [] : identitiesOf(identityFile(path)));

export const restoreCommand = (io: Io): Command => ({
  about: 'bring a backup back to life in an empty place, and prove that it is the same',
  run: (config, words) => inSentences(io, restoreUsage, async () => {
    const { values, positionals } = parseArgs({
      args: [...words], allowPositionals: true,
      options: { into: { type: 'string' }, database: { type: 'string' }, identity: { type: 'string' }, replace: { type: 'boolean', default: false }, 'despite-findings': { type: 'boolean', default: false } },
    });
    const began = performance.now();
    const dir = resolve(values.into ?? config.dataDir);
    if (values.database !== undefined && !/^postgres(ql)?:\/\//.test(values.database)) throw new Misused('--database must begin with postgres://');
    const database = values.database ?? (values.into === undefined ? (config.DATABASE_URL ?? null) : null);
    const restored = await restoreBackup({ config, file: oneFile(positionals), dir, database, identities: identitiesIn(values.identity), replace: values.replace, despiteFindings: values['despite-findings'], progress: io.progress });
    for (const line of saidRestored(restored, config, dir, performance.now() - began)) io.print(line);
    return restored.journal.findings.length === 0 ? 0 : 1;
  }),
});

export const verifyCommand = (io: Io): Command => ({
  about: 'read a backup to its last byte and say what is in it',
  run: (_config, words) => inSentences(io, verifyUsage, async () => {
    const { values, positionals } = parseArgs({ args: [...words], allowPositionals: true, options: { identity: { type: 'string' } } });
    const [file, identities] = [oneFile(positionals), identitiesIn(values.identity)];
    const { head, manifest } = await examine(file, identities);
    const waiting = waitingInRows(head);
    const rows = await countRows(file, identities, waiting.look);
    const wrong = Object.entries(manifest.rows).filter(([name, count]) => (rows[name] ?? 0) !== count).map(([name]) => name);
    if (wrong.length > 0) throw new Unreadable(`the archive does not hold as many rows as it says of ${wrong.join(', ')}`);
    const [fault] = await waiting.faults();
    if (fault) throw new Unreadable(`the journal's acts that were not sealed yet do not prove themselves: position ${fault.position}, ${fault.what}`);
    for (const line of saidSeen(head, manifest)) io.print(line);
    return 0;
  }),
});
