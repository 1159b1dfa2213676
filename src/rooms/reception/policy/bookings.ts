import { postWith, type Actor } from '../../../kernel/actor.ts';
import { able, anyone, gate } from '../../../kernel/gate.ts';
import { mint, type Permit } from '../../../kernel/permit.ts';
import { refuse, type Refusal } from '../../../kernel/refusal.ts';

/** Whoever wants to come. */
export const visitorsMay = anyone;
/** By the secret link; whose it is the handler asks. */
export const bookersMay = gate('booking', () => true);
export const bookingDeskMay = able('reception.desk');

type Said<A extends string> = Permit<A> | Refusal;
export type Standing = { readonly id: number; readonly branchId: number; readonly unitId: number };

/** On the site everybody, also a member of the staff who looks at it; at the desk whoever receives people in that branch. */
export const mayBook = (actor: Actor, branchId: number, door: 'site' | 'desk'): Said<'booking.book'> => {
  if (door === 'site' || actor.kind === 'system') return mint('booking.book', actor);
  const post = postWith(actor, 'reception.desk', branchId);
  return post ? mint('booking.book', actor, post.postId) : refuse('not_allowed');
};
/** Moved, cancelled, taken back: by the person whose link or code it is (`held`), or by the desk for them. */
export const mayKeep = (actor: Actor, b: Standing, held: number | null): Said<'booking.keep'> => {
  if (held === b.id || actor.kind === 'system') return mint('booking.keep', actor);
  const post = postWith(actor, 'reception.desk', b.branchId);
  return post ? mint('booking.keep', actor, post.postId) : refuse('booking_not_found');
};
/** Came or did not: the desk, the official who receives, and the clock. */
export const mayTellCome = (actor: Actor, b: Standing): Said<'booking.come'> => {
  if (actor.kind === 'system') return mint('booking.come', actor);
  const post = postWith(actor, 'reception.desk', b.branchId) ?? postWith(actor, 'reception.receive', b.unitId);
  return post ? mint('booking.come', actor, post.postId) : refuse('booking_not_found');
};
/** What follows from an act of the house: a reception that is called off, a place that is free again. */
export const mayRearrange = (actor: Actor): Permit<'booking.rearrange'> => mint('booking.rearrange', actor);
/** Who is booked and what about: the desk of the branch, and the official for whom they come. */
export const bookingListMay = gate('bookings', (actor) => actor.kind === 'staff' && actor.posts.some((post) => post.abilities.includes('reception.desk') || post.abilities.includes('reception.receive')));
export const maySeeBookings = (actor: Actor, r: { readonly branchId: number; readonly unitId: number }): Said<'booking.see'> => {
  if (actor.kind === 'system') return mint('booking.see', actor);
  const post = postWith(actor, 'reception.desk', r.branchId) ?? postWith(actor, 'reception.receive', r.unitId);
  return post ? mint('booking.see', actor, post.postId) : refuse('booking_not_found');
};
