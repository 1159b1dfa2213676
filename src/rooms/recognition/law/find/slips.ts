import { slipsBetween } from '../../../../kernel/slips.ts';
import { stemsOf } from '../../../../kernel/tongue/stem.ts';

/** Below five letters every word is near another one. */
export const slipsForgiven = (word: string): number => (word.length < 5 ? 0 : word.length < 8 ? 1 : 2);

/** Between two words, or between what is left of them without their endings: a slip and another ending are still one slip. Folded both. */
const slipsOf = (typed: string, word: string): number | null => {
  const direct = slipsBetween(typed, word, slipsForgiven(typed));
  if (direct <= slipsForgiven(typed)) return direct;
  const bare = [typed, ...stemsOf(typed)].flatMap((mine) => stemsOf(word).filter((theirs) => Math.min(mine.length, theirs.length) >= shortestStem).map((theirs) => ({ mine, slips: slipsBetween(mine, theirs, slipsForgiven(mine)) })))
    .filter(({ mine, slips }) => slips <= slipsForgiven(mine));
  return bare.length === 0 ? null : Math.min(...bare.map((one) => one.slips)) + otherEnding;
};
const shortestStem = 4;
/** Behind every word that is as near with the same ending. */
const otherEnding = 0.5;

/** Words somebody may have meant, nearest first, then the more usual one. Numbers are never corrected: a wrong house is worse than none. */
export const nearWords = (typed: string, known: readonly { readonly word: string; readonly count: number }[]): readonly string[] => {
  if (slipsForgiven(typed) === 0 || /\d/.test(typed)) return [];
  return known.flatMap(({ word, count }) => {
    const slips = word === typed ? null : slipsOf(typed, word);
    return slips === null ? [] : [{ word, count, slips }];
  }).toSorted((a, b) => a.slips - b.slips || Number(b.word[0] === typed[0]) - Number(a.word[0] === typed[0]) || b.count - a.count || (a.word < b.word ? -1 : 1)).map((one) => one.word);
};
