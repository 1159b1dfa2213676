import { fold } from '../../../../kernel/fold.ts';
import { cyrillicOf } from '../../../../kernel/tongue/cyrillic.ts';

/** A word or a number of an address. `before` is what stands between it and the one before it: commas and points part addresses, words do not. */
export type Lex = {
  readonly raw: string; readonly key: string; readonly from: number; readonly to: number; readonly before: string;
  readonly capital: boolean; readonly latin: boolean; readonly number: boolean;
  /** «3-ші», «4-ом», «2-я»: a number that says which one */
  readonly ordinal: boolean;
  /** a full stop right behind: «ул.», «А.» */
  readonly dotted: boolean;
};

/**
 * How a name sounds to whoever types it: «Шынгырлау» and «Шыңғырлау», «Уралск» and «Уральск», «Oral» and «Орал» are one.
 * Folded, without soft signs, with one letter for и, й and ы, no letter twice.
 */
export const soundOf = (word: string): string =>
  fold(/\p{Script=Latin}/u.test(word) ? cyrillicOf(word) : word).replace(unseen, '').replace(/[ьъ'’ʼ]/g, '').replace(/[ыий]/g, 'и').replace(/э/g, 'е').replace(/щ/g, 'ш').replace(/дж/g, 'ж').replace(/(.)\1+/g, '$1');

// «5/1», «12А», «195 «Б»», «3-б»: one number of a house; a lone small letter behind a space is a conjunction
const piece = /№|\d+(?:\s?\/\s?\d+)*(?:(?:-?[«"]?[абвгдеж][»"]?|\s?[«"]?[АБВГДЕЖABCDE][»"]?)(?![\p{L}\d.]))?|\p{L}[\p{L}\p{M}'’ʼ\u00ad\u200b-\u200d\u2060\ufeff]*/giu;
const unseen = /[\u00ad\u200b-\u200d\u2060\ufeff]/g;
const upperLetter = /\s[абвгдежabcde]$/;
const ordinals = /^(ші|шы|ши|й|я|е|ый|ой|ом|ым|го|ого|ей|ю|ую|ая|ий|м|х)$/i;

export const lexOf = (text: string): readonly Lex[] => {
  const found: Lex[] = [];
  let end = 0;
  for (const match of text.matchAll(piece)) {
    // the flag `i` lets «12 в» through: a small letter behind a space is a word of its own
    const raw = /^\d/.test(match[0]) && upperLetter.test(match[0]) ? match[0].slice(0, -2) : match[0];
    const from = match.index;
    const before = text.slice(end, from);
    const last = found.at(-1);
    const number = /^\d/.test(raw);
    end = from + raw.length;
    if (last?.number && before === '-' && ordinals.test(raw)) {
      found[found.length - 1] = { ...last, ordinal: true, to: end };
      continue;
    }
    if (raw !== match[0]) {
      const letter = match[0].at(-1) ?? '';
      found.push({ raw, key: raw, from, to: end, before, capital: false, latin: false, number, ordinal: false, dotted: false });
      found.push({ raw: letter, key: soundOf(letter), from: from + match[0].length - 1, to: from + match[0].length, before: ' ', capital: false, latin: /[a-z]/i.test(letter), number: false, ordinal: false, dotted: false });
      end = from + match[0].length;
      continue;
    }
    found.push({
      raw, key: number ? raw.replace(/[\s«»"-]/g, '').toUpperCase() : soundOf(raw), from, to: end, before, capital: /^\p{Lu}/u.test(raw), latin: /\p{Script=Latin}/u.test(raw),
      number, ordinal: false, dotted: text[end] === '.',
    });
  }
  return found;
};

/** A full stop that ends a sentence, or a line: an address does not go over it. A point behind an abbreviation is none. */
export const parted = (list: readonly Lex[], at: number): boolean => {
  const one = list[at];
  const last = list[at - 1];
  if (!one || !last) return true;
  return /[!?\n…]/.test(one.before) || (/\./.test(one.before) && !/^\.\s?,?\s?$/.test(one.before)) || (/^\.\s/.test(one.before) && last.raw.length > 5);
};

/** Nothing but a space, a hyphen or a quotation mark between this one and the one before. */
export const joined = (one: Lex | undefined): boolean => one !== undefined && /^(?:[\s«»"“”]*|[-–])$/.test(one.before) && !one.before.includes('\n');
