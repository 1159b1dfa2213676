import { expect, test } from 'vitest';
import { processorMs } from '../../../../../test/support/processor.ts';
import { saidInKazakh } from '../../../../../test/recognition/said-kazakh.ts';
import { saidInKazakhHarder } from '../../../../../test/recognition/said-kazakh-harder.ts';
import { saidInKazakhMore } from '../../../../../test/recognition/said-kazakh-more.ts';
import { saidInKazakhUnseen } from '../../../../../test/recognition/said-kazakh-unseen.ts';
import { saidInRussian } from '../../../../../test/recognition/said-russian.ts';
import { saidInRussianMore } from '../../../../../test/recognition/said-russian-more.ts';
import { saidInRussianUnseen } from '../../../../../test/recognition/said-russian-unseen.ts';
import { measure } from '../evaluate/measures.ts';
import { shippedTopics } from './read.ts';
import { suggestTopics } from './suggest.ts';

const examplesOf = (said: Readonly<Record<string, readonly string[]>>) => Object.entries(said).flatMap(([truth, texts]) => texts.map((text) => ({ truth, text })));
const measured = (said: Readonly<Record<string, readonly string[]>>) => measure(examplesOf(said).map(({ truth, text }) => ({ truth, guesses: suggestTopics(text) })));

test('a topic of the list has its lexicon, and its sentences in both languages', () => {
  expect(shippedTopics.length).toBe(28);
  expect(Object.keys(saidInKazakh).toSorted()).toEqual(shippedTopics.toSorted());
  expect(Object.keys(saidInRussian).toSorted()).toEqual(shippedTopics.toSorted());
});

test('Kazakh as people write it is sorted right without anything learned: four of five, of more than two hundred', () => {
  const { count, accuracy, inThree } = measured(saidInKazakh);
  expect(count).toBeGreaterThanOrEqual(200);
  expect(accuracy).toBeGreaterThanOrEqual(0.8);
  expect(inThree).toBeGreaterThanOrEqual(0.95);
});

test.each([
  ['Kazakh in other words', saidInKazakhMore], ['Kazakh said round about', saidInKazakhHarder], ['Kazakh never looked at while the lexicon was written', saidInKazakhUnseen],
  ['Russian in other words', saidInRussianMore],
])('%s is sorted right: four of five', (_, said) => {
  const { count, accuracy, inThree } = measured(said);
  expect(count).toBeGreaterThan(50);
  expect(accuracy).toBeGreaterThanOrEqual(0.8);
  expect(inThree).toBeGreaterThanOrEqual(0.9);
});

test('Russian never looked at while the lexicon was written is sorted right: three of four, and the topic is nearly always among three', () => {
  const { accuracy, inThree } = measured(saidInRussianUnseen);
  expect(accuracy).toBeGreaterThanOrEqual(0.75);
  expect(inThree).toBeGreaterThanOrEqual(0.9);
});

test('Russian as people write it is sorted right without anything learned', () => {
  const { count, accuracy, inThree } = measured(saidInRussian);
  expect(count).toBeGreaterThanOrEqual(150);
  expect(accuracy).toBeGreaterThanOrEqual(0.8);
  expect(inThree).toBeGreaterThanOrEqual(0.95);
});

const first = (text: string) => suggestTopics(text)[0]?.code;

test.each([
  ['the same without Kazakh letters', 'Көшеміздің жолын жөндеп беріңіздер, шұңқыр көп', 'Кошемиздин жолын жондеп бериниздер, шункыр коп', 'roads'],
  ['the same in Latin', 'Үйде жылу жоқ, батарея суық', 'Uyde jylu joq, batareya suyq', 'heating'],
  ['the same in capitals', 'қоқыс шығарылмайды', 'ҚОҚЫС ШЫҒАРЫЛМАЙДЫ', 'waste'],
])('%s', (_, plain, typed, topic) => {
  expect(first(plain)).toBe(topic);
  expect(first(typed)).toBe(topic);
});

test.each([
  ['a bill for heat is a bill', 'Квитанция за отопление выросла вдвое, сделайте перерасчёт', 'utility_bills'],
  ['heat that is not there is heat', 'Отопления нет, батареи холодные', 'heating'],
  ['a lamp beside an entrance is a street lamp', 'Не горит уличный фонарь у второго подъезда', 'lighting'],
  ['a lamp in an entrance is the house’s', 'В подъезде на третьем этаже не горит лампочка', 'housing_maintenance'],
  ['snow on a road is snow', 'Дорогу не чистят от снега', 'snow_ice'],
  ['a hole in a road is a road', 'На дороге огромная яма', 'roads'],
  ['a bill for water, in Kazakh', 'Суға төлем түбіртекте екі есе көп келді', 'utility_bills'],
  ['a crossing beside a school is a road', 'Возле школы нет пешеходного перехода', 'roads'],
])('%s', (_, text, topic) => expect(first(text)).toBe(topic));

test('a suggestion shows the words that led there, where they stand', () => {
  const text = 'Біздің подъезде ЛИФТ бір айдан бері тұр, председатель молчит';
  const [guess] = suggestTopics(text);
  expect(guess?.code).toBe('housing_maintenance');
  expect(guess?.because.map((one) => one.text)).toEqual(expect.arrayContaining(['подъезде', 'ЛИФТ']));
  for (const { from, to, text: words } of guess?.because ?? []) expect(text.slice(from, to)).toBe(words);
});

test('confidences are shares: between nought and one, falling, three at most', () => {
  for (const { text } of examplesOf(saidInRussian)) {
    const sure = suggestTopics(text).map(({ confidence }) => confidence);
    expect(sure.length).toBe(3);
    expect(sure).toEqual(sure.toSorted((a, b) => b - a));
    expect(sure.every((one) => one >= 0 && one <= 1)).toBe(true);
    expect(sure.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(1.000_01);
  }
});

test('only topics that the installation has are suggested', () => {
  expect(suggestTopics('Не горит фонарь', undefined, ['roads', 'waste']).map(({ code }) => code).toSorted()).toEqual(['roads', 'waste']);
  expect(suggestTopics('Не горит фонарь', undefined, [])).toEqual([]);
});

test('a text without a word suggests nothing, and nonsense nothing surely', () => {
  expect(suggestTopics('')).toEqual([]);
  expect(suggestTopics(' … !!! ')).toEqual([]);
  expect(suggestTopics('ыпвапр лорпав')[0]?.confidence).toBeLessThan(0.15);
});

test('five milliseconds are enough for any text', () => {
  const said = examplesOf({ ...saidInRussian, ...saidInKazakh }).map(({ text }) => text);
  const long = said.join(' ').slice(0, 20_000);
  const hostile = [long, 'а'.repeat(20_000), 'су '.repeat(6_000), 'детская площадка '.repeat(1_000), '-'.repeat(20_000), 'a-'.repeat(10_000)];
  const took = (text: string) => processorMs(() => suggestTopics(text));
  const each = said.map(took).toSorted((a, b) => a - b);
  expect(each[Math.floor(each.length * 0.95)]).toBeLessThan(5);
  for (const text of hostile) expect(took(text), text.slice(0, 20)).toBeLessThan(50);
});
