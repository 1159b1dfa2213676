import { deflateSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { operations } from '../../src/app/house.ts';
import { say } from '../../src/kernel/words.ts';
import { refusalWords } from '../../src/rooms/files/words.ts';
import type { Lacking } from '../support/lacking.ts';
import { Caller } from './caller.ts';
import { inHouseWithout } from './lacking-house.ts';
import { openWorld, type World } from './world.ts';

let w: World;
beforeAll(async () => {
  w = await openWorld();
});
afterAll(() => w.end());

const megabyte = 1024 * 1024;
const stream = (megabytes: number): ReadableStream => {
  let left = megabytes;
  return new ReadableStream({ pull: (c) => (left-- > 0 ? c.enqueue(new Uint8Array(megabyte).fill(97)) : c.close()) });
};
const urlencoded = { 'content-type': 'application/x-www-form-urlencoded', origin: 'http://127.0.0.1:3000' };
let keys = 0;
const api = (body: BodyInit, headers: Record<string, string> = {}, path = '/api/v1/appeals', app = w.app) =>
  new Caller(app).send(path, { method: 'POST', body, headers: { 'content-type': 'application/json', 'idempotency-key': `hostile-${(keys += 1)}-key`, ...headers }, ...(body instanceof ReadableStream ? { duplex: 'half' as const } : {}) });

/** Two hundred megabytes that nobody announced: what is said to them, and how many of them are read. */
const endless = async (app = w.app): Promise<{ readonly status: number; readonly read: number }> => {
  let read = 0;
  const body = new ReadableStream({ pull: (c) => { read += 1; c.enqueue(new Uint8Array(megabyte).fill(97)); if (read >= 200) c.close(); } });
  const { status } = await api(body, {}, '/api/v1/appeals', app);
  return { status, read };
};
const tooLong = async (type: string, path: string, app = w.app): Promise<Response> => new Caller(app).send(path, { method: 'POST', body: stream(80), headers: { ...urlencoded, 'content-type': type }, duplex: 'half' });
const [plainType, partsType] = ['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'];

test('a body whose length is not declared is cut off where a declared one is refused', async () => {
  const { status, read } = await endless();
  expect(status).toBe(413);
  expect(read).toBeLessThan(20);
  for (const [type, path, limit] of [[plainType, '/ru/follow', '4 МБ'], [partsType, '/ru/appeals/new/what', '64 МБ']] as const) {
    const form = await tooLong(type, path);
    expect(form.status).toBe(413);
    expect(await form.text()).toContain(limit);
  }
});

/** Of this thread; ten times what the heaviest of them takes where the limit stands. */
const mostMs = 600;
/** Bodies of a million fields that hold the thread for longer than they may, each at the best of so many tries: neither a busy machine nor a compiler in another thread counts. */
const heldUp = async (bodies: readonly string[], app = w.app, tries = 3): Promise<readonly string[]> => {
  const caller = await new Caller(app).arrive();
  const found: string[] = [];
  for (const body of bodies) {
    let least = Infinity;
    for (let nth = 0; nth < tries && least >= mostMs; nth += 1) {
      const from = process.threadCpuUsage();
      const { status } = await caller.send('/kk/follow', { method: 'POST', body, headers: urlencoded });
      if (status < 400 || status >= 500) found.push(`${body.slice(0, 8)}: ${status}`);
      least = Math.min(least, process.threadCpuUsage(from).user / 1_000);
    }
    if (least >= mostMs) found.push(`${body.slice(0, 8)}: ${Math.round(least)} ms`);
  }
  return found;
};

test('a million empty fields hold nobody else up', async () => {
  expect(await heldUp(['a&'.repeat(megabyte), 'a=&'.repeat(700_000), '&'.repeat(2 * megabyte), '%61=%62&'.repeat(300_000)])).toEqual([]);
});

const nonsense: readonly unknown[] = [null, true, -1, 1e308, '', ' ', 'а'.repeat(30_000), '\u0000', '\ud800', '\u202Eгнп', '__proto__', [], {}, [[[]]], { a: 1 }, '2026-02-30', '1e309', '😀'.repeat(9_000)];

/** The example, with one leaf after another replaced. */
const spoiled = (value: unknown, by: unknown): readonly unknown[] => {
  if (Array.isArray(value)) return [by, ...value.flatMap((one, at) => spoiled(one, by).map((other) => value.with(at, other)))];
  if (typeof value === 'object' && value !== null) return [by, ...Object.entries(value).flatMap(([name, one]) => spoiled(one, by).map((other) => ({ ...value, [name]: other })))];
  return [by];
};

const speaks = { kk: /[әғқңөұүһі]/i, ru: /^(?!.*[әғқңөұүһі]).*[а-яё]{3}/is, en: /^[\x20-\x7E]+$/ } as const;
/** What is answered to these bodies, one after another in three languages, that is no problem in the asked one. */
const strange = async (texts: readonly string[], app = w.app): Promise<readonly string[]> => {
  const bad: string[] = [];
  for (const [at, text] of texts.entries()) {
    const lang = (['kk', 'ru', 'en'] as const)[at % 3] ?? 'kk';
    const response = await api(text, { 'accept-language': `${lang};q=0.9` }, '/api/v1/appeals', app);
    const said = (await response.json()) as { detail?: string; status?: number; errors?: readonly { message: string }[] };
    if (response.status >= 500) bad.push(`${response.status} ${text.slice(0, 80)}`);
    if (response.status < 400) continue;
    if (response.headers.get('content-type') !== 'application/problem+json' || said.status !== response.status) bad.push(`no problem: ${text.slice(0, 80)}`);
    for (const sentence of [said.detail ?? '', ...(said.errors ?? []).map((one) => one.message)]) if (!speaks[lang].test(sentence)) bad.push(`${lang}: ${sentence}`);
  }
  return [...new Set(bad)].slice(0, 20);
};

test('every operation of the interface answers nonsense with a problem in the asked language', async () => {
  for (const op of operations.filter((one) => one.method === 'post')) {
    const bodies = nonsense.flatMap((one) => spoiled(op.body?.example ?? {}, one).map((body) => JSON.stringify(body)));
    expect(await strange([...bodies, '', '{', 'null', '"', `{"a":${'['.repeat(200_000)}${']'.repeat(200_000)}}`, '{"__proto__":{"x":1},"constructor":1}', '{"matter":{"point":{"lat":1e309,"lon":-1e309}}}', '\uFEFF{}', '{"lang":"kk","lang":"ru"}'])).toEqual([]);
  }
}, 240_000);

test('other types, other paths and missing keys are problems too, in the asked language', async () => {
  const told = async (response: Response) => ({ status: response.status, detail: ((await response.json()) as { detail: string }).detail });
  expect(await told(await api('{}', { 'content-type': 'text/plain' }))).toEqual({ status: 415, detail: expect.stringContaining('application/json') as string });
  expect(await told(await api('{}', { 'content-type': 'application/jsonp' }))).toMatchObject({ status: 415 });
  expect(await told(await api('{"lang":"kk","matter":{"kind":"message","text":"сәлем"}}', { 'idempotency-key': 'short', 'accept-language': 'ru' }))).toEqual({ status: 400, detail: expect.stringContaining('Добавьте') as string });
  for (const path of ['/api/v1/nowhere', '/api/v2/appeals', '/api/v1/appeals/BQ-2026-000001/x']) expect(await told(await api('{}', { 'accept-language': 'en' }, path))).toMatchObject({ status: 404 });
});

const crc = (bytes: Buffer): number => {
  let value = -1;
  for (const byte of bytes) { value ^= byte; for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1; }
  return (value ^ -1) >>> 0;
};
const chunk = (name: string, data: Buffer): Buffer => {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(data.length);
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const tail = Buffer.alloc(4);
  tail.writeUInt32BE(crc(body));
  return Buffer.concat([head, body, tail]);
};
/** Forty-two million pixels, whole, in a few kilobytes: more than a picture may have, and nothing but that is wrong with it. */
const flood = (): Buffer => {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(60_000, 0);
  header.writeUInt32BE(700, 4);
  header.set([1, 0, 0, 0, 0], 8);
  return Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), chunk('IHDR', header), chunk('IDAT', deflateSync(Buffer.alloc(7_501 * 700))), chunk('IEND', Buffer.alloc(0))]);
};
const programs = ['<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', '<!doctype html><script>alert(1)</script>', 'GIF89a/*<script>*/=1', '#!/bin/sh\nrm -rf /', 'PK\u0003\u0004'] as const;

