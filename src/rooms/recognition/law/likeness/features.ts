import { nameKey, sameName, type Gist } from './gist.ts';

/** What two gists have to say of each other: 1 alike, −1 against, 0 nothing, and between. */
export type Features = {
  readonly words: number; readonly troubles: number; readonly otherTrouble: number; readonly topics: number; readonly otherTopic: number;
  readonly name: number; readonly otherName: number; readonly numbers: number; readonly otherNumber: number; readonly otherTone: number; /** a rare word that both tongues have, of two letters in different tongues */ readonly loan: number;
};

export const featuresOf = (a: Gist, b: Gist): Features => {
  const names = (one: Gist) => [...one.streets, ...one.names];
  const [ours, theirs] = [names(a), names(b)];
  const sharedName = shared(ours, [...theirs, ...b.maybe]) + shared(theirs, a.maybe);
  const sharedNumbers = a.numbers.filter((one) => b.numbers.includes(one)).length;
  const sum = (list: Iterable<number>): number => [...list].reduce((all, weight) => all + weight, 0);
  const meet = [...a.troubles].filter(([thing]) => b.troubles.has(thing)).map(([, weight]) => weight);
  const [all, allOther] = [sum(a.troubles.values()), sum(b.troubles.values())];
  const isSaid = (one: Gist): boolean => [...one.troubles.values()].includes(1);
  const topics = [...a.topics].reduce((sum, [code, sure]) => sum + Math.min(sure, b.topics.get(code) ?? 0), 0);
  const sure = Math.min(Math.max(0, ...a.topics.values()), Math.max(0, ...b.topics.values()));
  return {
    words: cosine(a.words, b.words), troubles: all === 0 || allOther === 0 ? 0 : sum(meet) / Math.sqrt(all * allOther), otherTrouble: isSaid(a) && isSaid(b) && !meet.includes(1) ? 1 : 0,
    topics, otherTopic: topics < 0.1 ? sure : 0,
    name: sharedName > 0 ? 1 : 0, otherName: ours.length > 0 && theirs.length > 0 && sharedName === 0 ? 1 : 0,
    numbers: sharedNumbers > 0 ? 1 : 0, otherNumber: a.numbers.length > 0 && b.numbers.length > 0 && sharedNumbers === 0 ? 1 : 0, otherTone: a.thanks === b.thanks ? 0 : 1, loan: a.tongue !== b.tongue && rareShared(a, b) ? 1 : 0,
  };
};

const shared = (some: readonly string[], others: readonly string[]): number => some.filter((one) => others.some((other) => sameName(one, other))).length;

const rare = 1.1;
const rareShared = (a: Gist, b: Gist): boolean => {
  const names = [...a.streets, ...a.names, ...a.maybe];
  return [...a.words].some(([stem, weight]) => weight >= rare && b.words.has(stem) && !names.some((name) => sameName(name, nameKey(stem))));
};

const cosine = (a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number => {
  let [both, ours, theirs] = [0, 0, 0];
  for (const [stem, weight] of a) {
    ours += weight * weight;
    both += weight * (b.get(stem) ?? 0);
  }
  for (const weight of b.values()) theirs += weight * weight;
  return both === 0 ? 0 : both / Math.sqrt(ours * theirs);
};
