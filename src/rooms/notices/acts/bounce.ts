import { isRefusal } from '../../../kernel/refusal.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import { write } from '../../../platform/db.ts';
import { mayArrive } from '../policy.ts';
import { writeBounced, writeState, lockNotice } from '../store/notices.ts';

/** The other end says that nobody is there: the address is not written to again, and the clerk of each matter sees it. */
export const bounced = (ctx: Ctx, b: { channel: 'email' | 'sms' | 'telegram'; address: string; code: string; noticeId?: number }): Promise<number> => write(ctx, async (tx) => {
  const permit = mayArrive(ctx.actor);
  if (isRefusal(permit)) throw new Error('bounces are read by the program itself');
  if (b.noticeId !== undefined && (await lockNotice(tx, b.noticeId))) await writeState(tx, permit, b.noticeId, { state: 'bounced', errorCode: b.code });
  return writeBounced(tx, permit, { ...b, at: new Date(ctx.clock.now()) });
});
