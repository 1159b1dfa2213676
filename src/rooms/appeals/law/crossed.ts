import { leastCount, suppressed } from './figures.ts';

/** `true`: not given out. `cells` are rows of counts whose sums by row and by column everybody knows, but for those named here. */
export type Hidden = { readonly rows?: readonly boolean[]; readonly columns?: readonly boolean[]; readonly cells?: readonly (readonly boolean[])[] };

/**
 * As `suppressParts`, for a table with sums on both sides: small counts are hidden, and of every row and column so many more that none follows from
 * its sum, nor from all sums together. Where a sum itself is hidden, something of its line is too, or it could be added up.
 */
export const suppressCrossed = (counts: readonly (readonly number[])[], before: Hidden = {}): readonly (readonly (number | null)[])[] => {
  const shown = counts.map((row, r) => row.map((count, c) => (before.cells?.[r]?.[c] && count > 0 ? null : suppressed(count))));
  const columns = Math.max(0, ...counts.map((row) => row.length));
  // the sum of one count is that count, and no line
  const lines = [
    ...counts.map((row, r): Line => ({ places: row.map((_count, c) => [r, c]), told: !before.rows?.[r] })),
    ...Array.from({ length: columns }, (_none, c): Line => ({ places: counts.map((_row, r) => [r, c]), told: !before.columns?.[c] })),
  ].filter((line) => line.places.length > 1);
  const count = ([r, c]: Place): number => counts[r]?.[c] ?? 0;
  const open = ([r, c]: Place): boolean => shown[r]?.[c] !== null;
  // the smallest first; a nought only where nothing else is left, and where its other line has gaps already
  const crossing = ([r, c]: Place): number => counts.filter((_row, other) => other !== r && !open([other, c])).length + (counts[r] ?? []).filter((_count, other) => other !== c && !open([r, other])).length;
  const rank = (place: Place): number => (count(place) > 0 ? count(place) : Number.MAX_SAFE_INTEGER - crossing(place));
  const hideOne = (among: readonly Place[]): boolean => {
    const [least] = among.filter(open).toSorted((a, b) => rank(a) - rank(b));
    const row = least && shown[least[0]];
    if (least && row) row[least[1]] = null;
    return least !== undefined;
  };
  const all = counts.flatMap((row, r) => row.map((_count, c): Place => [r, c]));
  for (let changed = true; changed; ) {
    changed = lines.reduce((some, line) => (!safe(line, count, open) && hideOne(line.places)) || some, false);
    const [one] = changed ? [] : following(all.filter((place) => !open(place)), { rows: counts.map((row, r) => row.length < 2 || before.rows?.[r] === true), columns: Array.from({ length: columns }, (_none, c) => counts.length < 2 || before.columns?.[c] === true) });
    if (one) changed = hideOne(all.filter(([r, c]) => r === one[0] || c === one[1])) || hideOne(all);
  }
  return shown;
};

type Place = readonly [row: number, column: number];
type Line = { readonly places: readonly Place[]; readonly told: boolean };

/** Nothing hidden of it follows: two are hidden at least, and each may still be anything from 1 to 5. */
const safe = ({ places, told }: Line, count: (place: Place) => number, open: (place: Place) => boolean): boolean => {
  const hidden = places.filter((place) => !open(place));
  if (!told) return hidden.length > 0;
  return hidden.length === 0 || (hidden.length > 1 && hidden.reduce((sum, place) => sum + count(place), 0) >= hidden.length - 1 + leastCount);
};

/**
 * Hidden counts that follow from all told sums taken together. Rows and columns are the knots of a net, hidden counts its threads, everything whose sum is
 * not told one knot: a thread follows from the sums exactly when the net falls apart without it.
 */
const following = (hidden: readonly Place[], untold: Hidden): readonly Place[] => {
  const ends = ([r, c]: Place): readonly [string, string] => [untold.rows?.[r] ? 'untold' : `row ${r}`, untold.columns?.[c] ? 'untold' : `column ${c}`];
  const threads = hidden.map(ends);
  return hidden.filter((_place, without) => {
    const [from, to] = threads[without] ?? ['', ''];
    const reached = new Set([from]);
    for (let grown = true; grown && !reached.has(to); ) {
      grown = false;
      for (const [at, [a, b]] of threads.entries()) {
        if (at === without || reached.has(a) === reached.has(b)) continue;
        reached.add(a).add(b);
        grown = true;
      }
    }
    return !reached.has(to);
  });
};
