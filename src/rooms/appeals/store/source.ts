import { sql, type Read } from '../../../platform/db.ts';
import { appealColumns, appealOf, db, type Appeal } from './tables.ts';

/** Matters by their ids with their first words, those the reader's sight reaches. */
export const mattersByIds = async (q: Read, ids: readonly number[], letters: number): Promise<readonly (Appeal & { readonly excerpt: string })[]> => {
  if (ids.length === 0) return [];
  const { rows } = await sql<Parameters<typeof appealOf>[0] & { excerpt: string }>`SELECT ${sql.raw(appealColumns.map((name) => `a.${name}`).join(', '))}, a.public_text IS NOT NULL AS redacted, left(a.text, ${letters}) AS excerpt
    FROM appeals.appeal a WHERE a.id = ANY (${[...ids]}::bigint[])`.execute(db(q));
  return rows.map((row) => ({ ...appealOf(row), excerpt: row.excerpt }));
};
