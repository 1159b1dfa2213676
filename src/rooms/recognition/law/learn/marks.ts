import { stemsOf } from '../../../../kernel/tongue/stem.ts';
import type { Word } from '../topic/match.ts';
import { everyday } from './everyday.ts';

/** A text as the learner sees it: hashes of its stems, each once. No word can be read back from them. */
export type Marks = readonly { readonly mark: number; /** which words it stands on */ readonly at: readonly number[] }[];

/** 256 kB a topic in memory. Some 20,000 stems of an office share them: one in six meets another, seldom one that matters. */
export const mostMarks = 1 << 16;

export const marksOf = (words: readonly Word[]): Marks => {
  const found = new Map<number, number[]>();
  words.forEach(({ folded }, at) => {
    if (folded.length < 2 || everyday.has(folded)) return;
    for (const stem of /^\d+$/.test(folded) ? ['#'] : stemsOf(folded)) {
      const mark = hash(stem);
      const before = found.get(mark);
      if (before) before.push(at);
      else found.set(mark, [at]);
    }
  });
  return [...found].map(([mark, at]) => ({ mark, at }));
};

/** FNV-1a, folded into the table. */
const hash = (text: string): number => {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return (value ^ (value >>> 16)) & (mostMarks - 1);
};
