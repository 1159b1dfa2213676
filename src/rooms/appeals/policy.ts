import { postWith, type Actor } from '../../kernel/actor.ts';
import { able, anyone, gate, staffOnly } from '../../kernel/gate.ts';
import { mint, type Permit } from '../../kernel/permit.ts';
import { isRefusal, refuse, type Refusal } from '../../kernel/refusal.ts';
import type { Ability } from './contract/abilities.ts';
import { stageAfter, type Act, type Channel, type Stage } from './law/stages.ts';

/** The appeal as a policy sees it. */
export type Matter = {
  readonly id: number; readonly stage: Stage; readonly branchId: number;
  readonly holderUnit: number; readonly holderAccount: number | null; readonly assignmentId: number | null;
  /** every unit that has or had it in hand, the branch among them */
  readonly seenBy: readonly number[];
};
type Said<A extends string> = Permit<`appeal.${A}`> | Refusal;

export const anyoneMay = anyone;
export const staffMay = staffOnly;
export const readersMay = able('appeal.read');
export const clerksMay = able('appeal.register');
export const redactorsMay = able('appeal.redact');
/** The pages behind a follow-up link or a number with its code; which matter, the handler asks. */
export const holdersMay = gate('holder', () => true);

/** What a person may not see is not found. */
export const mayRead = (actor: Actor, matter: Matter): Said<'read'> => {
  if (actor.kind === 'system' || (actor.kind === 'holder' && actor.appealId === matter.id)) return mint('appeal.read', actor);
  const post = postOver(actor, 'appeal.read', matter.seenBy);
  return post === undefined ? refuse('appeal_not_found') : mint('appeal.read', actor, post);
};

/** The units whose matters somebody may read, by all their posts. */
export const readsOf = (actor: Actor): 'all' | readonly number[] => {
  if (actor.kind === 'system') return 'all';
  const reaches = actor.kind === 'staff' ? actor.posts.filter((post) => post.abilities.includes('appeal.read')).map((post) => post.reach) : [];
  return reaches.includes('all') ? 'all' : [...new Set(reaches.flatMap((reach) => (reach === 'all' ? [] : reach)))];
};

const postOver = (actor: Actor, ability: Ability | 'assignment.give', units: readonly number[]): number | undefined => {
  for (const unit of units) {
    const post = postWith(actor, ability, unit);
    if (post) return post.postId;
  }
  return undefined;
};

/** Staff who see the matter and have a post with the ability over one of the units; the system always. */
const staffOver = <A extends string>(actor: Actor, matter: Matter, act: A, ability: Ability | 'assignment.give', units: readonly number[]): Said<A> => {
  const seen = mayRead(actor, matter);
  if (isRefusal(seen)) return seen;
  if (actor.kind === 'system') return mint<`appeal.${A}`>(`appeal.${act}`, actor);
  const post = postOver(actor, ability, units);
  return post === undefined ? refuse('not_allowed') : mint<`appeal.${A}`>(`appeal.${act}`, actor, post);
};

const branch = (m: Matter): readonly number[] => [m.branchId];
const branchOrHolder = (m: Matter): readonly number[] => [m.branchId, m.holderUnit];
const holder = (m: Matter): readonly number[] => [m.holderUnit];
const isMe = (actor: Actor, accountId: number | null): boolean => actor.kind === 'staff' && accountId !== null && actor.accountId === accountId;

/** Residents write by the public form and the API; every other door is a clerk's, or a room's whose own policy let the same actor do it (`by`). */
export const mayRegister = (actor: Actor, branchId: number, channel: Channel, by?: Permit<string>): Said<'register'> => {
  if (by && by.actor === actor) return mint('appeal.register', actor, by.postId);
  if (actor.kind === 'system') return mint('appeal.register', actor);
  if (actor.kind !== 'staff') return channel === 'web' || channel === 'api' ? mint('appeal.register', actor) : refuse('not_allowed');
  const post = postWith(actor, 'appeal.register', branchId);
  return post ? mint('appeal.register', actor, post.postId) : refuse('not_allowed');
};

