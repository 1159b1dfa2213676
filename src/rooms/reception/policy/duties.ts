import { postWith, type Actor } from '../../../kernel/actor.ts';
import { able, anyone } from '../../../kernel/gate.ts';
import { mint, type Permit } from '../../../kernel/permit.ts';
import { isRefusal, refuse, type Refusal } from '../../../kernel/refusal.ts';
import type { Ability } from '../contract/abilities.ts';

export const dutiesMay = able('duty.edit');
export const receptionsMay = able('reception.see');
/** Who receives when, and who must, is for everybody. */
export const visitorsMay = anyone;

type Said<A extends string> = Permit<A> | Refusal;
/** A reception as the policy sees it. `deputyId`: who stands in for its official today; null when they are here or nobody was named. */
export type Hosting = { readonly branchId: number; readonly unitId: number; readonly accountId: number; readonly deputyId?: number | null; /** the official is away today, until then */ readonly awayTo?: string | null };

const over = <A extends string>(actor: Actor, act: A, ability: Ability, unitId: number): Said<A> => {
  if (actor.kind === 'system') return mint<A>(act, actor);
  const post = postWith(actor, ability, unitId);
  return post ? mint<A>(act, actor, post.postId) : refuse('not_allowed');
};
export const isHost = (actor: Actor, r: Hosting): boolean => actor.kind === 'staff' && actor.accountId === r.accountId;
const receiving = <A extends string>(actor: Actor, act: A, r: Hosting): Said<A> => (isHost(actor, r) ? over(actor, act, 'reception.receive', r.unitId) : refuse('not_allowed'));

/** Who must receive whom, over the branch. */
export const mayEditDuty = (actor: Actor, branchId: number): Said<'duty.edit'> => over(actor, 'duty.edit', 'duty.edit', branchId);
/** What may not be edited is not there. */
export const mayChangeDuty = (actor: Actor, branchId: number): Said<'duty.edit'> => {
  const said = mayEditDuty(actor, branchId);
  return isRefusal(said) ? refuse('duty_not_found') : said;
};
/** Counting and judging is the program's: nobody decides whether a duty was met. */
export const mayCount = (actor: Actor): Said<'duty.count'> => (actor.kind === 'system' ? mint('duty.count', actor) : refuse('not_allowed'));

/** Receptions are announced to everybody; their page at the desk is for the branch, the official's unit and the official. */
export const maySeeReception = (actor: Actor, r: Hosting): Said<'reception.see'> => {
  const said = over(actor, 'reception.see', 'reception.see', r.branchId);
  const unit = isRefusal(said) ? over(actor, 'reception.see', 'reception.see', r.unitId) : said;
  return isRefusal(unit) ? (isHost(actor, r) || isDeputy(actor, r) ? mint('reception.see', actor) : refuse('reception_not_found')) : unit;
};
const isDeputy = (actor: Actor, r: Hosting): boolean => actor.kind === 'staff' && r.deputyId != null && actor.accountId === r.deputyId;
const seen = <A extends string>(actor: Actor, r: Hosting, said: Said<A>): Said<A> => (isRefusal(said) && isRefusal(maySeeReception(actor, r)) ? refuse('reception_not_found') : said);
/** The branch plans for its officials; an official for themselves. */
export const mayPlan = (actor: Actor, r: Hosting): Said<'reception.plan'> => {
  const said = over(actor, 'reception.plan', 'reception.plan', r.branchId);
  return isRefusal(said) ? receiving(actor, 'reception.plan', r) : said;
};
export const mayChange = (actor: Actor, r: Hosting): Said<'reception.plan'> => seen(actor, r, mayPlan(actor, r));
/** Whoever sits in the room opens and closes it: the official, who stands in for them today, or the desk of the branch. */
export const mayHold = (actor: Actor, r: Hosting): Said<'reception.hold'> => {
  const own = receiving(actor, 'reception.hold', r);
  if (!isRefusal(own)) return own;
  if (isDeputy(actor, r)) return mint('reception.hold', actor);
  return seen(actor, r, over(actor, 'reception.hold', 'reception.desk', r.branchId));
};
/** The branches whose weeks somebody sees; of a body's people, none: they see their own and their colleagues'. */
export const reachOf = (actor: Actor, ability: Ability): 'all' | readonly number[] => {
  if (actor.kind === 'system') return 'all';
  const reaches = actor.kind === 'staff' ? actor.posts.filter((post) => post.abilities.includes(ability)).map((post) => post.reach) : [];
  return reaches.includes('all') ? 'all' : [...new Set(reaches.flatMap((reach) => (reach === 'all' ? [] : reach)))];
};
