import { explaining, scansOf, type Scan } from '../support/plans.ts';
import type { Db } from '../../src/platform/db.ts';
import { bounded } from './tables.ts';

/** What a question read from end to end, and in which words it was asked. */
export type Through = { readonly scan: Scan; readonly sql: string };

/**
 * Listens to every question of a pool that is already at work; gives back how to stop. Told is a table that grows and was read as a whole: row after row, or by an index that cut nothing off.
 * `most`: rows one question may look at in one table before that is said of it.
 */
export const listening = (db: Db, most: number, told: (found: Through) => void): (() => void) => {
  const { acquire } = db;
  const listened = explaining({ ...db, acquire }, ({ sql, plan }) => {
    for (const scan of scansOf(plan)) if (isThrough(scan, most)) told({ scan, sql });
  });
  Object.assign(db, { acquire: listened.acquire });
  return () => void Object.assign(db, { acquire });
};

/** An empty partition of another year: PostgreSQL has nothing to look up in it. */
const isEmptyYear = ({ table, looked }: Scan): boolean => looked === 0 && /_(before|rest|\d{4})$/.test(table);
const isThrough = (scan: Scan, most: number): boolean => {
  const { kind, table, looked } = scan;
  return table.includes('.') && !Object.hasOwn(bounded, table) && !table.startsWith('pg_catalog.') && (kind === 'Seq Scan' || looked > most) && !isEmptyYear(scan);
};

export const lineOf = (page: string, { scan, sql }: Through): string => `${page}: ${scan.kind} on ${scan.table}, ${scan.looked} rows: ${sql.replace(/\s+/g, ' ').slice(0, 160)}`;
