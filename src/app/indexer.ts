import { system } from '../kernel/actor.ts';
import { isRefusal } from '../kernel/refusal.ts';
import type { Ctx } from '../platform/ctx.ts';
import { indexDue } from '../rooms/appeals/reacts.ts';

const lookEveryMs = 500;

/** Makes searchable what acts have changed, a moment after them. Processes beside each other take different matters. */
export const startIndexer = (ctx: Omit<Ctx, 'actor'>): (() => Promise<void>) => {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const round = async (): Promise<void> => {
    try {
      for (let left = 1; left > 0 && !stopped; ) {
        const done = await indexDue({ ...ctx, actor: system('appeals.indexer') });
        left = isRefusal(done) ? 0 : done;
      }
    } catch (error) {
      ctx.log.warn('appeals.not_indexed', { code: (error as { code?: string }).code });
    }
    if (!stopped) timer = setTimeout(() => (running = round()), lookEveryMs);
  };
  let running = round();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await running;
  };
};
