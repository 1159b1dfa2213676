import type { Kind } from '../../../rooms/appeals/contract.ts';
import { aboutOf } from './about.ts';

/** One made-up letter. Nothing here was copied from anybody's: every sentence was written for the demo. */
export type Template = {
  readonly topic: string;
  readonly kinds: readonly Kind[];
  readonly text: string;
  /** a bus runs in the city, a herd goes out in a village; absent: anywhere */
  readonly where?: 'city' | 'village';
  /** months in which it is written; absent: any */
  readonly months?: readonly number[];
  /** a sentence that only a woman or only a man says of herself, of himself */
  readonly by?: 'f' | 'm';
  /** of a letter, what it is about inside its topic; of an answer, the only letters it suits */
  readonly about?: string | undefined;
};

const byLetter: Readonly<Record<string, Kind>> = { a: 'application', c: 'complaint', p: 'proposal', i: 'information_request', m: 'message', r: 'response' };

export const winter = [11, 12, 1, 2, 3] as const;
export const summer = [5, 6, 7, 8, 9] as const;

const womans = /(?<!\p{L})(ходила|закончила|прикрепилась|взяла|потеряла|отсидела|купила|подавала|подала|одна|смерти мужа|анамын|аналы)(?!\p{L})/iu;
const mans = /(?<!\p{L})(звонил|записывался|потерял|учил|согласен|как безработный)(?!\p{L})/iu;

/** `kinds` in letters: a application, c complaint, p proposal, i information request, m message, r response. */
export const letter = (topic: string, kinds: string, text: string, o: Pick<Template, 'where' | 'months'> = {}): Template => ({
  topic, kinds: Array.from(kinds, (one) => byLetter[one] ?? 'application'), text, about: aboutOf(topic, text), ...o, ...(womans.test(text) ? { by: 'f' as const } : mans.test(text) ? { by: 'm' as const } : {}),
});

/** Puts words into the slots; throws for a slot nobody knows, so that no letter shows a bracket. */
export const filled = (text: string, slots: Readonly<Record<string, string>>): string => {
  const done = text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = slots[name];
    if (value === undefined) throw new Error(`no words for the slot ${name} in: ${text}`);
    return value;
  });
  // a sentence may begin with a slot: улица Абая …
  return done.replace(/(^|[.!?]\s+)(\p{Ll})/gu, (_, before: string, first: string) => before + first.toUpperCase());
};

/** What an office writes back; `about`: only to letters about that. `{done_on}` is the day it was done. */
export const reply = (topic: string, kinds: string, text: string, about?: string): Template => ({
  topic, kinds: Array.from(kinds, (one) => byLetter[one] ?? 'application'), text, ...(about === undefined ? {} : { about }),
});
