import { describe, expect, test } from 'vitest';
import { processorMs } from '../../../../test/support/processor.ts';
import { fitting, hasWords, languageOf, letterRefused, mattersText, nameIn, numberIn, receiptOf, subjectOf, withoutQuote } from './letter.ts';

describe('a name in a letter’s head is told apart', () => {
  test.each([
    ['Сыналмалы Әлия Үлгіқызы', { surname: 'Сыналмалы', given: 'Әлия', patronymic: 'Үлгіқызы' }], ['Әлия Үлгіқызы Сыналмалы', { surname: 'Сыналмалы', given: 'Әлия', patronymic: 'Үлгіқызы' }],
    ['Пётр Образцов', { surname: 'Образцов', given: 'Пётр' }], ['Образцов Пётр', { surname: 'Образцов', given: 'Пётр' }], ['Образцов, Пётр', { surname: 'Образцов', given: 'Пётр' }],
    ['Сыналмалы Әлия', { surname: 'Сыналмалы', given: 'Әлия' }], ['aliya', { surname: 'aliya', given: '–' }], ['', { surname: 'aliya.s', given: '–' }], ['"<<>>"', { surname: 'aliya.s', given: '–' }],
  ])('%s', (shown, expected) => expect(nameIn(shown, 'aliya.s@mail.example')).toEqual(expected));
});

describe('the language to answer in', () => {
  test.each([
    ['Көшеміздің шамдары жанбайды', 'kk'], ['Прошу починить фонарь во дворе', 'ru'], ['Бизде жарык жок, осы кошеде бар болып еди', 'kk'], ['The lamp is broken', 'en'],
    ['Salem, bizde zharyk joq, osy koshede', 'kk'], ['', 'kk'], ['Прошу: Көшеміздің шамдары', 'kk'],
  ])('%s: %s', (text, lang) => expect(languageOf(text)).toBe(lang));
});

describe('a reply without what it quotes', () => {
  test.each([
    ['Рахмет!\n\nOn Fri, 20 Nov 2026 at 10:00, Ашық <inbox@ashyq.example> wrote:\n> хат', 'Рахмет!'], ['Рахмет!\n\nпт, 20 нояб. 2026 г., Ашық <inbox@ashyq.example>:\n\n> хат', 'Рахмет!'],
    ['Иә.\n> хат\n> тағы', 'Иә.'], ['> Қай үй?\n12-үй.', '12-үй.'], ['> тек қана дәйексөз', '> тек қана дәйексөз'], ['Бір сөйлем: жазды деп ойлаймын', 'Бір сөйлем: жазды деп ойлаймын'],
    ['Ия\n\n-----Original Message-----\nFrom: x', 'Ия'],
  ])('%j', (text, own) => expect(withoutQuote(text)).toBe(own));
  test('of a hundred thousand lines is read in its time', () => {
    expect(processorMs(() => [withoutQuote(`${'> x\n'.repeat(100_000)}end`), withoutQuote('On '.repeat(300_000))])).toBeLessThan(2_000);
  });
});

test('a subject is part of what was written, once', () => {
  expect(subjectOf('Re: RE[2]: Fwd: Шам')).toBe('Шам');
  expect(mattersText('Re: Шам', 'Жанбайды.')).toBe('Шам\n\nЖанбайды.');
  expect(mattersText('Шам жанбайды', 'Шам жанбайды, қараңыз.')).toBe('Шам жанбайды, қараңыз.');
  expect(hasWords('Абай 12: шам жанбайды', '')).toBe(true);
  expect(hasWords('', '. , 12')).toBe(false);
});

test('a number is found in a subject, and not in the middle of another', () => {
  expect(numberIn('Re: [BQ-2026-000123] хат')).toBe('BQ-2026-000123');
  expect(numberIn('bq-2026-000123')).toBe('BQ-2026-000123');
  expect(numberIn('X-BQ-2026-000123-7')).toBe(null);
});

test('what does not fit is cut between words', () => {
  expect(fitting('бір екі үш', 8)).toEqual({ text: 'бір екі…', cut: true });
  expect(fitting('бір', 8)).toEqual({ text: 'бір', cut: false });
});

test('a clock of tomorrow, or of another decade, is a wrong clock', () => {
  const now = Date.parse('2026-11-20T05:00:00Z');
  expect(receiptOf(new Date(now - 3_600_000), now).getTime()).toBe(now - 3_600_000);
  for (const at of [now + 1, 0, Number.NaN]) expect(receiptOf(new Date(at), now).getTime()).toBe(now);
});

test('only machines, floods and empty letters are left to a clerk; an answer to our question is never too many', () => {
  const fine = { fromUs: false, automatic: null, hasSender: true, answersStaff: false, hasWords: true, hasPapers: false, lastHour: 0, lastDay: 0, proven: false } as const;
  expect(letterRefused(fine)).toBe(null);
  expect(letterRefused({ ...fine, hasWords: false, hasPapers: true })).toBe(null);
  expect(letterRefused({ ...fine, hasWords: false })).toBe('no_words');
  expect(letterRefused({ ...fine, lastHour: 10 })).toBe('too_many_letters');
  expect(letterRefused({ ...fine, lastDay: 30 })).toBe('too_many_letters');
  expect(letterRefused({ ...fine, lastHour: 10, proven: true })).toBe(null);
  expect(letterRefused({ ...fine, automatic: 'auto_reply', proven: true })).toBe('auto_reply');
});
