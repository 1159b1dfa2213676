import type { z } from 'zod';
import { system } from '../../../kernel/actor.ts';
import { refuse } from '../../../kernel/refusal.ts';
import type { Result } from '../../../kernel/result.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import { read, write } from '../../../platform/db.ts';
import type { followSchema } from '../contract/person-forms.ts';
import { byCode, byLink, countTry, forgiveTry, type Found } from '../store/follow.ts';

const clerk = (ctx: Ctx) => ({ ...ctx, actor: system('appeals.follow') });

/** Whose matter the secret link opens. 128 bits: nobody guesses one. */
export const openByLink = async (ctx: Ctx, token: string): Promise<Result<Found>> => {
  const found = /^[\w-]{22}$/.test(token) ? await read(clerk(ctx), (q) => byLink(q, token)) : undefined;
  return found ?? refuse('follow_not_found');
};

/**
 * By number and code. Ten wrong tries in fifteen minutes for a number or a caller, then nothing is even looked at. The try is counted before
 * the code is, in a transaction of its own: a hundred at the same moment are still ten, and no refusal undoes the counting. `caller`: the address, an IPv6 one by its /64.
 */
export const openByCode = async (ctx: Ctx, input: z.output<typeof followSchema> & { caller: string }): Promise<Result<Found>> => {
  const now = new Date(ctx.clock.now());
  const counted = await write(clerk(ctx), (tx) => countTry(tx, input.number, input.caller, now));
  if (!counted) return refuse('too_many_tries');
  const found = await read(clerk(ctx), (q) => byCode(q, input.number, input.code));
  if (!found) return refuse('follow_not_found');
  await write(clerk(ctx), (tx) => forgiveTry(tx, input.number, input.caller));
  return found;
};
