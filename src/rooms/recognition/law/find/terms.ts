import { fold } from '../../../../kernel/fold.ts';
import { cyrillicOf } from '../../../../kernel/tongue/cyrillic.ts';
import { stemsOf } from '../../../../kernel/tongue/stem.ts';
import { tokensOf } from '../../../../kernel/tongue/tokens.ts';
import { emptyWords } from './empty.ts';

/** One word of a text as search knows it: every stem it may have, and where it stands. */
export type Term = { readonly stems: readonly string[]; readonly from: number; readonly to: number; /** «и», «мен», «на»: found everywhere, so never asked for */ readonly empty: boolean };

/** A word longer than this is not a word of any language: a link, a key, somebody's elbow on the keyboard. */
const longestWord = 40;

/** The words of a text in their order. */
export const termsOf = (text: string): readonly Term[] => tokensOf(apart(text)).flatMap(({ raw, folded, from, to }) =>
  folded.length > longestWord ? [] : [{ stems: stemsIn(raw, folded), from, to, empty: emptyWords.has(folded) }]);

/**
 * What a word is found by. A question is one word without a neighbour, so here nothing is concluded from the rest of the text: a word without a Kazakh letter
 * has its stem in both tongues, on the shelf and in the question alike, and one in Latin letters stands as it is and in Cyrillic.
 */
const stemsIn = (raw: string, folded: string): readonly string[] => {
  const known = remembered.get(raw);
  if (known) return known;
  const isLatin = latin.test(folded);
  const word = isLatin ? cyrillicOf(folded) : folded;
  const stems = [...new Set([...(isLatin ? [folded] : []), ...stemsOf(word, 'kk'), ...(kazakhLetter.test(raw) ? [] : stemsOf(word, 'ru').map(withoutE))])];
  if (remembered.size >= mostRemembered) remembered.clear();
  remembered.set(raw, stems);
  return stems;
};
/** «батарея» and «батареи» leave батаре and батар. */
const withoutE = (stem: string): string => (stem.length > 3 ? stem.replace(/е$/, '') : stem);
const latin = /\p{Script=Latin}/u;
const kazakhLetter = /[әғқңөұүһі]/i;

/** The same few thousand words stand in most letters. */
const remembered = new Map<string, readonly string[]>();
const mostRemembered = 50_000;

/** As dictionaries keep a word: folded, Latin letters brought home. */
export const foldedWord = (word: string): string => (latin.test(word) ? cyrillicOf(word) : fold(word));

/** «бала-шаға» is two words to whoever looks for one of them. Places stay where they were. */
const apart = (text: string): string => text.replace(/[-‑]/g, ' ');
