/**
 * Who is called next. Pure: the room as it is, what was called today, and the hour. Rules of the house, in this order:
 * 1. Whoever is booked and waits ten minutes past their hour.
 * 2. Whoever was passed by as many later comers as anybody may be.
 * 3. Whoever is booked, from their hour on.
 * 4. A priority group, when the rule of the branch gives it its turn.
 * 5. Everybody else, by when they came; who was put aside or came late for their hour keeps a fair place.
 * 6. Who is booked for later, when nobody else waits.
 */
const minute = 60_000;

/** A booked person is not made to wait longer than this past their hour while others are called. */
export const bookedWaitMs = 10 * minute;
/** Nobody waits while more than so many who came later are called before them, booked ones past their ten minutes apart. */
export const mostPassed = 5;
/** Later than this, and the hour is theirs no more. */
export const lateGraceMs = 10 * minute;
/** Who comes late for their hour, or back after they were called in vain, stands as if they had come at most so long ago. */
export const fairPlaceMs = 30 * minute;

export type Waiting = {
  readonly id: number; readonly laneId: number;
  /** when they came to the room */
  readonly madeAt: number;
  readonly orderAt: number;
  /** since when they wait without a break */
  readonly waitsSince: number;
  /** the hour by which they are called; null: by their place */
  readonly bookedAt: number | null;
  readonly priorityId: number | null;
  readonly receptionId: number | null;
};
/** Somebody who was called today, in the order of calls. */
export type Called = { readonly laneId: number; readonly madeAt: number; readonly at: number; readonly priorityId: number | null };
/** One of the group after every so many others; 0: at once. */
export type Priority = { readonly id: number; readonly afterOthers: number };
export type Room = { readonly waiting: readonly Waiting[]; readonly called: readonly Called[]; readonly priorities: readonly Priority[] };

/** Where somebody stands who comes for a booked hour: before the walk-ins when they are in time, at a fair place when they are late. */
export const placeOf = (cameAt: number, bookedAt: number | null): { readonly orderAt: number; readonly bookedAt: number | null } => {
  if (bookedAt === null) return { orderAt: cameAt, bookedAt: null };
  return cameAt <= bookedAt + lateGraceMs ? { orderAt: bookedAt, bookedAt } : { orderAt: fairPlace(bookedAt, cameAt), bookedAt: null };
};
export const fairPlace = (orderAt: number, now: number): number => Math.max(orderAt, now - fairPlaceMs);

/** How many who came later were called in the same lane while this one waited. */
export const passedBy = (one: Waiting, called: readonly Called[]): number =>
  called.reduce((sum, call) => sum + (call.laneId === one.laneId && call.madeAt > one.madeAt && call.at > one.waitsSince ? 1 : 0), 0);

const first = (list: readonly Waiting[], by: (one: Waiting) => number): Waiting | null =>
  list.reduce<Waiting | null>((best, one) => (best === null || by(one) < by(best) || (by(one) === by(best) && one.id < best.id) ? one : best), null);

/** Others called in the lane since somebody of the group was; everybody's calls of the day when nobody was. */
const othersSince = (laneId: number, priorityId: number, called: readonly Called[]): number => {
  let others = 0;
  for (const call of called.toReversed()) {
    if (call.laneId !== laneId) continue;
    if (call.priorityId === priorityId) return others;
    others += 1;
  }
  return Number.POSITIVE_INFINITY;
};

const hasTurn = (one: Waiting, room: Room): boolean => {
  const rule = room.priorities.find((priority) => priority.id === one.priorityId);
  return rule !== undefined && othersSince(one.laneId, rule.id, room.called) >= rule.afterOthers;
};

const comes = (one: Waiting): number => one.orderAt;
const hour = (one: Waiting): number => one.bookedAt ?? one.orderAt;

/**
 * Whom a desk calls. `receptionId`: it sits for this reception and calls its people, and whoever came for nobody in particular. Null: it sits for nobody and calls
 * everybody but those of `elsewhere`, the receptions for which another desk sits now.
 */
export type Calling = { readonly laneIds: readonly number[]; readonly receptionId?: number | null; readonly elsewhere?: readonly number[] };
export const callsFor = (desk: { readonly id: number; readonly laneIds: readonly number[]; readonly receptionId: number | null }, desks: readonly { readonly id: number; readonly accountId: number | null; readonly receptionId: number | null }[]): Calling =>
  ({ laneIds: desk.laneIds, receptionId: desk.receptionId, elsewhere: desks.flatMap((one) => (one.id !== desk.id && one.accountId !== null ? (one.receptionId ?? []) : [])) });
const isFor = (desk: Calling, receptionId: number | null): boolean => receptionId === null || (desk.receptionId == null ? desk.elsewhere?.includes(receptionId) !== true : desk.receptionId === receptionId);

/** Of those who wait in these lanes and are called by this desk. Null: nobody. */
export const nextOf = (room: Room, desk: Calling, now: number): Waiting | null => {
  const here = room.waiting.filter((one) => desk.laneIds.includes(one.laneId) && isFor(desk, one.receptionId));
  const booked = here.filter((one) => one.bookedAt !== null);
  const others = here.filter((one) => one.bookedAt === null);
  return first(booked.filter((one) => now >= hour(one) + bookedWaitMs), hour)
    ?? first(others.filter((one) => passedBy(one, room.called) >= mostPassed), (one) => one.madeAt)
    ?? first(booked.filter((one) => now >= hour(one)), hour)
    ?? first(others.filter((one) => hasTurn(one, room)), comes)
    ?? first(others, comes)
    ?? first(booked, hour);
};

/** Everybody in these lanes, in the order in which they would be called if nothing changed. */
export const lineOf = (room: Room, desk: Calling, now: number): readonly Waiting[] => {
  const line: Waiting[] = [];
  let left = room;
  for (let next = nextOf(left, desk, now); next !== null; next = nextOf(left, desk, now)) {
    const { id, laneId, madeAt, priorityId } = next;
    line.push(next);
    left = { ...left, waiting: left.waiting.filter((one) => one.id !== id), called: [...left.called, { laneId, madeAt, at: now, priorityId }] };
  }
  return line;
};
