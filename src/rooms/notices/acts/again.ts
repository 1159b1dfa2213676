import { isRefusal, refuse } from '../../../kernel/refusal.ts';
import type { Result } from '../../../kernel/result.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import { write } from '../../../platform/db.ts';
import { enqueue } from '../../../platform/jobs.ts';
import { record } from '../../journal/contract.ts';
import { mostRuns, outsideQuiet, residentsQuiet, staffQuiet, type Channel, type State } from '../law.ts';
import { maySendAgain } from '../policy.ts';
import { isOffered } from '../port.ts';
import { lockNotice, wayById, writeAgainWaiting, type Notice } from '../store/notices.ts';
import { allTemplates } from '../templates.ts';

type Standing = { readonly state: State; readonly channel: Channel; readonly code: string; /** nobody is at its address */ readonly gone: boolean; /** its owner closed the way to what is not owed */ readonly stopped: boolean };
const isGivenUp = ({ state }: Pick<Standing, 'state'>): boolean => state === 'failed' || state === 'bounced';
/** An address that is gone, or closed by its owner, is not tried by hand either; a channel that was set up meanwhile is. */
export const isSendable = (one: Standing): boolean => isGivenUp(one) && isOffered(one.channel) && !one.gone && (!one.stopped || allTemplates().some((known) => known.code === one.code && known.owed));

/**
 * What was given up goes once more, because somebody pressed: the same notice under the same name, so whoever did get it can tell. Pressed twice, it goes once:
 * the second press finds it in the queue.
 */
export const sendAgain = (ctx: Ctx, { noticeId }: { readonly noticeId: number }): Promise<Result<Notice>> => write(ctx, async (tx) => {
  // the second lock: of a record that one does not see there is no notice
  const notice = await lockNotice(tx, noticeId);
  if (!notice) return refuse('sending_not_found');
  const permit = maySendAgain(ctx.actor);
  if (isRefusal(permit)) return permit;
  if (!isGivenUp(notice)) return refuse('sending_not_failed');
  const way = notice.wayId === null ? null : await wayById(tx, notice.wayId);
  if (way === undefined || !isSendable({ ...notice, gone: way !== null && way.bounceCode !== null, stopped: way?.stopped ?? false })) return refuse('sending_has_no_way');
  const at = new Date(ctx.clock.now());
  const sendAt = notice.channel === 'email' ? at : outsideQuiet(at, notice.wayId === null ? staffQuiet : residentsQuiet);
  await writeAgainWaiting(tx, permit, notice.id, sendAt);
  await record(tx, { act: 'notice.send_again', subject: notice.owner, actor: ctx.actor, at, postId: permit.postId, facts: { notice: notice.id, code: notice.code, channel: notice.channel } });
  await enqueue(tx, 'notices:deliver', { noticeId: notice.id }, { key: `notice:${notice.id}`, runAt: sendAt, maxAttempts: mostRuns });
  return notice;
});
