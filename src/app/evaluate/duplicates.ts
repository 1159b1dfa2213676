import { likeEnough, likenessOf, readFor } from '../../rooms/recognition/contract.ts';
import { EvaluateMistake } from './mistake.ts';
import type { Order } from './order.ts';
import { examplesOf } from './rows.ts';
import { tableOf, three } from './table.ts';

const fields = { a: ['a', 'text_a', 'first'], b: ['b', 'text_b', 'second'], label: ['label', 'duplicate', 'same'] } as const;
const yes = ['1', 'true', 'yes'];
const no = ['0', 'false', 'no'];

/** Pairs of texts: are they about one matter? By the words alone, as nothing else is known of them; place, day and person only add to it in the register. */
export const measureDuplicates = async (order: Order): Promise<void> => {
  const pairs = (await examplesOf(order.test, fields)).map(({ line, a, b, label }) => {
    const said = label.toLowerCase();
    if (!yes.includes(said) && !no.includes(said)) throw new EvaluateMistake(`${order.test}, line ${line}: “label” is 1 where both are about one matter and 0 where they are not.`);
    return { line, a, b, same: yes.includes(said) };
  });
  const [first] = pairs;
  // once before the clock: the lexicon is made ready with the first text
  if (first) readFor({ text: first.a });
  const from = performance.now();
  const judged = pairs.map((pair) => ({ ...pair, score: likenessOf(readFor({ text: pair.a }), readFor({ text: pair.b })).score }));
  const took = performance.now() - from;
  const count = (same: boolean, said: boolean): number => judged.filter((one) => one.same === same && (one.score >= likeEnough) === said).length;
  const [hit, missed, wrong, left] = [count(true, true), count(true, false), count(false, true), count(false, false)];
  const share = (part: number, whole: number): string => (whole === 0 ? '–' : three(part / whole));
  const { print } = order;
  print(`${pairs.length} pairs of ${order.test}, from ${likeEnough} on they are one.`);
  for (const line of tableOf([['', 'said one', 'said two'], ['one matter', String(hit), String(missed)], ['two matters', String(wrong), String(left)]])) print(line);
  print(`accuracy ${share(hit + left, pairs.length)}  precision ${share(hit, hit + wrong)}  recall ${share(hit, hit + missed)}  F1 ${share(2 * hit, 2 * hit + wrong + missed)}  AUC ${aucOf(judged)}`);
  print(`${Math.round((1_000 * pairs.length) / Math.max(0.001, took))} pairs a second`);
  for (const one of judged.filter(({ same, score }) => same !== score >= likeEnough).slice(0, order.errors)) {
    print(`line ${one.line}: ${one.same ? 'missed' : 'wrong'}, ${three(one.score)}`);
    print(`    ${plain(one.a)}`);
    print(`    ${plain(one.b)}`);
  }
};

const plain = (text: string): string => text.replace(/\s+/g, ' ').slice(0, 200);

/** How often a pair that is one scores above a pair that is not; a tie counts half. */
const aucOf = (judged: readonly { readonly same: boolean; readonly score: number }[]): string => {
  const sorted = judged.toSorted((a, b) => a.score - b.score);
  let [ranks, from] = [0, 0];
  while (from < sorted.length) {
    let end = from;
    while (end < sorted.length && sorted[end]?.score === sorted[from]?.score) end += 1;
    ranks += sorted.slice(from, end).filter((one) => one.same).length * ((from + 1 + end) / 2);
    from = end;
  }
  const ones = sorted.filter((one) => one.same).length;
  const twos = sorted.length - ones;
  return ones === 0 || twos === 0 ? '–' : three((ranks - (ones * (ones + 1)) / 2) / (ones * twos));
};
