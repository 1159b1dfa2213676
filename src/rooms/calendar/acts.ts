import { isRefusal, refuse } from '../../kernel/refusal.ts';
import type { Result } from '../../kernel/result.ts';
import type { Ctx } from '../../platform/ctx.ts';
import { write } from '../../platform/db.ts';
import { record } from '../journal/contract.ts';
import { mostOrders, revised, type Order } from './law/orders.ts';
import { mayPublish } from './policy.ts';
import { calendarNamed, insertVersion, lockCalendar, type CalendarName } from './store.ts';

export const mostReason = 500;

/** Publishes a new version with single days changed. Dates counted before keep their version. `seen`: the version the person looked at while deciding. */
export const publish = (ctx: Ctx, input: { name: CalendarName; orders: readonly Order[]; reason: string; seen?: string }): Promise<Result<{ version: string }>> =>
  write(ctx, async (tx) => {
    const permit = mayPublish(ctx.actor);
    if (isRefusal(permit)) return permit;
    const reason = input.reason.trim();
    if (input.orders.length === 0 || input.orders.length > mostOrders) return refuse('calendar_change_required', { most: mostOrders });
    if (reason === '') return refuse('calendar_reason_required');
    if (reason.length > mostReason) return refuse('calendar_reason_long_invalid', { most: mostReason });
    await lockCalendar(tx, input.name);
    const before = await calendarNamed(tx, input.name);
    if (input.seen !== undefined && input.seen !== before.version) return refuse('calendar_changed');
    const made = revised(before, input.orders);
    if (isRefusal(made)) return made;
    const at = new Date(ctx.clock.now());
    const version = await insertVersion(tx, permit, { calendar: made.calendar, changes: made.changes, reason, at });
    const days = made.changes.map((change) => [change.on, change.special?.kind ?? 'plain']);
    await record(tx, { act: 'calendar.publish', subject: `calendar:${input.name}`, actor: ctx.actor, facts: { version, before: before.version, days }, at, postId: permit.postId });
    return { version };
  });
