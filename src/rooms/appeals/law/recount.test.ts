import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, day, weekday, type Day } from '../../../kernel/day.ts';
import { allowed, depth } from '../../../../test/support/proof.ts';
import { builtIn } from '../../calendar/kazakhstan.ts';
import { changed, onOrAfter, type WorkCalendar } from '../../calendar/law.ts';
import { datesMoved, daysBy, recounted, taskDay } from './recount.ts';
import { kinds } from './stages.ts';
import { dueDay, ruleBook } from './terms.ts';

const made = builtIn(5);
const names = { kk: '', ru: '', en: '' };
const day0 = Date.UTC(2026, 0, 1);
const at = (on: string): number => (Date.UTC(+on.slice(0, 4), +on.slice(5, 7) - 1, +on.slice(8, 10)) - day0) / 86_400_000;

/** Random days off and on of 2026–2027, laid over the calendar that ships. */
const changes = fc.array(fc.record({ offset: fc.integer({ min: 0, max: 400 }), off: fc.boolean() }), { minLength: 1, maxLength: 12 });
const withChanges = (list: readonly { offset: number; off: boolean }[]): WorkCalendar => ({
  ...made, version: 'kz5-9', days: changed(made.days, list.map(({ offset, off }) => ({ on: addDays(day('2026-06-01'), offset), special: { kind: off ? 'moved_off' as const : 'worked' as const, names } }))),
});

/** Shares nothing with the law: an array of worked days by number, walked one by one. */
const slow = (calendar: WorkCalendar, from: string, term: { count: number; unit: 'working' | 'calendar' }): string => {
  const worked = Array.from({ length: 1_500 }, (_, nth) => { const w = new Date(day0 + nth * 86_400_000).getUTCDay(); return w >= 1 && w <= 5; });
  for (const [on, special] of calendar.days) { const nth = at(on); if (nth >= 0 && nth < worked.length) worked[nth] = special.kind === 'worked'; }
  let now = at(from);
  if (term.unit === 'working') for (let left = term.count; left > 0; ) { now += 1; if (worked[now]) left -= 1; }
  else { now += term.count; while (!worked[now]) now += 1; }
  return new Date(day0 + now * 86_400_000).toISOString().slice(0, 10);
};
/** АППК 76, 87, 99 and the law of access to information, as the practice writes them down. */
const terms = { application: { count: 15, unit: 'working' }, complaint: { count: 20, unit: 'working' }, proposal: { count: 15, unit: 'working' }, information_request: { count: 15, unit: 'calendar' }, message: { count: 15, unit: 'working' }, response: { count: 15, unit: 'working' } } as const;
const rules = ruleBook.find((one) => one.version === 'appk-2021-07');
if (!rules) throw new Error('the rules of the Code are not in the book');

