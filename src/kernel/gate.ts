import type { Actor } from './actor.ts';

/** Who may knock at a route at all. The act or the page still asks its policy about the very thing. Declared in policy.ts files only. */
export type Gate = {
  readonly name: string;
  readonly opens: (actor: Actor) => boolean;
};

export const gate = (name: string, opens: (actor: Actor) => boolean): Gate => Object.freeze({ name, opens });

export const anyone = gate('anyone', () => true);
export const staffOnly = gate('staff', (actor) => actor.kind === 'staff');
/** Staff with a post that has the ability somewhere. */
export const able = (ability: string): Gate =>
  gate(`able:${ability}`, (actor) => actor.kind === 'staff' && actor.posts.some((post) => post.abilities.includes(ability)));
