import { sql, view, type Tx } from '../db.ts';

export const triesAllowed = 10;
export const triesWindowMs = 15 * 60_000;

/** Wrong codes, counted per number and per address of the caller (both as hashes): ten in fifteen minutes. `table`: key, since, tries. */
export const triesIn = (table: string) => {
  const t = sql.table(table);
  return {
    /** One more try for each key; false, and nothing counted, when one of them has had its ten. */
    count: async (tx: Tx, given: readonly Buffer[], now: Date): Promise<boolean> => {
      const from = new Date(now.getTime() - triesWindowMs);
      const keys = given.toSorted(Buffer.compare);
      // in the order of keys: two callers on the same number wait, and never for each other
      for (const key of keys) {
        await sql`INSERT INTO ${t} AS t (key, since, tries) VALUES (${key}, ${now}, 0)
          ON CONFLICT (key) DO UPDATE SET tries = CASE WHEN t.since > ${from} THEN t.tries ELSE 0 END, since = CASE WHEN t.since > ${from} THEN t.since ELSE excluded.since END`.execute(view(tx));
      }
      const { rows } = await sql`UPDATE ${t} SET tries = tries + 1 WHERE key = ANY (${keys}::bytea[])
        AND NOT EXISTS (SELECT 1 FROM ${t} f WHERE f.key = ANY (${keys}::bytea[]) AND f.tries >= ${triesAllowed}) RETURNING key`.execute(view(tx));
      return rows.length > 0;
    },
    /** It was not a wrong one. */
    forgive: async (tx: Tx, keys: readonly Buffer[]): Promise<void> => {
      await sql`SELECT 1 FROM ${t} WHERE key = ANY (${[...keys]}::bytea[]) ORDER BY key FOR UPDATE`.execute(view(tx));
      await sql`UPDATE ${t} SET tries = greatest(tries - 1, 0) WHERE key = ANY (${[...keys]}::bytea[])`.execute(view(tx));
    },
    forget: async (tx: Tx, before: Date): Promise<void> => {
      await sql`DELETE FROM ${t} WHERE since < ${before}`.execute(view(tx));
    },
  };
};
