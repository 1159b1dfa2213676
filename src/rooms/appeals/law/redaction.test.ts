import { describe, expect, it } from 'vitest';
import { personalIn } from '../../recognition/contract.ts';
import { madeUpIin } from '../make.ts';
import { hide } from './redaction.ts';

const left = (text: string, names: readonly string[] = []): string => hide(text, personalIn(text, names), '#');

describe('what is proposed to be hidden', () => {
  it.each([
    ['Телефоным 8 701 123 45 67, хабарласыңыз.', 'Телефоным #, хабарласыңыз.'],
    ['Звоните: +7(701)123-45-67', 'Звоните: #'],
    ['Абай көшесі, 26-үй, 14 пәтер', 'Абай көшесі, #, #'],
    ['Абай көшесі 26-шы үйдің ауласында', 'Абай көшесі # ауласында'],
    ['ул. Абая, д. 26/2, кв. 14', 'ул. Абая, #, #'],
    ['Көлік 123 ABC 07 тұр', 'Көлік # тұр'],
    ['Жазыңыз: a.b@example.com.', 'Жазыңыз: #.'],
    ['Дәрігер Сәбитова Гүлнар Маратқызы', 'Дәрігер #'],
    ['Врач Иванов И. И. не принял', 'Врач # не принял'],
  ])('%s', (text, expected) => expect(left(text)).toBe(expected));

  it('finds the person’s own name in either script and case ending', () => expect(left('Мен, Әлияның анасы Алия емеспін', ['Әлия'])).toBe('Мен, # анасы # емеспін'));
  it('tells a personal number from other twelve digits by its checksum', () => {
    const iin = madeUpIin(7);
    expect(personalIn(`ЖСН ${iin}`, []).map((span) => [span.what, span.sure])).toEqual([['iin', true]]);
    expect(personalIn('шот 123456789012', []).every((span) => !span.sure)).toBe(true);
  });
  it.each(['Біздің көшеде 26 үй бар.', '2026 жылғы 15 қазан', 'Үш күннен бері су жоқ, 5 сағат күттік.', 'Автобус № 26 ходит редко'])('leaves alone: %s', (text) => expect(left(text)).toBe(text));
});
