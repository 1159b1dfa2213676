import { randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FileStore } from './storage.ts';

/**
 * A folder of this machine. A file gets its name only when its bytes are on the disk, and is acknowledged only when the name is:
 * temporary name, fsync, rename, fsync of every folder that changed.
 */
export const folderStore = (folder: string): FileStore => {
  const dir = resolve(folder);
  const scratch = join(dir, '.arriving');
  return {
    scratch,
    put: async (key, from) => {
      const target = inside(dir, key);
      const partial = join(scratch, randomBytes(12).toString('hex'));
      await mkdir(scratch, { recursive: true, mode: 0o700 });
      const made = await mkdir(dirname(target), { recursive: true, mode: 0o700 });
      try {
        // `flush` is an fsync before the file is closed
        await pipeline(createReadStream(from.path), createWriteStream(partial, { flags: 'wx', mode: 0o600, flush: true }));
        await rename(partial, target);
      } finally {
        await rm(partial, { force: true });
      }
      // up to the store's own folder always: another upload may have made a shard a moment ago and not synced it yet
      const above = made === undefined ? dir : dirname(made);
      await syncFolders(dirname(target), above.length < dir.length ? above : dir);
    },
    get: async (key) => {
      const file = await open(inside(dir, key)).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return null;
        throw error;
      });
      if (!file) return null;
      const { size } = await file.stat();
      return { body: Readable.toWeb(createReadStream('', { fd: file })) as ReadableStream<Uint8Array>, bytes: size };
    },
    remove: (key) => rm(inside(dir, key), { force: true }),
  };
};

/** Keys are made by this room; a row that was tampered with still does not lead out of the folder. */
const inside = (dir: string, key: string): string => {
  if (!/^[0-9a-f]{2}\/[0-9a-f]{2}\/[0-9a-f]{64}-[0-9a-f]+$/.test(key)) throw new Error('not a key of the store');
  return join(dir, key);
};

const sync = async (path: string): Promise<void> => {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
};

/** From the deepest folder up. */
const syncFolders = async (from: string, upTo: string): Promise<void> => {
  for (let folder = from; ; folder = dirname(folder)) {
    await sync(folder);
    if (folder === upTo || folder === dirname(folder)) return;
  }
};