/** What was taken in that may not be, or kept under a name that climbs; and whether it took memory. */
const letIn = async (app = w.app): Promise<readonly string[]> => {
  const memory = process.memoryUsage().rss;
  const found: string[] = [];
  const sent = async (name: string, bytes: BlobPart, type = 'image/png') => {
    const caller = await new Caller(app).arrive('/ru/appeals/new');
    const form = new FormData();
    form.append('csrf', caller.csrf);
    form.append('text', 'Сәлем, мынау сурет.');
    form.append('papers', new File([bytes], name, { type }));
    const response = await caller.post('/ru/appeals/new/what', form);
    return { status: response.status, html: await response.text(), caller };
  };
  const pixels = await sent('flood.png', new Uint8Array(flood()));
  if (pixels.status !== 422 || !pixels.html.includes(say('ru', refusalWords.too_large_file))) found.push(`a flood of pixels: ${pixels.status}`);
  for (const bytes of programs) if ((await sent('x.png', bytes)).status !== 422) found.push(bytes);
  const climbed = await sent('../../../etc/passwd\r\nSet-Cookie: a=b".txt', 'Жай мәтін', 'text/html');
  expect(climbed.status).toBe(303);
  const page = await (await climbed.caller.get('/ru/appeals/new/what')).text();
  found.push(...['../', 'Set-Cookie:'].filter((one) => page.includes(one)));
  if (process.memoryUsage().rss - memory >= 200 * megabyte) found.push('memory');
  return found;
};

