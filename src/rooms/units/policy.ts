import { postWith, type Actor } from '../../kernel/actor.ts';
import { able } from '../../kernel/gate.ts';
import { mint, type Permit } from '../../kernel/permit.ts';
import { refuse, type Refusal } from '../../kernel/refusal.ts';

export const managersMay = able('units.manage');

const managing = <Act extends 'units.open' | 'units.set_competence' | 'units.import'>(act: Act, actor: Actor, unitId: number | null): Permit<Act> | Refusal<'not_allowed'> => {
  if (actor.kind === 'system') return mint(act, actor);
  const post = postWith(actor, 'units.manage', unitId);
  return post ? mint(act, actor, post.postId) : refuse('not_allowed');
};

/** Below a unit one manages; a root is opened by the system only (setup). */
export const mayOpenUnit = (actor: Actor, parentId: number | null) =>
  parentId === null && actor.kind !== 'system' ? refuse('not_allowed') : managing('units.open', actor, parentId);
export const maySetCompetence = (actor: Actor, unitId: number) => managing('units.set_competence', actor, unitId);
export const mayImportTerritories = (actor: Actor) => managing('units.import', actor, null);
