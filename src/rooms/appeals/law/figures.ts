import { addDays, isDay, type Day } from '../../../kernel/day.ts';

/** A count of fewer people than this could point at one of them: it is not shown (product.md, rule 4 and trust.md). */
export const leastCount = 5;

/** `null`: hidden because it is small. Zero is shown: nobody is in it. */
export const suppressed = (count: number): number | null => (count > 0 && count < leastCount ? null : count);

/**
 * Hides small counts of parts whose sum everybody knows. What is hidden must not follow from what is left: at least two are hidden, and so
 * many together that each of them may still be anything from 1 to 5. The smallest shown ones go with them; when none is left, all do.
 */
export const suppressParts = (counts: readonly number[]): readonly (number | null)[] => {
  const shown: (number | null)[] = counts.map(suppressed);
  const hidden = () => counts.filter((_count, at) => shown[at] === null);
  if (hidden().length === 0) return shown;
  while (hidden().length < 2 || hidden().reduce((sum, count) => sum + count, 0) < hidden().length - 1 + leastCount) {
    let least = -1;
    for (const [at, count] of shown.entries()) if (count !== null && count > 0 && (least < 0 || count < (shown[least] ?? Infinity))) least = at;
    if (least < 0) return counts.map(() => null);
    shown[least] = null;
  }
  return shown;
};

/**
 * The parts of a place by their codes; `null`, a place not known, is not a place: a small count there points at nobody and hides nothing of
 * its neighbours.
 */
export const suppressPlaces = (parts: readonly { readonly code: string | null; readonly count: number }[]): readonly (number | null)[] => {
  const places = parts.filter((part) => part.code !== null);
  const shown = new Map(suppressParts(places.map((part) => part.count)).map((count, at) => [places[at], count]));
  return parts.map((part) => (part.code === null ? part.count : (shown.get(part) ?? null)));
};

/** Medians of fewer cases than this say more of one person than of an office. */
export const leastSample = 10;

/**
 * Lateness by two clocks over the same matters. `now`: past the day in force; `promise`: past the branch's promise; `body`: past a body's own term, a part of
 * `now`. What is left of `now` without `body` are those of one clock, also a part of `promise`: none of these parts may follow from what is shown.
 */
export const separateClocks = (c: { readonly now: number; readonly promise: number; readonly body: number }): { readonly promise: number | null; readonly body: number | null } => {
  const oneClock = c.now - c.body;
  const bodyShown = suppressed(c.body) !== null && suppressed(oneClock) !== null;
  const promiseShown = suppressed(c.promise) !== null && (!bodyShown || suppressed(c.promise - oneClock) !== null);
  return { promise: promiseShown ? c.promise : null, body: bodyShown ? c.body : null };
};

/** A share is shown where neither side of it is small and there are enough cases. */
export const share = (part: number, whole: number): number | null =>
  whole < leastSample || suppressed(part) === null || suppressed(whole - part) === null ? null : Math.round((part / whole) * 100);

/** Whole months: two periods that differ by a day would tell what came on that day. */
export const wholeMonths = (from: Day, to: Day): { from: Day; to: Day } => {
  const [year = 0, month = 1] = to.split('-').map(Number);
  return { from: `${from.slice(0, 8)}01` as Day, to: new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10) as Day };
};

const yearDays = 365;

export type PeriodNote = 'unread' | 'turned' | 'ahead' | 'unfinished';
/** `notes`: what was done with what was asked, for the page to say. */
export type PeriodAsked = { readonly from: Day; readonly to: Day; readonly today: Day; readonly notes: readonly PeriodNote[] };

