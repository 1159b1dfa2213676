import type { z } from 'zod';
import { isRefusal } from '../../../kernel/refusal.ts';
import type { Result } from '../../../kernel/result.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import type { AppealRef, noteSchema } from '../contract.ts';
import { mayNote } from '../policy.ts';
import { addNote } from '../store/records.ts';
import { attachPapers } from './around.ts';
import { step } from './step.ts';

/** For colleagues only: never shown to the person. */
export const note = (ctx: Ctx, input: z.output<typeof noteSchema>): Promise<Result<AppealRef & { noteId: number }>> =>
  step(ctx, 'note', { number: input.number }, mayNote, async (s) => {
    const noteId = await addNote(s.tx, s.permit, { appealId: s.appeal.id, at: s.at, text: input.text });
    const attached = await attachPapers(s.tx, input.papers, `appeal:${s.appeal.id}:internal`);
    if (isRefusal(attached)) return attached;
    const ref = await s.done({ code: 'noted', public: false, facts: { note: noteId } }, []);
    return { ...ref, noteId };
  });
