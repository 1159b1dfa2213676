import { isRefusal, refuse } from '../../../kernel/refusal.ts';
import { today } from '../../../kernel/day.ts';
import type { Result } from '../../../kernel/result.ts';
import type { Lang } from '../../../kernel/words.ts';
import { as, type Ctx } from '../../../platform/ctx.ts';
import { violated, write, type Read } from '../../../platform/db.ts';
import { system } from '../../../kernel/actor.ts';
import { hashPassword, newToken, tokenHash } from '../crypto.ts';
import { foldLogin, foldName, foldPassword, invitationMs, loginRefused, nameRefused, passwordRefused } from '../law.ts';
import { managedBy, mayAcceptInvitation, mayCloseAccount, mayCreateAccount, mayInvite } from '../policy.ts';
import { accountLocked, insertAccount, postsOf, writeClosed, writeKeysOver } from '../store/accounts.ts';
import { deletePasskeys } from '../store/keys.ts';
import { endSessions } from '../store/sessions.ts';
import { insertInvitation, invitationOf, putPassword, spendInvitation, spendInvitationsOf } from '../store/secrets.ts';
import { leaf } from './leaf.ts';

/** The program's own hands: rows behind row-level security are written for a person who is not signed in yet. */
export const withOwnHands = (ctx: Ctx): Ctx => as(ctx, system('people'));

/** Units of everything the person holds today or will hold. */
export const heldUnits = async (q: Read, ctx: Ctx, accountId: number): Promise<readonly number[]> => {
  const on = today(ctx.clock);
  const posts = await postsOf(q, [accountId]);
  return [...new Set(posts.filter((post) => (post.toOn === null || post.toOn >= on) && (post.endedOn === null || post.endedOn > on)).map((post) => post.unitId))];
};

export const createAccount = async (ctx: Ctx, input: { login: string; name: string; lang: Lang; password?: string }): Promise<Result<{ accountId: number }>> => {
  const permit = mayCreateAccount(ctx.actor, input.password !== undefined);
  if (isRefusal(permit)) return permit;
  const login = foldLogin(input.login);
  const name = foldName(input.name);
  const password = input.password === undefined ? undefined : foldPassword(input.password);
  const wrong = loginRefused(login) ?? nameRefused(name) ?? (password === undefined ? null : passwordRefused(password, login));
  if (wrong) return wrong;
  const phc = password === undefined ? undefined : await hashPassword(password);
  const at = new Date(ctx.clock.now());
  try {
    return await write(ctx, async (tx) => {
      const accountId = await insertAccount(tx, permit, { login, name, lang: input.lang, at });
      if (phc !== undefined) await putPassword(tx, permit, accountId, phc, at);
      await leaf(tx, ctx, permit, 'account.create', accountId);
      return { accountId };
    });
  } catch (error) {
    if (violated(error) === 'account_login') return refuse('login_taken');
    throw error;
  }
};

/** Ends every session and every waiting invitation with it. What the person did stays under their name. */
export const closeAccount = (ctx: Ctx, input: { accountId: number }): Promise<Result<{ accountId: number }>> =>
  write(ctx, async (tx) => {
    const account = await accountLocked(tx, input.accountId);
    if (!account) return refuse('account_not_found');
    const permit = mayCloseAccount(ctx.actor, await heldUnits(tx, ctx, account.accountId));
    if (isRefusal(permit)) return permit;
    if (account.closedAt) return refuse('account_closed');
    const at = new Date(ctx.clock.now());
    await writeClosed(tx, permit, account.accountId, at);
    await endSessions(tx, permit, { accountId: account.accountId }, at);
    await spendInvitationsOf(tx, permit, account.accountId, at);
    await leaf(tx, ctx, permit, 'account.close', account.accountId);
    return { accountId: account.accountId };
  });

/** For a new colleague and for a forgotten password. The token is shown once; a newer invitation replaces it. */
export const invite = (ctx: Ctx, input: { accountId: number }): Promise<Result<{ token: string }>> =>
  write(ctx, async (tx) => {
    const account = await accountLocked(tx, input.accountId);
    if (!account) return refuse('account_not_found');
    const permit = mayInvite(ctx.actor, await heldUnits(tx, ctx, account.accountId));
    if (isRefusal(permit)) return permit;
    if (account.closedAt) return refuse('account_closed');
    const token = newToken();
    const now = ctx.clock.now();
    const over = managedBy(ctx.actor);
    const invitationId = await insertInvitation(tx, permit, { accountId: account.accountId, hash: tokenHash(token), at: new Date(now), endsAt: new Date(now + invitationMs), over: over === 'all' ? null : over });
    await leaf(tx, ctx, permit, 'account.invite', account.accountId, { invitationId });
    return { token };
  });

/** Sets the password; ends every session that was open with the old one, and the passkeys: whoever is let in anew begins anew. A second step stays, it is taken off by an act of its own. */
export const acceptInvitation = async (ctx: Ctx, input: { token: string; password: string }): Promise<Result<{ accountId: number; login: string }>> => {
  const own = withOwnHands(ctx);
  const permit = mayAcceptInvitation(ctx.actor);
  const at = new Date(ctx.clock.now());
  return write(own, async (tx) => {
    const invitation = await invitationOf(tx, tokenHash(input.token), at);
    const account = invitation ? await accountLocked(tx, invitation.accountId) : null;
    if (!invitation || !account || account.closedAt) return refuse('invitation_not_good');
    const password = foldPassword(input.password);
    const wrong = passwordRefused(password, account.login);
    if (wrong) return wrong;
    if (!(await spendInvitation(tx, permit, invitation.invitationId, at))) return refuse('invitation_not_good');
    await putPassword(tx, permit, account.accountId, await hashPassword(password), at);
    const passkeys = await deletePasskeys(tx, permit, account.accountId, null);
    await writeKeysOver(tx, permit, account.accountId, invitation.over);
    await endSessions(tx, permit, { accountId: account.accountId }, at);
    await leaf(tx, ctx, permit, 'account.accept_invitation', account.accountId, { invitationId: invitation.invitationId, passkeys });
    return { accountId: account.accountId, login: account.login };
  });
};
