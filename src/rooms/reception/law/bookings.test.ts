import { describe, expect, test } from 'vitest';
import { addDays, day, weekday, type Day } from '../../../kernel/day.ts';
import { placesFree, remindAt, roomOpen, roomUrl, type Around, type Sitting, type Slot } from './bookings.ts';
import { momentOf } from './outings.ts';

// the same numbers on every run
const seeded = (seed: number) => () => {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
  return seed / 2_147_483_648;
};
const first = day('2026-11-20');
const holidays = new Set(['2026-12-16', '2026-12-17', '2026-11-25']);
const worked = (on: Day): boolean => weekday(on) <= 5 && !holidays.has(on);

/** Minute by minute, by asking of each whether anything speaks against it. */
const slowly = (list: readonly { sitting: Sitting; slots: readonly Slot[] }[], nowMs: number, ahead: number, absences: readonly { who: number; from: Day; to: Day }[]): string[] => {
  const found: string[] = [];
  for (let on = first, days = 0; days < 70; on = addDays(on, 1), days += 1) for (let minute = 0; minute < 1440; minute += 1) for (const { sitting: s, slots } of list) {
    if (s.heldOn !== on || !['planned', 'under_way'].includes(s.state)) continue;
    if (!worked(on) && s.reason === null) continue;
    let away = false;
    for (const one of absences) for (let gone = one.from; gone <= one.to; gone = addDays(gone, 1)) if (one.who === s.accountId && gone === on) away = true;
    if (away || Date.parse(`${on}T00:00:00+05:00`) + minute * 60_000 < nowMs + ahead * 60_000) continue;
    for (const slot of slots) {
      if (slot.atMinute !== minute) continue;
      let sits = true;
      for (let at = minute; at < minute + slot.minutes; at += 1) if (at < s.fromMinute || at >= s.toMinute || (s.breakFrom !== null && s.breakTo !== null && at >= s.breakFrom && at < s.breakTo)) sits = false;
      if (sits) found.push(`${on} ${minute} ${s.id}`);
    }
  }
  return found.toSorted();
};

test('what is offered is what a slow count finds free, through breaks, absences, holidays and the hour of now', () => {
  let offered = 0;
  for (let seed = 1; seed <= 60; seed += 1) {
    const random = seeded(seed);
    const some = (n: number) => Math.floor(random() * n);
    const absences = Array.from({ length: some(4) }, () => ({ who: some(3), from: addDays(first, some(40)), to: addDays(first, some(40)) })).filter((one) => one.from <= one.to);
    const list = Array.from({ length: 12 }, (_, id) => {
      const fromMinute = 480 + some(300);
      const breakFrom = random() < 0.5 ? fromMinute + 30 + some(60) : null;
      const toMinute = fromMinute + 120 + some(200);
      const sitting: Sitting = {
        id, branchId: 1, accountId: some(3), unitId: 1, kind: 'personal', place: null, heldOn: addDays(first, some(50)), fromMinute, toMinute, breakFrom, breakTo: breakFrom === null ? null : breakFrom + 30, topicCodes: [], public: true,
        state: ['planned', 'planned', 'under_way', 'cancelled', 'held'][some(5)] ?? 'planned', reason: random() < 0.1 ? 'a decree' : null,
      };
      // also places that nobody should have laid out: before, after and into the break
      return { sitting, slots: Array.from({ length: 14 }, (_, at) => ({ atMinute: fromMinute - 40 + at * 25, minutes: 20 })) };
    });
    const nowMs = Date.parse('2026-11-20T05:00:00Z') + some(20) * 3_600_000;
    const around: Around = { nowMs, ahead: 60, isWorking: (_b, on) => worked(on), away: (who, on) => absences.some((one) => one.who === who && one.from <= on && one.to >= on) };
    const fast = placesFree(list, around).map((p) => `${p.sitting.heldOn} ${p.atMinute} ${p.sitting.id}`);
    expect(fast.toSorted(), `seed ${seed}`).toEqual(slowly(list, nowMs, 60, absences));
    offered += fast.length;
  }
  expect(offered).toBeGreaterThan(1_000);
});

describe('a reminder', () => {
  test('for a Monday goes on Friday at noon', () => expect(remindAt(day('2026-11-30'), worked, Date.parse('2026-11-20T05:00:00Z'))?.toISOString()).toBe('2026-11-27T07:00:00.000Z'));
  test('after a holiday goes on the working day before it', () => expect(remindAt(day('2026-12-18'), worked, Date.parse('2026-11-20T05:00:00Z'))?.toISOString()).toBe('2026-12-15T07:00:00.000Z'));
  test('whose hour is over is not sent', () => expect(remindAt(day('2026-11-23'), worked, Date.parse('2026-11-20T08:00:00Z'))).toBeNull());
});

describe('the room of a video reception', () => {
  const at = { on: day('2026-11-26'), atMinute: 600, minutes: 20, state: 'planned' };
  const minutes = (n: number) => momentOf(at.on, at.atMinute).getTime() + n * 60_000;
  test('opens fifteen minutes before and not a minute sooner', () => expect([roomOpen(at, minutes(-16)), roomOpen(at, minutes(-15)), roomOpen(at, minutes(10))]).toEqual([false, true, true]));
  test('is closed when the reception has ended', () => expect([roomOpen({ ...at, state: 'held' }, minutes(5)), roomOpen(at, minutes(200))]).toEqual([false, false]));
  test('stands where the template says', () => expect(roomUrl('https://meet.example.kz/{room}', 'abc')).toBe('https://meet.example.kz/abc'));
});
