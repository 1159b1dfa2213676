import type { Actor } from '../../../../kernel/actor.ts';
import { wallClock, type Day } from '../../../../kernel/day.ts';
import { isRefusal, refuse, type Refusal } from '../../../../kernel/refusal.ts';
import { stageAfter, type Act, type Assignment } from '../../law.ts';
import { why, type OwnAct, type Standing } from '../../policy.ts';

/** The acts on one promise in the order in which it usually needs them. */
export const taskActs = [
  'accept', 'report', 'ask_time', 'contribute', 'settle', 'return', 'decide_time', 'remind', 'hand_over', 'add_co_executor', 'end_co_executor', 'set_controller', 'withdraw',
] as const;
export type TaskAct = (typeof taskActs)[number];

/** The noun of each act's address (style.md, 2). */
export const taskPaths = {
  accept: 'takings', report: 'reports', ask_time: 'extensions', contribute: 'contributions', settle: 'settlements', return: 'returns', decide_time: 'decisions', remind: 'reminders',
  hand_over: 'hand-overs', add_co_executor: 'helpers', end_co_executor: 'helper-ends', set_controller: 'controllers', withdraw: 'withdrawals',
} as const satisfies Record<TaskAct, string>;

const actOf = (act: TaskAct): OwnAct => (act === 'decide_time' ? 'deny_time' : act);

/** What else decides, as the page knows it before the act asks again under the lock. */
export type Around = { readonly standing: Standing; readonly today: Day; readonly remindedAt: Date | null };

/** Why an act cannot be done now, or null. Whoever may not do it hears that first; then what the promise itself lacks. */
export const reasonAgainst = (actor: Actor, a: Assignment, around: Around, act: TaskAct): Refusal | null => {
  const own: Act = actOf(act);
  const said = why(actor, around.standing, actOf(act));
  if (said !== null && isRefusal(said)) return said;
  if (stageAfter(own, a.stage) === null) return refuse('assignment_not_possible', { stage: a.stage });
  switch (act) {
    case 'accept': return a.stage === 'given' || a.stage === 'returned' || around.standing.away !== null ? null : refuse('assignment_not_possible', { stage: a.stage });
    case 'ask_time': return a.waits ? refuse('extension_waiting') : around.today > a.dueOn ? refuse('extension_overdue') : null;
    case 'decide_time': return a.waits ? null : refuse('nothing_asked');
    case 'end_co_executor': return around.standing.helps.length === 0 ? refuse('helps_not') : null;
    case 'remind': return around.remindedAt !== null && wallClock(around.remindedAt.getTime()).on === around.today ? refuse('reminded_today') : null;
    default: return null;
  }
};
