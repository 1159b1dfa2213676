import { view, type Generated, type Kysely, type Read } from '../../../platform/db.ts';
import type { Day } from '../../../kernel/day.ts';
import type { Lang } from '../../../kernel/words.ts';
import type { UrgencySign } from '../../../kernel/urgency.ts';
import type { Channel, Kind, Outcome, Stage, Verdict } from '../law/stages.ts';
import type { HolderTime, Profile } from '../law/terms.ts';

export type AppealTable = {
  id: Generated<number>; number: string; branch_id: number; kind: Kind; channel: Channel; lang: Lang; text: string;
  territory_code: string | null; territory_path: string[]; address: string | null; lat: number | null; lon: number | null; point_accuracy_m: number | null; topic_code: string | null; urgency: UrgencySign | null;
  stage: Stage; open: Generated<boolean>; office_outcome: Outcome | null; verdict: Verdict | null;
  profile: Profile; rule_version: string; calendar_version: string;
  received_at: Date; registered_at: Date; registered_on: string; term_from_on: string; due_on: string; original_due_on: string;
  own_due_on: string | null; own_term_from_on: string | null; own_rule_version: string | null; own_calendar_version: string | null;
  holder_unit: number; holder_account: number | null; holder_since_on: string; forward_by: string; forward_calendar_version: string; assignment_id: number | null; hand_overs: number; came_back: boolean; reopened_count: number;
  /** int8[] arrives as text */
  seen_by: number[];
  first_human_answer_at: Date | null; answered_at: Date | null; closed_at: Date | null;
  publish_consent: boolean; public_text: string | null; published_at: Date | null;
  repeat_of: number | null; joined_to: number | null; split_from: number | null;
  secret_version: number; link_hash: Buffer; code_hash: Buffer;
};

export type ApplicantTable = {
  appeal_id: number; branch_id: number; kind: 'person' | 'organisation' | 'group'; surname: string | null; given: string | null; patronymic: string | null;
  organisation: string | null; iin_sealed: Buffer | null; iin_hash: Buffer | null; phone: string | null; email: string | null; address: string | null;
  representative: string | null; authority: string | null; search: string;
};

export type ActTable = {
  id: Generated<number>; appeal_id: number; act: string; code: string; at: Date; by_kind: string; by_account: number | null; by_post: number | null; public: boolean;
  stage_before: Stage | null; stage_after: Stage; due_before: string | null; due_after: string | null; facts: Record<string, unknown>;
};

export type AnswerTable = {
  id: Generated<number>; appeal_id: number; round: number; interim: boolean; state: 'draft' | 'returned' | 'sent'; outcome: Outcome | null; text: string;
  drafted_by: number | null; drafted_unit: number; drafted_at: Date; returned_by: number | null; returned_at: Date | null; return_reason: string | null;
  approved_by: number | null; sent_at: Date | null;
  /** as everybody may read it, when a clerk has looked it through */
  public_text: string | null;
};

export type PublicationTable = {
  appeal_id: number; number: string; branch_id: number; territory_path: string[]; topic_code: string | null; kind: Kind; lang: Lang; text: string; answer: string | null; answer_id: number | null; answer_unit: number | null;
  stage: Stage; office_outcome: Outcome | null; verdict: Verdict | null; registered_on: string; due_on: string; answered_on: string | null; published_at: Date;
  document: string | null; made_with: Generated<number>;
};

export type Tables = {
  'appeals.appeal': AppealTable;
  'appeals.applicant': ApplicantTable;
  'appeals.signatory': { appeal_id: number; place: number; surname: string; given: string; patronymic: string | null; address: string | null };
  'appeals.act': ActTable;
  'appeals.note': { id: Generated<number>; appeal_id: number; by_kind: string; by_account: number | null; at: Date; text: string };
  'appeals.answer': AnswerTable;
  'appeals.answer_mark': { unit_id: number; mark: number; answer_id: number };
  'appeals.clarification': { id: Generated<number>; appeal_id: number; question: string; asked_by: number | null; asked_at: Date; answer: string | null; answered_at: Date | null };
  'appeals.verdict': { id: Generated<number>; appeal_id: number; round: number; verdict: Verdict; comment: string | null; at: Date };
  'appeals.publication': PublicationTable;
};

export const db = (q: Read): Kysely<Tables> => view<Tables>(q);

