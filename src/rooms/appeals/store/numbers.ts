import type { Permit } from '../../../kernel/permit.ts';
import { sql, type Read, type Tx } from '../../../platform/db.ts';
import { db } from './tables.ts';

/** So many of a branch's counter at once: locked until the transaction ends, like the one number of a registration. */
export const takeBlock = async (tx: Tx, _permit: Permit<string>, o: { readonly branchId: number; readonly year: number; readonly count: number }): Promise<{ readonly from: number; readonly to: number }> => {
  const { rows } = await sql<{ last: number }>`INSERT INTO appeals.counter AS c (branch_id, year, last) VALUES (${o.branchId}, ${o.year}, ${o.count})
    ON CONFLICT (branch_id, year) DO UPDATE SET last = c.last + ${o.count} RETURNING last`.execute(db(tx));
  const to = rows[0]?.last;
  if (to === undefined) throw new Error('the counter gave no block');
  return { from: to - o.count + 1, to };
};

/** The last number that was given out or reserved. */
export const lastNumber = async (q: Read, branchId: number, year: number): Promise<number> =>
  (await sql<{ last: number }>`SELECT last FROM appeals.counter WHERE branch_id = ${branchId} AND year = ${year}`.execute(db(q))).rows[0]?.last ?? 0;

/** Which of these numbers an appeal has: whoever may not see the appeal sees no more than that. Asked as the system. */
export const numbersTaken = async (q: Read, numbers: readonly string[]): Promise<ReadonlySet<string>> =>
  numbers.length === 0 ? new Set() : new Set((await sql<{ number: string }>`SELECT number FROM appeals.appeal WHERE number = ANY (${[...numbers]}::text[])`.execute(db(q))).rows.map((row) => row.number));

/** Every number of a branch's year, in its order. */
export const numbersOf = async (q: Read, prefix: string): Promise<readonly number[]> =>
  (await sql<{ n: number }>`SELECT substr(number, ${prefix.length + 1}::int)::int AS n FROM appeals.appeal WHERE number ^@ ${prefix} AND substr(number, ${prefix.length + 1}::int) ~ '^[0-9]{6,9}$' ORDER BY 1`.execute(db(q))).rows.map((row) => row.n);

export type WroteFrom = { readonly surname: string; readonly given: string; readonly patronymic: string | null; readonly phone: string | null; readonly address: string | null; readonly last: string; readonly lastOn: string };

/** People who wrote from a place to a branch, the newest first, each once; of urgent matters nobody. Looked for among the branch's newest 20,000. */
export const wroteFrom = async (q: Read, o: { readonly branchId: number; readonly territoryCode: string; readonly limit: number }): Promise<readonly WroteFrom[]> =>
  (await sql<WroteFrom>`SELECT surname, given, patronymic, phone, address, last, "lastOn" FROM (
      SELECT DISTINCT ON (p.search) p.surname, p.given, p.patronymic, p.phone, p.address, a.number AS last, a.registered_on::text AS "lastOn", a.id
      FROM (SELECT id, number, registered_on, territory_path, urgency FROM appeals.appeal WHERE branch_id = ${o.branchId} ORDER BY id DESC LIMIT 20000) a JOIN appeals.applicant p ON p.appeal_id = a.id
      WHERE a.territory_path @> ARRAY[${o.territoryCode}]::text[] AND a.urgency IS NULL AND p.kind = 'person' AND p.surname IS NOT NULL AND p.given IS NOT NULL
      ORDER BY p.search, a.id DESC) latest ORDER BY id DESC LIMIT ${o.limit}`.execute(db(q))).rows;
