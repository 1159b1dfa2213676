import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isLate, mayJudge, maySettle, outcomes, stateAfter, unsettled, verdicts, visitMoves, visitStates, type Outcome, type Verdict, type VisitMove, type VisitState } from './visits.ts';
import { day } from '../../../kernel/day.ts';

// the same texts every day: a red run can be run again
fc.configureGlobal({ seed: 20_261_121 });

describe('a visit', () => {
  test('whatever is pressed in whatever order, what is over stays over', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom(...(Object.keys(visitMoves) as VisitMove[])), { maxLength: 40 }), (moves) => {
      let state: VisitState = 'begun';
      let over = false;
      for (const move of moves) {
        const next = stateAfter(move, state);
        expect(next === null).toBe(over);
        if (next === null) continue;
        expect(visitStates).toContain(next);
        over = next !== 'begun';
        state = next;
      }
    }));
  });

  test('a matter is settled once; only a promise is followed, and by promises alone', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom(...outcomes), { maxLength: 20 }), (ways) => {
      let outcome: Outcome | null = null;
      const taken: Outcome[] = [];
      for (const how of ways) {
        if (!maySettle(outcome, how)) continue;
        outcome = how;
        taken.push(how);
      }
      expect(new Set(taken).size).toBeLessThanOrEqual(1);
      if (taken.length > 1) expect(taken[0]).toBe('promised');
      expect(unsettled([{ outcome }]).length).toBe(outcome === null ? 1 : 0);
    }));
  });

  test('the person speaks once, of what was advised or has ended, and silence can be broken', () => {
    fc.assert(fc.property(fc.constantFrom(...outcomes, null), fc.boolean(), fc.constantFrom<Verdict | null>(...verdicts, null), (outcome, asked, verdict) => {
      const may = mayJudge({ outcome, askedAt: asked ? new Date(0) : null, verdict });
      expect(may).toBe(asked && (outcome === 'advised' || outcome === 'promised') && (verdict === null || verdict === 'silent'));
    }));
  });

  test('a promise is late the day after its day, while it is open', () => {
    expect([isLate({ open: true, dueOn: '2026-11-20' }, day('2026-11-20')), isLate({ open: true, dueOn: '2026-11-19' }, day('2026-11-20')), isLate({ open: false, dueOn: '2026-11-19' }, day('2026-11-20'))]).toEqual([false, true, false]);
  });
});
