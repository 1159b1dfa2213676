import { hkdfSync } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../../platform/config.ts';
import { Unreadable } from '../../platform/backup/unreadable.ts';

/** What lives beside the database and is needed with it. `open`: may lie in an archive that everybody can read. */
export const keyFiles = [
  { name: 'secret', open: false, why: 'opens sealed columns: personal numbers, drafts, conversations; makes follow-up links' },
  { name: 'journal-key.pem', open: false, why: 'signs the journal' },
  { name: 'journal-roots', open: true, why: 'roots of the journal, kept outside the database' },
] as const;

export type KeyFile = { readonly name: string; readonly bytes: Buffer };

const readIf = (path: string): Buffer | null => {
  try {
    return readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new Unreadable(`${path} cannot be read: ${(error as NodeJS.ErrnoException).code}`);
  }
};

/** The secret in force, from the setting or the file; null where there is none yet. None is made. */
export const secretOf = (config: Pick<Config, 'JAUAP_SECRET' | 'dataDir'>): string | null => config.JAUAP_SECRET ?? readIf(join(config.dataDir, 'secret'))?.toString('utf8').trim() ?? null;

export const keysOf = (config: Config, o: { closed: boolean }): readonly KeyFile[] =>
  keyFiles.filter((file) => file.open || o.closed).flatMap(({ name }) => {
    const bytes = name === 'secret' ? ((text) => (text === null ? null : Buffer.from(text)))(secretOf(config)) : readIf(join(config.dataDir, name));
    return bytes ? [{ name, bytes }] : [];
  });

/** Eight letters that tell two secrets apart and nothing about either. */
export const printOf = (secret: string | null): string | null => (secret === null ? null : Buffer.from(hkdfSync('sha256', secret, 'jauap backup', 'print', 4)).toString('hex'));

export const hasHouse = (dataDir: string): boolean => existsSync(join(dataDir, 'postgres/data/PG_VERSION'));
