import { afterAll, beforeAll, expect, test } from 'vitest';
import { isRefusal } from '../../kernel/refusal.ts';
import type { Lacking } from '../../../test/support/lacking.ts';
import { depth } from '../../../test/support/proof.ts';
import { inRoomWithout, lodge, type Lodging } from '../../../test/support/room-of-files.ts';
import { contentTypes, docx, drawn, matroska, noisy, ole, openDocument, pdf, utf8, zip } from '../../../test/support/torture.ts';
import * as room from './contract.ts';

let lodging: Lodging;
beforeAll(async () => {
  lodging = await lodge(room);
});
afterAll(() => lodging.end());

const mark = 'a-mark-of-the-tail';
/** One of each kind that is taken. */
const good: Readonly<Record<string, () => Buffer | Promise<Buffer>>> = {
  jpg: () => noisy(300, 200), png: () => drawn(60, 40, true).png().toBuffer(), webp: () => drawn(60, 40).webp().toBuffer(), gif: () => drawn(60, 40).gif().toBuffer(), avif: () => drawn(64, 64).avif().toBuffer(),
  pdf: () => Buffer.concat([utf8('%PDF-1.4\n'), Buffer.alloc(800, '1 0 obj<</Type/Catalog>>endobj\n'), pdf]), docx: () => docx({ name: 'word/a.xml', data: Buffer.alloc(900, 7) }),
  xlsx: () => zip([contentTypes('/xl/workbook.xml', 'spreadsheetml.sheet'), { name: 'xl/workbook.xml', data: utf8('<x/>'.repeat(99)) }]), odt: () => openDocument('application/vnd.oasis.opendocument.text'),
  doc: () => ole('WordDocument'), webm: () => matroska('A_OPUS'), txt: () => utf8('Құрметті әкім! Жол жөнделмеді.\n'.repeat(30)),
};
const pictures = new Set(['jpg', 'png', 'webp', 'gif', 'avif']);
/** What somebody hangs on behind, so that one program reads the head and another the tail. */
const tails: Readonly<Record<string, () => Buffer>> = {
  'a web page': () => utf8(`\n<!doctype html><script>/*${mark}*/alert(1)</script>`), 'a drawing with a script': () => utf8(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert('${mark}')"/>`),
  'a script of the server': () => utf8(`<?php /*${mark}*/ system($_GET[0]); ?>`), 'a shell script': () => utf8(`\n#!/bin/sh\n# ${mark}\nrm -rf /\n`), 'a program': () => Buffer.concat([utf8('MZ'), Buffer.alloc(200, 1), utf8(mark)]),
  'an archive': () => zip([{ name: `${mark}.exe`, data: utf8('MZ') }]), 'a Java archive': () => zip([{ name: 'META-INF/MANIFEST.MF', data: utf8('Manifest-Version: 1.0\n') }, { name: `${mark}.class`, data: utf8('x') }]),
};
type Case = { readonly what: string; readonly name: string; readonly bytes: () => Buffer | Promise<Buffer>; readonly expected: 'picture' | 'refused' | 'kept or refused' };
const polyglots = Object.keys(good).flatMap((ext) => Object.entries(tails).map(([tail, more]): Case => ({
  what: `${ext} and ${tail}`, name: `a.${ext}`, bytes: async () => Buffer.concat([await (good[ext] ?? (() => pdf))(), more()]),
  // words about a script are words still, and only ever saved; a page or a drawing is not
  expected: pictures.has(ext) ? 'picture' : ext === 'txt' && !/script of|shell/.test(tail) ? 'refused' : 'kept or refused',
})));
/** The other way round: the head of one kind, the whole of another. */
const disguises = Object.keys(good).filter((ext) => ext !== 'txt').flatMap((ext) => Object.entries(tails).slice(0, 4).map(([tail, more]): Case => ({
  what: `${tail} before ${ext}`, name: `a.${ext}`, bytes: async () => Buffer.concat([more(), await (good[ext] ?? (() => pdf))()]), expected: 'refused',
})));
const cuts = Object.keys(good).filter((ext) => ext !== 'txt').flatMap((ext) => [0.02, 0.25, 0.5, 0.75].map((share): Case => ({
  what: `${share} of ${ext}`, name: `a.${ext}`, bytes: async () => { const whole = await (good[ext] ?? (() => pdf))(); return whole.subarray(0, Math.max(16, Math.floor(whole.length * share))); },
  // what is heard in order needs no end, and the old format lays its directory before what it fills up with
  expected: ext === 'webm' || (ext === 'doc' && share > 0.4) ? 'kept or refused' : 'refused',
})));
const liars = Object.keys(good).flatMap((ext) => ['exe', 'html', 'svg'].map((lie): Case => ({ what: `${ext} called ${lie}`, name: `invoice.${ext}.${lie}`, bytes: good[ext] ?? (() => pdf), expected: pictures.has(ext) ? 'picture' : 'kept or refused' })));
const cases = [...polyglots, ...disguises, ...cuts, ...liars];

test('there are at least a hundred and fifty of them', () => {
  expect(cases.length).toBeGreaterThanOrEqual(150);
  expect(new Set(cases.map((one) => one.what)).size).toBe(cases.length);
});

const servedAs = new Set(['image/jpeg', 'image/png', 'image/webp', 'application/pdf', 'text/plain; charset=utf-8', 'audio/webm', 'audio/mp4']);
const office = /^application\/(?:msword|vnd\.(?:ms-excel|ms-powerpoint|openxmlformats-officedocument\.[a-z.]+|oasis\.opendocument\.(?:text|spreadsheet|presentation)))$/;

/** What each of them became, and what is other than the table says: the measure of the room, and of a room that lacks a line. */
const judged = async ({ attached }: Lodging, of: readonly Case[]): Promise<{ readonly bad: readonly string[]; readonly verdicts: ReadonlyMap<string, number> }> => {
  const bad: string[] = [];
  const verdicts = new Map<string, number>();
  for (const { what, name, bytes, expected } of of) {
    const taken = await attached(new File([new Uint8Array(await bytes())], name, { type: 'text/html' }), `visit:${what}`);
    const verdict = typeof taken === 'string' ? taken : taken.kind;
    verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1);
    if (expected === 'refused' ? typeof taken !== 'string' : expected === 'picture' ? verdict !== 'picture' : false) bad.push(`${what}: ${verdict}`);
    if (typeof taken === 'string') { if (!/^file_(?:type|broken)_invalid$/.test(taken)) bad.push(`${what}: ${taken}`); continue; }
    if (!/^[^\\/:*?"<>|]+\.(?:jpg|png|webp|pdf|docx|xlsx|odt|doc|webm|txt)$/.test(taken.name)) bad.push(`${what}: named ${taken.name}`);
    const served = await taken.whole();
    if (typeof served === 'string') { bad.push(`${what}: not served`); continue; }
    const type = served.headers.get('content-type') ?? '';
    if (!servedAs.has(type) && !office.test(type)) bad.push(`${what}: served as ${type}`);
    if (served.headers.get('x-content-type-options') !== 'nosniff' || !served.headers.get('content-security-policy')?.startsWith('sandbox;')) bad.push(`${what}: served without its own policy`);
    if (taken.kind !== 'picture' && !served.headers.get('content-disposition')?.startsWith('attachment;')) bad.push(`${what}: opened in the page`);
    const kept = Buffer.from(await served.arrayBuffer()).toString('latin1');
    if (taken.kind === 'picture' && (kept.includes(mark) || kept.includes('<script'))) bad.push(`${what}: its tail was kept`);
  }
  return { bad, verdicts };
};

test('each gets its verdict; what is kept is what its bytes say, is never run, and of a picture nothing of what hung behind it is left', async () => {
  const { bad, verdicts } = await judged(lodging, cases);
  console.log(`proof: ${cases.length} files of two natures, cut or misnamed: ${[...verdicts].map(([verdict, n]) => `${verdict} ${n}`).toSorted().join(', ')}; ${bad.length} other than the table says`);
  expect(bad).toEqual([]);
  expect([...verdicts.keys()].toSorted()).toEqual(['file_broken_invalid', 'file_type_invalid', 'office', 'pdf', 'picture', 'sound', 'text']);
});

const spoiled = depth(240, 6_000);
/** Good files with some bytes changed, cut out or doubled: how many are refused, and every error of ours. */
const spoiling = async ({ room: asked, db }: Lodging, times: number): Promise<{ readonly bad: readonly string[]; readonly refused: number }> => {
  const wholes = await Promise.all(Object.entries(good).map(async ([ext, make]) => [ext, await make()] as const));
  const bad: string[] = [];
  let refused = 0;
  // a fixed seed: the same noise every day
  let state = 20261121;
  const random = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  for (let time = 0; time < times; time += 1) {
    const [ext, whole] = wholes[time % wholes.length] ?? ['pdf', pdf];
    let bytes = Buffer.from(whole);
    for (let change = 0; change <= random(6); change += 1) {
      // most of what decides stands at the front
      const at = random(random(2) === 0 ? Math.min(64, bytes.length) : bytes.length);
      const kind = random(3);
      if (kind === 0) bytes[at] = random(256);
      else if (kind === 1) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + random(40))]);
      else bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at, at + random(40)), bytes.subarray(at)]);
    }
    const taken = await asked.takeUpload(db.ctx(), new File([new Uint8Array(bytes)], `a.${ext}`), { by: `visit:spoiled ${Math.floor(time / 20)}` }).catch((error: unknown) => ({ thrown: String(error) }));
    if ('thrown' in taken) bad.push(`${ext} ${time}: ${taken.thrown}`);
    else if (isRefusal(taken)) refused += 1;
  }
  return { bad, refused };
};

