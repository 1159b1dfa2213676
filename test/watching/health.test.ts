import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Hono } from 'hono';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { backupCommand } from '../../src/app/backup.ts';
import { botNow } from '../../src/app/doors/bot.ts';
import { mailboxDownSince } from '../../src/app/doors/mailbox.ts';
import { startMail } from '../../src/app/doors/mail.ts';
import { healthWords } from '../../src/app/health/words.ts';
import { openTelegram } from '../../src/app/doors/telegram.ts';
import { system, visitor } from '../../src/kernel/actor.ts';
import { say } from '../../src/kernel/words.ts';
import { readConfig } from '../../src/platform/config.ts';
import { write } from '../../src/platform/db.ts';
import { attach, storeAnswers, takeUpload } from '../../src/rooms/files/contract.ts';
import { record } from '../../src/rooms/journal/contract.ts';
import { mailAnswers } from '../../src/rooms/notices/contract.ts';
import { issuerAnswers } from '../../src/rooms/people/contract.ts';
import { until } from '../faults/program.ts';
import { BotApi, botToken } from '../support/bot-api.ts';
import { PlainBrowser } from '../support/browser.ts';
import { loginOf, ok, openHouse, password, type TestHouse } from '../support/house.ts';
import { withLines } from './markers.ts';
import { withSettings as withGood, type Opened } from './open.ts';
import { openOutside, type Outside } from './outside.ts';

let h: TestHouse;
/** The same house, with those outside it that a configuration may name. */
let wired: Opened;
let outside: Outside;
/** And without the lines that this page stands on: one for all controls. */
let careless: Opened;
const url = { JAUAP_URL: 'https://ashyq.example' };
beforeAll(async () => {
  h = await openHouse({ url: url.JAUAP_URL });
  await made('now');
  outside = await openOutside();
  wired = await withGood(h, { ...url, ...outside.settings });
  const { withSettings } = await withLines({
    'src/app/health/pages.tsx': [["may: able('health.see')", 'may: anyone']],
    'src/app/health/look.ts': [[/CASE WHEN what = 'timetable_stopped'.* END AS n/, 'n']],
    'src/app/health/wires.ts': [['asking.known = { why };', 'asking.known = { why: null };']],
    'src/app/health/judge.ts': [["if (aged.state !== 'well' || (backup.missing === 0 && backup.secret)) return aged;", 'if (aged) return aged;']],
  });
  careless = await withSettings(h, { ...url, ...outside.settings });
});
afterAll(async () => {
  await careless.end();
  await wired.end();
  await outside.stop();
  await h.end();
});

/** When the house's tables were made: its template may be as old as the whole run. */
const made = (ago: 'now' | string) => h.t.raw(`UPDATE platform.migration SET applied_at = now() - interval '${ago === 'now' ? '0' : ago}'`);

const signedInto = async (of: Opened, who: 'administrator' | 'clerk', lang = 'ru'): Promise<PlainBrowser> => {
  const page = await new PlainBrowser(of.app).open(`/${lang}/sign-in`);
  await page.submit(/Кіру|Войти/, { login: loginOf(who), password });
  return page;
};

test('the administrator reads in words what is wrong and what to do; whoever is not one finds no such page', async () => {
  const page = await (await h.signedIn('administrator', 'ru')).open('/ru/admin/health');
  expect(page.status).toBe(200);
  expect(page.text).toContain('Состояние системы');
  expect(page.text).toContain('Почтовый сервер');
  expect(page.text).toContain('Задайте MAIL_URL и MAIL_FROM');
  expect(page.text).not.toContain('Фоновые задания Сейчас');
  for (const who of ['clerk', 'head', 'executor'] as const) expect((await (await h.signedIn(who)).open('/kk/admin/health')).status).toBe(404);
});

const [now, look] = [say('kk', healthWords.act), say('kk', healthWords.look)];
/** What is to be done, in the order in which the administrator reads it: `now` and `look`. The note above counts them in a sentence. */
const statesIn = (page: PlainBrowser): readonly string[] => [...page.text.matchAll(new RegExp(`(${now}|${look})(?! шара| керек)`, 'g'))].map(([, state = '']) => state);
const worstFirst = (states: readonly string[]): readonly string[] => states.toSorted((a, b) => [now, look].indexOf(a) - [now, look].indexOf(b));
test('control: without the line that asks for the right, a clerk reads the page', async () => {
  expect((await (await signedInto(careless, 'clerk')).open('/ru/admin/health')).status).toBe(200);
});

