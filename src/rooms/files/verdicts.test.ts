import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Lacking } from '../../../test/support/lacking.ts';
import { inRoomWithout, lodge, type Lodging } from '../../../test/support/room-of-files.ts';
import { bomb, contentTypes, docx, drawn, eicar, flood, matroska, noisy, ole, openDocument, pdf, utf8, zip } from '../../../test/support/torture.ts';
import * as room from './contract.ts';

let lodging: Lodging;
beforeAll(async () => {
  lodging = await lodge(room);
});
afterAll(() => lodging.end());

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

const verdictOf = async ({ attached }: Lodging, [what, sentName, bytes]: Row): Promise<Verdict> => {
  const taken = await attached(new File([new Uint8Array(await bytes())], sentName, { type: 'image/jpeg' }), `visit:${what}`).catch((error: unknown) => `an error of ours: ${String(error)}`);
  return typeof taken === 'string' ? taken : { kind: taken.kind, name: taken.name };
};

it.each(rows)('%s gets its verdict', async (...row) => {
  const verdict = await verdictOf(lodging, row);
  expect(verdict).toEqual(row[3]);
  const word = typeof verdict === 'string' ? verdict : verdict.kind;
  as.set(word, (as.get(word) ?? 0) + 1);
});

it('leaves nothing half-done behind after all of them', async () => {
  expect(await lodging.leftOver()).toEqual([]);
});

/** The control: a room without one of its rules gives another verdict on just these, and its own on what the rule is not about. */
const [law, pictures, zips, oles, texts, sounds] = ['law', 'pictures', 'sniff-zip', 'sniff-ole', 'sniff-text', 'sniff'].map((name) => `src/rooms/files/${name}.ts`) as [string, string, string, string, string, string];
const take = 'src/rooms/files/acts/take.ts';
const rules: readonly (readonly [rule: string, lines: Lacking, red: readonly string[]])[] = [
  ['how many pixels a picture has', { [pictures]: [['if (width * height > allowed)', 'if (false)']] }, ['a PNG whose header says 50000 × 50000']],
  ['that a picture is whole', { [pictures]: [["failOn: 'error', sequentialRead", "failOn: 'none', sequentialRead"]] }, ['a JPEG that is cut off']],
  ['that a packed file is no bomb', { [zips]: [['unpacked > mostUnpacked ||', '']] }, ['a zip bomb as a Word document']],
  ['that a document carries no program', { [zips]: [['entries.some(({ name }) => carriesProgram(name))', 'false']] }, ['a Word document with macros', 'an OpenDocument text with Basic in it']],
  ['that a document is not locked', { [zips]: [['entries.some((entry) => entry.locked)', 'false']] }, ['a locked Word document']],
  ['that an old document carries no program', { [oles]: [["names.has('Macros') ||", '']] }, ['an old Word document with macros']],
  ['that a text is no page', { [texts]: [['program.test(text) || markup.test(text.slice(0, headLength))', 'false']] }, ['a web page after some text', 'a shell script', 'an SVG after a comment and a space']],
  ['that a voice note is no film', { [sounds]: [['(await isSoundOnly(file)) ? webm', 'true ? webm']] }, ['a film called a voice note', 'a film without sound']],
  ['that a PDF has its end', { [sounds]: [['(await endsAsPdf(file, size)) ? pdf', 'true ? pdf']] }, ['a PDF that is cut off']],
  ['how large a file is', { [take]: [["join(dir, 'sent'), mostBytes)", "join(dir, 'sent'), Infinity)"]] }, ['a file of 20 MB and a byte']],
  ['that there is something in it', { [take]: [["if (sent.bytes === 0) return refused('file_empty_invalid');", '']] }, ['a file of 0 bytes']],
  ['how a name is shown', { [law]: [[".replace(unseen, '')", '']] }, ['a name that reads backwards']],
  ['that a name leads nowhere', { [law]: [[".replace(separators, '-')", '']] }, ['a name that climbs', 'a name with a drive']],
];
const plain = ['a photograph', 'a PDF', 'a Word document', 'an old Word document', 'a voice note', 'a text'];
it.each(rules)('control: a room that does not ask %s, and the table finds it', async (_, lines, red) => {
  const of = rows.filter(([what]) => red.includes(what) || plain.includes(what));
  const wrong = await inRoomWithout(lines, async (lacking) => {
    const found: string[] = [];
    for (const row of of) if (JSON.stringify(await verdictOf(lacking, row)) !== JSON.stringify(row[3])) found.push(row[0]);
    return found;
  });
  expect(of).toHaveLength(red.length + plain.length);
  expect(wrong.toSorted()).toEqual(red.toSorted());
});
