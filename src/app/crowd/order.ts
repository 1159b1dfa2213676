import { day, type Day } from '../../kernel/day.ts';

/** A branch, the body that answers there and its people. */
export type Office = { readonly branchId: number; readonly code: string; readonly bodyId: number; readonly executors: readonly number[]; readonly clerkId: number | null };
/** Where people write from, and how often; `place`: of the demonstration's, whose name stands in the letters. */
export type Spot = { readonly office: number; readonly weight: number; readonly territoryCode: string; readonly path: readonly string[]; readonly place: string | null };

/** What a made register is to be. All of it can be handed to a thread. */
export type Order = {
  readonly size: number; readonly seed: number;
  /** of the first and the last letter */
  readonly from: Day; readonly today: Day;
  readonly calendarVersion: string; readonly offices: readonly Office[]; readonly spots: readonly Spot[];
  /** 'lived': letters of the demonstration. 'measured': sentences with six words each out of fifty thousand, as unevenly used as words are */
  readonly voice: 'lived' | 'measured';
  /** a leaf of the journal for every act, sealed and signed; without them the journal says nothing of these letters */
  readonly journal: boolean;
  readonly secret: string;
};

const dayMs = 86_400_000;
const epochDay = (on: Day): number => Date.parse(`${on}T00:00:00Z`) / dayMs;
export const onDay = (epoch: number): Day => day(new Date(epoch * dayMs).toISOString().slice(0, 10));

/** One stretch of letters of one year: `nth` counts within the year, from 0. */
export type Part = { readonly from: number; readonly to: number; readonly year: number; readonly nth: number; /** numbers each office has given that year before */ readonly given: readonly number[] };

/** The same number for the same letter, whoever asks: a thread can begin anywhere. */
export const chances = (seed: number, serial: number): (() => number) => {
  let state = (Math.imul(serial + 1, 0x9e3779b1) ^ Math.imul(seed, 0x85ebca6b)) | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let word = Math.imul(state ^ (state >>> 15), 1 | state);
    word = (word + Math.imul(word ^ (word >>> 7), 61 | word)) ^ word;
    return ((word ^ (word >>> 14)) >>> 0) / 4_294_967_296;
  };
};

/** By the first chance of a letter. */
export const spotOf = (o: Order): ((chance: number) => number) => {
  const sums: number[] = [];
  for (const { weight } of o.spots) sums.push((sums.at(-1) ?? 0) + weight);
  const all = sums.at(-1) ?? 0;
  return (chance) => {
    let [low, high] = [0, sums.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sums[middle] ?? 0) > chance * all) high = middle;
      else low = middle + 1;
    }
    return low;
  };
};

/** The day of a letter: they come evenly, in the order of their serials. */
export const dayAt = (o: Order): ((serial: number) => number) => {
  const first = epochDay(o.from);
  const days = epochDay(o.today) - first + 1;
  return (serial) => first + Math.floor((serial * days) / o.size);
};

export type Counter = { readonly branchId: number; readonly year: number; readonly last: number };

/** Cuts the register into parts, none across a year, and says which number every counter ends with. */
export const partsOf = (o: Order, most: number): { readonly parts: readonly Part[]; readonly counters: readonly Counter[] } => {
  const spot = spotOf(o);
  const on = dayAt(o);
  const offices = o.spots.map((one) => one.office);
  const parts: Part[] = [];
  const counters: Counter[] = [];
  const given = o.offices.map(() => 0);
  const close = (year: number): void => {
    for (const [at, last] of given.entries()) if (last > 0) counters.push({ branchId: o.offices[at]?.branchId ?? 0, year, last });
    given.fill(0);
  };
  let [from, first, year, lastDay] = [0, 0, 0, -1];
  let before = [...given];
  const cut = (to: number): void => {
    if (to > from) parts.push({ from, to, year, nth: from - first, given: before });
    from = to;
    before = [...given];
  };
  for (let serial = 0; serial < o.size; serial += 1) {
    const today = on(serial);
    if (today !== lastDay) {
      lastDay = today;
      const thisYear = new Date(today * dayMs).getUTCFullYear();
      if (thisYear !== year) {
        cut(serial);
        if (year > 0) close(year);
        before = [...given];
        [year, first] = [thisYear, serial];
      }
    }
    if (serial - from === most) cut(serial);
    const office = offices[spot(chances(o.seed, serial)())] ?? 0;
    given[office] = (given[office] ?? 0) + 1;
  }
  cut(o.size);
  close(year);
  return { parts, counters };
};
