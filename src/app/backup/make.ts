import { join } from 'node:path';
import { existsSync, rmSync, statSync } from 'node:fs';
import { createPrivateKey } from 'node:crypto';
import type { Config } from '../../platform/config.ts';
import { makeLog } from '../../platform/log.ts';
import type { Recipient } from '../../platform/backup/age.ts';
import { openSnapshot, type Snapshot } from '../../platform/backup/snapshot.ts';
import { sequencesPart, type Head, type Manifest } from '../../platform/backup/manifest.ts';
import { Unreadable } from '../../platform/backup/unreadable.ts';
import { openWriting, type Writing } from '../../platform/backup/writing.ts';
import { signerFrom, treeIn, waitingIn } from '../../rooms/journal/contract.ts';
import { fileStoreOf } from '../secrets.ts';
import { addFiles, trulyMissing } from './files.ts';
import { keysOf, printOf, secretOf } from './keys.ts';
import { sumOf, textOf } from './waiting.ts';

export type Made = { readonly file: string; readonly bytes: number; readonly ms: number; readonly head: Head; readonly manifest: Manifest };
export type Order = { readonly config: Config; readonly url: string; readonly to: string; readonly recipients: readonly Recipient[]; readonly progress: (line: string) => void };

const progressEveryMs = 2_000;

/** Says how far it is, not oftener than every two seconds. */
export const ticker = (progress: (line: string) => void): ((line: () => string) => void) => {
  let told = performance.now();
  return (line) => {
    if (performance.now() - told < progressEveryMs) return;
    told = performance.now();
    progress(line());
  };
};

/** A folder gets a file named after the moment; a name that ends as an archive's does is the file itself. Anything else is a folder that is not there: a disk that was not mounted, a slip. */
export const targetIn = (to: string, at: Date, encrypted: boolean): string => {
  if (existsSync(to) && statSync(to).isDirectory()) return join(to, `jauap-${at.toISOString().replace(/[-:]|\.\d+/g, '')}.tar${encrypted ? '.age' : ''}`);
  if (!/\.(tar|age)$/.test(to)) throw new Unreadable(`There is no folder ${to}. Make it, or name a file that ends with .tar (.tar.age for an encrypted one).`);
  return to;
};

/** One file of everything, of one moment, while people go on working. */
export const makeBackup = async (o: Order): Promise<Made> => {
  const began = performance.now();
  // before the snapshot: every root in it is then in the database of the snapshot too
  const keys = keysOf(o.config, { closed: o.recipients.length > 0 });
  const snapshot = await openSnapshot(o.url);
  let writing: Writing | undefined;
  let forget = () => {};
  try {
    const at = new Date();
    const head = await headOf(snapshot, o, at);
    const file = targetIn(o.to, at, o.recipients.length > 0);
    writing = await openWriting(file, head, o.recipients);
    forget = forgetWhenStopped(`${file}.part`);
    const rows = await addTables(snapshot, writing, ticker(o.progress));
    await writing.add(sequencesPart, Buffer.from(JSON.stringify(await snapshot.sequences())));
    const tick = ticker(o.progress);
    const files = await addFiles({ q: snapshot.read, store: fileStoreOf(o.config), into: writing, onFile: ({ count, bytes }) => tick(() => `attachments: ${count}, ${mb(bytes)}`) });
    for (const { name, bytes } of keys) await writing.add(`keys/${name}`, bytes);
    await snapshot.close();
    const missing = await trulyMissing(o.url, makeLog(o.config.JAUAP_LOG), files.missing);
    const manifest = await writing.finish({ rows, files: { ...files, missing } });
    return { file, bytes: writing.written(), ms: performance.now() - began, head, manifest };
  } catch (error) {
    await writing?.abandon();
    throw error;
  } finally {
    forget();
    await snapshot.close().catch(() => {});
  }
};

export const mb = (bytes: number): string => `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;

const headOf = async (snapshot: Snapshot, o: Order, at: Date): Promise<Head> => ({
  kind: 'jauap backup', format: 1, at: at.toISOString(), server: snapshot.server, migrations: [...snapshot.migrations], years: [...snapshot.years],
  tables: snapshot.tables.map(({ schema, name, columns }) => ({ schema, name, columns: [...columns] })),
  journal: await journalOf(snapshot, o.config, at),
  secretPrint: printOf(secretOf(o.config)), withKeys: o.recipients.length > 0,
});

const journalOf = async ({ read }: Snapshot, config: Config, at: Date): Promise<Head['journal']> => {
  const pem = keysOf(config, { closed: true }).find(({ name }) => name === 'journal-key.pem');
  const signer = pem ? signerFrom(createPrivateKey(pem.bytes)) : null;
  const journal = { ...(await treeIn(read)), waiting: await sumOf(waitingIn(read)), publicPem: signer?.publicPem ?? null };
  return { ...journal, signature: signer?.sign(textOf(at.toISOString(), journal)).toString('base64') ?? null };
};

/** Whoever reads the archive once knows by then which leaves to keep an eye on. */
const queueFirst = (tables: Snapshot['tables']): Snapshot['tables'] => tables.toSorted((a, b) => Number(isQueue(b)) - Number(isQueue(a)));
const isQueue = ({ schema, name }: Snapshot['tables'][number]): boolean => schema === 'journal' && name === 'unsealed';

/** Packing uses other threads: while one part is packed the next is read. */
const addTables = async (snapshot: Snapshot, writing: Writing, tick: (line: () => string) => void): Promise<Record<string, number>> => {
  const rows: Record<string, number> = {};
  for (const [nth, table] of queueFirst(snapshot.tables).entries()) {
    const name = `${table.schema}.${table.name}`;
    let parts = 0;
    rows[name] = await snapshot.copy(table, async (lines) => {
      await writing.addSqueezed(`tables/${name}/${String((parts += 1)).padStart(6, '0')}.zst`, lines);
      tick(() => `tables: ${nth + 1} of ${snapshot.tables.length} (${name}), ${mb(writing.written())} written`);
    });
  }
  return rows;
};

/** Ctrl+C leaves nothing half behind. */
const forgetWhenStopped = (partial: string): (() => void) => {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const stopped = () => {
    rmSync(partial, { force: true });
    process.exit(130);
  };
  for (const signal of signals) process.once(signal, stopped);
  return () => {
    for (const signal of signals) process.off(signal, stopped);
  };
};