const deeply = 100_000;
describe('a date counted again', () => {
  test('agrees with a slow count for random changes of the calendar, any kind of matter and any day', () => {
    fc.assert(fc.property(changes, fc.constantFrom(...kinds), fc.integer({ min: 0, max: 300 }), (list, kind, offset) => {
      const now = withChanges(list);
      const from = onOrAfter(made, addDays(day('2026-06-01'), offset));
      const dueOn = dueDay(rules, kind, from, daysBy(made));
      expect(dueOn).toBe(slow(made, from, terms[kind]));
      // counted on its first day, when nothing can have passed yet
      expect(recounted({ kind, termFromOn: from, dueOn, ruleVersion: rules.version }, made, now, from)).toBe(slow(now, from, terms[kind]));
    }), { numRuns: depth(5_000, deeply), seed: 20261121 });
  }, allowed(120_000, 5_000, deeply));

  test('twice gives the same day as once: what was moved is where its new calendar puts it', () => {
    fc.assert(fc.property(changes, fc.constantFrom(...kinds), fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 40 }), (list, kind, offset, later) => {
      const now = withChanges(list);
      const from = onOrAfter(made, addDays(day('2026-06-01'), offset));
      const today = addDays(from, later);
      const first = { kind, termFromOn: from, dueOn: dueDay(rules, kind, from, daysBy(made)), ruleVersion: rules.version };
      const once = recounted(first, made, now, today);
      expect(recounted({ ...first, dueOn: once }, once === first.dueOn ? made : now, now, today)).toBe(once);
    }), { numRuns: depth(2_000, deeply), seed: 7 });
  }, allowed(120_000, 2_000, deeply));

  test('an extended date stays, unless it has become a day off: then the next worked day', () => {
    fc.assert(fc.property(changes, fc.integer({ min: 0, max: 60 }), (list, more) => {
      const now = withChanges(list);
      const dueOn = onOrAfter(made, addDays(day('2026-08-01'), more));
      const after = recounted({ kind: 'application', termFromOn: day('2026-06-08'), dueOn, ruleVersion: rules.version }, made, now, day('2026-06-08'));
      expect(after).toBe(slow(now, new Date(Date.parse(dueOn) - 86_400_000).toISOString().slice(0, 10), { count: 1, unit: 'calendar' }));
    }), { numRuns: depth(2_000, deeply), seed: 8 });
  }, allowed(120_000, 2_000, deeply));

  test('nobody becomes late by a calendar: a day is not moved back behind today', () => {
    const worked = withChanges([{ offset: at('2026-12-05') - at('2026-06-01'), off: false }]);
    const counted = { kind: 'application' as const, termFromOn: day('2026-11-20'), dueOn: day('2026-12-11'), ruleVersion: rules.version };
    expect(recounted(counted, made, worked, day('2026-12-10'))).toBe('2026-12-10');
    expect(recounted(counted, made, worked, day('2026-12-11'))).toBe('2026-12-11');
  });
});

test('a task stays on its day while that is worked, and is never owed after its matter', () => {
  const off = withChanges([{ offset: at('2026-12-11') - at('2026-06-01'), off: true }]);
  const same = { before: day('2026-12-11'), after: day('2026-12-14') };
  expect(taskDay(day('2026-12-09'), same, off)).toBe('2026-12-09');
  expect(taskDay(day('2026-12-11'), same, off)).toBe('2026-12-14');
  expect(taskDay(day('2026-12-11'), { before: day('2026-12-11'), after: day('2026-12-10') }, made)).toBe('2026-12-10');
});

test('the last day to forward moves with the calendar while it runs or would run again; nobody’s is over by a calendar', () => {
  const [later, sooner] = [{ offset: at('2026-11-24') - at('2026-06-01'), off: true }, { offset: at('2026-11-21') - at('2026-06-01'), off: false }];
  const held = { sinceOn: day('2026-11-20'), forwardBy: day('2026-11-25'), forwardCalendar: made.version };
  const matter = { kind: 'application' as const, profile: 'appk' as const, termFromOn: day('2026-11-20'), dueOn: day('2026-12-11'), ruleVersion: rules.version, calendarVersion: made.version, held, own: null };
  const moved = (change: { offset: number; off: boolean }, today: string, forwardBy = '2026-11-25'): readonly string[] =>
    datesMoved({ ...matter, held: { ...held, forwardBy: day(forwardBy) } }, { tasks: [], requests: [] }, { after: withChanges([change]), today: day(today) }, () => made).filter((one) => one.what === 'forward').map((one) => `${one.before} ${one.after}`);
  expect(weekday('2026-11-20' as Day)).toBe(5);
  expect(moved(later, '2026-11-20')).toEqual(['2026-11-25 2026-11-26']);
  // it has followed this calendar already
  expect(moved(later, '2026-11-20', '2026-11-26')).toEqual([]);
  // over yesterday, it runs once more today; a week later it is over by either
  expect([moved(later, '2026-11-26'), moved(later, '2026-12-01')]).toEqual([['2026-11-25 2026-11-26'], []]);
  // a Saturday that is worked takes nobody's last day away
  expect([moved(sooner, '2026-11-23'), moved(sooner, '2026-11-25')]).toEqual([['2026-11-25 2026-11-24'], []]);
});
