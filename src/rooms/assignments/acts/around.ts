import { today, type Clock, type Day } from '../../../kernel/day.ts';
import { refuse, type Refusal } from '../../../kernel/refusal.ts';
import { shortDay } from '../../../kernel/show.ts';
import type { Read } from '../../../platform/db.ts';
import { calendarNamed, onOrAfter } from '../../calendar/contract.ts';
import { awayOn, holdsPostIn as holdsPost } from '../../people/contract.ts';
import { unitById as readUnit, type Unit } from '../../units/contract.ts';
import type { Assignment, Place } from '../law.ts';
import type { Standing } from '../policy.ts';
import { coExecutors, openExtension } from '../store/beside.ts';
import { workersOn } from '../store/promise.ts';

/** An open branch or body; a closed one is given nothing. */
export const unitById = async (q: Read, id: number): Promise<Unit | null> => {
  const unit = await readUnit(q, id);
  return unit?.closedOn === null ? unit : null;
};
export const holdsPostIn = (q: Read, accountId: number, unitId: number, clock: Clock): Promise<boolean> => holdsPost(q, accountId, unitId, today(clock));

/** Whoever gives something to somebody who is away is told so, and who stands in; they may still mean it. */
export const refusedAway = async (q: Read, accountId: number | null, clock: Clock, meant: boolean | undefined): Promise<Refusal | null> => {
  const away = accountId === null || meant === true ? undefined : (await awayOn(q, [accountId], today(clock))).get(accountId);
  return away ? refuse('person_away', { day: shortDay(away.toOn), deputy: away.deputy ?? '–' }) : null;
};

/** Whether the branch that controls works on that day. */
export const isWorkedIn = async (q: Read, branchId: number, on: Day): Promise<boolean> =>
  onOrAfter(await calendarNamed(q, (await readUnit(q, branchId))?.calendar ?? 'kz5'), on) === on;

/** The promise with everything its policy asks about. */
export const standingOf = async (q: Read, a: Assignment, clock: Clock): Promise<Standing> => ({
  ...a,
  helps: await coExecutors(q, a.id),
  askedBy: a.waits ? ((await openExtension(q, a.source, a.lead ? null : a.id))?.askedBy ?? null) : null,
  workedBy: a.reportedAt === null ? [] : await workersOn(q, a.id),
  away: await executorAway(q, a.executor, clock),
});

/** A deputy who is away too, or holds no post in that body any more, is none: then anybody of the body may take it over. */
const executorAway = async (q: Read, { unitId, accountId }: Place, clock: Clock): Promise<Standing['away']> => {
  const on = today(clock);
  const away = accountId === null ? undefined : (await awayOn(q, [accountId], on)).get(accountId);
  if (!away) return null;
  const { deputyId } = away;
  const there = deputyId !== null && (await awayOn(q, [deputyId], on)).size === 0 && (await holdsPost(q, deputyId, unitId, on));
  return { deputyId: there ? deputyId : null };
};
