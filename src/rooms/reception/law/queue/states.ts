/** A ticket's life, and how it is called. */
export const states = ['waiting', 'invited', 'serving', 'held', 'left', 'finished'] as const;
export type State = (typeof states)[number];
export const acts = ['take', 'invite', 'begin', 'hold', 'return', 'leave', 'finish', 'undo'] as const;
export type QueueAct = (typeof acts)[number];
export const doors = ['kiosk', 'desk', 'phone'] as const;
export type Door = (typeof doors)[number];

/** Called so often and not come: gone, gently. */
export const mostInvitations = 3;
/** A slip of the hand is taken back within this. */
export const undoMs = 60_000;
/** What can be taken back. */
export const mayUndo = (act: QueueAct): boolean => act === 'invite' || act === 'leave';
/** A child at the button. */
export const mostTicketsAMinute = 30;
/** A label has three figures: 999 a lane and day. */
export const mostADay = 999;

const from: Readonly<Record<Exclude<QueueAct, 'take' | 'undo'>, readonly State[]>> = {
  invite: ['waiting', 'invited', 'held'], begin: ['invited', 'held'], hold: ['invited', 'serving'], return: ['held', 'left'], leave: ['waiting', 'invited', 'held'], finish: ['serving'],
};
export const mayFollow = (act: Exclude<QueueAct, 'take' | 'undo'>, state: State): boolean => from[act].includes(state);

/** 'A012': said and read in any language. */
export const labelOf = (letter: string, nth: number): string => `${letter}${String(nth).padStart(3, '0')}`;

/** «Әлия С.»: enough to know oneself by, too little to be known by. A single word stays as it is. */
export const calledName = (name: string | null): string | null => {
  const words = (name ?? '').trim().split(/\s+/).filter(Boolean);
  const [one = '', two = ''] = words;
  return one === '' ? null : two === '' ? one : `${one} ${[...two][0]?.toUpperCase() ?? ''}.`;
};

/** What somebody types as their name at a kiosk: letters, a hyphen, a space. */
export const isName = (text: string): boolean => /^[\p{L}\p{M}'’ .-]{1,60}$/u.test(text);
