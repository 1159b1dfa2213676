import type { z } from 'zod';
import type { Permit } from '../../../kernel/permit.ts';
import { isRefusal, refuse } from '../../../kernel/refusal.ts';
import type { Result } from '../../../kernel/result.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import type { Tx } from '../../../platform/db.ts';
import type { addSchema, verdictSchema, withdrawSchema } from '../contract/person-forms.ts';
import type { AppealRef } from '../contract/ref.ts';
import { dueDay, holderTime, rulesOn } from '../law/terms.ts';
import { mayAdd, mayAddWithin, mayReopen, maySettle, mayWithdraw, mayWithdrawConsent } from '../policy.ts';
import type { Which } from '../store/change.ts';
import { addNote, addVerdict, endWaiting, putDraftAside, removePublication } from '../store/records.ts';
import { freeAll } from './answer.ts';
import { attachPapers, branchById, calendarOf } from './around.ts';
import { step } from './step.ts';
import { raisedBy } from './urgency.ts';

const mine = (ctx: Ctx): Which | null => (ctx.actor.kind === 'holder' ? { id: ctx.actor.appealId } : null);

/** The person adds words or papers; a clerk may do it for them by number. */
export const addSomething = async (ctx: Ctx, input: z.output<typeof addSchema> & { number?: string; by?: Permit<string> }, open?: Tx): Promise<Result<AppealRef>> => {
  const which = mine(ctx) ?? (input.number === undefined ? null : { number: input.number });
  if (!which) return refuse('appeal_not_found');
  return step(ctx, 'add', which, (actor, a) => (input.by === undefined ? mayAdd(actor, a) : mayAddWithin(actor, a, input.by)), async (s) => {
    const note = input.text === undefined ? {} : { note: await addNote(s.tx, s.permit, { appealId: s.appeal.id, at: s.at, text: input.text }) };
    const attached = await attachPapers(s.tx, ctx.actor, input.papers, `appeal:${s.appeal.id}`);
    if (isRefusal(attached)) return attached;
    const raised = raisedBy(ctx, s.appeal, input.text ?? '', s.today);
    return s.done({ patch: { ...raised?.patch }, code: 'added', public: true, facts: { ...note, ...raised?.facts } }, [{ name: 'appeal.added_to' }, ...(raised?.events ?? [])]);
  }, open);
};

export const withdraw = async (ctx: Ctx, input: z.output<typeof withdrawSchema>, open?: Tx): Promise<Result<AppealRef>> => {
  const which = mine(ctx);
  if (!which) return refuse('appeal_not_found');
  return step(ctx, 'withdraw', which, mayWithdraw, async (s) => {
    const freed = await freeAll(s);
    if (isRefusal(freed)) return freed;
    await putDraftAside(s.tx, s.permit, s.appeal.id, s.at);
    await endWaiting(s.tx, s.permit, s.appeal.id, s.at);
    return s.done(
      {
        patch: { office_outcome: 'withdrawn', verdict: null, closed_at: s.at, assignment_id: null, came_back: false },
        code: 'withdrawn', public: true, facts: input.reason === undefined ? {} : { text: input.reason },
      },
      [{ name: 'appeal.withdrawn' }, { name: 'appeal.closed', outcome: 'withdrawn', verdict: null }],
    );
  }, open);
};

/** The person's key. "Not solved" opens the matter again with a new term, and it goes to somebody else. */
export const giveVerdict = async (ctx: Ctx, input: z.output<typeof verdictSchema>, open?: Tx): Promise<Result<AppealRef>> => {
  const which = mine(ctx);
  if (!which) return refuse('appeal_not_found');
  return input.verdict === 'not_solved' ? reopen(ctx, which, input.comment ?? null, open) : settle(ctx, which, input.verdict, input.comment ?? null, open);
};

/** A verdict is given once an answer; silence alone can still be broken by the person. */
const spoken = (appeal: { stage: string; verdict: string | null }) =>
  appeal.stage === 'closed' && appeal.verdict !== 'silent' ? refuse(appeal.verdict === null ? 'no_answer_yet' : 'verdict_given') : null;

const settle = (ctx: Ctx, which: Which, verdict: 'solved' | 'partly', comment: string | null, open?: Tx): Promise<Result<AppealRef>> =>
  step(ctx, 'settle', which, maySettle, async (s) => {
    const problem = spoken(s.appeal);
    if (problem) return problem;
    await addVerdict(s.tx, s.permit, { appealId: s.appeal.id, round: s.appeal.reopenedCount, verdict, comment, at: s.at });
    return s.done({ patch: { verdict, closed_at: s.at }, code: `verdict_${verdict}`, public: true }, [{ name: 'appeal.closed', outcome: s.appeal.officeOutcome, verdict }]);
  }, open);

const reopen = (ctx: Ctx, which: Which, comment: string | null, open?: Tx): Promise<Result<AppealRef>> =>
  step(ctx, 'reopen', which, mayReopen, async (s) => {
    const problem = spoken(s.appeal);
    if (problem) return problem;
    await addVerdict(s.tx, s.permit, { appealId: s.appeal.id, round: s.appeal.reopenedCount, verdict: 'not_solved', comment, at: s.at });
    const calendar = await calendarOf(s.tx, s.appeal.branchId);
    const from = calendar.registeredOn(s.at);
    // a body's own clock ended with its answer: the branch promises anew by its own rules
    const rules = rulesOn((await branchById(s.tx, s.appeal.branchId))?.profile ?? s.appeal.profile, from);
    const dueOn = dueDay(rules, s.appeal.kind, from, calendar);
    const round = s.appeal.reopenedCount + 1;
    const raised = raisedBy(ctx, s.appeal, comment ?? '', s.today);
    return s.done(
      {
        patch: {
          verdict: 'not_solved', closed_at: null, reopened_count: round, came_back: true, term_from_on: from, due_on: dueOn, profile: rules.profile, rule_version: rules.version,
          calendar_version: calendar.version, own_due_on: null, own_term_from_on: null, own_rule_version: null, own_calendar_version: null, holder_unit: s.appeal.branchId, holder_account: null, held: holderTime(rules, s.today, calendar), assignment_id: null,
          joined_to: null, ...raised?.patch,
        },
        code: 'reopened', public: true, facts: { unit: s.appeal.branchId, day: dueOn, ...raised?.facts },
      },
      [{ name: 'appeal.reopened', round, dueOn }, ...(raised?.events ?? [])],
    );
  }, open);

/** Consent is taken back as easily as it was given: the public page goes in the same transaction. */
export const withdrawConsent = async (ctx: Ctx): Promise<Result<AppealRef>> => {
  const which = mine(ctx);
  if (!which) return refuse('appeal_not_found');
  return step(ctx, 'withdraw_consent', which, mayWithdrawConsent, async (s) => {
    await removePublication(s.tx, s.permit, s.appeal.id);
    return s.done(
      { patch: { publish_consent: false, published_at: null }, code: 'consent_withdrawn', public: true },
      s.appeal.publishedAt === null ? [] : [{ name: 'appeal.unpublished' }],
    );
  });
};
