import { today } from '../../../kernel/day.ts';
import { clockTime } from '../../../kernel/show.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import { write } from '../../../platform/db.ts';
import type { Heard, Reaction, Readers } from '../../../platform/jobs.ts';
import { tellStaff } from '../../notices/contract.ts';
import { rolesWith, upwards } from '../../people/contract.ts';
import { settleLost } from '../acts/outings/devices.ts';
import type { OutingEvent } from '../contract/outings.ts';
import { outingById, type Outing } from '../store/outings.ts';

const slotsOf = (outing: Outing) => ({ name: outing.names, day: { day: outing.heldOn }, time: `${clockTime(outing.fromMinute)}–${clockTime(outing.toMinute)}` });

type Told = OutingEvent & Heard & { readonly team: readonly number[] };
/** Each of the team once, but nobody of their own act. */
const telling = (code: 'announced' | 'changed' | 'cancelled') => (ctx: Ctx, e: Told): Promise<void> => write(ctx, async (tx) => {
  const outing = await outingById(tx, e.outingId);
  // what was not announced yet changes without letters: nobody was told to come
  if (!outing || (code === 'changed' && outing.announcedAt === null)) return;
  for (const accountId of e.team.filter((one) => one !== e.byAccount))
    await tellStaff(ctx, tx, { key: `outing.${code}:${e.eventId}`, owner: `outing:${outing.id}`, code: `reception.outing_${code}`, slots: slotsOf(outing), path: `/desk/outings/${outing.id}`, accountId });
});

/** One letter a day for whoever receives people at the desk of that branch, however much a tablet brings. */
const conflict = (ctx: Ctx, e: OutingEvent & Heard): Promise<void> => write(ctx, async (tx) => {
  const outing = await outingById(tx, e.outingId);
  if (!outing) return;
  const on = today(ctx.clock);
  for (const accountId of await upwards(tx, outing.branchId, on, await rolesWith(tx, 'reception.desk')))
    await tellStaff(ctx, tx, { key: `outing.conflict:${outing.id}:${on}`, owner: `outing:${outing.id}`, code: 'reception.outing_conflict', slots: slotsOf(outing), path: '/desk/outings/arrivals', accountId, seenIn: [outing.branchId] });
});

export const jobs = {
  /** tablets that were taken back and hand over no more; papers that no act has named */
  'outings:settle': (ctx: Ctx) => settleLost(ctx),
} as const satisfies Readonly<Record<string, Reaction>>;
export const readers: Readers = {
  'outing.announced': [{ reader: 'notices', react: telling('announced') }],
  'outing.changed': [{ reader: 'notices', react: telling('changed') }],
  'outing.cancelled': [{ reader: 'notices', react: telling('cancelled') }],
  'outing.conflict_arrived': [{ reader: 'notices', react: conflict }],
};
/** 00:35 in the country (UTC+5). */
export const cron: readonly string[] = ['35 19 * * * outings:settle'];