/** `jauap backup` as it is typed on another machine: of this house it has the database and the secret, and not one file. */
const backedUp = async (): Promise<number> => {
  const elsewhere = await mkdtemp(join(tmpdir(), 'jauap-elsewhere-'));
  try {
    const config = readConfig({ JAUAP_DATA: elsewhere, DATABASE_URL: h.t.url, JAUAP_SECRET: 'a secret of tests, longer than thirty-two letters', JAUAP_LOG: 'silent' });
    return await backupCommand({ print: () => {}, progress: () => {} }).run(config, ['--to', join(elsewhere, 'all.tar')]);
  } finally {
    await rm(elsewhere, { recursive: true, force: true });
  }
};
/** The row of one thing, its cells with a bar between them: what is in order has two. */
const rowOf = async (page: PlainBrowser, what: string): Promise<string> => {
  const { html } = await page.open('/ru/admin/health');
  const rows = [...html.matchAll(/<tr[^>]*>(.*?)<\/tr>/gs)].map(([, row = '']) => [...row.matchAll(/<t[dh][^>]*>(.*?)<\/t[dh]>/gs)].map(([, cell = '']) => cell.replaceAll(/<[^>]*>/g, '').trim()).join(' | '));
  return rows.find((row) => row.startsWith(what)) ?? 'no row';
};

test('a backup that was made on another machine counts, and one in which a file was missing is told as such', async () => {
  const page = await h.signedIn('administrator', 'ru');
  expect(await rowOf(page, 'Резервная копия')).toContain('Посмотреть ещё не делалась');
  expect(await backedUp()).toBe(0);
  expect(await rowOf(page, 'Резервная копия')).toBe('Резервная копия | сделана меньше суток назад');
  const { fileId } = ok(await takeUpload(h.ctx(visitor), new File(['Аулада шам жанбайды.'], 'қағаз.txt'), { by: 'visit:1' }));
  ok(await write(h.ctx(), (tx) => attach(tx, [fileId], 'appeal:1')));
  expect(await backedUp()).toBe(1);
  expect(await rowOf(page, 'Резервная копия')).toContain('Посмотреть сделана, но файлов утрачено или повреждено: 1 | Запустите jauap backup ещё раз');
});

test('control: without the line that asks what was missing, that backup stands among what is in order', async () => {
  expect(await rowOf(await signedInto(careless, 'administrator'), 'Резервная копия')).toBe('Резервная копия | сделана меньше суток назад');
});

test('a house whose worker was never started says so, though not in its first minutes', async () => {
  const page = await h.signedIn('administrator', 'ru');
  await made('9 minutes');
  expect(await rowOf(page, 'Фоновые задания')).toBe('Фоновые задания | идут по расписанию');
  await made('11 minutes');
  expect(await rowOf(page, 'Фоновые задания')).toMatch(/Сейчас ещё ни одно задание не выполнено \| .* JAUAP_WORKER=on/);
  // control: without the line that asks how old the house is, it waits for its first job for ever
  expect(await rowOf(await signedInto(careless, 'administrator'), 'Фоновые задания')).toBe('Фоновые задания | идут по расписанию');
});

test('a job that has waited for forty minutes and a queue without a worker stand first, and whatever waits for nobody today stands behind all that does', async () => {
  await h.t.raw(`SELECT graphile_worker.add_job('some:job', '{}'::json, run_at => now() - interval '40 minutes')`);
  await h.t.raw(`INSERT INTO graphile_worker._private_known_crontabs (identifier, known_since, last_execution) VALUES ('x', now() - interval '1 day', now() - interval '20 minutes')`);
  // given up is for later, an act without a seal for now: in the order in which they are looked at the first of them comes before the second
  await h.t.raw(`SELECT graphile_worker.add_job('other:job', '{}'::json)`);
  await h.t.raw('UPDATE graphile_worker._private_jobs SET attempts = max_attempts WHERE id = (SELECT max(id) FROM graphile_worker._private_jobs)');
  await write(h.ctx(), (tx) => record(tx, { act: 'appeal.note', subject: 'appeal:1', actor: system('test'), at: new Date(Date.now() - 40 * 60_000) }));
  const page = await (await h.signedIn('administrator')).open('/kk/admin/health');
  expect(page.text).toMatch(/Қазір шара қажет: \d+\./);
  expect(page.text).toContain('ең ескісі 40 мин күтіп тұр');
  expect(page.text).toContain('JAUAP_WORKER=on');
  expect(page.text.indexOf('Жұмыстар кезегі')).toBeLessThan(page.text.indexOf('Пошта сервері'));
  expect(statesIn(page).length).toBeGreaterThan(4);
  expect(statesIn(page)).toEqual(worstFirst(statesIn(page)));
});

