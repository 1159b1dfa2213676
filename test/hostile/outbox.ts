import { createServer } from 'node:http';
import PostalMime, { type Email } from 'postal-mime';
import { telegramChannels } from '../../src/app/doors/telegram.ts';
import { readConfig } from '../../src/platform/config.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { addBrowser } from '../../src/rooms/notices/acts/own.ts';
import { emailChannel, pushChannel, pushKeys, setChannels, setPush, smsChannel } from '../../src/rooms/notices/contract.ts';
import type { Office } from '../notices/office.ts';
import { pushService, type MadeBrowser } from '../push/service.ts';
import { BotApi, botToken } from '../support/bot-api.ts';
import { ok } from '../support/house.ts';
import { smtpCounterpart } from '../support/smtp.ts';

export const site = 'https://ashyq.example';
const secret = 'a secret of tests, longer than thirty-two letters';

/** A letter as the other end reads it: its envelope, its own lines, and what stands in them. */
export type Letter = { readonly to: readonly string[]; readonly raw: string; readonly read: Email; readonly noticeId: number };
/** A text message, a message of the bot, or a line on a staff member's screen. */
export type Message = { readonly by: 'sms' | 'telegram' | 'push'; readonly text: string; readonly whole: Readonly<Record<string, unknown>> };
export type Outbox = {
  readonly letters: () => Promise<readonly Letter[]>;
  readonly messages: () => readonly Message[];
  /** every word of what went out, waits to go out, or is kept of it */
  readonly words: () => Promise<readonly string[]>;
  /** somebody who opened the bot; their chat's number */
  readonly chat: () => string;
  /** a browser of a member of staff that may be written to */
  readonly browser: (ctx: Ctx) => Promise<void>;
  readonly end: () => Promise<void>;
};

/** The other ends of all four channels, each on a wire of its own; the house writes to them with the program's channels. */
export const openOutbox = async (o: Office): Promise<Outbox> => {
  const post = await smtpCounterpart();
  const email = emailChannel({ url: post.url, from: 'Ашық филиал <inbox@ashyq.example>', replyTo: 'inbox+{token}@ashyq.example' });
  const sms: Message[] = [];
  const gateway = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => (body += part)).on('end', () => {
      const { to, ...whole } = JSON.parse(body) as { to: string; text: string };
      sms.push({ by: 'sms', text: whole.text, whole });
      response.writeHead(/^\+\d+$/.test(to) ? 200 : 400).end('{}');
    });
  });
  await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
  const bound = gateway.address();
  const bot = await new BotApi().open();
  const push = await pushService();
  const browsers: MadeBrowser[] = [];
  const keys = pushKeys(secret);
  setPush({ publicKey: keys.publicKey, services: [push.host] });
  setChannels({
    email: email.send,
    sms: smsChannel({ url: `http://127.0.0.1:${typeof bound === 'object' && bound ? bound.port : 0}/`, method: 'POST', headers: {}, body: '{"to":"{to}","text":"{text}"}', success: null, gone: null }),
    ...telegramChannels(readConfig({ JAUAP_DATA: '/tmp/jauap-outbox-unused', JAUAP_MODE: 'test', JAUAP_SECRET: secret, TELEGRAM_TOKEN: botToken, TELEGRAM_API: bot.url })),
    push: pushChannel({ keys, services: [push.host], contact: site }),
  }, site);
  let chats = 7_000;
  const letters = (): Promise<readonly Letter[]> => Promise.all(post.letters.map(async ({ to, raw }) => ({ to, raw, read: await PostalMime.parse(raw), noticeId: Number(/^Message-ID: <notice\.(\d+)/im.exec(raw)?.[1]) })));
  const messages = (): readonly Message[] => [
    ...sms,
    ...bot.calls.filter((call) => call.method === 'sendMessage').map(({ payload }): Message => ({ by: 'telegram', text: String(payload['text']), whole: { ...payload, chat_id: '' } })),
    ...browsers.flatMap((one) => one.arrived).map(({ payload }): Message => ({ by: 'push', text: (payload as { title: string }).title, whole: payload as Message['whole'] })),
  ];
  return {
    letters, messages,
    words: async () => [
      ...(await letters()).map(({ read }) => `${read.subject ?? ''}\n${read.text ?? ''}\n${read.html ?? ''}\n${read.headers.map((one) => `${one.key}: ${one.value}`).join('\n')}`),
      ...messages().map((one) => JSON.stringify(one.whole)),
      ...(await o.house.t.raw('SELECT row_to_json(n)::text AS row FROM notices.notice n')).map((row) => String(row['row'])),
    ],
    chat: () => String(bot.person((chats += 1)).id),
    browser: async (ctx) => {
      const made = push.browser();
      ok(await addBrowser(ctx, made));
      browsers.push(made);
    },
    end: async () => {
      email.close();
      gateway.closeAllConnections();
      await Promise.all([post.end(), bot.close(), push.end(), new Promise((resolve) => gateway.close(resolve))]);
    },
  };
};

/** What of `secrets` stands in `texts`, and where. */
export const leaked = (texts: readonly string[], secrets: readonly string[]): readonly string[] => {
  const small = texts.map((text) => text.toLowerCase());
  return secrets.flatMap((secret) => small.filter((text) => text.includes(secret.toLowerCase())).map((text) => `${secret}: ${text.slice(0, 400)}`));
};
