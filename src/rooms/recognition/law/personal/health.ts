import { fold } from '../../../../kernel/fold.ts';
import { healthWords } from './health-words.ts';
import type { Personal } from './kinds.ts';
import { listed } from './words.ts';

const isHealth = listed(healthWords);
// «қант диабеті», «сахарный диабет»: both words say it
const word = /(?:(?:қант|кант|сахарн\p{L}{2,3}|қатерлі|злокачественн\p{L}{2,3})\s)?(?<main>\p{L}{3,30})/giu;
/** Letters between the name and the word: one thought, not two. */
const reach = 90;

/** What somebody suffers from, where the sentence says who: without the name it is nobody's. */
export const healthIn = (text: string, names: readonly Personal[]): readonly Personal[] => {
  const found: Personal[] = [];
  let past = 0;
  for (const name of names) {
    const from = Math.max(past, name.from - reach);
    const left = text.slice(from, name.from).split(/[!?\n]|\.\s/).at(-1) ?? '';
    const right = text.slice(name.to, name.to + reach).split(/[!?\n]|\.\s/)[0] ?? '';
    for (const [at, part] of [[name.from - left.length, left], [name.to, right]] as const) {
      for (const match of part.matchAll(word)) if (isHealth(fold(match.groups?.['main'] ?? '').replace(/[ьъ]/g, ''))) found.push({ from: at + match.index, to: at + match.index + match[0].length, text: match[0], what: 'health', sure: false });
    }
    past = name.to;
  }
  return found;
};
