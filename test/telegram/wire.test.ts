import { afterEach, beforeEach, expect, test } from 'vitest';
import { registerTemplates, allTemplates, deliver, tellHolder } from '../../src/rooms/notices/contract.ts';
import { write } from '../../src/platform/db.ts';
import type { Template } from '../../src/rooms/notices/contract.ts';
import { failed, openWire } from '../../src/rooms/notices/telegram/wire.ts';
import { botToken } from '../support/bot-api.ts';
import type { BotPerson } from '../support/bot-person.ts';
import { appeals, openBotHouse, type BotHouse } from './bot-house.ts';
import { withBotWithout, type Reader, type Wire } from './broken-bot.ts';
import { heard, untilCheck, untilNumber } from './words-of.ts';

let b: BotHouse;
beforeEach(async () => {
  b = await openBotHouse();
});
afterEach(() => b.end());

const sent = (chat: number) => b.api.calls.filter((call) => call.method === 'sendMessage' && call.payload['chat_id'] === String(chat));

/** The other end told it to wait two seconds: what it did instead, while `person` says the first word. */
const impatient = async (person: BotPerson): Promise<readonly string[]> => {
  b.api.fail({ method: 'sendMessage', status: 429, description: 'Too Many Requests: retry after 2', retryAfter: 2 });
  await person.after(person.write('/start'), /Қай тілде/);
  const [first, second] = sent(person.id);
  const waitedMs = (second?.at ?? 0) - (first?.at ?? 0);
  return [...(waitedMs >= 1_990 ? [] : ['said too soon']), ...(person.messages.length === 1 ? [] : ['said more than once'])];
};
test('too many requests: the bot waits as long as it is told, and then says it', async () => {
  b.reader();
  expect(await impatient(b.api.person(301))).toEqual([]);
});

test('an other end that fails or breaks off is asked again, and nothing is said twice that got through', async () => {
  b.reader();
  const person = b.api.person(302);
  b.api.fail({ method: 'sendMessage', status: 502, description: 'Bad Gateway' });
  b.api.fail({ method: 'sendMessage', status: 0, description: '' });
  b.api.fail({ method: 'getUpdates', status: 500, description: 'Internal Server Error' });
  await person.after(person.write('/start'), /Қай тілде/);
  await person.after(person.press('Қазақша'), heard.kk.what);
  // the languages, the greeting and the first question
  expect(person.messages).toHaveLength(3);
});

test('a picture that cannot be fetched is asked for again, and the words with it are kept', async () => {
  b.reader();
  const person = b.api.person(303);
  await person.after(person.write('/start'), /Қай тілде/);
  await person.after(person.press('Қазақша'), heard.kk.what);
  b.api.fail({ method: 'file', status: 500, description: '' }, 3);
  await person.after(person.photo(new Uint8Array([1, 2, 3]), { caption: 'Бағана құлап тұр.' }), /ала алмадық/);
  await person.hears(/Жазғаныңыз осында/);
  await person.after(person.press('Дайын'), heard.kk.where);
});

/** Whom it still writes to, of those who blocked it, or no longer, of those who came back. */
const wronglyWritten = async (person: BotPerson): Promise<readonly string[]> => {
  await untilNumber(person, 'kk', 'Жарық жанбайды.');
  const wrong: string[] = [];
  const isGone = async (when: string, gone: boolean) => {
    const way = await b.h.t.raw(`SELECT bounced_at IS NOT NULL AS gone, bounce_code FROM notices.way WHERE channel = 'telegram' AND address = $1`, [String(person.id)]);
    if (JSON.stringify(way) !== JSON.stringify([{ gone, bounce_code: gone ? 'blocked' : null }])) wrong.push(when);
  };
  await isGone('at first', false);
  person.member('kicked');
  await b.api.until(() => b.api.waiting.length === 0, 'read');
  await isGone('blocked', true);
  await person.after(person.write('/my'), /Өтініштеріңіз/);
  await isGone('back', false);
  // blocked between two messages: found out by being refused
  person.block();
  person.write('/help');
  await b.api.until(() => b.api.waiting.length === 0, 'read');
  await isGone('refused', true);
  return wrong;
};
test('whoever blocked the bot is not written to; when they come back, they are', async () => {
  b.reader();
  expect(await wronglyWritten(b.api.person(304))).toEqual([]);
});

