import { today } from '../../../kernel/day.ts';
import { isRefusal, refuse } from '../../../kernel/refusal.ts';
import type { Result } from '../../../kernel/result.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import { write } from '../../../platform/db.ts';
import { calendarNames } from '../../calendar/contract.ts';
import { record } from '../../journal/contract.ts';
import { standing } from '../acts.ts';
import { mayHaveLevel, mayStandUnder, type Names, type Profile } from '../law.ts';
import { mayChangeUnit, mayCloseUnit, mayMoveUnit } from '../policy.ts';
import { lockTree, openBelow, putUnder, unitById, updateUnit, writeClosed } from '../store.ts';

/** The leaf keeps the names before: what the journal calls by id, a reader finds under the name of that day. */
export const renameUnit = (ctx: Ctx, input: { unitId: number; names: Names }): Promise<Result<{ unitId: number }>> =>
  write(ctx, async (tx) => {
    const unit = await unitById(tx, input.unitId);
    if (!unit) return refuse('unit_not_found');
    const permit = mayChangeUnit(ctx.actor, await standing(tx, unit));
    if (isRefusal(permit)) return permit;
    if (unit.closedOn !== null) return refuse('unit_closed');
    if (Object.values(input.names).some((name) => name.trim() === '')) return refuse('unit_name_required');
    await updateUnit(tx, permit, unit.id, { names: input.names });
    await record(tx, { act: 'unit.rename', subject: `unit:${unit.id}`, actor: ctx.actor, facts: { before: unit.names, after: input.names }, at: new Date(ctx.clock.now()), postId: permit.postId });
    return { unitId: unit.id };
  });

export type Details = { readonly address: string | null; readonly phone: string | null; readonly profile: Profile; readonly calendar: string; readonly closingMinute: number };

/** Binds what is registered from now on; dates counted before keep the rule and the calendar that counted them. */
export const changeUnit = (ctx: Ctx, input: { unitId: number } & Details): Promise<Result<{ unitId: number }>> =>
  write(ctx, async (tx) => {
    const unit = await unitById(tx, input.unitId);
    if (!unit) return refuse('unit_not_found');
    const permit = mayChangeUnit(ctx.actor, await standing(tx, unit));
    if (isRefusal(permit)) return permit;
    if (unit.closedOn !== null) return refuse('unit_closed');
    if (!(calendarNames as readonly string[]).includes(input.calendar)) return refuse('unit_calendar_invalid');
    if (!Number.isInteger(input.closingMinute) || input.closingMinute < 0 || input.closingMinute > 1440) return refuse('unit_closing_invalid');
    const { unitId, ...details } = input;
    await updateUnit(tx, permit, unitId, details);
    const facts = { profile: input.profile, calendar: input.calendar, closingMinute: input.closingMinute, before: { profile: unit.profile, calendar: unit.calendar, closingMinute: unit.closingMinute } };
    await record(tx, { act: 'unit.change', subject: `unit:${unitId}`, actor: ctx.actor, facts, at: new Date(ctx.clock.now()), postId: permit.postId });
    return { unitId };
  });

/** Comes under another unit of its kind with everything below it. A root stays where it is. */
export const moveUnit = (ctx: Ctx, input: { unitId: number; parentId: number }): Promise<Result<{ unitId: number }>> =>
  write(ctx, async (tx) => {
    await lockTree(tx);
    const [unit, parent] = [await unitById(tx, input.unitId), await unitById(tx, input.parentId)];
    if (!unit || !parent) return refuse('unit_not_found');
    const leaves = unit.parentId === null ? null : await unitById(tx, unit.parentId);
    const permit = mayMoveUnit(ctx.actor, await standing(tx, unit), leaves ? await standing(tx, leaves) : null, await standing(tx, parent));
    if (isRefusal(permit)) return permit;
    if (unit.kind === 'branch' && unit.parentId === null) return refuse('unit_is_root');
    if (unit.closedOn !== null || parent.closedOn !== null) return refuse('unit_closed');
    if (!mayStandUnder(unit, parent)) return refuse('unit_parent_invalid');
    if (!mayHaveLevel(unit.level, parent.level)) return refuse('unit_level_invalid');
    await putUnder(tx, permit, unit.id, parent);
    await record(tx, { act: 'unit.move', subject: `unit:${unit.id}`, actor: ctx.actor, facts: { from: unit.parentId, to: parent.id }, at: new Date(ctx.clock.now()), postId: permit.postId });
    return { unitId: unit.id };
  });

/** Not a root, nor while anything below is open. What a body answered for ends with it, and the next place up answers. */
export const closeUnit = (ctx: Ctx, input: { unitId: number }): Promise<Result<{ unitId: number; competencesEnded: number }>> =>
  write(ctx, async (tx) => {
    await lockTree(tx);
    const unit = await unitById(tx, input.unitId);
    if (!unit) return refuse('unit_not_found');
    const permit = mayCloseUnit(ctx.actor, await standing(tx, unit));
    if (isRefusal(permit)) return permit;
    if (unit.closedOn !== null) return refuse('unit_closed');
    if (unit.kind === 'branch' && unit.parentId === null) return refuse('unit_is_root');
    const below = await openBelow(tx, unit.id);
    if (below > 0) return refuse('unit_has_open_below', { count: below });
    const competencesEnded = await writeClosed(tx, permit, unit.id, today(ctx.clock));
    await record(tx, { act: 'unit.close', subject: `unit:${unit.id}`, actor: ctx.actor, facts: { competencesEnded }, at: new Date(ctx.clock.now()), postId: permit.postId });
    return { unitId: unit.id, competencesEnded };
  });
