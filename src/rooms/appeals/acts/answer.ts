import type { z } from 'zod';
import { isRefusal, refuse } from '../../../kernel/refusal.ts';
import type { Result } from '../../../kernel/result.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import { read, write } from '../../../platform/db.ts';
import { executorsSoFar, openBeside, report, returnForRework, settle, withdraw as withdrawAssignment } from '../../assignments/contract.ts';
import type { approveSchema, draftSchema, interimSchema, returnSchema } from '../contract/desk-forms.ts';
import type { AppealRef } from '../contract/ref.ts';
import { anySerious } from '../law/check.ts';
import { answerOwner, isOpen } from '../law/stages.ts';
import { mayAnswerInterim, mayAnswerJoined, mayApprove, mayDraftAnswer, mayReturnDraft } from '../policy.ts';
import { appealBy, lockAppeal, lockJoined } from '../store/change.ts';
import { addMarks } from '../store/check.ts';
import { appealByNumber, draftersOf } from '../store/matter.ts';
import { addDraft, addInterim, copyAnswer, endWaiting, openDraft, putDraftAside, returnDraftRow, sendDraft, type Draft } from '../store/records.ts';
import type { Appeal } from '../store/tables.ts';
import { attachPapers } from './around.ts';
import { check, kept } from './check.ts';
import { step, stepWith, type Step } from './step.ts';

/** A word on the way: goes to the person at once and ends nothing. */
export const answerInterim = (ctx: Ctx, input: z.output<typeof interimSchema>): Promise<Result<AppealRef & { answerId: number }>> =>
  step(ctx, 'answer_interim', { number: input.number }, mayAnswerInterim, async (s) => {
    const answerId = await addInterim(s.tx, s.permit, { appealId: s.appeal.id, round: s.appeal.reopenedCount, text: input.text, unitId: s.appeal.holderUnit, at: s.at });
    const attached = await attachPapers(s.tx, ctx.actor, input.papers, `appeal:${s.appeal.id}`);
    if (isRefusal(attached)) return attached;
    const ref = await s.done(
      { patch: { first_human_answer_at: s.appeal.firstHumanAnswerAt ?? s.at }, code: 'interim_answered', public: true, facts: { answer: answerId, unit: s.appeal.holderUnit } },
      [{ name: 'appeal.interim_answered', answerId }],
    );
    return { ...ref, answerId };
  });

/** The executor's report and proposed answer in one: outcome, words, papers. Whoever drafts an untaken matter takes it. */
export const draftAnswer = async (ctx: Ctx, input: z.output<typeof draftSchema>): Promise<Result<AppealRef & { answerId: number }>> => {
  const found = await read(ctx, (q) => appealBy(q, { number: input.number }));
  const warnings = found ? await check(ctx, { appealId: found.id, text: input.text, outcome: input.outcome, unitId: found.holderUnit, answerId: null }) : [];
  return step(ctx, 'draft_answer', { number: input.number }, mayDraftAnswer, async (s) => {
    if (s.appeal.assignmentId === null) return refuse('not_possible_now');
    const me = ctx.actor.kind === 'staff' ? ctx.actor.accountId : null;
    // as in `take`: what came back from "not solved" is not taken by drafting either
    const overAgain = s.appeal.reopenedCount > 0 && s.appeal.holderAccount === null && me !== null;
    if (overAgain && (await executorsSoFar(s.tx, { kind: 'appeal', id: s.appeal.id })).includes(me)) return refuse('same_person_again');
    const reported = await report(s.tx, s.permit, { assignmentId: s.appeal.assignmentId, at: s.at, ...(me === null ? {} : { by: me }) });
    if (isRefusal(reported)) return reported;
    const answerId = await addDraft(s.tx, s.permit, {
      appealId: s.appeal.id, round: s.appeal.reopenedCount, outcome: input.outcome, text: input.text, unitId: s.appeal.holderUnit, at: s.at,
    });
    const attached = await attachPapers(s.tx, ctx.actor, input.papers, answerOwner(s.appeal.id, answerId));
    if (isRefusal(attached)) return attached;
    const ref = await s.done(
      {
        patch: { holder_account: s.appeal.holderAccount ?? me, came_back: false },
        code: 'answer_drafted', public: false, facts: { answer: answerId, outcome: input.outcome, unit: s.appeal.holderUnit, ...kept(warnings) },
      },
      [{ name: 'appeal.answer_drafted', answerId }],
    );
    return { ...ref, answerId };
  });
};

export const returnDraft = (ctx: Ctx, input: z.output<typeof returnSchema>): Promise<Result<AppealRef>> => write(ctx, async (tx) => {
  const appeal = await lockAppeal(tx, { number: input.number });
  if (!appeal) return refuse('appeal_not_found');
  const draft = await openDraft(tx, appeal.id);
  return stepWith(ctx, tx, 'return_draft', appeal, (actor, a) => mayReturnDraft(actor, a, draft?.draftedBy ?? null), async (s) => {
    if (draft?.id !== input.answerId || appeal.assignmentId === null) return refuse('draft_gone');
    const returned = await returnForRework(tx, s.permit, { assignmentId: appeal.assignmentId, at: s.at, reason: input.reason });
    if (isRefusal(returned)) return returned;
    await returnDraftRow(tx, s.permit, { id: draft.id, reason: input.reason, at: s.at });
    return s.done({ patch: { came_back: true }, code: 'draft_returned', public: false, facts: { answer: draft.id } }, [{ name: 'appeal.draft_returned', answerId: draft.id }]);
  });
});

