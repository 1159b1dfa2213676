import { cyrillicOf } from './cyrillic.ts';
import { latinLeanOf } from './latin-lean.ts';
import { isLittle, lacksLetters, leanOf } from './lean.ts';
import { tokensOf, type Token } from './tokens.ts';

export type Tongue = 'kk' | 'ru' | 'en' | 'mixed' | 'kk_plain' | 'kk_latin';
/** `main`: the language that outweighs, also where two are mixed. */
export type TongueGuess = { readonly tongue: Tongue; readonly sure: number; readonly main: 'kk' | 'ru' | 'en' };

// a letter of twenty thousand letters is in the language of its first five
const read = 5_000;
// weights of words go to 3: with less than this nothing is said, and a text of one word is never quite sure
const least = 0.4;
const doubt = 0.3;

/**
 * In which tongue a text is written and how sure that is (0..1): Kazakh also without its letters (`kk_plain`) and in Latin ones (`kk_latin`), and both in
 * one (`mixed`), which is a way of speaking here and no mistake. Null where nothing can be said.
 */
export const tongueOf = (text: string): TongueGuess | null => {
  const start = text.slice(0, read);
  const tokens = tokensOf(start).filter((token) => letter.test(token.raw) && !mark.test(token.raw));
  const latin = tokens.filter((token) => isLatin.test(token.raw));
  const cyrillic = tokens.filter((token) => !isLatin.test(token.raw));
  return lettersIn(latin) > lettersIn(cyrillic) ? latinTongue(latin) : cyrillicTongue(start, cyrillic);
};

const letter = /\p{L}/u;
/** «QR», «WC»: a sign of no language. */
const mark = /^[A-Z]{1,3}$/;
const isLatin = /^[\p{Script=Latin}\p{M}'’ʼ-]+$/u;
const lettersIn = (tokens: readonly Token[]): number => tokens.reduce((all, token) => all + token.raw.length, 0);

/** Marks that only the Kazakh alphabets of 2017 to 2021 have. */
const newLatin = /[äğǵñńŋöşüūıáóúý]/u;

const latinTongue = (tokens: readonly Token[]): TongueGuess | null => {
  const sums = { en: 0, kk: 0, ru: 0 };
  for (const token of tokens) {
    const word = token.raw.normalize('NFC').toLowerCase();
    const { lang, by } = newLatin.test(word) ? { lang: 'kk' as const, by: 3 } : latinLeanOf(word);
    sums[lang] += by;
    const kazakh = leanOf(cyrillicOf(token.folded));
    if (kazakh >= 2.5) sums.kk += 1;
  }
  const [first = 'en', second = 'kk'] = (['en', 'kk', 'ru'] as const).toSorted((a, b) => sums[b] - sums[a]);
  if (sums[first] < least) return null;
  return { tongue: first === 'kk' ? 'kk_latin' : first, sure: sums[first] / (sums[first] + sums[second] + doubt), main: first };
};

type Side = { sum: number; words: number; strong: number; little: number };
const kazakhLetter = /[әғқңөұүһі]/iu;
const name = /^\p{Lu}\p{Ll}/u;

const cyrillicTongue = (text: string, tokens: readonly Token[]): TongueGuess | null => {
  const [kk, ru]: [Side, Side] = [{ sum: 0, words: 0, strong: 0, little: 0 }, { sum: 0, words: 0, strong: 0, little: 0 }];
  const letters = { spelt: 0, lacking: 0 };
  for (const token of tokens) {
    // a street keeps its name in any language
    const isName = name.test(token.raw) && !/(?:^|[.!?…\n])[\s«"(–-]*$/u.test(text.slice(Math.max(0, token.from - 12), token.from));
    const spelt = kazakhLetter.test(token.mended);
    const lean = (spelt ? 3 : leanOf(token.folded) - (/[ёъ]/iu.test(token.raw) ? 2.5 : 0)) * (isName ? 0.3 : 1);
    const [side, weight] = [lean > 0 ? kk : ru, Math.abs(lean)];
    side.sum += weight;
    if (weight >= 1) side.words += 1;
    if (weight >= 2.5) side.strong += 1;
    if (weight >= 2.5 && (spelt || isLittle(token.folded))) side.little += 1;
    if (spelt) letters.spelt += 1;
    else if (lean > 0.5 && lacksLetters(token.folded)) letters.lacking += 1;
  }
  if (kk.sum + ru.sum < least) return null;
  const [most, less] = kk.sum >= ru.sum ? [kk, ru] : [ru, kk];
  const share = less.words / Math.max(1, kk.words + ru.words);
  const mixed = (share >= 0.15 && (less.strong >= 2 || less.little >= 1)) || (share >= 0.34 && less.strong >= 1);
  const main = most === kk ? 'kk' : 'ru';
  if (mixed) return { tongue: 'mixed', sure: Math.min(1, 0.5 + share), main };
  const sure = most.sum / (most.sum + less.sum + doubt);
  if (most === ru) return { tongue: 'ru', sure, main };
  return { tongue: letters.lacking > 0 && letters.lacking >= 2 * letters.spelt ? 'kk_plain' : 'kk', sure, main };
};
