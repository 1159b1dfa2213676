/**
 * Terms counted day by day on a wall calendar, after practice.md and with nothing of the program's: no Date, no table of its rooms. A day is its place in a
 * row of days from 1 January 2019.
 */
type Leaf = { readonly text: string; readonly year: number; readonly month: number; readonly date: number; /** 0 Monday */ readonly weekday: number };

const lengths = (year: number): readonly number[] => [31, year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const two = (n: number): string => (n < 10 ? `0${n}` : String(n));

/** 1 January 2019 was a Tuesday. */
const wall: readonly Leaf[] = (() => {
  const leaves: Leaf[] = [];
  for (let year = 2019; year < 2031; year += 1) for (const [at, length] of lengths(year).entries()) for (let date = 1; date <= length; date += 1)
    leaves.push({ text: `${year}-${two(at + 1)}-${two(date)}`, year, month: at + 1, date, weekday: (leaves.length + 1) % 7 });
  return leaves;
})();
const places = new Map(wall.map((leaf, nth) => [leaf.text, nth]));

/** State holidays of a year; a day off for one of them moves from a weekend. */
const moving = (year: number): readonly string[] => [
  '01-01', '01-02', '03-08', '03-21', '03-22', '03-23', '05-01', '05-07', '05-09', '07-06', '12-16',
  ...(year >= 2027 ? ['03-15'] : []), ...(year <= 2025 ? ['08-30'] : []), ...(year >= 2022 ? ['10-25'] : ['12-01', '12-17']),
];
/** Orthodox Christmas and the first day of Kurban ait stay where they are. */
const staying = ['2020-07-31', '2021-07-20', '2022-07-09', '2023-06-28', '2024-06-16', '2025-06-06', '2026-05-27', '2027-05-16', '2028-05-05', '2029-04-24', '2030-04-13'];
/** Worked instead of: a decree moves a day off. */
const decrees = [['2024-05-04', '2024-05-08'], ['2025-01-05', '2025-01-03']] as const;

export type SlowDays = {
  readonly at: (on: string) => number; readonly text: (nth: number) => string; readonly weekday: (nth: number) => number; readonly works: (nth: number) => boolean;
  readonly leaf: (nth: number) => Leaf;
  /** the moment at which the clock on the wall shows that minute of that day */
  readonly instant: (nth: number, minute: number) => number;
};

const leafAt = (nth: number): Leaf => {
  const leaf = wall[nth];
  if (!leaf) throw new RangeError(`no day ${nth} on the wall`);
  return leaf;
};
const placeOf = (on: string): number => {
  const nth = places.get(on);
  if (nth === undefined) throw new RangeError(`no ${on} on the wall`);
  return nth;
};

const minuteMs = 60_000;
const dayMs = 1_440 * minuteMs;
/** 1 January 2019 at midnight in Greenwich. */
const beginning = 1_546_300_800_000;
/** Almaty was six hours ahead until midnight on the eve of 1 March 2024, when its clocks went back to 23:00. */
const clocksBack = beginning + placeOf('2024-03-01') * dayMs - 6 * 60 * minuteMs;
const ahead = (at: number): number => (at < clocksBack ? 6 : 5) * 60 * minuteMs;

export const slowDays = (week: 5 | 6): SlowDays => {
  const weekend = (nth: number): boolean => leafAt(nth).weekday >= week;
  const off = new Set<number>();
  const worked = new Set<number>();
  const feasts = wall.flatMap((leaf, nth) => (leaf.year >= 2020 && moving(leaf.year).includes(leaf.text.slice(5)) ? [nth] : []));
  for (const nth of feasts) off.add(nth);
  for (const [nth, leaf] of wall.entries()) if (leaf.year >= 2020 && (leaf.text.endsWith('-01-07') || staying.includes(leaf.text))) off.add(nth);
  // a Saturday that the week works anyway is not exchanged for anything
  for (const [work, rest] of decrees) if (weekend(placeOf(work))) { worked.add(placeOf(work)); off.add(placeOf(rest)); }
  for (const nth of feasts) {
    if (!weekend(nth)) continue;
    let to = nth + 1;
    while (weekend(to) || off.has(to)) to += 1;
    off.add(to);
  }
  return {
    at: placeOf, text: (nth) => leafAt(nth).text, weekday: (nth) => leafAt(nth).weekday, leaf: leafAt,
    works: (nth) => worked.has(nth) || !(off.has(nth) || weekend(nth)),
    instant: (nth, minute) => {
      const [late, early] = [5, 6].map((hours) => beginning + nth * dayMs + (minute - hours * 60) * minuteMs);
      return early !== undefined && early < clocksBack ? early : (late ?? 0);
    },
  };
};

/** On the day of receipt; after hours or on a day off, the next working day (64 (3)). */
export const registeredBy = (days: SlowDays, at: number, closingMinute: number): number => {
  const shown = at + ahead(at) - beginning;
  let nth = 0;
  while ((nth + 1) * dayMs <= shown) nth += 1;
  if (shown - nth * dayMs >= closingMinute * minuteMs) nth += 1;
  while (!days.works(nth)) nth += 1;
  return nth;
};

export type SlowTerm = { readonly count: number; readonly of: 'worked' | 'any' | 'months' };
type Kind = 'application' | 'complaint' | 'proposal' | 'information_request' | 'message' | 'response';

/** The table of practice.md; a branch's own promise is the Code's of its own will. Null: never. */
export const termOf = (profile: 'internal' | 'appk', kind: Kind, registeredOn: string, what: 'answer' | 'forwarded' | 'extended'): SlowTerm | null => {
  if (what === 'forwarded') return { count: 3, of: 'worked' };
  if (profile === 'appk' && registeredOn < '2021-07-01') return { count: what === 'answer' ? 15 : 30, of: 'any' };
  if (kind === 'complaint') return what === 'answer' ? { count: 20, of: 'worked' } : null;
  if (kind === 'information_request') return { count: what === 'answer' ? 15 : 15 + 15, of: 'any' };
  return what === 'answer' ? { count: 15, of: 'worked' } : { count: 2, of: 'months' };
};

/** Counted from the day after; a last day that is not worked moves to the next that is. */
export const lastDay = (days: SlowDays, from: number, term: SlowTerm): number => {
  let nth = from;
  if (term.of === 'months') nth = sameDateLater(days, from, term.count);
  else for (let left = term.count; left > 0;) {
    nth += 1;
    if (term.of === 'any' || days.works(nth)) left -= 1;
  }
  while (!days.works(nth)) nth += 1;
  return nth;
};

/** Leaf after leaf until the month has turned so often and shows the date, or ends. */
const sameDateLater = (days: SlowDays, from: number, months: number): number => {
  let nth = from;
  for (let left = months; left > 0; nth += 1) if (days.leaf(nth + 1).date === 1) left -= 1;
  while (days.leaf(nth).date < days.leaf(from).date && days.leaf(nth + 1).date !== 1) nth += 1;
  return nth;
};
