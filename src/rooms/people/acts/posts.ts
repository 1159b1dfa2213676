import { today, type Day } from '../../../kernel/day.ts';
import type { Permit } from '../../../kernel/permit.ts';
import { isRefusal, refuse } from '../../../kernel/refusal.ts';
import type { Result } from '../../../kernel/result.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import { write, type Tx } from '../../../platform/db.ts';
import { unitById } from '../../units/contract.ts';
import { postsOverlap, roleFits } from '../law.ts';
import { mayEndKeys, mayEndPost, mayGivePost } from '../policy.ts';
import { accountLocked, insertPost, postLocked, postsOf, rolesOf, writeKeysOver, writePostEnd } from '../store/accounts.ts';
import { deletePasskeys } from '../store/keys.ts';
import { deletePassword, deleteTotp, keysFallShort, spendInvitationsOf } from '../store/secrets.ts';
import { endSessions } from '../store/sessions.ts';
import { heldUnits, withOwnHands } from './accounts.ts';
import { leaf } from './leaf.ts';

/**
 * Everything one could enter with ends: password, passkeys, second step, sessions, invitations. Nobody is let in anew but by an invitation.
 * For a post where whoever let this person in manages nobody: they might have kept the key, and would come along into that post.
 */
const endKeys = async (tx: Tx, ctx: Ctx, permit: Permit<'people.end_keys'>, accountId: number): Promise<void> => {
  const at = new Date(ctx.clock.now());
  await deletePassword(tx, permit, accountId);
  const totp = await deleteTotp(tx, permit, accountId);
  const passkeys = await deletePasskeys(tx, permit, accountId, null);
  await spendInvitationsOf(tx, permit, accountId, at);
  const { count } = await endSessions(tx, permit, { accountId }, at);
  await writeKeysOver(tx, permit, accountId, null);
  await leaf(tx, ctx, permit, 'account.end_keys', accountId, { totp, passkeys, sessions: count });
};

/** `toOn` is the last day of it. `keysEnded`: the person has to be invited before they can enter again. */
export const givePost = (ctx: Ctx, input: { accountId: number; unitId: number; role: string; fromOn: Day; toOn?: Day | undefined }): Promise<Result<{ postId: number; keysEnded: boolean }>> =>
  write(withOwnHands(ctx), async (tx) => {
    const permit = mayGivePost(ctx.actor, input.accountId, input.unitId);
    if (isRefusal(permit)) return permit;
    const account = await accountLocked(tx, input.accountId);
    if (!account) return refuse('account_not_found');
    if (account.closedAt) return refuse('account_closed');
    const unit = await unitById(tx, input.unitId);
    if (!unit || unit.closedOn !== null) return refuse('unit_not_found');
    const role = (await rolesOf(tx)).find((one) => one.code === input.role);
    if (!role || !roleFits(role, unit.kind)) return refuse('role_invalid');
    const toOn = input.toOn ?? null;
    if (toOn !== null && toOn < input.fromOn) return refuse('post_days_invalid');
    const same = (await postsOf(tx, [input.accountId])).filter((post) => post.unitId === input.unitId && post.role === input.role);
    if (same.some((post) => postsOverlap({ fromOn: input.fromOn, toOn }, post))) return refuse('post_held_already');
    const keysEnded = await keysFallShort(tx, input.accountId, input.unitId, new Date(ctx.clock.now()));
    if (keysEnded) {
      const anew = mayEndKeys(ctx.actor, [...(await heldUnits(tx, ctx, input.accountId)), input.unitId]);
      if (isRefusal(anew)) return anew;
      await endKeys(tx, ctx, anew, input.accountId);
    }
    const postId = await insertPost(tx, permit, { accountId: input.accountId, unitId: input.unitId, role: input.role, fromOn: input.fromOn, toOn });
    await leaf(tx, ctx, permit, 'post.give', input.accountId, { postId, unitId: input.unitId, role: input.role, fromOn: input.fromOn, toOn });
    return { postId, keysEnded };
  });

/** In force no more from today, with the next request. The row stays: who held it when can always be said. */
export const endPost = (ctx: Ctx, input: { postId: number }): Promise<Result<{ postId: number }>> =>
  write(ctx, async (tx) => {
    const post = await postLocked(tx, input.postId);
    if (!post) return refuse('post_not_found');
    const permit = mayEndPost(ctx.actor, post.unitId);
    if (isRefusal(permit)) return permit;
    const on = today(ctx.clock);
    if (post.endedOn !== null || (post.toOn !== null && post.toOn < on)) return refuse('post_over');
    await writePostEnd(tx, permit, post.postId, on);
    await leaf(tx, ctx, permit, 'post.end', post.accountId, { postId: post.postId, unitId: post.unitId, role: post.role });
    return { postId: post.postId };
  });
