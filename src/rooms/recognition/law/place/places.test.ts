import { expect, test } from 'vitest';
import { processorMs } from '../../../../../test/support/processor.ts';
import { countryside } from '../../../../../test/recognition/gazetteer.ts';
import { saidNoPlace, saidPlaces } from '../../../../../test/recognition/said-places.ts';
import { gazetteerOf } from './gazetteer.ts';
import { placesIn, type PlaceGuess } from './places.ts';

const gazetteer = gazetteerOf(countryside);
const region = '270000000';
const first = (text: string, near?: string): PlaceGuess | undefined => placesIn(text, gazetteer, near === undefined ? {} : { near })[0];

const said = saidPlaces.split('\n').map((line) => line.split('|')).map(([text = '', place = '', street = '', house = '', flat = '']) => ({ text, place, street, house, flat }));
const placeOf = (guess: PlaceGuess | undefined): string => guess?.territoryCode ?? ((guess?.candidates.length ?? 0) > 1 ? '?' : '');

test('place, street, house and flat are found as people write them: how many of them, and how many of what is found is right', () => {
  const table = (['place', 'street', 'house', 'flat'] as const).map((what) => {
    const pairs = said.map((one) => ({ text: one.text, want: one[what], got: what === 'place' ? placeOf(first(one.text, region)) : (first(one.text, region)?.[what] ?? '') }));
    const wanted = pairs.filter((one) => one.want !== '');
    const found = pairs.filter((one) => one.got !== '');
    const right = wanted.filter((one) => one.got === one.want);
    return { what, wanted: wanted.length, recall: right.length / wanted.length, precision: right.length / found.length, wrong: pairs.filter((one) => one.got !== one.want).map((one) => `${one.text} → ${one.got}`) };
  });
  // eslint-disable-next-line no-console -- the figures are what the test is for
  console.log(table.map((one) => `${one.what}: ${one.wanted} wanted, recall ${one.recall.toFixed(3)}, precision ${one.precision.toFixed(3)}`).join('\n'));
  expect(said.length).toBeGreaterThanOrEqual(150);
  for (const one of table) {
    expect(one.recall, `${one.what}: ${one.wrong.join('; ')}`).toBeGreaterThanOrEqual(0.97);
    expect(one.precision, `${one.what}: ${one.wrong.join('; ')}`).toBeGreaterThanOrEqual(0.97);
  }
});

test.each(saidNoPlace.split('\n'))('no place is seen in «%s», near or far', (text) => {
  for (const near of [region, undefined]) expect(placesIn(text, gazetteer, near === undefined ? {} : { near }).filter((one) => one.candidates.length > 0 || one.street !== null)).toEqual([]);
});

test('a name that several villages have is asked back, near ones first; the branch’s own region settles it where one lies in it', () => {
  expect(first('Көктерек ауылында су жоқ', region)).toMatchObject({ territoryCode: null, candidates: expect.arrayContaining(['274849100', '274857109', '353230100']) });
  expect(first('Көктерек ауылында су жоқ', region)?.candidates.at(-1)).toBe('353230100');
  expect(first('Көктерек ауылында су жоқ', '353200000')?.territoryCode).toBe('353230100');
  expect(first('Абай ауылында су жоқ')?.territoryCode).toBe('276233200');
  expect(first('село Мереке без воды')?.territoryCode).toBe(null);
  expect(first('село Мереке без воды', '276000000')?.territoryCode).toBe('276047100');
});

test('a town is known beyond its district, a village of its name is not', () => {
  expect(first('из Аксая не ходит автобус')?.territoryCode).toBe('273620100');
  expect(first('Ақсай ауылында су жоқ', '276200000')?.territoryCode).toBe('276245102');
  expect(first('в Семее дорого', region)?.territoryCode).toBe('101000000');
});

test('a thing near by is given as it was written', () => {
  expect(first('Скользко возле школы № 5 в Деркуле', region)?.landmark).toBe('возле школы № 5');
  expect(first('Төле би көшесіндегі №5 мектептің жанында көше шамы жоқ', region)).toMatchObject({ street: 'Төле би көшесі', house: null, landmark: '№5 мектептің жанында' });
  expect(first('рядом с магазином «Айгуль» открыт люк', region)).toMatchObject({ territoryCode: null, street: null, landmark: 'рядом с магазином «Айгуль' });
});

test('a quarter and a street are one address; two places are two guesses, the first named first', () => {
  expect(first('мкр Самал, ул. Абая, д. 5', region)).toMatchObject({ street: 'микрорайон Самал, улица Абая', house: '5' });
  expect(placesIn('Живу в Аксае, но яма в Уральске на улице Мухита, 12', gazetteer, { near: region }).map((one) => [one.territoryCode, one.street, one.house])).toEqual([['273620100', null, null], ['271000000', 'улица Мухита', '12']]);
});

test('what led to it is shown where it stands in the text', () => {
  const text = 'Прошу: Тасқала ауданы, Мереке ауылында, Абай көшесі 3';
  const guess = first(text, region);
  expect(guess?.because.map((one) => one.text)).toEqual(['Тасқала ауданы', 'Мереке ауылында', 'Абай көшесі 3']);
  for (const one of guess?.because ?? []) expect(text.slice(one.from, one.to)).toBe(one.text);
  expect(text.slice(guess?.from, guess?.to)).toBe('Тасқала ауданы, Мереке ауылында, Абай көшесі 3');
});

test('a long text, a text of signs and an empty one take no time to speak of', () => {
  const texts = ['', ' ', '№ № № / . , -', '1/1/1/1/1'.repeat(500), 'ул. '.repeat(2_000), 'Абай көшесі мен '.repeat(1_000), 'а'.repeat(20_000), 'г. с. п. '.repeat(2_000)];
  for (const text of texts) expect(processorMs(() => placesIn(text, gazetteer)), text.slice(0, 20)).toBeLessThan(1_000);
});
