import { postWith, type Actor } from '../../../kernel/actor.ts';
import { able, anyone, gate } from '../../../kernel/gate.ts';
import { mint, type Permit } from '../../../kernel/permit.ts';
import { isRefusal, refuse, type Refusal } from '../../../kernel/refusal.ts';
import type { Ability } from '../contract/abilities.ts';

export const outingsMay = able('reception.see');
export const plannersMay = able('outing.plan');
export const arrivalsMay = able('reception.desk');
/** Announcements are for everybody. */
export const everybodyMay = anyone;
/** A tablet shows its secret with every request; which tablet it is the handler asks. */
export const devicesMay = gate('device', () => true);

/** An outing as the policy sees it. */
export type Standing = { readonly branchId: number; readonly team: readonly number[] };
type Said<A extends string> = Permit<A> | Refusal;

const isIn = (actor: Actor, team: readonly number[]): boolean => actor.kind === 'staff' && team.includes(actor.accountId);
const over = <A extends string>(actor: Actor, act: A, ability: Ability, branchId: number): Said<A> => {
  if (actor.kind === 'system') return mint<A>(act, actor);
  const post = postWith(actor, ability, branchId);
  return post ? mint<A>(act, actor, post.postId) : refuse('not_allowed');
};
/** What a person may not see is not found. */
const seen = <A extends string>(actor: Actor, o: Standing, said: Said<A>): Said<A> => (isRefusal(said) && isRefusal(maySeeOuting(actor, o)) ? refuse('outing_not_found') : said);

export const maySeeOuting = (actor: Actor, o: Standing): Said<'outing.see'> => {
  if (isIn(actor, o.team)) return mint('outing.see', actor);
  const said = over(actor, 'outing.see', 'reception.see', o.branchId);
  return isRefusal(said) ? refuse('outing_not_found') : said;
};
export const mayPlanOuting = (actor: Actor, branchId: number): Said<'outing.plan'> => over(actor, 'outing.plan', 'outing.plan', branchId);
export const mayChangeOuting = (actor: Actor, o: Standing): Said<'outing.change'> => seen(actor, o, over(actor, 'outing.change', 'outing.plan', o.branchId));
/** On the day itself whoever stands there opens and closes it. */
export const mayHoldOuting = (actor: Actor, o: Standing): Said<'outing.hold'> => (isIn(actor, o.team) ? mint('outing.hold', actor) : seen(actor, o, over(actor, 'outing.hold', 'outing.plan', o.branchId)));
/** The person who will hold the tablet, signed in on it. */
export const mayInstall = (actor: Actor, o: Standing): Said<'device.install'> => {
  if (isIn(actor, o.team)) return mint('device.install', actor);
  return isRefusal(maySeeOuting(actor, o)) ? refuse('outing_not_found') : refuse('outing_not_in_team');
};
/** Whoever may over the branch, its head, and the person whose tablet it is. */
export const mayRevoke = (actor: Actor, o: Standing, ownerId: number): Said<'device.revoke'> => {
  if (actor.kind === 'staff' && actor.accountId === ownerId) return mint('device.revoke', actor);
  const said = over(actor, 'device.revoke', 'device.revoke', o.branchId);
  return seen(actor, o, isRefusal(said) ? over(actor, 'device.revoke', 'outing.plan', o.branchId) : said);
};
/** What a tablet does, after its secret was proven; the clock settles numbers. */
export const mayArrive = (actor: Actor): Said<'outing.arrive'> => (actor.kind === 'system' ? mint('outing.arrive', actor) : refuse('not_allowed'));
/** Conflicts hold whole matters: only whoever receives people at the desk of that branch; of a quiet visit only the one whose tablet it was, and whoever is named for such. */
export const maySettleArrival = (actor: Actor, a: { readonly branchId: number; readonly quiet: boolean; readonly ownerId: number }): Said<'arrival.settle'> => {
  const own = actor.kind === 'staff' && actor.accountId === a.ownerId;
  const said = over(actor, 'arrival.settle', a.quiet && !own ? 'reception.quiet' : 'reception.desk', a.branchId);
  return isRefusal(said) ? refuse('arrival_not_found') : said;
};
/** The branches whose outings somebody sees, by all their posts. */
export const branchesSeen = (actor: Actor, ability: Ability = 'reception.see'): 'all' | readonly number[] => {
  if (actor.kind === 'system') return 'all';
  const reaches = actor.kind === 'staff' ? actor.posts.filter((post) => post.abilities.includes(ability)).map((post) => post.reach) : [];
  return reaches.includes('all') ? 'all' : [...new Set(reaches.flatMap((reach) => (reach === 'all' ? [] : reach)))];
};
/** Whose quiet conflicts somebody sees in a list. */
export const quietSeen = (actor: Actor): { readonly branches: 'all' | readonly number[]; readonly accountId: number } => ({ branches: branchesSeen(actor, 'reception.quiet'), accountId: actor.kind === 'staff' ? actor.accountId : 0 });
export const seesPeopleOf = (actor: Actor, branchId: number): boolean => postWith(actor, 'reception.see', branchId) !== undefined || postWith(actor, 'appeal.read', branchId) !== undefined;
