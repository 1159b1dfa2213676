import { caseOf, probabilitiesOf, readingOf, type Case, type Reading } from '../topic/read.ts';
import { emptyTable, tableOf, trust, type Change, type Learned, type Table } from './learned.ts';

/** A person's decision. `instead` is what was decided before and is taken back. */
export type Lesson = { readonly text: string; readonly topicCode: string; readonly instead?: string | null };

/** How far one decision moves the weights. Between 1 and 4 the accuracy on texts never seen moves by less than a hundredth. */
const usualStep = 2;
/** Later passes over the same texts step shorter. */
const passes: readonly number[] = [2, 4 / 3, 1];
/** A topic that is as good as ruled out learns nothing new. */
const tooLittle = 0.02;

/** What was decided is to be suggested so many times more surely than the next. */
const clearlyMore = 2;

/** Softmax regression: by how much each topic's marks go up or down for one decided text; topics that hardly move are left out. */
const movesFor = (one: Case, learned: Learned, codes: readonly string[], topicCode: string, step: number): readonly { readonly topicCode: string; readonly by: number }[] => {
  const each = step / Math.sqrt(Math.max(1, one.marks.length));
  const full = probabilitiesOf(one, learned, codes);
  // learned well enough in itself, and yet too weak beside the lexicon to be suggested: it goes on
  const shown = probabilitiesOf(one, learned, codes, trust);
  const right = codes.indexOf(topicCode);
  const probabilities = shown.some((probability, at) => at !== right && clearlyMore * probability >= (shown[right] ?? 0)) ? shown : full;
  return codes.flatMap((code, at) => {
    const wrong = (code === topicCode ? 1 : 0) - (probabilities[at] ?? 0);
    return Math.abs(wrong) < tooLittle ? [] : [{ topicCode: code, by: each * wrong }];
  });
};

const spread = (marks: Uint16Array, moves: readonly { readonly topicCode: string; readonly by: number }[]): readonly Change[] =>
  moves.flatMap((move) => Array.from(marks, (mark) => ({ mark, ...move })));

const known = (codes: readonly string[], topicCode: string): readonly string[] => (codes.includes(topicCode) ? codes : [...codes, topicCode]);

/** Taking back a decision: half of the longest step it can have made, made backwards. How far it moved the weights is not kept. */
const moveBack = (marks: Uint16Array, topicCode: string) => ({ topicCode, by: -usualStep / 2 / Math.sqrt(Math.max(1, marks.length)) });
export const changesBack = (reading: Reading, topicCode: string): readonly Change[] => {
  const { marks } = caseOf(reading, []);
  return spread(marks, [moveBack(marks, topicCode)]);
};

/** All that one decision changes, a correction's taking back with it; every weight once. */
export const changesOf = (reading: Reading, { topicCode, instead = null }: Omit<Lesson, 'text'>, learned: Learned, openCodes: readonly string[]): readonly Change[] => {
  const codes = known(openCodes, topicCode);
  const one = caseOf(reading, codes);
  const sums = new Map(movesFor(one, learned, codes, topicCode, usualStep).map((move) => [move.topicCode, move.by]));
  if (instead !== null && instead !== topicCode) sums.set(instead, (sums.get(instead) ?? 0) + moveBack(one.marks, instead).by);
  return spread(one.marks, [...sums].map(([code, by]) => ({ topicCode: code, by })));
};

/** Learns everything anew, several times over: better than once, and the same result for the same history. */
export const train = (lessons: Iterable<Lesson>, openCodes: readonly string[]): Table => {
  const table = emptyTable();
  const all = [...lessons];
  const codes = all.reduce<readonly string[]>((list, { topicCode }) => known(list, topicCode), openCodes);
  const ready = all.map(({ text, topicCode }) => ({ ...caseOf(readingOf(text), codes), topicCode }));
  passes.forEach((step, pass) => {
    for (const one of shuffled(ready, pass)) {
      for (const { topicCode, by } of movesFor(one, table, codes, one.topicCode, step)) {
        const weights = tableOf(table, topicCode);
        for (const mark of one.marks) weights[mark] = (weights[mark] ?? 0) + by;
      }
    }
  });
  table.lessons = ready.length;
  return table;
};

/** An order that is the same every time: neighbours in a register are alike, and what comes last weighs most. */
const shuffled = <T>(list: readonly T[], pass: number): readonly T[] => {
  const mixed = [...list];
  let state = 2_463_534_242 + pass;
  for (let at = mixed.length - 1; at > 0; at -= 1) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    const other = (state >>> 0) % (at + 1);
    const [a, b] = [mixed[at], mixed[other]];
    if (a !== undefined && b !== undefined) [mixed[at], mixed[other]] = [b, a];
  }
  return mixed;
};
