import { mostMarks } from './marks.ts';

/** Weights by their marks: a whole table, or only those of one text. */
export type Weights = { readonly [mark: number]: number };

/** What was learned: for every topic how much each mark speaks for it, beside the lexicon. A topic that nobody decided for has no table. */
export type Learned = { readonly weights: ReadonlyMap<string, Weights>; /** how many decisions stand behind it */ readonly lessons: number };
export const nothing: Learned = { weights: new Map(), lessons: 0 };

/** A table that is written in place: for training, and for the memory of a process. */
export type Table = { readonly weights: Map<string, Float32Array>; lessons: number };
export const emptyTable = (): Table => ({ weights: new Map(), lessons: 0 });

/** One weight that changes by so much. */
export type Change = { readonly mark: number; readonly topicCode: string; readonly by: number };

/**
 * How far a suggestion believes what was learned. It says more than it knows where texts are unlike those it was learned from;
 * at 0.7 it gains what it gains at home and loses little abroad (docs/recognition.md).
 */
export const trust = 0.7;

/** What the marks of a text say for a topic; each text weighs the same however long it is. */
export const believed = (learned: Learned, marks: Uint16Array, topicCode: string): number => {
  const weights = learned.weights.get(topicCode);
  if (!weights || marks.length === 0) return 0;
  let sum = 0;
  for (const mark of marks) sum += weights[mark] ?? 0;
  return sum / Math.sqrt(marks.length);
};

export const put = (table: Table, mark: number, topicCode: string, weight: number): void => void (tableOf(table, topicCode)[mark] = weight);

export const tableOf = (table: Table, topicCode: string): Float32Array => {
  const before = table.weights.get(topicCode);
  if (before) return before;
  const fresh = new Float32Array(mostMarks);
  table.weights.set(topicCode, fresh);
  return fresh;
};