/** What it does in a group, in another and in a channel but leave. */
const stayed = async ([one, other, channel]: readonly [group: number, other: number, channel: number]): Promise<readonly string[]> => {
  const talks = async (): Promise<number> => Number((await b.h.t.raw('SELECT count(*)::int AS n FROM notices.conversation'))[0]?.['n']);
  const before = await talks();
  const group = b.api.person(one);
  const update = group.api.update({ message: { message_id: 1, date: 1, from: { id: 305, is_bot: false, first_name: 'X' }, chat: { id: one, type: 'supergroup', title: 'Аула' }, text: 'Аулада жарық жанбайды.' } });
  await b.api.until(() => b.api.confirmed >= update.update_id, 'it was read');
  b.api.update({ my_chat_member: { chat: { id: other, type: 'group', title: 'X' }, from: { id: 305, is_bot: false, first_name: 'X' }, date: 1, old_chat_member: { status: 'left', user: { id: 7, is_bot: true, first_name: 'J' } }, new_chat_member: { status: 'member', user: { id: 7, is_bot: true, first_name: 'J' } } } });
  b.api.update({ channel_post: { message_id: 1, date: 1, chat: { id: channel, type: 'channel', title: 'X' }, text: 'x' } });
  const last = group.api.update({ my_chat_member: { chat: { id: other, type: 'group', title: 'X' }, from: { id: 305, is_bot: false, first_name: 'X' }, date: 1, new_chat_member: { status: 'left', user: { id: 7, is_bot: true, first_name: 'J' } } } });
  await b.api.until(() => b.api.confirmed >= last.update_id, 'all is read');
  const asked = group.messages.map((said) => said.text).join();
  return [
    ...(b.api.chats.get(one)?.left === true ? [] : ['stayed in a group']), ...(asked === 'Мен топтарда жұмыс істемеймін. Маған жеке жазыңыз.' ? [] : ['said something else']),
    ...(b.api.calls.some((call) => call.method === 'leaveChat' && call.payload['chat_id'] === String(other)) ? [] : ['stayed in the other']), ...((await talks()) === before ? [] : ['took something in']),
  ];
};
test('the bot leaves a group and takes nothing from it', async () => {
  b.reader();
  expect(await stayed([-900, -901, -902])).toEqual([]);
});

/** What became of strange, empty and hostile updates but that they were passed over; and whether what is behind them was read. */
const stoodStill = async (person: BotPerson): Promise<readonly string[]> => {
  await person.after(person.write('/start'), /Қай тілде/);
  await person.after(person.press('Қазақша'), heard.kk.what);
  person.message({ text: '\u0000\uD800 \u202E /start' });
  person.message({ text: '\u0000' });
  person.message({});
  person.message({ pinned_message: {} });
  person.message({ photo: [] });
  person.message({ location: { latitude: 999, longitude: 'x' } });
  person.message({ location: { latitude: 51, longitude: 51, horizontal_accuracy: -1 } });
  person.message({ contact: { phone_number: '', first_name: '' } });
  person.message({ text: `/${'a'.repeat(3_000)}` });
  b.api.update({ callback_query: { id: 'none', from: { id: person.id, is_bot: false, first_name: 'X' }, chat_instance: '1' } });
  person.message({ document: { file_id: 'nowhere', file_unique_id: 'x' } });
  await b.api.until(() => b.api.waiting.length === 0, 'all are read', 60_000);
  await person.after(person.write('/start'), /Қай тілде/);
  return (await b.h.t.raw(`SELECT reason FROM notices.arrival WHERE state = 'refused'`)).map((row) => String(row['reason']));
};
test('updates that are strange, empty or hostile are passed over, and those behind them are read', async () => {
  b.reader();
  expect(await stoodStill(b.api.person(306))).toEqual([]);
});

test('«send» pressed five times at once is one appeal', async () => {
  b.reader();
  const person = b.api.person(307);
  await untilCheck(person, 'kk', 'Жол ойылды, көлік өте алмайды.');
  const data = person.button('Жіберу');
  const queries = Array.from({ length: 5 }, () => person.pressData(data));
  await person.hears(heard.kk.registered);
  await b.api.until(() => queries.every((query) => b.api.queries.get(query)?.text !== null), 'every press is answered');
  expect(queries.map((query) => b.api.queries.get(query)?.text)).toEqual(['', ...Array.from({ length: 4 }, () => 'Бұл бұрынғы сұрақтың түймесі.')]);
  expect(await appeals(b)).toHaveLength(1);
});

