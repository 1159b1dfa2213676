import { createServer as createHttpServer } from 'node:http';
import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { botLeft, botNow, botSaid } from '../../src/app/doors/bot.ts';
import { telegramChannels } from '../../src/app/doors/telegram.ts';
import { botLink, mailAnswers } from '../../src/rooms/notices/contract.ts';
import { storeAnswers } from '../../src/rooms/files/contract.ts';
import { issuerAnswers } from '../../src/rooms/people/contract.ts';
import { wiresNow } from '../../src/app/health/wires.ts';
import { readConfig } from '../../src/platform/config.ts';
import { until } from '../faults/program.ts';
import { BotApi, botToken } from '../support/bot-api.ts';
import { addressOf, bucket, closed, region, secret } from '../support/bucket.ts';
import { openOutside } from './outside.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});
const listening = async <S extends Server>(server: S): Promise<S> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
};
/** Answers everything with this. */
const saying = async (status: number, body: string): Promise<string> => {
  const server = createHttpServer((_request, response) => response.writeHead(status, { 'content-type': 'application/xml' }).end(body));
  await listening(server);
  ends.push(() => closed(server));
  return addressOf(server).replace(/\/$/, '');
};
const storeAt = (endpoint: string) => storeAnswers({ endpoint, bucket: 'jauap', region, accessKeyId: 'key-of-the-test', secretAccessKey: secret });
const coded = (code: string): string => `<?xml version="1.0"?><Error><Code>${code}</Code></Error>`;

test.each<[status: number, body: string, why: string | null]>([
  [404, coded('NoSuchKey'), null], [404, coded('NoSuchBucket'), 'no_bucket'], [403, coded('AccessDenied'), 'unlisted'],
  [403, coded('InvalidAccessKeyId'), 'refused'], [403, coded('SignatureDoesNotMatch'), 'refused'], [403, coded('RequestTimeTooSkewed'), 'refused'],
  [404, '', 'foreign'], [200, '<h1>It works!</h1>', 'foreign'], [403, '', 'foreign'], [200, `${' '.repeat(1_000_000)}${coded('NoSuchKey')}`, 'foreign'],
  [503, coded('SlowDown'), 'silent'], [502, '', 'silent'], [429, '', 'silent'],
])('a store of files that answers %i %.60s', async (status, body, why) => {
  expect(await storeAt(await saying(status, body))).toBe(why);
});

test('keys that put and get but may not list are no refused keys', async () => {
  const store = await bucket({ unlisted: true });
  ends.push(() => closed(store.server));
  expect(await storeAt(store.endpoint)).toBe('unlisted');
});

test.each([[502, 'silent'], [503, 'silent'], [429, 'silent'], [404, 'refused'], [200, 'refused']])('an issuer that answers %i is told as %s', async (status, why) => {
  expect(await issuerAnswers({ issuer: await saying(status, '{}'), clientId: 'jauap', clientSecret: 'shared' })).toBe(why);
});

/** Says the first when somebody comes, and to each word of theirs what stands beside it. */
const speaking = async (greeting: Promise<string> | string, answers: Readonly<Record<string, string>> = {}, onSocket: (socket: Socket) => void = () => {}): Promise<string> => {
  const sockets: Socket[] = [];
  const server = await listening(createServer((socket) => {
    sockets.push(socket.on('error', () => {}));
    onSocket(socket);
    void Promise.resolve(greeting).then((line) => socket.write(`${line}\r\n`));
    socket.on('data', (said) => {
      const word = said.toString('latin1').slice(0, 4);
      if (answers[word]) socket.write(`${answers[word]}\r\n`);
    });
  }));
  ends.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  const bound = server.address();
  return `smtp://jauap:kilt@127.0.0.1:${typeof bound === 'object' && bound ? bound.port : 0}`;
};
const greets = '220 post';
const offers = '250-post\r\n250 AUTH PLAIN';
test.each<[what: string, greeting: string, answers: Readonly<Record<string, string>>, why: string | null]>([
  ['lets us in', greets, { EHLO: offers, AUTH: '235 2.7.0 ok', QUIT: '221 bye' }, null],
  ['does not take the password', greets, { EHLO: offers, AUTH: '535 5.7.8 no', QUIT: '221 bye' }, 'refused'],
  ['cannot look at passwords now', greets, { EHLO: offers, AUTH: '454 4.7.0 later', QUIT: '221 bye' }, 'silent'],
  ['greets with a no', '554 5.7.1 not you', {}, 'foreign'],
  ['is too busy to greet', '421 4.3.2 later', {}, 'silent'],
])('a mail server that %s', async (_what, greeting, answers, why) => {
  expect(await mailAnswers({ url: await speaking(greeting, answers), ca: null })).toBe(why);
});

