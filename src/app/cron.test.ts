import { parseCrontab } from 'graphile-worker';
import { expect, test } from 'vitest';
import { cron, jobs } from './house.ts';

test('the worker takes the house’s timetable: one faulty or doubled line, and no job at all would run', () => {
  const items = parseCrontab(cron);
  expect(items.length).toBe(cron.split('\n').length);
  expect(items.map((item) => item.task).filter((task) => !(task in jobs))).toEqual([]);
});
