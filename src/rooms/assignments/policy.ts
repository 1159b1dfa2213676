import { postWith, type Actor } from '../../kernel/actor.ts';
import { able, staffOnly } from '../../kernel/gate.ts';
import { mint, type Permit } from '../../kernel/permit.ts';
import { isRefusal, refuse, type Refusal } from '../../kernel/refusal.ts';
import type { Ability } from './contract/abilities.ts';
import { isOpen, type Act, type Assignment } from './law.ts';

export const readersMay = able('assignment.read');
export const controllersMay = able('assignment.control');
export const laddersMay = able('ladder.edit');
export const staffMay = staffOnly;

/** A way of looking that somebody keeps for themselves: their own and nobody else's. */
export const mayKeepViews = (actor: Actor): Permit<'view.keep'> | Refusal => (actor.kind === 'staff' ? mint('view.keep', actor) : refuse('not_allowed'));

/** The promise as a policy sees it. `helps`: the bodies and people that help with it; `askedBy`: who asked for more time. */
export type Standing = Pick<Assignment, 'id' | 'lead' | 'branchId' | 'executor' | 'controller' | 'stage' | 'seenBy'> & {
  readonly helps: readonly { readonly unitId: number; readonly accountId: number | null }[];
  readonly askedBy: number | null;
  /** whoever took it, reported or helped: none of them accepts */
  readonly workedBy: readonly number[];
  /** the executor is away today, and this is the deputy, if one was named */
  readonly away: { readonly deputyId: number | null } | null;
};
/** The acts of this room; what a source does with its holder's promise goes through the source. */
export type OwnAct = Exclude<Act, 'move_term' | 'escalate'>;
type Said<A extends string> = Permit<`assignment.${A}`> | Refusal;

const postOver = (actor: Actor, ability: Ability, units: readonly number[]): number | undefined => {
  for (const unit of units) {
    const post = postWith(actor, ability, unit);
    if (post) return post.postId;
  }
  return undefined;
};

/** What a person may not see is not found. */
export const mayRead = (actor: Actor, a: Pick<Standing, 'seenBy'>): Said<'read'> => {
  if (actor.kind === 'system') return mint('assignment.read', actor);
  const post = postOver(actor, 'assignment.read', a.seenBy);
  return post === undefined ? refuse('assignment_not_found') : mint('assignment.read', actor, post);
};

const over = <A extends string>(actor: Actor, a: Standing, act: A, ability: Ability, units: readonly number[]): Said<A> => {
  const seen = mayRead(actor, a);
  if (isRefusal(seen)) return seen;
  if (actor.kind === 'system') return mint<`assignment.${A}`>(`assignment.${act}`, actor);
  const post = postOver(actor, ability, units);
  return post === undefined ? refuse('not_allowed') : mint<`assignment.${A}`>(`assignment.${act}`, actor, post);
};
const isMe = (actor: Actor, accountId: number | null): boolean => actor.kind === 'staff' && accountId !== null && actor.accountId === accountId;

/** The holder's own promise is kept by the room it came from: an appeal is answered, not reported. */
const byItsSource = (a: Standing): Refusal | null => (a.lead ? refuse('assignment_through_source') : null);

const executing = <A extends string>(actor: Actor, a: Standing, act: A): Said<A> => {
  const said = over(actor, a, act, 'assignment.report', [a.executor.unitId]);
  if (isRefusal(said)) return said;
  return byItsSource(a) ?? (a.executor.accountId === null || isMe(actor, a.executor.accountId) ? said : refuse('already_taken'));
};
const controlling = <A extends string>(actor: Actor, a: Standing, act: A): Said<A> => {
  const said = over(actor, a, act, 'assignment.control', [a.branchId]);
  return isRefusal(said) || !isMe(actor, a.executor.accountId) ? said : refuse('controller_is_executor');
};

/** A person of the body takes what nobody has; what an absent one has, the deputy takes, or anybody of the body where none was named. */
export const mayAccept = (actor: Actor, a: Standing): Said<'accept'> => {
  const said = over(actor, a, 'accept', 'assignment.report', [a.executor.unitId]);
  if (isRefusal(said)) return said;
  const through = byItsSource(a);
  if (through) return through;
  const mine = isMe(actor, a.executor.accountId);
  if (a.executor.accountId === null || mine) return said;
  return a.away !== null && (a.away.deputyId === null || isMe(actor, a.away.deputyId)) ? said : refuse('already_taken');
};
export const mayHandOver = (actor: Actor, a: Standing): Said<'hand_over'> => {
  const said = controlling(actor, a, 'hand_over');
  const own = isRefusal(said) ? executing(actor, a, 'hand_over') : said;
  return isRefusal(own) ? own : (byItsSource(a) ?? own);
};
export const mayReport = (actor: Actor, a: Standing): Said<'report'> => executing(actor, a, 'report');
export const mayAskTime = (actor: Actor, a: Standing): Said<'ask_time'> => executing(actor, a, 'ask_time');

