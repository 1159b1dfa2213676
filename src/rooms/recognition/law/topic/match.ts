import { fold } from '../../../../kernel/fold.ts';
import { cyrillicOf } from '../../../../kernel/tongue/cyrillic.ts';
import { tokensOf } from '../../../../kernel/tongue/tokens.ts';
import type { Lexicon } from './lexicon/entry.ts';
import { lexicons } from './lexicon/lexicons.ts';

/** Words of a text in their order, folded, typed Latin as Cyrillic, words with a hyphen in their parts. */
export type Word = { readonly folded: string; readonly from: number; readonly to: number; /** as it was typed, where that was Latin */ readonly latin: string | null };

/** What of a lexicon stands in a text. */
export type Hit = { readonly topic: string; readonly entry: number; readonly weight: number; readonly words: readonly number[] };

/** Longer texts say nothing more about their topic, and cost time. */
const mostWords = 600;
/** No word of a lexicon is as long; what is longer is no word. */
const mostLetters = 40;

export const wordsOf = (text: string): readonly Word[] =>
  tokensOf(text.slice(0, 20_000)).slice(0, mostWords).flatMap(({ raw, folded, from, to }) => {
    const parts = folded.split(hyphen);
    const typed = raw.split(hyphen);
    if (parts.length === 1 || parts.length !== typed.length) return [wordOf(folded, from, to)];
    let at = from;
    return parts.map((part, index) => {
      const word = wordOf(part, at, at + (typed[index] ?? '').length);
      at = word.to + 1;
      return word;
    });
  }).slice(0, mostWords);
const hyphen = /[-‑]/;

const wordOf = (typed: string, from: number, to: number): Word => {
  const folded = typed.slice(0, mostLetters);
  return /[a-z]/.test(folded) ? { folded: cyrillicOf(folded), from, to, latin: folded } : { folded, from, to, latin: null };
};

type Part = { readonly text: string; readonly end: 'exact' | 'begins' | 'endings' };
type Entry = { readonly id: number; readonly topic: string; readonly weight: number; readonly parts: readonly Part[] };

/** Steps of weight, in halves of the logarithm of odds as it were: chosen by hand, one scale for all (scale.ts). */
const steps: Readonly<Record<keyof Lexicon, number>> = { strong: 4, plain: 2, weak: 0.7, against: -2 };

const partOf = (typed: string): Part => {
  const last = typed.at(-1);
  return last === '*' ? { text: fold(typed.slice(0, -1)), end: 'begins' } : last === '~' ? { text: fold(typed.slice(0, -1)), end: 'endings' } : { text: fold(typed), end: 'exact' };
};

const entries: Entry[] = Object.entries(lexicons).flatMap(([topic, lexicon]) =>
  (Object.keys(steps) as (keyof Lexicon)[]).flatMap((step) => [...new Set(lexicon[step].split(/\s+/))].filter((typed) => typed !== '')
    .map((typed) => ({ topic, weight: steps[step], parts: typed.split('_').filter((part) => part !== '').map(partOf) })))).map((entry, id) => ({ id, ...entry }));

const byFirst = new Map<string, Entry[]>();
for (const entry of entries) {
  const first = entry.parts[0]?.text ?? '';
  byFirst.set(first, [...(byFirst.get(first) ?? []), entry]);
}
export const entriesOf = (topic: string): number => entries.filter((entry) => entry.topic === topic).length;

// plural, whose, case, the little words that lean on a noun; folded, so ы and и, а and о are as people type them
const endings = /^(?:лар|лер|дар|дер|тар|тер)?(?:ымыз|имиз|ымиз|мыз|миз|ыныз|иныз|ныз|низ|ым|им|ын|ин|м|н|сы|си|ы|и)?(?:нын|нин|дын|дин|тын|тин|га|ге|ка|ке|на|не|а|е|ды|ди|ты|ти|ны|ни|н|да|де|та|те|нда|нде|дан|ден|тан|тен|нан|нен|мен|бен|пен)?(?:гы|ги|кы|ки|сыз|сиз|лы|ли|ды|ди|ты|ти|лык|лик)?$/;

const fits = (part: Part, word: Word | undefined): boolean => word !== undefined && (fitsOne(part, word.folded) || (word.latin !== null && fitsOne(part, word.latin)));
const fitsOne = ({ text, end }: Part, word: string): boolean =>
  end === 'exact' ? word === text : word.startsWith(text) && (end === 'begins' || endings.test(word.slice(text.length)));

/** Words of a phrase may have two others between them. */
const gap = 3;

const follow = (parts: readonly Part[], words: readonly Word[], start: number): readonly number[] | null => {
  const at = [start];
  for (const part of parts.slice(1)) {
    const last = at.at(-1) ?? start;
    let next = last + 1;
    while (next <= last + gap && next < words.length && !fits(part, words[next])) next += 1;
    if (next > last + gap || next >= words.length) return null;
    at.push(next);
  }
  return at;
};

/** Every entry once, where it stands first. */
export const hitsIn = (words: readonly Word[]): readonly Hit[] => {
  const found = new Map<number, Hit>();
  words.forEach((word, index) => {
    for (const form of word.latin === null ? [word.folded] : [word.folded, word.latin]) {
      for (let length = 1; length <= form.length; length += 1) {
        for (const entry of byFirst.get(form.slice(0, length)) ?? []) {
          const [first] = entry.parts;
          if (!first || found.has(entry.id) || !fitsOne(first, form)) continue;
          const at = entry.parts.length === 1 ? [index] : follow(entry.parts, words, index);
          if (at) found.set(entry.id, { topic: entry.topic, entry: entry.id, weight: entry.weight, words: at });
        }
      }
    }
  });
  return [...found.values()];
};
