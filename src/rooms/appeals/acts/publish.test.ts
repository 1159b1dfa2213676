import { afterAll, beforeAll, expect, test } from 'vitest';
import { mattersOf } from '../../../../e2e/nojs/matters.ts';
import { ok, openHouse, type TestHouse } from '../../../../test/support/house.ts';
import { isRefusal } from '../../../kernel/refusal.ts';
import { read } from '../../../platform/db.ts';
import { parse } from '../../recognition/contract.ts';
import { asked, publicList, publicOne } from '../store/public.ts';
import { answerInterim, approveAndSend, draftAnswer } from './answer.ts';
import { assign } from './assign.ts';
import { giveVerdict, withdrawConsent } from './holder.ts';
import { join } from './join.ts';
import { note } from './note.ts';
import { publish, redact, unpublish } from './publish.ts';

let h: TestHouse;
beforeAll(async () => { h = await openHouse(); });
afterAll(() => h.end());

const text = 'Көшеде жарық жоқ.';
const phone = '8 701 000 00 41';
type Matter = { readonly appealId: number; readonly number: string };

/** Given to somebody, drafted and sent: the same way for a first answer and a later one. */
const answer = async (m: Matter, words: string, by: number): Promise<number> => {
  ok(await assign(h.ctx(), { number: m.number, unitId: h.units.lighting, accountId: by, suggested: false }));
  const { answerId } = ok(await draftAnswer(h.ctx(), { number: m.number, outcome: 'done', text: words, papers: [] }));
  ok(await approveAndSend(h.ctx(), { number: m.number, answerId, anyway: 'Бәрі тексерілді' }));
  return answerId;
};
const shown = async (m: Matter) => (await read(h.ctx(), (q) => publicOne(q, m.number)))?.answer;
const found = async (typed: string) => (await read(h.ctx(), (q) => publicList(q, { words: asked(parse(`${typed} `)) ?? '' }))).rows.map((row) => row.number);
const codeOf = (result: unknown): string => (isRefusal(result) ? result.code : 'done');

test('the answer stands under the text as a clerk made it, and neither a word on the way nor a note with it', async () => {
  const m = await mattersOf(h).fresh();
  ok(await note(h.ctx(), { number: m.number, text: 'Ішкі жазба: қарақұйрық', papers: [] }));
  ok(await answerInterim(h.ctx(), { number: m.number, text: 'Аралық сөз: сұңқар', papers: [] }));
  const answerId = await answer(m, `Бағана ауыстырылды. Шебер Дәулет, ${phone}.`, h.people.executor);
  ok(await redact(h.ctx(), { number: m.number, publicText: text, answerId, publicAnswer: 'Бағана ауыстырылды. Шебер █████.' }));
  ok(await publish(h.ctx(), { number: m.number }));
  expect(await shown(m)).toEqual({ text: 'Бағана ауыстырылды. Шебер █████.', unitId: h.units.lighting, anew: false });
  expect([await found('бағананы'), await found('дәулет'), await found('сұңқар'), await found('қарақұйрық')]).toEqual([[m.number], [], [], []]);
  const [row] = await h.t.raw('SELECT p::text AS whole FROM appeals.publication p WHERE number = $1', [m.number]);
  expect(row?.['whole']).not.toMatch(/Дәулет|41|сұңқар|қарақұйрық/);
});

test('what is surely personal in the answer is refused, however it is written, and nothing is kept', async () => {
  const m = await mattersOf(h).fresh();
  const answerId = await answer(m, `Шеберге хабарласыңыз: ${phone}`, h.people.executor);
  for (const publicAnswer of [`Шеберге хабарласыңыз: ${phone}`, 'Хабарласыңыз: 8 701 \u200b000 00 41', 'Хабарласыңыз: ８７０１０００００４１'])
    expect(codeOf(await redact(h.ctx(), { number: m.number, publicText: text, answerId, publicAnswer })), publicAnswer).toBe('public_answer_leaks');
  expect(await h.t.raw('SELECT w.public_text, a.public_text AS words FROM appeals.answer w JOIN appeals.appeal a ON a.id = w.appeal_id WHERE w.id = $1', [answerId])).toEqual([{ public_text: null, words: null }]);
});

test('published before there is an answer, the page stays while the answer is made ready, and shows it only when that is published', async () => {
  const m = await mattersOf(h).fresh();
  ok(await redact(h.ctx(), { number: m.number, publicText: text }));
  ok(await publish(h.ctx(), { number: m.number }));
  expect(await shown(m)).toBeNull();
  const answerId = await answer(m, 'Тоқыма шам қойылды.', h.people.executor);
  expect(await shown(m)).toEqual({ text: null, unitId: h.units.lighting, anew: false });
  ok(await redact(h.ctx(), { number: m.number, publicText: text, answerId, publicAnswer: 'Тоқыма шам қойылды.' }));
  expect([await shown(m), await found('тоқыма')]).toEqual([{ text: null, unitId: h.units.lighting, anew: false }, []]);
  ok(await publish(h.ctx(), { number: m.number }));
  expect([(await shown(m))?.text, await found('тоқыма')]).toEqual(['Тоқыма шам қойылды.', [m.number]]);
});

