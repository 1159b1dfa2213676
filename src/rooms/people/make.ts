import { day, type Day } from '../../kernel/day.ts';
import { isRefusal, type Refusal } from '../../kernel/refusal.ts';
import type { Lang } from '../../kernel/words.ts';
import type { Ctx } from '../../platform/ctx.ts';
import { createAccount } from './acts/accounts.ts';
import { givePost } from './acts/posts.ts';

/** Long, and no login stands in it. */
export const madePassword = 'жеті рет өлшеп 1 рет кес';

export type MadePerson = { readonly accountId: number; readonly login: string; readonly password: string; readonly name: string; readonly postIds: readonly number[] };

const done = <T>(value: T | Refusal): T => {
  if (isRefusal(value)) throw new Error(`made-up person refused: ${value.code}`);
  return value;
};

/** An account with a password and its posts; `ctx.actor` is the system. */
export const makePerson = async (
  ctx: Ctx,
  o: { login: string; name: string; lang?: Lang; password?: string; posts?: readonly { unitId: number; role: string; fromOn?: Day; toOn?: Day }[] },
): Promise<MadePerson> => {
  const password = o.password ?? madePassword;
  const { accountId } = done(await createAccount(ctx, { login: o.login, name: o.name, lang: o.lang ?? 'kk', password }));
  const postIds: number[] = [];
  for (const post of o.posts ?? []) postIds.push(done(await givePost(ctx, { accountId, unitId: post.unitId, role: post.role, fromOn: post.fromOn ?? day('2026-01-05'), toOn: post.toOn })).postId);
  return { accountId, login: o.login, password, name: o.name, postIds };
};
