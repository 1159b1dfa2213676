import type { z } from 'zod';
import { refuse } from '../../../kernel/refusal.ts';
import type { Result } from '../../../kernel/result.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import { personalIn } from '../../recognition/contract.ts';
import type { publishSchema, redactSchema, unpublishSchema } from '../contract/desk-forms.ts';
import type { AppealRef } from '../contract/ref.ts';
import { asRead } from '../law/redaction.ts';
import { mayPublish, mayRedact, mayUnpublish } from '../policy.ts';
import { finalAnswer, publicTextOf } from '../store/matter.ts';
import { personOf } from '../store/person.ts';
import { addPublication, keepPublicAnswer, removePublication } from '../store/records.ts';
import { step } from './step.ts';

/**
 * The words everybody may read, cleaned by a clerk: the person's, and those of the newest answer that was sent. A number or a telephone left in is refused: a
 * machine sees those surely enough. What is published stays while nothing of it changes; an answer made ready beside it is published by its own act.
 */
export const redact = (ctx: Ctx, input: z.output<typeof redactSchema>): Promise<Result<AppealRef>> =>
  step(ctx, 'redact', { number: input.number }, mayRedact, async (s) => {
    const person = await personOf(s.tx, s.appeal.id);
    const names = [person?.surname].filter((name): name is string => typeof name === 'string');
    const left = leftIn(input.publicText, names);
    if (left) return refuse('public_text_leaks', { what: left.what });
    const final = await finalAnswer(s.tx, s.appeal.id);
    if (input.answerId !== undefined || input.publicAnswer !== undefined) {
      // another answer was sent since the page was opened: nobody has looked through that one
      if (final === null || final.id !== input.answerId) return refuse('answer_changed');
      const leftInAnswer = leftIn(input.publicAnswer ?? '', names);
      if (leftInAnswer) return refuse('public_answer_leaks', { what: leftInAnswer.what });
      await keepPublicAnswer(s.tx, s.permit, { id: final.id, text: input.publicAnswer ?? null });
    }
    const answerStays = input.answerId === undefined || final?.shown === null || final?.shown === input.publicAnswer;
    const stays = s.appeal.publishedAt !== null && answerStays && (await publicTextOf(s.tx, s.appeal.id)) === input.publicText;
    if (s.appeal.publishedAt !== null && !stays) await removePublication(s.tx, s.permit, s.appeal.id);
    return s.done({ patch: stays ? {} : { public_text: input.publicText, published_at: null }, code: 'redacted', public: false }, []);
  });

const leftIn = (typed: string, names: readonly string[]) => [typed, asRead(typed)].flatMap((text) => personalIn(text, names)).find((span) => span.sure);

export const publish = (ctx: Ctx, input: z.output<typeof publishSchema>): Promise<Result<AppealRef>> =>
  step(ctx, 'publish', { number: input.number }, mayPublish, async (s) => {
    if (!s.appeal.publishConsent) return refuse('no_consent');
    if (!s.appeal.redacted) return refuse('not_redacted');
    const withAnswer = await addPublication(s.tx, s.permit, s.appeal.id, s.at);
    return s.done({ patch: { published_at: s.at }, code: 'published', public: true }, [{ name: 'appeal.published', withAnswer }]);
  });

export const unpublish = (ctx: Ctx, input: z.output<typeof unpublishSchema>): Promise<Result<AppealRef>> =>
  step(ctx, 'unpublish', { number: input.number }, mayUnpublish, async (s) => {
    if (s.appeal.publishedAt === null) return refuse('not_published');
    await removePublication(s.tx, s.permit, s.appeal.id);
    return s.done({ patch: { published_at: null }, code: 'unpublished', public: true, facts: input.reason === undefined ? {} : { text: input.reason } }, [{ name: 'appeal.unpublished' }]);
  });
