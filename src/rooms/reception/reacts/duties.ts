import { today, type Day } from '../../../kernel/day.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import { write, type Read } from '../../../platform/db.ts';
import type { Heard, Reaction, Readers } from '../../../platform/jobs.ts';
import { tellStaff } from '../../notices/contract.ts';
import { holdsPostIn, peopleByIds, upwards } from '../../people/contract.ts';
import { unitById } from '../../units/contract.ts';
import { layOutAll } from '../acts/duties/lay-out.ts';
import { closeDays, foretell, judgeAll } from '../acts/duties/judge.ts';
import type { OwedEvent } from '../contract/duties.ts';
import { dutyById } from '../store/duties.ts';

export { dutyRecount } from '../acts/duties/recount.ts';

const isHead = (role: string): boolean => role === 'body_head' || role === 'branch_head';
/** Who is over them: the head of their unit, or of the nearest above where it is themselves; of the branch that owes, where the body has none. */
const headOf = async (q: Read, e: OwedEvent, on: Day): Promise<readonly number[]> => {
  for (let at: number | null = e.unitId; at !== null; at = (await unitById(q, at))?.parentId ?? null) {
    const found = (await upwards(q, at, on, isHead)).filter((one) => one !== e.accountId);
    if (found.length > 0) return found;
  }
  return (await upwards(q, e.branchId, on, isHead)).filter((one) => one !== e.accountId);
};

/** With the morning's digest of the next working day: one line each, to the person and to whoever is over them. */
const telling = (code: 'missed' | 'unscheduled') => (ctx: Ctx, e: OwedEvent & Heard): Promise<void> => write(ctx, async (tx) => {
  const on = today(ctx.clock);
  const duty = await dutyById(tx, e.dutyId);
  if (!duty) return;
  const name = (await peopleByIds(tx, [e.accountId])).get(e.accountId)?.name ?? '';
  const slots = { duty: duty.names, day: { day: e.dueOn as Day }, name };
  const common = { owner: `expected:${e.expectedId}`, slots, path: '/desk/receptions' };
  const key = `duty.${code}:${e.expectedId}`;
  if (await holdsPostIn(tx, e.accountId, 'any', on)) await tellStaff(ctx, tx, { ...common, key, code: `reception.duty_${code}`, accountId: e.accountId, seenIn: [e.unitId, e.branchId] });
  for (const accountId of await headOf(tx, e, on)) await tellStaff(ctx, tx, { ...common, key: `${key}:head`, code: `reception.duty_${code}_head`, accountId, seenIn: [e.unitId, e.branchId] });
});

export const jobs = {
  'reception:duties': async (ctx: Ctx): Promise<void> => {
    const days = await closeDays(ctx);
    // laid out first: what was owed while the program slept is judged too
    const laidOut = await layOutAll(ctx);
    const judged = await judgeAll(ctx);
    const warned = await foretell(ctx);
    ctx.log.info('reception.duties_counted', { closed: days.missed + days.held, ...judged, laidOut, warned });
  },
} as const satisfies Readonly<Record<string, Reaction>>;

export const readers: Readers = {
  'duty.missed': [{ reader: 'notices', react: telling('missed') }],
  'duty.unscheduled': [{ reader: 'notices', react: telling('unscheduled') }],
};
/** By the worker's clock (UTC): at 00:20 in the country, when the day is over; again at 06:20, for a program that slept at midnight. */
export const cron: readonly string[] = ['20 19 * * * reception:duties', '20 1 * * * reception:duties ?id=reception_duties_again'];
