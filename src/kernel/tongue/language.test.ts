import { expect, test } from 'vitest';
import { processorMs } from '../../../test/support/processor.ts';
import { fold } from '../fold.ts';
import { tongueOf, type Tongue } from './language.ts';
import { laterSentences, sentences } from './texts/sentences.ts';

const cut = (text: string): readonly string[] => text.trim().split(/\n| \/ /).map((one) => one.trim());
const all = [sentences, laterSentences].flatMap((set) => Object.entries(set).flatMap(([truth, text]) => cut(text).map((sentence) => ({ truth: truth as Tongue, sentence }))));

/** Truth, guess, and what was taken wrong. */
const judge = (cases: readonly { readonly truth: Tongue; readonly sentence: string }[]) => {
  const wrong = cases.filter(({ truth, sentence }) => tongueOf(sentence)?.tongue !== truth);
  return { share: 1 - wrong.length / cases.length, table: wrong.map(({ truth, sentence }) => `${truth} → ${tongueOf(sentence)?.tongue ?? 'nothing'}: ${sentence}`).join('\n') };
};

test('in which tongue a letter is written is told in ninety-seven cases of a hundred', () => {
  expect(all.length).toBeGreaterThanOrEqual(400);
  const { share, table } = judge(all);
  expect(share, table).toBeGreaterThanOrEqual(0.97);
});

test.each(['kk', 'ru', 'mixed', 'kk_plain', 'kk_latin', 'en'] as const)('no way of writing is left out for the sake of another: %s', (tongue) => {
  const { share, table } = judge(all.filter(({ truth }) => truth === tongue));
  expect(share, table).toBeGreaterThanOrEqual(0.95);
});

test('Kazakh stays Kazakh when its letters are left out', () => {
  const plain = all.filter(({ truth }) => truth === 'kk').map(({ sentence }) => fold(sentence));
  const lost = plain.filter((sentence) => !['kk', 'kk_plain'].includes(tongueOf(sentence)?.tongue ?? ''));
  expect(lost).toEqual([]);
  expect(plain.filter((sentence) => tongueOf(sentence)?.tongue === 'kk_plain').length / plain.length).toBeGreaterThanOrEqual(0.9);
});

test('a name of a street or a person is of any language', () => {
  expect(tongueOf('На улице Қабанбай батыра у дома Әлии нет света')?.tongue).toBe('ru');
  expect(tongueOf('Гоголь көшесінде жарық жоқ')?.tongue).toBe('kk');
});

test('a word that both tongues have makes no letter a mixed one', () => {
  expect(tongueOf('Балаға машина бір сағатқа мың теңге, он бес минут ерте барсаң да сол')?.tongue).toBe('kk');
  expect(tongueOf('Жақсы район')?.tongue).toBe('kk');
  expect(tongueOf('Майдың сапасы жақсы, сервис те жақсы')?.tongue).toBe('kk');
  expect(tongueOf('Врач на месте, те же анализы берут на приёме')?.tongue).toBe('ru');
});

test('a Latin i among Cyrillic letters is the Kazakh one', () => {
  expect(tongueOf('Бiздiң көшеде жарық жоқ')?.tongue).toBe('kk');
  expect(tongueOf('Бiз осы жерде турамыз')?.tongue).toBe('kk');
});

test('of a mixed letter it is said which tongue outweighs', () => {
  expect(tongueOf('Аулада жарық жоқ, балалар қорқады, сделайте что-нибудь')).toMatchObject({ tongue: 'mixed', main: 'kk' });
  expect(tongueOf('Уважаемый аким, мы третий год просим сделать дорогу, бірақ жауап жоқ')).toMatchObject({ tongue: 'mixed', main: 'ru' });
});

test('of numbers, marks and bare names nothing is said', () => {
  for (const text of ['', '8 701 000 00 00', '!!!', '12/3', '№ 5', 'QR']) expect([text, tongueOf(text)]).toEqual([text, null]);
});

test('a letter of twenty thousand letters is read in a moment', () => {
  const letters = ['Неге жарық жоқ? '.repeat(1_250), 'а'.repeat(20_000), `${'-а'.repeat(9_000)} ңғ`];
  expect(processorMs(() => letters.map((letter) => tongueOf(letter)))).toBeLessThan(500);
});
