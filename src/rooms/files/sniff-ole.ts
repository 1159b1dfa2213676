import type { FileHandle } from 'node:fs/promises';
import type { TrueType } from './law.ts';
import { readAt } from './sniff-bytes.ts';

const doc: TrueType = { kind: 'office', ext: 'doc', mime: 'application/msword' };
const xls: TrueType = { kind: 'office', ext: 'xls', mime: 'application/vnd.ms-excel' };
/** [MS-CFB] 2.2 and 2.6: the header's 109 places of the table of sectors, entries of 128 bytes. */
const placesInHeader = 109;
const entryLength = 128;
const mostDirectorySectors = 2_000;

/** Old Word and Excel files by the streams in them. Installers, mail and password-protected documents have the same wrapping and are refused. */
export const oleType = async (file: FileHandle, size: number): Promise<TrueType | 'file_type_invalid' | 'file_broken_invalid'> => {
  const names = await streamNames(file, size);
  if (names === null) return 'file_broken_invalid';
  if (names.has('EncryptedPackage') || names.has('Macros') || names.has('_VBA_PROJECT_CUR')) return 'file_type_invalid';
  const word = names.has('WordDocument');
  const excel = names.has('Workbook') || names.has('Book');
  return word === excel ? 'file_type_invalid' : word ? doc : xls;
};

const streamNames = async (file: FileHandle, size: number): Promise<ReadonlySet<string> | null> => {
  const header = await readAt(file, 0, 512);
  if (header.length < 512) return null;
  const shift = header.readUInt16LE(30);
  if (shift !== 9 && shift !== 12) return null;
  const sectorLength = 1 << shift;
  const sector = (index: number): Promise<Buffer> => readAt(file, (index + 1) * sectorLength, sectorLength);
  const names = new Set<string>();
  const seen = new Set<number>();
  let index = header.readUInt32LE(48);
  while (index < 0xfffffffa) {
    if (seen.has(index) || seen.size > mostDirectorySectors || (index + 1) * sectorLength >= size) return null;
    seen.add(index);
    for (const name of namesIn(await sector(index))) names.add(name);
    const next = await nextSector(header, sector, index, sectorLength);
    if (next === null) return null;
    index = next;
  }
  return names;
};

const namesIn = (sector: Buffer): readonly string[] => {
  const names: string[] = [];
  for (let at = 0; at + entryLength <= sector.length; at += entryLength) {
    const length = sector.readUInt16LE(at + 64);
    const used = sector.readUInt8(at + 66) !== 0;
    if (used && length >= 2 && length <= 64) names.push(sector.toString('utf16le', at, at + length - 2));
  }
  return names;
};

/** From the table of sectors. Files over 7 MB keep more of that table outside the header; their directory lies near the start all the same. */
const nextSector = async (header: Buffer, sector: (index: number) => Promise<Buffer>, index: number, sectorLength: number): Promise<number | null> => {
  const perSector = sectorLength / 4;
  const place = Math.floor(index / perSector);
  if (place >= placesInHeader) return 0xfffffffe;
  const table = header.readUInt32LE(76 + place * 4);
  if (table >= 0xfffffffa) return null;
  const entries = await sector(table);
  const at = (index % perSector) * 4;
  return at + 4 <= entries.length ? entries.readUInt32LE(at) : null;
};
