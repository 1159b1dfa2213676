import type { Permit } from '../../../kernel/permit.ts';
import { sql, type Read, type Tx } from '../../../platform/db.ts';
import { db } from './tables.ts';

/** One letter or message that came in, and what became of it. */
export type Arrival = { readonly channel: 'email' | 'telegram'; readonly name: string; readonly state: 'taken' | 'threaded' | 'bounce' | 'refused'; readonly reason: string | null; readonly owner: string | null };

export const arrivedBefore = async (q: Read, channel: Arrival['channel'], name: string): Promise<boolean> =>
  (await db(q).selectFrom('notices.arrival').select('id').where('channel', '=', channel).where('name', '=', name).executeTakeFirst()) !== undefined;

/** `sender`: keyed hash of the address; `sealed`: who and what about, of a refused letter. */
export type Noted = Arrival & { readonly at: Date; readonly sender?: Buffer; readonly sealed?: Buffer };

export const arrivalState = async (q: Read, channel: Arrival['channel'], name: string): Promise<Arrival['state'] | null> =>
  (await db(q).selectFrom('notices.arrival').select('state').where('channel', '=', channel).where('name', '=', name).executeTakeFirst())?.state ?? null;

/** False when it was noted before: then nothing else of this transaction may stand. One that was refused may be taken in anyway: `anyway`. */
export const noteArrival = async (tx: Tx, _permit: Permit<string>, a: Noted, anyway = false): Promise<boolean> => {
  const again = anyway ? sql`DO UPDATE SET state = excluded.state, reason = excluded.reason, owner = excluded.owner, sealed = excluded.sealed, again_at = NULL WHERE arrival.state = 'refused'` : sql`DO NOTHING`;
  const done = await sql`INSERT INTO notices.arrival AS arrival (channel, name, arrived_at, state, reason, owner, sender, sealed)
    VALUES (${a.channel}, ${a.name}, ${a.at}, ${a.state}, ${a.reason}, ${a.owner}, ${a.sender ?? null}, ${a.sealed ?? null})
    ON CONFLICT ON CONSTRAINT arrival_once ${again}`.execute(db(tx));
  return Number(done.numAffectedRows ?? 0) > 0;
};
/** Letters of one sender that were taken in since. */
export const takenSince = async (q: Read, sender: Buffer, since: Date): Promise<number> =>
  Number((await db(q).selectFrom('notices.arrival').select((eb) => eb.fn.countAll<number>().as('n')).where('sender', '=', sender).where('arrived_at', '>', since).where('state', 'in', ['taken', 'threaded']).executeTakeFirstOrThrow()).n);

export type RefusedArrival = { readonly id: number; readonly name: string; readonly reason: string; readonly arrivedAt: Date; readonly sealed: Buffer | null; readonly againAt: Date | null };
const mostRefused = 50;
export const refusedLately = async (q: Read, channel: Arrival['channel']): Promise<readonly RefusedArrival[]> =>
  (await db(q).selectFrom('notices.arrival').select(['id', 'name', 'reason', 'arrived_at', 'sealed', 'again_at']).where('state', '=', 'refused').where('channel', '=', channel).orderBy('id', 'desc').limit(mostRefused).execute())
    .map((r) => ({ id: r.id, name: r.name, reason: r.reason ?? '', arrivedAt: r.arrived_at, sealed: r.sealed, againAt: r.again_at }));
export const refusedById = async (q: Read, id: number): Promise<{ name: string; reason: string } | undefined> => {
  const row = await db(q).selectFrom('notices.arrival').select(['name', 'reason']).where('id', '=', id).where('state', '=', 'refused').executeTakeFirst();
  return row && { name: row.name, reason: row.reason ?? '' };
};
/** The reader of the mailbox takes it from there. */
export const writeAgain = async (tx: Tx, _permit: Permit<string>, id: number, at: Date): Promise<boolean> =>
  Number((await db(tx).updateTable('notices.arrival').set({ again_at: at }).where('id', '=', id).where('state', '=', 'refused').executeTakeFirst()).numUpdatedRows) > 0;
/** What a clerk asked for and is not in any more: the wish is answered with another reason. */
export const writeAgainFailed = async (tx: Tx, _permit: Permit<string>, name: string, reason: string): Promise<void> => {
  await db(tx).updateTable('notices.arrival').set({ again_at: null, reason }).where('channel', '=', 'email').where('name', '=', name).where('state', '=', 'refused').execute();
};
export const askedAgain = async (q: Read): Promise<readonly string[]> =>
  (await db(q).selectFrom('notices.arrival').select('name').where('again_at', 'is not', null).where('state', '=', 'refused').orderBy('id').limit(20).execute()).map((r) => r.name);
/** Who wrote a refused letter is no longer known after a while. */
export const forgetSenders = async (tx: Tx, before: Date): Promise<void> => {
  await db(tx).updateTable('notices.arrival').set({ sealed: null, sender: null }).where('arrived_at', '<', before).where((eb) => eb.or([eb('sealed', 'is not', null), eb('sender', 'is not', null)])).execute();
};
/** Whom a notice of ours went to; null for staff's own. */
export const noticeOwner = async (q: Read, id: number): Promise<{ owner: string; address: string | null } | undefined> =>
  db(q).selectFrom('notices.notice as n').leftJoin('notices.way as w', 'w.id', 'n.way_id').select(['n.owner', 'w.address']).where('n.id', '=', id).executeTakeFirst();

export const putConversation = async (tx: Tx, _permit: Permit<'notice.arrive'>, c: { peer: Buffer; sealed: Buffer; at: Date }): Promise<void> => {
  await db(tx).insertInto('notices.conversation').values({ channel: 'telegram', peer: c.peer, sealed: c.sealed, changed_at: c.at })
    .onConflict((oc) => oc.columns(['channel', 'peer']).doUpdateSet({ sealed: c.sealed, changed_at: c.at })).execute();
};
export const dropConversation = async (tx: Tx, _permit: Permit<'notice.arrive'>, peer: Buffer): Promise<void> => {
  await db(tx).deleteFrom('notices.conversation').where('channel', '=', 'telegram').where('peer', '=', peer).execute();
};
export const forgetConversations = async (tx: Tx, before: Date): Promise<number> =>
  Number((await db(tx).deleteFrom('notices.conversation').where('changed_at', '<', before).executeTakeFirst()).numDeletedRows);
