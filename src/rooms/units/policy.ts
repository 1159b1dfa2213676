import { postWith, type Actor } from '../../kernel/actor.ts';
import { able } from '../../kernel/gate.ts';
import { mint, type Permit } from '../../kernel/permit.ts';
import { refuse, type Refusal } from '../../kernel/refusal.ts';

export const managersMay = able('units.manage');

type No = Refusal<'not_allowed'>;
type NoPlace = Refusal<'not_allowed_place'>;

const managing = <Act extends string>(act: Act, actor: Actor, unitIds: readonly (number | null)[]): Permit<Act> | No => {
  if (actor.kind === 'system') return mint(act, actor);
  const post = unitIds.map((unitId) => postWith(actor, 'units.manage', unitId)).find((one) => one !== undefined);
  return post ? mint(act, actor, post.postId) : refuse('not_allowed');
};

/** A unit as the policy sees it: itself, and the branches whose place it lies in. A body belongs to no branch, so the place decides. */
export type Standing = { readonly kind: 'branch' | 'body'; readonly id: number; readonly grounds: readonly number[] };

const over = <Act extends string>(act: Act, actor: Actor, unit: Standing): Permit<Act> | No =>
  managing(act, actor, unit.kind === 'body' ? [unit.id, ...unit.grounds] : [unit.id]);

/** The place as well: a unit opened or an answer set outside one's own places would reach where one does not. */
const inPlace = <Act extends string>(permit: Permit<Act> | No, actor: Actor, grounds: readonly number[]): Permit<Act> | No | NoPlace =>
  'refused' in permit || actor.kind === 'system' || grounds.some((branchId) => postWith(actor, 'units.manage', branchId)) ? permit : refuse('not_allowed_place');

/** Below a unit one manages, in a place one manages; a root branch is opened by the system only (setup), a root body by whoever manages its place. */
export const mayOpenUnit = (actor: Actor, o: { readonly kind: 'branch' | 'body'; readonly parent: Standing | null; readonly grounds: readonly number[] }) => {
  if (o.parent) return inPlace(over('units.open', actor, o.parent), actor, o.grounds);
  if (o.kind === 'branch' && actor.kind !== 'system') return refuse('not_allowed');
  return managing('units.open', actor, o.grounds);
};
export const mayChangeUnit = (actor: Actor, unit: Standing) => over('units.change', actor, unit);
export const mayCloseUnit = (actor: Actor, unit: Standing) => over('units.close', actor, unit);
/** Over the unit, over what it leaves and over what it comes under. */
export const mayMoveUnit = (actor: Actor, unit: Standing, leaves: Standing | null, comes: Standing): Permit<'units.move'> | No => {
  const permit = over('units.move', actor, unit);
  return [leaves, comes].every((one) => one === null || !('refused' in over('units.move', actor, one))) ? permit : refuse('not_allowed');
};
export const maySetCompetence = (actor: Actor, body: Standing, grounds: readonly number[]) => inPlace(over('units.set_competence', actor, body), actor, grounds);
/** Whoever manages the body or the place may end it: a place is not held by a body of elsewhere. */
export const mayEndCompetence = (actor: Actor, body: Standing, grounds: readonly number[]) => managing('units.end_competence', actor, [body.id, ...body.grounds, ...grounds]);
/** One list for the whole house: kept by whoever manages its root. */
export const mayKeepTopics = (actor: Actor, rootId: number | null) => (rootId === null && actor.kind !== 'system' ? refuse('not_allowed') : managing('units.keep_topics', actor, [rootId]));
export const mayImportTerritories = (actor: Actor) => managing('units.import', actor, [null]);

/** Units below which one manages; of bodies, those that lie in the places of these branches. */
export const managedBy = (actor: Actor): 'all' | readonly number[] => {
  if (actor.kind === 'system') return 'all';
  const reaches = actor.kind === 'staff' ? actor.posts.filter((post) => post.abilities.includes('units.manage')).map((post) => post.reach) : [];
  return reaches.includes('all') ? 'all' : [...new Set(reaches.flatMap((reach) => (reach === 'all' ? [] : reach)))];
};
