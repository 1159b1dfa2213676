import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { branchesDb, openSite, type Site, type Started } from '../faults/opening.ts';
import { ready, residentMb, serve, until } from '../faults/program.ts';
import type { TestDb } from '../support/database.ts';
import { builtWithout, type Lacking } from '../support/lacking.ts';
import { freePort } from '../support/port.ts';
import { bomb, docx, flood } from '../support/torture.ts';

const megabyte = 1024 * 1024;
/** The promise (trust.md, Targets). */
const mostMoreMb = 64;
/** Ten gigabytes; whoever shuts a door goes on hearing for as much as a form may have, so that the answer arrives. */
const offered = 10 * 1024 * megabyte;
const mostTakenMb = offered / megabyte / 20;

type At = Pick<Started, 'pid' | 'port'>;
let t: TestDb;
let site: Site;
let program: At;
beforeAll(async () => {
  t = await branchesDb();
  site = await openSite('flood');
  program = await site.begin({ DATABASE_URL: t.url });
  await warm(program);
});
afterAll(() => site.end(t.drop));

/** What is loaded and compiled with the first form is not the form's. */
const warm = async (at: At): Promise<void> => {
  for (let time = 0; time < 3; time += 1) expect(await send(at, 1)).toBe(303);
};
const baseOf = ({ port }: At): string => `http://127.0.0.1:${port}`;
const arrived = async (base: string): Promise<{ cookie: string; csrf: string }> => {
  const page = await fetch(`${base}/kk/appeals/new`, { headers: { connection: 'close' } });
  const cookie = `jauap_visit=${/jauap_visit=([^;]+)/.exec(page.headers.getSetCookie().join())?.[1] ?? ''}`;
  const csrf = /name="csrf" value="([^"]+)"/.exec(await page.text())?.[1] ?? '';
  await fetch(`${base}/kk/appeals/new`, { method: 'POST', body: new URLSearchParams({ csrf }), redirect: 'manual', headers: { cookie, origin: base, connection: 'close' } });
  return { cookie, csrf };
};
const paper = new Blob(['%PDF-1.7\n', Buffer.alloc(19 * megabyte, 'Қала '), '\n%%EOF\n']);
/** A letter's first page with so many papers of 19 MB. */
const send = (at: At, papers: number): Promise<number> => sendFiles(at, Array.from({ length: papers }, () => paper));
const sendFiles = async (at: At, files: readonly Blob[]): Promise<number> => {
  const base = baseOf(at);
  const { cookie, csrf } = await arrived(base);
  const form = new FormData();
  form.append('csrf', csrf);
  form.append('text', 'Аулада жарық жоқ, құжаттар қоса берілді.');
  for (const [nth, bytes] of files.entries()) form.append('papers', bytes, `p${nth}.pdf`);
  const answer = await fetch(`${base}/kk/appeals/new/what`, { method: 'POST', body: form, redirect: 'manual', headers: { cookie, origin: base, connection: 'close' } });
  await answer.body?.cancel();
  return answer.status;
};
/** The most that was resident meanwhile above what was there before. Three times, and the least of it: what is only waiting to be collected comes and goes. */
const grown = async <T>({ pid }: At, work: () => Promise<T>): Promise<{ more: number; done: T[] }> => {
  const done: T[] = [];
  let more = Infinity;
  for (let time = 0; time < 3; time += 1) {
    writeFileSync(`/proc/${pid}/clear_refs`, '5');
    const before = residentMb(pid);
    done.push(await work());
    more = Math.min(more, residentMb(pid, 'VmHWM') - before);
    if (more <= mostMoreMb) break;
  }
  return { more, done };
};

test(`a form with 57 MB of papers takes at most ${mostMoreMb} MB of memory, and eight at once less than what they bring`, async () => {
  const one = await grown(program, () => send(program, 3));
  expect(one.done.every((status) => status === 303)).toBe(true);
  const eight = await grown(program, () => Promise.all(Array.from({ length: 8 }, () => send(program, 1))));
  expect(eight.done.flat().every((status) => status === 303)).toBe(true);
  console.log(`proof: a form of 57 MB takes ${one.more} MB of memory, eight of 19 MB at once ${eight.more}`);
  expect(one.more).toBeLessThanOrEqual(mostMoreMb);
  expect(eight.more).toBeLessThan(8 * 19);
});

