import { parse, type FindQuery } from './parse.ts';
import { nearWords } from './slips.ts';
import { foldedWord, termsOf } from './terms.ts';

type Book = { readonly stems: ReadonlySet<string>; readonly terms: ReturnType<typeof termsOf> };
export type Shelved = { readonly places: readonly number[]; /** words mended on the way: typed → what stands in the texts */ readonly mended: ReadonlyMap<string, string> };

/** The same search over texts in memory, for measuring: every word in some form, and where a word stands nowhere, the nearest that does. */
export const shelf = (texts: readonly string[]): ((typed: string) => Shelved) => {
  const books = texts.map((text): Book => {
    const terms = termsOf(text);
    return { stems: new Set(terms.flatMap((term) => term.stems)), terms };
  });
  const counts = new Map<string, number>();
  for (const [nth, { terms }] of books.entries()) for (const { from, to } of terms) {
    const word = foldedWord((texts[nth] ?? '').slice(from, to));
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const known = Array.from(counts, ([word, count]) => ({ word, count }));
  const seen = new Set(books.flatMap(({ stems }) => [...stems]));
  return (typed) => {
    const mended = new Map<string, string>();
    const query = parse(typed);
    const words = query.words.map((word) => {
      if (word.stems.some((stem) => seen.has(stem))) return word;
      const [meant] = nearWords(word.folded, known);
      if (meant === undefined) return word;
      mended.set(word.typed, meant);
      return { ...word, stems: termsOf(meant).flatMap((term) => term.stems) };
    });
    return { places: books.flatMap((book, nth) => (fits(book, { ...query, words }) ? [nth] : [])), mended };
  };
};

const fits = ({ stems, terms }: Book, { words, phrases }: FindQuery): boolean =>
  words.length > 0 && words.every((word) => word.stems.some((stem) => stems.has(stem)))
  && phrases.every((phrase) => terms.some((_, at) => phrase.every((word, step) => word.stems.some((stem) => terms[at + step]?.stems.includes(stem)))));
