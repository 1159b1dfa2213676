import type { z } from 'zod';
import { isRefusal, refuse } from '../../../kernel/refusal.ts';
import type { Result } from '../../../kernel/result.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import { write } from '../../../platform/db.ts';
import { record } from '../../journal/contract.ts';
import { changeWay } from '../../notices/contract.ts';
import type { changeWaySchema } from '../contract/desk-forms.ts';
import type { AppealRef } from '../contract/ref.ts';
import { mayRead, mayRegister } from '../policy.ts';
import { lockAppeal } from '../store/change.ts';
import { tell } from './step.ts';

/** The letters came back and the person gave another address. Whoever takes matters in for the branch writes it down; the leaf says that, never the address. */
export const changeAddress = (ctx: Ctx, input: z.output<typeof changeWaySchema>): Promise<Result<AppealRef>> => write(ctx, async (tx) => {
  const appeal = await lockAppeal(tx, { number: input.number });
  if (!appeal || isRefusal(mayRead(ctx.actor, appeal))) return refuse('appeal_not_found');
  const permit = mayRegister(ctx.actor, appeal.branchId, 'desk');
  if (isRefusal(permit)) return permit;
  await changeWay(ctx, tx, { owner: `appeal:${appeal.id}`, channel: 'email', address: input.email, lang: appeal.lang });
  await record(tx, { act: 'appeal.change_way', subject: `appeal:${appeal.id}`, actor: ctx.actor, at: new Date(ctx.clock.now()), postId: permit.postId, facts: { channel: 'email' } });
  await tell(tx, appeal, [{ name: 'appeal.way_changed' }]);
  return { appealId: appeal.id, number: appeal.number, stage: appeal.stage };
});
