import type { Ctx } from '../../../platform/ctx.ts';
import { write } from '../../../platform/db.ts';
import { learnAnew } from '../../recognition/contract.ts';
import { decidedTopics } from '../store/decided.ts';

/** Older ones would have faded; so many take a quarter of a minute. */
const mostLessons = 50_000;

/** The recogniser forgets what it learned and learns it anew from the register. Lessons of jobs wait until it is done. */
export const relearn = (ctx: Ctx): Promise<{ readonly lessons: number; readonly weights: number }> =>
  write(ctx, (tx) => learnAnew(tx, () => decidedTopics(tx, mostLessons), new Date(ctx.clock.now())));
