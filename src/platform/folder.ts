import { mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** A folder somebody has named that cannot be made; the code is the system's own. */
export class NoFolder extends Error {
  readonly path: string;
  constructor(path: string, cause: unknown) {
    super(`The folder ${path} cannot be made (${(cause as NodeJS.ErrnoException).code ?? String(cause)}). Name another one.`, { cause });
    this.path = path;
  }
}

/**
 * Makes a folder that somebody has named, and what is missing above it; gives back the first one made, or null. Node's own `recursive` takes each ENOENT for
 * a folder missing above and tries again for ever where that one is there and takes none, as /proc does (seen with Node 24).
 */
export const makeFolder = (path: string, mode = 0o777): string | null => {
  const missing: string[] = [];
  try {
    for (let at = resolve(path); at === resolve(path) ? !isFolder(at) : !isThere(at); at = dirname(at)) missing.unshift(at);
    for (const one of missing) if (!made(one, mode)) throw Object.assign(new Error(one), { code: 'ENOTDIR' });
  } catch (error) {
    throw new NoFolder(path, error);
  }
  return missing[0] ?? null;
};

const isThere = (path: string): boolean => statSync(path, { throwIfNoEntry: false }) !== undefined;
const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

/** True also when somebody else has made it meanwhile. */
const made = (path: string, mode: number): boolean => {
  try {
    mkdirSync(path, { mode });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return isFolder(path);
  }
  return true;
};
