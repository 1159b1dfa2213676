import { addDays, type Day } from '../../../kernel/day.ts';
import { addWorkingDays, isWorking, type WorkCalendar } from '../law.ts';

export const soonDays = 3;
/** A day further away than that is not counted out. */
const mostLeft = 400;

/** What a day means to the office: `soonUntil` is the last one that is no more than three working days away, `left` how many of them there are until a day. */
export type Near = { readonly today: Day; readonly soonUntil: Day; readonly left: (on: Day) => number };

const workingLeft = (calendar: WorkCalendar, from: Day, until: Day): number => {
  let left = 0;
  for (let on = addDays(from, 1), n = 0; on <= until && n < mostLeft; on = addDays(on, 1), n += 1) if (isWorking(calendar, on)) left += 1;
  return left;
};

export const nearBy = (calendar: WorkCalendar, today: Day): Near =>
  ({ today, soonUntil: addDays(addWorkingDays(calendar, today, soonDays + 1), -1), left: (on) => workingLeft(calendar, today, on) });
