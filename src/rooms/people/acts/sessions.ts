import type { Staff } from '../../../kernel/actor.ts';
import { today } from '../../../kernel/day.ts';
import { isRefusal, refuse } from '../../../kernel/refusal.ts';
import type { Result } from '../../../kernel/result.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import { read, write, type Tx } from '../../../platform/db.ts';
import type { Permit } from '../../../kernel/permit.ts';
import { newToken, tokenHash } from '../crypto.ts';
import { seenEveryMs, type Way } from '../law.ts';
import { mayChangeOwn, mayEndSessionsOf, maySignOut } from '../policy.ts';
import { accountById } from '../store/accounts.ts';
import { endSessions, insertSession, staffOfSession, touchSession } from '../store/sessions.ts';
import { heldUnits } from './accounts.ts';
import { leaf } from './leaf.ts';

/** 32 bytes in base64url. Anything else is not asked about. */
const looksLikeToken = /^[\w-]{43}$/;

/** Who the cookie belongs to now, or nobody: ended, left alone too long, too old, or the account is closed. */
export const sessionActor = async (ctx: Ctx, token: string): Promise<Staff | null> => {
  if (!looksLikeToken.test(token)) return null;
  const now = ctx.clock.now();
  const found = await read(ctx, (q) => staffOfSession(q, tokenHash(token), today(ctx.clock), now));
  if (!found) return null;
  if (now - found.seenAt.getTime() >= seenEveryMs) await write(ctx, (tx) => touchSession(tx, found.sessionId, new Date(now)));
  return found.staff;
};

export const openSession = async (tx: Tx, ctx: Ctx, permit: Permit<'people.sign_in'>, s: { accountId: number; way: Way; userAgent: string; remote: string }): Promise<{ token: string }> => {
  const token = newToken();
  const sessionId = await insertSession(tx, permit, { ...s, hash: tokenHash(token), at: new Date(ctx.clock.now()) });
  await leaf(tx, ctx, permit, 'account.sign_in', s.accountId, { sessionId, way: s.way });
  return { token };
};

/** Whoever holds the token may end it; ending it twice is harmless. */
export const signOut = (ctx: Ctx, token: string): Promise<void> =>
  write(ctx, async (tx) => {
    const permit = maySignOut(ctx.actor);
    const ended = await endSessions(tx, permit, { hash: tokenHash(token) }, new Date(ctx.clock.now()));
    if (ended.accountId !== null) await leaf(tx, ctx, permit, 'account.sign_out', ended.accountId);
  });

/** By the person, or by whoever manages all their units (a lost telephone, a person who left). */
export const signOutEverywhere = (ctx: Ctx, accountId: number): Promise<Result<{ ended: number }>> =>
  write(ctx, async (tx) => {
    const permit = mayEndSessionsOf(ctx.actor, accountId, await heldUnits(tx, ctx, accountId));
    if (isRefusal(permit)) return permit;
    if (!(await accountById(tx, accountId))) return refuse('account_not_found');
    const { count } = await endSessions(tx, permit, { accountId }, new Date(ctx.clock.now()));
    await leaf(tx, ctx, permit, 'account.sign_out_everywhere', accountId, { ended: count });
    return { ended: count };
  });

/** One of one's own. */
export const endSession = (ctx: Ctx, input: { sessionId: number }): Promise<Result<{ ended: number }>> =>
  write(ctx, async (tx) => {
    const own = mayChangeOwn(ctx.actor);
    if (isRefusal(own)) return own;
    const { count } = await endSessions(tx, own.permit, { sessionId: input.sessionId, accountId: own.staff.accountId }, new Date(ctx.clock.now()));
    if (count === 0) return refuse('session_not_found');
    await leaf(tx, ctx, own.permit, 'account.end_session', own.staff.accountId, { sessionId: input.sessionId });
    return { ended: count };
  });
