import { addDays, type Day } from '../../../kernel/day.ts';

export const told = ['executor', 'controller', 'body_head', 'branch_head'] as const;
export type Told = (typeof told)[number];
/** One rung: so many working days after the due day (below nought: before it) these people hear of it. */
export type Rung = { readonly place: number; readonly days: number; readonly tells: readonly Told[]; readonly agenda: boolean };

/** Working days are counted elsewhere and handed in. */
export type Working = { readonly isWorking: (on: Day) => boolean };

/** The day on which a rung is reached: working days are counted both ways from the due day, so that nobody is called on a day off. */
export const rungDay = (dueOn: Day, days: number, { isWorking }: Working): Day => {
  let on = dueOn;
  for (let left = Math.abs(days); left > 0; ) {
    on = addDays(on, days < 0 ? -1 : 1);
    if (isWorking(on)) left -= 1;
  }
  // a due day that became a day off after it was promised is called on the next working day
  while (days === 0 && !isWorking(on)) on = addDays(on, 1);
  return on;
};

/** The rungs a promise stands on today, the lowest first. What was missed while the program was away is reached at once. */
export const rungsReached = (ladder: readonly Rung[], dueOn: Day, today: Day, working: Working): readonly Rung[] =>
  ladder.filter((rung) => rungDay(dueOn, rung.days, working) <= today).toSorted((a, b) => a.days - b.days);

export const ladderRefusalCodes = ['ladder_empty_invalid', 'ladder_order_invalid', 'ladder_nobody_invalid', 'ladder_days_invalid'] as const;
export type LadderFault = (typeof ladderRefusalCodes)[number];
/** Rungs climb: each later than the one before, each telling somebody. */
export const ladderFault = (rungs: readonly Omit<Rung, 'place'>[]): LadderFault | null => {
  if (rungs.length === 0 || rungs.length > 20) return 'ladder_empty_invalid';
  if (rungs.some((rung) => rung.tells.length === 0)) return 'ladder_nobody_invalid';
  if (rungs.some((rung) => !Number.isInteger(rung.days) || rung.days < -30 || rung.days > 90)) return 'ladder_days_invalid';
  return rungs.some((rung, at) => at > 0 && rung.days <= (rungs[at - 1]?.days ?? 0)) ? 'ladder_order_invalid' : null;
};
