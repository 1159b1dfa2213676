import type { FindQuery } from './parse.ts';
import { foldedWord, termsOf } from './terms.ts';

export type Mark = { readonly from: number; readonly to: number };

/** A beginning of one letter is no beginning. */
export const shortestBeginning = 2;

/** Where in a text the words of a question stand, in order, each once. */
export const marks = (text: string, query: FindQuery): readonly Mark[] => {
  const wanted = new Set(query.words.flatMap((word) => word.stems));
  const beginning = query.prefix === null || query.prefix.folded.length < shortestBeginning ? null : query.prefix.folded;
  return termsOf(text).filter(({ stems, from, to }) => stems.some((stem) => wanted.has(stem)) || (beginning !== null && foldedWord(text.slice(from, to)).startsWith(beginning))).map(({ from, to }) => ({ from, to }));
};
