import { nothing, trust, type Learned } from '../learn/learned.ts';
import type { Because, TopicGuess } from './guess.ts';
import { caseOf, probabilitiesOf, readingOf, shippedTopics, type Reading } from './read.ts';

const mostGuesses = 3;
const mostWords = 6;
/** Words that say less than this beside the weightiest are left out of the reasons. */
const worthSaying = 0.2;

/** The three likeliest of `codes`, with how sure that is and the words that led there. Empty for a text without words. */
export const suggestTopics = (text: string, learned: Learned = nothing, codes: readonly string[] = shippedTopics): readonly TopicGuess[] => {
  const reading = readingOf(text);
  if (reading.words.length === 0 || codes.length === 0) return [];
  const probabilities = probabilitiesOf(caseOf(reading, codes), learned, codes, trust);
  return codes.map((code, at) => ({ code, confidence: probabilities[at] ?? 0 })).toSorted((a, b) => b.confidence - a.confidence).slice(0, mostGuesses)
    .map((guess) => ({ ...guess, because: becauseOf(text, reading, learned, guess.code) }));
};

/** What of the lexicon and of what was learned speaks for the topic, in the order of the text. */
const becauseOf = (text: string, { words, hits, marks }: Reading, learned: Learned, code: string): readonly Because[] => {
  const says = new Map<number, number>();
  const add = (word: number, weight: number): void => void says.set(word, (says.get(word) ?? 0) + weight);
  for (const hit of hits) if (hit.topic === code && hit.counts > 0) for (const word of hit.words) add(word, hit.counts / hit.words.length);
  const weights = learned.weights.get(code);
  for (const { mark, at } of marks) {
    const weight = (trust * (weights?.[mark] ?? 0)) / Math.sqrt(marks.length);
    if (weight > 0) add(at[0] ?? 0, weight);
  }
  const most = Math.max(0, ...says.values());
  return [...says].filter(([, weight]) => weight > worthSaying * most).toSorted(([, a], [, b]) => b - a).slice(0, mostWords).map(([at]) => at).toSorted((a, b) => a - b)
    .flatMap((at) => {
      const word = words[at];
      return word ? [{ from: word.from, to: word.to, text: text.slice(word.from, word.to) }] : [];
    });
};
