import type { SourceKind } from '../law.ts';
import type { Told } from '../law/ladder.ts';

/** Stable and public. Every act of a promise says one, with the same facts. */
export type AssignmentEventName =
  | 'assignment.given' | 'assignment.accepted' | 'assignment.handed_over' | 'assignment.reported' | 'assignment.returned' | 'assignment.settled'
  | 'assignment.withdrawn' | 'assignment.term_moved' | 'assignment.time_asked' | 'assignment.time_granted' | 'assignment.time_denied'
  | 'assignment.help_asked' | 'assignment.help_ended' | 'assignment.helped' | 'assignment.controller_set' | 'assignment.reminded' | 'assignment.escalated' | 'assignment.climbed';

/** Ids and days only, never a person's words. */
export type AssignmentEvent = {
  readonly name: AssignmentEventName; readonly assignmentId: number; readonly sourceKind: SourceKind; readonly sourceId: number;
  /** the matter's holder; false: a task beside it */
  readonly lead: boolean;
  /** how people name the source */
  readonly reference: string;
  readonly branchId: number; readonly unitId: number; readonly accountId: number | null; readonly controllerUnit: number; readonly controllerAccount: number | null; readonly dueOn: string;
  /** whose act it was: nobody is told of their own. Absent: the clock's */
  readonly byAccount?: number | null;
};

/** `assignment.climbed`: the ladder's own, with whom it tells; `assignment.escalated` is the act in the history. */
export type ClimbedEvent = AssignmentEvent & { readonly name: 'assignment.climbed'; readonly place: number; readonly days: number; readonly tells: readonly Told[]; readonly agenda: boolean };

/** `assignment.help_asked`: whom. */
export type HelpEvent = AssignmentEvent & { readonly name: 'assignment.help_asked'; readonly helperUnit: number; readonly helperAccount: number | null };
