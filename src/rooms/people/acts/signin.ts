import { isRefusal, refuse, type Refusal } from '../../../kernel/refusal.ts';
import type { Permit } from '../../../kernel/permit.ts';
import type { Result } from '../../../kernel/result.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import { read, write, type Read } from '../../../platform/db.ts';
import { nobodysPhc, passwordMatches, tryKey } from '../crypto.ts';
import { stepOf } from '../crypto-totp.ts';
import { callerOf, foldLogin, foldPassword, loginRefused, passwordMost, triesWindowMs, type Account } from '../law.ts';
import { maySignIn } from '../policy.ts';
import { accountByLogin, accountLocked } from '../store/accounts.ts';
import { passwordOf, takeStep, totpOf, type Totp } from '../store/secrets.ts';
import { countTry, forgiveTry } from '../store/tries.ts';
import { withOwnHands } from './accounts.ts';
import { openSession } from './sessions.ts';

export type SignIn = { readonly login: string; readonly password: string; readonly code?: string | undefined; readonly remote: string; readonly userAgent: string };

/** Counted in a transaction of its own, before the secret is looked at: no refusal undoes it. */
export const tryOnce = async (ctx: Ctx, permit: Permit<'people.sign_in'>, keys: readonly Buffer[]): Promise<readonly number[] | Refusal<'too_many_tries'>> =>
  (await write(withOwnHands(ctx), (tx) => countTry(tx, permit, keys, ctx.clock.now()))) ?? refuse('too_many_tries', { minutes: triesWindowMs / 60_000 });

export const loginKey = (login: string): Buffer => tryKey('login', login);
export const callerKey = (remote: string): Buffer => tryKey('caller', callerOf(remote));

/** The same work for a login nobody has, for one without a password and for a wrong password. */
export const passwordIsRight = async (typed: string, phc: string | null): Promise<boolean> => {
  const password = foldPassword(typed);
  const possible = [...password].length <= passwordMost;
  const same = await passwordMatches(possible ? password : '', phc ?? (await nobodysPhc()));
  return same && possible && phc !== null;
};

type Known = { account: Account; phc: string | null; totp: Totp | null };

const knownBy = async (q: Read, login: string): Promise<Known | null> => {
  const account = loginRefused(login) ? null : await accountByLogin(q, login);
  if (!account || account.closedAt) return null;
  return { account, phc: await passwordOf(q, account.accountId), totp: await totpOf(q, account.accountId) };
};

export const signIn = async (ctx: Ctx, input: SignIn): Promise<Result<{ token: string } | { needs: 'totp' }>> => {
  const own = withOwnHands(ctx);
  const permit = maySignIn(ctx.actor);
  const login = foldLogin(input.login);
  const tries = await tryOnce(ctx, permit, [loginKey(login), callerKey(input.remote)]);
  if (isRefusal(tries)) return tries;
  const known = await read(own, (q) => knownBy(q, login));
  const right = await passwordIsRight(input.password, known?.phc ?? null);
  if (!known || !right) return refuse('sign_in_wrong');
  const { account, totp } = known;
  const code = input.code?.trim() ?? '';
  if (totp?.confirmed && code === '') {
    await write(own, (tx) => forgiveTry(tx, permit, tries));
    return { needs: 'totp' };
  }
  const step = totp?.confirmed ? stepOf(totp.sealed, account.accountId, code, ctx.clock.now()) : 0;
  if (step === null) return refuse('code_wrong');
  return write(own, async (tx) => {
    // asked again under the lock: closed or reset while the password was being worked on
    const now = await accountLocked(tx, account.accountId);
    if (!now || now.closedAt || (await passwordOf(tx, account.accountId)) !== known.phc) return refuse('sign_in_wrong');
    if (totp?.confirmed && !(await takeStep(tx, permit, account.accountId, step))) return refuse('code_wrong');
    await forgiveTry(tx, permit, tries);
    return openSession(tx, ctx, permit, { accountId: account.accountId, way: totp?.confirmed ? 'totp' : 'password', userAgent: input.userAgent, remote: input.remote });
  });
};