test('a flood of pixels, a page called a picture and a name that climbs are refused or tamed', async () => {
  expect(await letIn()).toEqual([]);
});

test('what was uploaded comes back as a download that runs nothing', async () => {
  const m = await w.received();
  const caller = await new Caller(w.app).arrive('/kk/follow');
  const form = new FormData();
  form.append('csrf', caller.csrf);
  form.append('text', 'Қосымша');
  form.append('papers', new File(['Жай мәтін <b>'], '"; filename*=UTF-8\'\'x.html\r\nX: y;.txt', { type: 'text/html' }));
  expect((await caller.post(`/kk/follow/${m.link}/additions`, form)).status).toBe(303);
  const path = /href="([^"]+papers\/\d+)"/.exec(await (await caller.get(`/kk/follow/${m.link}`)).text())?.[1] ?? '';
  const file = await caller.get(path);
  expect(file.headers.get('content-type')).toBe('text/plain; charset=utf-8');
  expect(file.headers.get('content-disposition')).toMatch(/^attachment; filename="[^"\r\n]+"; filename\*=UTF-8''[^"\s]+$/);
  expect(file.headers.get('x-content-type-options')).toBe('nosniff');
  expect(file.headers.get('content-security-policy')).toContain('sandbox');
  expect(file.headers.has('x')).toBe(false);
});

/** It counts neither bytes nor fields nor pixels and holds what it draws, takes text for text whatever stands in it, and lets through what the database refuses. */
const uncounted: Lacking = {
  'src/platform/web/form.ts': [['if (seen > limitBytes) controller', 'if (seen > 2 ** 40) controller'], ["  if (text.split('&', mostFields + 1).length > mostFields) throw new FormTooLarge(limitBytes);\n", '']],
  'src/app/api.ts': [["problem(400, 'invalid_json', say(lang, w.notJson))", "Response.json({ detail: say('kk', w.notJson) }, { status: 400 })"]],
  'src/kernel/typed.ts': [[".replace(unwanted, '');", ';']],
  'src/rooms/files/pictures.ts': [["if (width * height > allowed) return 'too_large_file';", '(globalThis.pixelsHeld ??= []).push(Buffer.alloc(12 * width * height, allowed ? 1 : 2));'], ['limitInputPixels: mostPixels', 'limitInputPixels: false']],
  'src/rooms/files/sniff-text.ts': [['    if (at === 0 && (program.test(text) || markup.test(text.slice(0, headLength)))) return false;\n', '']],
  'src/rooms/files/law.ts': [[".replace(separators, '-')", '']],
};

test('control: a house that counts nothing while it reads, and looks at nothing, takes all of it; the same questions say so', () => inHouseWithout(w, uncounted, async ({ app }) => {
  // first: what the others let go while it is measured would be taken off
  const taken = await letIn(app);
  const said = [await endless(app), (await tooLong(plainType, '/ru/follow', app)).status, (await tooLong(partsType, '/ru/appeals/new/what', app)).status];
  expect(said[0]).toEqual({ status: 400, read: 200 });
  expect(said).not.toContain(413);
  const held = await heldUp(['a&'.repeat(400_000)], app, 1);
  const answers = await strange(['{', '{', '{', JSON.stringify({ lang: 'kk', matter: { kind: 'message', text: 'Шам жанбайды\u0000 көшеде.' } })], app);
  console.log(`proof: control, a house that counts nothing: ${[...held, ...answers, ...taken].join('; ')}`);
  expect(held).toEqual([expect.stringMatching(/ ms$/)]);
  expect(answers).toEqual(expect.arrayContaining(['no problem: {', expect.stringMatching(/^ru: /), expect.stringMatching(/^en: /), expect.stringMatching(/^500 /)]));
  expect(taken).toEqual(['a flood of pixels: 303', programs[0], programs[1], programs[3], '../', 'Set-Cookie:', 'memory']);
}));
