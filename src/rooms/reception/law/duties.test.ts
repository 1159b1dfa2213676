import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, day, type Day } from '../../../kernel/day.ts';
import { builtIn } from '../../calendar/contract.ts';
import type { Special, WorkCalendar } from '../../calendar/law.ts';
import { expectedOf, onDaysOff, type Owed, type OnDayOff, type Rhythm, type Rule, type Stint } from './duties.ts';

// the same texts every day: a red run can be run again
fc.configureGlobal({ seed: 20_261_121 });

const kz5 = builtIn(5);
const kz6 = builtIn(6);
const always = { fromOn: day('2020-01-01'), toOn: null };
const rule = (rhythm: Rhythm, times: number, more: Partial<Rule> = {}): Rule => ({ rhythm, times, weekday: null, onDayOff: 'next', ...always, ...more });
const weekdayRule = (weekday: number, onDayOff: OnDayOff, more: Partial<Rule> = {}): Rule => rule('weekday', 1, { weekday, onDayOff, ...more });
const stint = (more: Partial<Stint> = {}): Stint => ({ accountId: 1, unitId: 2, ...always, ...more });
const dues = (r: Rule, from: string, to: string, o: { calendar?: WorkCalendar; stint?: Partial<Stint> } = {}): readonly string[] =>
  expectedOf(r, [stint(o.stint)], o.calendar ?? kz5, day(from), day(to)).map((one) => one.dueOn);

describe('so many times in a period', () => {
  test.each([
    ['once a month is due on the last working day', rule('month', 1), '2026-11-01', '2026-11-30', ['2026-11-30']],
    ['a month that ends in a weekend is due on its Friday', rule('month', 1), '2026-10-01', '2026-10-31', ['2026-10-30']],
    ['twice a month shows its first half in the middle', rule('month', 2), '2026-11-01', '2026-11-30', ['2026-11-16', '2026-11-30']],
    ['twice a week is due on Wednesday and Friday', rule('week', 2), '2026-11-16', '2026-11-22', ['2026-11-18', '2026-11-20']],
    ['a week with a holiday is spread over the days it has', rule('week', 2), '2026-12-14', '2026-12-20', ['2026-12-15', '2026-12-18']],
    ['the week of Nauryz has two working days, and both are asked for', rule('week', 2), '2026-03-23', '2026-03-29', ['2026-03-26', '2026-03-27']],
    ['once a quarter is due on its last working day', rule('quarter', 1), '2026-10-01', '2026-12-31', ['2026-12-31']],
    ['the year end of a quarter goes over into the next', rule('quarter', 1), '2026-12-20', '2027-01-10', ['2026-12-31', '2027-03-31']],
  ] as const)('%s', (_name, r, from, to, wanted) => {
    expect(dues(r, from, to)).toEqual(wanted);
  });

  test('a day worked by decree is a working day, and the day off moved to is none', () => {
    // 4 May 2024, a Saturday, was worked for Wednesday the 8th
    expect(dues(rule('week', 1), '2024-04-29', '2024-05-05')).toEqual(['2024-05-04']);
    expect(dues(rule('week', 3), '2024-05-06', '2024-05-12')).toEqual(['2024-05-06', '2024-05-10']);
  });
  test('in a week of six days Saturday is the last', () => {
    expect(dues(rule('week', 2), '2026-11-16', '2026-11-22', { calendar: kz6 })).toEqual(['2026-11-18', '2026-11-21']);
  });
  test('whoever takes the office in the last third of a month owes nothing for it, and from its middle on one', () => {
    expect(dues(rule('month', 1), '2026-11-01', '2026-11-30', { stint: { fromOn: day('2026-11-20') } })).toEqual([]);
    expect(dues(rule('month', 1), '2026-11-01', '2026-11-30', { stint: { fromOn: day('2026-11-12') } })).toEqual(['2026-11-30']);
  });
  test('whoever leaves in mid-month owes their share by their last working day', () => {
    expect(dues(rule('month', 4), '2026-11-01', '2026-11-30', { stint: { toOn: day('2026-11-15') } })).toEqual(['2026-11-06', '2026-11-13']);
  });
  test('a duty that begins and ends within one week asks for its share of the week', () => {
    expect(dues(rule('week', 5, { fromOn: day('2026-11-17'), toOn: day('2026-11-18') }), '2026-11-16', '2026-11-22')).toEqual(['2026-11-17', '2026-11-18']);
  });
  test('ten times a week is twice on every day of it', () => {
    expect(dues(rule('week', 10), '2026-11-16', '2026-11-22')).toEqual(['16', '16', '17', '17', '18', '18', '19', '19', '20', '20'].map((on) => `2026-11-${on}`));
  });
});

