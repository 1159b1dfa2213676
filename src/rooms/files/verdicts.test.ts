import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { isRefusal } from '../../kernel/refusal.ts';
import { freshDb, type TestDb } from '../../../test/support/database.ts';
import { bomb, contentTypes, docx, drawn, eicar, flood, matroska, noisy, ole, openDocument, pdf, utf8, zip } from '../../../test/support/torture.ts';
import { folderStore, setFileStore, takeUpload } from './contract.ts';

let db: TestDb;
let dir: string;
beforeAll(async () => {
  db = await freshDb();
  dir = await mkdtemp(join(tmpdir(), 'jauap-files-'));
  setFileStore(folderStore(dir));
});
afterAll(async () => {
  await db.drop();
  await rm(dir, { recursive: true, force: true });
});

type Verdict = string | { kind: string; name: string };
type Row = readonly [what: string, sentName: string, bytes: () => Buffer | Promise<Buffer>, verdict: Verdict];
const type = 'file_type_invalid';
const broken = 'file_broken_invalid';
const is = (kind: string, name: string): Verdict => ({ kind, name });

const rows: readonly Row[] = [
  ['a photograph', 'IMG_0001.jpeg', () => noisy(800, 600), is('picture', 'IMG_0001.jpg')],
  ['a photograph called a document', 'хат.docx', () => noisy(80, 60), is('picture', 'хат.jpg')],
  ['a PNG with see-through places', 'белгі.png', () => drawn(50, 50, true).png().toBuffer(), is('picture', 'белгі.png')],
  ['a photograph saved as PNG, with see-through places', 'a.png', async () => sharp(await noisy(1_600, 1_200)).ensureAlpha(0.5).png({ compressionLevel: 1 }).toBuffer(), is('picture', 'a.jpg')],
  ['a WebP with see-through places', 'a.webp', () => drawn(50, 50, true).webp().toBuffer(), is('picture', 'a.png')],
  ['a WebP', 'a.webp', () => drawn(50, 50).webp().toBuffer(), is('picture', 'a.jpg')],
  ['an AVIF', 'a.avif', () => drawn(64, 64).avif().toBuffer(), is('picture', 'a.jpg')],
  ['a GIF', 'a.gif', () => drawn(50, 50).gif().toBuffer(), is('picture', 'a.png')],
  ['a GIF with a script after it', 'a.gif', async () => Buffer.concat([await drawn(50, 50).gif().toBuffer(), utf8('/*<script>alert(1)</script>*/')]), is('picture', 'a.png')],
  ['a script that begins as a GIF', 'a.gif', () => utf8('GIF89a/*\x00\x00*/=1;alert(document.cookie)//'), broken],
  ['a JPEG that is cut off', 'a.jpg', async () => (await noisy(900, 900)).subarray(0, 20_000), broken],
  ['a JPEG of its first 30 bytes', 'a.jpg', async () => (await noisy(90, 90)).subarray(0, 30), broken],
  ['a PNG whose header says 50000 × 50000', 'a.png', () => flood(50_000), 'too_large_file'],
  ['a PNG whose header says 2000000000 × 2000000000', 'a.png', () => flood(2_000_000_000), broken],
  ['a PNG with too few pixels inside', 'a.png', () => flood(500), broken],
  ['a PNG of 8 bytes', 'a.png', () => flood(5).subarray(0, 8), type],
  ['a HEIC of an iPhone', 'IMG_1.HEIC', () => Buffer.concat([Buffer.from('0000001866747970', 'hex'), utf8('heic'), Buffer.alloc(4), utf8('mif1heic'), Buffer.alloc(64)]), type],
  ['an SVG with a script', 'a.svg', () => utf8('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'), type],
  ['an SVG that begins as XML', 'a.png', () => utf8('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'), type],
  ['an SVG after a comment and a space', 'a.txt', () => utf8(' \n<!-- --><svg onload=alert(1)>'), type],
  ['a web page called a photograph', 'a.jpg', () => utf8('<!DOCTYPE html><script>alert(1)</script>'), type],
  ['a web page after some text', 'a.txt', () => utf8('Сәлем\n<script src=//x></script>'), type],
  ['a TIFF', 'a.tif', () => drawn(20, 20).tiff().toBuffer(), type],
  ['a file of 0 bytes', 'a.pdf', () => Buffer.alloc(0), 'file_empty_invalid'],
  ['a file of 20 MB and a byte', 'a.txt', () => Buffer.alloc(20 * 1024 * 1024 + 1, 'a'), 'too_large_file'],
  ['a text of exactly 20 MB', 'a.txt', () => Buffer.alloc(20 * 1024 * 1024, 'a'), is('text', 'a.txt')],
  ['a PDF', 'Өтініш 12.05.2026.pdf', () => pdf, is('pdf', 'Өтініш 12.05.2026.pdf')],
  ['a PDF that is also a web page', 'a.html', () => Buffer.concat([utf8('%PDF-1.4\n<script>alert(1)</script>'), pdf]), is('pdf', 'a.pdf')],
  ['a PDF called a program', 'invoice.pdf.exe', () => pdf, is('pdf', 'invoice.pdf')],
  ['a PDF that is cut off', 'a.pdf', () => pdf.subarray(0, 40), broken],
  ['a Word document', 'хат.docx', () => docx(), is('office', 'хат.docx')],
  ['an Excel workbook', 'a.xlsx', () => zip([contentTypes('/xl/workbook.xml', 'spreadsheetml.sheet'), { name: 'xl/workbook.xml', data: utf8('<x/>') }]), is('office', 'a.xlsx')],
  ['a PowerPoint deck', 'a.zip', () => zip([contentTypes('/ppt/presentation.xml', 'presentationml.presentation'), { name: 'ppt/presentation.xml', data: utf8('<p/>') }]), is('office', 'a.pptx')],
  ['an OpenDocument text', 'a.odt', () => openDocument('application/vnd.oasis.opendocument.text'), is('office', 'a.odt')],
  ['an OpenDocument table', 'a.ods', () => openDocument('application/vnd.oasis.opendocument.spreadsheet'), is('office', 'a.ods')],
  ['an OpenDocument drawing', 'a.odt', () => openDocument('application/vnd.oasis.opendocument.graphics'), type],
  ['an OpenDocument text with Basic in it', 'a.odt', () => openDocument('application/vnd.oasis.opendocument.text', { name: 'Basic/Standard/M.xml', data: utf8('x') }), type],
  ['a zip bomb as a Word document', 'a.docx', () => docx(...bomb()), broken],
  ['a Word document with macros', 'a.docx', () => docx({ name: 'word/vbaProject.bin', data: utf8('x') }), type],
  ['a locked Word document', 'a.docx', () => docx({ name: 'word/a.xml', data: utf8('x'), flags: 1 }), broken],
  ['a Word document that is cut off', 'a.docx', () => docx({ name: 'word/a.bin', data: Buffer.alloc(5000, 7) }).subarray(0, 3000), broken],
  ['a Word and Excel document at once', 'a.docx', () => docx({ name: 'xl/workbook.xml', data: utf8('x') }), type],
  ['a plain zip', 'a.docx', () => zip([{ name: 'a.exe', data: utf8('MZ') }]), type],
  ['a Java archive', 'a.docx', () => zip([{ name: 'META-INF/MANIFEST.MF', data: utf8('Manifest-Version: 1.0\n') }, { name: 'A.class', data: utf8('x') }]), type],
  ['an old Word document', 'a.doc', () => ole('WordDocument'), is('office', 'a.doc')],
  ['an old Excel workbook', 'a.doc', () => ole('Workbook'), is('office', 'a.xls')],
  ['an old Word document with macros', 'a.doc', () => ole('WordDocument', 'Macros'), type],
  ['a Word document with a password', 'a.docx', () => ole('EncryptedPackage', 'EncryptionInfo'), type],
  ['an installer', 'a.doc', () => ole('Property'), type],
  ['an old Word document of its header', 'a.doc', () => ole('WordDocument').subarray(0, 600), broken],
  ['a voice note', 'дауыс.webm', () => matroska('A_OPUS'), is('sound', 'дауыс.webm')],
  ['a film called a voice note', 'дауыс.webm', () => matroska('A_OPUS', 'V_VP8'), type],
  ['a film without sound', 'a.webm', () => matroska('V_VP9'), type],
  ['a text', 'жазба.txt', () => utf8('\uFEFFҚұрметті әкім!\r\nЖол жөнделмеді.'), is('text', 'жазба.txt')],
  ['a text with a letter on the border of reading', 'a.csv', () => utf8(`${'a'.repeat(256 * 1024 - 1)}ә`), is('text', 'a.txt')],
  ['a text in cp1251', 'a.txt', () => Buffer.from('cfeef1ece0f2f0e8f2e520edee20e4eef0eee3f3', 'hex'), type],
  ['a text in UTF-16', 'a.txt', () => Buffer.from('\uFEFFжол', 'utf16le'), type],
  ['a text that ends within a letter', 'a.txt', () => utf8('жол').subarray(0, 5), type],
  ['a shell script', 'a.txt', () => utf8('#!/bin/sh\nrm -rf /\n'), type],
  ['a rich text', 'a.doc', () => utf8('{\\rtf1 hello}'), type],
  ['a Windows program', 'a.pdf', () => Buffer.concat([utf8('MZ'), Buffer.alloc(500, 1)]), type],
  ['noise', 'a.jpg', () => Buffer.from(Array.from({ length: 999 }, (_, n) => (n * 7919) % 251)), type],
  ['the scanners’ test file while no scanner is set', 'eicar.com', () => eicar, is('text', 'eicar.txt')],
  ['a name that reads backwards', 'cod\u202Egpj.exe', () => pdf, is('pdf', 'codgpj.pdf')],
  ['a name that climbs', '../../etc/passwd', () => pdf, is('pdf', 'etc-passwd.pdf')],
  ['a name with a drive', 'C:\\fakepath\\a.pdf', () => pdf, is('pdf', 'C-fakepath-a.pdf')],
  ['a name of nothing', '\u202E .. ', () => pdf, is('pdf', 'file.pdf')],
  ['a name with a line break', 'a\r\nset-cookie: x.pdf', () => pdf, is('pdf', 'a set-cookie- x.pdf')],
  ['a name in parts', 'й.pdf'.normalize('NFD'), () => pdf, is('pdf', 'й.pdf'.normalize('NFC'))],
  ['a name of 300 bytes', `${'қ'.repeat(150)}.pdf`, () => pdf, is('pdf', `${'қ'.repeat(116)}.pdf`)],
  ['a name of 300 emoji', `${'🙂'.repeat(300)}.pdf`, () => pdf, is('pdf', `${'🙂'.repeat(58)}.pdf`)],
];

