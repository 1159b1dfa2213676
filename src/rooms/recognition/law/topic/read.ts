import { believed, type Learned } from '../learn/learned.ts';
import { marksOf, type Marks } from '../learn/marks.ts';
import { lexicons } from './lexicon/lexicons.ts';
import { hitsIn, wordsOf, type Word } from './match.ts';
import { logitsOf, softmax } from './scale.ts';
import { counted, sums, type Counted } from './score.ts';

/** The topics that ship with a lexicon. */
export const shippedTopics: readonly string[] = Object.keys(lexicons);

/** A text taken apart: what the lexicon finds in it, and its marks with their words. */
export type Reading = { readonly words: readonly Word[]; readonly hits: readonly Counted[]; readonly marks: Marks };

export const readingOf = (text: string): Reading => {
  const words = wordsOf(text);
  return { words, hits: counted(words, hitsIn(words)), marks: marksOf(words) };
};

/** All that a guess needs of a text: half a kilobyte of numbers. `lexical` in the order of the codes it was made for. */
export type Case = { readonly marks: Uint16Array; readonly lexical: Float32Array };

export const caseOf = ({ hits, marks }: Pick<Reading, 'hits' | 'marks'>, codes: readonly string[]): Case =>
  ({ marks: Uint16Array.from(marks, ({ mark }) => mark), lexical: logitsOf(sums(hits), codes) });

/** In the order of the codes: the lexicon's word first, and beside it what was learned, believed by so much. */
export const probabilitiesOf = ({ marks, lexical }: Case, learned: Learned, codes: readonly string[], belief = 1): Float32Array =>
  softmax(lexical.map((logit, at) => logit + belief * believed(learned, marks, codes[at] ?? '')));
