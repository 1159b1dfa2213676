import { isRefusal, refuse } from '../../kernel/refusal.ts';
import type { Result } from '../../kernel/result.ts';
import type { Ctx } from '../../platform/ctx.ts';
import { write } from '../../platform/db.ts';
import { record } from '../journal/contract.ts';
import { changed, type Change } from './law.ts';
import { mayPublish } from './policy.ts';
import { calendarNamed, insertVersion, lockCalendar } from './store.ts';

/** Publishes a new version with single days changed. Dates counted before keep their version. */
export const publish = (ctx: Ctx, input: { name: 'kz5' | 'kz6'; changes: readonly Change[]; reason: string }): Promise<Result<{ version: string }>> =>
  write(ctx, async (tx) => {
    const permit = mayPublish(ctx.actor);
    if (isRefusal(permit)) return permit;
    if (input.changes.length === 0) return refuse('calendar_change_required');
    if (input.reason.trim() === '') return refuse('reason_required');
    await lockCalendar(tx, input.name);
    const before = await calendarNamed(tx, input.name);
    const at = new Date(ctx.clock.now());
    const version = await insertVersion(tx, permit, { calendar: { ...before, days: changed(before.days, input.changes) }, changes: input.changes, reason: input.reason.trim(), at });
    await record(tx, { act: 'calendar.publish', subject: `calendar:${input.name}`, actor: ctx.actor, facts: { version, before: before.version, days: input.changes.map((change) => [change.on, change.special?.kind ?? 'plain']) }, at });
    return { version };
  });
