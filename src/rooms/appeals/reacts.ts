import type { Ctx } from '../../platform/ctx.ts';
import { write } from '../../platform/db.ts';
import { isRefusal } from '../../kernel/refusal.ts';
import { closeAllSilent, sweepTries } from './acts/clock.ts';
import { indexOn, indexPublicOn } from './acts/indexing.ts';
import { askTheSilent } from './reacts/telling.ts';
import { forgetDrafts } from './store/draft.ts';

export { readers } from './reacts/telling.ts';

/** What changed is made searchable by a loop of the program's own. */
export { indexDue } from './acts/indexing.ts';
/** What the board of promises asks of this room. */
export { appealSource } from './acts/source.ts';
/** What the calendar asks of this room when it changes. */
export { appealRecount } from './acts/recount.ts';

const draftDays = 30;

/** Rows from before, or of another way of stemming, are written beside the day's work: so long at a time. */
const indexingMs = 40_000;

/** What the clock asks of this room, by name. */
export const jobs = {
  'appeals:index_rest': async (ctx: Ctx): Promise<void> => {
    const began = ctx.clock.now();
    for (let more = true; more && ctx.clock.now() - began < indexingMs; ) {
      const on = await indexOn(ctx);
      more = !isRefusal(on) && !on.done;
    }
    for (let more = true; more && ctx.clock.now() - began < indexingMs; ) {
      const on = await indexPublicOn(ctx);
      more = !isRefusal(on) && !on.done;
    }
  },
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
40 0 * * * appeals:forget
* * * * * appeals:index_rest`;
