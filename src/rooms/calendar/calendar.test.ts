import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { system, visitor } from '../../kernel/actor.ts';
import { addDays, day, type Day } from '../../kernel/day.ts';
import { read } from '../../platform/db.ts';
import { root } from '../../platform/root.ts';
import { freshDb, type TestDb } from '../../../test/support/database.ts';
import { publish } from './acts.ts';
import { builtIn } from './kazakhstan.ts';
import { addWorkingDays, calendarStrip, isWorking, registeredOn, stripBefore, workingStrip } from './law.ts';
import { calendarNamed, calendarOfVersion, versions } from './store.ts';
import { allowed, depth } from '../../../test/support/proof.ts';

const kz5 = builtIn(5);

/** The fourteen checked dates of the steering documents. */
test.each([
  ['2024-04-26', 15, '2024-05-22'], ['2024-12-27', 15, '2025-01-22'], ['2025-03-14', 15, '2025-04-09'], ['2026-03-02', 15, '2026-03-27'],
  ['2026-03-02', 20, '2026-04-03'], ['2026-04-24', 15, '2026-05-20'], ['2026-08-20', 15, '2026-09-10'], ['2026-11-20', 15, '2026-12-11'],
  ['2026-12-14', 15, '2027-01-08'], ['2027-03-05', 15, '2027-04-02'], ['2026-05-22', 3, '2026-05-28'], ['2026-10-22', 3, '2026-10-28'],
  ['2026-02-02', 15, '2026-02-23'], ['2026-02-02', 20, '2026-03-02'],
])('registered on %s, %i working days: due on %s', (from, count, due) => {
  expect(addWorkingDays(kz5, day(from), count)).toBe(due);
});

const file = join(root, '../shared/data/calendar/kz_calendar_2024_2027.json');
test.skipIf(!existsSync(file))('the derived days of 2024–2027 are the published ones, day by day (needs ../shared)', () => {
  const published = JSON.parse(readFileSync(file, 'utf8')) as { days: { date: string; type: string }[] };
  const kinds: Record<string, string> = { state: 'holiday', national: 'holiday', religious: 'holiday', carry: 'carried', moved: 'moved_off', work: 'worked' };
  const theirs = published.days.map((one) => `${one.date} ${kinds[one.type]}`).toSorted();
  const ours = [...kz5.days].filter(([on]) => on >= '2024' && on < '2028').map(([on, special]) => `${on} ${special.kind}`);
  expect(ours).toEqual(theirs);
});

/** A slow oracle that shares nothing with the law: UTC timestamps, a set of days off, one day at a time. */
const slowDue = (from: string, count: number, week: 5 | 6): string => {
  const off = new Set<number>();
  const on = new Set<number>();
  for (const [at, special] of builtIn(week).days) (special.kind === 'worked' ? on : off).add(Date.UTC(+at.slice(0, 4), +at.slice(5, 7) - 1, +at.slice(8, 10)));
  let now = Date.UTC(+from.slice(0, 4), +from.slice(5, 7) - 1, +from.slice(8, 10));
  let left = count;
  while (left > 0) {
    now += 86_400_000;
    const sunday = new Date(now).getUTCDay() === 0;
    const saturday = new Date(now).getUTCDay() === 6;
    const free = on.has(now) ? false : off.has(now) || sunday || (saturday && week === 5);
    if (!free) left -= 1;
  }
  return new Date(now).toISOString().slice(0, 10);
};

const terms = depth(20_000, 1_000_000);
const [offsets, counts, weeks] = [fc.integer({ min: 0, max: 5_700 }), fc.integer({ min: 1, max: 40 }), fc.constantFrom(5 as const, 6 as const)];
test(`${terms} terms between 2020 and 2035 agree with a slow oracle, end on a working day, and unfold to it`, () => {
  const compared = new Map<number, number>();
  fc.assert(
    fc.property(offsets, counts, weeks, (offset, count, week) => {
      compared.set(week, (compared.get(week) ?? 0) + 1);
      const calendar = builtIn(week);
      const from = addDays(day('2020-01-01'), offset);
      const due = addWorkingDays(calendar, from, count);
      const strip = workingStrip(calendar, from, count);
      return due === slowDue(from, count, week) && isWorking(calendar, due) && strip.at(-1)?.on === due && strip.at(-1)?.kind === 'due' && strip.filter((one) => one.n !== null).length === count;
    }),
    { numRuns: terms, seed: 20261120 },
  );
  console.log(`proof: deadlines ${[...compared].toSorted(([a], [b]) => a - b).map(([week, n]) => `${n} in weeks of ${week} days`).join(', ')}, all as the slow oracle counts them`);
}, allowed(120_000, 20_000, 1_000_000));