/** What is said to an update that another reader, who does not know where the first one stood, is given once more. */
const saidAgain = async (person: BotPerson, open: () => Reader): Promise<readonly string[]> => {
  const first = open();
  const update = person.write('/start');
  await person.hears(/Қай тілде/);
  await b.api.until(() => b.api.waiting.length === 0, 'read');
  await first.stop();
  b.api.waiting.push(update);
  person.write('/help');
  open();
  await person.hears(/Қай тілде/);
  await b.api.until(() => b.api.waiting.length === 0, 'read');
  // «help» before a language is chosen asks for it once more; the repeated one did not
  return person.messages.slice(2).map(() => 'said again');
};
test('an update that comes again is answered by nothing more', async () => {
  expect(await saidAgain(b.api.person(308), b.reader)).toEqual([]);
});

/** Every conversation fails to be kept with this SQLSTATE, until `mend`. */
const breakKeeping = async (state: string): Promise<() => Promise<void>> => {
  await b.h.t.raw(`CREATE FUNCTION public.broken() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'broken for a test' USING ERRCODE = '${state}'; END $$`);
  await b.h.t.raw('CREATE TRIGGER broken BEFORE INSERT ON notices.conversation FOR EACH ROW EXECUTE FUNCTION public.broken()');
  return async () => void (await b.h.t.raw('DROP TRIGGER broken ON notices.conversation'));
};

test('a message that fails every time is put aside with a word to the person, and those behind it are read', async () => {
  const mend = await breakKeeping('P0001');
  b.reader();
  const person = b.api.person(312, 'ru');
  await person.after(person.write('/start'), /У нас произошла ошибка/);
  await b.api.until(() => b.api.waiting.length === 0, 'it stands before nobody');
  expect(await b.h.t.raw('SELECT state, reason FROM notices.arrival')).toEqual([{ state: 'refused', reason: 'failed' }]);
  await mend();
  await person.after(person.write('/start'), /Қай тілде/);
});

test('while the database is away nothing is put aside: it is read when it is back', async () => {
  const mend = await breakKeeping('57P01');
  b.reader();
  const person = b.api.person(313);
  person.write('/start');
  const polls = () => b.api.calls.filter((call) => call.method === 'getUpdates').length;
  await b.api.until(() => polls() > 0, 'it is asked for');
  await expect(b.api.until(() => person.messages.length > 0 || b.api.waiting.length === 0, 'nothing', 4_000)).rejects.toThrow('it did not happen');
  await mend();
  await person.hears(/Қай тілде/);
  expect(person.messages).toHaveLength(1);
});

test('of two processes one reads; when it ends, the other goes on', async () => {
  const first = b.reader();
  const person = b.api.person(309);
  await person.after(person.write('/start'), /Қай тілде/);
  b.reader();
  await person.after(person.press('Қазақша'), heard.kk.what);
  expect(b.api.calls.filter((call) => call.method === 'deleteWebhook')).toHaveLength(1);
  await first.stop();
  await person.after(person.write('Шам жанбайды.'), heard.kk.taken);
  expect(b.api.calls.filter((call) => call.method === 'deleteWebhook')).toHaveLength(2);
});

test('the commands are described in three languages, Kazakh where the telephone speaks none', async () => {
  b.reader();
  await b.api.until(() => b.api.calls.filter((call) => call.method === 'setMyCommands').length === 4, 'described');
  const described = b.api.calls.filter((call) => call.method === 'setMyCommands').map((call) => [call.payload['language_code'], (call.payload['commands'] as { description: string }[])[0]?.description]);
  expect(described).toEqual([[undefined, 'Өтініш беру'], ['kk', 'Өтініш беру'], ['ru', 'Подать обращение'], ['en', 'Send an appeal']]);
});

const template: Template = {
  code: 'appeal.answered', to: 'holder', urgent: true, owed: true,
  subject: { kk: '{number}: жауап бар', ru: '{number}: есть ответ', en: '{number}: an answer' }, text: { kk: '{number} өтінішіне жауап келді.', ru: 'Пришёл ответ на {number}.', en: 'There is an answer to {number}.' },
};
const told = async (key: string): Promise<number> => {
  const [row] = await appeals(b);
  registerTemplates([...allTemplates().filter((one) => one.code !== template.code), template]);
  const ctx = b.h.ctx();
  await write(ctx, (tx) => tellHolder(ctx, tx, { key, owner: `appeal:${String(row?.['id'])}`, code: template.code, slots: { number: String(row?.['number']) }, path: '/follow/made-up-for-a-test' }));
  return Number((await b.h.t.raw('SELECT max(id) AS id FROM notices.notice'))[0]?.['id']);
};
const fate = (id: number) => b.h.t.raw('SELECT state, error_code, sent_as IS NOT NULL AS named FROM notices.notice WHERE id = $1', [id]);

