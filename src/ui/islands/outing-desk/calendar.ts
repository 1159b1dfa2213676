import { addDays, isDay, wallClock, weekday, type Day } from '../../../kernel/day.ts';
import { dayOfMonth, longDay } from '../../../kernel/show.ts';
import { say, type Lang } from '../../../kernel/words.ts';
import type { Kind, Kit } from './wire.ts';
import { dayWords } from './words.ts';

type Calendar = Kit['calendar'];
/** Whatever the office promises most often. */
export const quickDays = [1, 3, 5, 10, 15] as const;

export const isOff = (calendar: Calendar, on: Day): boolean => calendar.off.includes(on);

/** The `days`-th working day after `from`; null: the calendar on board does not reach that far. */
export const workingDayAfter = (calendar: Calendar, from: Day, days: number): Day | null => {
  let on = from;
  for (let counted = 0; counted < days;) {
    on = addDays(on, 1);
    if (on > calendar.to) return null;
    if (!isOff(calendar, on)) counted += 1;
  }
  return on;
};

/** This day, or the next one that is not off. */
const workingDayFrom = (calendar: Calendar, on: Day): Day | null => (on > calendar.to ? null : isOff(calendar, on) ? workingDayAfter(calendar, on, 1) : on);

/** The last day of the answer for what is registered at `at`: counted from the day after the one on which the office has it (Kit terms). Null: not by what is on board. */
export const answerDay = ({ calendar, terms }: Pick<Kit, 'calendar' | 'terms'>, kind: Kind, at: number): Day | null => {
  const days = terms.days[kind];
  const { on, minute } = wallClock(at);
  const registered = minute > terms.closingMinute ? workingDayAfter(calendar, on, 1) : workingDayFrom(calendar, on);
  if (days === undefined || registered === null) return null;
  return terms.unit[kind] === 'calendar' ? workingDayFrom(calendar, addDays(registered, days)) : workingDayAfter(calendar, registered, days);
};

/** Why this day cannot be promised; null: it can. */
export const dayFault = (calendar: Calendar, today: Day, on: string): 'day_none' | 'day_past' | 'day_off' | 'day_far' | null => {
  if (!isDay(on)) return 'day_none';
  if (on < today) return 'day_past';
  if (on > calendar.to) return 'day_far';
  return isOff(calendar, on) ? 'day_off' : null;
};

const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export const weekdayName = (lang: Lang, on: Day): string => say(lang, dayWords[weekdays[weekday(on) - 1] ?? 'monday']);
/** «жұма, 27 қараша»; the year where it is another one. */
export const spokenDay = (lang: Lang, on: Day, today: Day): string =>
  `${weekdayName(lang, on)}, ${on.slice(0, 4) === today.slice(0, 4) ? dayOfMonth(lang, on) : longDay(lang, on)}`;