export const mayImport = (actor: Actor, branchId: number): Said<'import'> => {
  if (actor.kind === 'system') return mint('appeal.import', actor);
  const post = postWith(actor, 'appeal.import', branchId);
  return post ? mint('appeal.import', actor, post.postId) : refuse('not_allowed');
};

export const maySort = (actor: Actor, m: Matter): Said<'sort'> => staffOver(actor, m, 'sort', 'appeal.sort', branch(m));

/** Whoever reads the words first says whether the danger in them is real. */
export const maySetUrgency = (actor: Actor, m: Matter): Said<'set_urgency'> => staffOver(actor, m, 'set_urgency', 'appeal.note', branchOrHolder(m));

/** The branch gives to any body; a body gives to its own people only. */
export const mayAssign = (actor: Actor, m: Matter, unitId: number | null): Said<'assign'> =>
  staffOver(actor, m, 'assign', 'appeal.assign', unitId === m.holderUnit || unitId === null ? branchOrHolder(m) : branch(m));

/** What nobody has; and what somebody has who is away: then the deputy, or anybody of the body where none can. */
export const mayTake = (actor: Actor, m: Matter, away: { readonly deputyId: number | null } | null): Said<'take'> => {
  const said = staffOver(actor, m, 'take', 'appeal.answer', holder(m));
  if (isRefusal(said) || m.holderAccount === null) return said;
  return away !== null && !isMe(actor, m.holderAccount) && (away.deputyId === null || isMe(actor, away.deputyId)) ? said : refuse('already_taken');
};

/** `late`: after the days the law gives for it; then only a post trusted with that. */
export const mayForward = (actor: Actor, m: Matter, late: boolean): Said<'forward'> => {
  const said = staffOver(actor, m, 'forward', 'appeal.forward', branchOrHolder(m));
  if (isRefusal(said) || !late || actor.kind === 'system') return said;
  return postOver(actor, 'appeal.forward_late', branch(m)) === undefined ? refuse('forward_too_late') : said;
};

export const mayAskClarification = (actor: Actor, m: Matter): Said<'ask_clarification'> => staffOver(actor, m, 'ask_clarification', 'appeal.clarify', branchOrHolder(m));
export const mayEndClarification = (actor: Actor, m: Matter): Said<'end_clarification'> => staffOver(actor, m, 'end_clarification', 'appeal.clarify', branchOrHolder(m));
export const mayRequestExtension = (actor: Actor, m: Matter): Said<'request_extension'> => staffOver(actor, m, 'request_extension', 'appeal.extend', branchOrHolder(m));

/** Reasoned by one, decided by another (76 (3): the head or a deputy); never by whoever works on it, though a colleague asked for them. */
export const mayDecideExtension = (actor: Actor, m: Matter, askedBy: number | null): Said<'decide_extension'> => {
  const said = staffOver(actor, m, 'decide_extension', 'appeal.decide_extension', branch(m));
  return !isRefusal(said) && (isMe(actor, askedBy) || isMe(actor, m.holderAccount)) ? refuse('own_request') : said;
};

/** The branch asks anybody; the body that has the matter may ask others for their part of it. */
export const mayGiveTask = (actor: Actor, m: Matter): Said<'give_task'> => staffOver(actor, m, 'give_task', 'assignment.give', branchOrHolder(m));

export const mayNote = (actor: Actor, m: Matter): Said<'note'> => staffOver(actor, m, 'note', 'appeal.note', branchOrHolder(m));
export const mayJoin = (actor: Actor, m: Matter): Said<'join'> => staffOver(actor, m, 'join', 'appeal.join', branch(m));
/** A letter that is coming in: whoever brings it says that theirs is the same as what everybody can read; a clerk joins by their post, or within the act of a room that let them (`by`). */
export const mayJoinComing = (actor: Actor, m: Matter, by?: Permit<string>): Said<'join'> =>
  by && by.actor === actor ? mint('appeal.join', actor, by.postId) : actor.kind === 'staff' ? mayJoin(actor, m) : mint('appeal.join', actor);
/** What it wanted to be joined to is gone: whoever registered it has that written down. */
export const mayStandAlone = (actor: Actor, m: Matter, by?: Permit<string>): Said<'join'> =>
  by && by.actor === actor ? mint('appeal.join', actor, by.postId) : actor.kind === 'staff' ? staffOver(actor, m, 'join', 'appeal.register', branch(m)) : mint('appeal.join', actor);
