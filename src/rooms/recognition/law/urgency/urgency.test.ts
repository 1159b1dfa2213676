import { expect, test } from 'vitest';
import { processorMs } from '../../../../../test/support/processor.ts';
import { day } from '../../../../kernel/day.ts';
import { saidCalm } from '../../../../../test/recognition/said-calm.ts';
import { saidUrgent } from '../../../../../test/recognition/said-urgent.ts';
import { soundOf } from '../place/lex.ts';
import { defaultNumbers, numbersFrom } from './numbers.ts';
import { again, over, rules } from './signs.ts';
import { urgencyOf } from './urgency.ts';

const winter = day('2027-01-15');
const summer = day('2027-07-15');
const signsOf = (text: string, on = winter) => urgencyOf(text, { on }).map((one) => one.sign);

const urgent = saidUrgent.split('\n').map((line) => line.split('|')).map(([sign = '', text = '']) => ({ sign, text, found: signsOf(text) as readonly string[] }));
const calm = saidCalm.split('\n').map((line) => {
  const [, month, text] = /^@(\d\d)\|(.*)$/.exec(line) ?? [null, '01', line];
  return { text: text ?? '', found: signsOf(text ?? '', day(`2027-${month}-15`)) };
});

test('whoever is in danger is heard, and few who are not: recall and precision apart', () => {
  const heard = urgent.filter((one) => one.found.length > 0);
  const false_ = calm.filter((one) => one.found.length > 0);
  const named = urgent.filter((one) => one.found.includes(one.sign));
  const [recall, precision] = [heard.length / urgent.length, heard.length / (heard.length + false_.length)];
  // eslint-disable-next-line no-console -- the figures are what the test is for
  console.log(`urgent ${urgent.length}, calm ${calm.length}: recall ${recall.toFixed(3)}, precision ${precision.toFixed(3)}, the right sign ${(named.length / urgent.length).toFixed(3)}`);
  expect(urgent.length).toBeGreaterThanOrEqual(120);
  expect(urgent.length + calm.length).toBeGreaterThanOrEqual(400);
  expect(recall, urgent.filter((one) => one.found.length === 0).map((one) => one.text).join('; ')).toBeGreaterThanOrEqual(0.97);
  expect(precision, false_.map((one) => one.text).join('; ')).toBeGreaterThanOrEqual(0.95);
  expect(named.length / urgent.length).toBeGreaterThanOrEqual(0.95);
});

test('the words that said it are shown, with the numbers to call, the first one first', () => {
  const text = 'Здравствуйте. У нас в подъезде сильно пахнет газом, помогите';
  const [one] = urgencyOf(text, { on: winter });
  expect(one).toMatchObject({ sign: 'gas', emergency: ['104', '112'] });
  expect(text.slice(one?.from, one?.to)).toBe('пахнет газом');
  expect(urgencyOf('Үй өртеніп жатыр', { on: winter, numbers: { ...defaultNumbers, fire: '911' } })[0]?.emergency[0]).toBe('911');
});

test('cold rooms are a danger while people heat, and a request in summer', () => {
  expect(signsOf('батареи холодные, отопления нет')).toEqual(['cold']);
  expect(signsOf('батареи холодные, отопления нет', summer)).toEqual([]);
  expect(signsOf('жылу жоқ', day('2027-10-20'))).toEqual(['cold']);
});

test('a house number is no temperature', () => {
  for (const text of ['Абай көшесі 12-үйде шам жанбайды', 'Живу в доме 12, двор не убирают', 'Возле дома 11 яма']) expect([text, urgencyOf(text, { on: day('2026-11-18') }).map((one) => one.sign)]).toEqual([text, []]);
});

test('what is past, mended or denied is let go; what is so again is not', () => {
  expect(signsOf('В прошлом году пахло газом, уже починили')).toEqual([]);
  expect(signsOf('В прошлом году пахло газом, уже починили, сегодня опять пахнет газом')).toEqual(['gas']);
  expect(signsOf('Ночью пахло газом')).toEqual(['gas']);
  expect(signsOf('Былтыр газ иісі шыққан, қазір жөндеді')).toEqual([]);
  expect(signsOf('газом не пахнет')).toEqual([]);
  expect(signsOf('газ иісі жоқ')).toEqual([]);
  expect(signsOf('так и не починили, пахнет газом')).toEqual(['gas']);
});

test('one letter may hold several dangers', () => {
  expect(signsOf('Муж избил меня. В доме пахнет газом. Ребёнок голодный.')).toEqual(expect.arrayContaining(['violence', 'gas', 'child']));
});

test('every beginning in the lexicon is spelt as words are heard, or it would never be met', () => {
  const words = [...rules.flatMap((one) => [...one.all, one.unless ?? '']), ...over.flat(), again].flatMap((group) => group.split(' ')).map((word) => word.replace(/[=~]/, '')).filter((word) => !/^\d*$/.test(word));
  expect(words.filter((word) => soundOf(word) !== word)).toEqual([]);
});

test('a letter of ten pages takes no longer than a person blinks', () => {
  const long = [...urgent, ...calm].map((one) => one.text).join('. ').repeat(2);
  expect(processorMs(() => urgencyOf(long, { on: winter }))).toBeLessThan(1_000);
  const evil = ['газ '.repeat(5_000) + 'а '.repeat(20) + 'пахнет '.repeat(5_000), 'люк '.repeat(3_000) + 'а '.repeat(20) + 'нет '.repeat(3_000) + 'а '.repeat(20) + 'крышки '.repeat(3_000), 'я'.repeat(20_000)];
  expect(processorMs(() => evil.map((text) => urgencyOf(text, { on: winter })))).toBeLessThan(1_000);
});

test('an installation elsewhere names its own numbers; the others stay', () => {
  const numbers = numbersFrom('gas=0800 police=911');
  expect(urgencyOf('Подъезде сильный запах газа', { on: day('2026-11-20'), numbers })[0]?.emergency).toEqual(['0800', '112']);
  expect([numbers.police, numbers.fire, numbersFrom(undefined)]).toEqual(['911', '101', defaultNumbers]);
});
