import { expect, test } from 'vitest';
import { addDays, day, daysBetween, isDay, wallClock, weekday } from './day.ts';

test('the thirtieth of February is not a day', () => {
  expect(isDay('2026-02-30')).toBe(false);
  expect(isDay('2028-02-29')).toBe(true);
  expect(() => day('yesterday')).toThrow(RangeError);
});

test('a day knows its neighbours over the end of a leap February', () => {
  expect(addDays(day('2028-02-28'), 2)).toBe('2028-03-01');
  expect(daysBetween(day('2026-11-20'), day('2026-12-11'))).toBe(21);
  expect(weekday(day('2026-11-20'))).toBe(5);
});

test('half past seven in the evening in Almaty is still that day, though Greenwich is behind', () => {
  expect(wallClock(Date.parse('2026-11-20T14:30:00Z'))).toEqual({ on: '2026-11-20', minute: 19 * 60 + 30 });
});

test('before March 2024 the country had another hour', () => {
  expect(wallClock(Date.parse('2024-02-28T18:30:00Z')).on).toBe('2024-02-29');
  expect(wallClock(Date.parse('2024-03-02T18:30:00Z')).on).toBe('2024-03-02');
});
