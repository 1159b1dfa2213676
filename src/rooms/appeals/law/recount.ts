import type { Day } from '../../../kernel/day.ts';
import { addWorkingDays, onOrAfter, type WorkCalendar } from '../../calendar/law.ts';
import type { Kind } from './stages.ts';
import { forwardBy, rulesByVersion, rulesOn, spanEnd, type HolderTime, type Profile, type WorkingDays } from './terms.ts';

export const daysBy = (calendar: WorkCalendar): WorkingDays => ({ version: calendar.version, add: (from, count) => addWorkingDays(calendar, from, count), onOrAfter: (on) => onOrAfter(calendar, on) });

export type Counted = { readonly kind: Kind; readonly termFromOn: Day; readonly dueOn: Day; readonly ruleVersion: string };

/**
 * The day by another calendar. What a rule counted is counted again by the same rule; what a decision put elsewhere stays, unless it is a day off
 * now. The day it was registered on is a fact and stays. Nobody becomes late by a calendar: a day is not moved back behind today.
 */
export const recounted = (c: Counted, made: WorkCalendar, now: WorkCalendar, today: Day): Day => {
  const span = rulesByVersion(c.ruleVersion)?.answer[c.kind];
  const byRule = span !== undefined && spanEnd(span, c.termFromOn, daysBy(made)) === c.dueOn;
  const after = byRule ? spanEnd(span, c.termFromOn, daysBy(now)) : onOrAfter(now, c.dueOn);
  return after < c.dueOn && after < today ? c.dueOn : after;
};

/** A task's day was chosen by a person: it stays unless it is a day off now, and it comes along when its matter is owed earlier. */
export const taskDay = (dueOn: Day, source: { readonly before: Day; readonly after: Day }, now: WorkCalendar): Day => {
  const worked = onOrAfter(now, dueOn);
  return source.after < source.before && dueOn <= source.before && worked > source.after ? source.after : worked;
};

export type Dated = Counted & {
  readonly profile: Profile; readonly calendarVersion: string; readonly held: HolderTime;
  readonly own: { readonly dueOn: Day; readonly termFromOn: Day; readonly ruleVersion: string; readonly calendarVersion: string } | null;
};
export type Beside = { readonly tasks: readonly { readonly assignmentId: number; readonly dueOn: string }[]; readonly requests: readonly { readonly extensionId: number; readonly toOn: string }[] };
type Change = { readonly after: WorkCalendar; readonly today: Day };
export type DayMoved = { readonly what: 'answer' | 'own' | 'task' | 'request' | 'forward'; readonly itemId: number; readonly before: Day; readonly after: Day };

/** Every date of one open matter that the change moves. `by`: the calendar of a version. */
export const datesMoved = (m: Dated, beside: Beside, change: Change, by: (version: string) => WorkCalendar): readonly DayMoved[] => {
  const { after: now, today } = change;
  const answer = { before: m.dueOn, after: recounted(m, by(m.calendarVersion), now, today) };
  return [
    { what: 'answer' as const, itemId: 0, ...answer },
    ...(m.own ? [{ what: 'own' as const, itemId: 0, before: m.own.dueOn, after: recounted({ ...m.own, kind: m.kind }, by(m.own.calendarVersion), now, today) }] : []),
    ...beside.tasks.map((one) => ({ what: 'task' as const, itemId: one.assignmentId, before: one.dueOn as Day, after: taskDay(one.dueOn as Day, answer, now) })),
    ...beside.requests.map((one) => ({ what: 'request' as const, itemId: one.extensionId, before: one.toOn as Day, after: onOrAfter(now, one.toOn as Day) })),
    { what: 'forward' as const, itemId: 0, before: m.held.forwardBy, after: timerOf(m, change) },
  ].filter((one) => one.before !== one.after);
};

/** The last day to pass it on, while it runs or would run again; nobody's is over by a calendar. */
const timerOf = (m: Dated, { after, today }: Change): Day => {
  const is = forwardBy(rulesOn(m.profile, m.termFromOn), m.held.sinceOn, daysBy(after));
  return is < today ? m.held.forwardBy : is;
};
