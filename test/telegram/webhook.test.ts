import { afterAll, beforeAll, expect, test } from 'vitest';
import { serve, type ServerType } from '@hono/node-server';
import { appeals, openBotHouse, type BotHouse } from './bot-house.ts';
import { untilNumber } from './words-of.ts';

let b: BotHouse;
let server: ServerType;
beforeAll(async () => {
  b = await openBotHouse({ url: 'https://ashyq.example' });
  const { app } = b.reader();
  server = await new Promise<ServerType>((resolve) => {
    const made = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, () => resolve(made));
  });
  const address = server.address();
  b.api.hookTo = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  await b.api.until(() => b.api.hook !== null, 'the hook is set');
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  await b.end();
});

const post = (body: string, secret?: string) => fetch(`${b.api.hookTo ?? ''}/telegram/updates`, { method: 'POST', body, headers: { 'content-type': 'application/json', ...(secret === undefined ? {} : { 'x-telegram-bot-api-secret-token': secret }) } }).then((answer) => answer.status);

test('where the house is reached by https, updates are sent there: a whole conversation', async () => {
  expect(b.api.hook?.url).toBe('https://ashyq.example/telegram/updates');
  const said = await untilNumber(b.api.person(401, 'ru'), 'ru', 'Во дворе не вывозят мусор.');
  expect(said).toMatch(/https:\/\/ashyq\.example\/ru\/follow\/[\w-]{22}/);
  expect(await appeals(b)).toHaveLength(1);
  expect(b.api.calls.some((call) => call.method === 'getUpdates')).toBe(false);
});

test('without the secret nothing is read, and what is no update is refused', async () => {
  const update = JSON.stringify({ update_id: 1, message: { message_id: 1, date: 1, from: { id: 402, is_bot: false, first_name: 'X' }, chat: { id: 402, type: 'private', first_name: 'X' }, text: '/start' } });
  b.api.person(402);
  const secret = b.api.hook?.secret ?? '';
  expect([await post(update), await post(update, `${secret.slice(0, -1)}x`), await post(update, '')]).toEqual([404, 404, 404]);
  expect([await post('', secret), await post('{', secret), await post('[]', secret), await post('null', secret), await post(`"${'x'.repeat(2_000_000)}"`, secret)]).toEqual([400, 400, 400, 400, 400]);
  expect(b.api.chats.get(402)?.messages).toEqual([]);
  expect(await post(update, secret)).toBe(200);
  expect(b.api.chats.get(402)?.messages).toHaveLength(1);
  // sent again, as Telegram does when it did not hear the answer
  expect(await post(update, secret)).toBe(200);
  expect(b.api.chats.get(402)?.messages).toHaveLength(1);
});
