import { cyrillicOf } from './cyrillic.ts';
import { analyseKazakh } from './kazakh.ts';
import { sharedNames } from './kazakh-roots.ts';
import { latinLeanOf } from './latin-lean.ts';
import { leanOf } from './lean.ts';
import { longestWord } from './remember.ts';
import { russianStem } from './russian.ts';
import { tokensOf } from './tokens.ts';

export type StemAt = { readonly stem: string; readonly from: number; readonly to: number };

/**
 * 1 or 2 stems of one folded word, the likelier first: in the tongue given, else in the word's own, in both where it could be of either. A word that both
 * tongues share has its Russian stem beside the Kazakh one («трубаны»: труба, труб), so that a question in one finds an answer in the other.
 */
export const stemsOf = (folded: string, tongue?: 'kk' | 'ru'): readonly string[] => {
  if (!cyrillic.test(folded)) return [folded];
  if (tongue === 'ru') return [russianStem(folded)];
  if (tongue === 'kk') return kazakhStems(folded);
  const lean = leanOf(folded);
  if (lean >= sureLean) return kazakhStems(folded);
  if (lean <= -sureLean) return [russianStem(folded)];
  const [kk, ru] = [analyseKazakh(folded).stem, russianStem(folded)];
  return [...new Set(lean > 0 ? [kk, ru] : [ru, kk])];
};

const cyrillic = /[а-я]/;
const sureLean = 1;

const kazakhStems = (folded: string): readonly string[] => {
  const { stem, known } = analyseKazakh(folded);
  return known && sharedNames.has(stem) ? [...new Set([stem, russianStem(stem)])] : [stem];
};

/**
 * Stems of a whole text with the places of their words; a word of two stems stands twice. Latin that is not English goes through Cyrillic first. A word that
 * could be of either tongue is of that in which the rest is written.
 */
export const stemsOfText = (text: string): readonly StemAt[] => {
  const words = tokensOf(text).flatMap(({ folded, from, to }) => partsOf(folded, from, to)).filter((part) => part.word.length <= longestWord).map((part) => {
    const word = latin.test(part.word) && latinLeanOf(part.word).lang !== 'en' ? cyrillicOf(part.word) : part.word;
    return { ...part, word, lean: cyrillic.test(word) ? leanOf(word) : 0 };
  });
  const sum = (side: number) => words.reduce((all, { lean }) => all + Math.max(0, side * lean), 0);
  const [kk, ru] = [sum(1), sum(-1)];
  const whole = kk > 4 * ru ? 'kk' : ru > 4 * kk ? 'ru' : undefined;
  return words.flatMap(({ word, lean, from, to }) => stemsOf(word, Math.abs(lean) < sureLean ? whole : undefined).map((stem) => ({ stem, from, to })));
};

const latin = /^[\p{Script=Latin}\p{M}'’ʼ-]+$/u;

/** «үй-жай», «онлайн-запись»: each half is a word of its own. */
const partsOf = (folded: string, from: number, to: number): readonly { readonly word: string; readonly from: number; readonly to: number }[] => {
  if (!/[-‑]/.test(folded) || folded.length !== to - from) return [{ word: folded, from, to }];
  return Array.from(folded.matchAll(/[^-‑]+/g), (found) => ({ word: found[0], from: from + found.index, to: from + found.index + found[0].length }));
};
