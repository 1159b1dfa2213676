import type { Hit, Word } from './match.ts';

/** How much less a word counts where it says something else. Chosen by cross-validation between two regions, rounded. */
export const shares = {
  /** a single word inside a phrase that speaks for another topic: «детский сад» is no «сад» */
  shadowed: 0.4,
  /** what only says where: «у подъезда», «мектептің жанында» */
  beside: 0.4,
  /** «на дороге», «в парке» */
  within: 0.7,
  /** each further word of a topic adds less */
  fading: 0.85,
};

const besideBefore = new Set(['у', 'около', 'возле', 'рядом', 'напротив', 'перед', 'за', 'вдоль', 'между', 'вблизи', 'близ', 'недалеко', 'против', 'мимо', 'вокруг', 'позади', 'сзади', 'под', 'над', 'до', 'от']);
const withinBefore = new Set(['на', 'в', 'во', 'по', 'с', 'со', 'из']);
const besideAfter = /^(?:жанын|касын|алдын|манын|тусын|артын|жакын|туби|бойын|арасын|уст)/;
/** What is in or at something: «ауладағы», «көшедегі»; and what a road leads to: «базарға апаратын». */
const standsIn = /(?:да|де|та|те)г[ыи]$/;
const leadsTo = /^(?:апара|бара|барар|шыга|кете|журетин)/;
/** A preposition reaches over a number or one word that describes. */
const reach = 2;

/** For every word the share of its weight, by what stands around it. */
const placed = (words: readonly Word[]): readonly number[] =>
  words.map((word, at) => {
    const after = words[at + 1]?.folded ?? '';
    if (besideAfter.test(after) || (leadsTo.test(after) && /[гк][ае]$/.test(word.folded))) return shares.beside;
    if (standsIn.test(word.folded)) return shares.within;
    for (let back = 1; back <= reach; back += 1) {
      const before = words[at - back]?.folded ?? '';
      if (besideBefore.has(before)) return shares.beside;
      if (withinBefore.has(before)) return back === 1 || shares.within === 1 ? shares.within : (shares.within + 1) / 2;
    }
    return 1;
  });

export type Counted = Hit & { readonly counts: number };

/** What each hit counts. Phrases keep their weight wherever they stand. */
export const counted = (words: readonly Word[], hits: readonly Hit[]): readonly Counted[] => {
  const share = placed(words);
  const covered = new Map<number, Set<string>>();
  for (const hit of hits) if (hit.words.length > 1 && hit.weight > 0) for (const word of hit.words) covered.set(word, (covered.get(word) ?? new Set()).add(hit.topic));
  return hits.map((hit) => {
    const [first = 0] = hit.words;
    if (hit.words.length > 1 || hit.weight < 0) return { ...hit, counts: hit.weight };
    const over = covered.get(first);
    return { ...hit, counts: hit.weight * (over && !over.has(hit.topic) ? shares.shadowed : 1) * (over?.has(hit.topic) === true ? 1 : (share[first] ?? 1)) };
  });
};

/** Sums by topic. A word that several entries of one topic meet counts once, by the heaviest. */
export const sums = (all: readonly Counted[]): ReadonlyMap<string, number> => {
  const byTopic = new Map<string, Map<number, number>>();
  for (const { topic, words, counts } of all) {
    const best = byTopic.get(topic) ?? new Map<number, number>();
    byTopic.set(topic, best);
    const key = (words[0] ?? 0) * 2 + (counts > 0 ? 0 : 1);
    if (Math.abs(counts) > Math.abs(best.get(key) ?? 0)) best.set(key, counts);
  }
  return new Map([...byTopic].map(([topic, best]) => {
    const all = [...best.values()];
    const add = (values: readonly number[]) => values.toSorted((a, b) => Math.abs(b) - Math.abs(a)).reduce((sum, value, at) => sum + value * shares.fading ** at, 0);
    return [topic, add(all.filter((one) => one > 0)) + add(all.filter((one) => one < 0))];
  }));
};
