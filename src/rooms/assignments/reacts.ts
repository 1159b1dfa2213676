import type { Ctx } from '../../platform/ctx.ts';
import { climbLadders } from './acts/ladder.ts';

export { readers } from './reacts/telling.ts';

/** What the clock asks of this room, by name. */
export const jobs = {
  'assignments:climb': async (ctx: Ctx): Promise<void> => {
    const { climbed } = await climbLadders(ctx);
    ctx.log.info('assignments.climbed', { climbed });
  },
} as const;

/** 08:05 in the country, before the digests of half past eight; again at noon, for what was moved in the morning. */
export const cron = `5 3 * * * assignments:climb
5 7 * * * assignments:climb ?id=climb_again`;
