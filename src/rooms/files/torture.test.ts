import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isRefusal } from '../../kernel/refusal.ts';
import { read, write } from '../../platform/db.ts';
import { freshDb, type TestDb } from '../../../test/support/database.ts';
import { depth } from '../../../test/support/proof.ts';
import { contentTypes, docx, drawn, matroska, noisy, ole, openDocument, pdf, utf8, zip } from '../../../test/support/torture.ts';
import { attach, folderStore, openFile, ownersFile, setFileStore, takeUpload } from './contract.ts';

let db: TestDb;
let dir: string;
beforeAll(async () => {
  db = await freshDb();
  dir = await mkdtemp(join(tmpdir(), 'jauap-torture-'));
  setFileStore(folderStore(dir));
});
afterAll(async () => {
  await db.drop();
  await rm(dir, { recursive: true, force: true });
});

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

test('each gets its verdict; what is kept is what its bytes say, is never run, and of a picture nothing of what hung behind it is left', async () => {
  const bad: string[] = [];
  const verdicts = new Map<string, number>();
  for (const [nth, { what, name, bytes, expected }] of cases.entries()) {
    const taken = await takeUpload(db.ctx(), new File([new Uint8Array(await bytes())], name, { type: 'text/html' }), { by: `visit:${what}` });
    const verdict = isRefusal(taken) ? taken.code : taken.kind;
    verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1);
    if (expected === 'refused' ? !isRefusal(taken) : expected === 'picture' ? verdict !== 'picture' : false) bad.push(`${what}: ${verdict}`);
    if (isRefusal(taken)) { if (!/^file_(?:type|broken)_invalid$/.test(taken.code)) bad.push(`${what}: ${taken.code}`); continue; }
    if (!/^[^\\/:*?"<>|]+\.(?:jpg|png|webp|pdf|docx|xlsx|odt|doc|webm|txt)$/.test(taken.name)) bad.push(`${what}: named ${taken.name}`);
    await write(db.ctx(), (tx) => attach(tx, [taken.fileId], `appeal:${nth + 1}`));
    const file = await read(db.ctx(), (q) => ownersFile(q, `appeal:${nth + 1}`, taken.fileId));
    const served = file && (await openFile(db.ctx(), file, 'whole'));
    if (!served || isRefusal(served)) { bad.push(`${what}: not served`); continue; }
    const type = served.headers.get('content-type') ?? '';
    if (!servedAs.has(type) && !office.test(type)) bad.push(`${what}: served as ${type}`);
    if (served.headers.get('x-content-type-options') !== 'nosniff' || !served.headers.get('content-security-policy')?.startsWith('sandbox;')) bad.push(`${what}: served without its own policy`);
    if (taken.kind !== 'picture' && !served.headers.get('content-disposition')?.startsWith('attachment;')) bad.push(`${what}: opened in the page`);
    const kept = Buffer.from(await served.arrayBuffer()).toString('latin1');
    if (taken.kind === 'picture' && (kept.includes(mark) || kept.includes('<script'))) bad.push(`${what}: its tail was kept`);
  }
  console.log(`proof: ${cases.length} files of two natures, cut or misnamed: ${[...verdicts].map(([verdict, n]) => `${verdict} ${n}`).toSorted().join(', ')}; ${bad.length} other than the table says`);
  expect(bad).toEqual([]);
  expect([...verdicts.keys()].toSorted()).toEqual(['file_broken_invalid', 'file_type_invalid', 'office', 'pdf', 'picture', 'sound', 'text']);
});

// a fixed seed: the same noise every day
let state = 20261121;
const random = (below: number): number => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((state / 2 ** 32) * below);
};

const spoiled = depth(240, 6_000);
test(`${spoiled} good files with some bytes changed, cut out or doubled are taken or refused, never an error of ours`, async () => {
  const wholes = await Promise.all(Object.entries(good).map(async ([ext, make]) => [ext, await make()] as const));
  const bad: string[] = [];
  let refused = 0;
  for (let time = 0; time < spoiled; time += 1) {
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
    const taken = await takeUpload(db.ctx(), new File([new Uint8Array(bytes)], `a.${ext}`), { by: `visit:spoiled ${Math.floor(time / 20)}` }).catch((error: unknown) => ({ thrown: String(error) }));
    if ('thrown' in taken) bad.push(`${ext} ${time}: ${taken.thrown}`);
    else if (isRefusal(taken)) refused += 1;
  }
  console.log(`proof: ${spoiled} spoiled files: ${spoiled - refused - bad.length} taken, ${refused} refused, ${bad.length} errors of ours`);
  expect(bad).toEqual([]);
}, depth(120_000, 900_000));

test('afterwards nothing half-done lies about, and every file that is kept has its row', async () => {
  expect(await readdir(join(dir, '.arriving'))).toEqual([]);
  const kept = (await readdir(dir, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).length;
  expect(await db.raw('SELECT (count(key) + count(thumbnail_key))::int AS n FROM files.file')).toEqual([{ n: kept }]);
  expect(await db.raw(`SELECT count(*)::int AS n FROM files.file WHERE state <> 'clean'`)).toEqual([{ n: 0 }]);
});
