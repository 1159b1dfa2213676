import type { Ctx } from '../../platform/ctx.ts';
import { write } from '../../platform/db.ts';
import { closeAllSilent, sweepTries } from './acts/clock.ts';
import { askTheSilent } from './reacts/telling.ts';
import { forgetDrafts } from './store/draft.ts';

export { readers } from './reacts/telling.ts';

/** What the board of promises asks of this room. */
export { appealSource } from './acts/source.ts';
/** What the calendar asks of this room when it changes. */
export { appealRecount } from './acts/recount.ts';

const draftDays = 30;

/** What the clock asks of this room, by name. */
export const jobs = {
  'appeals:close_silent': async (ctx: Ctx): Promise<void> => {
    const closed = await closeAllSilent(ctx);
    ctx.log.info('appeals.closed_silent', { closed });
  },
  'appeals:ask_silent': async (ctx: Ctx): Promise<void> => {
    const asked = await askTheSilent(ctx);
    ctx.log.info('appeals.silent_asked', { asked });
  },
  'appeals:forget': async (ctx: Ctx): Promise<void> => {
    await sweepTries(ctx);
    await write(ctx, (tx) => forgetDrafts(tx, new Date(ctx.clock.now() - draftDays * 86_400_000)));
  },
} as const;

/** graphile-worker's crontab, by the worker's clock (UTC): 05:10, 05:25 and 05:40 in the country. */
export const cron = `10 0 * * * appeals:close_silent
25 0 * * * appeals:ask_silent
40 0 * * * appeals:forget`;
