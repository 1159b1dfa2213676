import { expect, test } from 'vitest';
import { withoutTwins, type Territory } from '../../../units/contract.ts';
import { spoken } from './place.ts';

const place = (kk: string, ...path: string[]): Territory => ({ code: path.at(-1) ?? '', parentCode: path.at(-2) ?? null, level: path.length - 1, kind: 'place', names: { kk, ru: kk, en: kk }, path });
const region = place('Батыс Қазақстан облысы', '000000000', '270000000');
const district = place('Орал қаласы', '000000000', '270000000', '271000000');
const town = place('Орал қаласы', '000000000', '270000000', '271000000', '271010000');
const village = place('Орал', '000000000', '270000000', '275000000', '275010000');

test('a city that stands in the classifier twice is asked about once', () => {
  expect(withoutTwins([district, town, village])).toEqual([district, village]);
});

test('a place of another name in a place that was found is a place of its own', () => {
  expect(withoutTwins([region, district])).toEqual([region, district]);
});

test('a town found without its district is still offered', () => {
  expect(withoutTwins([town, village])).toEqual([town, village]);
});

test('a name that a place shares with its outer one is said once', () => {
  expect(spoken([town, district, region], 'kk')).toBe('Орал қаласы, Батыс Қазақстан облысы');
});
