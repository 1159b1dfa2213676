import { chownSync, mkdirSync, readFileSync } from 'node:fs';

/** Where Debian's postgresql-15 lies; a drill brings the package (script/prove). */
export const postgresBin = '/usr/lib/postgresql/15/bin';

/** PostgreSQL does not run as root; Debian's package brings a user for it. Null: whoever runs the test may run it too. */
export const postgresUser = (): { readonly uid: number; readonly gid: number } | null => {
  if (process.getuid?.() !== 0) return null;
  const [, , uid, gid] = readFileSync('/etc/passwd', 'utf8').split('\n').find((line) => line.startsWith('postgres:'))?.split(':') ?? [];
  return uid !== undefined && gid !== undefined ? { uid: Number(uid), gid: Number(gid) } : null;
};

/** A folder of that user's. */
export const folder = (path: string): string => {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const who = postgresUser();
  if (who) chownSync(path, who.uid, who.gid);
  return path;
};
