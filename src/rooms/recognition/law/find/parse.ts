import { foldedWord, termsOf } from './terms.ts';

/** One word somebody asks for. `folded`: in Cyrillic, as dictionaries keep words. */
export type FindWord = { readonly typed: string; readonly folded: string; readonly stems: readonly string[] };
export type FindQuery = {
  /** each of them must be there, in whatever form; the words of phrases are among them */
  readonly words: readonly FindWord[];
  /** the last of `words` where the hand has not yet left it: its beginning is enough while it is being typed */
  readonly prefix: FindWord | null;
  /** «in quotation marks»: side by side, in this order */
  readonly phrases: readonly (readonly FindWord[])[];
  /** the number of a matter, whole, as it is kept: BQ-2026-000123 */
  readonly number: string | null;
};

/** What is asked beyond this is not read: nobody reads that much of an answer. */
const longestQuery = 200;
const mostWords = 12;

const quoted = /["«“„]([^"»”“„«]{1,200})["»”“]/g;
const wholeNumber = /^\s*([\p{L}\d]{2,10})\s*[-–—‑]\s*(\d{4})\s*[-–—‑]\s*(\d{6,12})\s*$/u;

/** A line typed into the box, in either language and any letters. */
export const parse = (typed: string): FindQuery => {
  const line = typed.slice(0, longestQuery);
  const [, code, year, serial] = wholeNumber.exec(line) ?? [];
  const all = wordsOf(line);
  const asked = all.some((word) => !word.empty) ? all.filter((word) => !word.empty) : all;
  const words = unlike(asked).slice(0, mostWords).map(({ empty: _e, ...word }) => word);
  const last = all.at(-1);
  const ended = last === undefined || !line.endsWith(last.typed);
  return {
    words,
    prefix: ended ? null : words.find((word) => word.folded === last.folded) ?? null,
    phrases: [...line.matchAll(quoted)].flatMap(([, inside = '']) => {
      const said = wordsOf(inside).map(({ empty: _e, ...word }) => word);
      return said.length > 1 ? [said.slice(0, mostWords)] : [];
    }),
    number: code === undefined ? null : `${code.toUpperCase()}-${year}-${serial}`,
  };
};

const wordsOf = (line: string): readonly (FindWord & { readonly empty: boolean })[] => termsOf(line).map(({ stems, from, to, empty }) => {
  const word = line.slice(from, to);
  return { typed: word, folded: foldedWord(word), stems, empty };
});

const unlike = <W extends FindWord>(words: readonly W[]): readonly W[] => words.filter((word, at) => words.findIndex((other) => other.stems[0] === word.stems[0]) === at);
