import { afterAll, beforeAll, expect, test } from 'vitest';
import { serve } from '@hono/node-server';
import type { Hono } from 'hono';
import { appeals, openBotHouse, type BotHouse } from './bot-house.ts';
import { withBotWithout } from './broken-bot.ts';
import { untilNumber } from './words-of.ts';

/** A door of its own, where its hook is reached. */
const opened = (app: Hono): Promise<{ readonly at: string; readonly close: () => Promise<void> }> => new Promise((resolve) => {
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => resolve({ at: `http://127.0.0.1:${port}`, close: () => new Promise((closed) => void server.close(() => closed())) }));
});

let b: BotHouse;
let door: Awaited<ReturnType<typeof opened>>;
beforeAll(async () => {
  b = await openBotHouse({ url: 'https://ashyq.example' });
  door = await opened(b.reader().app);
  b.api.hookTo = door.at;
  await b.api.until(() => b.api.hook !== null, 'the hook is set');
});
afterAll(async () => {
  await door.close();
  await b.end();
});

const post = (at: string, body: string, secret?: string) => fetch(`${at}/telegram/updates`, { method: 'POST', body, headers: { 'content-type': 'application/json', ...(secret === undefined ? {} : { 'x-telegram-bot-api-secret-token': secret }) } }).then((answer) => answer.status);

/** What the hook at this address read that it may not, in the name of this chat. */
const readAmiss = async (at: string, chat: number): Promise<readonly string[]> => {
  const update = (id: number) => ({ update_id: id, message: { message_id: id, date: 1, from: { id: chat, is_bot: false, first_name: 'X' }, chat: { id: chat, type: 'private', first_name: 'X' }, text: '/start' } });
  const own = JSON.stringify(update(chat));
  const secret = b.api.hook?.secret ?? '';
  b.api.person(chat);
  const said = () => b.api.chats.get(chat)?.messages.length ?? 0;
  const amiss: string[] = [];
  const expects = (what: string, got: unknown, expected: unknown) => void (got === expected || amiss.push(`${what}: ${String(got)}`));
  for (const [what, wrong] of [['no secret', undefined], ['half a secret', `${secret.slice(0, -1)}x`], ['an empty secret', '']] as const) expects(what, await post(at, own, wrong), 404);
  for (const [what, body] of [['nothing', ''], ['half a text', '{'], ['a list', '[]'], ['null', 'null'], ['no number', '{"update_id":"1"}'], ['two megabytes', JSON.stringify({ ...update(chat + 1), more: 'x'.repeat(2_000_000) })]] as const) expects(what, await post(at, body, secret), 400);
  expects('said before', said(), 0);
  expects('an update', await post(at, own, secret), 200);
  expects('said once', said(), 1);
  // sent again, as Telegram does when it did not hear the answer
  expects('again', await post(at, own, secret), 200);
  expects('said again', said(), 1);
  return amiss;
};

test('where the house is reached by https, updates are sent there: a whole conversation', async () => {
  expect(b.api.hook?.url).toBe('https://ashyq.example/telegram/updates');
  const said = await untilNumber(b.api.person(401, 'ru'), 'ru', 'Во дворе не вывозят мусор.');
  expect(said).toMatch(/https:\/\/ashyq\.example\/ru\/follow\/[\w-]{22}/);
  expect(await appeals(b)).toHaveLength(1);
  expect(b.api.calls.some((call) => call.method === 'getUpdates')).toBe(false);
});

test('without the secret nothing is read, and what is no update is refused', async () => {
  expect(await readAmiss(door.at, 4_020)).toEqual([]);
});

test('control: a hook that asks for no secret, counts no bytes, takes whatever is an object and remembers no name reads all of it, and the same questions say so', () => withBotWithout(b, {
  'src/app/doors/telegram.ts': [
    ["    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return c.text('', 404);\n", ''],
    ["  if (Number(request.headers.get('content-length') ?? 0) > hookBytes) return null;\n", ''], ['capped(request.body, hookBytes)', 'capped(request.body, 2 ** 40)'],
    [' && Number.isSafeInteger((read as { update_id?: unknown }).update_id)', ''],
  ],
  'src/rooms/appeals/acts/talk.ts': [["if (!(await noteUpdate(ctx, tx, { name: m.name, state: 'taken' }))) return", "if (!(await noteUpdate(ctx, tx, { name: m.name, state: 'taken' })) && m.name === '') return"]],
}, async (bot) => {
  const open = await opened(bot.reader().app);
  try {
    const amiss = await readAmiss(open.at, 4_030);
    console.log(`proof: control, a hook that reads everything: ${amiss.join('; ')}`);
    expect(amiss.map((one) => one.split(':')[0])).toEqual(['no secret', 'half a secret', 'an empty secret', 'a list', 'no number', 'two megabytes', 'said before', 'said once', 'said again']);
  } finally {
    await open.close();
  }
}));

test('a bot that is told of updates and was refused once asks again by itself, and is not called refused until somebody writes', () => withBotWithout(b, {
  'src/app/doors/bot.ts': [['const troubleAsksAgainMs = 60_000;', 'const troubleAsksAgainMs = 50;']],
}, async (bot) => {
  const open = await opened(bot.reader().app);
  try {
    const asked = (): number => b.api.calls.filter(({ method }) => method === 'getMe').length;
    const introduced = (): number => b.api.calls.filter(({ method }) => method === 'setMyDescription').length;
    const before = introduced();
    await b.api.until(() => introduced() >= before + 4 && asked() > 0, 'the bot has said what it is, in no language and in three');
    const quiet = asked();
    b.api.person(4_040);
    b.api.fail({ method: 'sendMessage', status: 401, description: 'Unauthorized' });
    b.api.fail({ method: 'getMe', status: 401, description: 'Unauthorized' });
    const update = { update_id: 4_040, message: { message_id: 1, date: 1, from: { id: 4_040, is_bot: false, first_name: 'X' }, chat: { id: 4_040, type: 'private', first_name: 'X' }, text: '/start' } };
    expect(await post(open.at, JSON.stringify(update), b.api.hook?.secret ?? '')).toBe(200);
    await b.api.until(() => asked() === quiet + 2, 'it asked, was refused, and asked once more');
  } finally {
    await open.close();
  }
}));
