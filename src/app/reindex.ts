import { parseArgs } from 'node:util';
import { isRefusal } from '../kernel/refusal.ts';
import type { Config } from '../platform/config.ts';
import type { Ctx } from '../platform/ctx.ts';
import { indexAnew, indexOn, indexPublicOn } from '../rooms/appeals/acts/indexing.ts';

export const reindexUsage = 'jauap reindex [--anew]\n  Goes on where it stopped; the program does the same by itself, a minute at a time. --anew: from the first appeal.';

type Io = { readonly print: (line: string) => void; readonly progress: (line: string) => void };
type Needs = Io & { readonly withCtx: (config: Config, fn: (ctx: Ctx) => Promise<number>) => Promise<number> };

const progressEveryMs = 1_000;

/** Writes what is searched for every appeal that was there before. Cut off anywhere, the next run goes on from the last part that was kept. */
export const reindex = async (ctx: Ctx, { anew, print, progress }: Io & { readonly anew: boolean }): Promise<number> => {
  if (anew) await indexAnew(ctx);
  let written = 0;
  for (let saidAt = ctx.clock.now(); ; ) {
    const on = await indexOn(ctx);
    if (isRefusal(on)) throw new Error(`the program may not index: ${on.code}`);
    if (on.done) {
      for (let more = true; more; ) {
        const open = await indexPublicOn(ctx);
        if (isRefusal(open)) throw new Error(`the program may not index: ${open.code}`);
        more = !open.done;
      }
      print(`Everything up to appeal ${on.through} can be searched.`);
      return 0;
    }
    written += on.written;
    if (ctx.clock.now() - saidAt < progressEveryMs) continue;
    saidAt = ctx.clock.now();
    progress(`${written} written, up to appeal ${on.through} of ${on.last}`);
  }
};

export const reindexCommand = ({ withCtx, print, progress }: Needs) => ({
  about: 'make every appeal searchable: after an import into the database, or when a search is doubted',
  run: (config: Config, words: readonly string[]): Promise<number> => {
    try {
      const { values } = parseArgs({ args: [...words], options: { anew: { type: 'boolean', default: false } } });
      return withCtx(config, (ctx) => reindex(ctx, { anew: values.anew, print, progress }));
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      progress(`${error.message}\nUsage: ${reindexUsage}`);
      return Promise.resolve(2);
    }
  },
});
