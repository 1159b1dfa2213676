import type { HeldPost, Staff } from '../../../kernel/actor.ts';
import type { Day } from '../../../kernel/day.ts';
import type { Permit } from '../../../kernel/permit.ts';
import { sql, view, type Read, type Tx } from '../../../platform/db.ts';
import { sessionIdleMs, sessionMostMs, type Session, type Way } from '../law.ts';
import { people } from './tables.ts';

type Found = { session_id: number; seen_at: Date; account_id: number; name: string; posts: HeldPost[] };

/** The session, the person and the posts of that day with everything they reach, in one statement. */
export const staffOfSession = async (q: Read, hash: Buffer, on: Day, now: number): Promise<{ staff: Staff; sessionId: number; seenAt: Date } | null> => {
  const { rows } = await sql<Found>`
    SELECT s.id AS session_id, s.seen_at, a.id AS account_id, a.name,
      coalesce((SELECT json_agg(json_build_object(
          'postId', p.id, 'unitId', p.unit_id, 'unitKind', u.kind, 'role', p.role, 'abilities', r.abilities,
          'reach', CASE WHEN NOT r.reaches_down THEN json_build_array(u.id)
                        WHEN u.kind = 'branch' AND u.level = 'central' THEN '"all"'::json
                        ELSE (SELECT json_agg(b.id ORDER BY b.id) FROM units.unit b WHERE b.path @> ARRAY[u.id]) END
        ) ORDER BY r.place, p.id)
        FROM people.post p JOIN people.role r ON r.code = p.role JOIN units.unit u ON u.id = p.unit_id
        WHERE p.account_id = a.id AND p.from_on <= ${on} AND (p.to_on IS NULL OR p.to_on >= ${on}) AND (p.ended_on IS NULL OR p.ended_on > ${on})), '[]') AS posts
    FROM people.session s JOIN people.account a ON a.id = s.account_id
    WHERE s.token_hash = ${hash} AND s.ended_at IS NULL AND a.closed_at IS NULL
      AND s.seen_at >= ${new Date(now - sessionIdleMs)} AND s.started_at > ${new Date(now - sessionMostMs)}`.execute(view(q));
  const [row] = rows;
  if (!row) return null;
  // least sight: a post that may not read appeals opens none, not even to the second lock
  const seeing = row.posts.filter((post) => post.abilities.includes('appeal.read'));
  const sight = seeing.some((post) => post.reach === 'all') ? 'all' : [...new Set(seeing.flatMap((post) => (post.reach === 'all' ? [] : post.reach)))];
  return { sessionId: row.session_id, seenAt: row.seen_at, staff: { kind: 'staff', accountId: row.account_id, name: row.name, posts: row.posts, sight } };
};

/** Only forward, and never a session that was ended meanwhile. */
export const touchSession = async (tx: Tx, sessionId: number, at: Date): Promise<void> => {
  await people(tx).updateTable('people.session').set({ seen_at: at }).where('id', '=', sessionId).where('ended_at', 'is', null).where('seen_at', '<', at).execute();
};

export type NewSession = { readonly accountId: number; readonly hash: Buffer; readonly way: Way; readonly userAgent: string; readonly remote: string; readonly at: Date };
export const insertSession = async (tx: Tx, _permit: Permit<'people.sign_in'>, s: NewSession): Promise<number> =>
  (await people(tx).insertInto('people.session').values({
    account_id: s.accountId, token_hash: s.hash, by_way: s.way, user_agent: s.userAgent.slice(0, 300), remote: s.remote.slice(0, 60), started_at: s.at, seen_at: s.at, ended_at: null,
  }).returning('id').executeTakeFirstOrThrow()).id;

/** Open sessions, the latest used first; with `now`, only those that are still good. `tokenHash` in hex tells the reader which one is theirs. */
export const sessionsOf = async (q: Read, accountId: number, now?: number): Promise<readonly Session[]> => {
  let query = people(q).selectFrom('people.session').selectAll().where('account_id', '=', accountId).where('ended_at', 'is', null);
  if (now !== undefined) query = query.where('seen_at', '>=', new Date(now - sessionIdleMs)).where('started_at', '>', new Date(now - sessionMostMs));
  const rows = await query.orderBy('seen_at', 'desc').orderBy('id', 'desc').limit(200).execute();
  return rows.map((row) => ({ sessionId: row.id, tokenHash: row.token_hash.toString('hex'), way: row.by_way, userAgent: row.user_agent, remote: row.remote, startedAt: row.started_at, seenAt: row.seen_at }));
};

type Which = { readonly hash: Buffer } | { readonly sessionId: number; readonly accountId: number } | { readonly accountId: number; readonly except?: Buffer };

/** Ends them; gives back whose they were and how many. */
export const endSessions = async (tx: Tx, _permit: Permit<'people.end_sessions'> | Permit<'people.own'> | Permit<'people.accept_invitation'> | Permit<'people.close_account'> | Permit<'people.end_keys'>, which: Which, at: Date): Promise<{ count: number; accountId: number | null }> => {
  let query = people(tx).updateTable('people.session').set({ ended_at: at }).where('ended_at', 'is', null);
  if ('hash' in which) query = query.where('token_hash', '=', which.hash);
  else {
    query = query.where('account_id', '=', which.accountId);
    if ('sessionId' in which) query = query.where('id', '=', which.sessionId);
    else if (which.except) query = query.where('token_hash', '<>', which.except);
  }
  const rows = await query.returning('account_id').execute();
  return { count: rows.length, accountId: rows[0]?.account_id ?? null };
};
