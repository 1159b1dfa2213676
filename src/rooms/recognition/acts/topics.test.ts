import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { freshDb, testNow, type TestDb } from '../../../../test/support/database.ts';
import { system } from '../../../kernel/actor.ts';
import { read, write } from '../../../platform/db.ts';
import { learn, learnAnew, suggestTopics, unlearn } from '../contract.ts';

let t: TestDb;
beforeAll(async () => void (t = await freshDb()));
afterAll(() => t.drop());
const ctx = () => t.ctx(system('test'));
const at = new Date(testNow);
const text = 'Мякишный узел стоит без присмотра';
const suggest = (said = text) => read(ctx(), (q) => suggestTopics(q, said));
const teach = (topicCode: string, o: { instead?: string; on?: Date; eventId?: string; said?: string } = {}) =>
  write(ctx(), (tx) => learn(tx, { text: o.said ?? text, topicCode, instead: o.instead ?? null, at: o.on ?? at, ...(o.eventId === undefined ? {} : { eventId: o.eventId }) }));
const state = async () => (await t.raw('SELECT lesson::int, learned::int FROM recognition.learner'))[0];
const weightOfAll = async (topic: string) => Number((await t.raw(`SELECT coalesce(sum(weight), 0)::float8 AS sum FROM recognition.weight WHERE topic_code = '${topic}'`))[0]?.['sum']);
beforeEach(() => write(ctx(), (tx) => learnAnew(tx, () => Promise.resolve([]), at)));

test('a decision is learned from at once, and what is known in memory follows what others wrote', async () => {
  const before = (await suggest())[0];
  expect(before?.code).not.toBe('gas');
  await teach('gas');
  await teach('gas');
  expect((await suggest())[0]?.code).toBe('gas');
  expect(await state()).toMatchObject({ learned: 2 });
});

test('an event heard twice teaches once', async () => {
  const eventId = randomUUID();
  await teach('gas', { eventId });
  const once = await weightOfAll('gas');
  await teach('gas', { eventId });
  expect(await weightOfAll('gas')).toBe(once);
  expect(await state()).toMatchObject({ learned: 1 });
});

test('a corrected decision unlearns the former', async () => {
  await teach('ecology');
  const former = await weightOfAll('ecology');
  expect(former).toBeGreaterThan(0);
  await teach('gas', { instead: 'ecology' });
  expect(await weightOfAll('ecology')).toBeLessThan(former / 2);
  expect((await suggest())[0]?.code).toBe('gas');
  await write(ctx(), (tx) => unlearn(tx, { text, topicCode: 'gas', at }));
  expect(await state()).toMatchObject({ learned: 1 });
});

test('old decisions fade: after two years one counts half', async () => {
  await teach('gas');
  const [row] = await t.raw(`SELECT sum(weight)::float8 AS sum, count(*)::int AS marks FROM recognition.weight WHERE topic_code = 'gas'`);
  const [fresh, marks] = [Number(row?.['sum']), Number(row?.['marks'])];
  // taking back is the same whatever was known: one, shared by the marks as the square root has it
  await write(ctx(), (tx) => unlearn(tx, { text, topicCode: 'gas', at: new Date(testNow + 730 * 86_400_000) }));
  expect(await weightOfAll('gas')).toBeCloseTo(fresh / 2 - Math.sqrt(marks), 3);
});

test('what faded is read so, also where nothing was written over it', async () => {
  await teach('gas');
  await teach('gas');
  const sure = (await suggest())[0]?.confidence ?? 0;
  await teach('trade', { on: new Date(testNow + 10 * 365 * 86_400_000), said: 'Совсем другой предмет разговора' });
  const faded = (await suggest()).find(({ code }) => code === 'gas')?.confidence ?? 0;
  expect(faded).toBeLessThan(sure / 2);
});

test('eight at once lose nothing and lock nobody out', async () => {
  await Promise.all(Array.from({ length: 8 }, (_, index) => teach(index % 2 === 0 ? 'gas' : 'trade', { said: `${text} ${['один', 'два', 'три', 'четыре'][index % 4] ?? ''}` })));
  expect(await state()).toMatchObject({ learned: 8 });
  expect((await suggest()).map(({ code }) => code).slice(0, 2).toSorted()).toEqual(['gas', 'trade']);
});

test('what was rolled back was never learned', async () => {
  await suggest();
  await expect(write(ctx(), async (tx) => {
    await learn(tx, { text, topicCode: 'gas', at });
    await suggestTopics(tx, text);
    throw new Error('the act failed');
  })).rejects.toThrow('the act failed');
  // the next lesson gets the number of the one that was rolled back
  await teach('trade', { said: 'Совсем другой предмет разговора' });
  expect((await suggest())[0]?.code).not.toBe('gas');
  expect((await suggest('Совсем другой предмет'))[0]?.code).toBe('trade');
});

test('learned anew, all that was before is gone, and the same history gives the same', async () => {
  await teach('gas');
  const history = () => Promise.resolve([{ text, topicCode: 'trade' }, { text: 'Узел мякишный', topicCode: 'trade' }]);
  const told = await write(ctx(), (tx) => learnAnew(tx, history, at));
  expect(told.lessons).toBe(2);
  expect((await suggest())[0]?.code).toBe('trade');
  const rows = () => t.raw('SELECT mark, topic_code, weight FROM recognition.weight ORDER BY 1, 2');
  const once = await rows();
  await write(ctx(), (tx) => learnAnew(tx, history, at));
  expect(await rows()).toEqual(once);
});

test('a closed topic is suggested no more', async () => {
  const lamp = 'На улице не горит фонарь';
  expect((await suggest(lamp))[0]?.code).toBe('lighting');
  await t.raw(`UPDATE units.topic SET active = false WHERE code = 'lighting'`);
  expect((await suggest(lamp)).map(({ code }) => code)).not.toContain('lighting');
  await t.raw(`UPDATE units.topic SET active = true WHERE code = 'lighting'`);
});

test('no word of a text is in the database', async () => {
  await teach('gas', { said: 'Сыналмалы Әлия Үлгіқызы газ сұрайды' });
  const all = JSON.stringify([await t.raw('SELECT * FROM recognition.weight'), await t.raw('SELECT * FROM recognition.learner')]);
  expect(all).not.toMatch(/сыналмал|әлия|алия|үлгі/iu);
});
