import { sql, type Read, type Tx } from '../../../platform/db.ts';
import { openStages } from '../law/stages.ts';
import { appealColumns, appealOf, db, type Appeal } from './tables.ts';

/** Open matters in the order of their ids, part by part. */
export const openMatters = async (q: Read, page: { afterId: number; limit: number }): Promise<readonly Appeal[]> =>
  (await db(q).selectFrom('appeals.appeal').select(appealColumns).select(sql<boolean>`public_text IS NOT NULL`.as('redacted'))
    .where('open', '=', true).where('id', '>', page.afterId).orderBy('id').limit(page.limit).execute()).map(appealOf);

/** Those of them that are still open, locked in the order of ids. */
export const lockOpen = async (tx: Tx, ids: readonly number[]): Promise<readonly Appeal[]> => {
  if (ids.length === 0) return [];
  const rows = await db(tx).selectFrom('appeals.appeal').select(appealColumns).select(sql<boolean>`public_text IS NOT NULL`.as('redacted'))
    .where(sql<boolean>`id = ANY (${[...ids]}::bigint[])`).orderBy('id').forUpdate().execute();
  return rows.map(appealOf).filter((a) => (openStages as readonly string[]).includes(a.stage));
};
