import { isRefusal, refuse } from '../../../kernel/refusal.ts';
import type { Result } from '../../../kernel/result.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import { write } from '../../../platform/db.ts';
import { record } from '../../journal/contract.ts';
import { mayReissue } from '../policy.ts';
import { appealBy } from '../store/change.ts';

/** A clerk prints the talon for the person at the desk. It carries the secret of the matter, so each print is an act with a leaf of its own. */
export const printTalon = (ctx: Ctx, input: { number: string }): Promise<Result<{ appealId: number }>> =>
  write(ctx, async (tx) => {
    const appeal = await appealBy(tx, { number: input.number });
    if (!appeal) return refuse('appeal_not_found');
    const permit = mayReissue(ctx.actor, appeal);
    if (isRefusal(permit)) return permit;
    await record(tx, { act: 'appeal.print_talon', subject: `appeal:${appeal.id}`, actor: ctx.actor, at: new Date(ctx.clock.now()), postId: permit.postId, facts: {} });
    return { appealId: appeal.id };
  });