describe('every such weekday', () => {
  test.each([
    ['next', ['2026-12-10', '2026-12-17', '2026-12-24']], ['before', ['2026-12-10', '2026-12-17', '2026-12-24']], ['drop', ['2026-12-10', '2026-12-17', '2026-12-24']],
  ] as const)('a Thursday that is worked stays as it is: %s', (onDayOff, wanted) => {
    expect(dues(weekdayRule(4, onDayOff), '2026-12-07', '2026-12-27')).toEqual(wanted);
  });
  test.each([['next', ['2026-12-17']], ['before', ['2026-12-15']], ['drop', []]] as const)('Wednesday 16 December, Independence Day: %s', (onDayOff, wanted) => {
    expect(dues(weekdayRule(3, onDayOff), '2026-12-14', '2026-12-20')).toEqual(wanted);
  });
  test('a day moved past the person’s last day is owed by nobody', () => {
    expect(dues(weekdayRule(3, 'next'), '2026-12-14', '2026-12-20', { stint: { toOn: day('2026-12-16') } })).toEqual([]);
  });
  test('two weekdays that days off push onto one day are one reception, the earlier one', () => {
    const off = new Map<Day, Special>(Array.from({ length: 9 }, (_, at) => [addDays(day('2026-11-18'), at), { kind: 'holiday', names: { kk: 'к', ru: 'к', en: 'k' } }]));
    const owed = expectedOf(weekdayRule(3, 'next'), [stint()], { ...kz5, days: off }, day('2026-11-16'), day('2026-12-01'));
    expect(owed.map((one) => [one.periodFrom, one.dueOn])).toEqual([['2026-11-18', '2026-11-27']]);
  });
});

/**
 * A slow count, written from the words of the rules and sharing nothing with the law: numbers of days since 1970, one set of days off, every period
 * by walking through every single day there is.
 */
type SlowRule = { rhythm: Rhythm; times: number; weekday: number; onDayOff: OnDayOff; first: number; last: number };
type Slow = { label: string; period: number; nth: number; due: number };
const epoch = (on: string): number => Math.round(Date.UTC(+on.slice(0, 4), +on.slice(5, 7) - 1, +on.slice(8, 10)) / 86_400_000);
const date = (n: number): Date => new Date(n * 86_400_000);

