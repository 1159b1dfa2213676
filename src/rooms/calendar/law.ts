import { addDays, wallClock, weekday, type Day } from '../../kernel/day.ts';

export type Names = { readonly kk: string; readonly ru: string; readonly en: string };
/** Why a single day differs from its weekday. `worked` and `moved_off` are the two ends of a decree's move. */
export type SpecialKind = 'holiday' | 'carried' | 'moved_off' | 'worked';
export type Special = { readonly kind: SpecialKind; readonly names: Names };

/** Working days as a value: handed to the law of other rooms, never read by it. Days outside the table follow their weekday. */
export type WorkCalendar = {
  readonly name: string;
  /** stored with every date that was counted by it */
  readonly version: string;
  /** 5: Saturday and Sunday are off; 6: Sunday only */
  readonly week: 5 | 6;
  readonly days: ReadonlyMap<Day, Special>;
};

export const isWorking = (calendar: WorkCalendar, on: Day): boolean => {
  const special = calendar.days.get(on);
  return special ? special.kind === 'worked' : weekday(on) <= calendar.week;
};

/** `on` when it is worked, else the next worked day. */
export const onOrAfter = (calendar: WorkCalendar, on: Day): Day => {
  let day = on;
  while (!isWorking(calendar, day)) day = addDays(day, 1);
  return day;
};

/** The day `count` working days after `from`, not counting `from` [2: the Code, 76 (1, 2, 5)]. */
export const addWorkingDays = (calendar: WorkCalendar, from: Day, count: number): Day => {
  let day = from;
  for (let left = count; left > 0; ) {
    day = addDays(day, 1);
    if (isWorking(calendar, day)) left -= 1;
  }
  return count === 0 ? onOrAfter(calendar, day) : day;
};

/** The day of receipt; after closing time or on a day off, the next working day [L: the Code, 64 (3)]. */
export const registeredOn = (calendar: WorkCalendar, receivedAtMs: number, closingMinute: number, zone = 'Asia/Almaty'): Day => {
  const { on, minute } = wallClock(receivedAtMs, zone);
  return onOrAfter(calendar, minute >= closingMinute ? addDays(on, 1) : on);
};

export type StripDay = {
  readonly on: Day;
  /** received: the day it came, when the term begins on a later one; start: the day it began, not counted; skipped: not worked; moved: the term would have ended here, but it is a day off */
  readonly kind: 'received' | 'start' | 'counted' | 'skipped' | 'moved' | 'due';
  /** which counted day, from 1 */
  readonly n: number | null;
  readonly why: SpecialKind | 'weekend' | null;
  readonly names: Names | null;
};

const skippedDay = (calendar: WorkCalendar, on: Day, kind: 'received' | 'skipped' | 'moved'): StripDay => {
  const special = calendar.days.get(on);
  return { on, kind, n: null, why: special?.kind ?? 'weekend', names: special?.names ?? null };
};

/** What came on a day off or after closing time belongs to a later day: the days from its coming to that one, each with why it is not counted. */
export const stripBefore = (calendar: WorkCalendar, cameOn: Day, from: Day): readonly StripDay[] => {
  const strip: StripDay[] = [];
  for (let on = cameOn; on < from; on = addDays(on, 1)) {
    strip.push(isWorking(calendar, on) ? { on, kind: 'received', n: null, why: null, names: null } : skippedDay(calendar, on, on === cameOn ? 'received' : 'skipped'));
  }
  return strip;
};

/** The deadline strip of a term in working days: every day from its start to its end. The last one is the due day. */
export const workingStrip = (calendar: WorkCalendar, from: Day, count: number): readonly StripDay[] => {
  const strip: StripDay[] = [{ on: from, kind: 'start', n: null, why: null, names: null }];
  for (let on = addDays(from, 1), n = 0; n < count; on = addDays(on, 1)) {
    if (isWorking(calendar, on)) {
      n += 1;
      strip.push({ on, kind: n === count ? 'due' : 'counted', n, why: calendar.days.get(on)?.kind ?? null, names: calendar.days.get(on)?.names ?? null });
    } else strip.push(skippedDay(calendar, on, 'skipped'));
  }
  return strip;
};

/** The strip up to a fixed last day (calendar days, months, an extension): a last day off moves to the next working day. */
export const calendarStrip = (calendar: WorkCalendar, from: Day, last: Day): readonly StripDay[] => {
  const strip: StripDay[] = [{ on: from, kind: 'start', n: null, why: null, names: null }];
  let n = 0;
  for (let on = addDays(from, 1); on < last; on = addDays(on, 1)) strip.push({ on, kind: 'counted', n: (n += 1), why: null, names: calendar.days.get(on)?.names ?? null });
  let end = last;
  for (; !isWorking(calendar, end); end = addDays(end, 1)) strip.push(skippedDay(calendar, end, 'moved'));
  return [...strip, { on: end, kind: 'due', n: n + 1, why: calendar.days.get(end)?.kind ?? null, names: calendar.days.get(end)?.names ?? null }];
};

export type Change = { readonly on: Day; readonly special: Special | null };

/** The table with single days added, replaced or taken out. */
export const changed = (days: ReadonlyMap<Day, Special>, changes: readonly Change[]): ReadonlyMap<Day, Special> => {
  const next = new Map(days);
  for (const { on, special } of changes) {
    if (special) next.set(on, special);
    else next.delete(on);
  }
  return new Map([...next].toSorted(([a], [b]) => (a < b ? -1 : 1)));
};
