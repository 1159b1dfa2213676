import { fold } from '../../../../kernel/fold.ts';
import { cyrillicOf } from '../../../../kernel/tongue/cyrillic.ts';
import { tokensOf, type Token } from '../../../../kernel/tongue/tokens.ts';

/** A word as names are compared: folded, Latin as Cyrillic, without the signs that one leaves out («Айгүл», «Айгуль», "Aigul"). */
export type Word = {
  readonly raw: string; readonly key: string; readonly from: number; readonly to: number;
  /** with a capital, and not because everything around is in capitals */
  readonly cap: boolean;
  /** begins a sentence: its capital says nothing */
  readonly first: boolean;
  /** one capital letter: an initial, when a full stop or a name stands beside it */
  readonly letter: boolean;
  readonly number: boolean;
};

export const keyOf = (folded: string): string => (/[a-z]/.test(folded) ? doubled(cyrillicOf(folded)) : folded).replace(/[ьъ]/g, '');
// "Assel", "Dinnara": in Latin letters are doubled as one likes
const doubled = (text: string): string => text.replace(/(\p{L})\1/gu, '$1');

export const wordsOf = (text: string): readonly Word[] => {
  const tokens = tokensOf(text).flatMap(parts);
  const shout = tokens.map(({ raw }) => raw.length > 1 && raw !== raw.toLowerCase() && raw === raw.toUpperCase() && !/\d/.test(raw));
  return tokens.map(({ raw, folded, from, to }, i): Word => {
    const before = tokens[i - 1];
    const gap = text.slice(Math.max(before?.to ?? 0, from - 4), from);
    return {
      raw, from, to, key: keyOf(folded), number: /^\d/.test(raw),
      cap: (/^\p{Lu}[\p{Ll}\p{M}'’ʼ]*$/u.test(raw) || raw === raw.toUpperCase() && /^\p{Lu}/u.test(raw)) && !(shout[i] === true && (shout[i - 1] === true || shout[i + 1] === true)),
      first: before === undefined || /[.!?…\n]/.test(gap) && !isLetter(before.raw),
      letter: isLetter(raw),
    };
  });
};
/** «Ержан-аға» is two words, «пр-т» is one. */
const parts = (token: Token): readonly Token[] => (/\p{L}{4}/u.test(token.raw) && /[-‑]/.test(token.raw)
  ? Array.from(token.raw.matchAll(/[^-‑]+/g), (part): Token => ({ ...token, raw: part[0], folded: fold(part[0]), from: token.from + part.index, to: token.from + part.index + part[0].length }))
  : [token]);
const isLetter = (raw: string): boolean => /^\p{Lu}$/u.test(raw);

/** A list of words and of beginnings: «пр.» is the whole word, «проспект» also «проспекте». */
export const listed = (text: string): ((key: string) => boolean) => {
  const all = text.split(/\s+/).filter(Boolean).map((one) => one.toLowerCase().replace(/[ьъ]/g, ''));
  const whole = new Set(all.filter((one) => one.endsWith('.')).map((one) => one.slice(0, -1)));
  const begins = new Set(all.filter((one) => !one.endsWith('.')));
  return (key) => {
    if (whole.has(key)) return true;
    for (let end = 2; end <= Math.min(key.length, 14); end += 1) if (begins.has(key.slice(0, end))) return true;
    return false;
  };
};
