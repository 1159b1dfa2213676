import type { z } from 'zod';
import { isRefusal, refuse, type Refusal } from '../../../kernel/refusal.ts';
import type { Result } from '../../../kernel/result.ts';
import { shortDay } from '../../../kernel/show.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import { write, type Tx } from '../../../platform/db.ts';
import { accept, executorsSoFar, give, handOver, type Place } from '../../assignments/contract.ts';
import type { assignSchema, takeSchema } from '../contract/desk-forms.ts';
import type { AppealRef } from '../contract/ref.ts';
import { holderTime, rulesOn } from '../law/terms.ts';
import { mayAssign, mayTake } from '../policy.ts';
import { lockAppeal } from '../store/change.ts';
import { awayNow, calendarOf, holderAway, holdsPostIn, unitById } from './around.ts';
import { step, stepWith, type Step } from './step.ts';

/** Gives the matter to a body and, if named, a person of it. What came back from "not solved" never goes to somebody who had it before. */
export const assign = (ctx: Ctx, input: z.output<typeof assignSchema>): Promise<Result<AppealRef>> =>
  step(ctx, 'assign', { number: input.number }, (actor, a) => mayAssign(actor, a, input.unitId), async (s) => {
    const to: Place = { unitId: input.unitId, accountId: input.accountId ?? null };
    const problem = (await cannotHave(s, to)) ?? (await isAway(s.tx, to.accountId, ctx, input.evenAway));
    if (problem) return problem;
    const assignmentId = await pass(s, to, input.controllerAccountId ?? null, input.instruction ?? null);
    if (isRefusal(assignmentId)) return assignmentId;
    return s.done(
      {
        patch: {
          holder_unit: to.unitId, holder_account: to.accountId, held: holderTime(rulesOn(s.appeal.profile, s.appeal.termFromOn), s.today, await calendarOf(s.tx, s.appeal.branchId)), assignment_id: assignmentId, seen_by: [to.unitId],
          ...(s.appeal.assignmentId !== null ? { hand_overs: s.appeal.handOvers + 1 } : {}),
        },
        code: 'assigned', public: to.unitId !== s.appeal.holderUnit, facts: { unit: to.unitId, account: to.accountId, suggested: input.suggested },
      },
      [{ name: 'appeal.assigned', assignmentId, unitId: to.unitId, accountId: to.accountId, dueOn: s.appeal.dueOn }],
    );
  });

/** Why this body or person cannot be given the matter, or null. */
export const cannotHave = async (s: Step<'assign'> | Step<'forward'>, to: Place) => {
  const unit = await unitById(s.tx, to.unitId);
  if (!unit) return refuse('unit_invalid');
  if (to.accountId !== null && !(await holdsPostIn(s.tx, to.accountId, to.unitId, s.ctx.clock))) return refuse('person_not_in_unit');
  if (s.appeal.assignmentId !== null && to.unitId === s.appeal.holderUnit && to.accountId === s.appeal.holderAccount) return refuse('already_there');
  if (s.appeal.reopenedCount === 0 || to.accountId === null) return null;
  const before = await executorsSoFar(s.tx, { kind: 'appeal', id: s.appeal.id });
  return before.includes(to.accountId) ? refuse('same_person_again') : null;
};

/** Whoever gives something to somebody who is away is told so, and by whom it would be taken over; they may still mean it. */
export const isAway = async (tx: Tx, accountId: number | null, ctx: Ctx, meant: boolean | undefined): Promise<Refusal | null> => {
  const away = accountId === null || meant === true ? null : await awayNow(tx, accountId, ctx.clock);
  return away && refuse('person_away', { day: shortDay(away.toOn), deputy: away.deputy ?? '–' });
};

/** The controller: whoever was named, else the one who gives, else the branch. Never the executor. */
const pass = async (s: Step<'assign'>, to: Place, named: number | null, instruction: string | null) => {
  const giver = s.ctx.actor.kind === 'staff' && s.ctx.actor.accountId !== to.accountId ? s.ctx.actor.accountId : null;
  if (named !== null && named === to.accountId) return refuse('controller_is_executor');
  if (named !== null && !(await holdsPostIn(s.tx, named, s.appeal.branchId, s.ctx.clock))) return refuse('controller_not_in_branch_invalid');
  if (s.appeal.assignmentId !== null) {
    const moved = await handOver(s.tx, s.permit, {
      assignmentId: s.appeal.assignmentId, at: s.at, reason: instruction, to,
      controller: { unitId: s.appeal.branchId, accountId: named ?? giver },
    });
    return isRefusal(moved) ? moved : moved.id;
  }
  const given = await give(s.tx, s.permit, {
    source: { kind: 'appeal', id: s.appeal.id }, branchId: s.appeal.branchId, task: instruction, executor: to,
    controller: { unitId: s.appeal.branchId, accountId: named ?? giver }, givenAt: s.at, givenOn: s.today, dueOn: s.appeal.dueOn,
    ruleVersion: s.appeal.ruleVersion, calendarVersion: s.appeal.calendarVersion, reference: s.appeal.number, territoryPath: s.appeal.territoryPath,
  });
  return isRefusal(given) ? given : given.assignmentId;
};

/** A person of the body says: mine. From somebody who is away it is a hand-over, and counted as one. */
export const take = (ctx: Ctx, input: z.output<typeof takeSchema>): Promise<Result<AppealRef>> => write(ctx, async (tx) => {
  const appeal = await lockAppeal(tx, { number: input.number });
  if (!appeal) return refuse('appeal_not_found');
  const away = await holderAway(tx, appeal, ctx.clock);
  return stepWith(ctx, tx, 'take', appeal, (actor, a) => mayTake(actor, a, away), async (s) => {
    if (ctx.actor.kind !== 'staff' || appeal.assignmentId === null) return refuse('not_possible_now');
    const to = { unitId: appeal.holderUnit, accountId: ctx.actor.accountId };
    if (appeal.reopenedCount > 0 && (await executorsSoFar(tx, { kind: 'appeal', id: appeal.id })).includes(to.accountId)) return refuse('same_person_again');
    const over = appeal.holderAccount !== null;
    const taken = over
      ? await handOver(tx, s.permit, { assignmentId: appeal.assignmentId, at: s.at, to, reason: 'absence' })
      : await accept(tx, s.permit, { assignmentId: appeal.assignmentId, at: s.at, accountId: to.accountId });
    if (isRefusal(taken)) return taken;
    return s.done({
      patch: { holder_account: to.accountId, ...(over ? { hand_overs: appeal.handOvers + 1 } : {}) }, code: over ? 'taken_over' : 'taken', public: false,
      facts: { unit: to.unitId, account: to.accountId, ...(over ? { from: appeal.holderAccount, reason: 'absence' } : {}) },
    }, []);
  });
});