const slow = (r: SlowRule, isFree: (n: number) => boolean, week: number, from: number, to: number): Slow[] => {
  const found: Slow[] = [];
  const labelOf = (n: number): string => {
    const at = date(n);
    if (r.rhythm === 'month') return `${at.getUTCFullYear()} ${at.getUTCMonth()}`;
    if (r.rhythm === 'quarter') return `${at.getUTCFullYear()} q${Math.trunc(at.getUTCMonth() / 3)}`;
    // 5 January 1970 was a Monday
    return `week ${Math.floor((n - 4) / 7)}`;
  };
  if (r.rhythm === 'weekday') {
    const goes = (n: number): number | null => {
      if (!isFree(n)) return n;
      if (r.onDayOff === 'drop') return null;
      let at = n;
      for (let tries = 0; tries < 62; tries += 1) {
        at = r.onDayOff === 'next' ? at + 1 : at - 1;
        if (!isFree(at)) return at;
      }
      return null;
    };
    let previous: number | null = null;
    for (let n = r.first; n <= Math.min(r.last, to); n += 1) {
      if ((date(n).getUTCDay() || 7) !== r.weekday) continue;
      const due = goes(n);
      const same = due !== null && due === previous;
      previous = due;
      if (due === null || same || due < r.first || due > r.last || n < from) continue;
      found.push({ label: String(n), period: n, nth: 1, due });
    }
    return found;
  }
  // every day of some years with the name of its period
  const periods = new Map<string, number[]>();
  for (let n = from - 140; n <= to + 140; n += 1) periods.set(labelOf(n), [...(periods.get(labelOf(n)) ?? []), n]);
  for (const [label, days] of periods) {
    if (!days.some((n) => n >= from && n <= to)) continue;
    const worked = days.filter((n) => !isFree(n));
    const theirs = worked.filter((n) => n >= r.first && n <= r.last);
    const inside = days.filter((n) => n >= r.first && n <= r.last);
    if (inside.length === 0 || theirs.length === 0) continue;
    // to the nearest, a half upward: the largest number that is not more than a half above the exact share
    let count = 0;
    while ((count + 1) * worked.length <= r.times * theirs.length + worked.length / 2) count += 1;
    let perDay = 1;
    if (r.rhythm === 'week') while (perDay * week < r.times) perDay += 1;
    while (count > perDay * theirs.length) count -= 1;
    for (let nth = 1; nth <= count; nth += 1) {
      // the first day by which at least nth parts out of count are over
      let place = 0;
      while ((place + 1) * count < nth * theirs.length) place += 1;
      found.push({ label, period: inside[0] ?? 0, nth, due: theirs[place] ?? 0 });
    }
  }
  return found;
};

const madeUp = fc.record({ week: fc.constantFrom(5 as const, 6 as const), off: fc.array(fc.integer({ min: 0, max: 1_460 }), { maxLength: 40 }), blocks: fc.array(fc.tuple(fc.integer({ min: 0, max: 1_460 }), fc.integer({ min: 2, max: 16 })), { maxLength: 4 }), worked: fc.array(fc.integer({ min: 0, max: 1_460 }), { maxLength: 25 }) });
const start = day('2024-01-01');
const nothing = { kk: 'к', ru: 'к', en: 'k' };
const calendarOf = (c: { week: 5 | 6; off: number[]; blocks: [number, number][]; worked: number[] }): WorkCalendar => {
  const days = new Map<Day, Special>();
  for (const at of c.off) days.set(addDays(start, at), { kind: 'holiday', names: nothing });
  for (const [at, length] of c.blocks) for (let n = 0; n < length; n += 1) days.set(addDays(start, at + n), { kind: 'moved_off', names: nothing });
  for (const at of c.worked) days.set(addDays(start, at), { kind: 'worked', names: nothing });
  return { name: 'made', version: 'made-1', week: c.week, days };
};
/** Days off as numbers, from the table alone. */
const freeBy = (calendar: WorkCalendar): ((n: number) => boolean) => {
  const off = new Set<number>();
  const on = new Set<number>();
  for (const [at, special] of calendar.days) (special.kind === 'worked' ? on : off).add(epoch(at));
  return (n) => !on.has(n) && (off.has(n) || date(n).getUTCDay() === 0 || (calendar.week === 5 && date(n).getUTCDay() === 6));
};

const cases = fc.record({
  calendar: fc.oneof(fc.constantFrom(kz5, kz6), madeUp.map(calendarOf)),
  rhythm: fc.constantFrom<Rhythm>('week', 'month', 'quarter', 'weekday'), times: fc.integer({ min: 1, max: 20 }), weekday: fc.integer({ min: 1, max: 7 }), onDayOff: fc.constantFrom(...onDaysOff),
  begins: fc.integer({ min: -100, max: 1_300 }), lasts: fc.option(fc.integer({ min: 0, max: 400 })), personAfter: fc.integer({ min: -60, max: 120 }), personLasts: fc.option(fc.integer({ min: 0, max: 300 })),
  from: fc.integer({ min: 0, max: 1_400 }), length: fc.integer({ min: 0, max: 100 }),
});
type Case = typeof cases extends fc.Arbitrary<infer T> ? T : never;

