import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../src/platform/root.ts';

/** What docs/running/backup.md has an administrator type, in its own lines: what is written there is what is tried. */
export type Words = {
  /** of postgresql.conf */
  readonly archive: string;
  readonly base: string;
  readonly unpack: string;
  readonly open: string;
  readonly roots: string;
};

export const wordsOfPage = (): Words => {
  const [, section = ''] = readFileSync(join(root, 'docs/running/backup.md'), 'utf8').split('\n## To any point in time\n');
  const blocks = [...section.matchAll(/(?:^ {4}.*\n)+/gm)].map(([block]) => block.replace(/^ {4}/gm, ''));
  const holding = (mark: string): string => {
    const [block, ...others] = blocks.filter((one) => one.includes(mark));
    if (block === undefined || others.length > 0) throw new Error(`docs/running/backup.md has not one block with ${mark}`);
    return block;
  };
  return { archive: holding('archive_command'), base: holding('pg_basebackup'), unpack: holding('recovery.signal'), open: holding('ALTER SYSTEM RESET'), roots: holding('journal-roots') };
};

/** Its example's folders in `dir` instead of /mnt. */
export const within = (dir: string, words: string): string => words.replaceAll('/mnt/', `${dir}/`);

/** The lines of going back, from that base and archive; `moment` null: to the end of what is archived, without the line that names one. */
export const goingBack = (o: { readonly dir: string; readonly base: string; readonly archive: string; readonly moment: string | null }): string => {
  const placed = within(o.dir, wordsOfPage().unpack).replace(/\S+\/base\.tar\.gz/, `${o.base}/base.tar.gz`).replace(`${o.dir}/wal/`, `${o.archive}/`);
  const target = /^recovery_target_time = .*\n/m;
  if (!target.test(placed)) throw new Error('docs/running/backup.md names no moment');
  return placed.replace(target, o.moment === null ? '' : `recovery_target_time = '${o.moment}'\n`);
};
