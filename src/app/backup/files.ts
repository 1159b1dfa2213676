import { system } from '../../kernel/actor.ts';
import { openDb, read, type Read } from '../../platform/db.ts';
import type { Log } from '../../platform/log.ts';
import { sha256 } from '../../platform/backup/manifest.ts';
import type { Writing } from '../../platform/backup/writing.ts';
import { hashInKey, keptKeys, stillNamed, type FileStore } from '../../rooms/files/contract.ts';

export type FilesDone = { count: number; bytes: number; missing: string[]; changed: string[] };

/** At most four of 20 MB are in memory; a store far away answers four questions in the time of one. */
const atOnce = 4;
const page = 400;

export const fetched = async (store: FileStore, key: string): Promise<Buffer | null> => {
  const opened = await store.get(key);
  return opened && Buffer.from(await new Response(opened.body).arrayBuffer());
};

/** The attachments that the rows of this moment name. What is not there, or is not what it was, is named; the rest goes on. */
export const addFiles = async (o: { q: Read; store: FileStore; into: Writing; onFile: (done: FilesDone) => void }): Promise<FilesDone> => {
  const done: FilesDone = { count: 0, bytes: 0, missing: [], changed: [] };
  for (let after: number | null = 0; after !== null; ) {
    const { keys, last }: Awaited<ReturnType<typeof keptKeys>> = await keptKeys(o.q, after, page);
    for (let at = 0; at < keys.length; at += atOnce) {
      const some = keys.slice(at, at + atOnce);
      for (const [nth, bytes] of (await Promise.all(some.map((key) => fetched(o.store, key)))).entries()) {
        const key = some[nth] ?? '';
        if (!bytes) {
          done.missing.push(key);
          continue;
        }
        if (sha256(bytes) !== hashInKey(key)) done.changed.push(key);
        await o.into.add(`files/${key}`, bytes);
        done.count += 1;
        done.bytes += bytes.length;
        o.onFile(done);
      }
    }
    after = last;
  }
  return done;
};

/** A file may be forgotten by its own job between its row's moment and its turn: that is no loss. */
export const trulyMissing = async (url: string, log: Log, keys: readonly string[]): Promise<string[]> => {
  if (keys.length === 0) return [];
  const db = openDb(url, { size: 1, log });
  try {
    return [...(await read({ db, actor: system('backup') }, (q) => stillNamed(q, keys)))];
  } finally {
    await db.close();
  }
};
