import type { z } from 'zod';
import { isRefusal, refuse } from '../../../kernel/refusal.ts';
import type { Result } from '../../../kernel/result.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import type { Tx } from '../../../platform/db.ts';
import type { clarifiedSchema, clarifySchema, takeSchema } from '../contract/desk-forms.ts';
import type { answerClarificationSchema } from '../contract/person-forms.ts';
import type { AppealRef } from '../contract/ref.ts';
import { mayAnswerClarification, mayAskClarification, mayEndClarification } from '../policy.ts';
import type { Which } from '../store/change.ts';
import { addQuestion, closeQuestion } from '../store/records.ts';
import { attachPapers } from './around.ts';
import { step } from './step.ts';
import { raisedBy } from './urgency.ts';

/** Asks the person. The term goes on: no rule we know of stops it. */
export const askClarification = (ctx: Ctx, input: z.output<typeof clarifySchema>): Promise<Result<AppealRef>> =>
  step(ctx, 'ask_clarification', { number: input.number }, mayAskClarification, async (s) => {
    const questionId = await addQuestion(s.tx, s.permit, { appealId: s.appeal.id, at: s.at, question: input.question });
    return s.done(
      {
        // a question to the person is the first human word they get
        patch: { first_human_answer_at: s.appeal.firstHumanAnswerAt ?? s.at },
        code: 'clarification_asked', public: true, facts: { clarification: questionId },
      },
      [{ name: 'appeal.clarification_asked' }],
    );
  });

const clarified = (ctx: Ctx, which: Which, text: string, papers: readonly number[], open?: Tx): Promise<Result<AppealRef>> =>
  step(ctx, 'answer_clarification', which, mayAnswerClarification, async (s) => {
    const questionId = await closeQuestion(s.tx, s.permit, { appealId: s.appeal.id, at: s.at, answer: text });
    if (questionId === null) return refuse('not_possible_now');
    const attached = await attachPapers(s.tx, ctx.actor, papers, `appeal:${s.appeal.id}`);
    if (isRefusal(attached)) return attached;
    const raised = raisedBy(ctx, s.appeal, text, s.today);
    return s.done({ patch: { ...raised?.patch }, code: 'clarification_answered', public: true, facts: { clarification: questionId, ...raised?.facts } }, [{ name: 'appeal.clarification_answered' }, ...(raised?.events ?? [])]);
  }, open);

/** The person answers, by their link. */
export const answerClarification = async (ctx: Ctx, input: z.output<typeof answerClarificationSchema>, open?: Tx): Promise<Result<AppealRef>> =>
  ctx.actor.kind === 'holder' ? clarified(ctx, { id: ctx.actor.appealId }, input.text, input.papers, open) : refuse('appeal_not_found');

/** A clerk writes down what the person said. */
export const writeClarification = (ctx: Ctx, input: z.output<typeof clarifiedSchema>): Promise<Result<AppealRef>> =>
  clarified(ctx, { number: input.number }, input.text, input.papers);

/** The office goes on without an answer. */
export const endClarification = (ctx: Ctx, input: z.output<typeof takeSchema>): Promise<Result<AppealRef>> =>
  step(ctx, 'end_clarification', { number: input.number }, mayEndClarification, async (s) => {
    await closeQuestion(s.tx, s.permit, { appealId: s.appeal.id, at: s.at, answer: null });
    return s.done({ code: 'clarification_ended', public: true }, []);
  });
