import type { Ctx } from '../../../platform/ctx.ts';
import { write } from '../../../platform/db.ts';
import { draftOf, dropDraft, keepTyped } from '../store/draft.ts';

/**
 * What a person began to write at another door becomes the unfinished letter of the same browser. Another letter that stands there already is never mixed with it:
 * its words are given back and nothing is carried, until the person says `anew`, that it may go. Null: carried.
 */
export const carryIntoDraft = (ctx: Ctx, visit: string, fields: { readonly text: string; readonly place: string; readonly territory: string }, o: { readonly anew: boolean }): Promise<string | null> => write(ctx, async (tx) => {
  const before = await draftOf(tx, visit);
  const sent = before !== null && before.sentAppealId !== null;
  const kept = sent ? '' : (before?.fields['text'] ?? '').trim();
  // carried once and written on since: it is the same letter
  const same = kept.includes(fields.text.trim());
  if (kept !== '' && !same && !o.anew) return kept;
  if (sent || (kept !== '' && !same)) await dropDraft(tx, visit);
  await keepTyped(tx, visit, { ...fields, text: kept !== '' && same ? kept : fields.text }, new Date(ctx.clock.now()));
  return null;
});