test(`${spoiled} good files with some bytes changed, cut out or doubled are taken or refused, never an error of ours`, async () => {
  const { bad, refused } = await spoiling(lodging, spoiled);
  console.log(`proof: ${spoiled} spoiled files: ${spoiled - refused - bad.length} taken, ${refused} refused, ${bad.length} errors of ours`);
  expect(bad).toEqual([]);
}, depth(120_000, 900_000));

test('afterwards nothing half-done lies about, and every file that is kept has its row', async () => {
  expect(await lodging.leftOver()).toEqual([]);
});

/** The control: the same files, a room that lacks one of its lines, and what the same measure must say of each. */
type Control = { readonly what: string; readonly lines: Lacking; readonly of: readonly Case[]; readonly said: (one: Case) => string };
const taking = 'src/rooms/files/acts/take.ts';
const opening = 'src/rooms/files/acts/open.ts';
const tailed = polyglots.filter((one) => one.expected === 'picture');
const saved = liars.filter((one) => one.expected !== 'picture');
const declared: Lacking = { [taking]: [['await sniff(sent.path, sent.bytes)', `({ kind: 'text', ext: file.name.split('.').at(-1), mime: file.type })`]] };
const controls: readonly Control[] = [
  { what: 'keeps pictures as they came', lines: { [taking]: [[`if (type.kind !== 'picture') return`, 'return']] }, of: tailed, said: () => 'its tail was kept' },
  { what: 'believes the name', lines: declared, of: disguises, said: () => 'text' },
  { what: 'believes the declared type', lines: declared, of: liars, said: () => 'served as text/html' },
  { what: 'lets a browser guess what a file is', lines: { [opening]: [[`'x-content-type-options': 'nosniff',`, '']] }, of: saved, said: () => 'served without its own policy' },
  { what: 'opens everything in the page', lines: { [opening]: [[`file.picture ? 'inline' : 'attachment'`, `'inline'`]] }, of: saved, said: () => 'opened in the page' },
];
test.each(controls)('control: of a room that $what, the same measure says so of every file', async ({ what, lines, of, said }) => {
  const { bad } = await inRoomWithout(lines, (lacking) => judged(lacking, of));
  const told = of.filter((one) => bad.includes(`${one.what}: ${said(one)}`)).length;
  console.log(`proof: control, a room that ${what}: ${told} of ${of.length} files other than the table says`);
  expect(of.length).toBeGreaterThan(10);
  expect(told).toBe(of.length);
});

