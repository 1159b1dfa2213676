import { ECDH } from 'node:crypto';
import { system } from '../../../kernel/actor.ts';
import { isRefusal, refuse } from '../../../kernel/refusal.ts';
import type { Result } from '../../../kernel/result.ts';
import { as, type Ctx } from '../../../platform/ctx.ts';
import { write } from '../../../platform/db.ts';
import { enqueue } from '../../../platform/jobs.ts';
import { mostTries, type Channel } from '../law.ts';
import { mayChangeOwn, mayTell } from '../policy.ts';
import { channelsNow, pushNow } from '../port.ts';
import { pushServiceFits } from '../push.ts';
import { deleteOldest, deleteSubscription, insertNotice, putStaffWay, putSubscription, staffWayOf, subscriptionsOf, type StaffWay } from '../store/notices.ts';
import { testTemplate } from '../templates.ts';
import { usualWay } from './tell.ts';

/** How I want to hear. */
export const setOwnWay = (ctx: Ctx, w: StaffWay): Promise<Result<{ accountId: number }>> => write(ctx, async (tx) => {
  const own = mayChangeOwn(ctx.actor);
  if (isRefusal(own)) return own;
  const inDay = (minute: number): boolean => Number.isInteger(minute) && minute >= 0 && minute < 1440;
  if (!inDay(w.quietFrom) || !inDay(w.quietTo)) return refuse('quiet_hours_invalid');
  await putStaffWay(tx, own.permit, own.accountId, w, new Date(ctx.clock.now()));
  return { accountId: own.accountId };
});

/** More than a person has; the oldest make room. */
const mostBrowsers = 10;
const decoded = (text: string): Buffer | null => (/^[\w-]{1,120}={0,2}$/.test(text) ? Buffer.from(text, 'base64url') : null);

/** A key that is no point of the curve would fail at every notice. */
const isOnCurve = (point: Buffer): boolean => {
  try {
    return point.length === 65 && point[0] === 4 && ECDH.convertKey(point, 'prime256v1').length > 0;
  } catch {
    return false;
  }
};

/** This browser may be written to. What it says is checked: the house sends to the address later. */
export const addBrowser = async (ctx: Ctx, b: { readonly endpoint: string; readonly p256dh: string; readonly auth: string }): Promise<Result<{ accountId: number }>> => {
  const own = mayChangeOwn(ctx.actor);
  if (isRefusal(own)) return own;
  const offer = pushNow();
  const [point, secret] = [decoded(b.p256dh), decoded(b.auth)];
  // RFC 8291: an uncompressed point of P-256 and sixteen bytes
  if (!offer || !pushServiceFits(b.endpoint, offer.services) || !point || !isOnCurve(point) || secret?.length !== 16) return refuse('browser_invalid');
  // another person may have used this browser before, whose row only the program sees
  return write(as(ctx, system('notices.browser')), async (tx) => {
    await putSubscription(tx, own.permit, own.accountId, b, new Date(ctx.clock.now()));
    await deleteOldest(tx, own.permit, own.accountId, mostBrowsers);
    return { accountId: own.accountId };
  });
};

export const removeBrowser = (ctx: Ctx, { endpoint }: { readonly endpoint: string }): Promise<Result<{ accountId: number }>> => write(ctx, async (tx) => {
  const own = mayChangeOwn(ctx.actor);
  if (isRefusal(own)) return own;
  return (await deleteSubscription(tx, own.permit, endpoint)) ? { accountId: own.accountId } : refuse('browser_not_found');
});

/** One press is one notice; whoever presses again and again gets no more than one in this time. */
const tryMs = 20_000;

/** A notice to oneself by every way that is on, at once, whatever the hour: to see that it arrives. */
export const tryOwnWays = async (ctx: Ctx): Promise<Result<{ told: readonly Channel[] }>> => {
  const own = mayChangeOwn(ctx.actor);
  if (isRefusal(own)) return own;
  const { accountId } = own;
  const acting = as(ctx, system('notices.try'));
  return write(acting, async (tx) => {
    const permit = mayTell(acting.actor);
    if (isRefusal(permit)) return permit;
    const way = (await staffWayOf(tx, accountId)) ?? usualWay;
    const at = new Date(ctx.clock.now());
    const channels: Channel[] = [
      ...(way.email && channelsNow().email ? (['email'] as const) : []),
      ...(way.push && channelsNow().push && (await subscriptionsOf(tx, accountId)).length > 0 ? (['push'] as const) : []),
    ];
    if (channels.length === 0) return refuse('no_way_open');
    for (const channel of channels) {
      const id = await insertNotice(tx, permit, {
        key: `${testTemplate.code}:${accountId}:${Math.floor(at.getTime() / tryMs)}>${channel}`, owner: `account:${accountId}`, code: testTemplate.code, wayId: null, accountId, channel,
        slots: {}, path: '/me/notices', state: 'waiting', at, sendAt: at,
      });
      if (id === null) return refuse('too_many_tries_of_notices');
      await enqueue(tx, 'notices:deliver', { noticeId: id }, { key: `notice:${id}`, maxAttempts: mostTries });
    }
    return { told: channels };
  });
};
