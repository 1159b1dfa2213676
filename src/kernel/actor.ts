/** Who acts. Built once per request by the session chain; policies read it, RLS settings are made from it. */
export type Actor =
  /** nobody in particular: a resident on a public page */
  | { readonly kind: 'visitor' }
  /** a resident who proved by link or by number + code that one matter is theirs */
  | { readonly kind: 'holder'; readonly appealId: number }
  | Staff
  /** a job, the command line or the clock; `name` says which */
  | { readonly kind: 'system'; readonly name: string };

export type Staff = {
  readonly kind: 'staff';
  readonly accountId: number;
  readonly name: string;
  /** posts held today, not those that ended */
  readonly posts: readonly HeldPost[];
  /** units the person may see: their posts' units and, where the role reaches down, all below. 'all' for the centre */
  readonly sight: 'all' | readonly number[];
};

export type HeldPost = {
  readonly postId: number;
  readonly unitId: number;
  readonly unitKind: 'branch' | 'body';
  readonly role: string;
  /** what the role may do, as data: 'appeal.register', 'appeal.assign' … */
  readonly abilities: readonly string[];
  /** units this very post reaches: its own, or its own and all below */
  readonly reach: 'all' | readonly number[];
};

export const visitor: Actor = { kind: 'visitor' };
export const system = (name: string): Actor => ({ kind: 'system', name });

/** The first post of the actor that has `ability` over `unitId` (any unit when null); undefined when none has. */
export const postWith = (actor: Actor, ability: string, unitId: number | null): HeldPost | undefined =>
  actor.kind === 'staff'
    ? actor.posts.find(
        (post) =>
          post.abilities.includes(ability) &&
          (unitId === null || post.reach === 'all' || post.reach.includes(unitId)),
      )
    : undefined;
