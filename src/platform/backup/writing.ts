import { existsSync, rmSync } from 'node:fs';
import { open, rename, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { constants, zstdCompress } from 'node:zlib';
import { encryptTo, type Recipient } from './age.ts';
import { firstPart, manifestPart, rootOver, rootPart, sha256, type Head, type Manifest, type PartSum } from './manifest.ts';
import { NoFolder } from '../folder.ts';
import { padding, tarEnd, tarHeader } from './tar.ts';
import { Unreadable } from './unreadable.ts';

const squeeze = promisify(zstdCompress);
/** The level that `zstd` takes by itself. */
const level = { params: { [constants.ZSTD_c_compressionLevel]: 3, [constants.ZSTD_c_checksumFlag]: 1 } };

export type Writing = {
  readonly add: (name: string, bytes: Buffer) => Promise<void>;
  readonly addSqueezed: (name: string, bytes: Buffer) => Promise<void>;
  readonly written: () => number;
  /** gives the archive its name; until then there is none */
  readonly finish: (rest: Pick<Manifest, 'rows' | 'files'>) => Promise<Manifest>;
  readonly abandon: () => Promise<void>;
};

/** An archive under a name of its own until it is whole and on the disk. */
export const openWriting = async (target: string, head: Head, recipients: readonly Recipient[]): Promise<Writing> => {
  if (existsSync(target)) throw new Unreadable(`${target} is there already. Name another file, or a folder.`);
  const partial = `${target}.part`;
  const file = await open(partial, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EEXIST' ? new Unreadable(`${partial} is there already: another backup is writing it, or one was cut off. In the second case remove it.`) : inWords(error, dirname(target));
  });
  const parts: PartSum[] = [];
  let written = 0;
  const raw = async (bytes: Uint8Array): Promise<void> => {
    await whole(file, bytes).catch((error: NodeJS.ErrnoException) => {
      throw inWords(error, dirname(target), written);
    });
    written += bytes.length;
  };
  const age = recipients.length > 0 ? await encryptTo(recipients, raw) : null;
  const take = age ? age.add : raw;
  const put = async (name: string, bytes: Buffer): Promise<void> => {
    await take(Buffer.concat([tarHeader(name, bytes.length), bytes, padding(bytes.length)]));
  };
  const add = async (name: string, bytes: Buffer): Promise<void> => {
    await put(name, bytes);
    parts.push({ name, bytes: bytes.length, sha256: sha256(bytes) });
  };
  const abandon = async (): Promise<void> => {
    await age?.abandon();
    await file.close().catch(() => {});
    rmSync(partial, { force: true });
  };
  try {
    await add(firstPart, Buffer.from(JSON.stringify(head)));
  } catch (error) {
    await abandon();
    throw error;
  }
  return {
    add,
    addSqueezed: async (name, bytes) => add(name, await squeeze(bytes, level)),
    written: () => written,
    finish: async (rest) => {
      const manifest: Manifest = { ...rest, parts, root: rootOver(parts) };
      const text = Buffer.from(JSON.stringify(manifest));
      await put(manifestPart, text);
      await put(rootPart, Buffer.from(`${sha256(text)}\n`));
      await take(tarEnd);
      await age?.finish();
      await file.sync();
      await file.close();
      if (existsSync(target)) throw new Unreadable(`${target} has appeared meanwhile.`);
      await rename(partial, target);
      await syncFolder(dirname(target));
      return manifest;
    },
    abandon,
  };
};

const whole = async (file: FileHandle, bytes: Uint8Array): Promise<void> => {
  for (let at = 0; at < bytes.length; ) at += (await file.write(bytes, at)).bytesWritten;
};

const syncFolder = async (path: string): Promise<void> => {
  const folder = await open(path, 'r');
  await folder.sync().finally(() => folder.close());
};

/** What the system says about a place, for whoever chose it. */
export const inWords = (error: NodeJS.ErrnoException, where: string, after?: number): Error => {
  if (error instanceof NoFolder) return new Unreadable(error.message);
  const done = after === undefined ? '' : ` after ${Math.round(after / 1e6)} MB`;
  const said: Readonly<Record<string, string>> = {
    ENOSPC: `There is no room left in ${where}${done}. Nothing was kept; make room or name another place.`, EDQUOT: `The quota of ${where} is used up${done}. Nothing was kept.`,
    EACCES: `This user may not write in ${where}.`, EPERM: `This user may not write in ${where}.`, EROFS: `${where} can only be read.`, ENOENT: `There is no folder ${where}.`, ENOTDIR: `${where} is no folder.`,
    EFBIG: `The file system of ${where} takes no file this large.`, EIO: `The disk of ${where} does not answer as it should${done}.`,
  };
  const words = said[error.code ?? ''];
  return words === undefined ? error : new Unreadable(words);
};