test('control: without the line that asks for the right a clerk reads the page, and without the one that puts in order a later thing stands before one for now', async () => {
  const { withSettings } = await withLines({
    'src/app/health/pages.tsx': [["may: able('health.see')", 'may: anyone']],
    'src/app/health/judge.ts': [[/findings\.toSorted\(\(a, b\) => states\.indexOf\(a\.state\) - states\.indexOf\(b\.state\)\)/, 'findings']],
  });
  const copy = await withSettings(h, { JAUAP_URL: 'https://ashyq.example' });
  try {
    const page = await new PlainBrowser(copy.app).open('/kk/sign-in');
    await page.submit(/Кіру/, { login: loginOf('clerk'), password });
    await page.open('/kk/admin/health');
    expect(page.status).toBe(200);
    console.log(`proof: control, health in no order: ${statesIn(page).join(', ')}`);
    expect(statesIn(page)).not.toEqual(worstFirst(statesIn(page)));
  } finally {
    await copy.end();
  }
});

test('a mailbox that cannot be read is told: letters wait in it, and whoever sent them hears nothing', async () => {
  const { db, log, clock } = h.ctx();
  const door = startMail(readConfig({ MAIL_IMAP_URL: 'imap://inbox:wrong@127.0.0.1:1' }), { db, log, clock }, h.t.url);
  try {
    expect(await until(() => mailboxDownSince() instanceof Date, 120_000)).toBe(true);
    const page = await (await h.signedIn('administrator', 'ru')).open('/ru/admin/health');
    expect(page.text).toContain('Почтовый ящик для обращений');
  } finally {
    await door?.stop();
  }
  expect((await (await h.signedIn('administrator', 'ru')).open('/ru/admin/health')).text).not.toContain('Почтовый ящик');
});

test('what stands well says so in words, not in noughts', async () => {
  const page = await (await h.signedIn('administrator', 'ru')).open('/ru/admin/health');
  expect(page.text).toContain('находится всё');
  expect(page.text).toContain('уходят вовремя');
  expect(page.text).not.toMatch(/ждёт 0 мин|вышло: 0|обращений: 0/);
});

const wires = ['Почтовый сервер', 'Хранилище файлов', 'Вход через учётную запись'] as const;
const rowsOf = async (page: PlainBrowser): Promise<readonly string[]> => {
  const rows: string[] = [];
  for (const what of wires) rows.push((await rowOf(page, what)).replace(/^[^|]*\| /, ''));
  return rows;
};
const minutes = (n: number): void => void (h.clock.now += n * 60_000);

test('a mail server, a store of files and an issuer that stop answering are told within a minute, and since when', async () => {
  const [page, blind] = [await signedInto(wired, 'administrator'), await signedInto(careless, 'administrator')];
  expect(await rowsOf(page)).toEqual(['отвечает', 'отвечает', 'отвечает']);
  expect(await rowsOf(blind)).toEqual(['отвечает', 'отвечает', 'отвечает']);
  const asked = outside.asked();
  expect(Math.min(...Object.values(asked))).toBeGreaterThan(0);
  expect(await rowsOf(page)).toEqual(['отвечает', 'отвечает', 'отвечает']);
  // whoever renews the page asks nobody anew
  expect(outside.asked()).toEqual(asked);
  await outside.stop();
  expect(await rowsOf(page)).toEqual(['отвечает', 'отвечает', 'отвечает']);
  minutes(1);
  expect(await rowsOf(page)).toEqual([
    expect.stringMatching(/^Посмотреть не отвечает \| Письма не уходят, .* сервер из MAIL_URL/), expect.stringMatching(/^Сейчас не отвечает \| Файлы сейчас нельзя .* S3_ENDPOINT/), expect.stringMatching(/^Посмотреть не отвечает \| .* вход по паролю работает\. .* OIDC_ISSUER/),
  ]);
  for (let n = 0; n < 10; n += 1) {
    minutes(2);
    for (const one of [page, blind]) await one.open('/ru/admin/health');
  }
  expect((await rowsOf(page)).map((row) => row.split(' | ')[0])).toEqual(Array(3).fill('Сейчас не отвечает уже 20 мин'));
  // the control, by the same rows: asked, and the answer not heard
  const unheard = await rowsOf(blind);
  console.log(`proof: 3 of 3 outside the house told as silent for 20 min; control, a house that does not hear their answer: ${unheard.filter((row) => row !== 'отвечает').length} of 3`);
  expect(unheard).toEqual(['отвечает', 'отвечает', 'отвечает']);
  // nobody looked for four minutes: who knows what was between
  minutes(4);
  expect((await rowsOf(page)).map((row) => row.split(' | ')[0])).toEqual(['Посмотреть не отвечает', 'Сейчас не отвечает', 'Посмотреть не отвечает']);
});

