import type { z } from 'zod';
import { isRefusal } from '../../../kernel/refusal.ts';
import type { Result } from '../../../kernel/result.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import type { Tx } from '../../../platform/db.ts';
import type { noteSchema } from '../contract/desk-forms.ts';
import type { AppealRef } from '../contract/ref.ts';
import { mayNote } from '../policy.ts';
import { addNote } from '../store/records.ts';
import { attachPapers } from './around.ts';
import { once } from './once.ts';
import { step } from './step.ts';

type Input = Omit<z.output<typeof noteSchema>, 'key'>;
type Noted = AppealRef & { readonly noteId: number };

/** For colleagues only: never shown to the person. */
export const note = (ctx: Ctx, { key, ...input }: Input & { key?: string | undefined }): Promise<Result<Noted>> =>
  // its papers are uploaded anew each time a form is sent: the words decide, and how many papers, so that one added afterwards is not passed over
  once(ctx, { act: 'note', key, number: input.number, body: { text: input.text, papers: input.papers.length }, madeBy: (done) => done.noteId, again: (ref, noteId) => ({ ...ref, noteId }) }, (tx) => noted(ctx, input, tx));

const noted = (ctx: Ctx, input: Input, open: Tx): Promise<Result<Noted>> =>
  step(ctx, 'note', { number: input.number }, mayNote, async (s) => {
    const noteId = await addNote(s.tx, s.permit, { appealId: s.appeal.id, at: s.at, text: input.text });
    const attached = await attachPapers(s.tx, ctx.actor, input.papers, `appeal:${s.appeal.id}:internal`);
    if (isRefusal(attached)) return attached;
    const ref = await s.done({ code: 'noted', public: false, facts: { note: noteId } }, []);
    return { ...ref, noteId };
  }, open);
