import { postWith, type Actor } from '../../../kernel/actor.ts';
import { able, anyone, gate } from '../../../kernel/gate.ts';
import { mint, type Permit } from '../../../kernel/permit.ts';
import { refuse, type Refusal } from '../../../kernel/refusal.ts';
import type { Ability } from '../contract/abilities.ts';

export const queueDeskMay = able('reception.desk');
export const queueSetUpMay = able('queue.set_up');
/** A television or a kiosk shows its secret address; which one it is the handler asks. */
export const screensMay = gate('screen', () => true);
/** The link on one's own ticket is the proof. */
export const ticketHoldersMay = anyone;

type Said<A extends string> = Permit<A> | Refusal;
const over = <A extends string>(actor: Actor, act: A, ability: Ability, branchId: number): Said<A> => {
  if (actor.kind === 'system') return mint<A>(act, actor);
  const post = postWith(actor, ability, branchId);
  return post ? mint<A>(act, actor, post.postId) : refuse('not_allowed');
};

/** `screen`: the kiosk whose address was shown, or none. It gives out tickets of its own branch, and nothing else. */
export const mayTakeTicket = (actor: Actor, branchId: number, screen: { readonly branchId: number; readonly kind: 'display' | 'kiosk' } | null): Said<'queue.take'> =>
  actor.kind === 'visitor' && screen?.kind === 'kiosk' && screen.branchId === branchId ? mint('queue.take', actor) : over(actor, 'queue.take', 'reception.desk', branchId);
/** Whoever sits at a desk of the branch: calls, receives, puts aside, lets go. */
export const mayServe = (actor: Actor, branchId: number): Said<'queue.serve'> => over(actor, 'queue.serve', 'reception.desk', branchId);
/** `held`: the ticket whose link was shown. */
export const mayLeaveQueue = (actor: Actor, ticket: { readonly id: number }, held: number | null): Said<'queue.leave'> =>
  actor.kind === 'visitor' && held === ticket.id ? mint('queue.leave', actor) : refuse('not_allowed');
export const maySetUpQueue = (actor: Actor, branchId: number): Said<'queue.set_up'> => over(actor, 'queue.set_up', 'queue.set_up', branchId);
/** The clock alone ends a day. */
export const mayCloseDay = (actor: Actor): Said<'queue.close_day'> => (actor.kind === 'system' ? mint('queue.close_day', actor) : refuse('not_allowed'));
