import { read, sql, view, write } from './db.ts';
import type { Reaction } from './jobs.ts';

/** The daily job: partitions of this year and the next, one table a transaction, so that nobody who writes waits for more than one (docs/decisions/0024). */
export const keepYears: Reaction = async (ctx) => {
  const { rows: tables } = await read(ctx, (q) => sql<{ of: string }>`SELECT of::text AS of FROM platform.kept_by_years()`.execute(view(q)));
  let made = 0;
  for (const { of } of tables) made += (await write(ctx, (tx) => sql<{ made: number }>`SELECT platform.keep_years(${of}::regclass) AS made`.execute(view(tx)))).rows[0]?.made ?? 0;
  if (made > 0) ctx.log.info('years.made', { made });
};
