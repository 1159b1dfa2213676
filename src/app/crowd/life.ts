import type { Outcome, Stage, Verdict } from '../../rooms/appeals/contract.ts';

const dayMs = 86_400_000;
const hourMs = 3_600_000;

/** What became of one letter: as much as its age allows. */
export type Life = {
  readonly at: number; readonly open: boolean; readonly stage: Stage; readonly given: boolean; readonly answeredAt: number | null; readonly closedAt: number | null;
  readonly outcome: Outcome | null; readonly verdict: Verdict | null; readonly publishedAt: number | null; readonly consent: boolean; readonly came: boolean;
};

const outcomes = ['done', 'done', 'done', 'explained', 'explained', 'refused', 'forwarded'] as const;
const verdicts = ['solved', 'solved', 'solved', 'partly', 'not_solved', 'silent', 'silent'] as const;
const pick = <T>(list: readonly T[], chance: number): T => list[Math.min(list.length - 1, Math.floor(chance * list.length))] ?? (list[0] as T);

/** Of the last three weeks most is open, of the three before half of it, past its day; what is older is settled. */
export const lifeOf = (chance: () => number, on: number, today: number): Life => {
  const age = today - on;
  const at = on * dayMs + 5 * hourMs + Math.floor(chance() * 9 * hourMs);
  const open = chance() < (age < 21 ? 0.85 : age < 45 ? 0.45 : 0);
  const r = chance();
  const waited = age > 40 ? 'closed' : r < 0.7 ? 'answered' : 'closed';
  const stage: Stage = !open ? waited : r < 0.15 ? 'registered' : r < 0.85 ? 'in_work' : r < 0.9 ? 'clarifying' : 'awaiting_approval';
  const took = chance();
  const answeredAt = open ? null : Math.floor(Math.min(at + dayMs + took * took * 30 * dayMs, (today - 1) * dayMs + 13 * hourMs, at + Math.max(1, age - 3) * dayMs));
  const [said, judged, wish, published, came] = [chance(), chance(), chance(), chance(), chance()];
  return {
    at, open, stage, given: stage !== 'registered', answeredAt, closedAt: stage === 'closed' && answeredAt !== null ? answeredAt + 2 * dayMs : null,
    outcome: open ? null : pick(outcomes, said), verdict: stage === 'closed' ? pick(verdicts, judged) : null, consent: wish < 0.3, publishedAt: wish < 0.3 && published < 0.34 && age > 3 ? at + 3 * dayMs : null, came: open && came < 0.04,
  };
};
