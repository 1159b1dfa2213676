import { wordsOf } from './text.ts';

/** The address line and what differs from one reader to the next: names, numbers, days. */
const addressed = /^\s*(?:құрметті|уважаем\p{L}*|dear)[^!,\n]{0,120}[!,\n]/iu;

/** The words of an answer that would be the same in a copy of it: a name stands with a capital inside a sentence. */
export const core = (answer: string): readonly string[] => {
  const text = answer.replace(addressed, ' ');
  return wordsOf(text).filter((word) => {
    if (/\d/.test(word.text)) return false;
    const capital = /^\p{Lu}/u.test(text.slice(word.from, word.to));
    return !capital || /(?:^|[.!?…\n])\s*$/u.test(text.slice(0, word.from));
  }).map((word) => word.text);
};

/** 53 bits: a whole number for every part of the house. Not secret, so no key: it finds, and the texts are compared after. */
const hash = (text: string, seed: number): number => {
  let [a, b] = [0x811c9dc5 ^ seed, 0x1b873593 ^ Math.imul(seed + 1, 0x9e3779b1)];
  for (let at = 0; at < text.length; at += 1) {
    const letter = text.charCodeAt(at);
    a = Math.imul(a ^ letter, 0x01000193);
    b = Math.imul(b ^ letter, 0x85ebca6b);
    b = (b << 13) | (b >>> 19);
  }
  a = Math.imul(a ^ (a >>> 16), 0x85ebca6b);
  b = Math.imul(b ^ (b >>> 15), 0xc2b2ae35);
  return ((b ^ (b >>> 13)) >>> 11) * 0x1_0000_0000 + ((a ^ (a >>> 13)) >>> 0);
};

const triples = (words: readonly string[]): readonly string[] => words.slice(2).map((_word, at) => words.slice(at, at + 3).join(' '));

/** Shorter answers are alike because little can be said: "the lamp was replaced". */
export const leastCore = 8;
const bands = 4;
const perBand = 2;

/**
 * What an answer is found again by: one mark of the whole, four of its parts (the least hashes of its triples of words, two and two). Two answers
 * that share nine tenths of their triples share a mark in 999 of 1000 cases; half of them, in two of three, and are then told apart.
 */
export const marksOf = (answer: string): readonly number[] => {
  const words = core(answer);
  if (words.length < leastCore) return [];
  const all = triples(words);
  const least = (seed: number) => all.reduce((smallest, triple) => Math.min(smallest, hash(triple, seed)), Infinity);
  const parts = Array.from({ length: bands }, (_, band) => hash(Array.from({ length: perBand }, (_one, nth) => least(100 + band * perBand + nth)).join(' '), 7 + band));
  return [...new Set([hash(words.join(' '), 1), ...parts])];
};

export type Likeness = 'same' | 'near' | null;
const nearShare = 0.8;

export const likeness = (a: string, b: string): Likeness => {
  const plain = (text: string) => wordsOf(text).map((word) => word.text).join(' ');
  if (plain(a) === plain(b)) return 'same';
  const [ours, theirs] = [new Set(triples(core(a))), new Set(triples(core(b)))];
  if (ours.size === 0 || theirs.size === 0) return null;
  const shared = [...ours].filter((triple) => theirs.has(triple)).length;
  return shared / (ours.size + theirs.size - shared) >= nearShare ? 'near' : null;
};
