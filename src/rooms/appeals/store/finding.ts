import type { Read } from '../../../platform/db.ts';
import { foldedWord, marks, nearWords, parse, slipsForgiven, termsOf, type FindQuery, type FindWord } from '../../recognition/contract.ts';
import { becoming, foundRows, hits, isSeen, tsquery, wholeMark, wordsLike, type Find, type FindCursor, type FoundRow, type Hits } from './search.ts';

export type Findings = {
  readonly rows: readonly FoundRow[]; readonly next: FindCursor | null;
  /** what was really asked: a slip mended, a beginning completed; snippets are marked by it */
  readonly query: FindQuery;
  /** the line that was answered instead of the one typed; null: the one typed */
  readonly insteadOf: string | null;
  /** found by the beginning of the last word; the page after is asked so too */
  readonly begun: boolean;
};

/** More slips than this in one line are a line in another language. */
const mostMended = 3;
const mostTried = 6;

/**
 * What a person may read and asks for. `begun`: the hand is still on the last word, its beginning is enough. A whole line is asked word by word first;
 * only when nothing is found is the last word taken for a beginning, and then a slip looked for.
 */
export const find = async (q: Read, typed: string, f: Find, o: { cursor?: FindCursor | null; begun?: boolean } = {}): Promise<Findings> => {
  const query = parse(typed);
  const cursor = o.cursor ?? null;
  const none: Findings = { rows: [], next: null, query, insteadOf: null, begun: false };
  const mark = wholeMark(typed);
  const words = mark ?? tsquery(query);
  if (words === null) return none;
  if (o.begun !== true || mark !== null) {
    const found = await hits(q, words, f, cursor);
    if (found.ids.length > 0 || cursor !== null || mark !== null) return whole(q, found, { ...query, prefix: null });
  }
  const become = await becoming(q, query);
  const begun = tsquery(query, become) ?? words;
  // a word that begins no other one was asked for already
  if (begun !== words || o.begun === true) {
    const found = await hits(q, begun, f, cursor);
    if (found.ids.length > 0) return { ...(await whole(q, found, query)), begun: true };
  }
  return cursor === null ? (await mended(q, query, f)) ?? none : none;
};

const whole = async (q: Read, found: Hits, query: FindQuery): Promise<Findings> => ({ rows: await foundRows(q, found.ids), next: found.next, query, insteadOf: null, begun: false });

/** The line with each word nobody in the scope has written replaced by the nearest that somebody has. */
const mended = async (q: Read, query: FindQuery, f: Find): Promise<Findings | null> => {
  const instead = new Map<string, string>();
  for (const word of query.words.slice(0, 2 * mostMended)) {
    if (instead.size >= mostMended || (await isSeen(q, word.stems, f))) continue;
    const meant = await meantBy(q, word, f);
    if (meant === null) return null;
    instead.set(word.folded, meant);
  }
  if (instead.size === 0) return null;
  const line = query.words.map((word) => instead.get(word.folded) ?? word.typed).join(' ');
  const again = { ...parse(line), prefix: null };
  const words = tsquery(again);
  const found = words === null ? null : await hits(q, words, f, null);
  if (!found || found.ids.length === 0) return null;
  const shown = await whole(q, found, again);
  return { ...shown, insteadOf: query.words.map((word) => asWritten(shown, instead.get(word.folded)) ?? word.typed).join(' ') };
};

const meantBy = async (q: Read, word: FindWord, f: Find): Promise<string | null> => {
  if (slipsForgiven(word.folded) === 0) return null;
  for (const near of nearWords(word.folded, await wordsLike(q, word.folded)).slice(0, mostTried)) {
    if (await isSeen(q, termsOf(near).flatMap((term) => term.stems), f)) return near;
  }
  return null;
};

/** Dictionaries keep words folded; a reader is shown the word as somebody wrote it. */
const asWritten = ({ rows, query }: Findings, folded: string | undefined): string | undefined => {
  if (folded === undefined) return undefined;
  for (const text of rows.flatMap((row) => [row.text, row.answer ?? '', row.address ?? '', row.who ?? ''])) {
    for (const { from, to } of marks(text, query)) if (foldedWord(text.slice(from, to)) === folded) return text.slice(from, to).toLocaleLowerCase('kk');
  }
  return folded;
};
