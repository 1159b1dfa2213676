import { describe, expect, test } from 'vitest';
import { saidInRussian } from '../../../../../test/recognition/said-russian.ts';
import { readingOf, shippedTopics } from '../topic/read.ts';
import { suggestTopics } from '../topic/suggest.ts';
import { emptyTable, put, type Change, type Table } from './learned.ts';
import { changesBack, changesOf, train, type Lesson } from './lesson.ts';
import { marksOf, mostMarks } from './marks.ts';

/** As the store does it: what was there, and the change. */
const apply = (table: Table, changes: readonly Change[]): void => {
  for (const { mark, topicCode, by } of changes) put(table, mark, topicCode, (table.weights.get(topicCode)?.[mark] ?? 0) + by);
};
const learn = (table: Table, lesson: Lesson): void => apply(table, changesOf(readingOf(lesson.text), lesson, table, shippedTopics));
const sureOf = (table: Table, text: string, code: string, codes = shippedTopics) => suggestTopics(text, table, codes).find((guess) => guess.code === code)?.confidence ?? 0;

/** Words that are in no lexicon: an office's own abbreviations. */
const own = (at: number) => `Просим по ДЖКХ-${at} осмотреть мякишный узел ${at}`;

describe('one decision after another', () => {
  test('what an office decides again and again is suggested, also for words of no lexicon', () => {
    const table = emptyTable();
    for (let at = 1; at <= 6; at += 1) learn(table, { text: own(at), topicCode: 'gas' });
    const [guess] = suggestTopics('Мякишный узел опять', table);
    expect(guess?.code).toBe('gas');
    expect(guess?.because.map((one) => one.text)).toContain('Мякишный');
  });

  test('a decision that was corrected leaves the former topic less likely than it was before it was made', () => {
    const text = 'Мякишный узел стоит без присмотра';
    const table = emptyTable();
    const untouched = sureOf(table, text, 'ecology', ['ecology', 'gas', 'trade']);
    learn(table, { text, topicCode: 'ecology' });
    expect(sureOf(table, text, 'ecology', ['ecology', 'gas', 'trade'])).toBeGreaterThan(untouched);
    learn(table, { text, topicCode: 'gas', instead: 'ecology' });
    expect(suggestTopics(text, table)[0]?.code).toBe('gas');
    expect(sureOf(table, text, 'ecology', ['ecology', 'gas', 'trade'])).toBeLessThan(untouched);
  });

  test('a decision taken back is believed less', () => {
    const text = 'Мякишный узел стоит без присмотра';
    const table = emptyTable();
    learn(table, { text, topicCode: 'ecology' });
    const learned = sureOf(table, text, 'ecology');
    apply(table, changesBack(readingOf(text), 'ecology'));
    expect(sureOf(table, text, 'ecology')).toBeLessThan(learned);
  });

  test('a topic of the installation’s own, without a lexicon, is learned', () => {
    const codes = [...shippedTopics, 'grain'];
    const table = emptyTable();
    for (let at = 0; at < 5; at += 1) apply(table, changesOf(readingOf(`Элеватор не принимает зерно ${at}`), { topicCode: 'grain' }, table, codes));
    expect(suggestTopics('Когда элеватор откроется?', table, codes)[0]?.code).toBe('grain');
  });

  test('what everybody says teaches nothing', () => {
    expect(marksOf(readingOf('Здравствуйте, прошу Вас, пожалуйста, добрый день').words)).toEqual([]);
    expect(marksOf(readingOf('Сәлеметсіз бе, өтінемін, рақмет').words)).toEqual([]);
  });

  test('only numbers are kept of a text: nothing of a word can be read from them', () => {
    const changes = changesOf(readingOf('Сосед Ержан Сыналмалы сверлит ночью'), { topicCode: 'safety' }, emptyTable(), shippedTopics);
    expect(changes.length).toBeGreaterThan(0);
    for (const change of changes) {
      expect(Object.keys(change).toSorted()).toEqual(['by', 'mark', 'topicCode']);
      expect(Number.isInteger(change.mark) && change.mark >= 0 && change.mark < mostMarks).toBe(true);
      expect(shippedTopics).toContain(change.topicCode);
    }
  });
});

describe('the whole history', () => {
  const history = Object.entries(saidInRussian).flatMap(([topicCode, texts]) => texts.map((text) => ({ text, topicCode })));

  test('gives the same weights however often it is learned', () => {
    const [once, again] = [train(history, shippedTopics), train(history, shippedTopics)];
    expect(once.lessons).toBe(history.length);
    expect([...once.weights.keys()]).toEqual([...again.weights.keys()]);
    for (const [code, weights] of once.weights) expect(again.weights.get(code)).toEqual(weights);
  });

  test('an office that sorts otherwise than the lexicon is followed', () => {
    const ends = ['', ' уже неделю', ' возле рынка', ' третий вечер', ' за мостом'];
    const otherwise = Array.from({ length: 60 }, (_, at) => ({ text: `${['Не горит фонарь', 'Темно, фонарь не горит', 'Фонарь не работает'][at % 3] ?? ''}${ends[at % 5] ?? ''}`, topicCode: 'safety' }));
    expect(suggestTopics('Опять не горит фонарь')[0]?.code).toBe('lighting');
    expect(suggestTopics('Опять не горит фонарь', train([...history, ...otherwise], shippedTopics))[0]?.code).toBe('safety');
  });

  test('nothing learned leaves the lexicon as it is', () => {
    for (const { text } of history.slice(0, 40)) expect(suggestTopics(text, train([], shippedTopics))).toEqual(suggestTopics(text));
  });
});
