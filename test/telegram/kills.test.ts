import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import sharp from 'sharp';
import { serve as listen, type ServerType } from '@hono/node-server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEmbedded } from '../../src/platform/postgres.ts';
import { seeded } from '../faults/clients.ts';
import { build, serve, stillRunning, workingIn, type Built, type Program } from '../faults/program.ts';
import { prepared } from '../faults/seed.ts';
import pg from 'pg';
import { allowed, depth } from '../support/proof.ts';
import { freePort } from '../support/port.ts';
import { scratch } from '../support/scratch.ts';
import { BotApi, botToken } from '../support/bot-api.ts';
import type { BotPerson } from '../support/bot-person.ts';
import { appeals, openBotHouse } from './bot-house.ts';
import { heard, untilCheck } from './words-of.ts';

const conversations = depth(8, 100);
const atOnce = 4;

let dir = '';
let built: Built;
let api: BotApi;
/** also when the test has failed half way */
let ending = (): Promise<void> => Promise.resolve();
beforeAll(async () => {
  dir = scratch('bot');
  built = await build();
  await prepared(join(dir, 'postgres'));
  api = await new BotApi().open();
});
afterAll(async () => {
  await ending();
  await api.close();
  await built.remove();
  rmSync(dir, { recursive: true, force: true, maxRetries: 9 });
});

/** The program, started again whenever it is killed, one kill at a time. */
const supervised = async () => {
  const port = String(await freePort());
  const start = (): Program => serve(built, { PORT: port, JAUAP_DATA: dir, TELEGRAM_TOKEN: botToken, TELEGRAM_API: api.url });
  let program = start();
  let kills = 0;
  let turn = Promise.resolve();
  const asked: Promise<void>[] = [];
  const kill = (): Promise<void> => (turn = turn.then(async () => {
    kills += 1;
    program.signal('SIGKILL');
    await program.ended;
    program = start();
    // it reads again: a kill before that would kill nothing that is at work
    const before = api.calls.length;
    await api.until(() => api.calls.slice(before).some((call) => call.method === 'getUpdates'), () => `it is back (${program.running() ? 'runs' : 'ended'}): ${program.said()}`, 120_000);
  }));
  return {
    kills: () => kills,
    /** a moment later, while the conversation goes on */
    killIn: (ms: number): void => void asked.push(pause(ms).then(kill)),
    /** every kill that was asked for has fallen, and the program is back */
    killed: () => Promise.all(asked),
    end: async () => {
      await Promise.allSettled(asked);
      program.signal('SIGTERM');
      await program.ended;
    },
  };
};

type Sent = { readonly text: string; readonly number: string; readonly said: string };