const both = (c: Case, law: typeof expectedOf): { fast: string; slow: string } => {
  const fromOn = addDays(start, c.begins);
  const toOn = c.lasts === null ? null : addDays(fromOn, c.lasts);
  const person = stint({ fromOn: addDays(fromOn, c.personAfter), toOn: c.personLasts === null ? null : addDays(fromOn, c.personAfter + c.personLasts) });
  const [from, to] = [addDays(start, c.from), addDays(start, c.from + c.length)];
  const show = (list: readonly (readonly [number, number, number])[]): string => list.map((one) => one.join(':')).toSorted().join(' ');
  const fast = law({ rhythm: c.rhythm, times: c.times, weekday: c.rhythm === 'weekday' ? c.weekday : null, onDayOff: c.onDayOff, fromOn, toOn }, [person], c.calendar, from, to);
  const ends = [toOn, person.toOn].flatMap((on) => (on === null ? [] : [epoch(on)]));
  const counted = slow({ rhythm: c.rhythm, times: c.times, weekday: c.weekday, onDayOff: c.onDayOff, first: Math.max(epoch(fromOn), epoch(person.fromOn)), last: Math.min(Number.MAX_SAFE_INTEGER, ...ends) }, freeBy(c.calendar), c.calendar.week, epoch(from), epoch(to));
  return { fast: show(fast.map((one) => [epoch(one.periodFrom), one.nth, epoch(one.dueOn)] as const)), slow: show(counted.map((one) => [one.period, one.nth, one.due] as const)) };
};

test('24,000 duties in 2024–2027 and in made-up calendars agree with a slow count of every day', { timeout: 240_000 }, () => {
  let compared = 0;
  fc.assert(fc.property(cases, (c) => {
    const { fast, slow: counted } = both(c, expectedOf);
    compared += 1;
    return fast === counted;
  }), { numRuns: 24_000 });
  console.log(`proof: ${compared} duties to receive are those of a slow count of every day, 0 differences`);
});

test('the slow count turns red when the law spreads badly, forgets a moved day, or rounds down', () => {
  const wrong: readonly ((owed: readonly Owed[], c: Case) => readonly Owed[])[] = [
    (owed) => owed.map((one) => ({ ...one, dueOn: owed.findLast((other) => other.periodFrom === one.periodFrom)?.dueOn ?? one.dueOn })),
    (owed) => owed.filter((one) => one.nth === 1),
  ];
  for (const spoil of wrong) {
    const failed = fc.check(fc.property(cases, (c) => {
      const { fast, slow: counted } = both(c, (...given) => spoil(expectedOf(...given), c));
      return fast === counted;
    }), { numRuns: 500 });
    expect(failed.failed).toBe(true);
  }
  const deaf = fc.check(fc.property(cases, (c) => {
    const { fast, slow: counted } = both(c, (r, s, calendar, from, to) => expectedOf(r, s, { ...calendar, days: new Map() }, from, to));
    return fast === counted;
  }), { numRuns: 500 });
  expect(deaf.failed).toBe(true);
});

test('what is owed does not depend on where one looks from: laying out day by day gives the same as all at once', () => {
  fc.assert(fc.property(cases, (c) => {
    const r: Rule = { rhythm: c.rhythm, times: c.times, weekday: c.rhythm === 'weekday' ? c.weekday : null, onDayOff: c.onDayOff, ...always };
    const [from, to] = [addDays(start, c.from), addDays(start, c.from + c.length)];
    const keys = (list: readonly Owed[]) => [...new Set(list.map((one) => `${one.periodFrom} ${one.nth} ${one.dueOn}`))].toSorted();
    const whole = keys(expectedOf(r, [stint()], c.calendar, from, to));
    const parts: Owed[] = [];
    for (let at = from; at <= to; at = addDays(at, 9)) parts.push(...expectedOf(r, [stint()], c.calendar, at, addDays(at, 8) > to ? to : addDays(at, 8)));
    return JSON.stringify(keys(parts)) === JSON.stringify(whole);
  }), { numRuns: 1_000 });
});
