import { fold } from '../fold.ts';
import { bends, loans, losing, names, verbs } from './kazakh-words.ts';
import { rooted, smooth } from './kazakh-letters.ts';

const words = (text: string): readonly string[] => text.trim().split(/\s+/);
const folded = (word: string): string => smooth(fold(word));
const pairs = (text: string): readonly (readonly [string, string])[] =>
  words(text).map((pair): readonly [string, string] => [folded(pair.split(':')[0] ?? ''), folded(pair.split(':')[1] ?? '')]);

const special = (word: string): number => /[әғқңөұүһі]/.test(word) ? 1 : 0;

export const knownNames: ReadonlySet<string> = new Set(words(`${names} ${loans}`).map((word) => rooted(folded(word))));
export const sharedNames: ReadonlySet<string> = new Set(words(loans).map((word) => rooted(folded(word))));
export const knownVerbs: ReadonlySet<string> = new Set(words(verbs).map((word) => rooted(folded(word))));
/** «аузы»: what stands before the ending, and the whole word. */
export const elided: ReadonlyMap<string, string> = new Map(pairs(losing).map(([whole, lost]) => [lost, rooted(whole)]));
export const bendsOf: ReadonlyMap<string, string> = new Map(pairs(bends).map(([form, whole]) => [form, rooted(whole)]));
/** How a stem is spelt in full; of several the one without special letters, so that nobody is told of a letter that need not be there. */
export const spelling: ReadonlyMap<string, string> = new Map(
  words(`${names} ${verbs}`).map((word): readonly [string, string] => [rooted(folded(word)), word]).toSorted(([, a], [, b]) => special(b) - special(a)),
);
/** «кінә», «куә»: the last vowel is soft, though it is folded to а. */
export const softInA: ReadonlySet<string> = new Set(words(names).filter((word) => /ә[^аәеиоөуұүыіэюя]*$/.test(word)).map(folded));