test(`pictures as large as they may be and archives that swell take at most ${mostMoreMb} MB, one after another`, async () => {
  const grain = await sharp({ create: { width: 790, height: 790, channels: 3, background: '#888', noise: { type: 'gaussian', mean: 128, sigma: 20 } } }).png().toBuffer();
  const noise = sharp(grain).resize(6_320, 6_320, { kernel: 'nearest' });
  const flat = (side: number, channels: 3 | 4 = 3) => sharp({ create: { width: side, height: side, channels, background: '#888' } });
  const heavy: readonly (readonly [name: string, bytes: Buffer, status: number])[] = [
    ['a photograph of 40 megapixels', await noise.clone().jpeg({ quality: 60 }).toBuffer(), 303],
    ['one that lies on its side', await noise.clone().withMetadata({ orientation: 6 }).jpeg({ quality: 60 }).toBuffer(), 303],
    ['one that comes in layers', await flat(6_320).jpeg({ progressive: true }).toBuffer(), 422],
    ['and one as large as a messenger sends them', await flat(3_490).jpeg({ progressive: true }).toBuffer(), 303],
    ['a flat picture of 40 megapixels', await flat(6_320, 4).png().toBuffer(), 303],
    ['one that comes in layers of rows', await flat(6_320).png({ progressive: true }).toBuffer(), 422],
    ['a WebP of 40 megapixels', await noise.clone().webp({ quality: 40, effort: 0 }).toBuffer(), 303],
    ['a WebP without loss', await flat(2_290, 4).webp({ lossless: true, effort: 0 }).toBuffer(), 303],
    ['a larger one', await flat(6_320, 4).webp({ lossless: true, effort: 0 }).toBuffer(), 422],
    ['an AVIF of 2.8 megapixels', await flat(1_680).avif({ effort: 0 }).toBuffer(), 303],
    ['a larger one', await flat(6_320).avif({ effort: 0 }).toBuffer(), 422],
    ['a GIF of 9 megapixels', await flat(3_000).gif({ effort: 1 }).toBuffer(), 303],
    ['a flood of pixels', flood(50_000), 422], ['a letter of 320 MB when unpacked', docx(...bomb()), 422],
  ];
  const told: string[] = [];
  for (const [name, bytes, status] of heavy) {
    expect(bytes.length, name).toBeLessThan(20 * megabyte);
    const file = new Blob([new Uint8Array(bytes)]);
    const { more, done } = await grown(program, () => sendFiles(program, [file]));
    told.push(`${name} +${more}`);
    expect.soft(done.every((one) => one === status), `${name}: ${done.join()}`).toBe(true);
    expect.soft(more, name).toBeLessThanOrEqual(mostMoreMb);
  }
  console.log(`proof: uploads: ${told.join('; ')} MB`);
});

type Poured = { readonly line: string; readonly takenMb: number };
/** Pours bytes into a door until it is shut or all are gone. */
const pour = ({ port }: At, [head, first]: Door, bytes: number, chunked: boolean): Promise<Poured> => new Promise((resolve) => {
  const socket = connect(port, '127.0.0.1');
  const piece = Buffer.alloc(megabyte, 'a');
  let said = '';
  let left = bytes;
  let over = false;
  const end = (): void => {
    if (over) return;
    over = true;
    const takenMb = socket.bytesWritten / megabyte;
    socket.destroy();
    resolve({ line: said.split('\r\n')[0] ?? '', takenMb });
  };
  const push = (): void => {
    while (left > 0 && !over) {
      left -= piece.length;
      if (!socket.write(chunked ? Buffer.concat([Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from('\r\n')]) : piece)) return;
    }
    if (!over && left <= 0) socket.end();
  };
  socket.on('data', (part: Buffer) => (said += part.toString('latin1'))).on('drain', push).on('close', end).on('error', end);
  socket.write(`${head}\r\n${chunked ? 'Transfer-Encoding: chunked' : `Content-Length: ${bytes + first.length}`}\r\n\r\n`);
  if (first !== '') socket.write(chunked ? `${Buffer.byteLength(first).toString(16)}\r\n${first}\r\n` : first);
  push();
});