test(`${conversations} conversations, each killed in its middle and at registering: nothing lost, no appeal twice, every number is said`, async () => {
  const random = seeded(20_261_121);
  const picture = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#446688' } }).jpeg().toBuffer();
  const program = await supervised();
  ending = program.end;
  const sent: Sent[] = [];
  const talk = async (person: BotPerson, nth: number): Promise<void> => {
    person.patienceMs = 240_000;
    const lang = nth % 2 === 0 ? 'kk' : 'ru';
    const text = `Аулада шам жанбайды, ${nth}-бағана.`;
    const killedAt = Math.floor(random() * 9);
    let steps = 0;
    await untilCheck(person, lang, text, async () => {
      // right after something was sent: while it is read, or before its answer is out
      if ((steps += 1) === killedAt) program.killIn(random() * 40);
    });
    await person.after(person.press(lang === 'kk' ? 'Мәтіні' : 'Текст'), /Жазғаныңыз осында|Написанное здесь/);
    const photo = person.photo(picture);
    program.killIn(random() * 40);
    await api.until(() => api.confirmed >= photo.update_id, 'the picture is taken', 240_000);
    await person.after(person.press(heard[lang].done), heard[lang].check);
    person.press(heard[lang].send);
    program.killIn(random() * 60);
    const said = await person.hears(heard[lang].registered);
    sent.push({ text, number: /BQ1-\d{4}-\d{6}/.exec(said.text)?.[0] ?? '', said: said.text });
  };
  const waiting = Array.from({ length: conversations }, (_, nth) => nth);
  await Promise.all(Array.from({ length: atOnce }, async () => {
    for (let nth = waiting.shift(); nth !== undefined; nth = waiting.shift()) await talk(api.person(500 + nth), nth);
  }));
  await program.killed();
  await api.until(() => api.waiting.length === 0, 'everything is read', 120_000);
  await program.end();

  const server = await startEmbedded({ dataDir: join(dir, 'postgres') });
  const client = new pg.Client({ connectionString: server.url, options: '-c jauap.sight=all -c jauap.kind=system' });
  try {
    await client.connect();
    const { rows } = await client.query<{ number: string; text: string; papers: string; way: string | null }>(`SELECT a.number, a.text, w.address AS way,
      (SELECT count(*) FROM files.file f WHERE f.owner = 'appeal:' || a.id) AS papers FROM appeals.appeal a LEFT JOIN notices.way w ON w.owner = 'appeal:' || a.id ORDER BY a.number`);
    console.log(`proof: ${conversations} conversations, ${program.kills()} kills of the program, ${rows.length} appeals`);
    // of the year that it is
    expect(rows.map((row) => row.number.replace(/-\d{4}-/, '-'))).toEqual(Array.from({ length: conversations }, (_, nth) => `BQ1-${String(nth + 1).padStart(6, '0')}`));
    expect(rows.map(({ number, text }) => ({ number, text }))).toEqual(sent.map(({ number, text }) => ({ number, text })).toSorted((a, b) => (a.number < b.number ? -1 : 1)));
    expect(rows.every((row) => Number(row.papers) === 1), JSON.stringify(rows)).toBe(true);
    expect(rows.every((row) => row.way !== null)).toBe(true);
    expect(program.kills()).toBeGreaterThanOrEqual(conversations * 2);
    const again = await client.query<{ n: string }>('SELECT count(*) AS n FROM appeals.intake');
    expect(Number(again.rows[0]?.n)).toBe(conversations);
  } finally {
    await client.end();
    await server.stop();
  }
  expect(stillRunning()).toEqual([]);
  expect(workingIn(dir)).toEqual([]);
}, allowed(900_000, 8, 100));

test('the control: without the name of an update remembered, what is delivered twice becomes two', async () => {
  const b = await openBotHouse({ url: 'https://ashyq.example' });
  let server: ServerType | undefined;
  try {
    const { app } = b.reader();
    server = await new Promise<ServerType>((resolve) => {
      const made = listen({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, () => resolve(made));
    });
    const address = server.address();
    b.api.hookTo = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
    await b.api.until(() => b.api.hook !== null, 'the hook is set');
    const picture = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#446688' } }).jpeg().toBuffer();
    const delivered = (update: unknown) => fetch(`${b.api.hookTo ?? ''}/telegram/updates`, { method: 'POST', body: JSON.stringify(update), headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': b.api.hook?.secret ?? '' } });
    /** The papers of an appeal whose picture came twice; `between` happens in between. */
    const papersOf = async (id: number, between: (name: string) => Promise<unknown>): Promise<number> => {
      const person = b.api.person(id);
      await untilCheck(person, 'kk', `Аулада шам жанбайды, ${id}-бағана.`);
      await person.after(person.press('Мәтіні'), /Жазғаныңыз осында/);
      const photo = person.photo(picture);
      await person.hears(/файл қосылды/);
      await between(String(photo.update_id));
      expect((await delivered(photo)).status).toBe(200);
      await person.after(person.press(heard.kk.done), heard.kk.check);
      const said = await person.after(person.press(heard.kk.send), heard.kk.registered);
      const row = (await appeals(b)).find((one) => said.text.includes(String(one['number'])));
      return Number((await b.h.t.raw('SELECT count(*)::int AS n FROM files.file WHERE owner = $1', [`appeal:${String(row?.['id'])}`]))[0]?.['n']);
    };
    expect(await papersOf(901, () => Promise.resolve())).toBe(1);
    expect(await papersOf(902, async (name) => {
      expect(await b.h.t.raw(`DELETE FROM notices.arrival WHERE channel = 'telegram' AND name = $1 RETURNING id`, [name])).toHaveLength(1);
    })).toBe(2);
  } finally {
    await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
    await b.end();
  }
});