test('a server that takes the connection and says nothing is given up in time', async () => {
  const held: Socket[] = [];
  const silent = createServer((socket) => void held.push(socket.on('error', () => {})));
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const bound = silent.address();
  const at = `127.0.0.1:${typeof bound === 'object' && bound ? bound.port : 0}`;
  const store = { endpoint: `http://${at}`, bucket: 'jauap', region: 'kz-1', accessKeyId: 'key', secretAccessKey: 'secret' };
  expect(await Promise.all([mailAnswers({ url: `smtp://${at}`, ca: null }, 500), storeAnswers(store, 500), issuerAnswers({ issuer: `http://${at}`, clientId: 'jauap', clientSecret: 'shared' }, 500)])).toEqual(['silent', 'silent', 'silent']);
  // how many of a client's connections come through on a busy machine is its own affair
  expect(held.length).toBeGreaterThan(0);
  for (const socket of held) socket.destroy();
  await new Promise((resolve) => silent.close(resolve));
});

test('whoever answers and does not let the house in is told apart from whoever is silent', async () => {
  const strict = await openOutside();
  const shut = await withGood(h, { ...url, ...strict.wrong });
  const page = await signedInto(shut, 'administrator');
  expect((await rowsOf(page)).map((row) => row.split(' | ')[0])).toEqual(['Сейчас не принимает логин или пароль', 'Сейчас не принимает ключи', 'Сейчас отвечает не то, что должен']);
  await shut.end();
  await strict.stop();
});

test('a bot is told by what the program heard of it last: an answer, silence, or that nobody knows its token', async () => {
  const api = await new BotApi().open();
  const settings = { ...url, TELEGRAM_TOKEN: botToken, TELEGRAM_API: api.url, TELEGRAM_WEBHOOK: 'off' };
  const bots = await withGood(h, settings);
  const row = async () => rowOf(await signedInto(bots, 'administrator'), 'Бот в Telegram');
  expect(await row()).toBe('no row');
  const { db, log, clock } = h.ctx();
  const door = (more: Readonly<Record<string, string>>) => openTelegram(readConfig({ JAUAP_SECRET: 'a secret of tests, longer than thirty-two letters', ...settings, ...more }), { db, log, clock }, new Hono());
  const reader = door({});
  await api.until(() => botNow()?.why === null, 'the bot was heard');
  expect(await row()).toBe('Бот в Telegram | отвечает сейчас');
  await api.close();
  expect(await until(() => botNow()?.why === 'silent', 120_000)).toBe(true);
  expect(await row()).toMatch(/Посмотреть не отвечает \| Бот молчит: .* TELEGRAM_API/);
  await reader?.stop();
  const again = await new BotApi().open();
  const stranger = door({ TELEGRAM_API: again.url, TELEGRAM_TOKEN: '7000000002:AAnobodys-token-nobodys-token-nobo' });
  expect(await until(() => botNow()?.why === 'refused', 120_000)).toBe(true);
  expect(await row()).toMatch(/Сейчас не принимает бота \| Бот молчит\. Проверьте TELEGRAM_TOKEN/);
  await stranger?.stop();
  expect(await row()).toBe('no row');
  await again.close();
  await bots.end();
});
