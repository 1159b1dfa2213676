import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateRawSync, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { isRefusal } from '../../kernel/refusal.ts';
import { freshDb, type TestDb } from '../../../test/support/database.ts';
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

const utf8 = (text: string): Buffer => Buffer.from(text, 'utf8');
const drawn = (width: number, height: number, alpha = false) =>
  sharp({ create: { width, height, channels: alpha ? 4 : 3, background: { r: 10, g: 120, b: 90, alpha: 0.5 } } });
const noisy = async (width: number, height: number): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: 'white', noise: { type: 'gaussian', mean: 128, sigma: 40 } } }).jpeg().toBuffer();

type Entry = { name: string; data?: Buffer; packed?: Buffer; unpacked?: number; flags?: number };
/** A zip of stored entries, or of packed ones with the size they claim. */
const zip = (entries: readonly Entry[]): Buffer => {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let at = 0;
  for (const { name, data = Buffer.alloc(0), packed, unpacked, flags = 0 } of entries) {
    const body = packed ?? data;
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(flags, 2);
    common.writeUInt16LE(packed ? 8 : 0, 4);
    common.writeUInt32LE(crc32(data), 10);
    common.writeUInt32LE(body.length, 14);
    common.writeUInt32LE(unpacked ?? data.length, 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, utf8(name), body]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(at, 10);
    central.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\0', 'latin1'), common, tail, utf8(name)]));
    locals.push(local);
    at += local.length;
  }
  const list = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...locals, list, end]);
};
const contentTypes = (part: string, type: string): Entry => ({
  name: '[Content_Types].xml',
  data: utf8(`<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="${part}" ContentType="application/vnd.openxmlformats-officedocument.${type}.main+xml"/></Types>`),
});
const docx = (...more: Entry[]): Buffer => zip([contentTypes('/word/document.xml', 'wordprocessingml.document'), { name: 'word/document.xml', data: utf8('<w/>') }, ...more]);
const openDocument = (mime: string, ...more: Entry[]): Buffer => zip([{ name: 'mimetype', data: utf8(mime) }, { name: 'content.xml', data: utf8('<o/>') }, ...more]);

/** [MS-CFB]: header, one sector of the table, one of the directory. */
const ole = (...streams: string[]): Buffer => {
  const header = Buffer.alloc(512, 0xff);
  Buffer.from('d0cf11e0a1b11ae100000000000000000000000000000000', 'hex').copy(header);
  header.writeUInt16LE(9, 30);
  header.writeUInt32LE(1, 48);
  header.writeUInt32LE(0, 76);
  const table = Buffer.alloc(512, 0xff);
  table.writeUInt32LE(0xfffffffd, 0);
  table.writeUInt32LE(0xfffffffe, 4);
  const directory = Buffer.alloc(512);
  ['Root Entry', ...streams].forEach((name, index) => {
    directory.write(name, index * 128, 'utf16le');
    directory.writeUInt16LE(name.length * 2 + 2, index * 128 + 64);
    directory.writeUInt8(index === 0 ? 5 : 2, index * 128 + 66);
  });
  return Buffer.concat([header, table, directory, Buffer.alloc(1024)]);
};

const pngChunk = (type: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
};
const flood = (side: number): Buffer => {
  const head = Buffer.from('0000000000000000 08 02 00 00 00'.replaceAll(' ', ''), 'hex');
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), pngChunk('IHDR', head), pngChunk('IDAT', deflateSync(Buffer.alloc(1024))), pngChunk('IEND', Buffer.alloc(0))]);
};
const pdf = utf8('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');
// the test file every scanner knows (eicar.org), in two halves so that this source is not taken for it
/** The head of a WebM file with tracks of these codecs (Matroska: EBML, Segment, Tracks, TrackEntry, CodecID). */
const matroska = (...codecs: readonly string[]): Buffer => Buffer.concat([
  Buffer.from('1a45dfa39f4286810142f7810142f2810442f381084282847765626d42878104428581021853806701ffffffffffffff1654ae6b', 'hex'),
  ...codecs.map((codec) => Buffer.concat([Buffer.from([0xae, 0x80 + codec.length + 2, 0x86, 0x80 + codec.length]), utf8(codec)])), Buffer.alloc(300, 7),
]);
const eicar = utf8(['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-', 'STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join(''));
const bomb = (): Entry[] => {
  const packed = deflateRawSync(Buffer.alloc(64 * 1024 * 1024));
  return [1, 2, 3, 4, 5].map((n) => ({ name: `word/media/${n}.bin`, packed, unpacked: 64 * 1024 * 1024 }));
};

type Verdict = string | { kind: string; name: string };
type Row = readonly [what: string, sentName: string, bytes: () => Buffer | Promise<Buffer>, verdict: Verdict];
const type = 'file_type_invalid';
const broken = 'file_broken_invalid';
const is = (kind: string, name: string): Verdict => ({ kind, name });

const rows: readonly Row[] = [
  ['a photograph', 'IMG_0001.jpeg', () => noisy(800, 600), is('picture', 'IMG_0001.jpg')],
  ['a photograph called a document', 'хат.docx', () => noisy(80, 60), is('picture', 'хат.jpg')],
  ['a PNG with see-through places', 'белгі.png', () => drawn(50, 50, true).png().toBuffer(), is('picture', 'белгі.png')],
  ['a WebP', 'a.webp', () => drawn(50, 50).webp().toBuffer(), is('picture', 'a.webp')],
  ['an AVIF', 'a.avif', () => drawn(64, 64).avif().toBuffer(), is('picture', 'a.webp')],
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

it.each(rows)('%s gets its verdict', async (what, sentName, bytes, verdict) => {
  const taken = await takeUpload(db.ctx(), new File([new Uint8Array(await bytes())], sentName, { type: 'image/jpeg' }), { by: `visit:${what}` });
  expect(isRefusal(taken) ? taken.code : { kind: taken.kind, name: taken.name }).toEqual(verdict);
});

it('leaves nothing half-done behind after all of them', async () => {
  expect(await readdir(join(dir, '.arriving'))).toEqual([]);
  expect(await db.raw(`SELECT state, scanned FROM files.file WHERE state <> 'clean' OR scanned`)).toEqual([]);
  const kept = (await readdir(dir, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).length;
  expect(await db.raw('SELECT (count(key) + count(thumbnail_key))::int AS n FROM files.file')).toEqual([{ n: kept }]);
});
