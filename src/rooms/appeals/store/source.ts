import type { Day } from '../../../kernel/day.ts';
import { sql, type Read } from '../../../platform/db.ts';
import { appealColumns, appealOf, db, type Appeal } from './tables.ts';

/** Matters by their ids with their first words, those the reader's sight reaches. */
export const mattersByIds = async (q: Read, ids: readonly number[], letters: number): Promise<readonly (Appeal & { readonly excerpt: string })[]> => {
  if (ids.length === 0) return [];
  const { rows } = await sql<Parameters<typeof appealOf>[0] & { excerpt: string }>`SELECT ${sql.raw(appealColumns.map((name) => `a.${name}`).join(', '))}, a.public_text IS NOT NULL AS redacted, left(a.text, ${letters}) AS excerpt
    FROM appeals.appeal a WHERE a.id = ANY (${[...ids]}::bigint[])`.execute(db(q));
  return rows.map((row) => ({ ...appealOf(row), excerpt: row.excerpt }));
};

/** Registered, given to nobody, and past the nearer of their days: how many in each branch, and the oldest day. */
export const ungivenIn = async (q: Read, branches: 'all' | readonly number[], on: Day): Promise<readonly { readonly branchId: number; readonly count: number; readonly since: Day }[]> => {
  const { rows } = await sql<{ branchId: number; count: number; since: Day }>`SELECT a.branch_id AS "branchId", count(*)::int AS count, min(a.near_on)::text AS since FROM appeals.appeal a
    WHERE a.open AND a.stage = 'registered' AND a.near_on < ${on}::date ${branches === 'all' ? sql`` : sql`AND a.branch_id = ANY (${[...branches]}::bigint[])`} GROUP BY a.branch_id`.execute(db(q));
  return rows;
};
