import { z } from 'zod';
import { maybe, prose } from '../../../kernel/typed.ts';
import { spokenVerdicts } from '../law/stages.ts';
import { numberField, papers } from './fields.ts';

/** The person's own acts: the matter is the one their link or code opened. Messages are codes; their sentences are `fieldWords` of words/refusals.ts. */
/** Words, papers, or both: a photograph may say it all. */
export const addSchema = z.object({ text: maybe(prose(10_000)), papers }).refine((a) => a.text !== undefined || a.papers.length > 0, { path: ['text'], message: 'nothing_added' });
export const answerClarificationSchema = z.object({ text: prose(10_000), papers });
export const withdrawSchema = z.object({ reason: maybe(prose(2_000)) });
export const verdictSchema = z.object({ verdict: z.enum(spokenVerdicts, 'choose_one'), comment: maybe(prose(5_000)) })
  .refine((v) => v.verdict !== 'not_solved' || v.comment !== undefined, { path: ['comment'], message: 'say_what_is_left' });
export const followSchema = z.object({ number: numberField, code: z.string('code_wrong').trim().min(4, 'code_wrong').max(40, 'code_wrong') });
