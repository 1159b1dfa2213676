import type { z } from 'zod';
import { isRefusal, refuse, type Refusal } from '../../../kernel/refusal.ts';
import type { Result } from '../../../kernel/result.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import { write } from '../../../platform/db.ts';
import { askTime, decideTime, openExtension } from '../../assignments/contract.ts';
import type { decideSchema, extendSchema } from '../contract/desk-forms.ts';
import type { AppealRef } from '../contract/ref.ts';
import { extensionProblem, rulesByVersion } from '../law/terms.ts';
import { mayDecideExtension, mayRequestExtension } from '../policy.ts';
import { lockAppeal } from '../store/change.ts';
import type { Day } from '../../../kernel/day.ts';
import { calendarOf } from './around.ts';
import { step, stepWith, type Step } from './step.ts';

const problemWith = async (s: Step<'request_extension'> | Step<'decide_extension'>, to: Day): Promise<Refusal | null> => {
  const rules = rulesByVersion(s.appeal.ruleVersion);
  if (!rules) return refuse('extension_never');
  const problem = extensionProblem(
    { rules, kind: s.appeal.kind, registeredOn: s.appeal.termFromOn, dueOn: s.appeal.dueOn, today: s.today, to },
    await calendarOf(s.tx, s.appeal.branchId),
  );
  return problem && refuse(problem);
};

export const requestExtension = (ctx: Ctx, input: z.output<typeof extendSchema>): Promise<Result<AppealRef & { extensionId: number }>> =>
  step(ctx, 'request_extension', { number: input.number }, mayRequestExtension, async (s) => {
    const problem = await problemWith(s, input.toOn);
    if (problem) return problem;
    const asked = await askTime(s.tx, s.permit, {
      source: { kind: 'appeal', id: s.appeal.id }, assignmentId: s.appeal.assignmentId, lead: true, fromOn: s.appeal.dueOn, toOn: input.toOn, reason: input.reason, at: s.at,
    });
    if (isRefusal(asked)) return asked;
    const { extensionId } = asked;
    const ref = await s.done({ code: 'extension_requested', public: false, facts: { extension: extensionId, day: input.toOn } }, [{ name: 'appeal.extension_requested', extensionId }]);
    return { ...ref, extensionId };
  });

/** Decided by somebody else than who asked. Granted, the day moves and the person is told why. */
export const decideExtension = (ctx: Ctx, input: z.output<typeof decideSchema>): Promise<Result<AppealRef>> => write(ctx, async (tx) => {
  const appeal = await lockAppeal(tx, { number: input.number });
  if (!appeal) return refuse('appeal_not_found');
  const asked = await openExtension(tx, { kind: 'appeal', id: appeal.id });
  return stepWith(ctx, tx, 'decide_extension', appeal, (actor, a) => mayDecideExtension(actor, a, asked?.askedBy ?? null), async (s) => {
    if (asked?.id !== input.extensionId) return refuse('extension_gone');
    if (!input.granted && input.reason === undefined) return refuse('reason_required');
    const to = asked.toOn as Day;
    const problem = input.granted ? await problemWith(s, to) : null;
    if (problem) return problem;
    const decided = await decideTime(tx, s.permit, { extension: asked, assignmentId: appeal.assignmentId, granted: input.granted, reason: input.reason ?? null, at: s.at });
    if (isRefusal(decided)) return decided;
    if (!input.granted) {
      return s.done({ code: 'extension_refused', public: false, facts: { extension: asked.id, text: input.reason ?? '' } }, [{ name: 'appeal.extension_refused', extensionId: asked.id, dueOn: appeal.dueOn }]);
    }
    return s.done(
      { patch: { due_on: to }, code: 'extended', public: true, facts: { extension: asked.id, day: to, text: asked.reason } },
      [{ name: 'appeal.extended', extensionId: asked.id, dueOn: to }],
    );
  });
});