test('control: where a picture that cannot be drawn is not caught, the spoiled ones are errors of ours', async () => {
  const { bad } = await inRoomWithout({ 'src/rooms/files/pictures.ts': [['if (isFaultOfOurs(error)) throw error;', 'throw error;']] }, (lacking) => spoiling(lacking, 60));
  console.log(`proof: control, a room that does not catch its decoder: ${bad.length} errors of 60 spoiled files`);
  expect(bad.length).toBeGreaterThan(0);
  expect(bad.filter((one) => !/^(?:jpg|png|webp|gif|avif) /.test(one))).toEqual([]);
});

const untidy: readonly (readonly [what: string, lines: Lacking, left: unknown])[] = [
  ['does not clear away its scratch', { 'src/rooms/files/storage-scratch.ts': [['await rm(dir, { recursive: true, force: true });', '']] }, [expect.stringContaining('half-done: jauap-upload-')]],
  ['keeps a copy that no row names', { [taking]: [['await fileStore().put(key, whole);', "await fileStore().put(key, whole); await fileStore().put(storageKey(whole.sha256, 'ff'), whole);"]] }, ['2 are kept, rows name 1']],
];
test.each(untidy)('control: a room that %s is seen by what it leaves', async (_, lines, left) => {
  const seen = await inRoomWithout(lines, async ({ attached, leftOver }) => (await attached(new File(['Жол жөнделмеді.'], 'a.txt'), 'visit:a'), leftOver()));
  expect(seen).toEqual(left);
});
