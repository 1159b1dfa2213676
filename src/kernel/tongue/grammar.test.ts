import { expect, test } from 'vitest';
import { fold } from '../fold.ts';
import { kazakhStem } from './kazakh.ts';
import { loans, names, verbs } from './kazakh-words.ts';

/*
 * Forms made forward by the rules of grammar, with all letters and by vowel harmony, for every word of the list; the stemmer reads them backward without the
 * special letters. Written apart from its tables of endings.
 */

const words = (text: string): readonly string[] => text.trim().split(/\s+/).filter((word) => word.length > 1 && !word.includes('-'));
const vowel = 'аәеёиоөуұүыіэюя';
const lastVowel = (word: string): string => [...word].findLast((letter) => vowel.includes(letter)) ?? 'а';
const isFront = (word: string): boolean => 'әеіүөэи'.includes(lastVowel(word));
const isHard = (word: string): boolean => /[кқптсшфхчцщбвгд]$/.test(word);
const isOpen = (word: string): boolean => /[аәеоөұүыіэюя]$/.test(word);
const softened = (word: string): string => word.replace(/п$/, 'б').replace(/к$/, 'г').replace(/қ$/, 'ғ');
/** [back, front] by harmony. */
const by = (word: string, back: string, front: string): string => (isFront(word) ? front : back);

const formsOfName = (word: string): readonly string[] => {
  const [a, y, g] = [by(word, 'а', 'е'), by(word, 'ы', 'і'), by(word, 'ғ', 'г')];
  const first = isHard(word) ? 'т' : 'д';
  const many = `${word}${isHard(word) ? 'т' : /[лмнңзж]$/.test(word) ? 'д' : 'л'}${a}р`;
  const theirs = isOpen(word) ? `${word}с${y}` : `${softened(word)}${y}`;
  const ours = isOpen(word) ? `${word}м${y}з` : `${softened(word)}${y}м${y}з`;
  return [
    `${word}${isHard(word) ? 'т' : isOpen(word) || /[мнң]$/.test(word) ? 'н' : 'д'}${y}ң`, `${word}${isHard(word) ? by(word, 'қ', 'к') : g}${a}`, `${word}${isHard(word) ? 'т' : isOpen(word) ? 'н' : 'д'}${y}`,
    `${word}${first}${a}`, `${word}${isHard(word) ? 'т' : /[мнң]$/.test(word) ? 'н' : 'д'}${a}н`, `${word}${first}${a}ғы`.replace(/ғы$/, by(word, 'ғы', 'гі')),
    many, `${many}${y}`, `${many}д${y}ң`, `${many}${g}${a}`, `${many}${y}м${y}з`, theirs, `${theirs}н`, `${theirs}н${a}`, `${theirs}нд${a}`, `${theirs}н${y}ң`, ours, `${ours}д${a}`, `${ours}д${y}ң`,
  ];
};

const formsOfVerb = (word: string): readonly string[] => {
  const [a, y, g] = [by(word, 'а', 'е'), by(word, 'ы', 'і'), by(word, 'ғ', 'г')];
  const short = /[ыі]$/.test(word) ? word.slice(0, -1) : softened(word).replace(/б$/, 'п');
  const not = `${word}${isHard(word) ? 'п' : /[нңмзж]$/.test(word) ? 'б' : 'м'}${a}`;
  const now = isOpen(word) ? (/[ыі]$/.test(word) ? `${short}ид${y}` : `${word}йд${y}`) : `${short}${a}д${y}`;
  return [
    `${word}${isHard(word) ? 'т' : 'д'}${y}м`, `${not}д${y}`, `${not}йд${y}`, now, `${word}${isHard(word) ? by(word, 'қ', 'к') : g}${a}н`, `${not}${g}${a}н`, `${short}у`, `${short}у${g}${a}`,
    `${isOpen(word) ? word : short + y}ң${y}з`, isOpen(word) ? `${word}п` : `${softened(word).replace(/б$/, 'у')}${y}п`, `${word}с${a}`, `${not}й`, `${word}с${y}н`,
  ];
};

const met = (list: readonly string[], formsOf: (word: string) => readonly string[], stemOf: (word: string) => string) => {
  const torn = list.flatMap((word) => formsOf(word).filter((form) => kazakhStem(fold(form)) !== stemOf(word)).map((form) => `${form} → ${kazakhStem(fold(form))}, of ${word}`));
  return { torn, share: 1 - torn.length / list.flatMap(formsOf).length };
};

// what is left are words that are also forms of others: «отын» is firewood and your fire
test('every form that grammar makes of a name comes back to it', () => {
  const { torn, share } = met(words(`${names} ${loans}`), formsOfName, (word) => kazakhStem(fold(word)));
  expect(share, torn.slice(0, 60).join('\n')).toBeGreaterThanOrEqual(0.985);
});

test('every form that grammar makes of a verb comes back to it', () => {
  const { torn, share } = met(words(verbs), formsOfVerb, (word) => kazakhStem(fold(`${word}${isHard(word) ? 'т' : 'д'}${by(word, 'ы', 'і')}`)));
  expect(share, torn.slice(0, 60).join('\n')).toBeGreaterThanOrEqual(0.98);
});
