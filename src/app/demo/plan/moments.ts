import { addDays, day, wallClock, weekday, type Day } from '../../../kernel/day.ts';
import { addWorkingDays, builtIn, isWorking, onOrAfter, registeredOn } from '../../../rooms/calendar/contract.ts';
import type { Channel } from '../../../rooms/appeals/contract.ts';
import type { Random } from '../random.ts';

/** The calendar that ships, and the hour after which a letter belongs to the next working day: as openUnit sets them. */
export const calendar = builtIn(5);
export const closingMinute = 1110;
export const working = {
  version: calendar.version,
  add: (from: Day, count: number): Day => addWorkingDays(calendar, from, count),
  onOrAfter: (on: Day): Day => onOrAfter(calendar, on),
  registeredOn: (at: number): Day => registeredOn(calendar, at, closingMinute),
};

const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

/** A minute of a day by the country's clock (UTC+5 since 2024-03-01, practice.md). */
export const moment = (on: Day, minute: number): number => Date.parse(`${on}T00:00:00+05:00`) + Math.floor(minute * minuteMs);
export const dayOf = (at: number): Day => wallClock(at).on;

const opens = 9 * 60 + 5;
const closes = 17 * 60 + 50;

/** The moment itself when the office is open; else some minutes into the next working morning. */
export const inOffice = (r: Random, at: number): number => {
  const { on, minute } = wallClock(at);
  if (isWorking(calendar, on) && minute >= opens && minute <= closes) return at;
  const next = onOrAfter(calendar, minute > closes || !isWorking(calendar, on) ? addDays(on, 1) : on);
  return moment(next, opens + r.int(0, 150) + r.next());
};

/** Some office moment of a working day. */
export const during = (r: Random, on: Day): number => moment(onOrAfter(calendar, on), r.int(opens, closes - 1) + r.next());

/** How much people write in a month, January first: most in April–June, more again in October–December (practice.md, Numbers). */
const months = [1, 0.9, 1, 1.5, 1.6, 1.45, 0.8, 0.75, 0.9, 1.15, 1.15, 1.1] as const;
const ofWeekday = [1.15, 1.1, 1.05, 1, 0.9, 0.35, 0.25] as const;

export const monthOf = (on: Day): number => Number(on.slice(5, 7));

/** Days from `from` to `to` with how likely a letter is on each. */
export const dayWeights = (from: Day, to: Day): readonly (readonly [Day, number])[] => {
  const list: [Day, number][] = [];
  for (let on = from; on <= to; on = addDays(on, 1)) {
    const holiday = !isWorking(calendar, on) && weekday(on) <= 5;
    list.push([on, (months[monthOf(on) - 1] ?? 1) * (ofWeekday[weekday(on) - 1] ?? 1) * (holiday ? 0.3 : 1)]);
  }
  return list;
};

/** Fourteen months back, the same date or the last day of a shorter month. */
export const monthsBack = (from: Day, count: number): Day => {
  const index = Number(from.slice(0, 4)) * 12 + Number(from.slice(5, 7)) - 1 - count;
  const last = new Date(Date.UTC(Math.floor(index / 12), (index % 12) + 1, 0)).getUTCDate();
  return day(new Date(Date.UTC(Math.floor(index / 12), index % 12, Math.min(last, Number(from.slice(8))))).toISOString().slice(0, 10));
};

/** Two humps, 11–18 and 21–24 (practice.md). */
const anyHour: readonly (readonly [number, number])[] = Array.from({ length: 24 }, (_, hour) => [hour, hour >= 11 && hour < 18 ? 8 : hour >= 21 ? 8 : hour >= 8 ? 3 : 0.25] as const);
const openHour: readonly (readonly [number, number])[] = Array.from({ length: 9 }, (_, place) => [place + 9, place >= 2 ? 6 : 3] as const);

/** People come to the desk and call while it is open; the rest write when they like. */
export const receivedOn = (r: Random, on: Day, channel: Channel): number => {
  if (channel === 'desk' || channel === 'phone' || channel === 'outing') return inOffice(r, moment(onOrAfter(calendar, on), r.weighted(openHour) * 60 + r.int(0, 49) + r.next()));
  return moment(on, r.weighted(anyHour) * 60 + r.int(0, 59) + r.next());
};
