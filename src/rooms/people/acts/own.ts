import { isRefusal, refuse } from '../../../kernel/refusal.ts';
import type { Result } from '../../../kernel/result.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import { read, write } from '../../../platform/db.ts';
import { hashPassword } from '../crypto.ts';
import { newTotp, stepOf } from '../crypto-totp.ts';
import { foldPassword, passwordRefused } from '../law.ts';
import { mayChangeOwn, mayRemoveTotpOf, maySignIn, type Own } from '../policy.ts';
import { accountById, accountLocked } from '../store/accounts.ts';
import { confirmTotpRow, deleteTotp, passwordOf, putPassword, putTotp, totpOf } from '../store/secrets.ts';
import { deletePasskeys } from '../store/keys.ts';
import { endSessions } from '../store/sessions.ts';
import { forgiveTry } from '../store/tries.ts';
import { heldUnits, withOwnHands } from './accounts.ts';
import { leaf } from './leaf.ts';
import { loginKey, passwordIsRight, tryOnce } from './signin.ts';

type Checked = Own & { readonly login: string; readonly phc: string | null };

/** Whoever sits down at a colleague's open screen does not know the password, and may not guess it for ever. */
export const withPassword = async (ctx: Ctx, typed: string): Promise<Result<Checked>> => {
  const own = mayChangeOwn(ctx.actor);
  if (isRefusal(own)) return own;
  const { accountId } = own.staff;
  const account = await read(ctx, (q) => accountById(q, accountId));
  if (!account) return refuse('account_not_found');
  const tries = await tryOnce(ctx, maySignIn(ctx.actor), [loginKey(account.login)]);
  if (isRefusal(tries)) return tries;
  const phc = await read(ctx, (q) => passwordOf(q, accountId));
  if (!(await passwordIsRight(typed, phc))) return refuse('password_wrong');
  await write(ctx, (tx) => forgiveTry(tx, own.permit, tries));
  return { ...own, login: account.login, phc };
};

/** Ends every other session; `keep` is the hash (hex) of the one it is done in. */
export const changePassword = async (ctx: Ctx, input: { current: string; password: string; keep?: string | null | undefined }): Promise<Result<{ accountId: number }>> => {
  const checked = await withPassword(ctx, input.current);
  if (isRefusal(checked)) return checked;
  const { accountId } = checked.staff;
  const password = foldPassword(input.password);
  const wrong = passwordRefused(password, checked.login);
  if (wrong) return wrong;
  const phc = await hashPassword(password);
  const at = new Date(ctx.clock.now());
  return write(ctx, async (tx) => {
    await accountLocked(tx, accountId);
    if ((await passwordOf(tx, accountId)) !== checked.phc) return refuse('password_wrong');
    await putPassword(tx, checked.permit, accountId, phc, at);
    const { count } = await endSessions(tx, checked.permit, { accountId, ...(input.keep ? { except: Buffer.from(input.keep, 'hex') } : {}) }, at);
    await leaf(tx, ctx, checked.permit, 'account.change_password', accountId, { ended: count });
    return { accountId };
  });
};

/** Until it is confirmed by a code nothing changes; starting again makes a new secret. */
export const startTotp = (ctx: Ctx): Promise<Result<{ secret: string; uri: string }>> =>
  write(ctx, async (tx) => {
    const own = mayChangeOwn(ctx.actor);
    if (isRefusal(own)) return own;
    const account = await accountById(tx, own.staff.accountId);
    if (!account) return refuse('account_not_found');
    const { secret, uri, sealed } = newTotp(account.accountId, account.login);
    if (!(await putTotp(tx, own.permit, account.accountId, sealed, new Date(ctx.clock.now())))) return refuse('totp_on_already');
    await leaf(tx, ctx, own.permit, 'account.start_totp', account.accountId);
    return { secret, uri };
  });

export const confirmTotp = (ctx: Ctx, input: { code: string }): Promise<Result<{ accountId: number }>> =>
  write(ctx, async (tx) => {
    const own = mayChangeOwn(ctx.actor);
    if (isRefusal(own)) return own;
    const { accountId } = own.staff;
    const totp = await totpOf(tx, accountId);
    if (!totp) return refuse('totp_off');
    if (totp.confirmed) return refuse('totp_on_already');
    const now = ctx.clock.now();
    const step = stepOf(totp.sealed, accountId, input.code, now);
    if (step === null || !(await confirmTotpRow(tx, own.permit, accountId, step, new Date(now)))) return refuse('code_wrong');
    await leaf(tx, ctx, own.permit, 'account.confirm_totp', accountId);
    return { accountId };
  });

export const removeTotp = async (ctx: Ctx, input: { password: string }): Promise<Result<{ accountId: number }>> => {
  const checked = await withPassword(ctx, input.password);
  if (isRefusal(checked)) return checked;
  const { accountId } = checked.staff;
  return write(ctx, async (tx) => {
    if (!(await deleteTotp(tx, checked.permit, accountId))) return refuse('totp_off');
    await leaf(tx, ctx, checked.permit, 'account.remove_totp', accountId);
    return { accountId };
  });
};

/** By whoever manages all the person's units: the telephone is lost, and with it the codes and the passkeys it held. */
export const removeTotpOf = (ctx: Ctx, input: { accountId: number }): Promise<Result<{ accountId: number }>> =>
  write(withOwnHands(ctx), async (tx) => {
    const account = await accountLocked(tx, input.accountId);
    if (!account) return refuse('account_not_found');
    const permit = mayRemoveTotpOf(ctx.actor, await heldUnits(tx, ctx, account.accountId));
    if (isRefusal(permit)) return permit;
    const totp = await deleteTotp(tx, permit, account.accountId);
    const passkeys = await deletePasskeys(tx, permit, account.accountId, null);
    if (!totp && passkeys === 0) return refuse('totp_off');
    await leaf(tx, ctx, permit, 'account.remove_totp', account.accountId, { totp, passkeys });
    return { accountId: account.accountId };
  });
