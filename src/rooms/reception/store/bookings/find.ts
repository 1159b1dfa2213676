import type { Read, Tx } from '../../../../platform/db.ts';
import { triesIn } from '../../../../platform/db/tries.ts';
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

export { triesWindowMs } from '../../../../platform/db/tries.ts';
const tries = triesIn('reception.follow_try');
const keysOf = (number: string, caller: string): readonly Buffer[] => [callerHash('number', number), callerHash('caller', caller)];
export const countTry = (tx: Tx, number: string, caller: string, now: Date): Promise<boolean> => tries.count(tx, keysOf(number, caller), now);
export const forgiveTry = (tx: Tx, number: string, caller: string): Promise<void> => tries.forgive(tx, keysOf(number, caller));
/** The booking that is being made, counted with those of the same address; undone with it when it is refused. False: they have had theirs. */
export const countBooker = (tx: Tx, caller: string, now: Date, o: { readonly most: number; readonly windowMs: number }): Promise<boolean> => tries.count(tx, [callerHash('booker', caller)], now, o);
export const forgetBookingTries = tries.forget;
