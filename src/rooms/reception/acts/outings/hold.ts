import type { z } from 'zod';
import { today } from '../../../../kernel/day.ts';
import { isRefusal, refuse } from '../../../../kernel/refusal.ts';
import type { Result } from '../../../../kernel/result.ts';
import type { Ctx } from '../../../../platform/ctx.ts';
import { write } from '../../../../platform/db.ts';
import { record } from '../../../journal/contract.ts';
import type { cancelOutingSchema, outingSchema } from '../../contract/outings.ts';
import { outingMay } from '../../law/outings.ts';
import { mayChangeOuting, mayHoldOuting } from '../../policy/outings.ts';
import { devicesOf, writeRevoked } from '../../store/devices.ts';
import { outingLocked, teamOf, writeOutingAct, writeState } from '../../store/outings.ts';
import { standingOf } from './devices.ts';
import { say } from './plan.ts';
import { beginReceptions, cancelReceptions, endReceptions } from './sittings.ts';

type One = z.output<typeof outingSchema>;

/** On the day itself. */
export const beginOuting = (ctx: Ctx, input: One): Promise<Result<{ outingId: number }>> =>
  write(ctx, async (tx) => {
    const outing = await outingLocked(tx, input.outingId);
    if (!outing) return refuse('outing_not_found');
    const permit = mayHoldOuting(ctx.actor, await standingOf(tx, outing));
    if (isRefusal(permit)) return permit;
    if (!outingMay('begin', outing.state)) return refuse('outing_over');
    if (today(ctx.clock) !== outing.heldOn) return refuse('outing_not_today');
    const at = new Date(ctx.clock.now());
    await writeState(tx, permit, outing.id, { state: 'under_way', at });
    const sat = await beginReceptions(ctx, tx, outing);
    if (isRefusal(sat)) return sat;
    await writeOutingAct(tx, permit, { outingId: outing.id, act: 'begin', at });
    await record(tx, { act: 'outing.begin', subject: `outing:${outing.id}`, actor: ctx.actor, at, postId: permit.postId });
    return { outingId: outing.id };
  });

/** When every tablet has handed over its day or was taken back. */
export const closeOuting = (ctx: Ctx, input: One): Promise<Result<{ outingId: number }>> =>
  write(ctx, async (tx) => {
    const outing = await outingLocked(tx, input.outingId);
    if (!outing) return refuse('outing_not_found');
    const permit = mayHoldOuting(ctx.actor, await standingOf(tx, outing));
    if (isRefusal(permit)) return permit;
    if (!outingMay('close', outing.state)) return refuse(outing.state === 'planned' ? 'outing_not_begun' : 'outing_over');
    const out = (await devicesOf(tx, outing.id)).filter((one) => one.settledAt === null && one.endedAt === null && one.revokedAt === null);
    if (out.length > 0) return refuse('outing_devices_out', { count: out.length });
    const at = new Date(ctx.clock.now());
    await writeState(tx, permit, outing.id, { state: 'closed', at });
    const sat = await endReceptions(ctx, tx, outing);
    if (isRefusal(sat)) return sat;
    await writeOutingAct(tx, permit, { outingId: outing.id, act: 'close', at });
    await record(tx, { act: 'outing.close', subject: `outing:${outing.id}`, actor: ctx.actor, at, postId: permit.postId });
    return { outingId: outing.id };
  });

/** With a reason that stands on the public page; the team is told, and its tablets are taken back. */
export const cancelOuting = (ctx: Ctx, input: z.output<typeof cancelOutingSchema>): Promise<Result<{ outingId: number }>> =>
  write(ctx, async (tx) => {
    const outing = await outingLocked(tx, input.outingId);
    if (!outing) return refuse('outing_not_found');
    const permit = mayChangeOuting(ctx.actor, await standingOf(tx, outing));
    if (isRefusal(permit)) return permit;
    if (!outingMay('cancel', outing.state)) return refuse('outing_over');
    const at = new Date(ctx.clock.now());
    await writeState(tx, permit, outing.id, { state: 'cancelled', at, reason: input.reason });
    for (const device of await devicesOf(tx, outing.id)) if (device.endedAt === null) await writeRevoked(tx, permit, device.id, at);
    const sat = await cancelReceptions(ctx, tx, outing, input.reason);
    if (isRefusal(sat)) return sat;
    await writeOutingAct(tx, permit, { outingId: outing.id, act: 'cancel', at, facts: { reason: input.reason } });
    await record(tx, { act: 'outing.cancel', subject: `outing:${outing.id}`, actor: ctx.actor, at, postId: permit.postId });
    await say(tx, { name: 'outing.cancelled', outingId: outing.id, branchId: outing.branchId, byAccount: ctx.actor.kind === 'staff' ? ctx.actor.accountId : null }, await teamOf(tx, outing.id));
    return { outingId: outing.id };
  });
