import { writeFile } from 'node:fs/promises';
import { say } from '../../kernel/words.ts';
import { bayes, confusionPicture, measure, shippedTopics, suggestTopicsBy, train, type Judged, type Measured, type TopicGuess } from '../../rooms/recognition/contract.ts';
import { EvaluateMistake } from './mistake.ts';
import type { Order } from './order.ts';
import { examplesOf, type Example } from './rows.ts';
import { tableOf, three } from './table.ts';
import { pictureWords, topicNames } from './words.ts';

const fields = { text: ['text'], topic: ['topic', 'topic_code', 'label'] } as const;
type Text = Example<typeof fields>;
type Guess = (text: string) => readonly { readonly code: string; readonly confidence: number }[];

/** What ships, or what was learned from --train beside it, against texts whose topic is known. */
export const measureTopics = async (order: Order): Promise<void> => {
  const test = await examplesOf(order.test, fields);
  const lessons = order.train === undefined ? null : await examplesOf(order.train, fields);
  const codes = [...new Set([...shippedTopics, ...(lessons ?? []).map(({ topic }) => topic)])];
  checkLabels(order.test, test, codes, lessons !== null);
  const { print } = order;
  const learned = lessons === null ? undefined : timed(() => train(lessons.map(({ text, topic }) => ({ text, topicCode: topic })), codes), lessons.length);
  if (lessons && learned) print(`Learned from ${lessons.length} texts of ${order.train ?? ''}, ${learned.each} a second.`);
  // once before the clock: the lexicon is made ready with the first text
  for (const { text } of test.slice(0, 100)) suggestTopicsBy(text, learned?.result, codes);
  const judged = timed(() => judge(test, (text): readonly TopicGuess[] => suggestTopicsBy(text, learned?.result, codes)), test.length);
  const measured = measure(judged.result);
  const rows = [['', 'accuracy', 'top three', 'macro F1', 'calibration error', 'texts/s'], rowOf(lessons ? 'lexicon and learned' : 'what ships', measured, judged.each)];
  if (lessons) {
    const lexicon = timed(() => judge(test, (text) => suggestTopicsBy(text, undefined, codes)), test.length);
    const plain = bayes(lessons.map(({ text, topic }) => ({ text, topicCode: topic })));
    const baseline = timed(() => judge(test, plain), test.length);
    rows.push(rowOf('lexicon alone', measure(lexicon.result), lexicon.each), rowOf('plain naive Bayes', measure(baseline.result), baseline.each));
  }
  print(`${test.length} texts of ${order.test}, ${measured.labels.length} topics.`);
  print('');
  for (const line of tableOf(rows)) print(line);
  if (!lessons) print('The plain baseline is trained: give --train to see it beside.');
  printDetails(measured, print);
  printErrors(test, judged.result, order);
  if (order.svg !== undefined) await draw(order.svg, measured, order);
};

const judge = (test: readonly Text[], guess: Guess): readonly Judged[] => test.map(({ text, topic }) => ({ truth: topic, guesses: guess(text) }));

const timed = <T>(fn: () => T, texts: number): { readonly result: T; readonly each: number } => {
  const from = performance.now();
  const result = fn();
  return { result, each: Math.round((texts * 1_000) / Math.max(0.001, performance.now() - from)) };
};

const rowOf = (name: string, { accuracy, inThree, macroF1, calibrationError }: Measured, each: number): readonly string[] =>
  [name, three(accuracy), three(inThree), three(macroF1), three(calibrationError), String(each)];

const checkLabels = (path: string, test: readonly Text[], codes: readonly string[], trained: boolean): void => {
  const unknown = [...new Set(test.map(({ topic }) => topic))].filter((topic) => !codes.includes(topic)).toSorted();
  if (unknown.length === 0) return;
  throw new EvaluateMistake([
    `${path} has topics that are not known${trained ? ' and not in --train either' : ''}: ${unknown.slice(0, 12).join(', ')}${unknown.length > 12 ? ', …' : ''}.`,
    `Known: ${codes.toSorted().join(', ')}.`,
  ].join('\n'));
};

const printDetails = ({ labels, bins, confusion }: Measured, print: (line: string) => void): void => {
  print('');
  for (const line of tableOf([['topic', 'texts', 'precision', 'recall', 'F1', 'top three'],
    ...labels.map((one) => [one.label, String(one.count), three(one.precision), three(one.recall), three(one.f1), three(one.inThree)])])) print(line);
  print('');
  for (const line of tableOf([['confidence', 'texts', 'said', 'right'],
    ...bins.filter(({ count }) => count > 0).map((bin) => [`${bin.from.toFixed(1)}–${(bin.from + 0.1).toFixed(1)}`, String(bin.count), three(bin.confidence), three(bin.accuracy)])])) print(line);
  const mixed = [...confusion].flatMap(([truth, row]) => [...row].filter(([guess]) => guess !== truth).map(([guess, count]) => [`${truth} → ${guess}`, String(count)]))
    .toSorted((a, b) => Number(b[1]) - Number(a[1])).slice(0, 12);
  print('');
  for (const line of tableOf([['most often taken for another', 'texts'], ...mixed])) print(line);
};

/** Texts are shown only when they are asked for: a file of appeals is people's words. */
const printErrors = (test: readonly Text[], judged: readonly Judged[], { errors, print }: Order): void => {
  if (errors === 0) return;
  print('');
  const wrong = judged.flatMap(({ truth, guesses }, at) => (guesses[0]?.code === truth ? [] : [{ truth, guesses, one: test[at] }]));
  for (const { truth, guesses, one } of wrong.slice(0, errors)) {
    print(`line ${one?.line ?? 0}: ${truth}, guessed ${guesses.map(({ code, confidence }) => `${code} ${confidence.toFixed(2)}`).join(', ')}`);
    print(`    ${(one?.text ?? '').replace(/\s+/g, ' ').slice(0, 200)}`);
  }
};

const draw = async (path: string, measured: Measured, { lang, print }: Order): Promise<void> => {
  const names: Readonly<Record<string, (typeof topicNames)[keyof typeof topicNames]>> = topicNames;
  const svg = confusionPicture(measured, {
    title: say(lang, pictureWords.title), truth: say(lang, pictureWords.truth), guess: say(lang, pictureWords.guess), none: say(lang, pictureWords.none),
    // what stands in brackets is an explanation, and too long for a picture
    label: (code) => names[code]?.[lang].replace(/ \(.*\)$/, '') ?? code,
  });
  await writeFile(path, svg);
  print('');
  print(`The picture is in ${path}.`);
};
