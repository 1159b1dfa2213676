import { expect, test } from 'vitest';
import { fold } from '../fold.ts';
import { cyrillicOf } from './cyrillic.ts';

const met = (same: readonly (readonly [string, string])[]): void => {
  for (const [latin, kept] of same) expect([latin, cyrillicOf(latin)]).toEqual([latin, fold(kept)]);
};

test('a name typed in Latin letters, of the new alphabet or of a passport, finds the one kept in Cyrillic', () => met([
  ['Izbasarova', 'Ізбасарова'], ['Şäripov', 'Шәріпов'], ['Sharipov', 'Шәріпов'], ['Zhumabayev', 'Жұмабаев'], ['Jumabaev', 'Жұмабаев'], ['Baiseitova', 'Байсейтова'], ['Bayseytova', 'Байсейтова'],
  ['Aliya', 'Әлия'], ['Alia', 'Әлия'], ['Qairat', 'Қайрат'], ['Kairat', 'Қайрат'], ['Nurğali', 'Нұрғали'], ['Nurgali', 'Нұрғали'], ['Ömirzaq', 'Өмірзақ'], ['Kuznetsova Yuliya', 'Кузнецова Юлия'], ['Tölegenova Gulzhan', 'Төлегенова Гүлжан'], ['Bayan', 'Баян'], ['Maya', 'Мая'],
]));

test('Kazakh typed in Latin letters is read as it is said', () => met([
  ['jaryq zhoq', 'жарық жоқ'], ['koshede sham joq', 'көшеде шам жоқ'], ['auylga su kelmeidi', 'ауылға су келмейді'], ['suyq uy', 'суық үй'], ['uyde gaz iisi', 'үйде газ иісі'], ['berinizder', 'беріңіздер'], ['beringizder', 'беріңіздер'], ['bizding', 'біздің'],
  ['qoqys shygarylmaidy', 'қоқыс шығарылмайды'], ['jol jöndelsin', 'жол жөнделсін'], ['közge türtse', 'көзге түртсе'], ['qarañğy', 'қараңғы'], ['boladi', 'болады'], ['almaidi', 'алмайды'], ['aitsa', 'айтса'], ['ketsin', 'кетсін'], ['oiyn alany', 'ойын алаңы'],
  ['aiaq', 'аяқ'], ['ayaq', 'аяқ'], ['balabaqshaga kezek', 'балабақшаға кезек'], ['dariger', 'дәрігер'], ['ötiniş', 'өтініш'], ['zhóndeu', 'жөндеу'], ['tauyp', 'тауып'], ['auyr', 'ауыр'],
]));

test('Russian typed in Latin letters is read as it is said', () => met([
  ['net sveta', 'нет света'], ['ulitsa', 'улица'], ['pochemu', 'почему'], ['novyi', 'новый'], ['svetofor', 'светофор'], ['zdravstvuite', 'здравствуйте'], ['yama na doroge', 'яма на дороге'],
]));

test('what is in Cyrillic is only folded', () => {
  expect(cyrillicOf('Ізбасарова')).toBe('избасарова');
  expect(cyrillicOf('8 701')).toBe('8 701');
});
