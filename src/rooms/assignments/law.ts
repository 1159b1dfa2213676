/** Where a promise stands. The first four are open. */
export const stages = ['given', 'accepted', 'reported', 'returned', 'settled', 'withdrawn'] as const;
export type Stage = (typeof stages)[number];
export const openStages = ['given', 'accepted', 'reported', 'returned'] as const satisfies readonly Stage[];
export const isOpen = (stage: Stage): boolean => (openStages as readonly Stage[]).includes(stage);

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
  ask_time: { from: owed, to: 'same' },
  grant_time: { from: owed, to: 'same' },
  deny_time: { from: openStages, to: 'same' },
  add_co_executor: { from: openStages, to: 'same' },
  end_co_executor: { from: openStages, to: 'same' },
  contribute: { from: openStages, to: 'same' },
  set_controller: { from: openStages, to: 'same' },
  remind: { from: openStages, to: 'same' },
  escalate: { from: openStages, to: 'same' },
} as const satisfies Record<string, Move>;
export type Act = keyof typeof moves;

/** Acts of the clock and of whoever only watches: a promise they alone touch stands still. */
export const standingStill = ['remind', 'escalate', 'move_term', 'set_controller'] as const satisfies readonly Act[];

export const stageAfter = (act: Act, stage: Stage): Stage | null => {
  const move: Move = moves[act];
  if (!move.from.includes(stage)) return null;
  return move.to === 'same' ? stage : move.to;
};

/** The executor is never the one who accepts. */
export const oneAndTheSame = (executor: number | null, controller: number | null): boolean => executor !== null && executor === controller;

/** What a promise can come from. A room that gives promises adds its own word here and its door in app. */
export const sourceKinds = ['appeal', 'visit'] as const;
export type SourceKind = (typeof sourceKinds)[number];
export type Source = { readonly kind: SourceKind; readonly id: number };
export type Place = { readonly unitId: number; readonly accountId: number | null };

export type Assignment = {
  readonly id: number; readonly source: Source;
  /** the matter's holder; false: a task beside it */
  readonly lead: boolean;
  /** how people name the source */
  readonly reference: string;
  readonly branchId: number; readonly task: string | null; readonly territoryPath: readonly string[];
  readonly executor: Place; readonly controller: Place; readonly stage: Stage;
  readonly givenAt: Date; readonly givenOn: string; readonly dueOn: string; readonly originalDueOn: string;
  /** what was promised first, where it runs beside the holder's own day; null: one clock */
  readonly promisedOn: string | null;
  /** the nearer of the two: boards stand in its order, and it makes late */
  readonly nearOn: string;
  readonly ruleVersion: string; readonly calendarVersion: string; readonly handOvers: number; readonly seenBy: readonly number[];
  readonly movedAt: Date; readonly waits: boolean; readonly carousel: boolean; readonly rung: number;
  readonly reportedAt: Date | null; readonly endedAt: Date | null;
};

/** One holder's stretch: who had it from when to when; `until` null: still has it. */
export type Stretch = Place & { readonly from: Date; readonly until: Date | null };
export type Step = { readonly act: Act | 'give'; readonly at: Date; readonly to: Place; readonly stageAfter: Stage };

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

/** A matter passes this many holders before it raises its hand (product.md, the spine). */
export const carouselHolders = 3;

/**
 * Whether one promise goes round: it is back with somebody who has had it, or has reached a third holder. A body and the person of it
 * who takes the matter are one holder; within a body each further person is another.
 */
export const goesRound = (steps: readonly Pick<Step, 'act' | 'to'>[]): boolean => {
  const holders: { unitId: number; accountId: number | null }[] = [];
  for (const { act, to } of steps) {
    const last = holders.at(-1);
    if (act === 'give' || act === 'hand_over') {
      if (last && last.unitId === to.unitId && (last.accountId === to.accountId || last.accountId === null)) last.accountId = to.accountId;
      else holders.push({ ...to });
    } else if (last && last.accountId === null) last.accountId = to.accountId;
  }
  if (holders.length >= carouselHolders) return true;
  return holders.some((one, at) => holders.slice(0, at).some((before) => before.unitId === one.unitId && (before.accountId === one.accountId || before.accountId === null || one.accountId === null)));
};
