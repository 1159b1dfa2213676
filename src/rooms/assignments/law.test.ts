import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { baton, goesRound, moves, oneAndTheSame, stageAfter, type Act, type Stage } from './law.ts';

// the same texts every day: a red run can be run again
fc.configureGlobal({ seed: 20_261_121 });

const at = (hour: number): Date => new Date(Date.UTC(2026, 10, 20, hour));
const body = { unitId: 5, accountId: null };
const person = { unitId: 5, accountId: 51 };

describe('a promise', () => {
  it.each([
    ['given', 'accept', 'accepted'], ['accepted', 'report', 'reported'], ['reported', 'return', 'returned'], ['returned', 'report', 'reported'],
    ['reported', 'settle', 'settled'], ['given', 'settle', null], ['settled', 'return', null], ['withdrawn', 'accept', null], ['reported', 'hand_over', null],
  ] as const)('%s, then %s: %s', (from, act, to) => expect(stageAfter(act, from)).toBe(to));

  it('is never settled without a report, whatever is tried', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom(...(Object.keys(moves) as Act[])), { maxLength: 40 }), (tried) => {
      let stage: Stage = 'given';
      let last: Act | null = null;
      for (const act of tried) {
        const next = stageAfter(act, stage);
        if (next === null) continue;
        if (next === 'settled') expect(last).toBe('report');
        // acts that leave the stage as it is say nothing of the work
        if (next !== stage) last = act;
        stage = next;
      }
    }));
  });

  it('is not controlled by the one who carries it out', () => {
    expect(oneAndTheSame(7, 7)).toBe(true);
    expect(oneAndTheSame(null, null)).toBe(false);
  });
});

describe('the baton', () => {
  it('counts each holder’s time; taking it for oneself starts one’s own stretch', () => {
    const held = baton([
      { act: 'give', at: at(1), to: body, stageAfter: 'given' },
      { act: 'accept', at: at(3), to: person, stageAfter: 'accepted' },
      { act: 'hand_over', at: at(6), to: { unitId: 6, accountId: null }, stageAfter: 'given' },
      { act: 'report', at: at(9), to: { unitId: 6, accountId: null }, stageAfter: 'reported' },
      { act: 'settle', at: at(10), to: { unitId: 6, accountId: null }, stageAfter: 'settled' },
    ]);
    expect(held).toEqual([
      { ...body, from: at(1), until: at(3) }, { ...person, from: at(3), until: at(6) }, { unitId: 6, accountId: null, from: at(6), until: at(10) },
    ]);
  });
});

describe('the carousel', () => {
  const to = (unitId: number, accountId: number | null = null) => ({ unitId, accountId });
  const round = (...steps: readonly (readonly ['give' | 'accept' | 'hand_over' | 'report', ReturnType<typeof to>])[]) => goesRound(steps.map(([act, place]) => ({ act, to: place })));
  it('does not turn while a body passes the matter to its own person, or on to one more body', () => {
    expect(round(['give', to(5)], ['accept', to(5, 51)])).toBe(false);
    expect(round(['give', to(5)], ['hand_over', to(5, 51)])).toBe(false);
    expect(round(['give', to(5)], ['hand_over', to(6)], ['accept', to(6, 61)], ['report', to(6, 61)])).toBe(false);
  });
  it('turns when the matter is back with somebody who has had it', () => {
    expect(round(['give', to(5, 51)], ['hand_over', to(5, 52)])).toBe(false);
    expect(round(['give', to(5)], ['hand_over', to(6)], ['hand_over', to(5)])).toBe(true);
    expect(round(['give', to(5, 51)], ['hand_over', to(5, 52)], ['hand_over', to(5, 51)])).toBe(true);
  });
  it('turns at the third holder', () => {
    expect(round(['give', to(5)], ['accept', to(5, 51)], ['hand_over', to(6)], ['hand_over', to(7)])).toBe(true);
  });
});
