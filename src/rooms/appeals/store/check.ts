import type { Permit } from '../../../kernel/permit.ts';
import { sql, type Read, type Tx } from '../../../platform/db.ts';
import { marksOf } from '../law/check.ts';
import { iinHash } from './seal.ts';
import { db } from './tables.ts';

/** From the moment an answer is sent it is found again by its marks. */
export const addMarks = async (tx: Tx, _permit: Permit<'appeal.approve'>, a: { answerId: number; unitId: number; text: string }): Promise<void> => {
  const marks = marksOf(a.text);
  if (marks.length > 0) await db(tx).insertInto('appeals.answer_mark').values(marks.map((mark) => ({ unit_id: a.unitId, mark, answer_id: a.answerId }))).execute();
};

export type Earlier = { readonly id: number; readonly appealId: number; readonly text: string };
const mostOfMark = 5;

/** What the body answered before in words that may be the same: the newest five of each mark, by one index. Asked with the house's eyes; `earlier` leaves out the answer itself. */
export const earlierLike = async (q: Read, a: { unitId: number; text: string; earlierThan: number | null }): Promise<readonly Earlier[]> => {
  const marks = marksOf(a.text);
  if (marks.length === 0) return [];
  const { rows } = await sql<Earlier>`SELECT w.id, w.appeal_id AS "appealId", w.text FROM appeals.answer w WHERE w.id = ANY (ARRAY(
      SELECT k.answer_id FROM unnest(${[...marks]}::bigint[]) AS m (mark) CROSS JOIN LATERAL (
        SELECT a.answer_id FROM appeals.answer_mark a WHERE a.unit_id = ${a.unitId} AND a.mark = m.mark ${a.earlierThan === null ? sql`` : sql`AND a.answer_id < ${a.earlierThan}`}
        ORDER BY a.answer_id DESC LIMIT ${sql.raw(String(mostOfMark))}) AS k)) ORDER BY w.id DESC`.execute(db(q));
  return rows;
};

/** Whether a number in an answer is the person's own; the number itself stays sealed. */
export const ownIin = async (q: Read, appealId: number): Promise<(digits: string) => boolean> => {
  const r = await db(q).selectFrom('appeals.applicant').select('iin_hash').where('appeal_id', '=', appealId).executeTakeFirst();
  const kept = r?.iin_hash ?? null;
  return (digits) => kept !== null && iinHash(digits).equals(kept);
};

/** The matter in which an answer was given, by name, for whoever may see it. */
export const numberOfAnswer = async (q: Read, answerId: number): Promise<string | null> =>
  (await db(q).selectFrom('appeals.answer as w').innerJoin('appeals.appeal as a', 'a.id', 'w.appeal_id').select('a.number').where('w.id', '=', answerId).executeTakeFirst())?.number ?? null;
