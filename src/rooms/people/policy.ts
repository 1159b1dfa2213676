import { postWith, type Actor, type Staff } from '../../kernel/actor.ts';
import { able, anyone, staffOnly } from '../../kernel/gate.ts';
import { mint, type Permit } from '../../kernel/permit.ts';
import { refuse, type Refusal } from '../../kernel/refusal.ts';

export const anyoneMay = anyone;
export const staffMay = staffOnly;
export const managersMay = able('people.manage');

type No = Refusal<'not_allowed'>;

const managing = <Act extends string>(act: Act, actor: Actor, unitId: number | null): Permit<Act> | No => {
  if (actor.kind === 'system') return mint(act, actor);
  const post = postWith(actor, 'people.manage', unitId);
  return post ? mint(act, actor, post.postId) : refuse('not_allowed');
};

/** Over everything the person holds or will hold: the keys of a higher office are not handed out from below. */
const managingAll = <Act extends string>(act: Act, actor: Actor, unitIds: readonly number[]): Permit<Act> | No => {
  const first = managing(act, actor, unitIds[0] ?? null);
  return 'refused' in first || unitIds.every((unitId) => actor.kind === 'system' || postWith(actor, 'people.manage', unitId) !== undefined) ? first : refuse('not_allowed');
};

/** A first password is set by setup only; a person chooses theirs by invitation, so that nobody else ever knew it. */
export const mayCreateAccount = (actor: Actor, withPassword: boolean): Permit<'people.create_account'> | No =>
  withPassword && actor.kind !== 'system' ? refuse('not_allowed') : managing('people.create_account', actor, null);
/** Nobody gives a post to themselves. */
export const mayGivePost = (actor: Actor, accountId: number, unitId: number): Permit<'people.give_post'> | Refusal<'not_allowed' | 'post_own_forbidden'> =>
  actor.kind === 'staff' && actor.accountId === accountId ? refuse('post_own_forbidden') : managing('people.give_post', actor, unitId);
export const mayEndPost = (actor: Actor, unitId: number) => managing('people.end_post', actor, unitId);
export const mayCloseAccount = (actor: Actor, unitIds: readonly number[]) => managingAll('people.close_account', actor, unitIds);
/** Where a post needs keys of its own: only by somebody who may then invite this person. */
export const mayEndKeys = (actor: Actor, unitIds: readonly number[]): Permit<'people.end_keys'> | Refusal<'keys_of_others_forbidden'> => {
  const permit = managingAll('people.end_keys', actor, unitIds);
  return 'refused' in permit ? refuse('keys_of_others_forbidden') : permit;
};
export const mayInvite = (actor: Actor, unitIds: readonly number[]) => managingAll('people.invite', actor, unitIds);
/** A lost telephone: a manager takes the second step off; the password stays. */
export const mayRemoveTotpOf = (actor: Actor, unitIds: readonly number[]) => managingAll('people.remove_totp', actor, unitIds);
export const mayEndSessionsOf = (actor: Actor, accountId: number, unitIds: readonly number[]): Permit<'people.end_sessions'> | No =>
  actor.kind === 'staff' && actor.accountId === accountId ? mint('people.end_sessions', actor) : managingAll('people.end_sessions', actor, unitIds);

/** One's own leave, and that of people one manages. */
export const maySetAbsence = (actor: Actor, accountId: number, unitIds: readonly number[]): Permit<'people.absence'> | No =>
  actor.kind === 'staff' && actor.accountId === accountId ? mint('people.absence', actor) : managingAll('people.absence', actor, unitIds);

/** Whoever has the secret may use it; the act checks that it is the right one. */
export const maySignIn = (actor: Actor): Permit<'people.sign_in'> => mint('people.sign_in', actor);
export const maySignOut = (actor: Actor): Permit<'people.end_sessions'> => mint('people.end_sessions', actor);
export const mayAcceptInvitation = (actor: Actor): Permit<'people.accept_invitation'> => mint('people.accept_invitation', actor);

/** One's own password, second step and passkeys. */
export type Own = { readonly permit: Permit<'people.own'>; readonly staff: Staff };
export const mayChangeOwn = (actor: Actor): Own | No => (actor.kind === 'staff' ? { permit: mint('people.own', actor), staff: actor } : refuse('not_allowed'));
/** Old tries, sessions and invitations are swept by the program alone. */
export const maySweep = (actor: Actor): Permit<'people.sweep'> | No => (actor.kind === 'system' ? mint('people.sweep', actor) : refuse('not_allowed'));

/** Units whose people the actor manages. */
export const managedBy = (actor: Actor): 'all' | readonly number[] => {
  if (actor.kind === 'system') return 'all';
  const reaches = actor.kind === 'staff' ? actor.posts.filter((post) => post.abilities.includes('people.manage')).map((post) => post.reach) : [];
  return reaches.includes('all') ? 'all' : [...new Set(reaches.flatMap((reach) => (reach === 'all' ? [] : reach)))];
};
