import { z } from 'zod';
import type { Day } from '../../kernel/day.ts';
import { normalBin, normalIin } from '../../kernel/iin.ts';
import { normalPhone } from '../../kernel/phone.ts';
import { dayField, idField as id, line, maybe, prose, stored, yes } from '../../kernel/typed.ts';
import { urgencySigns, type UrgencySign } from '../../kernel/urgency.ts';
import { langs } from '../../kernel/words.ts';
import { answerOutcomes, channels, kinds, spokenVerdicts, tellWays, type Kind, type Outcome, type Stage, type Verdict } from './law/stages.ts';

/** Messages of these schemas are codes; their sentences are `fieldWords` in words.ts. */

export const phoneField = stored(normalPhone, 'phone_wrong');
export const iinField = stored(normalIin, 'iin_wrong');
export const binField = stored(normalBin, 'bin_wrong');
/** An uploaded file's id, given by rooms/files before the act. */
const papers = z.array(z.coerce.number().int().positive()).max(20, 'too_many_files').default([]);

/** `CODE-YEAR-NNNNNN`. Typed by people: spaces and letter case forgiven. */
export const numberField = z.string('number_wrong').transform((typed) => typed.replace(/[\s–—‑]/g, (c) => (c.trim() === '' ? '' : '-')).toUpperCase())
  .refine((text) => /^[A-Z0-9]{2,10}-\d{4}-\d{6,}$/.test(text), 'number_wrong');

const fullName = { surname: line(100), given: line(100), patronymic: maybe(line(100)) };
export const signatorySchema = z.object({ ...fullName, address: maybe(line(300)) });
const reach = {
  phone: maybe(phoneField),
  email: maybe(z.email('email_wrong').max(200, 'field_too_long')),
  address: maybe(line(300)),
};
const representative = z.object({ name: line(300), authority: line(300) });
export const applicantSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('person'), ...fullName, iin: maybe(iinField), ...reach, representative: representative.optional() }),
  z.object({ kind: z.literal('organisation'), name: line(300), bin: maybe(binField), ...reach, representative: representative.optional() }),
  z.object({
    kind: z.literal('group'), ...fullName, ...reach, representative: representative.optional(),
    signatories: z.array(signatorySchema).min(1, 'signatories_missing').max(2_000, 'too_many_signatories'),
  }),
]);
export type Applicant = z.output<typeof applicantSchema>;

export const matterSchema = z.object({
  kind: z.enum(kinds, 'choose_one'),
  text: prose(20_000, 5),
  territoryCode: maybe(line(20)),
  address: maybe(line(300)),
  /** `accuracy`: metres, as a device said it */
  point: z.object({ lat: z.number().min(-90).max(90), lon: z.number().min(-180).max(180), accuracy: z.number().int().min(0).max(1_000_000).optional() }).optional(),
  topicCode: maybe(line(60)),
  /** the matter of which the person says that theirs is the same; where it cannot be joined any more, the letter is registered by itself */
  joinTo: maybe(numberField),
  /** default: not published */
  publishConsent: yes,
  papers,
});
export type Matter = z.output<typeof matterSchema>;

/** One visit may bring several matters; each gets its own number and day. */
export const registerSchema = z.object({
  /** made by the client before its first try: same key and body, same answer */
  key: z.string().min(16, 'key_wrong').max(200, 'key_wrong'),
  channel: z.enum(channels, 'choose_one'),
  lang: z.enum(langs, 'choose_one'),
  /** absent: found from the place by rooms/units */
  branchId: id.optional(),
  /** when it really came, for paper, e-mail and outings typed in later; absent: now */
  receivedAt: z.iso.datetime({ offset: true, error: 'moment_wrong' }).optional(),
  applicant: applicantSchema.optional(),
  /** how the person wants to hear of it; absent: by what they gave */
  tellBy: maybe(z.enum(tellWays, 'choose_one')),
  matters: z.array(matterSchema).min(1, 'field_missing').max(10, 'too_many_matters'),
});
export type Register = z.input<typeof registerSchema>;
export type Registered = {
  readonly key: string;
  /** true when this answer was given before */
  readonly again: boolean;
  readonly matters: readonly RegisteredMatter[];
};
export type RegisteredMatter = {
  readonly appealId: number; readonly number: string; readonly branchId: number; readonly kind: Kind;
  readonly receivedAt: Date; readonly registeredOn: Day; readonly dueOn: Day;
  /** the secret of the follow-up link, and the code that goes with the number; shown to the person only */
  readonly linkToken: string; readonly followCode: string;
  /** it went to the cause it named, as it was registered */
  readonly joined?: true;
};

