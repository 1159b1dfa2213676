/** The office's key: settled on the spot, promised in the room, became an appeal (its own or one that was there), or not settled yet. */
export const outcomeColumns = ['advised', 'promised', 'forwarded', 'unsettled'] as const;
export type OutcomeColumn = (typeof outcomeColumns)[number];
/** The person's key; who was silent and who has not said anything yet are two things. */
export const verdictColumns = ['solved', 'partly', 'not_solved', 'silent', 'unasked'] as const;
export type VerdictColumn = (typeof verdictColumns)[number];
export const promiseColumns = ['in_time', 'late', 'open', 'overdue', 'not_kept'] as const;
export type PromiseColumn = (typeof promiseColumns)[number];
/** What became of what was owed. `undecided`: the day is over and the night that judges it is not. */
export const dutyColumns = ['met', 'empty', 'missed', 'excused', 'undecided'] as const;

/** Everything that is counted of one branch, official or outing, as it is. */
export type Tally = {
  readonly received: number;
  /** receptions that were held, whether they were owed or not */
  readonly held: number;
  readonly duties: readonly number[];
  /** a row for each outcome, a column for each verdict */
  readonly cross: readonly (readonly number[])[];
  readonly promises: readonly number[];
};

export const nothing = (): { received: number; held: number; duties: number[]; cross: number[][]; promises: number[] } =>
  ({ received: 0, held: 0, duties: dutyColumns.map(() => 0), cross: outcomeColumns.map(() => verdictColumns.map(() => 0)), promises: promiseColumns.map(() => 0) });

export const sum = (counts: readonly number[]): number => counts.reduce((all, one) => all + one, 0);
export const outcomesOf = (t: Tally): readonly number[] => t.cross.map(sum);
export const verdictsOf = (t: Tally): readonly number[] => verdictColumns.map((_one, at) => sum(t.cross.map((row) => row[at] ?? 0)));
export const mattersOf = (t: Tally): number => sum(outcomesOf(t));
/** Held, whether somebody came or not; what was owed is that, what was missed and what is not judged: excused ones stand apart. */
export const heldOf = (duties: readonly number[]): number => (duties[dutyColumns.indexOf('met')] ?? 0) + (duties[dutyColumns.indexOf('empty')] ?? 0);
export const dueOf = (t: Tally): number => sum(t.duties) - (t.duties[dutyColumns.indexOf('excused')] ?? 0);

/** The column a matter is counted in. */
export const outcomeOf = (outcome: string | null): OutcomeColumn => (outcome === 'advised' || outcome === 'promised' ? outcome : outcome === null ? 'unsettled' : 'forwarded');
export const verdictOf = (verdict: string | null): VerdictColumn => verdictColumns.find((one) => one === verdict) ?? 'unasked';
