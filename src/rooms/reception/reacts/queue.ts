import type { Ctx } from '../../../platform/ctx.ts';
import type { Heard, Reaction, Readers } from '../../../platform/jobs.ts';
import { endWithVisit } from '../acts/queue/receive.ts';
import { closeDays } from '../acts/queue/serve.ts';

export const jobs = {
  'queue:close_days': async (ctx: Ctx): Promise<void> => {
    const { closed } = await closeDays(ctx);
    ctx.log.info('queue.days_closed', { closed });
  },
} as const satisfies Readonly<Record<string, Reaction>>;
const ended: Reaction<{ readonly visitId: number } & Heard> = (ctx, e) => endWithVisit(ctx, { visitId: e.visitId });
export const readers: Readers = { 'visit.finished': [{ reader: 'queue.end', react: ended }], 'visit.left': [{ reader: 'queue.end', react: ended }] };
/** By the worker's clock (UTC): ten past midnight in the country. */
export const cron: readonly string[] = ['10 19 * * * queue:close_days'];