const one = { number: numberField };
const reason = prose(2_000, 3);
/** drawn with a form: sent twice, it is done once */
const key = maybe(z.string().min(16, 'key_wrong').max(200, 'key_wrong'));
export const sortSchema = z.object({ ...one, topicCode: maybe(line(60)), territoryCode: maybe(line(20)), address: maybe(line(300)), kind: z.enum(kinds).optional(), suggested: yes });
export const assignSchema = z.object({ ...one, unitId: id, accountId: maybe(id), controllerAccountId: maybe(id), instruction: maybe(prose(2_000)), suggested: yes, evenAway: yes.optional() });
export const takeSchema = z.object(one);
export const forwardSchema = z.object({ ...one, unitId: id, reason });
export const clarifySchema = z.object({ ...one, question: prose(4_000, 3) });
export const clarifiedSchema = z.object({ ...one, text: prose(10_000), papers });
export const extendSchema = z.object({ ...one, toOn: dayField, reason });
export const decideSchema = z.object({ ...one, extensionId: id, granted: z.preprocess((v) => (v === 'yes' ? true : v === 'no' ? false : v), z.boolean('choose_one')), reason: maybe(reason) });
export const giveTaskSchema = z.object({ ...one, task: prose(2_000, 3), unitId: id, accountId: maybe(id), controllerAccountId: maybe(id), dueOn: dayField, evenAway: yes.optional(), key });
export const urgencySchema = z.object({ ...one, urgency: z.enum([...urgencySigns, 'none'], 'choose_one') });
export const noteSchema = z.object({ ...one, text: prose(10_000), papers, key });
export const joinSchema = z.object({ ...one, mainNumber: numberField, as: z.enum(['repeat', 'common'], 'choose_one'), suggested: yes.optional() });
export const detachSchema = z.object({ ...one, reason });
export const splitSchema = z.object({ ...one, text: prose(20_000, 5), kind: z.enum(kinds).optional(), topicCode: maybe(line(60)) });
export const interimSchema = z.object({ ...one, text: prose(20_000, 3), papers });
export const draftSchema = z.object({ ...one, outcome: z.enum(answerOutcomes, 'choose_one'), text: prose(50_000, 3), papers });
/** `anyway`: why it goes in spite of a serious warning. */
export const approveSchema = z.object({ ...one, answerId: id, anyway: maybe(prose(1_000, 3)) });
export const returnSchema = z.object({ ...one, answerId: id, reason });
/** The person's own acts: the matter is the one their link or code opened. */
export const addSchema = z.object({ text: prose(10_000), papers });
export const answerClarificationSchema = z.object({ text: prose(10_000), papers });
export const withdrawSchema = z.object({ reason: maybe(prose(2_000)) });
export const verdictSchema = z.object({ verdict: z.enum(spokenVerdicts, 'choose_one'), comment: maybe(prose(5_000)) })
  .refine((v) => v.verdict !== 'not_solved' || v.comment !== undefined, { path: ['comment'], message: 'say_what_is_left' });
/** `answerId`: the answer whose words `publicAnswer` are; no words: nothing of it is for everybody. */
export const redactSchema = z.object({ ...one, publicText: prose(20_000, 5), answerId: maybe(id), publicAnswer: maybe(prose(50_000, 3)) });
export const publishSchema = z.object(one);
export const unpublishSchema = z.object({ ...one, reason: maybe(reason) });
/** Where the person is told from now on. */
export const changeWaySchema = z.object({ ...one, email: z.email('email_wrong').max(200, 'field_too_long') });
export const showIinSchema = z.object({ ...one, reason });
export const followSchema = z.object({ number: numberField, code: z.string('code_wrong').trim().min(4, 'code_wrong').max(40, 'code_wrong') });

