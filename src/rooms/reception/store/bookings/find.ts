import { sql, type Read, type Tx } from '../../../../platform/db.ts';
import { callerHash, codeHash, linkHash } from '../seal.ts';
import { db } from './tables.ts';

/** Asked with the system's eyes: the secret is the proof. */
export const bookingByLink = async (q: Read, token: string): Promise<number | null> =>
  (await db(q).selectFrom('reception.booking').select('id').where('link_hash', '=', linkHash(token)).executeTakeFirst())?.id ?? null;

/** A number that does not exist costs the same work as a wrong code. */
export const bookingByCode = async (q: Read, number: string, code: string): Promise<number | null> => {
  const r = await db(q).selectFrom('reception.booking').select(['id', 'code_hash']).where('number', '=', number).executeTakeFirst();
  const given = codeHash('booking', r?.id ?? 0, code);
  return r && given.equals(r.code_hash) ? r.id : null;
};

export const triesAllowed = 10;
export const triesWindowMs = 15 * 60_000;
const keysOf = (number: string, caller: string): readonly Buffer[] => [callerHash('number', number), callerHash('caller', caller)];

/** One try for the number and one for the caller; false, and nothing counted, when one of them has had its ten. */
export const countTry = async (tx: Tx, number: string, caller: string, now: Date): Promise<boolean> => {
  const from = new Date(now.getTime() - triesWindowMs);
  const keys = keysOf(number, caller).toSorted(Buffer.compare);
  // in the order of keys: two callers on the same number wait, and never for each other
  for (const key of keys) {
    await sql`INSERT INTO reception.follow_try AS t (key, since, tries) VALUES (${key}, ${now}, 0)
      ON CONFLICT (key) DO UPDATE SET tries = CASE WHEN t.since > ${from} THEN t.tries ELSE 0 END, since = CASE WHEN t.since > ${from} THEN t.since ELSE excluded.since END`.execute(db(tx));
  }
  const { rows } = await sql`UPDATE reception.follow_try SET tries = tries + 1 WHERE key = ANY (${keys}::bytea[])
    AND NOT EXISTS (SELECT 1 FROM reception.follow_try f WHERE f.key = ANY (${keys}::bytea[]) AND f.tries >= ${triesAllowed}) RETURNING key`.execute(db(tx));
  return rows.length > 0;
};
/** It was not a wrong one. */
export const forgiveTry = async (tx: Tx, number: string, caller: string): Promise<void> => {
  const keys = keysOf(number, caller);
  await sql`SELECT 1 FROM reception.follow_try WHERE key = ANY (${keys}::bytea[]) ORDER BY key FOR UPDATE`.execute(db(tx));
  await sql`UPDATE reception.follow_try SET tries = greatest(tries - 1, 0) WHERE key = ANY (${keys}::bytea[])`.execute(db(tx));
};
/** The booking that is being made, counted with those of the same address since the window began; undone with it when it is refused. False: they have had theirs. */
export const countBooker = async (tx: Tx, caller: string, now: Date, o: { readonly most: number; readonly windowMs: number }): Promise<boolean> => {
  const from = new Date(now.getTime() - o.windowMs);
  const { rows } = await sql<{ tries: number }>`INSERT INTO reception.follow_try AS t (key, since, tries) VALUES (${callerHash('booker', caller)}, ${now}, 1)
    ON CONFLICT (key) DO UPDATE SET tries = CASE WHEN t.since > ${from} THEN t.tries + 1 ELSE 1 END, since = CASE WHEN t.since > ${from} THEN t.since ELSE excluded.since END RETURNING tries`.execute(db(tx));
  return (rows[0]?.tries ?? 0) <= o.most;
};
export const forgetBookingTries = async (tx: Tx, before: Date): Promise<void> => {
  await sql`DELETE FROM reception.follow_try WHERE since < ${before}`.execute(db(tx));
};
