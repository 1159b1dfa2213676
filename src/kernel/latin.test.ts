import { expect, test } from 'vitest';
import { fold } from './fold.ts';
import { fromLatin } from './latin.ts';

test('a name typed in Latin letters, of the new alphabet or of a passport, finds the one kept in Cyrillic', () => {
  const same: readonly (readonly [string, string])[] = [
    ['Izbasarova', 'Ізбасарова'], ['Şäripov', 'Шәріпов'], ['Sharipov', 'Шәріпов'], ['Zhumabayev', 'Жұмабаев'], ['Jumabaev', 'Жұмабаев'], ['Baiseitova', 'Байсейтова'], ['Bayseytova', 'Байсейтова'],
    ['Aliya', 'Әлия'], ['Alia', 'Әлия'], ['Qairat', 'Қайрат'], ['Kairat', 'Қайрат'], ['Nurğali', 'Нұрғали'], ['Nurgali', 'Нұрғали'], ['Ömirzaq', 'Өмірзақ'], ['Kuznetsova Yuliya', 'Кузнецова Юлия'], ['Tölegenova Gulzhan', 'Төлегенова Гүлжан'], ['Bayan', 'Баян'], ['Maya', 'Мая'],
  ];
  for (const [latin, kept] of same) expect([latin, fromLatin(latin)]).toEqual([latin, fold(kept)]);
});

test('a name in Cyrillic is left alone', () => {
  expect(fromLatin('Ізбасарова')).toBeNull();
  expect(fromLatin('8 701')).toBeNull();
});