it('has at least forty hostile or odd uploads', () => expect(rows.length).toBeGreaterThanOrEqual(40));
const as = new Map<string, number>();
afterAll(() => console.log(`proof: ${[...as.values()].reduce((sum, n) => sum + n, 0)} of ${rows.length} hostile or odd uploads as the table says: ${[...as].map(([verdict, n]) => `${verdict} ${n}`).toSorted().join(', ')}`));

it.each(rows)('%s gets its verdict', async (what, sentName, bytes, verdict) => {
  const taken = await takeUpload(db.ctx(), new File([new Uint8Array(await bytes())], sentName, { type: 'image/jpeg' }), { by: `visit:${what}` });
  expect(isRefusal(taken) ? taken.code : { kind: taken.kind, name: taken.name }).toEqual(verdict);
  const word = isRefusal(taken) ? taken.code : taken.kind;
  as.set(word, (as.get(word) ?? 0) + 1);
});

it('leaves nothing half-done behind after all of them', async () => {
  expect(await readdir(join(dir, '.arriving'))).toEqual([]);
  expect(await db.raw(`SELECT state, scanned FROM files.file WHERE state <> 'clean' OR scanned`)).toEqual([]);
  const kept = (await readdir(dir, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).length;
  expect(await db.raw('SELECT (count(key) + count(thumbnail_key))::int AS n FROM files.file')).toEqual([{ n: kept }]);
});