test('of those who are believed the file is gone: that is told, and not that the server is silent', async () => {
  expect(await mailAnswers({ url: 'smtp://post.example', ca: '/nowhere/at/all.pem' })).toBe('ca_gone');
});

test('a mail server that goes on saying a word now and then is hung up on', async () => {
  const hungUp = Promise.withResolvers<void>();
  const url = await speaking(greets, {}, (socket) => {
    const dripping = setInterval(() => socket.write('250-and\r\n'), 50);
    socket.on('close', () => {
      clearInterval(dripping);
      hungUp.resolve();
    });
  });
  expect(await mailAnswers({ url, ca: null }, 500)).toBe('silent');
  await hungUp.promise;
});

test('an answer that comes behind the page is told by the next one, not as silence', async () => {
  const greeting = Promise.withResolvers<string>();
  const config = readConfig({ JAUAP_SECRET: 'a secret of tests, longer than thirty-two letters', MAIL_URL: await speaking(greeting.promise, { EHLO: offers, AUTH: '235 2.7.0 ok', QUIT: '221 bye' }), MAIL_FROM: 'inbox@ashyq.example' });
  const clock = { now: () => Date.now() };
  expect((await wiresNow(config, clock)).mail).toEqual({ why: 'slow', minutes: 0 });
  greeting.resolve(greets);
  expect((await wiresNow(config, clock)).mail).toEqual({ why: null, minutes: 0 });
});

test('a password that is not taken is tried again after a quarter of an hour, what is silent every minute; a trouble that nobody looked at is forgotten', async () => {
  const strict = await openOutside();
  ends.push(strict.stop);
  const config = readConfig({ JAUAP_SECRET: 'a secret of tests, longer than thirty-two letters', ...strict.wrong });
  const clock = { at: Date.now(), now: (): number => clock.at };
  const look = async (minutes: number) => {
    clock.at += minutes * 60_000;
    return wiresNow(config, clock);
  };
  expect((await look(0)).mail?.why).toBe('refused');
  for (let n = 1; n < 8; n += 1) expect((await look(2)).mail).toEqual({ why: 'refused', minutes: 2 * n });
  const { mail, store, issuer } = strict.asked();
  expect({ mail, store: store > 7, issuer: issuer > 7 }).toEqual({ mail: 1, store: true, issuer: true });
  expect((await look(2)).mail).toEqual({ why: 'refused', minutes: 16 });
  expect(strict.asked().mail).toBe(2);
  await strict.stop();
  expect((await look(4)).store).toEqual({ why: 'silent', minutes: 0 });
  expect((await look(2)).store).toEqual({ why: 'silent', minutes: 2 });
});

test('of a bot only whoever reads it speaks, and whoever asked for updates and hears nothing for two minutes reads it no more', async () => {
  const api = await new BotApi().open();
  ends.push(() => api.close(), botLeft);
  telegramChannels(readConfig({ JAUAP_SECRET: 'a secret of tests, longer than thirty-two letters', TELEGRAM_TOKEN: botToken, TELEGRAM_API: api.url, TELEGRAM_WEBHOOK: 'off' }));
  botLink('');
  await api.until(() => api.calls.some(({ method }) => method === 'getMe'), 'the bot was asked for its name');
  await until(() => botLink('') !== null, 120_000);
  expect(botNow()).toBe(undefined);
  const at = new Date();
  const later = (seconds: number) => botNow(at.getTime() + seconds * 1_000)?.why;
  for (const [how, why] of [['answered', null], ['silent', 'silent']] as const) {
    botSaid(how, true, at);
    expect([later(119), later(121)]).toEqual([why, undefined]);
  }
  // told by the other end, it may be right and say nothing for days
  botSaid('answered', false, at);
  expect(later(86_400)).toBe(null);
});
