/** Where a promise stands. The first four are open. */
export const stages = ['given', 'accepted', 'reported', 'returned', 'settled', 'withdrawn'] as const;
export type Stage = (typeof stages)[number];
export const openStages = ['given', 'accepted', 'reported', 'returned'] as const satisfies readonly Stage[];

type Move = { readonly from: readonly Stage[]; readonly to: Stage | 'same' };
const owed = ['given', 'accepted', 'returned'] as const;

/** `give` makes the row; every other act moves it. Settled and withdrawn are ends: a matter that comes back is a new promise. */
export const moves = {
  accept: { from: ['given', 'returned'], to: 'accepted' },
  hand_over: { from: owed, to: 'given' },
  report: { from: owed, to: 'reported' },
  return: { from: ['reported'], to: 'returned' },
  settle: { from: ['reported'], to: 'settled' },
  withdraw: { from: openStages, to: 'withdrawn' },
  move_term: { from: openStages, to: 'same' },
} as const satisfies Record<string, Move>;
export type Act = keyof typeof moves;

export const stageAfter = (act: Act, stage: Stage): Stage | null => {
  const move: Move = moves[act];
  if (!move.from.includes(stage)) return null;
  return move.to === 'same' ? stage : move.to;
};

/** The executor is never the one who accepts. */
export const oneAndTheSame = (executor: number | null, controller: number | null): boolean => executor !== null && executor === controller;

export type Source = { readonly kind: 'appeal'; readonly id: number };
export type Place = { readonly unitId: number; readonly accountId: number | null };

export type Assignment = {
  readonly id: number; readonly source: Source; readonly branchId: number; readonly task: string | null;
  readonly executor: Place; readonly controller: Place; readonly stage: Stage;
  readonly givenAt: Date; readonly givenOn: string; readonly dueOn: string; readonly originalDueOn: string;
  readonly ruleVersion: string; readonly calendarVersion: string; readonly handOvers: number;
  readonly reportedAt: Date | null; readonly endedAt: Date | null;
};

/** One holder's stretch: who had it from when to when; `until` null: still has it. */
export type Stretch = Place & { readonly from: Date; readonly until: Date | null };
type Step = { readonly act: Act | 'give'; readonly at: Date; readonly to: Place; readonly stageAfter: Stage };

/** The baton (product.md, part 6): time per holder, from the acts of one source's assignments in their order. */
export const baton = (steps: readonly Step[]): readonly Stretch[] => {
  const stretches: { unitId: number; accountId: number | null; from: Date; until: Date | null }[] = [];
  for (const step of steps) {
    const last = stretches.at(-1);
    const ends = step.stageAfter === 'settled' || step.stageAfter === 'withdrawn';
    if (ends) {
      if (last && last.until === null) last.until = step.at;
      continue;
    }
    const same = last?.until === null && last.unitId === step.to.unitId && last.accountId === step.to.accountId;
    if (same) continue;
    if (last && last.until === null) last.until = step.at;
    stretches.push({ ...step.to, from: step.at, until: null });
  }
  return stretches;
};
