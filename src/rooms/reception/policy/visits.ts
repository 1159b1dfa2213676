import { postWith, type Actor } from '../../../kernel/actor.ts';
import { able, gate } from '../../../kernel/gate.ts';
import { mint, type Permit } from '../../../kernel/permit.ts';
import { isRefusal, refuse, type Refusal } from '../../../kernel/refusal.ts';
import type { Ability } from '../contract/abilities.ts';

export const visitsMay = able('reception.see');
/** The pages behind a visit's own link, or its number with the code; which visit, the handler asks. */
export const visitorsMay = gate('visitor of a visit', () => true);

/** A visit as the policy sees it. */
export type InRoom = { readonly branchId: number; readonly unitId: number; readonly accountId: number | null; readonly clerkId: number | null; readonly quiet: boolean; readonly letIn: readonly number[] };
type Said<A extends string> = Permit<A> | Refusal;

const over = <A extends string>(actor: Actor, act: A, asked: readonly (readonly [Ability, number])[]): Said<A> => {
  if (actor.kind === 'system') return mint<A>(act, actor);
  for (const [ability, unit] of asked) {
    const post = postWith(actor, ability, unit);
    if (post) return mint<A>(act, actor, post.postId);
  }
  return refuse('not_allowed');
};
const isIn = (actor: Actor, v: Pick<InRoom, 'accountId' | 'clerkId'>): boolean => actor.kind === 'staff' && (actor.accountId === v.accountId || actor.accountId === v.clerkId);

/** What a person may not see is not found. A quiet visit: those in the room, those they let in, and whoever is named for it. */
export const maySeeVisit = (actor: Actor, v: InRoom): Said<'visit.see'> => {
  if (isIn(actor, v)) return mint('visit.see', actor);
  if (v.quiet && actor.kind === 'staff' && v.letIn.includes(actor.accountId)) return mint('visit.see', actor);
  const said = over(actor, 'visit.see', v.quiet ? [['reception.quiet', v.branchId]] : [['reception.see', v.branchId], ['reception.see', v.unitId]]);
  return isRefusal(said) ? refuse('visit_not_found') : said;
};

/** A clerk of the branch begins one for anybody who receives there; an official for themselves. */
export const mayBeginVisit = (actor: Actor, v: Pick<InRoom, 'branchId' | 'unitId' | 'accountId'>): Said<'visit.begin'> => {
  const clerk = over(actor, 'visit.begin', [['reception.desk', v.branchId]]);
  if (!isRefusal(clerk)) return clerk;
  return actor.kind === 'staff' && actor.accountId === v.accountId ? over(actor, 'visit.begin', [['reception.receive', v.unitId]]) : clerk;
};

/** Whoever conducts it: the desk of the branch, and the official before whom the person sits. */
const conducting = <A extends string>(actor: Actor, v: InRoom, act: A): Said<A> => {
  const seen = maySeeVisit(actor, v);
  if (isRefusal(seen)) return seen;
  const clerk = over(actor, act, [['reception.desk', v.branchId]]);
  if (!isRefusal(clerk)) return clerk;
  return actor.kind === 'staff' && actor.accountId === v.accountId ? over(actor, act, [['reception.receive', v.unitId]]) : clerk;
};
export const mayAddMatter = (actor: Actor, v: InRoom): Said<'visit.add'> => conducting(actor, v, 'visit.add');
export const maySettleMatter = (actor: Actor, v: InRoom): Said<'visit.settle'> => conducting(actor, v, 'visit.settle');
export const mayChangeVisit = (actor: Actor, v: InRoom): Said<'visit.change'> => conducting(actor, v, 'visit.change');
export const mayFinishVisit = (actor: Actor, v: InRoom): Said<'visit.finish'> => conducting(actor, v, 'visit.finish');
/** The paper carries the person's secret: each print is an act. */
export const mayPrintVisit = (actor: Actor, v: InRoom): Said<'visit.print'> => conducting(actor, v, 'visit.print');

/** What is said to a promise at a later reception is written down by the official who gave it, by whoever holds that reception in their place (`heldBy`), or by the desk of the branch. */
export const mayPutPromise = (actor: Actor, p: { readonly accountId: number; readonly branchId: number; readonly heldBy?: number | null }): Said<'visit.put_promise'> =>
  actor.kind === 'staff' && (actor.accountId === p.accountId || actor.accountId === p.heldBy) ? mint('visit.put_promise', actor) : over(actor, 'visit.put_promise', [['reception.desk', p.branchId]]);

/** Whose promises one sees together: one's own, those of whom one stands in for at this reception (`heldBy`), or those of the branch one works for. */
export const maySeePromises = (actor: Actor, accountId: number, branchId: number, heldBy: number | null = null): Said<'visit.see_promises'> =>
  actor.kind === 'staff' && (actor.accountId === accountId || actor.accountId === heldBy) ? mint('visit.see_promises', actor) : over(actor, 'visit.see_promises', [['reception.see', branchId]]);

/** The person's own word, after their link or code was proven; the record is opened for them by the program. */
export const mayJudgeMatter = (actor: Actor): Said<'visit.judge'> => (actor.kind === 'system' ? mint('visit.judge', actor) : refuse('not_allowed'));
/** Promises follow their assignments, and silence is written down, by the clock and by jobs. */
export const mayKeepPromises = (actor: Actor): Said<'visit.keep'> => (actor.kind === 'system' ? mint('visit.keep', actor) : refuse('not_allowed'));

/** Days move with a calendar by the program alone, in the name of whoever ordered it. */
export const mayMovePromise = (actor: Actor, order: { readonly by: number | null; readonly post: number | null }): Said<'visit.move_promise'> => {
  if (actor.kind !== 'system') return refuse('not_allowed');
  return order.by === null ? mint('visit.move_promise', actor) : mint('visit.move_promise', { kind: 'staff', accountId: order.by, name: '', posts: [], sight: [] }, order.post);
};

/** The branches whose quiet visits somebody may read without having been in the room. */
export const quietBranches = (actor: Actor): 'all' | readonly number[] => {
  const reaches = actor.kind === 'staff' ? actor.posts.filter((post) => post.abilities.includes('reception.quiet')).map((post) => post.reach) : [];
  return reaches.includes('all') ? 'all' : [...new Set(reaches.flatMap((reach) => (reach === 'all' ? [] : reach)))];
};
/** The branches at whose desks somebody works. */
export const desksOf = (actor: Actor): readonly number[] =>
  actor.kind === 'staff' ? [...new Set(actor.posts.filter((post) => post.unitKind === 'branch' && post.abilities.includes('reception.desk')).map((post) => post.unitId))] : [];
