import { sql, view, type Tx } from '../db.ts';

export const triesAllowed = 10;
export const triesWindowMs = 15 * 60_000;
const wrongCodes = { most: triesAllowed, windowMs: triesWindowMs };

/**
 * Tries, counted per key (a hash: of a number, of the address of the caller): so many in any span of so long, wherever it begins.
 * `table`: key, at (when each was, the newest last; never more than are allowed), since (when the newest was).
 */
export const triesIn = (table: string) => {
  const t = sql.table(table);
  return {
    /** One more try for each key; false, and nothing counted, when one of them has had its fill. */
    count: async (tx: Tx, given: readonly Buffer[], now: Date, { most, windowMs }: { readonly most: number; readonly windowMs: number } = wrongCodes): Promise<boolean> => {
      const from = new Date(now.getTime() - windowMs);
      const keys = given.toSorted(Buffer.compare);
      // in the order of keys: two callers on the same number wait, and never for each other
      for (const key of keys) {
        await sql`INSERT INTO ${t} AS t (key, since) VALUES (${key}, ${now})
          ON CONFLICT (key) DO UPDATE SET at = ARRAY (SELECT one FROM unnest(t.at) WITH ORDINALITY AS each (one, nth) WHERE one > ${from} ORDER BY nth)`.execute(view(tx));
      }
      const { rows } = await sql`UPDATE ${t} SET at = at || ${now}::timestamptz, since = ${now} WHERE key = ANY (${keys}::bytea[])
        AND NOT EXISTS (SELECT 1 FROM ${t} f WHERE f.key = ANY (${keys}::bytea[]) AND cardinality(f.at) >= ${most}) RETURNING key`.execute(view(tx));
      return rows.length > 0;
    },
    /** It was not a wrong one. */
    forgive: async (tx: Tx, keys: readonly Buffer[]): Promise<void> => {
      await sql`SELECT 1 FROM ${t} WHERE key = ANY (${[...keys]}::bytea[]) ORDER BY key FOR UPDATE`.execute(view(tx));
      await sql`UPDATE ${t} SET at = trim_array(at, 1) WHERE key = ANY (${[...keys]}::bytea[]) AND cardinality(at) > 0`.execute(view(tx));
    },
    forget: async (tx: Tx, before: Date): Promise<void> => {
      await sql`DELETE FROM ${t} WHERE since < ${before}`.execute(view(tx));
    },
  };
};
