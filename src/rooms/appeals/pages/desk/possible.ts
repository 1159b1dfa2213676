import type { Actor } from '../../../../kernel/actor.ts';
import type { Day } from '../../../../kernel/day.ts';
import { refuse, type Refusal } from '../../../../kernel/refusal.ts';
import type { Near } from '../../../calendar/contract.ts';
import { why, type Beside } from '../../policy.ts';
import type { Whole } from '../../store/matter.ts';

/** The acts of the staff in the order in which a matter usually needs them. What only the person may do is not among them. */
export const deskActs = [
  'sort', 'assign', 'give_task', 'take', 'draft_answer', 'approve', 'return_draft', 'decide_extension', 'answer_clarification', 'end_clarification', 'answer_interim',
  'ask_clarification', 'request_extension', 'forward', 'set_urgency', 'note', 'add', 'join', 'detach', 'split', 'redact', 'publish', 'unpublish', 'show_iin',
] as const;
export type DeskAct = (typeof deskActs)[number];

/** What the days of the law allow, counted once for the page. */
export type Limits = { readonly today: Day; readonly near: Near; readonly forwardBy: Day; readonly extension: Day | null;
  /** working days left to forward after today */
  readonly forwardLeft: number;
  /** tasks beside the matter that nobody has accepted yet */
  readonly openTasks: number;
  /** whoever has it is away today, and who may take it over */
  readonly away: { readonly deputyId: number | null } | null };

/** Why an act cannot be done now, or null: the policy's own words first, then what the matter itself lacks. The act asks again under its lock. */
export const reasonAgainst = (actor: Actor, whole: Whole, limits: Limits, act: DeskAct): Refusal | null => {
  const { appeal } = whole;
  const beside: Beside = { lateToForward: limits.today > limits.forwardBy, draftedBy: whole.draft?.draftedBy ?? null, draftedBefore: whole.draft?.draftedBefore ?? [], extensionAskedBy: whole.extension?.askedBy ?? null, away: limits.away };
  return why(actor, appeal, act, beside) ?? lacking(whole, limits, act);
};

/** Looked through, and not what everybody reads now. */
export const answerReady = (final: Whole['final']): boolean => final !== null && final.publicText !== null && final.shown !== final.publicText;

const lacking = ({ appeal, draft, extension, question, person, final }: Whole, limits: Limits, act: DeskAct): Refusal | null => {
  switch (act) {
    case 'take': return appeal.assignmentId === null ? refuse('not_possible_now') : null;
    case 'approve': return draft === null ? refuse('draft_gone') : limits.openTasks > 0 ? refuse('tasks_open', { count: limits.openTasks }) : null;
    case 'return_draft': return draft === null ? refuse('draft_gone') : null;
    case 'answer_clarification': return question === null ? refuse('not_possible_now') : null;
    case 'decide_extension': return extension === null ? refuse('not_possible_now') : null;
    case 'request_extension': return extension !== null ? refuse('extension_waiting')
      : limits.extension === null ? refuse('extension_never')
      : limits.today > appeal.dueOn ? refuse('extension_overdue')
      : limits.extension <= appeal.dueOn ? refuse('extension_too_far') : null;
    case 'detach': return appeal.joinedTo === null && appeal.repeatOf === null ? refuse('not_joined') : null;
    case 'redact': return appeal.publishConsent ? null : refuse('no_consent');
    case 'publish': return !appeal.publishConsent ? refuse('no_consent') : !appeal.redacted ? refuse('not_redacted') : appeal.publishedAt !== null && !answerReady(final) ? refuse('not_possible_now') : null;
    case 'unpublish': return appeal.publishedAt === null ? refuse('not_published') : null;
    case 'show_iin': return person?.hasIin ? null : refuse('no_iin');
    default: return null;
  }
};
