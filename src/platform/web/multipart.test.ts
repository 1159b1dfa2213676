import { readdirSync, readlinkSync, statSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FormTooLarge, readMultipart } from './multipart.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jauap-forms-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const limits = (o: { bytes?: number; text?: number; parts?: number } = {}) => ({ folder, bytes: 1e9, text: 1e6, parts: 100, ...o });
/** In pieces of these lengths, over and over. */
async function* cut(bytes: Uint8Array, lengths: readonly number[]): AsyncGenerator<Uint8Array> {
  for (let at = 0, nth = 0; at < bytes.length; nth += 1) {
    const length = Math.max(1, lengths[nth % lengths.length] ?? 1);
    yield bytes.slice(at, at + length);
    at += length;
  }
}
const wholeOf = async (pieces: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
};
type Told = readonly [name: string, value: string, file: string | null];
const ours = async (bytes: Uint8Array, type: string, lengths: readonly number[]): Promise<readonly Told[] | null> => {
  const read = await readMultipart(cut(bytes, lengths), type, limits());
  if (!read) return null;
  const files = await Promise.all(read.files.map(async ([name, file]): Promise<Told> => [name, (await wholeOf(file.stream())).toString('latin1'), file.name]));
  expect(read.files.every(([, file], at) => file.size === files[at]?.[1].length)).toBe(true);
  await read.end();
  return [...read.texts.map(([name, value]): Told => [name, value, null]), ...files];
};
/** As the platform's own reader, which holds everything in memory. */
const theirs = async (bytes: Uint8Array<ArrayBuffer>, type: string): Promise<readonly Told[]> => {
  const form = [...(await new Response(bytes, { headers: { 'content-type': type } }).formData())];
  const files = form.flatMap(([name, value]) => (typeof value === 'string' ? [] : [{ name, value }]));
  return [...form.flatMap(([name, value]): Told[] => (typeof value === 'string' ? [[name, value, null]] : [])), ...(await Promise.all(files.map(async ({ name, value }): Promise<Told> => [name, Buffer.from(await value.arrayBuffer()).toString('latin1'), value.name])))];
};

const written = async (form: FormData): Promise<{ bytes: Uint8Array<ArrayBuffer>; type: string }> => {
  const made = new Response(form);
  return { bytes: new Uint8Array(await made.arrayBuffer()), type: made.headers.get('content-type') ?? '' };
};

const tricky = fc.constantFrom('\r\n', '--', '\r\n--', '\r', '\n', '-', '"', 'ә', '🙂', 'a', '\u0000', ';', ' name="x"');
const words = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.array(tricky, { maxLength: 12 }).map((all) => all.join('')));
// a backslash in a name has a test of its own
const names = words.map((word) => word.replaceAll('\\', '/'));
const aPart = fc.oneof(fc.record({ name: names, text: words }), fc.record({ name: names, file: names, bytes: fc.uint8Array({ maxLength: 3_000 }) }));

test('whatever a browser sends, however the line cuts it, reads as by the platform’s own reader', async () => {
  await fc.assert(fc.asyncProperty(fc.array(aPart, { maxLength: 6 }), fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 5 }), async (parts, lengths) => {
    const form = new FormData();
    for (const part of parts) if ('text' in part) form.append(part.name, part.text); else form.append(part.name, new File([part.bytes], part.file));
    const { bytes, type } = await written(form);
    expect(await ours(bytes, type, lengths)).toEqual(await theirs(bytes, type));
    expect(await ours(bytes, type, [bytes.length])).toEqual(await theirs(bytes, type));
  }), { numRuns: 300, seed: 20261121 });
});

test('delimiters that are nearly one are content', async () => {
  const body = Buffer.from(['--B', 'Content-Disposition: form-data; name="a"', '', 'x\r\n--\r\n--b\r\n-B--B\r\n--', '--B', 'content-disposition:form-data;name="f";filename="a%22%0D.txt"', 'Content-Type: text/plain', '', '', '--B--', 'after'].join('\r\n'));
  for (const length of [1, 2, 3, 7, 1_000]) expect(await ours(body, 'multipart/form-data; boundary=B', [length])).toEqual([['a', 'x\r\n--\r\n--b\r\n-B--B\r\n--', null], ['f', '', 'a"\r.txt']]);
});

test('what is cut off, has no boundary or no name of a field is no form, and leaves no file', async () => {
  const form = new FormData();
  form.append('a', 'сөз');
  form.append('f', new File([Buffer.alloc(5_000, 7)], 'a.pdf'));
  const { bytes, type } = await written(form);
  for (let most = 0; most < bytes.length - 4; most += 41) expect(await ours(bytes.subarray(0, most), type, [64]), String(most)).toBeNull();
  expect(await ours(bytes, 'multipart/form-data', [64])).toBeNull();
  expect(await ours(bytes, 'multipart/form-data; boundary=other', [64])).toBeNull();
  for (const head of ['Content-Disposition: form-data', 'Content-Disposition: form-data; filename="a.txt"']) expect(await ours(withHead(head), 'multipart/form-data; boundary=B', [64])).toBeNull();
  async function* fell(): AsyncGenerator<Uint8Array> {
    yield bytes.subarray(0, 3_000);
    throw new Error('the line fell');
  }
  expect(await readMultipart(fell(), type, limits())).toBeNull();
  expect(await readdir(folder)).toEqual([]);
});

