import { expect, test } from 'vitest';
import { fold } from './fold.ts';
import { say, words, type Slots } from './words.ts';

const w = words({
  left: {
    kk: '{days, plural, other {# күн қалды}}',
    ru: '{days, plural, one {остался # день} few {осталось # дня} many {осталось # дней} other {осталось # дня}}',
    en: '{days, plural, one {# day left} other {# days left}}',
  },
});

test('after a numeral a Kazakh noun stays singular, and Russian counts in three ways', () => {
  expect(say('kk', w.left, { days: 5 })).toBe('5 күн қалды');
  expect([1, 3, 11, 21].map((days) => say('ru', w.left, { days }))).toEqual(['остался 1 день', 'осталось 3 дня', 'осталось 11 дней', 'остался 21 день']);
  expect(say('en', w.left, { days: 1 })).toBe('1 day left');
});

test('slots are found by the compiler, and a language that lacks one does not compile', () => {
  const names: Slots<'{a} {b, plural, other {# x}}'>[] = ['a', 'b'];
  expect(names).toHaveLength(2);
  // @ts-expect-error ru has no slot
  words({ x: { kk: '{n}', ru: 'нет', en: '{n}' } });
  // @ts-expect-error the slot's name is days
  expect(() => say('kk', w.left, { hours: 5 })).toThrow();
});

test('a name is found however its Kazakh letters were typed', () => {
  expect(fold('  Әлия  Қайратқызы')).toBe(fold('алия кайраткызы'));
});
