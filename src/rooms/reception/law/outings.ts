import { wallClock, type Day } from '../../../kernel/day.ts';

export const outingStates = ['planned', 'under_way', 'closed', 'cancelled'] as const;
export type OutingState = (typeof outingStates)[number];
export const parts = ['official', 'clerk'] as const;
export type Part = (typeof parts)[number];

/** Which act from which state. `change` before the day is over; a closed or cancelled outing stands as it is. */
export const outingMoves = {
  change: { from: ['planned', 'under_way'], to: null },
  announce: { from: ['planned', 'under_way'], to: null },
  begin: { from: ['planned'], to: 'under_way' },
  close: { from: ['under_way'], to: 'closed' },
  cancel: { from: ['planned', 'under_way'], to: 'cancelled' },
  install: { from: ['planned', 'under_way'], to: null },
} as const satisfies Record<string, { readonly from: readonly OutingState[]; readonly to: OutingState | null }>;
export type OutingAct = keyof typeof outingMoves;
export const outingMay = (act: OutingAct, state: OutingState): boolean => (outingMoves[act].from as readonly OutingState[]).includes(state);

/** Numbers a tablet takes along at once, and how few are left when the next hundred are asked for. */
export const blockSize = 100;
export const fewLeft = 20;
/** A tablet that was taken back may hand over what it holds for so long; then its numbers are written off. */
export const handOverDays = 14;
/** Days after the outing on which the tablet wipes itself even without signal, once everything has arrived. */
export const wipeDays = 3;
/** A whole day of two desks is 200; a tablet that brings more is not one of ours. */
export const mostBlocks = 20;
/** Ten minutes of a clock are forgiven, as at every door. */
const clockSlackMs = 600_000;

export type Block = { readonly series: 'appeal' | 'visit'; readonly prefix: string; readonly year: number; readonly from: number; readonly to: number };

/** `BQ01-2026-000123` of the block it stands in; null: not of this tablet. */
export const inBlocks = (blocks: readonly Block[], series: Block['series'], number: string): { readonly block: Block; readonly n: number } | null => {
  for (const block of blocks) {
    if (block.series !== series || !number.startsWith(block.prefix)) continue;
    const digits = number.slice(block.prefix.length);
    const n = /^\d{6,9}$/.test(digits) ? Number(digits) : 0;
    if (n >= block.from && n <= block.to && numberText(block.prefix, n) === number) return { block, n };
  }
  return null;
};
export const numberText = (prefix: string, n: number): string => `${prefix}${String(n).padStart(6, '0')}`;

/** The tablet's moment, within what is possible: not in the future, not before the day of the outing. `off`: the clock of the tablet was. */
export const boundedMoment = (saidMs: number, o: { readonly heldOn: Day; readonly fromMinute: number; readonly nowMs: number }): { readonly at: Date; readonly off: boolean } => {
  if (saidMs > o.nowMs + clockSlackMs) return { at: new Date(o.nowMs), off: true };
  if (wallClock(saidMs).on < o.heldOn) return { at: new Date(Math.min(o.nowMs, momentOf(o.heldOn, o.fromMinute).getTime())), off: true };
  return { at: new Date(Math.min(saidMs, o.nowMs)), off: false };
};

/** A minute of a day by the country's clock (UTC+5 since 1 March 2024). */
export const momentOf = (on: Day, minute: number): Date => {
  const asUtc = Date.parse(`${on}T00:00:00Z`) + minute * 60_000;
  const local = wallClock(asUtc);
  const shown = Date.parse(`${local.on}T00:00:00Z`) + local.minute * 60_000;
  return new Date(asUtc - (shown - asUtc));
};

/** So often the house tries an act on which it stumbles itself, before a person is asked. */
export const mostStumbles = 3;

/** Why an act that arrived is not taken by itself. A person of the branch decides. */
export const conflictKinds = [
  'number_not_of_device', 'number_used', 'official_gone', 'official_not_here', 'clerk_gone', 'body_closed', 'topic_closed', 'device_revoked', 'day_off', 'day_passed', 'told_day_impossible',
  'paper_missing', 'paper_refused', 'iin_invalid', 'phone_invalid', 'promise_closed', 'unreadable', 'house_failed', 'not_taken',
] as const;
export type ConflictKind = (typeof conflictKinds)[number];

/** Every number of a reserved block has a record, a reason, or is still on its way. */
export type NumberFate =
  | { readonly n: number; readonly number: string; readonly is: 'used' | 'waits' | 'on_board' }
  | { readonly n: number; readonly number: string; readonly is: 'unused'; readonly reason: 'not_used' | 'device_lost' | 'given_up' };
