import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bookedWaitMs, lineOf, mostPassed, nextOf, passedBy, placeOf, type Called, type Priority, type Room, type Waiting } from './order.ts';

// the same texts every day: a red run can be run again
fc.configureGlobal({ seed: 20_261_121 });

const minute = 60_000;
const nine = Date.parse('2026-11-20T04:00:00Z');
const at = (minutes: number): number => nine + minutes * minute;
let ids = 0;
const walkIn = (came: number, more: Partial<Waiting> = {}): Waiting => ({ id: (ids += 1), laneId: 1, madeAt: at(came), orderAt: at(came), waitsSince: at(came), bookedAt: null, priorityId: null, receptionId: null, ...more });
const booked = (came: number, hour: number, more: Partial<Waiting> = {}): Waiting => {
  const place = placeOf(at(came), at(hour));
  return walkIn(came, { ...place, ...more });
};
const room = (waiting: readonly Waiting[], more: Partial<Room> = {}): Room => ({ waiting, called: [], priorities: [], ...more });
const call = (one: Waiting, minutes: number): Called => ({ laneId: one.laneId, madeAt: one.madeAt, at: at(minutes), priorityId: one.priorityId });
const desk = { laneIds: [1] };

describe('who is called next', () => {
  test('whoever came first', () => {
    const [early, late] = [walkIn(0), walkIn(5)];
    expect(nextOf(room([late, early]), desk, at(10))).toBe(early);
    expect(nextOf(room([]), desk, at(10))).toBeNull();
  });
  test('a desk calls from its own lanes only, and for its own reception', () => {
    const [other, mine, theirs] = [walkIn(0, { laneId: 2 }), walkIn(5, { receptionId: 7 }), walkIn(1, { receptionId: 8 })];
    expect(nextOf(room([other, mine, theirs]), { laneIds: [1], receptionId: 7 }, at(10))).toBe(mine);
  });
  test('a booked one goes before walk-ins from their hour on, and not before it while walk-ins wait', () => {
    const [early, late, b] = [walkIn(0), walkIn(20), booked(10, 30)];
    expect(nextOf(room([early, late, b]), desk, at(29))).toBe(early);
    expect(nextOf(room([late, b]), desk, at(29))).toBe(late);
    expect(nextOf(room([early, late, b]), desk, at(30))).toBe(b);
    expect(nextOf(room([b]), desk, at(12))).toBe(b);
  });
  test('who is nine minutes late still has their hour; who is later stands where their hour would have put them', () => {
    const [before, after] = [walkIn(20), walkIn(35)];
    expect(nextOf(room([before, booked(39, 30)]), desk, at(40))?.bookedAt).toBe(at(30));
    const late = booked(45, 30);
    expect(lineOf(room([before, after, late]), desk, at(46)).map((one) => one.id)).toEqual([before.id, late.id, after.id]);
  });
  test('who is two hours late does not pass those who have waited for more than half an hour', () => {
    const [patient, fresh] = [walkIn(110), walkIn(149)];
    const late = booked(150, 30);
    expect(lineOf(room([fresh, patient, late]), desk, at(151)).map((one) => one.id)).toEqual([patient.id, late.id, fresh.id]);
  });
  test('a group that goes at once goes at once, and a group after every two others waits for two', () => {
    const rules: readonly Priority[] = [{ id: 1, afterOthers: 0 }, { id: 2, afterOthers: 2 }];
    const [first, second, atOnce, child, child2] = [walkIn(0), walkIn(1), walkIn(5, { priorityId: 1 }), walkIn(6, { priorityId: 2 }), walkIn(7, { priorityId: 2 })];
    expect(nextOf(room([first, second, atOnce], { priorities: rules }), desk, at(10))).toBe(atOnce);
    expect(lineOf(room([first, second, child, child2, walkIn(2), walkIn(3)], { priorities: rules }), desk, at(10)).map((one) => one.priorityId)).toEqual([2, null, null, 2, null, null]);
  });
  test('whoever was passed by as many as may be goes before a group that goes at once', () => {
    const patient = walkIn(0);
    const passing = Array.from({ length: mostPassed }, (_, n) => walkIn(1 + n, { priorityId: 1 }));
    const rules: readonly Priority[] = [{ id: 1, afterOthers: 0 }];
    expect(nextOf(room([patient, walkIn(9, { priorityId: 1 })], { priorities: rules, called: passing.slice(1).map((one) => call(one, 10)) }), desk, at(11))?.priorityId).toBe(1);
    expect(nextOf(room([patient, walkIn(9, { priorityId: 1 })], { priorities: rules, called: passing.map((one) => call(one, 10)) }), desk, at(11))).toBe(patient);
  });
  test('who was put aside and comes back has their old place, and nobody has passed them meanwhile', () => {
    const back = walkIn(0, { waitsSince: at(60) });
    const called = Array.from({ length: 20 }, (_, n) => call(walkIn(1 + n), 10 + n));
    expect(passedBy(back, called)).toBe(0);
    expect(nextOf(room([walkIn(30), back], { called }), desk, at(61))).toBe(back);
  });
});

