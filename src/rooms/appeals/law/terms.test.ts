import fc from 'fast-check';
import { expect, test } from 'vitest';
import { day } from '../../../kernel/day.ts';
import { allowed, depth } from '../../../../test/support/proof.ts';
import { lastDay, registeredBy, slowDays, termOf, type SlowDays } from '../../../../test/support/slow-terms.ts';
import { builtIn } from '../../calendar/kazakhstan.ts';
import { registeredOn } from '../../calendar/law.ts';
import { daysBy } from './recount.ts';
import { kinds } from './stages.ts';
import { dueDay, extensionLimit, extensionProblem, forwardBy, profiles, rulesOn } from './terms.ts';

const weeks = [5, 6] as const;
const days: Readonly<Record<5 | 6, SlowDays>> = { 5: slowDays(5), 6: slowDays(6) };
const [first, last] = [days[5].at('2020-01-01'), days[5].at('2028-09-30')];
/** New Year, the eve of 25 hours, leap days, holidays that move and that do not, both ends of decrees, the day the Code came into force. */
const telling = ['2020-02-29', '2021-06-30', '2021-07-01', '2023-12-31', '2024-02-28', '2024-02-29', '2024-03-01', '2024-05-03', '2024-05-04', '2024-05-08', '2025-01-03', '2025-01-05', '2026-03-20', '2026-05-27', '2026-11-20', '2027-01-07', '2027-03-15', '2027-12-31', '2028-02-29'];

const onDay = fc.oneof({ weight: 3, arbitrary: fc.integer({ min: first, max: last }) }, { weight: 1, arbitrary: fc.tuple(fc.constantFrom(...telling), fc.integer({ min: -2, max: 2 })).map(([on, off]) => days[5].at(on) + off) },
  // Friday nights
  { weight: 1, arbitrary: fc.integer({ min: first, max: last - 7 }).map((nth) => nth + ((4 - days[5].weekday(nth) + 7) % 7)) });
const closing = fc.constantFrom(1_080, 1_110, 1_140, 1_440);
const received = fc.tuple(onDay, closing, fc.oneof(fc.integer({ min: 0, max: 1_439 }), fc.integer({ min: -2, max: 2 })), fc.integer({ min: 0, max: 59_999 }))
  .map(([nth, closes, minute, ms]) => ({ nth, closes, minute: minute < 3 ? (closes + minute + 1_440) % 1_440 : minute, ms }));
const asked = fc.record({ received, kind: fc.constantFrom(...kinds), profile: fc.constantFrom(...profiles), week: fc.constantFrom(...weeks) });
type Asked = typeof asked extends fc.Arbitrary<infer T> ? T : never;

/** What the program says of it, and what the slow count says. `slip`: a mistake put into the slow count. */
const both = ({ received: r, kind, profile, week }: Asked, slip = 0) => {
  const [calendar, slow] = [builtIn(week), days[week]];
  const at = slow.instant(r.nth, r.minute) + r.ms;
  const registered = registeredOn(calendar, at, r.closes);
  const rules = rulesOn(profile, registered);
  const [answer, longest, forward] = [termOf(profile, kind, registered, 'answer'), termOf(profile, kind, registered, 'extended'), termOf(profile, kind, registered, 'forwarded')];
  const from = registeredBy(slow, at, r.closes);
  return {
    slow, registered, rules, from, works: daysBy(calendar),
    law: { registered, due: dueDay(rules, kind, registered, daysBy(calendar)), forward: forwardBy(rules, registered, daysBy(calendar)), limit: extensionLimit(rules, kind, registered, daysBy(calendar)) },
    oracle: { registered: slow.text(from), due: answer && slow.text(lastDay(slow, from + slip, answer)), forward: forward && slow.text(lastDay(slow, from, forward)), limit: longest && slow.text(lastDay(slow, from, longest)) },
  };
};

const terms = depth(20_000, 200_000);
test(`${terms} letters received at any minute of nine years are registered and due when a slow count says, never on a day off`, () => {
  fc.assert(fc.property(asked, (one) => {
    const { law, oracle, slow } = both(one);
    expect(law).toEqual(oracle);
    for (const on of [law.registered, law.due, law.forward]) expect(slow.works(slow.at(on)), on).toBe(true);
    expect(law.due > law.registered).toBe(true);
  }), { numRuns: terms, seed: 20261122 });
}, allowed(120_000, 20_000, 200_000));

test('a slow count that begins a day late is found out', () => {
  expect(fc.check(fc.property(asked, (one) => { const { law, oracle } = both(one, 1); return law.due === oracle.due; }), { numRuns: 200, seed: 1 }).failed).toBe(true);
});

const moves = depth(20_000, 200_000);
test(`${moves} wishes for more time are granted when the slow count finds nothing against them, and refused for what it finds`, () => {
  const seen = new Map<string, number>();
  fc.assert(fc.property(asked, fc.integer({ min: -3, max: 75 }), fc.integer({ min: -5, max: 1 }), (one, later, early) => {
    const { law, oracle, slow, rules, registered, works } = both(one);
    const [to, today] = [slow.at(law.due) + later, Math.max(slow.at(registered), slow.at(law.due) + early)];
    const against = [
      ...(oracle.limit === null ? ['extension_never'] : []), ...(today > slow.at(law.due) ? ['extension_overdue'] : []), ...(to <= slow.at(law.due) ? ['extension_not_later'] : []),
      ...(oracle.limit !== null && to > slow.at(oracle.limit) ? ['extension_too_far'] : []), ...(slow.works(to) ? [] : ['extension_day_off']),
    ];
    const said = extensionProblem({ rules, kind: one.kind, registeredOn: registered, dueOn: law.due, today: day(slow.text(today)), to: day(slow.text(to)) }, works);
    seen.set(said ?? 'granted', (seen.get(said ?? 'granted') ?? 0) + 1);
    expect(said === null ? against.length === 0 : against.includes(said), `${said}: ${against.join()}`).toBe(true);
  }), { numRuns: moves, seed: 20261123 });
  // a property of wishes that were all refused would say nothing
  for (const one of ['granted', 'extension_never', 'extension_overdue', 'extension_not_later', 'extension_too_far', 'extension_day_off']) expect(seen.get(one) ?? 0, one).toBeGreaterThan(100);
}, allowed(120_000, 20_000, 200_000));

test('a last day of two months that is not there is the last of that month, and a day off moves on', () => {
  const limit = (on: string) => extensionLimit(rulesOn('appk', day(on)), 'application', day(on), daysBy(builtIn(5)));
  expect(['2023-12-29', '2025-12-31', '2026-11-20', '2026-12-30'].map(limit)).toEqual(['2024-02-29', '2026-03-02', '2027-01-20', '2027-03-01']);
});
