import type { FileHandle } from 'node:fs/promises';
import type { TrueType } from './law.ts';
import { readAt } from './sniff-bytes.ts';

type Entry = { readonly name: string; readonly packed: number; readonly unpacked: number; readonly locked: boolean; readonly at: number };

const endMark = 0x06054b50; // PKWARE APPNOTE 4.3.16
const entryMark = 0x02014b50; // 4.3.12
const localMark = 0x04034b50; // 4.3.7
const endLength = 22;
const longestComment = 65_535;
const mostEntries = 10_000;
const mostDirectory = 2 * 1024 * 1024;
/** An office file larger than this unpacked is a bomb, or will be one on the reader's machine. */
export const mostUnpacked = 256 * 1024 * 1024;

const office = (ext: string, mime: string): TrueType => ({ kind: 'office', ext, mime });
const docx = office('docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document');
const xlsx = office('xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet');
const pptx = office('pptx', 'application/vnd.openxmlformats-officedocument.presentationml.presentation');
const openDocuments: Readonly<Record<string, TrueType>> = {
  'application/vnd.oasis.opendocument.text': office('odt', 'application/vnd.oasis.opendocument.text'),
  'application/vnd.oasis.opendocument.spreadsheet': office('ods', 'application/vnd.oasis.opendocument.spreadsheet'),
};

/** An office document by what lies in it. Nothing is unpacked: the directory at the end is read. */
export const zipType = async (file: FileHandle, size: number): Promise<TrueType | 'file_type_invalid' | 'file_broken_invalid'> => {
  const entries = await directory(file, size);
  if (entries === null) return 'file_broken_invalid';
  const found = await documentIn(file, entries);
  if (found === null || entries.some(({ name }) => carriesProgram(name))) return 'file_type_invalid';
  const unpacked = entries.reduce((sum, entry) => sum + entry.unpacked, 0);
  const packed = entries.reduce((sum, entry) => sum + entry.packed, 0);
  // more packed bytes than the file has: entries that share them, as a bomb's do
  return unpacked > mostUnpacked || packed > size || entries.some((entry) => entry.locked) ? 'file_broken_invalid' : found;
};

/** Macros: Office's VBA project, and the Basic and script folders of OpenDocument. */
const carriesProgram = (name: string): boolean => /(^|\/)vbaProject\.bin$/i.test(name) || /^(Basic|Scripts)\/.+[^/]$/.test(name);

const documentIn = async (file: FileHandle, entries: readonly Entry[]): Promise<TrueType | null> => {
  const names = new Set(entries.map(({ name }) => name));
  if (names.has('[Content_Types].xml')) {
    const kinds = [names.has('word/document.xml') ? docx : null, names.has('xl/workbook.xml') ? xlsx : null, names.has('ppt/presentation.xml') ? pptx : null].filter((kind) => kind !== null);
    return kinds.length === 1 ? (kinds[0] ?? null) : null;
  }
  const first = entries.find(({ name }) => name === 'mimetype');
  return first && names.has('content.xml') ? (openDocuments[await storedText(file, first)] ?? null) : null;
};

/** OpenDocument 1.3, part 2, 3.3: `mimetype` is stored, not packed. */
const storedText = async (file: FileHandle, entry: Entry): Promise<string> => {
  const head = await readAt(file, entry.at, 30);
  if (head.length < 30 || head.readUInt32LE(0) !== localMark || head.readUInt16LE(8) !== 0 || entry.unpacked > 200) return '';
  return (await readAt(file, entry.at + 30 + head.readUInt16LE(26) + head.readUInt16LE(28), entry.unpacked)).toString('latin1');
};

const directory = async (file: FileHandle, size: number): Promise<readonly Entry[] | null> => {
  const tailAt = Math.max(0, size - endLength - longestComment);
  const tail = await readAt(file, tailAt, size - tailAt);
  let end = tail.length - endLength;
  while (end >= 0 && tail.readUInt32LE(end) !== endMark) end -= 1;
  if (end < 0) return null;
  const count = tail.readUInt16LE(end + 10);
  const length = tail.readUInt32LE(end + 12);
  const at = tail.readUInt32LE(end + 16);
  // ZIP64 marks (0xFFFF, 0xFFFFFFFF) fall out here too: no 20 MB document needs them
  if (count > mostEntries || length > mostDirectory || at + length > tailAt + end) return null;
  return listed(await readAt(file, at, length), count, size);
};

const listed = (bytes: Buffer, count: number, size: number): readonly Entry[] | null => {
  const entries: Entry[] = [];
  let at = 0;
  while (entries.length < count) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== entryMark) return null;
    const nameLength = bytes.readUInt16LE(at + 28);
    const entry = {
      name: bytes.toString('utf8', at + 46, at + 46 + nameLength), packed: bytes.readUInt32LE(at + 20), unpacked: bytes.readUInt32LE(at + 24),
      locked: (bytes.readUInt16LE(at + 8) & 1) === 1, at: bytes.readUInt32LE(at + 42),
    };
    if (entry.at >= size) return null;
    entries.push(entry);
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return at === bytes.length ? entries : null;
};
