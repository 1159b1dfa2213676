import { today, type Day } from '../../../kernel/day.ts';
import { isRefusal, refuse } from '../../../kernel/refusal.ts';
import type { Result } from '../../../kernel/result.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import { write } from '../../../platform/db.ts';
import { maySetAbsence } from '../policy.ts';
import { absenceLocked, absencesOf, awayOn, insertAbsence, writeAbsenceEnd } from '../store/absence.ts';
import { accountLocked, postsOf } from '../store/accounts.ts';
import { leaf } from './leaf.ts';

const mostDays = 400;
const unitsOf = async (tx: Parameters<typeof postsOf>[0], accountId: number): Promise<readonly number[]> => (await postsOf(tx, [accountId])).map((post) => post.unitId);

/** Away from and to, both days included. The deputy is told instead, and may take over what waits. */
export const setAbsence = (ctx: Ctx, i: { accountId: number; deputyId?: number | undefined; fromOn: Day; toOn: Day }): Promise<Result<{ absenceId: number }>> =>
  write(ctx, async (tx) => {
    const account = await accountLocked(tx, i.accountId);
    if (!account) return refuse('account_not_found');
    const permit = maySetAbsence(ctx.actor, i.accountId, await unitsOf(tx, i.accountId));
    if (isRefusal(permit)) return permit;
    const now = today(ctx.clock);
    if (i.toOn < i.fromOn || i.toOn < now || Date.parse(i.toOn) - Date.parse(i.fromOn) > mostDays * 86_400_000) return refuse('absence_days_invalid');
    if (i.deputyId === i.accountId) return refuse('deputy_invalid');
    if (i.deputyId !== undefined) {
      const deputy = await accountLocked(tx, i.deputyId);
      const units = new Set(await unitsOf(tx, i.accountId));
      // a deputy from elsewhere would see what their own posts do not show
      if (!deputy || deputy.closedAt || !(await unitsOf(tx, i.deputyId)).some((unit) => units.has(unit))) return refuse('deputy_invalid');
      if ((await awayOn(tx, [i.deputyId], i.fromOn)).size > 0) return refuse('deputy_away');
    }
    if ((await absencesOf(tx, i.accountId, i.fromOn)).some((one) => one.fromOn <= i.toOn)) return refuse('absence_overlaps');
    const absenceId = await insertAbsence(tx, permit, { accountId: i.accountId, deputyId: i.deputyId ?? null, fromOn: i.fromOn, toOn: i.toOn, at: new Date(ctx.clock.now()) });
    await leaf(tx, ctx, permit, 'absence.set', i.accountId, { absenceId, deputyId: i.deputyId ?? null, fromOn: i.fromOn, toOn: i.toOn });
    return { absenceId };
  });

/** Back earlier, or written by mistake. */
export const endAbsence = (ctx: Ctx, i: { absenceId: number }): Promise<Result<{ absenceId: number }>> =>
  write(ctx, async (tx) => {
    const found = await absenceLocked(tx, i.absenceId);
    if (!found) return refuse('absence_not_found');
    const permit = maySetAbsence(ctx.actor, found.accountId, await unitsOf(tx, found.accountId));
    if (isRefusal(permit)) return permit.code === 'not_allowed' ? refuse('absence_not_found') : permit;
    await writeAbsenceEnd(tx, permit, found.absenceId, new Date(ctx.clock.now()));
    await leaf(tx, ctx, permit, 'absence.end', found.accountId, { absenceId: found.absenceId });
    return { absenceId: found.absenceId };
  });
