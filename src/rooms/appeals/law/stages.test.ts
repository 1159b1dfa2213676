import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { acts, isOpen, moves, stageAfter, stages, type Act, type Stage } from './stages.ts';

// the same texts every day: a red run can be run again
fc.configureGlobal({ seed: 20_261_121 });

describe('stages of an appeal', () => {
  it.each([
    ['registered', 'assign', 'in_work'], ['registered', 'forward', 'in_work'], ['in_work', 'draft_answer', 'awaiting_approval'],
    ['awaiting_approval', 'approve', 'answered'], ['awaiting_approval', 'return_draft', 'in_work'], ['answered', 'reopen', 'registered'],
    ['answered', 'settle', 'closed'], ['answered', 'close_silent', 'closed'], ['in_work', 'withdraw', 'closed'],
    ['registered', 'draft_answer', null], ['registered', 'approve', null], ['closed', 'assign', null], ['closed', 'withdraw', null],
    ['answered', 'add', null], ['awaiting_approval', 'forward', null], ['in_work', 'approve', null], ['closed', 'close_silent', null],
  ] as const)('from %s by %s comes %s', (from, act, to) => expect(stageAfter(act, from, true)).toBe(to));

  it('after a clarification a matter returns to whoever had it, or to the clerk', () => {
    expect(stageAfter('answer_clarification', 'clarifying', true)).toBe('in_work');
    expect(stageAfter('answer_clarification', 'clarifying', false)).toBe('registered');
  });

  it('nothing is answered that was not drafted and approved, whatever acts are tried in whatever order', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom(...acts), { maxLength: 60 }), (tried) => {
      const done: Act[] = [];
      let stage: Stage = 'registered';
      for (const act of tried) {
        const next = stageAfter(act, stage, done.includes('assign'));
        if (next === null) continue;
        done.push(act);
        stage = next;
        if (stage === 'answered' && !done.includes('answer_joined')) {
          const approved = done.lastIndexOf('approve');
          expect(done.lastIndexOf('draft_answer')).toBeLessThan(approved);
          expect(done.lastIndexOf('draft_answer')).toBeGreaterThan(-1);
        }
        if (stage === 'closed') expect(done.some((one) => ['withdraw', 'settle', 'close_silent'].includes(one))).toBe(true);
        expect(stages).toContain(stage);
      }
    }));
  });

  it('an ended matter is opened again by the person’s word only', () => {
    const openers = acts.filter((act) => stages.some((stage) => !isOpen(stage) && isOpen(stageAfter(act, stage, true) ?? 'closed')));
    expect(openers).toEqual(['reopen']);
  });

  it('every act is possible somewhere', () => expect(acts.every((act) => moves[act].from.length > 0)).toBe(true));
});
