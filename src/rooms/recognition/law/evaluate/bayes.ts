import { fold } from '../../../../kernel/fold.ts';

/** The plain baseline that stands beside ours: multinomial naive Bayes over folded words, each once a text, with a tenth of a word everywhere. */
const everywhere = 0.1;
const wordsIn = (text: string): readonly string[] => [...new Set(fold(text).match(/[\p{L}\p{N}]+/gu) ?? [])];

export type Baseline = (text: string) => readonly { readonly code: string; readonly confidence: number }[];

export const bayes = (lessons: readonly { readonly text: string; readonly topicCode: string }[]): Baseline => {
  const texts = new Map<string, number>();
  const seen = new Map<string, Map<string, number>>();
  const all = new Map<string, number>();
  for (const { text, topicCode } of lessons) {
    texts.set(topicCode, (texts.get(topicCode) ?? 0) + 1);
    for (const word of wordsIn(text)) {
      const counts = seen.get(word) ?? new Map<string, number>();
      seen.set(word, counts);
      counts.set(topicCode, (counts.get(topicCode) ?? 0) + 1);
      all.set(topicCode, (all.get(topicCode) ?? 0) + 1);
    }
  }
  return (text) => {
    const known = wordsIn(text).flatMap((word) => seen.get(word) ?? []);
    const logs = [...texts].map(([code, count]) => {
      const base = (all.get(code) ?? 0) + everywhere * seen.size;
      return { code, log: known.reduce((sum, counts) => sum + Math.log(((counts.get(code) ?? 0) + everywhere) / base), Math.log(count / lessons.length)) };
    }).toSorted((a, b) => b.log - a.log);
    const most = logs[0]?.log ?? 0;
    const sum = logs.reduce((total, { log }) => total + Math.exp(log - most), 0);
    return logs.slice(0, 3).map(({ code, log }) => ({ code, confidence: Math.exp(log - most) / sum }));
  };
};