/** What roles may be given over a unit; `appeal.read` over a branch or a body shows its matters. */
export const abilities = [
  'appeal.read', 'appeal.register', 'appeal.import', 'appeal.sort', 'appeal.assign', 'appeal.forward', 'appeal.forward_late',
  'appeal.clarify', 'appeal.extend', 'appeal.decide_extension', 'appeal.note', 'appeal.join', 'appeal.split',
  'appeal.answer', 'appeal.approve', 'appeal.redact', 'appeal.publish', 'appeal.see_iin', 'appeal.reissue',
] as const;
export type Ability = (typeof abilities)[number];

/** Stable and public; their sentences are `refusalWords`. */
export const refusalCodes = [
  'appeal_not_found', 'not_allowed', 'not_possible_now', 'branch_invalid', 'same_key_other_body', 'received_in_future_invalid', 'received_before_rules_invalid', 'territory_invalid', 'topic_invalid',
  'unit_invalid', 'person_not_in_unit', 'person_away', 'same_person_again', 'controller_is_executor', 'controller_not_in_branch_invalid', 'already_there', 'already_taken', 'forward_too_late', 'nothing_to_sort', 'urgency_as_is',
  'extension_never', 'extension_too_far', 'extension_not_later', 'extension_overdue', 'extension_day_off', 'extension_waiting', 'extension_gone', 'own_request',
  'reason_required', 'task_day_invalid', 'task_after_source', 'join_itself', 'join_chain', 'join_other_branch', 'not_joined', 'draft_gone', 'own_draft', 'executor_cannot_approve',
  'tasks_open', 'check_word_required', 'verdict_given', 'no_answer_yet', 'no_consent', 'not_redacted', 'public_text_leaks', 'public_answer_leaks', 'answer_changed', 'not_published', 'follow_not_found', 'too_many_tries', 'letter_not_found', 'letter_not_possible', 'file_invalid', 'no_iin',
] as const;
export type RefusalCode = (typeof refusalCodes)[number];

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

export type { Act, Channel, Kind, Outcome, Stage, Verdict } from './law/stages.ts';
export type AppealRef = { readonly appealId: number; readonly number: string; readonly stage: Stage };

/** Numbers carried along by a tablet without signal, and what it needs to count a term by itself (decision 0019). */
export { answerTerms, reserveNumbers, type NumberBlock } from './acts/numbers.ts';
export { lastNumber, numbersOf, numbersTaken, wroteFrom, type WroteFrom } from './store/numbers.ts';

/** A visit's matter becomes an appeal, or goes to one that is there, in the visit's own transaction (decision 0019). */
export { registerIn, type RegisterMore } from './acts/register.ts';
export { addSomething as addIn } from './acts/holder.ts';
export { earlierOf, likeTo, peopleLike, personBefore, type Earlier, type Someone } from './acts/known.ts';
export type { Proposal } from './acts/likeness.ts';
export { likeliestTopics } from './acts/suggest.ts';
export { gravest } from './acts/urgency.ts';
export type { KnownPerson } from './store/person.ts';
/** With the secrets of a matter: for the person's own paper and page, after their link or the clerk's right was asked. */
export { registeredOf } from './store/intake.ts';
export { kindWords, stageWords as appealStageWords } from './words/labels.ts';
export { refusalWords as appealRefusalWords } from './words/refusals.ts';
/** For figures of rooms whose matters become appeals: both keys of those, and the one way small counts are hidden. */
export { keysOf, type KeysOf } from './store/keys-of.ts';
export { keptFor } from './store/kept.ts';
export { leastCount, leastSample, suppressed, suppressParts, wholeMonths } from './law/figures.ts';
export { suppressCrossed, type Hidden } from './law/crossed.ts';
/** Somebody who wanted to come writes instead: their words go along (decision 0019). */
export { carryIntoDraft } from './acts/carry.ts';