const withHead = (head: string): Buffer => Buffer.from(`--B\r\n${head}\r\n\r\nx\r\n--B--\r\n`);
test('a part that is none of a form is passed over, and a name without end is cut', async () => {
  for (const head of ['X: y', 'Content-Disposition: attachment; name="a"', 'Content-Disposition: form-data; name="f"; filename="a\r.txt"']) expect(await ours(withHead(head), 'multipart/form-data; boundary=B', [64]), head).toEqual([]);
  const [long] = (await ours(withHead(`Content-Disposition: form-data; name="${'a'.repeat(200_000)}"`), 'multipart/form-data; boundary=B', [64])) ?? [];
  expect(long?.[0].length).toBeLessThan(16 * 1024);
  // a backslash is written as it is by one browser and doubled by another
  expect(await ours(withHead('Content-Disposition: form-data; name="f"; filename="C:\\акт\\үй.pdf"'), 'multipart/form-data; boundary=B', [64])).toEqual([['f', 'x', 'C:\\акт\\үй.pdf']]);
});

test('a form of which pieces were lost, doubled or put elsewhere comes to an end, and leaves no file', async () => {
  const whole = Buffer.from(['--B', 'Content-Disposition: form-data; name="a"', '', 'сөз', '--B', 'Content-Disposition: form-data; name="f"; filename="үй.pdf"', 'Content-Type: application/pdf', '', 'x'.repeat(700), '--B', 'Content-Disposition: form-data; name="g"; filename=""', '', '', '--B--', ''].join('\r\n'));
  const place = fc.nat(whole.length);
  await fc.assert(fc.asyncProperty(fc.array(fc.tuple(place, place, place), { minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 400 }), async (moves, length) => {
    const bytes = moves.reduce((now, [from, to, at]) => Buffer.concat([now.subarray(0, at), now.subarray(from, to), now.subarray(at % 3 === 0 ? to : at)]), whole);
    const read = await readMultipart(cut(bytes, [length]), 'multipart/form-data; boundary=B', limits());
    for (const [, file] of read?.files ?? []) expect((await wholeOf(file.stream())).length).toBe(file.size);
    await read?.end();
  }), { numRuns: 500, seed: 20261121 });
  expect(await readdir(folder)).toEqual([]);
});

/** What lies in files of this folder that no name leads to any more. */
const laidDown = (): number => readdirSync('/proc/self/fd').reduce((sum, fd) => {
  try {
    return sum + (readlinkSync(`/proc/self/fd/${fd}`).startsWith(join(folder, '.form-')) ? statSync(`/proc/self/fd/${fd}`).size : 0);
  } catch {
    return sum; // the list's own handle
  }
}, 0);
test('no more is taken from the line than the disk has taken, but for what is on its way', async () => {
  const piece = 64 * 1024;
  let given = 0;
  let most = 0;
  async function* long(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('--B\r\nContent-Disposition: form-data; name="f"; filename="a"\r\n\r\n');
    for (; given < 200 * piece; given += piece) {
      most = Math.max(most, given - laidDown());
      yield Buffer.alloc(piece);
    }
    yield Buffer.from('\r\n--B--\r\n');
  }
  const read = await readMultipart(long(), 'multipart/form-data; boundary=B', limits());
  expect(read?.files[0]?.[1].size).toBe(200 * piece);
  await read?.end();
  expect(most / piece).toBeLessThanOrEqual(4);
});

test('too much text and too many parts are told, and a file is gone when the form ends', async () => {
  const many = new FormData();
  for (let n = 0; n < 20; n += 1) many.append('a', 'сөз');
  const { bytes, type } = await written(many);
  await expect(readMultipart(cut(bytes, [64]), type, limits({ parts: 19 }))).rejects.toThrow(FormTooLarge);
  await expect(readMultipart(cut(bytes, [64]), type, limits({ text: 100 }))).rejects.toThrow(FormTooLarge);
  async function* endless(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('--B\r\nContent-Disposition: form-data; name="f"; filename="a"\r\n\r\n');
    for (let nth = 0; nth < 30; nth += 1) yield Buffer.alloc(64 * 1024);
    throw new FormTooLarge(1);
  }
  await expect(readMultipart(endless(), 'multipart/form-data; boundary=B', limits()), 'in the middle of a file').rejects.toThrow(FormTooLarge);
  expect(laidDown()).toBe(0);
  const form = new FormData();
  form.append('f', new File(['акт'], 'a.txt'));
  const one = await written(form);
  const read = await readMultipart(cut(one.bytes, [64]), one.type, limits());
  const [, file] = read?.files[0] ?? [];
  if (!read || !file) throw new Error('no file');
  // no name leads to it, so that nothing is left behind by a process that is killed
  expect(await readdir(folder)).toEqual([]);
  expect((await wholeOf(file.stream())).toString()).toBe('акт');
  expect((await wholeOf(file.stream())).toString(), 'read twice').toBe('акт');
  await read.end();
  await expect(wholeOf(file.stream())).rejects.toThrow();
});
