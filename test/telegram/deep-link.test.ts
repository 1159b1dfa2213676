import { afterAll, beforeAll, expect, test } from 'vitest';
import { jobs, readers } from '../../src/app/house.ts';
import { startWorker, registerReaders } from '../../src/platform/jobs.ts';
import { forward } from '../../src/rooms/appeals/acts/forward.ts';
import { aStaff } from '../../src/rooms/appeals/make.ts';
import { botLink, setBot, setChannels } from '../../src/rooms/notices/contract.ts';
import { telegramChannels } from '../../src/app/doors/telegram.ts';
import type { PlainBrowser } from '../support/browser.ts';
import { ok } from '../support/house.ts';
import { openBotHouse, type BotHouse } from './bot-house.ts';

let b: BotHouse;
let worker: Awaited<ReturnType<typeof startWorker>>;
beforeAll(async () => {
  registerReaders(readers);
  b = await openBotHouse();
  b.reader();
  worker = await startWorker({ url: b.h.t.url, ctx: { db: b.h.t.db, log: b.h.t.ctx().log, clock: b.h.ctx().clock }, readers, jobs });
  await b.api.until(() => b.api.calls.some((one) => one.method === 'getMe') && botLink('') !== null, 'the bot has said its name');
});
afterAll(async () => {
  await worker.stop();
  await b.end();
});

const said = {
  kk: { begin: 'Бастау', on: 'Жалғастыру', send: 'Жіберу', open: 'Ботты Telegram-да ашу', bound: 'Telegram қосылды', follow: 'Өтініш барысын көру', way: 'Telegram хабары' },
  ru: { begin: 'Начать', on: 'Продолжить', send: 'Отправить', open: 'Открыть бота в Telegram', bound: 'Telegram подключён', follow: 'Следить за обращением', way: 'Сообщение в Telegram' },
} as const;
/** By the web form, as a person without JavaScript; to the page that says the number. */
const sent = async (lang: 'kk' | 'ru', tellBy: string): Promise<PlainBrowser> => {
  const w = said[lang];
  const page = await b.h.browser().open(`/${lang}/appeals/new`);
  await page.submit(w.begin);
  await page.submit(w.on, { text: 'Мектептің жанындағы көше шамдары екі аптадан бері жанбайды.' });
  await page.submit(w.on, { place: 'таскала', address: 'Абай көшесі, 12' });
  await page.submit(w.on, { kind: 'application' });
  await page.submit(w.on, { who: 'person' });
  await page.submit(w.on, { surname: 'Үлгіқызы', given: 'Әлия', phone: '8 701 000 00 01', email: 'aliya@mail.example', tellBy });
  await page.submit(w.on, { publish: 'no' });
  await page.submit(w.send);
  expect(page.address).toBe(`/${lang}/appeals/new/done`);
  return page;
};
const botHref = (page: PlainBrowser, lang: 'kk' | 'ru'): string | null => [...page.document.querySelectorAll('a')].find((one) => one.textContent === said[lang].open)?.getAttribute('href') ?? null;
const numberOn = (page: PlainBrowser): string => /BQ01-2026-\d{6}/.exec(page.text)?.[0] ?? '';

test.each([['kk', 901], ['ru', 902]] as const)('whoever chose Telegram on the web form opens the bot by the page’s own link, and the next notice is in the chat (%s)', async (lang, chat) => {
  const w = said[lang];
  const page = await sent(lang, 'telegram');
  const number = numberOn(page);
  const href = botHref(page, lang) ?? '';
  expect(href).toMatch(/^https:\/\/t\.me\/jauap_bot\?start=[\w-]{22}$/);
  // for whoever sits at a computer, the same link as a picture
  expect(page.document.querySelectorAll('img.qr')).toHaveLength(2);
  expect(page.bytes).toBeLessThan(30_000);
  const follow = await b.h.browser().open(page.document.querySelector(`a[href*="/follow/"]`)?.getAttribute('href') ?? '');
  expect(botHref(follow, lang)).toBe(href);

  const person = b.api.person(chat, lang);
  const before = person.messages.length;
  // what Telegram sends when the button of the link is pressed
  await person.after(person.write(`/start ${new URL(href).searchParams.get('start')}`), lang === 'kk' ? /осында да хабарлаймыз/ : /сообщать|писать/);
  await b.api.until(() => person.texts.includes(number), 'the bot names the matter');
  expect(person.messages.length).toBeGreaterThan(before);

  await page.open(`/${lang}/appeals/new/done`);
  expect([botHref(page, lang), page.text.includes(w.bound)]).toEqual([null, true]);
  await page.follow(w.follow);
  expect([botHref(page, lang), page.text.includes(w.bound), page.text.includes(w.way)]).toEqual([null, true, true]);

  const told = person.messages.length;
  ok(await forward(b.h.ctx(aStaff(b.h.people.clerk, [{ unitId: b.h.units.tasqala }])), { number, unitId: b.h.units.roads, reason: 'Құзыреті бойынша' }));
  await b.api.until(() => person.messages.length > told, 'the notice is in the chat');
  const notice = person.last?.text ?? '';
  expect(notice).toContain(number);
  expect(notice).toMatch(lang === 'kk' ? /құзыреті бойынша жолданды/ : /перенаправлено по компетенции/);
  expect(notice).not.toContain('шамдары');

  // who blocks the bot is shown the way back to it
  await b.h.t.raw(`UPDATE notices.way SET bounced_at = now(), bounce_code = 'blocked' WHERE address = $1`, [String(chat)]);
  await page.open(page.address);
  expect(botHref(page, lang)).toBe(href);
});

test('whoever chose another way, or none, is shown no bot', async () => {
  for (const tellBy of ['link', 'email', '']) {
    const done = await sent('kk', tellBy);
    expect([tellBy, botHref(done, 'kk'), done.document.querySelectorAll('img.qr').length]).toEqual([tellBy, null, 1]);
  }
});

test('until the bot has said its name the page says so, waits for nobody, and shows the link when it is known', async () => {
  const page = await sent('kk', 'telegram');
  b.api.fail({ method: 'getMe', status: 502, description: 'Bad Gateway' }, 1);
  const channels = telegramChannels(b.config);
  setChannels(channels, b.site);
  await page.open('/kk/appeals/new/done');
  expect([botHref(page, 'kk'), page.text.includes('Telegram боты қазір жауап бермей тұр')]).toEqual([null, true]);
  setBot(() => 'jauap_bot');
  await page.open('/kk/appeals/new/done');
  expect(botHref(page, 'kk')).toMatch(/jauap_bot/);
  // no bot at all: the words are gone as well
  setBot(() => null);
  setChannels({}, b.site);
  await page.open('/kk/appeals/new/done');
  expect([botHref(page, 'kk'), page.text.includes('Telegram')]).toEqual([null, false]);
});
