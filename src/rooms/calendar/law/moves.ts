import type { Day } from '../../../kernel/day.ts';
import type { WorkCalendar } from '../law.ts';

/** `answer`: the day told to a person; `own`: the branch's first promise beside a body's term; `request`: a day that somebody asks for; `reception`: by when one is owed. */
export const movedKinds = ['answer', 'own', 'task', 'request', 'forward', 'reception'] as const;
export type MovedKind = (typeof movedKinds)[number];

/** One open date that a calendar moves. */
export type Moved = {
  readonly what: MovedKind; readonly source: string; readonly sourceId: number;
  /** of the task or the request; 0: the record's own */
  readonly itemId: number;
  /** how people name the record */
  readonly reference: string; readonly branchId: number; readonly before: Day; readonly after: Day;
};

export type CalendarChange = {
  readonly before: WorkCalendar; readonly after: WorkCalendar; readonly today: Day;
};

export type Counts = Readonly<Partial<Record<MovedKind, number>>>;

/** A line of the list whose hash is kept in the journal. */
export const lineOf = (m: Moved): string => `${m.source}:${m.sourceId} ${m.what}:${m.itemId} ${m.before} ${m.after}\n`;
