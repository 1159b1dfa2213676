import type { Clock } from '../kernel/day.ts';
import { sql, read, view, type Db } from './db.ts';
import type { Log } from './log.ts';
import { system } from '../kernel/actor.ts';

/** Between two looks at the database's clock. */
const lookEveryMs = 1_000;
/** As a clock that is set by the network moves; beyond it somebody has set it by hand. */
const usualMs = 5_000;

export type HouseClock = Clock & { readonly stop: () => void };

/** Its clock, and how long the answer took. */
const asked = async (db: Db): Promise<{ readonly aheadMs: number; readonly tookMs: number }> =>
  read({ db, actor: system('clock') }, async (q) => {
    // the transaction's beginning is over by the second question
    await sql`SELECT 1`.execute(view(q));
    const began = performance.now();
    const { rows } = await sql<{ ms: number }>`SELECT extract(epoch FROM clock_timestamp()) * 1000 AS ms`.execute(view(q));
    const ended = performance.now();
    return { aheadMs: (rows[0]?.ms ?? 0) - (began + ended) / 2, tookMs: ended - began };
  });

/**
 * The house's clock is its database's: one for all its processes, whatever the machine of each believes (trust.md: no deadline from the application's clock).
 * In between runs the counter of this machine, which nobody can set.
 */
export const openClock = async (db: Db, log: Log): Promise<HouseClock> => {
  let { aheadMs } = await asked(db);
  let looking = false;
  const look = async (): Promise<void> => {
    if (looking) return; // a database that hangs, or a pool that is used up, is not asked again and again
    looking = true;
    const { aheadMs: found, tookMs } = await asked(db).catch(() => ({ aheadMs, tookMs: 0 })).finally(() => { looking = false; }); // away: the counter runs on
    const movedMs = found - aheadMs;
    // a slow answer says nothing finer than how long it took
    if (Math.abs(movedMs) <= tookMs) return;
    aheadMs = found;
    if (Math.abs(movedMs) > usualMs) log.warn('clock.moved', { seconds: Math.round(movedMs / 1000) });
  };
  const timer = setInterval(() => void look(), lookEveryMs);
  timer.unref();
  return { now: () => Math.round(performance.now() + aheadMs), stop: () => clearInterval(timer) };
};
