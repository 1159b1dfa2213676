import { addDays, type Day } from '../../../kernel/day.ts';
import { momentOf } from './outings.ts';

export const bookingStates = ['booked', 'waiting', 'cancelled', 'came', 'no_show', 'expired'] as const;
export type BookingState = (typeof bookingStates)[number];
export const modes = ['place', 'video'] as const;
export type Mode = (typeof modes)[number];

/** Nobody takes all the places: so many open bookings for one telephone or e-mail, and one at a reception. */
export const mostOpen = 3;
/** … and so many from one address in a quarter of an hour, whatever telephones they name. A household, an office or a library is fewer. */
export const mostFromCaller = 20;
export const callerWindowMs = 15 * 60_000;
export const daysAhead = 60;
/** On the site; a clerk who hears the person books to the last minute. */
export const leastAhead = 60;
/** A place that is freed later than so many minutes before is given to nobody unasked: they could not come, nor decline. */
export const fillAhead = 120;
export const waitDays = 30;
/** Three in ninety days: asked to confirm, and nothing more. */
export const missedMany = 3;
export const missedDays = 90;
/** The meeting room is shown so many minutes before, and after it should have ended while the one before still talks. */
export const roomBefore = 15;
export const roomAfter = 60;
const noon = 720;
const videoRemindMinutes = 120;

/** One reception as booking sees it. `reason`: why the office holds it on a day off. */
export type Sitting = {
  readonly id: number; readonly branchId: number; readonly accountId: number; readonly unitId: number; readonly kind: 'personal' | 'open' | 'video' | 'outing'; readonly place: string | null;
  readonly heldOn: Day; readonly fromMinute: number; readonly toMinute: number; readonly breakFrom: number | null; readonly breakTo: number | null;
  readonly topicCodes: readonly string[]; readonly public: boolean; readonly state: string; readonly reason: string | null;
};
export type Slot = { readonly atMinute: number; readonly minutes: number };
export type Place = Slot & { readonly sitting: Sitting };
export type Around = {
  readonly nowMs: number;
  /** minutes between now and the place, at least */
  readonly ahead: number;
  /** whether the host is away that day with nobody standing in */
  readonly away: (accountId: number, on: Day) => boolean;
  readonly isWorking: (branchId: number, on: Day) => boolean;
};

/** Held as it stands today: a day that became a day off, and a host who has fallen ill, are not offered though places were laid out. */
export const isHeld = (s: Sitting, around: Pick<Around, 'away' | 'isWorking'>): boolean =>
  (s.state === 'planned' || s.state === 'under_way') && (s.reason !== null || around.isWorking(s.branchId, s.heldOn)) && !around.away(s.accountId, s.heldOn);

const inBreak = (s: Sitting, slot: Slot): boolean => s.breakFrom !== null && s.breakTo !== null && slot.atMinute < s.breakTo && slot.atMinute + slot.minutes > s.breakFrom;
export const inTime = (on: Day, atMinute: number, around: Pick<Around, 'nowMs' | 'ahead'>): boolean => momentOf(on, atMinute).getTime() - around.nowMs >= around.ahead * 60_000;

/** Which of the untaken places can be taken now, the soonest first. */
export const placesFree = (list: readonly { readonly sitting: Sitting; readonly slots: readonly Slot[] }[], around: Around): readonly Place[] =>
  list.filter(({ sitting }) => isHeld(sitting, around))
    .flatMap(({ sitting, slots }) => slots.filter((slot) => slot.atMinute >= sitting.fromMinute && slot.atMinute + slot.minutes <= sitting.toMinute && !inBreak(sitting, slot) && inTime(sitting.heldOn, slot.atMinute, around)).map((slot) => ({ ...slot, sitting })))
    .toSorted((a, b) => (a.sitting.heldOn < b.sitting.heldOn ? -1 : a.sitting.heldOn > b.sitting.heldOn ? 1 : a.atMinute - b.atMinute || a.sitting.id - b.sitting.id));

/** At noon of the working day before; null when that moment is over. */
export const remindAt = (on: Day, isWorking: (day: Day) => boolean, nowMs: number): Date | null => {
  let before = addDays(on, -1);
  for (let tries = 0; tries < 20 && !isWorking(before); tries += 1) before = addDays(before, -1);
  const at = momentOf(before, noon);
  return at.getTime() > nowMs ? at : null;
};
export const remindVideoAt = (on: Day, atMinute: number, nowMs: number): Date | null => {
  const at = new Date(momentOf(on, atMinute).getTime() - videoRemindMinutes * 60_000);
  return at.getTime() > nowMs ? at : null;
};

/** Whether the door of the meeting room stands open now; it closes with the reception. */
export const roomOpen = (p: { readonly on: Day; readonly atMinute: number; readonly minutes: number; readonly state: string }, nowMs: number): boolean => {
  const at = momentOf(p.on, p.atMinute).getTime();
  return (p.state === 'planned' || p.state === 'under_way') && nowMs >= at - roomBefore * 60_000 && nowMs <= at + (p.minutes + roomAfter) * 60_000;
};
/** The meeting server's address with this visit's own room in it. */
export const roomUrl = (template: string, room: string): string => template.replaceAll('{room}', room);

/** Whether the place is over: the person has come or has not. */
export const isOver = (on: Day, atMinute: number, nowMs: number): boolean => momentOf(on, atMinute).getTime() < nowMs;
