import { shelf } from '../../rooms/recognition/contract.ts';
import { EvaluateMistake } from './mistake.ts';
import type { Order } from './order.ts';
import { examplesOf } from './rows.ts';
import { tableOf, three } from './table.ts';

const fields = { query: ['query', 'q'], text: ['text', 'line'], label: ['label', 'match', 'relevant'] } as const;
const yes = ['1', 'true', 'yes'];
const no = ['0', 'false', 'no'];

/** All texts of the file stand on one shelf; every pair is asked whether its query finds its text. The other texts of the shelf are what a slip is mended by. */
export const measureSearch = async (order: Order): Promise<void> => {
  const pairs = (await examplesOf(order.test, fields)).map(({ line, query, text, label }) => {
    const said = label.toLowerCase();
    if (!yes.includes(said) && !no.includes(said)) throw new EvaluateMistake(`${order.test}, line ${line}: “label” is 1 where the text must be found and 0 where it must not.`);
    return { query, text, must: yes.includes(said) };
  });
  const texts = [...new Set(pairs.map(({ text }) => text))];
  const place = new Map(texts.map((text, nth) => [text, nth]));
  const builtAt = performance.now();
  const find = shelf(texts);
  const askedAt = performance.now();
  const found = new Map<string, ReadonlySet<number>>();
  for (const { query } of pairs) if (!found.has(query)) found.set(query, new Set(find(query).places));
  const endedAt = performance.now();
  const judged = pairs.map((pair) => ({ ...pair, did: found.get(pair.query)?.has(place.get(pair.text) ?? -1) ?? false }));
  const count = (must: boolean, did: boolean): number => judged.filter((one) => one.must === must && one.did === did).length;
  const [hit, missed, wrong, left] = [count(true, true), count(true, false), count(false, true), count(false, false)];
  const share = (part: number, whole: number): string => (whole === 0 ? '–' : three(part / whole));
  const shown = order.print;
  shown(`${pairs.length} pairs, ${found.size} queries, ${texts.length} texts`);
  for (const line of tableOf([
    ['', 'found', 'not found'], ['must be found', String(hit), String(missed)], ['must not be', String(wrong), String(left)],
  ])) shown(line);
  shown(`recall ${share(hit, hit + missed)}  precision ${share(hit, hit + wrong)}  false ${wrong} of ${wrong + left}`);
  shown(`${Math.round((1_000 * texts.length) / Math.max(0.001, askedAt - builtAt))} texts a second are taken in; a query takes ${((endedAt - askedAt) / Math.max(1, found.size)).toFixed(3)} ms over all of them`);
  for (const one of judged.filter(({ must, did }) => must !== did).slice(0, order.errors)) shown(`${one.must ? 'missed' : 'wrong'}: “${one.query}” → ${one.text}`);
};
