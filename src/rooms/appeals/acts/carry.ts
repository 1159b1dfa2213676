import type { Ctx } from '../../../platform/ctx.ts';
import { write } from '../../../platform/db.ts';
import { draftOf, dropDraft, keepTyped } from '../store/draft.ts';

/** What a person began to write at another door goes on in the unfinished letter of the same browser. Words that stood there already are kept before it. */
export const carryIntoDraft = (ctx: Ctx, visit: string, fields: { readonly text: string; readonly place: string; readonly territory: string }): Promise<void> => write(ctx, async (tx) => {
  const before = await draftOf(tx, visit);
  const sent = before !== null && before.sentAppealId !== null;
  if (sent) await dropDraft(tx, visit);
  const kept = sent ? '' : (before?.fields['text'] ?? '').trim();
  const text = kept === '' || kept === fields.text.trim() ? fields.text : kept.includes(fields.text.trim()) ? kept : `${kept}\n\n${fields.text}`;
  await keepTyped(tx, visit, { ...fields, text }, new Date(ctx.clock.now()));
});
