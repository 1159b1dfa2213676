import type { Ctx } from '../../../platform/ctx.ts';
import { write } from '../../../platform/db.ts';
import type { Heard } from '../../../platform/jobs.ts';
import { learn } from '../../recognition/contract.ts';
import type { AppealEvent } from '../contract/events.ts';
import { textOf } from '../store/matter.ts';

type Decided = Extract<AppealEvent, { name: 'appeal.topic_decided' }> & Heard;

/** What a clerk decided teaches the recogniser: the next text like it is suggested so. Of the words only hashes of stems are kept there. */
export const learnTopic = (ctx: Ctx, e: Decided): Promise<void> => write(ctx, async (tx) => {
  const text = await textOf(tx, e.appealId);
  if (text !== null) await learn(tx, { text, topicCode: e.topicCode, instead: e.instead, at: new Date(ctx.clock.now()), eventId: e.eventId });
});
