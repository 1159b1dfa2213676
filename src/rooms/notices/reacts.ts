import type { Ctx } from '../../platform/ctx.ts';
import { write } from '../../platform/db.ts';
import { deliver, sendDigests } from './acts/send.ts';
import { forgetConversations, forgetSenders } from './store/arrivals.ts';
import { forgetArrivals } from './store/talks.ts';

const talkDays = 30;
const letterDays = 90;

/** What the queue and the clock ask of this room, by name. */
export const jobs = {
  'notices:deliver': deliver,
  'notices:digests': async (ctx: Ctx): Promise<void> => {
    const letters = await sendDigests(ctx);
    if (letters > 0) ctx.log.info('notices.digests', { letters });
  },
  'notices:forget': async (ctx: Ctx): Promise<void> => {
    const before = new Date(ctx.clock.now() - talkDays * 86_400_000);
    await write(ctx, (tx) => forgetConversations(tx, before));
    await write(ctx, (tx) => forgetArrivals(tx, 'telegram', before));
    await write(ctx, (tx) => forgetSenders(tx, new Date(ctx.clock.now() - letterDays * 86_400_000)));
  },
} as const;

/** Every ten minutes: each digest has its own hour written beside it. */
export const cron = `*/10 * * * * notices:digests
50 0 * * * notices:forget`;
