import { isRefusal, refuse } from '../../../kernel/refusal.ts';
import type { Result } from '../../../kernel/result.ts';
import type { Sentence } from '../../../kernel/words.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import { write } from '../../../platform/db.ts';
import { record } from '../../journal/contract.ts';
import { wordingFaults, type Worded } from '../law.ts';
import { mayWord } from '../policy.ts';
import { insertWording, isOwnAgain, lockWording, wordingsOf } from '../store/notices.ts';
import { allTemplates } from '../templates.ts';

const empty: Sentence = { kk: '', ru: '', en: '' };

/** `seen`: the newest wording's moment as the editor saw it, null for none. Two people do not word over each other unseen. */
export type Wording = Worded & { readonly code: string; readonly seen: string | null };

const put = (ctx: Ctx, w: Wording, again: boolean): Promise<Result<{ code: string }>> => write(ctx, async (tx) => {
  const permit = mayWord(ctx.actor);
  if (isRefusal(permit)) return permit;
  const template = allTemplates().find((one) => one.code === w.code);
  if (!template) return refuse('notice_not_found');
  if (!again && wordingFaults(template, w).length > 0) return refuse('wording_invalid');
  await lockWording(tx, permit, w.code);
  const newest = (await wordingsOf(tx, w.code, 1))[0];
  if ((newest?.madeAt.toISOString() ?? null) !== w.seen) return refuse('wording_changed');
  if (again && (!newest || isOwnAgain(newest))) return refuse('wording_own_already');
  const at = new Date(ctx.clock.now());
  await insertWording(tx, permit, { code: w.code, subject: w.subject, text: w.text, at });
  await record(tx, { act: again ? 'notice.word_back' : 'notice.word', subject: `template:${w.code}`, actor: ctx.actor, facts: {}, at, postId: permit.postId });
  return { code: w.code };
});

/** From the next notice on; what has gone has gone. */
export const wordAnew = (ctx: Ctx, w: Wording): Promise<Result<{ code: string }>> => put(ctx, w, false);
/** Back to what the program says, in this version and the next ones. */
export const wordBack = (ctx: Ctx, w: { readonly code: string; readonly seen: string | null }): Promise<Result<{ code: string }>> => put(ctx, { ...w, subject: empty, text: empty }, true);
