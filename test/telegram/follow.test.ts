import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerInterim, approveAndSend, draftAnswer } from '../../src/rooms/appeals/acts/answer.ts';
import { assign } from '../../src/rooms/appeals/acts/assign.ts';
import { askClarification } from '../../src/rooms/appeals/acts/clarify.ts';
import { aStaff } from '../../src/rooms/appeals/make.ts';
import { ok } from '../support/house.ts';
import type { BotPerson } from '../support/bot-person.ts';
import { appeals, openBotHouse, type BotHouse } from './bot-house.ts';
import { untilNumber } from './words-of.ts';

let b: BotHouse;
beforeAll(async () => {
  b = await openBotHouse();
  b.reader();
});
afterAll(() => b.end());

const clerk = () => b.h.ctx(aStaff(b.h.people.clerk, [{ unitId: b.h.units.tasqala }]));
const head = () => b.h.ctx(aStaff(b.h.people.head, [{ unitId: b.h.units.tasqala }, { unitId: b.h.units.region }]));
const executor = () => b.h.ctx(aStaff(b.h.people.executor, [{ unitId: b.h.units.lighting, kind: 'body' }]));

const numberIn = (said: string): string => /BQ01-2026-\d{6}/.exec(said)?.[0] ?? '';
const rowOf = async (number: string) => (await appeals(b)).find((row) => row['number'] === number) ?? {};
const answered = async (number: string): Promise<void> => {
  ok(await assign(clerk(), { number, unitId: b.h.units.lighting, accountId: b.h.people.executor, controllerAccountId: b.h.people.controller, suggested: false }));
  const { answerId } = ok(await draftAnswer(executor(), { number, outcome: 'done', text: 'Шам ауыстырылды, құпия сөз: қарлығаш.', papers: [] }));
  ok(await approveAndSend(head(), { number, answerId }));
};
const opened = async (person: BotPerson, number: string, words: RegExp) => {
  await person.after(person.write('/my'), /Өтініштеріңіз/);
  return person.after(person.press(new RegExp(number)), words);
};

test('a matter is followed, added to, answered, and judged «not solved» with a comment; it opens again', async () => {
  const person = b.api.person(201);
  const number = numberIn(await untilNumber(person, 'kk', 'Көше шамы жанбайды.'));
  const now = await opened(person, number, /Өтінішіңіз тіркелді\. Қызметкер/);
  expect(now.text).toContain('Тасқала аудандық филиалы');
  expect(now.text).toMatch(/дейін жауап береміз/);
  await person.after(person.press('Толықтыру'), /не қосасыз/);
  await person.after(person.write('Екінші бағана да жанбайды.'), /Жазып алдым/);
  await person.after(person.press('Дайын'), /Қосылды\. Орындаушы көреді/);
  expect(await b.h.t.raw('SELECT text, by_kind FROM appeals.note')).toEqual([{ text: 'Екінші бағана да жанбайды.', by_kind: 'holder' }]);
  await answered(number);
  const state = await opened(person, number, /Жауап келді/);
  // the answer itself is never said here
  expect(state.text).not.toContain('қарлығаш');
  expect(state.text).toContain('Мекеменің жауабы: орындалды');
  await person.after(person.press('Жоқ, шешілмеді'), /Не шешілмегенін жазыңыз/);
  await person.after(person.write('Шам тағы сөнді.'), /Өтініш қайта ашылды/);
  expect(await rowOf(number)).toMatchObject({ stage: 'registered', verdict: 'not_solved', reopened_count: 1 });
  expect(await b.h.t.raw('SELECT verdict, comment FROM appeals.verdict')).toEqual([{ verdict: 'not_solved', comment: 'Шам тағы сөнді.' }]);
  // the word of the person themselves, not of the program
  expect(await b.h.t.raw(`SELECT by_kind FROM appeals.act WHERE act = 'reopen'`)).toEqual([{ by_kind: 'holder' }]);
});

test('«solved» pressed twice at once is one verdict, and the second press is told so', async () => {
  const person = b.api.person(202);
  const number = numberIn(await untilNumber(person, 'kk', 'Су құбыры ағып тұр.'));
  await answered(number);
  await opened(person, number, /Жауап келді/);
  const data = person.button('Иә, шешілді');
  const [first, second] = [person.pressData(data), person.pressData(data)];
  await person.hears(/бағаңыз жазылды/);
  await person.hears(/баға беріп қойдыңыз/);
  await b.api.until(() => [first, second].every((query) => b.api.queries.get(query)?.text !== null), 'both presses are answered');
  expect(await rowOf(number)).toMatchObject({ stage: 'closed', verdict: 'solved' });
});

test('«partly» may come without a comment; an earlier question’s button does nothing any more', async () => {
  const person = b.api.person(203);
  const number = numberIn(await untilNumber(person, 'kk', 'Аулада қоқыс жатыр.'));
  await answered(number);
  await opened(person, number, /Жауап келді/);
  await person.after(person.press('Ішінара'), /Не істелді, не қалды/);
  const old = person.button('Болдырмау');
  await person.after(person.press('Түсініктемесіз'), /бағаңыз жазылды/);
  const query = person.pressData(old);
  await b.api.until(() => b.api.queries.get(query)?.text === 'Бұл бұрынғы сұрақтың түймесі.', 'the old button says so');
  expect(await rowOf(number)).toMatchObject({ verdict: 'partly' });
});