/** The first promise, kept when the matter goes to a body with a term of its own. */
export type OwnClock = { readonly dueOn: Day; readonly termFromOn: Day; readonly ruleVersion: string; readonly calendarVersion: string };

/** A matter without the person's words: what policies, laws and lists need. */
export type Appeal = {
  readonly id: number; readonly number: string; readonly branchId: number; readonly kind: Kind; readonly channel: Channel; readonly lang: Lang;
  readonly territoryCode: string | null; readonly territoryPath: readonly string[]; readonly topicCode: string | null;
  /** the gravest sign of danger in the words, while nobody has said that there is none */
  readonly urgency: UrgencySign | null;
  readonly stage: Stage; readonly officeOutcome: Outcome | null; readonly verdict: Verdict | null;
  readonly profile: Profile; readonly ruleVersion: string; readonly calendarVersion: string;
  readonly receivedAt: Date; readonly registeredOn: Day; readonly termFromOn: Day; readonly dueOn: Day; readonly originalDueOn: Day;
  /** the branch's own promise, where a body's statutory term runs beside it; null: one clock */
  readonly own: OwnClock | null;
  readonly holderUnit: number; readonly holderAccount: number | null; readonly held: HolderTime; readonly assignmentId: number | null;
  readonly handOvers: number; readonly cameBack: boolean; readonly reopenedCount: number; readonly seenBy: readonly number[];
  readonly firstHumanAnswerAt: Date | null; readonly answeredAt: Date | null; readonly closedAt: Date | null;
  readonly publishConsent: boolean; readonly redacted: boolean; readonly publishedAt: Date | null;
  readonly repeatOf: number | null; readonly joinedTo: number | null; readonly splitFrom: number | null; readonly secretVersion: number;
};

export const appealColumns = [
  'id', 'number', 'branch_id', 'kind', 'channel', 'lang', 'territory_code', 'territory_path', 'topic_code', 'urgency', 'stage', 'office_outcome', 'verdict',
  'profile', 'rule_version', 'calendar_version', 'received_at', 'registered_on', 'term_from_on', 'due_on', 'original_due_on',
  'own_due_on', 'own_term_from_on', 'own_rule_version', 'own_calendar_version',
  'holder_unit', 'holder_account', 'holder_since_on', 'forward_by', 'forward_calendar_version', 'assignment_id', 'hand_overs', 'came_back', 'reopened_count', 'seen_by',
  'first_human_answer_at', 'answered_at', 'closed_at', 'publish_consent', 'published_at', 'repeat_of', 'joined_to', 'split_from', 'secret_version',
] as const satisfies readonly (keyof AppealTable)[];

type Row = Omit<Pick<AppealTable, (typeof appealColumns)[number]>, 'id'> & { id: number; redacted: boolean };

export const appealOf = (r: Row): Appeal => ({
  id: r.id, number: r.number, branchId: r.branch_id, kind: r.kind, channel: r.channel, lang: r.lang,
  territoryCode: r.territory_code, territoryPath: r.territory_path, topicCode: r.topic_code, urgency: r.urgency, stage: r.stage, officeOutcome: r.office_outcome, verdict: r.verdict,
  profile: r.profile, ruleVersion: r.rule_version, calendarVersion: r.calendar_version, receivedAt: r.received_at,
  registeredOn: r.registered_on as Day, termFromOn: r.term_from_on as Day, dueOn: r.due_on as Day, originalDueOn: r.original_due_on as Day,
  own: r.own_due_on === null ? null : { dueOn: r.own_due_on as Day, termFromOn: r.own_term_from_on as Day, ruleVersion: r.own_rule_version ?? '', calendarVersion: r.own_calendar_version ?? '' },
  holderUnit: r.holder_unit, holderAccount: r.holder_account, held: { sinceOn: r.holder_since_on as Day, forwardBy: r.forward_by as Day, forwardCalendar: r.forward_calendar_version }, assignmentId: r.assignment_id,
  handOvers: r.hand_overs, cameBack: r.came_back, reopenedCount: r.reopened_count, seenBy: r.seen_by.map(Number),
  firstHumanAnswerAt: r.first_human_answer_at, answeredAt: r.answered_at, closedAt: r.closed_at,
  publishConsent: r.publish_consent, redacted: r.redacted, publishedAt: r.published_at,
  repeatOf: r.repeat_of, joinedTo: r.joined_to, splitFrom: r.split_from, secretVersion: r.secret_version,
});
