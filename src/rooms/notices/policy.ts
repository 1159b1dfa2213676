import { postWith, type Actor } from '../../kernel/actor.ts';
import { able, anyone, staffOnly } from '../../kernel/gate.ts';
import { mint, type Permit } from '../../kernel/permit.ts';
import { refuse, type Refusal } from '../../kernel/refusal.ts';

export const editorsMay = able('notice.edit');
export const staffMay = staffOnly;
/** Whoever reads matters sees which of their notices did not arrive; the second lock says which matters. */
export const readersMay = able('appeal.read');
export const clerksMay = able('appeal.register');
/** Whoever has a letter's own link may stop the letters; the handler asks the link. */
export const anyoneMay = anyone;

type No = Refusal<'not_allowed'>;
/** Telling and delivering is the program's own work: jobs that follow acts. */
export const mayTell = (actor: Actor): Permit<'notice.tell'> | No => (actor.kind === 'system' ? mint('notice.tell', actor) : refuse('not_allowed'));
/** How a person wants to hear is said when their matter comes in, by themselves or by the clerk before them, or by the program that read their letter. */
export const maySetWay = (actor: Actor): Permit<'notice.set_way'> => mint('notice.set_way', actor);
/** The link in the letter, or the person's own matter, is the proof; asked before. */
export const mayStop = (actor: Actor): Permit<'notice.stop'> => mint('notice.stop', actor);
/** One's own hours and browsers. */
export const mayChangeOwn = (actor: Actor): { readonly permit: Permit<'notice.own'>; readonly accountId: number } | No =>
  actor.kind === 'staff' ? { permit: mint('notice.own', actor), accountId: actor.accountId } : refuse('not_allowed');
export const mayWord = (actor: Actor): Permit<'notice.word'> | No => {
  if (actor.kind === 'system') return mint('notice.word', actor);
  const post = postWith(actor, 'notice.edit', null);
  return post ? mint('notice.word', actor, post.postId) : refuse('not_allowed');
};
/** Whoever takes matters in and speaks with their people; of which matters, the second lock says. */
export const maySendAgain = (actor: Actor): Permit<'notice.send_again'> | No => {
  const post = postWith(actor, 'appeal.register', null);
  return post ? mint('notice.send_again', actor, post.postId) : refuse('not_allowed');
};
/** Letters and messages are read by the program alone. */
export const mayArrive = (actor: Actor): Permit<'notice.arrive'> | No => (actor.kind === 'system' ? mint('notice.arrive', actor) : refuse('not_allowed'));
