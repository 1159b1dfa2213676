import { open, type FileHandle } from 'node:fs/promises';
import type { TrueType } from './law.ts';
import { oleType } from './sniff-ole.ts';
import { readAt } from './sniff-bytes.ts';
import { isPlainText } from './sniff-text.ts';
import { zipType } from './sniff-zip.ts';

export type Sniffed = TrueType | 'file_type_invalid' | 'file_broken_invalid';

/** Pictures that libvips of sharp decodes. HEIC (HEVC) is not among them: its decoder is patented and not built in. */
const pictures: Readonly<Record<string, TrueType>> = {
  jpg: { kind: 'picture', ext: 'jpg', mime: 'image/jpeg' },
  png: { kind: 'picture', ext: 'png', mime: 'image/png' },
  apng: { kind: 'picture', ext: 'png', mime: 'image/png' },
  webp: { kind: 'picture', ext: 'webp', mime: 'image/webp' },
  avif: { kind: 'picture', ext: 'avif', mime: 'image/avif' },
  gif: { kind: 'picture', ext: 'gif', mime: 'image/gif' },
};
const zipped = new Set(['zip', 'docx', 'xlsx', 'pptx', 'odt', 'ods']);
const pdf: TrueType = { kind: 'pdf', ext: 'pdf', mime: 'application/pdf' };
const text: TrueType = { kind: 'text', ext: 'txt', mime: 'text/plain; charset=utf-8' };

/** A voice note as browsers record it: Opus in WebM, AAC in MPEG-4. Kept byte for byte and only ever served as a download, so nobody's browser decodes it in our page. */
const m4a: TrueType = { kind: 'sound', ext: 'm4a', mime: 'audio/mp4' };
const webm: TrueType = { kind: 'sound', ext: 'webm', mime: 'audio/webm' };
/** The tracks stand before the first sound: a film is no voice note (Matroska, CodecID begins with A_ or V_). */
const tracksWithin = 16_384;
const isSoundOnly = async (file: FileHandle): Promise<boolean> => {
  const head = (await readAt(file, 0, tracksWithin)).toString('latin1');
  return /A_(OPUS|VORBIS)/.test(head) && !/V_(VP8|VP9|AV1|MPEG|UNCOMPRESSED|MS|REAL|THEORA)/.test(head);
};

/** What the bytes are. The name and the declared type were never asked. */
export const sniff = async (path: string, size: number): Promise<Sniffed> => {
  const file = await open(path);
  try {
    const ext = (await typeOf(path))?.ext;
    if (ext === undefined) return (await isPlainText(file)) ? text : 'file_type_invalid';
    const picture = pictures[ext];
    if (picture) return picture;
    if (ext === 'm4a') return m4a;
    if (ext === 'webm') return (await isSoundOnly(file)) ? webm : 'file_type_invalid';
    if (ext === 'pdf') return (await endsAsPdf(file, size)) ? pdf : 'file_broken_invalid';
    if (zipped.has(ext)) return await zipType(file, size);
    if (ext === 'cfb') return await oleType(file, size);
    return 'file_type_invalid';
  } finally {
    await file.close();
  }
};

/** The detector throws on some files that are cut off within their header: those have no type. */
const typeOf = async (path: string): Promise<{ ext: string } | undefined> => {
  try {
    return await (await import('file-type')).fileTypeFromFile(path);
  } catch (error) {
    if (error instanceof Error && error.name === 'EndOfStreamError') return undefined;
    throw error;
  }
};

/** ISO 32000-1, 7.5.5: the last line is %%EOF. Readers forgive junk after it, and so do we; a file cut off on the way has none. */
const endsAsPdf = async (file: FileHandle, size: number): Promise<boolean> => {
  const tail = await readAt(file, Math.max(0, size - 16_384), Math.min(size, 16_384));
  return tail.includes('%%EOF');
};