type Door = readonly [head: string, first: string];
const doorsOf = (at: At): Readonly<Record<string, Door>> => {
  const host = `HTTP/1.1\r\nHost: 127.0.0.1:${at.port}\r\nOrigin: ${baseOf(at)}`;
  const part = '--x\r\nContent-Disposition: form-data; name="papers"; filename="a.pdf"\r\n\r\n%PDF-1.7\n';
  return {
    'a file in a form': [`POST /kk/appeals/new/what ${host}\r\nContent-Type: multipart/form-data; boundary=x`, part],
    'a form before its first part': [`POST /kk/appeals/new/what ${host}\r\nContent-Type: multipart/form-data; boundary=x`, ''],
    'words in a form': [`POST /kk/appeals/new/what ${host}\r\nContent-Type: multipart/form-data; boundary=x`, '--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n'],
    'a plain form': [`POST /kk/follow ${host}\r\nContent-Type: application/x-www-form-urlencoded`, 'text='],
    'the interface': [`POST /api/v1/appeals ${host}\r\nContent-Type: application/json\r\nIdempotency-Key: a-flood-of-bytes`, '{"lang":"'],
    'a tablet': [`POST /outing-desk/papers/${'a'.repeat(32)}?at=0 ${host}\r\nAuthorization: Device 1.${'A'.repeat(43)}`, ''],
    'an address that is not there': [`POST /kk/nowhere ${host}\r\nContent-Type: application/json`, '{"a":"'],
  };
};
/** A door that let in more than it may, that took memory for it, or that made something of it. */
const wrongWith = ({ more, done }: { readonly more: number; readonly done: readonly Poured[] }): readonly string[] => [
  ...done.flatMap(({ line, takenMb }) => [...(takenMb < mostTakenMb ? [] : [`took ${takenMb.toFixed(0)} MB`]), ...(/ (?:2|5)\d\d /.test(line) ? [line] : [])]),
  ...(more <= mostMoreMb ? [] : [`+${more} MB`]),
];

test(`${offered / megabyte / 1024} GB at every door that takes a body: shut at the limit, in memory that stays as it is`, async () => {
  const told: string[] = [];
  for (const [name, door] of Object.entries(doorsOf(program))) for (const chunked of [true, false]) {
    const poured = await grown(program, () => pour(program, door, offered, chunked));
    const [first] = poured.done;
    told.push(`${name}${chunked ? '' : ', its length told'} ${first?.takenMb.toFixed(0)} MB ${/ (\d{3})/.exec(first?.line ?? '')?.[1] ?? 'shut'} +${poured.more}`);
    expect.soft(wrongWith(poured), name).toEqual([]);
  }
  console.log(`proof: poured in: ${told.join('; ')}`);
  expect(await send(program, 1)).toBe(303);
});

/** Somebody on a thin line who is refused before all is sent: the page is read, then the rest goes out, and the connection ends as agreed. What went wrong. */
const onThinLine = async (at: At, connection: string): Promise<string> => {
  try {
    await sentThinly(at, connection);
    return '';
  } catch (error) {
    return (error as Error).message;
  }
};
const sentThinly = async (at: At, connection: string): Promise<void> => {
  const socket = connect(at.port, '127.0.0.1');
  let said = '';
  let failed: Error | null = null;
  const gone = new Promise<never>((_, reject) => socket.once('close', () => reject(new Error(`closed after: ${said.slice(-300)}`))));
  gone.catch(() => {});
  const has = (what: RegExp): Promise<void> => Promise.race([gone, new Promise<void>((resolve) => {
    const look = (): void => {
      if (what.test(said)) resolve();
    };
    socket.on('data', look);
    look();
  })]);
  socket.setEncoding('utf8').on('data', (part: string) => (said += part)).on('error', (error: Error) => (failed = error));
  const [pieces, piece] = [10, Buffer.alloc(200_000, 'a')];
  socket.write(`POST /kk/nowhere HTTP/1.1\r\nHost: 127.0.0.1:${at.port}\r\nOrigin: ${baseOf(at)}\r\nConnection: ${connection}\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: ${pieces * piece.length}\r\n\r\n`);
  await has(/<\/html>/);
  if (!said.startsWith('HTTP/1.1 404 ')) throw new Error(said.slice(0, 100));
  // longer than the half second after which a server's own patience ends
  for (let nth = 0; nth < pieces; nth += 1) {
    await pause(100);
    socket.write(piece);
  }
  if (connection === 'close') await Promise.race([once(socket, 'end'), gone]);
  else {
    socket.write(`GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:${at.port}\r\n\r\n`);
    await has(/HTTP\/1\.1 200 OK[\s\S]*ok$/);
  }
  socket.destroy();
  if (failed) throw failed as Error;
};
test.each(['keep-alive', 'close'])('a person on a thin line who is refused before all is sent reads the page, and is not cut off in the middle: %s', async (connection) => {
  expect(await onThinLine(program, connection)).toBe('');
});