test('changed for everybody it leaves the site until it is published anew', async () => {
  const m = await mattersOf(h).fresh();
  const answerId = await answer(m, 'Қақпа жөнделді.', h.people.executor);
  ok(await redact(h.ctx(), { number: m.number, publicText: text, answerId, publicAnswer: 'Қақпа жөнделді.' }));
  ok(await publish(h.ctx(), { number: m.number }));
  ok(await redact(h.ctx(), { number: m.number, publicText: text, answerId }));
  expect([await shown(m), await found('қақпа')]).toEqual([undefined, []]);
  ok(await publish(h.ctx(), { number: m.number }));
  expect((await shown(m))?.text).toBeNull();
});

test('after “not solved” the former answer stands until there is a new one; the new one is shown to nobody unseen', async () => {
  const m = await mattersOf(h).fresh();
  const first = await answer(m, 'Аққу көлі тазартылды.', h.people.executor);
  ok(await redact(h.ctx(), { number: m.number, publicText: text, answerId: first, publicAnswer: 'Аққу көлі тазартылды.' }));
  ok(await publish(h.ctx(), { number: m.number }));
  ok(await giveVerdict(h.ctx({ kind: 'holder', appealId: m.appealId }), { verdict: 'not_solved', comment: 'Әлі лас' }));
  expect((await shown(m))?.text).toBe('Аққу көлі тазартылды.');
  const second = await answer(m, `Құндыз бөгеті бұзылды, ${phone}.`, h.people.colleague);
  expect(await shown(m)).toEqual({ text: null, unitId: h.units.lighting, anew: true });
  expect([await found('аққу'), await found('құндыз'), await found('жарық')].map((list) => list.includes(m.number))).toEqual([false, false, true]);
  // a page that was open all the while speaks of the former answer
  expect(codeOf(await redact(h.ctx(), { number: m.number, publicText: text, answerId: first, publicAnswer: 'Аққу көлі тазартылды.' }))).toBe('answer_changed');
  ok(await publish(h.ctx(), { number: m.number }));
  expect((await shown(m))?.text).toBeNull();
  ok(await redact(h.ctx(), { number: m.number, publicText: text, answerId: second, publicAnswer: 'Құндыз бөгеті бұзылды.' }));
  ok(await publish(h.ctx(), { number: m.number }));
  expect([(await shown(m))?.text, await found('құндыз')]).toEqual(['Құндыз бөгеті бұзылды.', [m.number]]);
});

test('taken off, or the consent taken back, the answer goes with the text', async () => {
  const m = await mattersOf(h).fresh();
  const answerId = await answer(m, 'Үйеңкі кесілді.', h.people.executor);
  const words = { number: m.number, publicText: text, answerId, publicAnswer: 'Үйеңкі кесілді.' };
  ok(await redact(h.ctx(), words));
  for (const away of [() => unpublish(h.ctx(), { number: m.number }), () => withdrawConsent(h.ctx({ kind: 'holder', appealId: m.appealId }))]) {
    ok(await publish(h.ctx(), { number: m.number }));
    expect(await found('үйеңкі')).toEqual([m.number]);
    ok(await away());
    expect([await found('үйеңкі'), await shown(m)]).toEqual([[], undefined]);
  }
  expect(codeOf(await publish(h.ctx(), { number: m.number }))).toBe('no_consent');
});

test('letters of one cause have the same answer, and each is published by its own consent and its own clerk’s look', async () => {
  const [main, letter] = [await mattersOf(h).fresh(), await mattersOf(h).fresh()];
  ok(await join(h.ctx(), { number: letter.number, mainNumber: main.number, as: 'common' }));
  const answerId = await answer(main, 'Субұрқақ қосылды.', h.people.executor);
  ok(await redact(h.ctx(), { number: main.number, publicText: text, answerId, publicAnswer: 'Субұрқақ қосылды.' }));
  ok(await publish(h.ctx(), { number: main.number }));
  expect([await found('субұрқақ'), await shown(letter)]).toEqual([[main.number], undefined]);
  expect(codeOf(await redact(h.ctx(), { number: letter.number, publicText: text, answerId, publicAnswer: 'Субұрқақ қосылды.' }))).toBe('answer_changed');
  ok(await redact(h.ctx(), { number: letter.number, publicText: text }));
  ok(await publish(h.ctx(), { number: letter.number }));
  expect((await shown(letter))?.text).toBeNull();
});
