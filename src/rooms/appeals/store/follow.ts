import type { Read, Tx } from '../../../platform/db.ts';
import { triesIn } from '../../../platform/db/tries.ts';
import { callerHash, codeHash, linkHash } from './seal.ts';
import { db } from './tables.ts';

export type Found = { readonly appealId: number; readonly number: string };

/** Asked with the system's eyes: the secret is the proof. */
export const byLink = async (q: Read, token: string): Promise<Found | undefined> => {
  const r = await db(q).selectFrom('appeals.appeal').select(['id', 'number']).where('link_hash', '=', linkHash(token)).executeTakeFirst();
  return r && { appealId: r.id, number: r.number };
};

/** A number that does not exist costs the same work as a wrong code. */
export const byCode = async (q: Read, number: string, code: string): Promise<Found | undefined> => {
  const r = await db(q).selectFrom('appeals.appeal').select(['id', 'number', 'code_hash']).where('number', '=', number).executeTakeFirst();
  const given = codeHash(r?.id ?? 0, code);
  return r && given.equals(r.code_hash) ? { appealId: r.id, number: r.number } : undefined;
};

const tries = triesIn('appeals.follow_try');
const keysOf = (number: string, caller: string): readonly Buffer[] => [callerHash('number', number), callerHash('caller', caller)];
export const countTry = (tx: Tx, number: string, caller: string, now: Date): Promise<boolean> => tries.count(tx, keysOf(number, caller), now);
export const forgiveTry = (tx: Tx, number: string, caller: string): Promise<void> => tries.forgive(tx, keysOf(number, caller));
export const forgetTries = tries.forget;
