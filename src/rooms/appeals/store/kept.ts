import { isSilent } from '../../../platform/db.ts';

/**
 * A count over a year of a country's letters takes seconds and is the same for everybody who looks: it is kept for twenty times as long as
 * it took, so that counting never fills more than a twentieth of the time. What is found at once is never kept: a small register is always exact.
 */
const atOnceMs = 100;
/** What takes this long nobody should have to wait for because nobody has looked lately: the old one is given, at most ten minutes old, and counted anew meanwhile. */
const longMs = 250;
const oldestMs = 600_000;
const timesKept = 20;
const mostKept = 200;
/** More may not count at the same moment: the rest of the connections belong to people who act. */
const mostCounting = 2;

type Kept = { readonly value: Promise<unknown>; freshUntil: number; again: boolean };
type Shelf = { readonly kept: Map<string, Kept>; counting: number; readonly waiting: Turn[] };
type Turn = { readonly begin: () => void; readonly giveUp: (error: unknown) => void };
const shelves = new WeakMap<object, Shelf>();

const shelfOf = (owner: object): Shelf => {
  const shelf = shelves.get(owner) ?? { kept: new Map(), counting: 0, waiting: [] };
  shelves.set(owner, shelf);
  return shelf;
};

/** Puts everything kept away: the next reader gets a new count. */
export const forgetKept = (owner: object): void => void shelves.delete(owner);

/** `count` anew, or what it gave a moment ago. Whoever asks while it is being counted waits for the same answer. */
export const keptFor = <T>(owner: object, key: string, count: () => Promise<T>): Promise<T> => {
  const shelf = shelfOf(owner);
  const before = shelf.kept.get(key);
  if (!before) return begin(shelf, key, count);
  if (performance.now() > before.freshUntil && !before.again) {
    // this one still gets the old answer; it is counted anew behind their back
    before.again = true;
    begin(shelf, key, count, before).catch(() => {});
  }
  return before.value as Promise<T>;
};

const begin = <T>(shelf: Shelf, key: string, count: () => Promise<T>, old?: Kept): Promise<T> => {
  const settled = (tookMs: number): void => {
    shelf.kept.delete(key);
    if (tookMs < atOnceMs) return;
    fresh.freshUntil = performance.now() + tookMs * timesKept;
    shelf.kept.set(key, fresh);
    // nobody asked for as long again: the next one waits for a new count instead of getting a very old one
    const longest = 2 * tookMs * timesKept;
    setTimeout(() => shelf.kept.get(key) === fresh && shelf.kept.delete(key), tookMs < longMs ? longest : Math.max(longest, oldestMs)).unref();
    const [oldest] = shelf.kept.keys();
    if (shelf.kept.size > mostKept && oldest !== undefined) shelf.kept.delete(oldest);
  };
  const value = inTurn(shelf, count).then(
    (one) => {
      settled(one.tookMs);
      return one.value;
    },
    (error: unknown) => {
      // an old count is no worse for a new one that failed: it is given until its own time is over
      if (old) old.again = false;
      else shelf.kept.delete(key);
      throw error;
    },
  );
  const fresh: Kept = { value, freshUntil: Number.POSITIVE_INFINITY, again: false };
  if (!old) shelf.kept.set(key, fresh);
  return value;
};

const inTurn = async <T>(shelf: Shelf, count: () => Promise<T>): Promise<{ value: T; tookMs: number }> => {
  if (shelf.counting >= mostCounting) await new Promise<void>((begin, giveUp) => void shelf.waiting.push({ begin, giveUp }));
  else shelf.counting += 1;
  const began = performance.now();
  try {
    return { value: await count(), tookMs: performance.now() - began };
  } catch (error) {
    // nine seconds each for a database that keeps silent: whoever stood third would be told after eighteen, the fifth after twenty-seven
    if (isSilent(error)) for (const one of shelf.waiting.splice(0)) one.giveUp(error);
    throw error;
  } finally {
    const next = shelf.waiting.shift();
    if (next) next.begin(); // the place is handed on
    else shelf.counting -= 1;
  }
};