export const maySplit = (actor: Actor, m: Matter): Said<'split'> => staffOver(actor, m, 'split', 'appeal.split', branch(m));

/** A clerk, or the person themselves: "my case is different". */
export const mayDetach = (actor: Actor, m: Matter): Said<'detach'> =>
  actor.kind === 'holder' ? theirs(actor, m, 'detach') : staffOver(actor, m, 'detach', 'appeal.join', branch(m));

export const mayAnswerInterim = (actor: Actor, m: Matter): Said<'answer_interim'> => staffOver(actor, m, 'answer_interim', 'appeal.answer', branchOrHolder(m));

export const mayDraftAnswer = (actor: Actor, m: Matter): Said<'draft_answer'> => {
  const said = staffOver(actor, m, 'draft_answer', 'appeal.answer', holder(m));
  return isRefusal(said) || actor.kind === 'system' || m.holderAccount === null || isMe(actor, m.holderAccount) ? said : refuse('already_taken');
};

/** The executor is never the one who accepts; nor is whoever wrote the draft, or one before it that was returned. */
export const mayApprove = (actor: Actor, m: Matter, draftedBy: number | null, draftedBefore: readonly number[]): Said<'approve'> => {
  const said = staffOver(actor, m, 'approve', 'appeal.approve', branch(m));
  if (isRefusal(said)) return said;
  if (isMe(actor, m.holderAccount)) return refuse('executor_cannot_approve');
  return isMe(actor, draftedBy) || draftedBefore.some((one) => isMe(actor, one)) ? refuse('own_draft') : said;
};

/** The letters of one cause are answered with it, by whoever may approve there. */
export const mayAnswerJoined = (actor: Actor, m: Matter): Said<'answer_joined'> => staffOver(actor, m, 'answer_joined', 'appeal.approve', branch(m));

export const mayReturnDraft = (actor: Actor, m: Matter, draftedBy: number | null): Said<'return_draft'> => {
  const said = staffOver(actor, m, 'return_draft', 'appeal.approve', branch(m));
  return !isRefusal(said) && (isMe(actor, draftedBy) || isMe(actor, m.holderAccount)) ? refuse('own_draft') : said;
};

export const mayRedact = (actor: Actor, m: Matter): Said<'redact'> => staffOver(actor, m, 'redact', 'appeal.redact', branch(m));
export const mayPublish = (actor: Actor, m: Matter): Said<'publish'> => staffOver(actor, m, 'publish', 'appeal.publish', branch(m));
export const mayUnpublish = (actor: Actor, m: Matter): Said<'unpublish'> => staffOver(actor, m, 'unpublish', 'appeal.publish', branch(m));
/** The personal number in clear, with a reason that stays in the history. */
export const mayShowIin = (actor: Actor, m: Matter): Said<'show_iin'> => staffOver(actor, m, 'show_iin', 'appeal.see_iin', branch(m));
export const mayReissue = (actor: Actor, m: Matter): Said<'reissue'> => staffOver(actor, m, 'reissue', 'appeal.reissue', branch(m));

/** Only the person the matter belongs to: no post, and no administrator, can speak for them. */
const theirs = <A extends string>(actor: Actor, m: Matter, act: A): Said<A> =>
  actor.kind === 'holder' && actor.appealId === m.id
    ? mint<`appeal.${A}`>(`appeal.${act}`, actor)
    : isRefusal(mayRead(actor, m)) ? refuse('appeal_not_found') : refuse('not_allowed');

export const mayAdd = (actor: Actor, m: Matter): Said<'add'> =>
  actor.kind === 'staff' ? staffOver(actor, m, 'add', 'appeal.register', branch(m)) : theirs(actor, m, 'add');
