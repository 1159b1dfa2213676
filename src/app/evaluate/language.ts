import { writeFile } from 'node:fs/promises';
import { tongueOf, type Tongue, type TongueGuess } from '../../kernel/tongue/language.ts';
import { say } from '../../kernel/words.ts';
import { confusionPicture, measure, noGuess, type Judged, type Measured } from '../../rooms/recognition/contract.ts';
import { EvaluateMistake } from './mistake.ts';
import type { Order } from './order.ts';
import { examplesOf, type Example } from './rows.ts';
import { tableOf, three } from './table.ts';
import { pictureWords, tongueNames, tonguePictureWords } from './words.ts';

const fields = { text: ['text'], language: ['language', 'lang', 'tongue', 'label'] } as const;

/** As others write the same label. */
const names: Readonly<Record<Tongue, readonly string[]>> = {
  kk: ['kk', 'kaz', 'kz', 'kazakh'],
  ru: ['ru', 'rus', 'russian'],
  en: ['en', 'eng', 'english'],
  mixed: ['mixed', 'mix', 'kk_ru', 'ru_kk', 'kkru'],
  kk_plain: ['kk_plain', 'plain', 'kk_folded', 'kk_noletters'],
  kk_latin: ['kk_latin', 'kk_latn', 'latin', 'kaz_latn'],
};
const tongues = new Map(Object.entries(names).flatMap(([tongue, all]) => all.map((name) => [name, tongue as Tongue] as const)));

/** In which language texts are, against texts of which it is known. */
export const measureLanguage = async (order: Order): Promise<void> => {
  if (order.train !== undefined) throw new EvaluateMistake('The language is not learned: leave --train out.');
  const test = await examplesOf(order.test, fields);
  const truths = test.map(({ language }) => tongues.get(labelOf(language)));
  const unknown = [...new Set(test.filter((_, at) => truths[at] === undefined).map(({ language }) => language))].toSorted();
  if (unknown.length > 0) throw new EvaluateMistake(`${order.test} has languages that are not known: ${unknown.slice(0, 12).join(', ')}.\nKnown: ${Object.keys(names).join(', ')}.`);
  const asked = new Set(truths);
  // once before the clock: the lists are made ready with the first texts
  for (const { text } of test.slice(0, 100)) tongueOf(text);
  const from = performance.now();
  const guesses = test.map(({ text }) => tongueOf(text));
  const each = Math.round((test.length * 1_000) / Math.max(0.001, performance.now() - from));
  const judged = test.map((_, at): Judged => ({ truth: truths[at] ?? noGuess, guesses: guessed(guesses[at] ?? null, asked) }));
  const plain = test.map(({ text }, at): Judged => ({ truth: truths[at] ?? noGuess, guesses: [{ code: byLettersAlone(text), confidence: 1 }] }));
  report(order, test, judged, [rowOf('what ships', measure(judged), String(each)), rowOf('letters alone', measure(plain), '')]);
  if (order.svg !== undefined) await draw(order.svg, measure(judged), order);
};

const labelOf = (label: string): string => label.toLowerCase().replace(/[\s-]+/g, '_');

/** A file that does not tell the ways of writing Kazakh apart, or knows no mixed text, is measured by its own labels. */
const guessed = (guess: TongueGuess | null, asked: ReadonlySet<Tongue | undefined>): Judged['guesses'] => {
  if (guess === null) return [];
  const { tongue, main, sure } = guess;
  return [{ code: asked.has(tongue) ? tongue : main, confidence: sure }];
};

/** The plain rule beside it: special letters are Kazakh, other Cyrillic Russian, Latin English. */
const byLettersAlone = (text: string): Tongue => /[әғқңөұүһі]/iu.test(text) ? 'kk' : /\p{Script=Cyrillic}/u.test(text) ? 'ru' : 'en';

const rowOf = (name: string, { accuracy, macroF1, calibrationError }: Measured, each: string): readonly string[] => [name, three(accuracy), three(macroF1), three(calibrationError), each];

const report = ({ test: path, errors, print }: Order, test: readonly Example<typeof fields>[], judged: readonly Judged[], rows: readonly (readonly string[])[]): void => {
  const { labels, confusion } = measure(judged);
  const guesses = [...new Set([...confusion.values()].flatMap((row) => [...row.keys()]))].toSorted();
  print(`${test.length} texts of ${path}, ${labels.length} languages.`);
  print('');
  for (const line of tableOf([['', 'accuracy', 'macro F1', 'calibration error', 'texts/s'], ...rows])) print(line);
  print('');
  for (const line of tableOf([['language', 'texts', 'precision', 'recall', 'F1'], ...labels.map((one) => [one.label, String(one.count), three(one.precision), three(one.recall), three(one.f1)])])) print(line);
  print('');
  for (const line of tableOf([['truth \\ guess', ...guesses], ...labels.map(({ label }) => [label, ...guesses.map((guess) => String(confusion.get(label)?.get(guess) ?? 0))])])) print(line);
  // texts are shown only when they are asked for: a file of appeals is people's words
  const wrong = judged.flatMap(({ truth, guesses: [first] }, at) => first?.code === truth ? [] : [{ truth, first, one: test[at] }]);
  if (errors > 0) print('');
  for (const { truth, first, one } of wrong.slice(0, errors)) {
    print(`line ${one?.line ?? 0}: ${truth}, guessed ${first ? `${first.code} ${first.confidence.toFixed(2)}` : noGuess}`);
    print(`    ${(one?.text ?? '').replace(/\s+/g, ' ').slice(0, 200)}`);
  }
};

const draw = async (path: string, measured: Measured, { lang, print }: Order): Promise<void> => {
  const shown: Readonly<Record<string, (typeof tongueNames)[keyof typeof tongueNames]>> = tongueNames;
  await writeFile(path, confusionPicture(measured, {
    title: say(lang, tonguePictureWords.title), truth: say(lang, pictureWords.truth), guess: say(lang, pictureWords.guess), none: say(lang, pictureWords.none),
    label: (code) => shown[code]?.[lang] ?? code,
  }));
  print('');
  print(`The picture is in ${path}.`);
};
