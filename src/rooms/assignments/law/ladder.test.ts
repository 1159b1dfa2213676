import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, day, type Day } from '../../../kernel/day.ts';
import { builtIn } from '../../calendar/kazakhstan.ts';
import { isWorking } from '../../calendar/law.ts';
import { ladderFault, rungDay, rungsReached, type Rung } from './ladder.ts';

// the same texts every day: a red run can be run again
fc.configureGlobal({ seed: 20_261_121 });

const calendar = builtIn(5);
const working = { isWorking: (on: Day) => isWorking(calendar, on) };
const ladder: readonly Rung[] = [
  { place: 1, days: -3, tells: ['executor'], agenda: false }, { place: 2, days: 0, tells: ['executor', 'controller'], agenda: false },
  { place: 3, days: 1, tells: ['body_head'], agenda: false }, { place: 4, days: 5, tells: ['branch_head'], agenda: true },
];

test('three working days before a Monday is the Wednesday before', () => {
  expect(rungDay(day('2026-11-23'), -3, working)).toBe('2026-11-18');
  expect(rungDay(day('2026-11-20'), 1, working)).toBe('2026-11-23');
  expect(rungDay(day('2026-11-20'), 0, working)).toBe('2026-11-20');
});
test('a due day that became a day off afterwards is called on the next working day', () => {
  expect(rungDay(day('2026-11-21'), 0, working)).toBe('2026-11-23');
});
test('nobody is called on a day off, and a later day never stands lower', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 900 }), fc.integer({ min: 0, max: 120 }), (due, later) => {
    const dueOn = addDays(day('2024-06-03'), due);
    for (const rung of ladder) expect(working.isWorking(rungDay(dueOn, rung.days, working))).toBe(true);
    const today = addDays(dueOn, -20);
    expect(rungsReached(ladder, dueOn, addDays(today, later), working).length).toBeGreaterThanOrEqual(rungsReached(ladder, dueOn, today, working).length);
  }));
});
test('after a week away all missed rungs are reached at once', () => {
  expect(rungsReached(ladder, day('2026-11-02'), day('2026-11-20'), working).map((rung) => rung.place)).toEqual([1, 2, 3, 4]);
  expect(rungsReached(ladder, day('2026-11-20'), day('2026-11-16'), working)).toEqual([]);
});
test('a ladder climbs, and each rung tells somebody', () => {
  expect(ladderFault(ladder)).toBeNull();
  expect(ladderFault([])).toBe('ladder_empty_invalid');
  expect(ladderFault([{ days: 0, tells: [], agenda: false }])).toBe('ladder_nobody_invalid');
  expect(ladderFault([{ days: 1, tells: ['executor'], agenda: false }, { days: 1, tells: ['controller'], agenda: false }])).toBe('ladder_order_invalid');
  expect(ladderFault([{ days: 91, tells: ['executor'], agenda: false }])).toBe('ladder_days_invalid');
});
