import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { branchesDb, openSite, type Site, type Started } from '../faults/opening.ts';
import { residentMb } from '../faults/program.ts';
import type { TestDb } from '../support/database.ts';
import { bomb, docx, flood } from '../support/torture.ts';

const megabyte = 1024 * 1024;
/** The promise (trust.md, Targets). */
const mostMoreMb = 64;
/** Ten gigabytes; whoever shuts a door goes on hearing for as much as a form may have, so that the answer arrives. */
const offered = 10 * 1024 * megabyte;

let t: TestDb;
let site: Site;
let program: Started;
let base = '';
beforeAll(async () => {
  t = await branchesDb();
  site = await openSite('flood');
  program = await site.begin({ DATABASE_URL: t.url });
  base = `http://127.0.0.1:${program.port}`;
  // what is loaded and compiled with the first form is not the form's
  for (let time = 0; time < 3; time += 1) expect(await send(1)).toBe(303);
});
afterAll(() => site.end(t.drop));

const arrived = async (): Promise<{ cookie: string; csrf: string }> => {
  const page = await fetch(`${base}/kk/appeals/new`, { headers: { connection: 'close' } });
  const cookie = `jauap_visit=${/jauap_visit=([^;]+)/.exec(page.headers.getSetCookie().join())?.[1] ?? ''}`;
  const csrf = /name="csrf" value="([^"]+)"/.exec(await page.text())?.[1] ?? '';
  await fetch(`${base}/kk/appeals/new`, { method: 'POST', body: new URLSearchParams({ csrf }), redirect: 'manual', headers: { cookie, origin: base, connection: 'close' } });
  return { cookie, csrf };
};
const paper = new Blob(['%PDF-1.7\n', Buffer.alloc(19 * megabyte, 'Қала '), '\n%%EOF\n']);
/** A letter's first page with so many papers of 19 MB. */
const send = (papers: number): Promise<number> => sendFiles(Array.from({ length: papers }, () => paper));
const sendFiles = async (files: readonly Blob[]): Promise<number> => {
  const { cookie, csrf } = await arrived();
  const form = new FormData();
  form.append('csrf', csrf);
  form.append('text', 'Аулада жарық жоқ, құжаттар қоса берілді.');
  for (const [nth, bytes] of files.entries()) form.append('papers', bytes, `p${nth}.pdf`);
  const answer = await fetch(`${base}/kk/appeals/new/what`, { method: 'POST', body: form, redirect: 'manual', headers: { cookie, origin: base, connection: 'close' } });
  await answer.body?.cancel();
  return answer.status;
};
/** The most that was resident meanwhile above what was there before. Three times, and the least of it: what is only waiting to be collected comes and goes. */
const grown = async <T>(work: () => Promise<T>): Promise<{ more: number; done: T[] }> => {
  const done: T[] = [];
  let more = Infinity;
  for (let time = 0; time < 3; time += 1) {
    writeFileSync(`/proc/${program.pid}/clear_refs`, '5');
    const before = residentMb(program.pid);
    done.push(await work());
    more = Math.min(more, residentMb(program.pid, 'VmHWM') - before);
    if (more <= mostMoreMb) break;
  }
  return { more, done };
};

test(`a form with 57 MB of papers takes at most ${mostMoreMb} MB of memory, and eight at once less than what they bring`, async () => {
  const one = await grown(() => send(3));
  expect(one.done.every((status) => status === 303)).toBe(true);
  const eight = await grown(() => Promise.all(Array.from({ length: 8 }, () => send(1))));
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
    const { more, done } = await grown(() => sendFiles([file]));
    told.push(`${name} +${more}`);
    expect.soft(done.every((one) => one === status), `${name}: ${done.join()}`).toBe(true);
    expect.soft(more, name).toBeLessThanOrEqual(mostMoreMb);
  }
  console.log(`proof: uploads: ${told.join('; ')} MB`);
});

type Poured = { readonly line: string; readonly takenMb: number };
/** Pours bytes into a door until it is shut or all are gone. */
const pour = (head: string, first: string, bytes: number, chunked: boolean): Promise<Poured> => new Promise((resolve) => {
  const socket = connect(program.port, '127.0.0.1');
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

test(`${offered / megabyte / 1024} GB at every door that takes a body: shut at the limit, in memory that stays as it is`, async () => {
  const host = `HTTP/1.1\r\nHost: 127.0.0.1:${program.port}\r\nOrigin: ${base}`;
  const part = '--x\r\nContent-Disposition: form-data; name="papers"; filename="a.pdf"\r\n\r\n%PDF-1.7\n';
  const doors: Readonly<Record<string, readonly [head: string, first: string]>> = {
    'a file in a form': [`POST /kk/appeals/new/what ${host}\r\nContent-Type: multipart/form-data; boundary=x`, part],
    'a form before its first part': [`POST /kk/appeals/new/what ${host}\r\nContent-Type: multipart/form-data; boundary=x`, ''],
    'words in a form': [`POST /kk/appeals/new/what ${host}\r\nContent-Type: multipart/form-data; boundary=x`, '--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n'],
    'a plain form': [`POST /kk/follow ${host}\r\nContent-Type: application/x-www-form-urlencoded`, 'text='],
    'the interface': [`POST /api/v1/appeals ${host}\r\nContent-Type: application/json\r\nIdempotency-Key: a-flood-of-bytes`, '{"lang":"'],
    'a tablet': [`POST /outing-desk/papers/${'a'.repeat(32)}?at=0 ${host}\r\nAuthorization: Device 1.${'A'.repeat(43)}`, ''],
    'an address that is not there': [`POST /kk/nowhere ${host}\r\nContent-Type: application/json`, '{"a":"'],
  };
  const told: string[] = [];
  for (const [name, [head, first]] of Object.entries(doors)) for (const chunked of [true, false]) {
    const { more, done } = await grown(() => pour(head, first, offered, chunked));
    const [poured] = done;
    told.push(`${name}${chunked ? '' : ', its length told'} ${poured?.takenMb.toFixed(0)} MB ${/ (\d{3})/.exec(poured?.line ?? '')?.[1] ?? 'shut'} +${more}`);
    for (const { takenMb } of done) expect.soft(takenMb, name).toBeLessThan(offered / megabyte / 20);
    expect.soft(more, name).toBeLessThanOrEqual(mostMoreMb);
    for (const { line } of done) expect.soft(line, name).not.toMatch(/ (?:2|5)\d\d /);
  }
  console.log(`proof: poured in: ${told.join('; ')}`);
  expect(await send(1)).toBe(303);
});

test.each(['keep-alive', 'close'])('a person on a thin line who is refused before all is sent reads the page, and is not cut off in the middle: %s', async (connection) => {
  const socket = connect(program.port, '127.0.0.1');
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
  socket.write(`POST /kk/nowhere HTTP/1.1\r\nHost: 127.0.0.1:${program.port}\r\nOrigin: ${base}\r\nConnection: ${connection}\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: ${pieces * piece.length}\r\n\r\n`);
  await has(/<\/html>/);
  expect(said).toMatch(/^HTTP\/1\.1 404 /);
  // longer than the half second after which a server's own patience ends
  for (let nth = 0; nth < pieces; nth += 1) {
    await pause(100);
    socket.write(piece);
  }
  if (connection === 'close') await Promise.race([once(socket, 'end'), gone]);
  else {
    socket.write(`GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:${program.port}\r\n\r\n`);
    await has(/HTTP\/1\.1 200 OK[\s\S]*ok$/);
  }
  expect(failed).toBeNull();
  socket.destroy();
});
