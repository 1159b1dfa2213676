import { addDays, day, weekday, yearOf, type Day } from '../../../kernel/day.ts';
import { isWorking, type WorkCalendar } from '../../calendar/law.ts';

export const rhythms = ['week', 'month', 'quarter', 'weekday'] as const;
export type Rhythm = (typeof rhythms)[number];
export const onDaysOff = ['next', 'before', 'drop'] as const;
export type OnDayOff = (typeof onDaysOff)[number];

/** So many times in a week, month or quarter; or every such weekday. `toOn`: its last day. */
export type Rule = { readonly rhythm: Rhythm; readonly times: number; readonly weekday: number | null; readonly onDayOff: OnDayOff; readonly fromOn: Day; readonly toOn: Day | null };
/** Whose it is, and from when to when, both days included. */
export type Stint = { readonly accountId: number; readonly unitId: number; readonly fromOn: Day; readonly toOn: Day | null };
/** One reception that is owed. It may be held on any day from `opensOn` to `dueOn`. */
export type Owed = { readonly accountId: number; readonly unitId: number; readonly periodFrom: Day; readonly periodTo: Day; readonly nth: number; readonly opensOn: Day; readonly dueOn: Day };

/** Stored with every row that was counted by it. */
export const ruleVersion = 'duties-2026.11';

/**
 * What is owed in every period that touches `from`–`to`. The rules of the house:
 *
 * So many times in a period [product.md S5: "each deputy akim: once a month", "deputies: twice a week"]:
 * 1. A period is the calendar week from Monday, the month, the quarter. Whoever begins or ends within it owes by the share of its working days that
 *    are theirs: times × their working days ÷ all working days of it, rounded to the nearest, a half upward. A whole period is owed in full.
 * 2. Never more on one working day than the number itself asks of a usual week (once a day up to five a week of five days, twice up to ten): two
 *    receptions a week are one in a week with a single working day. In a month or a quarter, once a day.
 * 3. The n due days are spread over the working days: the k-th of n falls on their ⌈k × days ÷ n⌉-th, the last one on the last. So what is not held
 *    shows before the period is over. Any of them may be held earlier in the period; each reception counts once.
 *
 * Every such weekday [S6: "the head: open hours on Thursday"]:
 * 4. The day itself. On a day off it is dropped, or held on the next working day, or on the one before, as the duty says.
 * 5. Where days off push two of them onto one day, they are one reception: the earlier one stands. A person is not asked to sit twice on one day.
 * 6. Owed when both the weekday and the day it was moved to lie within the duty and the person's time.
 */
export const expectedOf = (rule: Rule, stints: readonly Stint[], calendar: WorkCalendar, from: Day, to: Day): readonly Owed[] =>
  stints.flatMap((stint) => {
    const first = later(rule.fromOn, stint.fromOn);
    const last = earliest(rule.toOn, stint.toOn);
    if (last !== null && last < first) return [];
    return rule.rhythm === 'weekday' ? weekdaysOf(rule, stint, calendar, { first, last, from, to }) : timesOf(rule, rule.rhythm, stint, calendar, { first, last, from, to });
  });

type Bounds = { readonly first: Day; readonly last: Day | null; readonly from: Day; readonly to: Day };

const timesOf = (rule: Rule, rhythm: Exclude<Rhythm, 'weekday'>, stint: Stint, calendar: WorkCalendar, b: Bounds): readonly Owed[] => {
  const owed: Owed[] = [];
  for (let start = startOf(rhythm, later(b.from, b.first)); start <= b.to && (b.last === null || start <= b.last); start = addDays(endOf(rhythm, start), 1)) {
    const end = endOf(rhythm, start);
    const periodFrom = later(start, b.first);
    const periodTo = earliest(end, b.last) ?? end;
    const days = workingDays(calendar, periodFrom, periodTo);
    const all = workingDays(calendar, start, end).length;
    const count = Math.min(share(rule.times, days.length, all), days.length * mostADay(rhythm, rule.times, calendar));
    for (let nth = 1; nth <= count; nth += 1) {
      const dueOn = days[Math.ceil((nth * days.length) / count) - 1];
      if (dueOn !== undefined) owed.push({ accountId: stint.accountId, unitId: stint.unitId, periodFrom, periodTo, nth, opensOn: periodFrom, dueOn });
    }
  }
  return owed;
};

/** Times × own ÷ all, to the nearest, a half upward; in whole numbers. */
const share = (times: number, own: number, all: number): number => (all === 0 ? 0 : Math.floor((2 * times * own + all) / (2 * all)));
const mostADay = (rhythm: Rhythm, times: number, calendar: WorkCalendar): number => (rhythm === 'week' ? Math.ceil(times / calendar.week) : 1);

const weekdaysOf = (rule: Rule, stint: Stint, calendar: WorkCalendar, b: Bounds): readonly Owed[] => {
  const wanted = rule.weekday ?? 1;
  const owed: Owed[] = [];
  const begin = later(b.from, b.first);
  for (let on = addDays(begin, (wanted - weekday(begin) + 7) % 7); on <= b.to && (b.last === null || on <= b.last); on = addDays(on, 7)) {
    const dueOn = heldOn(rule.onDayOff, calendar, on);
    if (dueOn === null || dueOn < b.first || (b.last !== null && dueOn > b.last)) continue;
    const before = addDays(on, -7);
    if (before >= b.first && heldOn(rule.onDayOff, calendar, before) === dueOn) continue;
    owed.push({ accountId: stint.accountId, unitId: stint.unitId, periodFrom: on, periodTo: later(on, dueOn), nth: 1, opensOn: earlier(on, dueOn), dueOn });
  }
  return owed;
};

/** Where a weekday is held; a calendar with no working day for two months has none. */
const heldOn = (onDayOff: OnDayOff, calendar: WorkCalendar, on: Day): Day | null => {
  if (isWorking(calendar, on)) return on;
  if (onDayOff === 'drop') return null;
  const step = onDayOff === 'next' ? 1 : -1;
  for (let away = 1; away <= 62; away += 1) if (isWorking(calendar, addDays(on, step * away))) return addDays(on, step * away);
  return null;
};

export const workingDays = (calendar: WorkCalendar, from: Day, to: Day): readonly Day[] => {
  const days: Day[] = [];
  for (let on = from; on <= to; on = addDays(on, 1)) if (isWorking(calendar, on)) days.push(on);
  return days;
};

const later = (a: Day, b: Day): Day => (a > b ? a : b);
const earlier = (a: Day, b: Day): Day => (a < b ? a : b);
const earliest = (a: Day | null, b: Day | null): Day | null => (a === null ? b : b === null ? a : earlier(a, b));
const text = (n: number): string => String(n).padStart(2, '0');
const monthOf = (on: Day): number => Number(on.slice(5, 7));

const startOf = (rhythm: Rhythm, on: Day): Day => {
  if (rhythm === 'week' || rhythm === 'weekday') return addDays(on, 1 - weekday(on));
  const month = rhythm === 'month' ? monthOf(on) : 3 * Math.floor((monthOf(on) - 1) / 3) + 1;
  return day(`${on.slice(0, 4)}-${text(month)}-01`);
};
const endOf = (rhythm: Rhythm, start: Day): Day => {
  if (rhythm === 'week' || rhythm === 'weekday') return addDays(start, 6);
  const next = monthOf(start) + (rhythm === 'month' ? 1 : 3);
  return addDays(day(next > 12 ? `${text(yearOf(start) + 1)}-01-01` : `${start.slice(0, 4)}-${text(next)}-01`), -1);
};
