import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, open, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileStore, type FileStore, type Kept } from './storage.ts';

const prefix = 'jauap-upload-';

/** A private folder for one upload or one letter, gone when `work` is done, however it ended; where the process ended too, within a day. */
export const inScratch = async <T>(work: (dir: string) => Promise<T>): Promise<T> => {
  const above = fileStore().scratch ?? tmpdir();
  await mkdir(above, { recursive: true, mode: 0o700 });
  const dir = await mkdtemp(join(above, prefix));
  try {
    return await work(dir);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
};

/** Writes what comes to `path`, counting; null as soon as there is more than `most`. */
export const spool = async (body: AsyncIterable<Uint8Array>, path: string, most: number): Promise<Kept | null> => {
  const hash = createHash('sha256');
  const file = await open(path, 'wx', 0o600);
  let bytes = 0;
  try {
    for await (const chunk of body) {
      bytes += chunk.byteLength;
      if (bytes > most) return null; // leaving the loop cancels the stream
      hash.update(chunk);
      await file.writeFile(chunk);
    }
  } finally {
    await file.close();
  }
  return { path, bytes, sha256: hash.digest('hex') };
};

export const measured = async (path: string): Promise<Kept> => {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return { path, bytes: (await stat(path)).size, sha256: hash.digest('hex') };
};

/** What a process that was killed left behind. */
export const sweepScratch = async (store: FileStore, before: Date): Promise<void> => {
  const above = store.scratch;
  if (above === undefined) return; // the system's own folder is swept by the system
  for (const name of await readdir(above).catch(() => [])) {
    const path = join(above, name);
    const found = await stat(path).catch(() => null);
    if (found && found.mtime < before) await rm(path, { recursive: true, force: true });
  }
};
