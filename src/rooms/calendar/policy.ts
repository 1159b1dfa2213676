import { postWith, type Actor } from '../../kernel/actor.ts';
import { able } from '../../kernel/gate.ts';
import { mint, type Permit } from '../../kernel/permit.ts';
import { refuse, type Refusal } from '../../kernel/refusal.ts';

export const editorsMay = able('calendar.edit');

/** A calendar binds the whole country's dates: any post with the ability may publish a version; each is kept with its author. */
export const mayPublish = (actor: Actor): Permit<'calendar.publish'> | Refusal<'not_allowed'> => {
  if (actor.kind === 'system') return mint('calendar.publish', actor);
  const post = postWith(actor, 'calendar.edit', null);
  return post ? mint('calendar.publish', actor, post.postId) : refuse('not_allowed');
};

/** Whoever may change the calendar may move the dates it counted: an order of its own, and a leaf of its own. */
export const mayMoveDates = (actor: Actor): Permit<'calendar.move'> | Refusal<'not_allowed'> => {
  if (actor.kind === 'system') return mint('calendar.move', actor);
  const post = postWith(actor, 'calendar.edit', null);
  return post ? mint('calendar.move', actor, post.postId) : refuse('not_allowed');
};
/** The work itself is the program's. */
export const mayCarryOut = (actor: Actor): Permit<'calendar.carry_out'> | Refusal<'not_allowed'> => (actor.kind === 'system' ? mint('calendar.carry_out', actor) : refuse('not_allowed'));