test('a question is answered here and its words are read by the link only; a withdrawal is asked twice', async () => {
  const person = b.api.person(204);
  const number = numberIn(await untilNumber(person, 'kk', 'Жолда шұңқыр бар.'));
  ok(await askClarification(clerk(), { number, question: 'Қай көше? құпия: сандуғаш' }));
  const now = await opened(person, number, /Сізге сұрақ бар/);
  expect(now.text).not.toContain('сандуғаш');
  await person.after(person.press('Сұраққа жауап беру'), /жауабыңызды жазыңыз/);
  await person.after(person.write('Абай көшесі.'), /Жазып алдым/);
  await person.after(person.write('дайын'), /Жауабыңыз жіберілді/);
  expect(await b.h.t.raw('SELECT answer FROM appeals.clarification')).toEqual([{ answer: 'Абай көшесі.' }]);
  await opened(person, number, /Өтінішіңіз тіркелді/);
  await person.after(person.press('Қайтарып алу'), /қайтарып аласыз ба/);
  await person.after(person.press('Жоқ, жұмыс жалғаса берсін'), /тоқтаттық/);
  expect(await rowOf(number)).toMatchObject({ stage: 'registered' });
  await opened(person, number, /Өтінішіңіз тіркелді/);
  await person.after(person.press('Қайтарып алу'), /қайтарып аласыз ба/);
  await person.after(person.press('Иә, қайтарып аламын'), /қайтарып алынды/);
  expect(await rowOf(number)).toMatchObject({ stage: 'closed', office_outcome: 'withdrawn', verdict: null });
});

test('nobody else can see or do anything about a matter, whatever data they send', async () => {
  const person = b.api.person(205);
  const number = numberIn(await untilNumber(person, 'kk', 'Мектепте суық.'));
  const { id } = await rowOf(number);
  await answered(number);
  const stranger = b.api.person(206);
  await stranger.after(stranger.write('/start'), /Қай тілде/);
  await stranger.after(stranger.press('Қазақша'), /Не болды/);
  for (const data of [`m:${id}`, `v:${id}:solved`, `v:${id}:not_solved`, `a:${id}`, `w:${id}`, `r:${id}`]) {
    await stranger.after(stranger.pressData(data), /./);
    expect(stranger.texts, data).not.toContain(number);
  }
  await stranger.after(stranger.write('/my'), /өтініш әзірге жоқ/);
  for (const data of ['m:0', 'm:-1', 'm:1e3', 'm:99999999999999999', 'v:1:silent', 't:1', 'constructor:1', 'x'.repeat(64)]) {
    const query = stranger.pressData(data);
    await b.api.until(() => b.api.queries.get(query)?.text !== null, `${data} is answered`);
  }
  expect(await rowOf(number)).toMatchObject({ stage: 'answered', verdict: null });
  // what buttons carry is no secret
  const shown = person.messages.flatMap((one) => one.reply_markup?.inline_keyboard?.flat() ?? []);
  const link = /follow\/([\w-]{22})/.exec(person.texts)?.[1] ?? '';
  expect(link).not.toBe('');
  expect(shown.some((key) => key.callback_data?.includes(link.slice(0, 8)))).toBe(false);
});

test('the link of a matter that came by the web binds it to the chat that opens it; a made-up one does not', async () => {
  const person = b.api.person(207);
  const link = /follow\/([\w-]{22})/.exec((await untilNumber(person, 'kk', 'Аялдамада шатыр жоқ.')))?.[1] ?? '';
  const other = b.api.person(208);
  await other.after(other.write(`/start ${link}`), /осында да хабарлаймыз/);
  await other.hears(/Өтінішіңіз тіркелді/);
  await other.after(other.write('/my'), /Өтініштеріңіз/);
  const wrong = b.api.person(209);
  await wrong.after(wrong.write(`/start ${link.slice(0, 21)}A`), /сәйкес келмеді|жарамсыз/);
  await wrong.after(wrong.write('/my'), /өтініш әзірге жоқ/);
});

test('an interim answer leaves the matter open; a draft goes on after something beside it', async () => {
  const person = b.api.person(210);
  const number = numberIn(await untilNumber(person, 'kk', 'Ауызсу жоқ.'));
  ok(await assign(clerk(), { number, unitId: b.h.units.lighting, accountId: b.h.people.executor, controllerAccountId: b.h.people.controller, suggested: false }));
  ok(await answerInterim(executor(), { number, text: 'Ертең келеміз.', papers: [] }));
  await person.after(person.write('/new'), /Не болды/);
  await person.after(person.write('Тағы бір мәселе: жол.'), /Жазып алдым/);
  await opened(person, number, /орындалып жатыр/);
  await person.after(person.press('Толықтыру'), /не қосасыз/);
  await person.after(person.write('Кеше де болған жоқ.'), /Жазып алдым/);
  await person.after(person.press('Дайын'), /Қосылды/);
  await person.hears(/Жазғаныңыз осында/);
  await person.after(person.press('Дайын'), /Бұл қай жерде/);
  await person.after(person.write('/cancel'), /өшірілсін бе/);
  await person.after(person.press('Иә, өшіру'), /Өшірілді/);
});