/** A day of a room by the law alone: people come, desks become free, and each free desk calls whoever the law names. */
type Person = { readonly came: number; readonly hour: number | null; readonly priorityId: number | null; readonly lane: number };
type Step = { readonly who: Waiting; readonly at: number; readonly left: readonly Waiting[]; readonly called: readonly Called[] };
const priorities: readonly Priority[] = [{ id: 1, afterOthers: 0 }, { id: 2, afterOthers: 2 }, { id: 3, afterOthers: 3 }];
const live = (people: readonly Person[], desks: readonly (readonly number[])[], everyMinutes: number): readonly Step[] => {
  const coming = people.map((p, n): Waiting => ({ id: n + 1, laneId: p.lane, madeAt: at(p.came), ...placeOf(at(p.came), p.hour === null ? null : at(p.hour)), waitsSince: at(p.came), priorityId: p.priorityId, receptionId: null }));
  const steps: Step[] = [];
  let waiting = coming;
  let called: Called[] = [];
  for (let now = 1; waiting.length > 0 && now < 2_000; now += 1) {
    for (const [n, lanes] of desks.entries()) {
      if (now % everyMinutes !== n % everyMinutes) continue;
      const here = waiting.filter((one) => one.madeAt < at(now));
      const next = nextOf({ waiting: here, called, priorities }, { laneIds: lanes }, at(now));
      if (!next) continue;
      steps.push({ who: next, at: at(now), left: here.filter((one) => one !== next), called });
      called = [...called, call(next, now)].map((one, place, all) => (place === all.length - 1 ? { ...one, at: at(now) + n } : one));
      waiting = waiting.filter((one) => one !== next);
    }
  }
  return steps;
};
const person = fc.record({
  came: fc.integer({ min: 0, max: 240 }), hour: fc.option(fc.integer({ min: 0, max: 48 }).map((n) => n * 5), { freq: 3, nil: null }),
  priorityId: fc.option(fc.constantFrom(1, 2, 3), { freq: 2, nil: null }), lane: fc.constantFrom(1, 2),
});
const day = fc.tuple(fc.array(person, { minLength: 1, maxLength: 60 }), fc.array(fc.constantFrom([1], [2], [1, 2]), { minLength: 1, maxLength: 4 }), fc.integer({ min: 2, max: 12 }));
/** A rush: one desk, more people than it can serve, many of them entitled to go first or booked within the hour. */
const hurried = fc.record({
  came: fc.integer({ min: 0, max: 60 }), hour: fc.option(fc.integer({ min: 2, max: 14 }).map((n) => n * 5), { freq: 2, nil: null }),
  priorityId: fc.option(fc.constantFrom(1, 1, 1, 2, 3), { freq: 3, nil: null }), lane: fc.constant(1),
});
const rush = fc.tuple(fc.array(hurried, { minLength: 40, maxLength: 70 }), fc.constantFrom([[1]], [[1], [1]]), fc.integer({ min: 2, max: 5 }));
const anyDay = fc.oneof(day, rush);

describe('on any day at all', () => {
  test('everybody whose lane has a desk is called, and nobody twice', () => {
    fc.assert(fc.property(day, ([people, desks, every]) => {
      const served = new Set(desks.flat());
      const steps = live(people, desks, every);
      expect(steps.map((step) => step.who.id).toSorted((a, b) => a - b)).toEqual(people.flatMap((p, n) => (served.has(p.lane) ? [n + 1] : [])));
    }), { numRuns: 150 });
  });
  test('nobody waits while more than the bound who came later are called, booked ones past their ten minutes apart', () => {
    fc.assert(fc.property(anyDay, ([people, desks, every]) => {
      const steps = live(people, desks, every);
      for (const [n, step] of steps.entries()) {
        if (step.who.bookedAt !== null) continue;
        const passing = steps.slice(0, n).filter((before) => before.who.laneId === step.who.laneId && before.who.madeAt > step.who.madeAt && before.at >= step.who.madeAt && !(before.who.bookedAt !== null && before.at >= before.who.bookedAt + bookedWaitMs));
        expect(passing.length).toBeLessThanOrEqual(mostPassed);
      }
    }), { numRuns: 300 });
  });
  test('no walk-in is called while a booked one waits more than ten minutes past their hour', () => {
    fc.assert(fc.property(anyDay, ([people, desks, every]) => {
      for (const step of live(people, desks, every)) {
        if (step.who.bookedAt !== null) continue;
        expect(step.left.filter((one) => one.laneId === step.who.laneId && one.bookedAt !== null && step.at >= one.bookedAt + bookedWaitMs)).toEqual([]);
      }
    }), { numRuns: 300 });
  });
  test('a booked one is not called before their hour while a walk-in of the lane waits', () => {
    fc.assert(fc.property(anyDay, ([people, desks, every]) => {
      for (const step of live(people, desks, every)) {
        if (step.who.bookedAt === null || step.at >= step.who.bookedAt) continue;
        expect(step.left.filter((one) => one.laneId === step.who.laneId && one.bookedAt === null)).toEqual([]);
      }
    }), { numRuns: 300 });
  });
  test('in a lane without bookings and groups, people are called in the order in which they came', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 1, maxLength: 40 }), (times) => {
      const steps = live(times.map((came) => ({ came, hour: null, priorityId: null, lane: 1 })), [[1], [1]], 3);
      expect(steps.map((step) => step.who.madeAt)).toEqual(steps.map((step) => step.who.madeAt).toSorted((a, b) => a - b));
    }), { numRuns: 100 });
  });
});
