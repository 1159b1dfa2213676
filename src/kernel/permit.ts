import type { Actor } from './actor.ts';

declare const seal: unique symbol;

/** Proof that a policy was asked for this act by this actor. Only `policy.ts` files may import `mint` (checked by test/architecture.test.ts). */
export type Permit<Act extends string> = {
  readonly [seal]: Act;
  readonly act: Act;
  readonly actor: Actor;
  /** which of the actor's posts allowed it; null for residents and the system */
  readonly postId: number | null;
};

export const mint = <const Act extends string>(act: Act, actor: Actor, postId: number | null = null): Permit<Act> =>
  Object.freeze({ act, actor, postId }) as Permit<Act>;
