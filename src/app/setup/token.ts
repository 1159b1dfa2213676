import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../../platform/config.ts';
import { makeFolder } from '../../platform/folder.ts';

const tokenFile = (config: Config): string => join(config.dataDir, 'setup-token');

/** Proof that whoever sets up can read the server's output. Made once, kept in the data folder, readable by its owner only, gone after setup. */
export const setupToken = (config: Config): string => {
  try {
    const kept = readFileSync(tokenFile(config), 'utf8').trim();
    if (kept !== '') return kept;
  } catch { /* made below */ }
  makeFolder(config.dataDir);
  const made = randomBytes(24).toString('base64url');
  writeFileSync(tokenFile(config), made, { mode: 0o600 });
  return made;
};

export const dropSetupToken = (config: Config): void => rmSync(tokenFile(config), { force: true });

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
export const setupTokenFits = (config: Config, given: string): boolean => timingSafeEqual(digest(setupToken(config)), digest(given.trim()));

/** What the server prints at start while nothing is set up. */
export const setupInvitation = (config: Config, address: string): readonly string[] => [
  '',
  'Nothing is set up yet. Open this address once, name the organisation and its first administrator:',
  '',
  `  ${(config.JAUAP_URL ?? address).replace(/\/$/, '')}/kk/setup?token=${setupToken(config)}`,
  '',
  'or do the same here, in another window: script/jauap setup',
];
