import type { z } from 'zod';
import { isRefusal, refuse } from '../../../kernel/refusal.ts';
import type { Result } from '../../../kernel/result.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import { write, type Tx } from '../../../platform/db.ts';
import type { detachSchema, joinSchema } from '../contract/desk-forms.ts';
import type { AppealRef } from '../contract/ref.ts';
import { isOpen } from '../law/stages.ts';
import { mayDetach, mayJoin } from '../policy.ts';
import { lockAppeal, lockJoined } from '../store/change.ts';
import type { Appeal } from '../store/tables.ts';
import { scoreOf } from './likeness.ts';
import { step, stepWith } from './step.ts';

/**
 * Many letters, one cause: each keeps its own day and is answered with the main one. A repeat of a matter already ended is only marked, and
 * answered by itself.
 */
export const join = (ctx: Ctx, input: z.output<typeof joinSchema>): Promise<Result<AppealRef>> => write(ctx, async (tx) => {
  if (input.number === input.mainNumber) return refuse('join_itself');
  const pair = await lockPair(tx, input.number, input.mainNumber);
  if (!pair) return refuse('appeal_not_found');
  const { letter, main } = pair;
  return stepWith(ctx, tx, 'join', letter, mayJoin, async (s) => {
    const overMain = mayJoin(ctx.actor, main);
    if (isRefusal(overMain)) return overMain;
    if (main.branchId !== letter.branchId) return refuse('join_other_branch');
    if (main.joinedTo !== null || (await lockJoined(tx, letter.id)).length > 0) return refuse('join_chain');
    if (input.as === 'common' && !isOpen(main.stage)) return refuse('not_possible_now');
    return s.done(
      {
        patch: { ...(input.as === 'repeat' ? { repeat_of: main.id } : {}), ...(isOpen(main.stage) ? { joined_to: main.id } : {}) },
        code: input.as === 'repeat' ? 'joined_repeat' : 'joined_common', public: true, facts: { appeal: main.id, number: main.number, ...(input.suggested ? { suggested: true, score: await scoreOf(tx, letter.id, main.id, input.as) } : {}) },
      },
      [{ name: 'appeal.joined', mainId: main.id, as: input.as }],
    );
  });
});

/** Both rows in the order of their ids: two clerks joining crosswise wait, and never for each other. */
const lockPair = async (tx: Tx, number: string, mainNumber: string): Promise<{ letter: Appeal; main: Appeal } | undefined> => {
  const [first, second] = [number, mainNumber].toSorted();
  const a = await lockAppeal(tx, { number: first ?? '' });
  const b = await lockAppeal(tx, { number: second ?? '' });
  if (!a || !b) return undefined;
  return a.number === number ? { letter: a, main: b } : { letter: b, main: a };
};

/** "My case is different", by the person; or a clerk's correction. */
export const detach = (ctx: Ctx, input: z.output<typeof detachSchema>): Promise<Result<AppealRef>> =>
  step(ctx, 'detach', { number: input.number }, mayDetach, async (s) => {
    if (s.appeal.joinedTo === null && s.appeal.repeatOf === null) return refuse('not_joined');
    return s.done({ patch: { joined_to: null, repeat_of: null }, code: 'detached', public: true, facts: { text: input.reason } }, []);
  });