/** The whole months an address asks for; a day that is none, or not there, falls back on today and a year before the end. */
export const periodAsked = (query: URLSearchParams, today: Day): PeriodAsked => {
  const [first, last] = [query.get('from') ?? '', query.get('to') ?? ''];
  const end = isDay(last) ? last : isDay(first) && first > today ? first : today;
  const begin = isDay(first) ? first : addDays(end, 1 - yearDays);
  const turned = begin > end;
  const { from, to } = turned ? wholeMonths(end, begin) : wholeMonths(begin, end);
  const notes: readonly (readonly [PeriodNote, boolean])[] = [
    ['unread', [first, last].some((text) => text !== '' && !isDay(text))], ['turned', turned], ['ahead', from > today], ['unfinished', from <= today && to >= today],
  ];
  return { from, to, today, notes: notes.flatMap(([note, holds]) => (holds ? [note] : [])) };
};

/** Matters alike in everything a neighbour could know of them; `month` as `2026-11`. */
export type Alike = { readonly region: string | null; readonly district: string | null; readonly topic: string | null; readonly kind: string; readonly month: string; readonly count: number };
/** What is told of one of them. Empty: not told, because too few are alike. */
export type Told = { readonly territory: string; readonly topic: string; readonly kind: string; readonly period: string };

export const alikeKey = (a: Omit<Alike, 'count'>): string => JSON.stringify([a.region, a.district, a.topic, a.kind, a.month]);

/**
 * How much of each row may be told: as much as at least five rows have in common, and no place whose count is hidden. From the most told to the
 * least: district with topic and kind; district; region; month; year.
 */
export const tellable = (all: readonly Alike[]): ReadonlyMap<string, Told> => {
  const open = openPlaces(all);
  const place = (code: string | null) => (code !== null && open.has(code) ? code : null);
  const levels: readonly ((a: Alike) => Told | null)[] = [
    (a) => (place(a.district) ? { territory: a.district ?? '', topic: a.topic ?? '', kind: a.kind, period: a.month } : null),
    (a) => (place(a.district) ? { territory: a.district ?? '', topic: '', kind: '', period: a.month } : null),
    (a) => (place(a.region) ? { territory: a.region ?? '', topic: '', kind: '', period: a.month } : null),
    (a) => ({ territory: '', topic: '', kind: '', period: a.month }),
    (a) => ({ territory: '', topic: '', kind: '', period: a.month.slice(0, 4) }),
  ];
  const told = new Map<string, Told>();
  let left = all;
  for (const level of levels) {
    const sums = sumsBy(left, (a) => JSON.stringify(level(a)));
    const enough = (a: Alike) => level(a) !== null && (sums.get(JSON.stringify(level(a))) ?? 0) >= leastCount;
    for (const a of left.filter(enough)) told.set(alikeKey(a), level(a) ?? nothingTold);
    left = left.filter((a) => !enough(a));
  }
  return told;
};

/**
 * Whether a row stands in the file of a place (`depth` 1 is the country, 2 a region): only where its told place is that place or below it. A coarser one would tell
 * its place by standing there. So each file is the country's own, cut by its place, and tells nothing more.
 */
export const inFileOf = (place: { readonly code: string; readonly depth: number }, told: Told): boolean =>
  place.depth === 1 || told.territory === place.code || (place.depth === 2 && told.territory !== '');

export const nothingTold: Told = { territory: '', topic: '', kind: '', period: '' };

/** Regions and districts whose count is shown among their neighbours'. */
export const openPlaces = (all: readonly Alike[]): ReadonlySet<string> => {
  const shown = (parts: ReadonlyMap<string | null, number>): readonly string[] => {
    const counts = suppressPlaces([...parts].map(([code, count]) => ({ code, count })));
    return [...parts.keys()].flatMap((code, at) => (code !== null && counts[at] !== null ? [code] : []));
  };
  const regions = shown(sumsBy(all, (a) => a.region));
  return new Set([...regions, ...regions.flatMap((region) => shown(sumsBy(all.filter((a) => a.region === region), (a) => a.district)))]);
};

const sumsBy = <K>(all: readonly Alike[], keyOf: (a: Alike) => K): ReadonlyMap<K, number> => {
  const sums = new Map<K, number>();
  for (const a of all) sums.set(keyOf(a), (sums.get(keyOf(a)) ?? 0) + a.count);
  return sums;
};