test('a notice says what happened with the link and the verdict’s buttons, once; 429 waits, 403 ends it', async () => {
  b.reader();
  const person = b.api.person(310);
  await untilNumber(person, 'kk', 'Лифт істемейді.');
  const first = await told('a');
  await deliver(b.h.ctx(), { noticeId: first });
  await deliver(b.h.ctx(), { noticeId: first });
  const said = await person.hears(/жауап келді/);
  expect(said.text).toBe('BQ01-2026-000001 өтінішіне жауап келді.\n\nhttp://127.0.0.1:3000/kk/follow/made-up-for-a-test');
  expect(said.reply_markup?.inline_keyboard?.flat().map((key) => key.text)).toEqual(['Иә, шешілді', 'Ішінара', 'Жоқ, шешілмеді']);
  expect(person.messages.filter((one) => /жауап келді/.test(one.text))).toHaveLength(1);
  expect(await fate(first)).toEqual([{ state: 'sent', error_code: null, named: true }]);

  const second = await told('b');
  b.api.fail({ method: 'sendMessage', status: 429, description: 'Too Many Requests: retry after 30', retryAfter: 30 });
  await expect(deliver(b.h.ctx(), { noticeId: second })).rejects.toThrow('telegram_429');
  expect(await fate(second)).toEqual([{ state: 'waiting', error_code: 'telegram_429', named: false }]);
  b.api.fail({ method: 'sendMessage', status: 404, description: 'Not Found' });
  await expect(deliver(b.h.ctx(), { noticeId: second })).rejects.toThrow('telegram_404');
  await deliver(b.h.ctx(), { noticeId: second });
  expect(await fate(second)).toEqual([{ state: 'sent', error_code: null, named: true }]);

  const third = await told('c');
  person.block();
  await deliver(b.h.ctx(), { noticeId: third });
  expect(await fate(third)).toEqual([{ state: 'bounced', error_code: 'blocked', named: false }]);
  expect(await b.h.t.raw('SELECT bounce_code FROM notices.way')).toEqual([{ bounce_code: 'blocked' }]);
});

/** Where the token stands after a call that did not get through. */
const tokenIn = async (wire: Wire): Promise<readonly string[]> => {
  const error = await wire.openWire({ token: botToken, root: 'http://127.0.0.1:9' }).api.getMe().catch((one: unknown) => one);
  return [...(String((error as Error).message).includes(botToken) ? ['in the error'] : []), ...(JSON.stringify(wire.failed(error)).includes(botToken) ? ['in what it means'] : [])];
};
test('the bot’s token is in no error, no row and no log', async () => {
  expect(await tokenIn({ openWire, failed })).toEqual([]);
  expect((await import('../../src/platform/config.ts')).describeConfig(b.config)).not.toContain(botToken);
});

test('control: a bot that does not wait, does not see who blocked it, speaks in groups, falls over a paper that is not there, remembers no update and names its token: the same questions say so', () => withBotWithout(b, {
  'src/rooms/notices/telegram/wire.ts': [['(parameters.retry_after ?? 1) * 1_000', '0'], ['sensitiveLogs: false', 'sensitiveLogs: true']],
  'src/rooms/notices/telegram/updates.ts': [
    ["new_chat_member.status === 'kicked' ? { ...about, kind: 'gone' } : null", "new_chat_member.status === 'kicked' ? null : null"], ["  if (message.chat.type !== 'private') return { ...about, kind: 'elsewhere' };\n", ''],
  ],
  'src/app/doors/telegram.ts': [['    if (sent.gone) await bounced(door.ctx', '    if (sent.gone && chat === null) await bounced(door.ctx'], ['tries >= fetchTries || door.signal.aborted) return null;', 'tries >= fetchTries || door.signal.aborted) throw error;']],
  'src/rooms/appeals/acts/talk.ts': [["if (!(await noteUpdate(ctx, tx, { name: m.name, state: 'taken' }))) return", "if (!(await noteUpdate(ctx, tx, { name: m.name, state: 'taken' })) && m.name === '') return"]],
}, async (bot) => {
  const again = await saidAgain(b.api.person(328), bot.reader);
  const told = { again, soon: await impatient(b.api.person(321)), blocked: await wronglyWritten(b.api.person(324)), group: await stayed([-920, -921, -922]), strange: await stoodStill(b.api.person(326)), token: await tokenIn(bot) };
  console.log(`proof: control, a bot that lacks a line for each question: ${JSON.stringify(told)}`);
  expect(told).toEqual({ again: ['said again'], soon: ['said too soon'], blocked: ['blocked', 'refused'], group: ['stayed in a group', 'said something else', 'took something in'], strange: ['failed'], token: ['in the error'] });
}));
