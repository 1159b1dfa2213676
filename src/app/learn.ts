import type { Config } from '../platform/config.ts';
import type { Ctx } from '../platform/ctx.ts';
import { relearn } from '../rooms/appeals/acts/relearn.ts';

type Needs = { readonly withCtx: (config: Config, fn: (ctx: Ctx) => Promise<number>) => Promise<number>; readonly print: (line: string) => void };

/** Rebuilds what the recogniser of topics learned from the register's own decisions. */
export const learnCommand = ({ withCtx, print }: Needs) => ({
  about: 'forget what was learned of topics and learn it anew from the register',
  run: (config: Config): Promise<number> => withCtx(config, async (ctx) => {
    const { lessons, weights } = await relearn(ctx);
    print(`Learned from ${lessons} decisions, ${weights} weights.`);
    return 0;
  }),
});
