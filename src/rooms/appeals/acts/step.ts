import type { Actor } from '../../../kernel/actor.ts';
import { today, type Day } from '../../../kernel/day.ts';
import type { Permit } from '../../../kernel/permit.ts';
import { isRefusal, refuse, type Refusal } from '../../../kernel/refusal.ts';
import type { Result } from '../../../kernel/result.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import { write, type Tx } from '../../../platform/db.ts';
import { emit } from '../../../platform/jobs.ts';
import { record } from '../../journal/contract.ts';
import type { AppealEvent } from '../contract/events.ts';
import type { AppealRef } from '../contract/ref.ts';
import { stageAfter, type Act, type Stage } from '../law/stages.ts';
import { apply, lockAppeal, type Done, type Which } from '../store/change.ts';
import type { Appeal } from '../store/tables.ts';

type Own<E> = E extends AppealEvent ? Omit<E, 'appealId' | 'number' | 'branchId'> : never;
export type OwnEvent = Own<AppealEvent>;

export type Step<A extends Act> = {
  readonly ctx: Ctx;
  readonly tx: Tx;
  readonly appeal: Appeal;
  readonly permit: Permit<`appeal.${A}`>;
  readonly at: Date;
  readonly today: Day;
  /** the stage the law gives after this act */
  readonly stage: Stage;
  /** Writes the change, its act, the journal's leaf and the events: what every act ends with. */
  readonly done: (d: Omit<Done<A>, 'act' | 'appeal' | 'at' | 'stage'>, events: readonly OwnEvent[]) => Promise<AppealRef>;
};

/** Lock, policy, law; then `body` writes. A refusal on the way leaves nothing behind. `open`: in a transaction whose owner undoes it all when this is refused. */
export const step = <A extends Act, R>(
  ctx: Ctx, act: A, which: Which, may: (actor: Actor, appeal: Appeal) => Permit<`appeal.${A}`> | Refusal, body: (s: Step<A>) => Promise<Result<R>>, open?: Tx,
): Promise<Result<R>> => {
  const taken = async (tx: Tx): Promise<Result<R>> => {
    const appeal = await lockAppeal(tx, which);
    return appeal ? stepWith(ctx, tx, act, appeal, may, body) : refuse('appeal_not_found');
  };
  return open ? taken(open) : write(ctx, taken);
};

/** As `step`, for a matter locked already: one act that moves several. */
export const stepWith = async <A extends Act, R>(
  ctx: Ctx, tx: Tx, act: A, appeal: Appeal, may: (actor: Actor, appeal: Appeal) => Permit<`appeal.${A}`> | Refusal, body: (s: Step<A>) => Promise<Result<R>>,
): Promise<Result<R>> => {
  const permit = may(ctx.actor, appeal);
  if (isRefusal(permit)) return permit;
  const stage = stageAfter(act, appeal.stage, appeal.assignmentId !== null);
  if (stage === null) return refuse('not_possible_now');
  const at = new Date(ctx.clock.now());
  return body({
    ctx, tx, appeal, permit, at, stage, today: today(ctx.clock),
    done: async (d, events) => {
      await apply(tx, permit, { ...d, act, appeal, at, stage });
      await record(tx, { act: `appeal.${act}`, subject: `appeal:${appeal.id}`, actor: ctx.actor, at, postId: permit.postId, facts: { stage, code: d.code } });
      await tell(tx, appeal, events);
      return { appealId: appeal.id, number: appeal.number, stage };
    },
  });
};

export const tell = async (tx: Tx, appeal: { id: number; number: string; branchId: number }, events: readonly OwnEvent[]): Promise<void> => {
  for (const event of events) await emit(tx, { appealId: appeal.id, number: appeal.number, branchId: appeal.branchId, ...event });
};
