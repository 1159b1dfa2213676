import { addDays, type Day } from '../../../kernel/day.ts';
import type { UrgencySign } from '../../../kernel/urgency.ts';

/** One citizen who is received. `left`: went away before it was over. */
export const visitStates = ['begun', 'finished', 'left'] as const;
export type VisitState = (typeof visitStates)[number];

/** The office's key: settled on the spot, said in the room, an appeal of its own, gone to one that is there. */
export const outcomes = ['advised', 'promised', 'registered', 'joined'] as const;
export type Outcome = (typeof outcomes)[number];

/** The person's key. `silent` is written by the clock and is not "solved". */
export const verdicts = ['solved', 'partly', 'not_solved', 'silent'] as const;
export type Verdict = (typeof verdicts)[number];
export const spokenVerdicts = ['solved', 'partly', 'not_solved'] as const satisfies readonly Verdict[];

/** What is done to a visit while somebody sits there. Later only the person acts, and the clock. */
export const visitMoves = {
  add: { from: ['begun'], to: 'begun' },
  settle: { from: ['begun'], to: 'begun' },
  change: { from: ['begun'], to: 'begun' },
  finish: { from: ['begun'], to: 'finished' },
  leave: { from: ['begun'], to: 'left' },
} as const satisfies Record<string, { readonly from: readonly VisitState[]; readonly to: VisitState }>;
export type VisitMove = keyof typeof visitMoves;
export const stateAfter = (move: VisitMove, state: VisitState): VisitState | null =>
  ((visitMoves[move].from as readonly VisitState[]).includes(state) ? visitMoves[move].to : null);

/** A matter is settled once. A promise may be followed by others, to other people, for the same matter. */
export const maySettle = (before: Outcome | null, how: Outcome): boolean => before === null || (before === 'promised' && how === 'promised');
export const unsettled = <M extends { readonly outcome: Outcome | null }>(matters: readonly M[]): readonly M[] => matters.filter((one) => one.outcome === null);

/** An appeal has a verdict of its own. Of what was advised or promised the person speaks once it is done; silence can still be broken. */
export const mayJudge = (m: { readonly outcome: Outcome | null; readonly askedAt: Date | null; readonly verdict: Verdict | null }): boolean =>
  (m.outcome === 'advised' || m.outcome === 'promised') && m.askedAt !== null && (m.verdict === null || m.verdict === 'silent');

/** Days of silence after which a matter is written down as silent: as for appeals, by the branch's own rules [P]. */
export const silenceDays = 20;

/** Working days that people promise most often; a whole week, and two. */
export const promiseDays = [3, 5, 10] as const;
/** Nobody promises for longer than a year: it would be no promise. */
export const longestPromiseDays = 366;

/** What makes a visit quiet: a child to protect, violence. */
export const quietSigns = ['violence', 'child'] as const satisfies readonly UrgencySign[];
export const isQuietSign = (sign: UrgencySign | null): boolean => (quietSigns as readonly (UrgencySign | null)[]).includes(sign);

/** Late is a comparison with today, not a state. */
export const isLate = (p: { readonly open: boolean; readonly dueOn: string }, today: Day): boolean => p.open && p.dueOn < today;

/** A visit that nobody has ended is carried over while something in it is not settled, so many days; then it is over as it stands [P]. */
export const carriedDays = 7;
export const overnight = (v: { readonly heldOn: Day; readonly unsettled: number }, on: Day): 'finish' | 'carry' | 'leave' =>
  v.unsettled === 0 ? 'finish' : on <= addDays(v.heldOn, carriedDays) ? 'carry' : 'leave';

export const mostMatters = 10;
export const mostPromises = 5;
