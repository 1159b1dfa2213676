import { sql, type Read } from '../../../platform/db.ts';
import type { Channel, Slots, State } from '../law.ts';
import { db } from './tables.ts';

/** A notice that did not arrive, of a record within one's sight. */
export type Failed = {
  readonly id: number; readonly owner: string; readonly code: string; readonly channel: Channel; readonly address: string | null; readonly state: 'failed' | 'bounced';
  readonly errorCode: string | null; readonly madeAt: Date; readonly slots: Slots; readonly path: string;
  /** its address is known to be gone; its owner closed it to what is not owed */
  readonly gone: boolean; readonly stopped: boolean;
};
/** The newest first, after `before` if that is said; row-level security leaves those of one's sight. The states stand in the text, as in the index: 0091. */
export const failedLately = async (q: Read, since: Date, most: number, before: number | null): Promise<readonly Failed[]> =>
  (await db(q).selectFrom('notices.notice as n').leftJoin('notices.way as w', 'w.id', 'n.way_id')
    .select(['n.id', 'n.owner', 'n.code', 'n.channel', 'w.address', 'n.state', 'n.error_code', 'n.made_at', 'n.slots', 'n.path', 'w.bounced_at', 'w.stopped_at'])
    .where(sql<boolean>`n.state IN ('failed', 'bounced')`).where('n.made_at', '>', since)
    .$if(before !== null, (qb) => qb.where(sql<boolean>`(n.made_at, n.id) < (coalesce((SELECT b.made_at FROM notices.notice b WHERE b.id = ${before}), 'infinity'), ${before}::bigint)`))
    .orderBy('n.made_at', 'desc').orderBy('n.id', 'desc').limit(most).execute())
    .map((r) => ({ id: r.id, owner: r.owner, code: r.code, channel: r.channel, address: r.address, state: r.state as Failed['state'], errorCode: r.error_code, madeAt: r.made_at, slots: r.slots, path: r.path, gone: r.bounced_at !== null, stopped: r.stopped_at !== null }));

/** What became of the notices that somebody sent to themselves to try. */
export type Tried = { readonly channel: Channel; readonly state: State; readonly errorCode: string | null; readonly madeAt: Date };
export const triedBy = async (q: Read, accountId: number, code: string): Promise<readonly Tried[]> => {
  const { rows } = await sql<{ channel: Channel; state: State; error_code: string | null; made_at: Date }>`SELECT DISTINCT ON (channel) channel, state, error_code, made_at
    FROM notices.notice WHERE owner = ${`account:${accountId}`} AND code = ${code} ORDER BY channel, id DESC`.execute(db(q));
  return rows.map((r) => ({ channel: r.channel, state: r.state, errorCode: r.error_code, madeAt: r.made_at }));
};

/** A browser that is written to, as its owner sees it. */
export type BrowserOf = { readonly id: number; readonly endpoint: string; readonly madeAt: Date };
export const browsersOf = async (q: Read, accountId: number): Promise<readonly BrowserOf[]> =>
  (await db(q).selectFrom('notices.push_subscription').select(['id', 'endpoint', 'made_at']).where('account_id', '=', accountId).orderBy('id').execute())
    .map((r) => ({ id: r.id, endpoint: r.endpoint, madeAt: r.made_at }));
