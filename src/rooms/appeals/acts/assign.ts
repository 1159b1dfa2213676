import type { z } from 'zod';
import { isRefusal, refuse } from '../../../kernel/refusal.ts';
import type { Result } from '../../../kernel/result.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import { accept, executorsSoFar, give, handOver, type Place } from '../../assignments/contract.ts';
import type { AppealRef, assignSchema, takeSchema } from '../contract.ts';
import { mayAssign, mayTake } from '../policy.ts';
import { holdsPostIn, unitById } from './around.ts';
import { step, type Step } from './step.ts';

/** Gives the matter to a body and, if named, a person of it. What came back from "not solved" never goes to somebody who had it before. */
export const assign = (ctx: Ctx, input: z.output<typeof assignSchema>): Promise<Result<AppealRef>> =>
  step(ctx, 'assign', { number: input.number }, (actor, a) => mayAssign(actor, a, input.unitId), async (s) => {
    const to: Place = { unitId: input.unitId, accountId: input.accountId ?? null };
    const problem = await cannotHave(s, to);
    if (problem) return problem;
    const assignmentId = await pass(s, to, input.controllerAccountId ?? null, input.instruction ?? null);
    if (isRefusal(assignmentId)) return assignmentId;
    return s.done(
      {
        patch: {
          holder_unit: to.unitId, holder_account: to.accountId, holder_since_on: s.today, assignment_id: assignmentId, seen_by: [to.unitId],
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
    ruleVersion: s.appeal.ruleVersion, calendarVersion: s.appeal.calendarVersion,
  });
  return isRefusal(given) ? given : given.assignmentId;
};

/** A person of the body says: mine. */
export const take = (ctx: Ctx, input: z.output<typeof takeSchema>): Promise<Result<AppealRef>> =>
  step(ctx, 'take', { number: input.number }, mayTake, async (s) => {
    if (ctx.actor.kind !== 'staff' || s.appeal.assignmentId === null) return refuse('not_possible_now');
    const to: Place = { unitId: s.appeal.holderUnit, accountId: ctx.actor.accountId };
    if (s.appeal.reopenedCount > 0 && (await executorsSoFar(s.tx, { kind: 'appeal', id: s.appeal.id })).includes(to.accountId ?? 0)) return refuse('same_person_again');
    const taken = await accept(s.tx, s.permit, { assignmentId: s.appeal.assignmentId, at: s.at, accountId: ctx.actor.accountId });
    if (isRefusal(taken)) return taken;
    return s.done({ patch: { holder_account: to.accountId }, code: 'taken', public: false, facts: { unit: to.unitId, account: to.accountId } }, []);
  });
