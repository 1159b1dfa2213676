import type { Day } from '../../../../kernel/day.ts';

export const dueStates = ['open', 'met', 'empty', 'missed', 'excused', 'dropped'] as const;
export type DueState = (typeof dueStates)[number];
/** Nothing was laid out; what was laid out was called off; its hour came and nobody opened the door. */
export const missedWhy = ['not_scheduled', 'cancelled', 'not_held'] as const;
export type MissedWhy = (typeof missedWhy)[number];

/** A reception as judging sees it. `accountId`: whose it was; `heldBy`: who sat there instead. */
export type Sat = { readonly id: number; readonly accountId: number; readonly heldOn: Day; readonly state: 'planned' | 'under_way' | 'held' | 'missed' | 'cancelled'; readonly received: number; readonly heldBy: number | null };
/** Days on which somebody was away, both included, and who stood in. */
export type Gone = { readonly fromOn: Day; readonly toOn: Day; readonly deputyId: number | null };
export type Due = { readonly accountId: number; readonly opensOn: Day; readonly dueOn: Day };
export type Judgement =
  | { readonly state: 'met' | 'empty'; readonly receptionId: number; readonly byDeputy: number | null }
  | { readonly state: 'missed'; readonly why: MissedWhy }
  | { readonly state: 'excused' };

/**
 * What became of one that was owed, the day after. `own`: receptions of the person on its days, `others`: of those who stood in for them; neither
 * has those that count for another one of the same duty. `working`: the days on which it could have been held.
 * 1. Held, and somebody was received: met. The one on the earliest day counts; one with people before one without.
 * 2. Held while nobody came: empty. The hours were kept; it is shown as it was.
 * 3. Away on every working day it could have been held on: a deputy's own reception of those days counts as theirs; with none it is excused.
 * 4. Else missed, with why.
 */
export const judge = (due: Due, o: { readonly own: readonly Sat[]; readonly others: readonly Sat[]; readonly gone: readonly Gone[]; readonly working: readonly Day[] }): Judgement => {
  const here = (one: Sat): boolean => one.heldOn >= due.opensOn && one.heldOn <= due.dueOn;
  const own = o.own.filter((one) => one.accountId === due.accountId && here(one));
  const held = bestHeld(own);
  if (held) return { state: held.received > 0 ? 'met' : 'empty', receptionId: held.id, byDeputy: held.heldBy === null || held.heldBy === due.accountId ? null : held.heldBy };
  if (isAwayThroughout(o.gone, o.working)) {
    const deputies = new Set(o.gone.flatMap((one) => one.deputyId ?? []));
    const standIn = bestHeld(o.others.filter((one) => here(one) && deputies.has(one.accountId) && isGone(o.gone, one.heldOn, one.accountId)));
    return standIn ? { state: standIn.received > 0 ? 'met' : 'empty', receptionId: standIn.id, byDeputy: standIn.accountId } : { state: 'excused' };
  }
  return { state: 'missed', why: own.some((one) => one.state !== 'cancelled') ? 'not_held' : own.length > 0 ? 'cancelled' : 'not_scheduled' };
};

const bestHeld = (list: readonly Sat[]): Sat | undefined =>
  list.filter((one) => one.state === 'held').toSorted((a, b) => Number(b.received > 0) - Number(a.received > 0) || (a.heldOn < b.heldOn ? -1 : a.heldOn > b.heldOn ? 1 : a.id - b.id))[0];
const isGone = (gone: readonly Gone[], on: Day, deputyId?: number): boolean => gone.some((one) => one.fromOn <= on && one.toOn >= on && (deputyId === undefined || one.deputyId === deputyId));
/** A period with no working day in it excuses nobody. */
const isAwayThroughout = (gone: readonly Gone[], working: readonly Day[]): boolean => working.length > 0 && working.every((on) => isGone(gone, on));