/** The draft as it stands, checked before its matter is locked: a draft is never rewritten, so what was checked is what is sent. */
const checkDraft = async (ctx: Ctx, number: string) => {
  const whole = await read(ctx, (q) => appealByNumber(q, number));
  if (!whole?.draft) return { answerId: null, warnings: [] };
  const { id, text, outcome, draftedUnit } = whole.draft;
  return { answerId: id, warnings: await check(ctx, { appealId: whole.appeal.id, text, outcome, unitId: draftedUnit, answerId: id }) };
};

/**
 * The office's key: accepted by somebody who did not do the work, and sent. The letters of one cause get the same answer. The check warns: whoever
 * approves decides, and says why where a warning is serious; both stay in the history.
 */
export const approveAndSend = async (ctx: Ctx, input: z.output<typeof approveSchema>): Promise<Result<AppealRef & { joined: readonly string[] }>> => {
  const { answerId: checked, warnings } = await checkDraft(ctx, input.number);
  return write(ctx, async (tx) => {
    const appeal = await lockAppeal(tx, { number: input.number });
    if (!appeal) return refuse('appeal_not_found');
    const draft = await openDraft(tx, appeal.id);
    const before = await draftersOf(tx, appeal.id, appeal.reopenedCount);
    return stepWith(ctx, tx, 'approve', appeal, (actor, a) => mayApprove(actor, a, draft?.draftedBy ?? null, before), async (s) => {
      if (draft?.id !== input.answerId || checked !== draft.id || appeal.assignmentId === null) return refuse('draft_gone');
      const beside = await openBeside(tx, { kind: 'appeal', id: appeal.id });
      if (beside.length > 0) return refuse('tasks_open', { count: beside.length });
      if (anySerious(warnings) && input.anyway === undefined) return refuse('check_word_required');
      const settled = await settle(tx, s.permit, { assignmentId: appeal.assignmentId, at: s.at });
      if (isRefusal(settled)) return settled.code === 'controller_is_executor' ? refuse('executor_cannot_approve') : settled;
      await sendDraft(tx, s.permit, { id: draft.id, at: s.at });
      await addMarks(tx, s.permit, { answerId: draft.id, unitId: draft.draftedUnit, text: draft.text });
      await endWaiting(tx, s.permit, appeal.id, s.at);
      const ref = await s.done(
        { patch: answered(s.appeal, draft, s.at), code: 'answered', public: true, facts: { answer: draft.id, outcome: draft.outcome, unit: draft.draftedUnit, ...kept(warnings), ...(warnings.length > 0 && input.anyway !== undefined ? { anyway: input.anyway } : {}) } },
        [{ name: 'appeal.answered', answerId: draft.id, outcome: draft.outcome }],
      );
      const joined: string[] = [];
      for (const letter of await lockJoined(tx, appeal.id)) {
        if (!isOpen(letter.stage)) continue;
        const done = await stepWith(ctx, tx, 'answer_joined', letter, mayAnswerJoined, (one) => answerOne(one, draft, appeal));
        if (isRefusal(done)) return done;
        joined.push(done.number);
      }
      return { ...ref, joined };
    });
  });
};

/** Whoever still owed something to the matter owes it no more. */
export const freeAll = async (s: Step<'answer_joined'> | Step<'withdraw'>): Promise<Result<true>> => {
  const beside = await openBeside(s.tx, { kind: 'appeal', id: s.appeal.id });
  for (const assignmentId of [...beside.map((one) => one.id), ...(s.appeal.assignmentId === null ? [] : [s.appeal.assignmentId])]) {
    const freed = await withdrawAssignment(s.tx, s.permit, { assignmentId, at: s.at });
    if (isRefusal(freed)) return freed;
  }
  return true;
};

const answerOne = async (s: Step<'answer_joined'>, draft: Draft, main: Appeal): Promise<Result<AppealRef>> => {
  const freed = await freeAll(s);
  if (isRefusal(freed)) return freed;
  await putDraftAside(s.tx, s.permit, s.appeal.id, s.at);
  await endWaiting(s.tx, s.permit, s.appeal.id, s.at);
  const answerId = await copyAnswer(s.tx, s.permit, { appealId: s.appeal.id, round: s.appeal.reopenedCount, from: draft, at: s.at });
  return s.done(
    { patch: answered(s.appeal, draft, s.at), code: 'answered_with', public: true, facts: { answer: answerId, outcome: draft.outcome, unit: draft.draftedUnit, number: main.number } },
    [{ name: 'appeal.answered', answerId, outcome: draft.outcome }],
  );
};

/** A new answer asks for a new verdict; what the person said of the last one stays in its own row. */
const answered = (appeal: Appeal, draft: Draft, at: Date) => ({
  office_outcome: draft.outcome, verdict: null, answered_at: at, came_back: false, assignment_id: null, first_human_answer_at: appeal.firstHumanAnswerAt ?? at,
});