/** The program with its limits far up, with every paper of a form kept in memory eight times, more than what lies there free can hide, and with what is heard after an answer kept too, up to 190 MB of each. */
const unlimited: Lacking = {
  'src/app/server.tsx': [['const formLimitBytes = 64 * 1024 * 1024;', 'const formLimitBytes = 2 ** 40;']],
  'src/platform/web/linger.ts': [
    ['const mostBytes = 64 * 1024 * 1024;', 'const mostBytes = 2 ** 40;'],
    ["request.removeAllListeners('data').resume();", "request.removeAllListeners('data').resume(); socket.on('data', (piece) => (request.kept = (request.kept ?? 0) + piece.length) < 190e6 && (globalThis.heard ??= []).push(piece));"],
  ],
  'src/rooms/files/law.ts': [['const mostHeldBytes = 37_000_000;', 'const mostHeldBytes = Infinity;']],
  'src/platform/web/multipart.ts': [['this.#file ??= await nameless(this.#folder);', 'this.#file ??= await nameless(this.#folder); (globalThis.papersKept ??= []).push(...Array.from({ length: 8 }, () => Buffer.from(bytes)));']],
};
const programWithout = async (lines: Lacking, ask: (at: At) => Promise<void>): Promise<void> => {
  const built = await builtWithout('src/app/main.ts', lines);
  const port = await freePort();
  const broken = serve(built, { DATABASE_URL: t.url, JAUAP_DATA: join(site.dir, 'open'), PORT: String(port) });
  try {
    expect(await until(() => ready(port)), broken.said()).toBe(true);
    await ask({ pid: broken.pid, port });
  } finally {
    broken.signal('SIGTERM');
    await broken.ended;
    await built.remove();
  }
};

test('control: a house with its limits far up takes all that is poured in, and the memory for it, for papers and for pictures; the same measures say so', () => programWithout(unlimited, async (at) => {
  // first, while nothing lies there free yet
  const heard = await grown(at, () => pour(at, doorsOf(at)['an address that is not there'] ?? ['', ''], 180 * megabyte, true));
  const held = wrongWith(heard);
  const papers = await grown(at, () => send(at, 1));
  const layers = new Blob([new Uint8Array(await sharp({ create: { width: 6_320, height: 6_320, channels: 3, background: '#888' } }).jpeg({ progressive: true }).toBuffer())]);
  const picture = await grown(at, () => sendFiles(at, [layers]));
  const told = [`180 MB at a door +${heard.more} MB ${heard.done.map(({ line, takenMb }) => `${line} ${takenMb.toFixed(0)}`).join()}`];
  for (const name of ['a form before its first part', 'an address that is not there']) {
    const wrong = wrongWith({ more: 0, done: [await pour(at, doorsOf(at)[name] ?? ['', ''], (mostTakenMb + 8) * megabyte, true)] });
    told.push(`${name} ${wrong.join()}`);
    expect(wrong, name).toContain(`took ${mostTakenMb + 8} MB`);
  }
  console.log(`proof: control without limits: one paper +${papers.more} MB, a picture in layers ${picture.done.join()} +${picture.more} MB; poured in: ${told.join('; ')}`);
  expect(papers.more).toBeGreaterThan(mostMoreMb);
  expect(held).toEqual([expect.stringMatching(/^\+\d+ MB$/)]);
  expect(picture.done).not.toContain(422);
  expect(picture.more).toBeGreaterThan(mostMoreMb);
}));

test('control: a house that does not wait for what is still sent cuts off a person whose connection is to end, and the same question says so', () => programWithout({ 'src/app/instance.ts': [["server.on('request', linger);", '']] }, async (at) => {
  expect(await onThinLine(at, 'close')).toMatch(/^closed after: |ECONNRESET|EPIPE/);
}));