/** What was said in a room whose own policy let the same actor write it down; only to what they may read. */
export const mayAddWithin = (actor: Actor, m: Matter, by: Permit<string>): Said<'add'> => {
  const seen = mayRead(actor, m);
  return isRefusal(seen) ? seen : by.actor === actor ? mint('appeal.add', actor, by.postId) : refuse('not_allowed');
};
/** A clerk may write down what the person said by telephone. */
export const mayAnswerClarification = (actor: Actor, m: Matter): Said<'answer_clarification'> =>
  actor.kind === 'staff' ? staffOver(actor, m, 'answer_clarification', 'appeal.clarify', branchOrHolder(m)) : theirs(actor, m, 'answer_clarification');
export const mayWithdraw = (actor: Actor, m: Matter): Said<'withdraw'> => theirs(actor, m, 'withdraw');
export const maySettle = (actor: Actor, m: Matter): Said<'settle'> => theirs(actor, m, 'settle');
export const mayReopen = (actor: Actor, m: Matter): Said<'reopen'> => theirs(actor, m, 'reopen');
export const mayWithdrawConsent = (actor: Actor, m: Matter): Said<'withdraw_consent'> => theirs(actor, m, 'withdraw_consent');
/** Nobody but the clock. */
export const mayCloseSilent = (actor: Actor, m: Matter): Said<'close_silent'> =>
  actor.kind === 'system' ? mint('appeal.close_silent', actor) : isRefusal(mayRead(actor, m)) ? refuse('appeal_not_found') : refuse('not_allowed');

/** What is searched is written by the program after the act, never by anybody's hand. */
export const mayIndex = (actor: Actor): Said<'index'> => (actor.kind === 'system' ? mint('appeal.index', actor) : refuse('not_allowed'));

/** A calendar moves days by the program's hand, in the name of whoever ordered it: their posts over this matter do not count, the calendar binds all. */
export const mayMoveTerm = (actor: Actor, m: Matter, order: { readonly by: number | null; readonly post: number | null }): Said<'move_term'> => {
  if (actor.kind !== 'system') return isRefusal(mayRead(actor, m)) ? refuse('appeal_not_found') : refuse('not_allowed');
  return order.by === null ? mint('appeal.move_term', actor) : mint('appeal.move_term', { kind: 'staff', accountId: order.by, name: '', posts: [], sight: [] }, order.post);
};

/** What else decides, as the page knows it before the act asks again under the lock. */
export type Beside = { readonly lateToForward: boolean; readonly draftedBy: number | null; readonly draftedBefore: readonly number[]; readonly extensionAskedBy: number | null; readonly away: { readonly deputyId: number | null } | null };

const asked: Readonly<Record<Exclude<Act, 'answer_joined' | 'move_term'>, (actor: Actor, m: Matter, b: Beside) => Permit<string> | Refusal>> = {
  sort: maySort, assign: (actor, m) => mayAssign(actor, m, null), take: (actor, m, b) => mayTake(actor, m, b.away), forward: (actor, m, b) => mayForward(actor, m, b.lateToForward),
  ask_clarification: mayAskClarification, answer_clarification: mayAnswerClarification, end_clarification: mayEndClarification,
  request_extension: mayRequestExtension, give_task: mayGiveTask, set_urgency: maySetUrgency, decide_extension: (actor, m, b) => mayDecideExtension(actor, m, b.extensionAskedBy), note: mayNote,
  join: mayJoin, detach: mayDetach, split: maySplit, answer_interim: mayAnswerInterim, draft_answer: mayDraftAnswer,
  return_draft: (actor, m, b) => mayReturnDraft(actor, m, b.draftedBy), approve: (actor, m, b) => mayApprove(actor, m, b.draftedBy, b.draftedBefore),
  add: mayAdd, withdraw: mayWithdraw, settle: maySettle, reopen: mayReopen, close_silent: mayCloseSilent,
  show_iin: mayShowIin, redact: mayRedact, publish: mayPublish, unpublish: mayUnpublish, withdraw_consent: mayWithdrawConsent,
};

/** For the screen: why an act cannot be done now, or null when it can. */
export const why = (actor: Actor, m: Matter, act: keyof typeof asked, beside: Beside): Refusal | null => {
  const said = asked[act](actor, m, beside);
  if (isRefusal(said)) return said;
  return stageAfter(act, m.stage, m.assignmentId !== null) === null ? refuse('not_possible_now') : null;
};
