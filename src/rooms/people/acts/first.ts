import { today } from '../../../kernel/day.ts';
import { isRefusal, refuse, type Refusal } from '../../../kernel/refusal.ts';
import type { Result } from '../../../kernel/result.ts';
import type { Lang } from '../../../kernel/words.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import type { Tx } from '../../../platform/db.ts';
import { hashPassword } from '../crypto.ts';
import { foldLogin, foldName, foldPassword, loginRefused, nameRefused, passwordRefused } from '../law.ts';
import { mayCreateAccount, mayGivePost } from '../policy.ts';
import { accountByLogin, insertAccount, insertPost } from '../store/accounts.ts';
import { putPassword } from '../store/secrets.ts';
import { leaf } from './leaf.ts';

export type FirstPerson = { readonly name: string; readonly login: string; readonly password: string; readonly lang: Lang };

const folded = (given: FirstPerson): FirstPerson => ({ ...given, name: foldName(given.name), login: foldLogin(given.login), password: foldPassword(given.password) });

/** Everything that is wrong with it at once, for a form to show beside its fields. */
export const firstPersonRefused = (given: FirstPerson): readonly Refusal[] => {
  const { name, login, password } = folded(given);
  return [nameRefused(name), loginRefused(login), passwordRefused(password, login)].filter((one) => one !== null);
};

/** The first administrator with a password of their own, in the transaction that opens the first branch (setup). Only the system may. */
export const hireFirst = async (tx: Tx, ctx: Ctx, given: FirstPerson, unitId: number): Promise<Result<{ accountId: number; login: string }>> => {
  const [wrong] = firstPersonRefused(given);
  if (wrong) return wrong;
  const { name, login, password, lang } = folded(given);
  const account = mayCreateAccount(ctx.actor, true);
  if (isRefusal(account)) return account;
  if (await accountByLogin(tx, login)) return refuse('login_taken');
  const at = new Date(ctx.clock.now());
  const accountId = await insertAccount(tx, account, { login, name, lang, at });
  await putPassword(tx, account, accountId, await hashPassword(password), at);
  await leaf(tx, ctx, account, 'account.create', accountId);
  const permit = mayGivePost(ctx.actor, accountId, unitId);
  if (isRefusal(permit)) return permit;
  const post = { accountId, unitId, role: 'administrator', fromOn: today(ctx.clock), toOn: null };
  const postId = await insertPost(tx, permit, post);
  await leaf(tx, ctx, permit, 'post.give', accountId, { postId, unitId, role: post.role, fromOn: post.fromOn, toOn: null });
  return { accountId, login };
};
