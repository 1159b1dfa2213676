import type { Lang } from '../../../kernel/words.ts';
import type { Permit } from '../../../kernel/permit.ts';
import { sql, type Read, type Tx } from '../../../platform/db.ts';
import type { WayChannel } from '../law.ts';
import { db } from './tables.ts';

/** Until the transaction ends, no other message of this conversation is read: also of one that is not there yet. */
export const lockTalk = async (tx: Tx, peer: Buffer): Promise<void> => {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${peer.toString('hex')}, 7215035))`.execute(db(tx));
};

export const readTalk = async (q: Read, peer: Buffer): Promise<Buffer | null> =>
  (await db(q).selectFrom('notices.conversation').select('sealed').where('channel', '=', 'telegram').where('peer', '=', peer).executeTakeFirst())?.sealed ?? null;

/** Records that hear of themselves at this address, newest first; those stopped or bounced too: whoever is there is the same. */
export const ownersAt = async (q: Read, channel: WayChannel, address: string, most: number): Promise<readonly string[]> =>
  (await db(q).selectFrom('notices.way').select('owner').where('channel', '=', channel).where('address', '=', address).orderBy('id', 'desc').limit(most).execute()).map((row) => row.owner);

export const isAt = async (q: Read, channel: WayChannel, address: string, owner: string): Promise<boolean> =>
  (await db(q).selectFrom('notices.way').select('id').where('channel', '=', channel).where('address', '=', address).where('owner', '=', owner).executeTakeFirst()) !== undefined;

/** Whoever writes to us is there, whatever was said of the address before. */
export const writeBack = async (tx: Tx, _permit: Permit<'notice.arrive'>, channel: WayChannel, address: string): Promise<number> =>
  Number((await db(tx).updateTable('notices.way').set({ bounced_at: null, bounce_code: null }).where('channel', '=', channel).where('address', '=', address).where('bounced_at', 'is not', null).executeTakeFirst()).numUpdatedRows);

export const writeLang = async (tx: Tx, _permit: Permit<'notice.arrive'>, channel: WayChannel, address: string, lang: Lang): Promise<void> => {
  await db(tx).updateTable('notices.way').set({ lang }).where('channel', '=', channel).where('address', '=', address).where('lang', '<>', lang).execute();
};

export const forgetArrivals = async (tx: Tx, channel: 'telegram', before: Date): Promise<number> =>
  Number((await db(tx).deleteFrom('notices.arrival').where('channel', '=', channel).where('arrived_at', '<', before).where('owner', 'is', null).executeTakeFirst()).numDeletedRows);
