import type { UrgencySign } from '../../../kernel/urgency.ts';
import { words, type Sentence } from '../../../kernel/words.ts';

/** What staff read beside a matter that may not wait. */
export const signWords = words({
  suicide: { kk: 'Өзіне қол жұмсау қаупі', ru: 'Угроза суицида', en: 'Danger of suicide' },
  violence: { kk: 'Зорлық-зомбылық', ru: 'Насилие', en: 'Violence' },
  child: { kk: 'Балаға қауіп бар', ru: 'Ребёнок в опасности', en: 'A child at risk' },
  fire: { kk: 'Өрт', ru: 'Пожар', en: 'Fire' },
  gas: { kk: 'Газ иісі', ru: 'Запах газа', en: 'Smell of gas' },
  wire: { kk: 'Үзілген сым, ток', ru: 'Оборванный провод, ток', en: 'Live wire' },
  collapse: { kk: 'Құлау қаупі', ru: 'Угроза обрушения', en: 'Danger of collapse' },
  help: { kk: 'Дәрігер не дәрі керек', ru: 'Нужен врач или лекарство', en: 'Medical help is needed' },
  manhole: { kk: 'Ашық құдық', ru: 'Открытый люк', en: 'Open manhole' },
  cold: { kk: 'Суықта жылу жоқ', ru: 'Без тепла в мороз', en: 'No heating in the cold' },
  danger: { kk: 'Өмірге қауіп', ru: 'Угроза жизни', en: 'Danger to life' },
}) satisfies Readonly<Record<UrgencySign, Sentence>>;

export const urgencyWords = words({
  tag: { kk: 'Шұғыл: {sign}', ru: 'Срочно: {sign}', en: 'Urgent: {sign}' },
  byMachine: {
    kk: 'Бұл белгіні мәтіндегі сөздерге қарап бағдарлама қойды. Қауіп жоқ болса, белгіні алыңыз.',
    ru: 'Отметку поставила программа по словам в тексте. Если опасности нет, снимите её.',
    en: 'The program set this mark by the words of the text. Take it off if there is no danger.',
  },
  call: { kk: 'Алдымен адамға қоңырау шалыңыз.', ru: 'Сначала позвоните человеку.', en: 'Call the person first.' },
  first: { kk: 'Күттіруге болмайды', ru: 'Нельзя откладывать', en: 'What cannot wait' },
  all: { kk: 'Бәрі: {count}', ru: 'Все: {count}', en: 'All: {count}' },
  safetyFirst: { kk: 'Алдымен — қауіпсіздік', ru: 'Сначала — безопасность', en: 'Safety first' },
  callNumber: { kk: 'Қоңырау шалу: {number}', ru: 'Позвонить: {number}', en: 'Call {number}' },
  wordsKept: {
    kk: 'Жазғаныңыз сақталды. Қауіп жоқ болса немесе қоңырау шалып болсаңыз, өтінішті жалғастыра беріңіз: оны бірінші кезекте қараймыз.',
    ru: 'Написанное сохранено. Если опасности нет или вы уже позвонили, продолжайте: обращение прочтут первым.',
    en: 'What you wrote is kept. If there is no danger, or once you have called, go on: your appeal is looked at first.',
  },
  backToWords: { kk: 'Мәтінді түзету', ru: 'Поправить текст', en: 'Change the text' },
  sign: { kk: 'Қандай қауіп бар?', ru: 'В чём опасность?', en: 'What is the danger?' },
  none: { kk: 'Қауіп жоқ', ru: 'Опасности нет', en: 'There is no danger' },
});
