import type { Mark } from './marks.ts';

/** A piece of a line to show: what was asked for is `found`. */
export type Piece = { readonly text: string; readonly found: boolean };

/** The stretch of a text with the most of what was asked for, whole words at both ends; the beginning when nothing was. Lengths are in characters. */
export const snippet = (text: string, found: readonly Mark[], most = 240): readonly Piece[] => {
  const { from, to } = text.length <= most ? { from: 0, to: text.length } : stretch(text, found, most);
  const pieces: Piece[] = [];
  const put = (part: string, isFound: boolean): void => void (part !== '' && pieces.push({ text: part, found: isFound }));
  let at = from;
  if (from > 0) put('… ', false);
  for (const mark of found) {
    if (mark.from < at || mark.to > to) continue;
    put(text.slice(at, mark.from), false);
    put(text.slice(mark.from, mark.to), true);
    at = mark.to;
  }
  put(text.slice(at, to), false);
  if (to < text.length) put(' …', false);
  return pieces;
};

/** What is read before the first found word, so that it does not stand without its sentence. */
const before = 40;

const stretch = (text: string, found: readonly Mark[], most: number): Mark => {
  let best = { from: 0, to: most, count: found.filter((mark) => mark.to <= most).length };
  for (const [nth, mark] of found.entries()) {
    const from = Math.max(0, mark.from - before);
    let count = 0;
    while ((found[nth + count]?.to ?? Infinity) <= from + most) count += 1;
    if (count > best.count) best = { from, to: from + most, count };
  }
  const from = best.from === 0 ? 0 : wordAfter(text, best.from);
  return { from, to: Math.max(from, wordBefore(text, Math.min(text.length, best.to))) };
};

/** A word cut in two is worse than a shorter line; a text without a space is cut where it must. */
const mostLetters = 30;
const wordAfter = (text: string, at: number): number => {
  const next = text.slice(at, at + mostLetters).search(/\s/);
  return next < 0 ? at : at + next + 1;
};
const wordBefore = (text: string, at: number): number => {
  if (at >= text.length) return text.length;
  const back = text.slice(Math.max(0, at - mostLetters), at).search(/\s\S*$/);
  return back < 0 ? at : Math.max(0, at - mostLetters) + back;
};
