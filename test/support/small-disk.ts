import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A real disk of a few megabytes, in memory, that can be filled to its last block and given room again. */
export type SmallDisk = { readonly fill: () => void; readonly free: () => void; readonly freeBytes: () => number; readonly end: () => void };

const run = (command: string, ...args: readonly string[]): boolean => spawnSync(command, args, { stdio: 'ignore' }).status === 0;
const isRoot = process.getuid?.() === 0;
/** Root mounts; somebody else asks for it, where they may without a password. */
const asRoot = (...words: readonly string[]): boolean => {
  const [command = '', ...args] = isRoot ? words : ['sudo', '-n', ...words];
  return run(command, ...args);
};
const mount = (at: string, mb: number): boolean => asRoot('mount', '-t', 'tmpfs', '-o', `size=${mb}m,mode=700,uid=${process.getuid?.() ?? 0},gid=${process.getgid?.() ?? 0}`, 'tmpfs', at);
const unmount = (at: string): boolean => asRoot('umount', at) || asRoot('umount', '-l', at);

/** Null where a disk may be mounted, else why not: tests say it in their name. */
export const whyNoDisk = ((): string | null => {
  if (process.platform !== 'linux') return 'no tmpfs on this system';
  const at = mkdtempSync(join(tmpdir(), 'jauap-mount-'));
  const may = mount(at, 1);
  if (may) unmount(at);
  rmSync(at, { recursive: true, force: true });
  return may ? null : 'this user may not mount a disk';
})();

const megabyte = Buffer.alloc(1024 * 1024, 1);
const block = megabyte.subarray(0, 4096);

export const smallDisk = (at: string, mb: number): SmallDisk => {
  mkdirSync(at, { recursive: true, mode: 0o700 });
  if (!mount(at, mb)) throw new Error('the disk could not be mounted');
  const ballast = join(at, 'ballast');
  return {
    // what a server gives back meanwhile is taken by the next call
    fill: () => {
      try {
        const file = openSync(ballast, 'a', 0o600);
        try {
          for (const piece of [megabyte, block]) while (written(file, piece));
        } finally {
          closeSync(file);
        }
      } catch (error) {
        if ((error as { code?: string }).code !== 'ENOSPC') throw error;
      }
    },
    free: () => rmSync(ballast, { force: true }),
    freeBytes: () => {
      const { bavail, bsize } = statfsSync(at);
      return bavail * bsize;
    },
    end: () => {
      if (!unmount(at)) throw new Error(`${at} is still mounted`);
    },
  };
};

const written = (file: number, piece: Buffer): boolean => {
  try {
    return writeSync(file, piece) === piece.length;
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOSPC') return false;
    throw error;
  }
};
