import { isRefusal, refuse } from '../../../kernel/refusal.ts';
import type { Result } from '../../../kernel/result.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import { write, type Tx } from '../../../platform/db.ts';
import type { AppealRef } from '../contract/ref.ts';
import { mayRead } from '../policy.ts';
import { claimAct, keepMade } from '../store/act-key.ts';
import { appealBy } from '../store/change.ts';

type Keyed<R> = {
  readonly act: 'give_task' | 'note';
  /** drawn with the form; absent: whoever calls knows what they do */
  readonly key: string | undefined;
  readonly number: string;
  /** what must be the same the second time */
  readonly body: unknown;
  readonly madeBy: (done: R) => number;
  /** the answer that was given then, made again from the row's id */
  readonly again: (ref: AppealRef, madeId: number) => R;
};

/** One form is one act, however often it is sent: the same key from the same person gives the same answer (decision 0007). */
export const once = <R extends AppealRef>(ctx: Ctx, k: Keyed<R>, act: (tx: Tx) => Promise<Result<R>>): Promise<Result<R>> => write(ctx, async (tx) => {
  if (k.key === undefined || ctx.actor.kind !== 'staff') return act(tx);
  const { accountId } = ctx.actor;
  const key = `account ${accountId} ${k.act}: ${k.key}`;
  const claimed = await claimAct(tx, { key, accountId, body: { number: k.number, body: k.body }, at: new Date(ctx.clock.now()) });
  if (claimed.fresh) {
    const done = await act(tx);
    if (!isRefusal(done)) await keepMade(tx, key, k.madeBy(done));
    return done;
  }
  if (!claimed.sameBody) return refuse('same_key_other_body');
  const appeal = await appealBy(tx, { number: k.number });
  if (!appeal || isRefusal(mayRead(ctx.actor, appeal))) return refuse('appeal_not_found');
  return k.again({ appealId: appeal.id, number: appeal.number, stage: appeal.stage }, claimed.madeId);
});
