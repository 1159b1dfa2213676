import type { Day } from '../../../kernel/day.ts';
import type { UrgencySign } from '../../../kernel/urgency.ts';
import type { Kind, Outcome, Verdict } from '../law/stages.ts';

type About = { readonly appealId: number; readonly number: string; readonly branchId: number };
/** Ids and codes only, never a person's words. */
export type AppealEvent = About & (
  | { readonly name: 'appeal.registered'; readonly channel: string; readonly kind: Kind }
  | { readonly name: 'appeal.urgent'; readonly sign: UrgencySign; readonly byAccount: number | null }
  | { readonly name: 'appeal.sorted'; readonly topicCode: string | null; readonly territoryCode: string | null }
  /** a person of the office said what it is about; `instead` of what was said before */
  | { readonly name: 'appeal.topic_decided'; readonly topicCode: string; readonly instead: string | null }
  | { readonly name: 'appeal.assigned' | 'appeal.forwarded'; readonly assignmentId: number; readonly unitId: number; readonly accountId: number | null; readonly dueOn: Day }
  | { readonly name: 'appeal.clarification_asked' | 'appeal.clarification_answered' }
  | { readonly name: 'appeal.extension_requested'; readonly extensionId: number }
  | { readonly name: 'appeal.extended' | 'appeal.extension_refused'; readonly extensionId: number; readonly dueOn: Day }
  /** `clock`: the day the person waits for, or the branch's own promise beside a body's term */
  | { readonly name: 'appeal.term_moved'; readonly clock: 'answer' | 'own'; readonly before: Day; readonly dueOn: Day; readonly calendarVersion: string }
  | { readonly name: 'appeal.joined'; readonly mainId: number; readonly as: 'repeat' | 'common' }
  | { readonly name: 'appeal.split'; readonly partId: number }
  | { readonly name: 'appeal.answer_drafted' | 'appeal.draft_returned' | 'appeal.interim_answered'; readonly answerId: number }
  | { readonly name: 'appeal.answered'; readonly answerId: number; readonly outcome: Outcome }
  | { readonly name: 'appeal.added_to' | 'appeal.withdrawn' }
  | { readonly name: 'appeal.closed'; readonly outcome: Outcome | null; readonly verdict: Verdict | null }
  | { readonly name: 'appeal.reopened'; readonly round: number; readonly dueOn: Day }
  | { readonly name: 'appeal.published'; readonly withAnswer: boolean }
  | { readonly name: 'appeal.unpublished' | 'appeal.way_changed' }
);
export type AppealEventName = AppealEvent['name'];
