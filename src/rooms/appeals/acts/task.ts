import type { z } from 'zod';
import { isRefusal, refuse } from '../../../kernel/refusal.ts';
import type { Result } from '../../../kernel/result.ts';
import { shortDay } from '../../../kernel/show.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import type { Tx } from '../../../platform/db.ts';
import { give } from '../../assignments/contract.ts';
import type { giveTaskSchema } from '../contract/desk-forms.ts';
import type { AppealRef } from '../contract/ref.ts';
import { mayGiveTask } from '../policy.ts';
import { isAway } from './assign.ts';
import { calendarOf, holdsPostIn, unitById } from './around.ts';
import { once } from './once.ts';
import { step } from './step.ts';

type Input = Omit<z.output<typeof giveTaskSchema>, 'key'>;
type Given = AppealRef & { readonly assignmentId: number };

/** A task beside the holder's own promise: its own executor, day and controller. The matter is answered when every task is accepted. */
export const giveTask = (ctx: Ctx, { key, ...input }: Input & { key?: string | undefined }): Promise<Result<Given>> =>
  once(ctx, { act: 'give_task', key, number: input.number, body: input, madeBy: (done) => done.assignmentId, again: (ref, assignmentId) => ({ ...ref, assignmentId }) }, (tx) => given(ctx, input, tx));

const given = (ctx: Ctx, input: Input, open: Tx): Promise<Result<Given>> =>
  step(ctx, 'give_task', { number: input.number }, mayGiveTask, async (s) => {
    const to = { unitId: input.unitId, accountId: input.accountId ?? null };
    if (!(await unitById(s.tx, to.unitId))) return refuse('unit_invalid');
    if (to.accountId !== null && !(await holdsPostIn(s.tx, to.accountId, to.unitId, ctx.clock))) return refuse('person_not_in_unit');
    const away = await isAway(s.tx, to.accountId, ctx, input.evenAway);
    if (away) return away;
    const calendar = await calendarOf(s.tx, s.appeal.branchId);
    if (input.dueOn < s.today || calendar.onOrAfter(input.dueOn) !== input.dueOn) return refuse('task_day_invalid');
    if (input.dueOn > s.appeal.dueOn) return refuse('task_after_source', { day: shortDay(s.appeal.dueOn) });
    const giver = ctx.actor.kind === 'staff' && ctx.actor.accountId !== to.accountId ? ctx.actor.accountId : null;
    const promise = await give(s.tx, s.permit, {
      source: { kind: 'appeal', id: s.appeal.id }, lead: false, branchId: s.appeal.branchId, task: input.task, executor: to,
      controller: { unitId: s.appeal.branchId, accountId: input.controllerAccountId ?? giver }, givenAt: s.at, givenOn: s.today, dueOn: input.dueOn,
      ruleVersion: s.appeal.ruleVersion, calendarVersion: calendar.version, reference: s.appeal.number, territoryPath: s.appeal.territoryPath,
    });
    if (isRefusal(promise)) return promise;
    const ref = await s.done(
      { patch: { seen_by: [to.unitId] }, code: 'task_given', public: false, facts: { unit: to.unitId, account: to.accountId, day: input.dueOn, text: input.task } },
      [],
    );
    return { ...ref, assignmentId: promise.assignmentId };
  }, open);