test('control: a law that forgets one kind of day is told from the oracle', () => {
  const found = (['holiday', 'carried', 'moved_off', 'worked'] as const).map((kind) => fc.check(fc.property(offsets, counts, weeks, (offset, count, week) => {
    const calendar = builtIn(week);
    const from = addDays(day('2020-01-01'), offset);
    return addWorkingDays({ ...calendar, days: new Map([...calendar.days].filter(([, special]) => special.kind !== kind)) }, from, count) === slowDue(from, count, week);
  }), { numRuns: terms, seed: 20261120 }).failed);
  console.log(`proof: control, ${found.filter(Boolean).length} of ${found.length} laws that forget a kind of day are found`);
  expect(found).toEqual([true, true, true, true]);
});

test('a term in calendar days that ends on a holiday moves to the next working day, and shows where it would have ended', () => {
  const strip = calendarStrip(kz5, day('2026-03-06'), day('2026-03-21'));
  expect(strip.filter((one) => one.kind === 'moved').map((one) => one.on)).toEqual(['2026-03-21', '2026-03-22', '2026-03-23', '2026-03-24', '2026-03-25']);
  expect(strip.at(-1)).toMatchObject({ on: '2026-03-26', kind: 'due' });
});

test('an appeal received on Friday evening is registered on Monday, and one on the eve of a long holiday after it', () => {
  const at = (text: string) => Date.parse(text);
  expect(registeredOn(kz5, at('2026-11-20T13:29:00Z'), 1110)).toBe('2026-11-20');
  expect(registeredOn(kz5, at('2026-11-20T13:30:00Z'), 1110)).toBe('2026-11-23');
  expect(registeredOn(kz5, at('2026-03-20T14:00:00Z'), 1110)).toBe('2026-03-26');
  expect(registeredOn(builtIn(6), at('2026-11-20T14:00:00Z'), 1110)).toBe('2026-11-21');
});

test('what comes on a day off or after closing time shows every day up to the one it is registered on', () => {
  const days = (from: string, to: string) => stripBefore(kz5, day(from), day(to)).map((one) => [one.on, one.kind, one.why]);
  expect(days('2026-11-22', '2026-11-23')).toEqual([['2026-11-22', 'received', 'weekend']]);
  expect(days('2026-11-20', '2026-11-23')).toEqual([['2026-11-20', 'received', null], ['2026-11-21', 'skipped', 'weekend'], ['2026-11-22', 'skipped', 'weekend']]);
  expect(days('2026-11-20', '2026-11-20')).toEqual([]);
});

test('Saturday 4 May 2024 was worked, and Wednesday 8 May was not', () => {
  expect([isWorking(kz5, day('2024-05-04')), isWorking(kz5, day('2024-05-08'))]).toEqual([true, false]);
});

describe('an administrator', () => {
  let t: TestDb;
  beforeAll(async () => {
    t = await freshDb();
  });
  afterAll(() => t.drop());
  const off = (on: string) => ({ act: 'off' as const, on: on as Day });

  test('publishes a moved day; new terms see it, old ones keep their version, and the history says why', async () => {
    const office = t.ctx(system('test'));
    const before = await read(office, (q) => calendarNamed(q, 'kz5'));
    const result = await publish(office, { name: 'kz5', orders: [off('2026-12-11')], reason: 'Қаулы' });
    expect(result).toEqual({ version: expect.stringMatching(/^kz5-\d+$/) });
    const after = await read(office, (q) => calendarNamed(q, 'kz5'));
    expect(addWorkingDays(after, day('2026-11-20'), 15)).toBe('2026-12-14');
    expect(addWorkingDays(await read(office, (q) => calendarOfVersion(q, before.version)), day('2026-11-20'), 15)).toBe('2026-12-11');
    expect(await read(office, (q) => versions(q, 'kz5'))).toMatchObject([{ reason: 'Қаулы', changes: [{ on: '2026-12-11' }] }]);
    expect(await t.raw(`SELECT act, subject FROM journal.leaf`)).toEqual([{ act: 'calendar.publish', subject: 'calendar:kz5' }]);
  });

  test('two who publish at once lose neither day', async () => {
    const office = t.ctx(system('test'));
    await Promise.all([publish(office, { name: 'kz6', orders: [off('2026-12-01')], reason: 'a' }), publish(office, { name: 'kz6', orders: [off('2026-12-02')], reason: 'b' })]);
    const days = (await read(office, (q) => calendarNamed(q, 'kz6'))).days;
    expect([days.has(day('2026-12-01')), days.has(day('2026-12-02'))]).toEqual([true, true]);
  });

  test('whoever lacks the post changes nothing', async () => {
    expect(await publish(t.ctx(visitor), { name: 'kz5', orders: [off('2026-12-21')], reason: 'x' })).toMatchObject({ code: 'not_allowed' });
  });
});