const accepting = <A extends string>(actor: Actor, a: Standing, act: A): Said<A> => {
  const said = controlling(actor, a, act);
  if (isRefusal(said)) return said;
  return byItsSource(a) ?? (a.workedBy.some((one) => isMe(actor, one)) ? refuse('controller_is_executor') : said);
};
export const mayReturn = (actor: Actor, a: Standing): Said<'return'> => accepting(actor, a, 'return');
export const maySettle = (actor: Actor, a: Standing): Said<'settle'> => accepting(actor, a, 'settle');
export const mayWithdraw = (actor: Actor, a: Standing): Said<'withdraw'> => {
  const said = controlling(actor, a, 'withdraw');
  return isRefusal(said) ? said : (byItsSource(a) ?? said);
};
/** Reasoned by one, decided by another; never by whoever works on it, though a colleague asked for them. */
export const mayDecideTime = (actor: Actor, a: Standing): Said<'decide_time'> => {
  const said = over(actor, a, 'decide_time', 'assignment.decide_time', [a.branchId]);
  if (isRefusal(said)) return said;
  return byItsSource(a) ?? (isMe(actor, a.askedBy) || isMe(actor, a.executor.accountId) ? refuse('own_request') : said);
};

/** Whoever controls, and the executor for help in their own work. Of any promise, the holder's own too. */
export const mayAskHelp = (actor: Actor, a: Standing): Said<'add_co_executor'> => {
  const said = controlling(actor, a, 'add_co_executor');
  return isRefusal(said) ? over(actor, a, 'add_co_executor', 'assignment.report', [a.executor.unitId]) : said;
};
export const mayEndHelp = (actor: Actor, a: Standing): Said<'end_co_executor'> => {
  const said = controlling(actor, a, 'end_co_executor');
  return isRefusal(said) ? over(actor, a, 'end_co_executor', 'assignment.report', [a.executor.unitId]) : said;
};
export const mayContribute = (actor: Actor, a: Standing): Said<'contribute'> => {
  const units = a.helps.filter((one) => one.accountId === null || isMe(actor, one.accountId)).map((one) => one.unitId);
  const said = over(actor, a, 'contribute', 'assignment.report', units);
  // a body that was asked may have the controller among its people
  return isRefusal(said) || !isMe(actor, a.controller.accountId) ? said : refuse('controller_is_executor');
};
export const maySetController = (actor: Actor, a: Standing): Said<'set_controller'> => controlling(actor, a, 'set_controller');
export const mayRemind = (actor: Actor, a: Standing): Said<'remind'> => controlling(actor, a, 'remind');

/** Nobody but the clock climbs the ladder. */
export const mayEscalate = (actor: Actor, a: Pick<Standing, 'seenBy'>): Said<'escalate'> =>
  actor.kind === 'system' ? mint('assignment.escalate', actor) : isRefusal(mayRead(actor, a)) ? refuse('assignment_not_found') : refuse('not_allowed');

/** The ladder of one branch, or of every branch that has none of its own (`null`): then only whoever reaches everywhere. */
export const mayEditLadder = (actor: Actor, branchId: number | null): Permit<'ladder.edit'> | Refusal => {
  if (actor.kind === 'system') return mint('ladder.edit', actor);
  const post = actor.kind === 'staff'
    ? actor.posts.find((one) => one.abilities.includes('ladder.edit') && (one.reach === 'all' || (branchId !== null && one.reach.includes(branchId))))
    : undefined;
  return post ? mint('ladder.edit', actor, post.postId) : refuse('not_allowed');
};

const asked: Readonly<Record<OwnAct, (actor: Actor, a: Standing) => Permit<string> | Refusal>> = {
  accept: mayAccept, hand_over: mayHandOver, report: mayReport, ask_time: mayAskTime, return: mayReturn, settle: maySettle, withdraw: mayWithdraw,
  grant_time: mayDecideTime, deny_time: mayDecideTime, add_co_executor: mayAskHelp, end_co_executor: mayEndHelp, contribute: mayContribute,
  set_controller: maySetController, remind: mayRemind,
};
/** For the screen: why an act cannot be done now, or null when it can. */
export const why = (actor: Actor, a: Standing, act: OwnAct): Refusal | null => {
  const said = asked[act](actor, a);
  if (isRefusal(said)) return said;
  return isOpen(a.stage) ? null : refuse('assignment_not_possible', { stage: a.stage });
};
