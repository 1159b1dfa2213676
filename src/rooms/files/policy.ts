import type { Actor } from '../../kernel/actor.ts';
import { mint, type Permit } from '../../kernel/permit.ts';
import { refuse, type Refusal } from '../../kernel/refusal.ts';

/** Anybody may hand in a file: what it is attached to, and who reads it, is for the policy of the record's own room. */
export const mayTake = (actor: Actor): Permit<'files.take'> => mint('files.take', actor);

/** Forgetting and scanning again are jobs: no person does them by hand. */
export const mayTend = (actor: Actor): Permit<'files.tend'> | Refusal<'not_allowed'> =>
  actor.kind === 'system' ? mint('files.tend', actor) : refuse('not_allowed');
