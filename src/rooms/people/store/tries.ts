import type { Permit } from '../../../kernel/permit.ts';
import { sql, view, type Tx } from '../../../platform/db.ts';
import { mostTries, triesWindowMs } from '../law.ts';
import { people } from './tables.ts';

/**
 * Counts one try against every key, or gives null when one of them has had its fill. Counted before the password is looked at:
 * a hundred at the same moment are still ten.
 */
export const countTry = async (tx: Tx, _permit: Permit<'people.sign_in'>, keys: readonly Buffer[], now: number): Promise<readonly number[] | null> => {
  const inOrder = keys.toSorted(Buffer.compare);
  for (const key of inOrder) await sql`SELECT pg_advisory_xact_lock(${key.readInt32BE(0)}, ${key.readInt32BE(4)})`.execute(view(tx));
  const since = new Date(now - triesWindowMs);
  const rows = await people(tx).selectFrom('people.sign_in_try').select(['key', sql<number>`count(*)`.as('tries')]).where('key', 'in', inOrder).where('at', '>', since).groupBy('key').execute();
  if (rows.some((row) => row.tries >= mostTries)) return null;
  return (await people(tx).insertInto('people.sign_in_try').values(inOrder.map((key) => ({ key, at: new Date(now) }))).returning('id').execute()).map((row) => row.id);
};

/** It was not a wrong one. */
export const forgiveTry = async (tx: Tx, _permit: Permit<'people.sign_in'> | Permit<'people.own'>, ids: readonly number[]): Promise<void> => {
  if (ids.length > 0) await people(tx).deleteFrom('people.sign_in_try').where('id', 'in', [...ids]).execute();
};

/** What can change nothing any more. Sessions and invitations stay a month for whoever asks. */
export const sweepOld = async (tx: Tx, _permit: Permit<'people.sweep'>, now: number): Promise<void> => {
  const month = new Date(now - 30 * 86_400_000);
  await people(tx).deleteFrom('people.sign_in_try').where('at', '<', new Date(now - triesWindowMs)).execute();
  await people(tx).deleteFrom('people.spent_challenge').where('ends_at', '<', new Date(now)).execute();
  await people(tx).deleteFrom('people.session').where('seen_at', '<', month).execute();
  await people(tx).deleteFrom('people.invitation').where('ends_at', '<', month).execute();
};
