import { addDays } from '../../../../kernel/day.ts';
import { isRefusal, refuse } from '../../../../kernel/refusal.ts';
import type { Result } from '../../../../kernel/result.ts';
import { shortDay } from '../../../../kernel/show.ts';
import { give } from '../../../assignments/contract.ts';
import { calendarNamed, onOrAfter } from '../../../calendar/contract.ts';
import { awayOn, holdsPostIn } from '../../../people/contract.ts';
import { territoriesByCodes } from '../../../units/contract.ts';
import type { Settle } from '../../contract/visits.ts';
import { longestPromiseDays } from '../../law/visits.ts';
import type { NewPromise } from '../../store/promises.ts';
import type { Matter } from '../../store/visits.ts';
import { controllerOf, openUnit, quietControllerOf, type Sitting } from './around.ts';

type Input = Extract<Settle, { how: 'promised' }> & { readonly saidBy?: number | undefined };
/** Terms of promises are said, not counted by a rule of the law. */
export const ruleVersion = 'said-in-the-room';

/** Who, what, by when: an assignment from this moment on. Never due on a day off, never controlled by whoever keeps it or said it. */
export const promiseGiven = async (s: Sitting<'visit.settle'>, matter: Matter, input: Input): Promise<Result<NewPromise>> => {
  const { ctx, tx, visit, permit, at, on } = s;
  const [branch, unit] = [await openUnit(tx, visit.branchId), await openUnit(tx, input.executorUnit)];
  if (!branch || !unit) return refuse('unit_invalid');
  const executor = { unitId: unit.id, accountId: input.executorAccount ?? null };
  if (executor.accountId !== null && !(await holdsPostIn(tx, executor.accountId, unit.id, on))) return refuse('person_not_in_unit');
  // a whole body is too many to know
  if (visit.quiet && executor.accountId === null) return refuse('quiet_needs_person');
  const calendar = await calendarNamed(tx, branch.calendar);
  if (input.dueOn < on) return refuse('promise_day_past');
  if (input.dueOn > addDays(on, longestPromiseDays)) return refuse('promise_too_far');
  const worked = onOrAfter(calendar, input.dueOn);
  if (worked !== input.dueOn) return refuse('promise_day_off', { day: shortDay(worked) });
  const away = executor.accountId === null || input.evenAway ? undefined : (await awayOn(tx, [executor.accountId], on)).get(executor.accountId);
  if (away) return refuse('person_away', { day: shortDay(away.toOn), deputy: away.deputy ?? '–' });
  const said = input.saidBy ?? visit.accountId ?? (ctx.actor.kind === 'staff' ? ctx.actor.accountId : visit.clerkId);
  if (said === null) return refuse('promise_by_nobody');
  const me = ctx.actor.kind === 'staff' ? ctx.actor.accountId : visit.clerkId;
  const controller = { unitId: branch.id, accountId: visit.quiet ? await quietControllerOf(tx, branch.id, on, [executor.accountId, said]) : await controllerOf(tx, branch.id, on, [executor.accountId, said], me) };
  const place = visit.territoryCode ?? branch.territoryCode;
  const path = (await territoriesByCodes(tx, [place])).get(place)?.path ?? [];
  const given = await give(tx, permit, {
    // of a quiet visit the board says nothing
    source: { kind: 'visit', id: matter.id }, lead: false, branchId: branch.id, task: visit.quiet ? null : input.text, executor, controller, givenAt: at, givenOn: on, dueOn: input.dueOn,
    ruleVersion, calendarVersion: calendar.version, reference: visit.number, territoryPath: path,
  });
  if (isRefusal(given)) return given;
  return {
    matterId: matter.id, branchId: branch.id, accountId: said, assignmentId: given.assignmentId, text: input.text, executorUnit: executor.unitId, executorAccount: executor.accountId,
    dueOn: input.dueOn, givenOn: on, calendarVersion: calendar.version, givenAt: at,
  };
};
