import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { makeFolder } from '../folder.ts';

/** The instance's own secret: from the configuration, else made once and kept in the data folder, readable by its owner only. */
export const instanceSecret = (config: Config): string => {
  if (config.JAUAP_SECRET) return config.JAUAP_SECRET;
  const file = join(config.dataDir, 'secret');
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    makeFolder(config.dataDir);
    const made = randomBytes(32).toString('base64url');
    try {
      writeFileSync(file, made, { mode: 0o600, flag: 'wx' });
      return made;
    } catch {
      return readFileSync(file, 'utf8').trim();
    }
  }
};
