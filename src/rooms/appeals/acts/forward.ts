import type { z } from 'zod';
import { today } from '../../../kernel/day.ts';
import { isRefusal, refuse } from '../../../kernel/refusal.ts';
import type { Result } from '../../../kernel/result.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import { write } from '../../../platform/db.ts';
import { give, handOver } from '../../assignments/contract.ts';
import type { forwardSchema } from '../contract/desk-forms.ts';
import type { AppealRef } from '../contract/ref.ts';
import { dueDay, holderTime, rulesOn } from '../law/terms.ts';
import { mayForward } from '../policy.ts';
import { lockAppeal } from '../store/change.ts';
import { cannotHave } from './assign.ts';
import { calendarOf, unitById } from './around.ts';
import { stepWith } from './step.ts';

/**
 * Passes the matter on by competence. A body of the executive vertical has its own clock (profile `appk`), counted from the day after it got the
 * matter; between branches the first promise stands. The person is told who has it now and until when.
 */
export const forward = (ctx: Ctx, input: z.output<typeof forwardSchema>): Promise<Result<AppealRef>> => write(ctx, async (tx) => {
  const appeal = await lockAppeal(tx, { number: input.number });
  if (!appeal) return refuse('appeal_not_found');
  const late = today(ctx.clock) > appeal.held.forwardBy;
  return stepWith(ctx, tx, 'forward', appeal, (actor, a) => mayForward(actor, a, late), async (s) => {
    const to = { unitId: input.unitId, accountId: null };
    if (to.unitId === appeal.holderUnit) return refuse('already_there');
    const problem = await cannotHave(s, to);
    if (problem) return problem;
    const calendar = await calendarOf(tx, appeal.branchId);
    const unit = await unitById(tx, to.unitId);
    const profile = unit?.kind === 'body' ? 'appk' : appeal.profile;
    const rules = rulesOn(profile, s.today);
    const dueOn = unit?.kind === 'body' ? dueDay(rules, appeal.kind, calendar.registeredOn(s.at), calendar) : appeal.dueOn;
    const controller = { unitId: appeal.branchId, accountId: null };
    const passed = appeal.assignmentId === null
      ? await give(tx, s.permit, {
          source: { kind: 'appeal', id: appeal.id }, branchId: appeal.branchId, task: input.reason, executor: to, controller,
          givenAt: s.at, givenOn: s.today, dueOn, ruleVersion: rules.version, calendarVersion: calendar.version, reference: appeal.number, territoryPath: appeal.territoryPath,
        })
      : await handOver(tx, s.permit, { assignmentId: appeal.assignmentId, at: s.at, reason: input.reason, to, term: { dueOn, ruleVersion: rules.version, calendarVersion: calendar.version } });
    if (isRefusal(passed)) return passed;
    const assignmentId = 'assignmentId' in passed ? passed.assignmentId : passed.id;
    return s.done(
      {
        patch: {
          holder_unit: to.unitId, holder_account: null, held: holderTime(rules, s.today, calendar), assignment_id: assignmentId, seen_by: [to.unitId], hand_overs: appeal.handOvers + 1,
          // the branch's own promise runs on beside the body's term: the first one, however often the matter goes on
          ...(profile === appeal.profile || appeal.own !== null
            ? {}
            : { own_due_on: appeal.dueOn, own_term_from_on: appeal.termFromOn, own_rule_version: appeal.ruleVersion, own_calendar_version: appeal.calendarVersion }),
          ...(dueOn === appeal.dueOn && profile === appeal.profile ? {} : { due_on: dueOn, term_from_on: calendar.registeredOn(s.at), profile, rule_version: rules.version, calendar_version: calendar.version }),
        },
        code: 'forwarded', public: true, facts: { unit: to.unitId, day: dueOn, late, text: input.reason },
      },
      [{ name: 'appeal.forwarded', assignmentId, unitId: to.unitId, accountId: null, dueOn }],
    );
  });
});
