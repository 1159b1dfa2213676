import { sql, view, type Tx } from '../../../platform/db.ts';

export type Series = 'booking' | 'visit';
/** `BQ01-B-2026-000012`, `BQ01-V-2026-000345`: nobody takes them for the number of an appeal. */
const letters: Readonly<Record<Series, string>> = { booking: 'B', visit: 'V' };
export const numberOf = (series: Series, code: string, year: number, n: number): string => `${code}-${letters[series]}-${year}-${String(n).padStart(6, '0')}`;

/** The next of a branch's series, or so many of them: unique, gapless, in the order of commits. Locks the counter's row until the transaction ends: taken as late as can be. */
export const takeNumbers = async (tx: Tx, series: Series, branchId: number, year: number, count = 1): Promise<{ readonly from: number; readonly to: number }> => {
  const { rows } = await sql<{ last: number }>`INSERT INTO reception.counter AS c (branch_id, series, year, last) VALUES (${branchId}, ${series}, ${year}, ${count})
    ON CONFLICT (branch_id, series, year) DO UPDATE SET last = c.last + ${count} RETURNING last`.execute(view(tx));
  const to = rows[0]?.last;
  if (to === undefined) throw new Error('the counter gave no number');
  return { from: to - count + 1, to };
};
