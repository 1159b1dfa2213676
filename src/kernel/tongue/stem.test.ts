import { expect, test } from 'vitest';
import { processorMs } from '../../../test/support/processor.ts';
import { fold } from '../fold.ts';
import { russianStem } from './russian.ts';
import { stemsOf, stemsOfText } from './stem.ts';

const stems = (text: string): readonly string[] => stemsOfText(text).map(({ stem }) => stem);
const meet = (a: string, b: string): boolean => stems(a).some((stem) => stems(b).includes(stem));

test('Russian words keep to the Russian rule, though they end as Kazakh ones do', () => {
  const words = `дорогами улицами подъездами катер мастера контролер водители отопления горячую холодной освещения тротуаров ямы яма лестница соседка жалобами магазинами площадки ограждения
    неисправность лавочки песочница сугробы наледью поликлиники регистратура учебники расписание перевозчик маршрутки кондуктора перекресток разметка шумят затопило протекает облицовка штукатурка теплотрасса
    сварщики бригадира счетчиков квитанциями перерасчет задолженность благодарность безнадзорные вырубка саженцы опиловка захламление незаконная самострой инвалидность пособием усыновление вакцинация`.split(/\s+/);
  expect(words.length).toBeGreaterThan(55);
  const butchered = words.map(fold).filter((word) => stemsOf(word)[0] !== russianStem(word)).map((word) => `${word}: ${stemsOf(word).join(' ')}`);
  expect(butchered.length, butchered.join('\n')).toBeLessThanOrEqual(2);
  expect(words.map(fold).filter((word) => !stemsOf(word).includes(russianStem(word)))).toEqual([]);
});

test('the tongue may be told', () => {
  expect(stemsOf('дорогами', 'ru')).toEqual(['дорог']);
  expect(stemsOf('кошемизде', 'kk')).toEqual(['коше']);
  expect(stemsOf('wi', 'kk')).toEqual(['wi']);
});

test.each([
  ['Көшемізде жарық жоқ', 'кошеде жарык жанбайды'],
  ['шамдар жөнделмеді', 'шамды жөндеңіз'],
  ['мектебіміздің қасында', 'мектептің'],
  ['jaryq zhoq', 'жарықты қосыңыздар'],
  ['koshemizde', 'көше'],
  ['құбырлар тесілді', 'кубырдан су агып жатыр'],
  ['труба лопнула', 'трубаны ауыстырыңыз'],
  ['автобустар келмейді', 'автобус опаздывает'],
  ['үй-жай', 'үйіміз'],
  ['запись онлайн', 'онлайн-записи'],
])('%s and %s have a word in common', (a, b) => expect(meet(a, b)).toBe(true));

test.each([['баланы', 'балмұздақ'], ['қар', 'қара'], ['газ', 'қаза'], ['Ауыл', 'аула'], ['дорога', 'дорого']])('%s and %s have none', (a, b) => expect(meet(a, b)).toBe(false));

test('each stem stands at its word', () => {
  const text = 'Аулада ЖАРЫҚ жоқ,  үй-жай; koshe.';
  for (const { from, to } of stemsOfText(text)) expect(text.slice(from, to)).toMatch(/^[\p{L}]+$/u);
  expect(stemsOfText(text).map(({ from, to }) => text.slice(from, to))).toEqual(['Аулада', 'ЖАРЫҚ', 'жоқ', 'үй', 'жай', 'koshe']);
});

test('English and numbers are left as they are', () => {
  expect(stems('The street light 12')).toEqual(['the', 'street', 'light', '12']);
});

test('a letter of seven hundred letters is cut in less than a millisecond', () => {
  const letter = 'Көшеміздегі шамдар екі айдан бері жанбайды, балалар мектепке қараңғыда барады. Прошу отремонтировать освещение во дворе. '.repeat(6).slice(0, 733);
  for (let round = 0; round < 20; round += 1) stemsOfText(letter);
  expect(processorMs(() => { for (let round = 0; round < 100; round += 1) stemsOfText(letter); }) / 100).toBeLessThan(1);
});

test('a word that is no word is no trouble', () => {
  expect(processorMs(() => { for (const word of ['ларлар'.repeat(3_000), 'ды'.repeat(20), 'ы'.repeat(20_000), `е${'ны'.repeat(18)}`, '-'.repeat(9_000)]) stemsOfText(word); })).toBeLessThan(500);
  expect(stemsOf('')).toEqual(['']);
});
