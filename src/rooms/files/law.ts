export const fileKinds = ['picture', 'pdf', 'office', 'text', 'sound'] as const;
export type FileKind = (typeof fileKinds)[number];
export type FileState = 'arriving' | 'clean' | 'quarantined' | 'infected' | 'going';

/** What a page may know of an attachment. Where its bytes lie stays in the room. */
export type StoredFile = {
  readonly id: number;
  /** as it may be shown: cleaned, with the extension of the true type */
  readonly name: string;
  readonly kind: FileKind;
  readonly mime: string;
  readonly bytes: number;
  /** re-encoded by us: may be shown in the page, has a thumbnail */
  readonly picture: boolean;
  readonly width: number | null;
  readonly height: number | null;
  readonly state: FileState;
  /** false when no scanner was set on the day it came */
  readonly scanned: boolean;
};

export type Taken = { readonly fileId: number; readonly name: string; readonly bytes: number; readonly kind: FileKind };

/** The true type of the bytes, found by looking, never by the declared one. */
export type TrueType = { readonly kind: FileKind; readonly ext: string; readonly mime: string };

export type RefusedUpload =
  | 'too_large_file' | 'too_many_files' | 'file_type_invalid' | 'file_empty_invalid' | 'file_broken_invalid' | 'file_infected_invalid';

export const mostBytes = 20 * 1024 * 1024;
export const mostUnattached = 30;
export const daysUnattached = 30;
/** The row of an upload that never finished; nothing takes this long. */
export const hoursArriving = 24;
export const longestName = 120;
export const mostPixels = 40_000_000;
/** What a decoder may hold of a picture before its first line can be drawn, so that no upload takes more than 64 MB (measured: test/hostile/flood.test.ts). */
const mostHeldBytes = 37_000_000;
export const longestSide = 2_560;
export const thumbnailSide = 480;

export type PictureHead = {
  readonly ext: string;
  readonly isProgressive: boolean;
  readonly chromaSubsampling: string | undefined;
  readonly channels: number;
  readonly depth: string;
  /** of a WebP: nothing but a lossy frame, which is drawn line by line */
  readonly simple: boolean;
};

/** How many pixels a picture of this kind may have. What comes line by line may have all; what comes in layers or frames is held whole. */
export const pixelsAllowed = (head: PictureHead): number => Math.min(mostPixels, mostHeldBytes / heldPerPixel(head));

const heldPerPixel = ({ ext, isProgressive, chromaSubsampling, channels, depth, simple }: PictureHead): number => {
  if (ext === 'avif') return 13; // planes, their copies of every thread, and the frame made of them
  if (ext === 'gif') return 4;
  if (ext === 'webp') return simple ? 0 : 7;
  if (!isProgressive) return 0;
  // all coefficients of 16 bits; or all rows, as they were sent
  return ext === 'jpg' ? (chromaSubsampling === '4:2:0' ? 3 : 6) : channels * (depth === 'ushort' ? 2 : 1);
};

// Unicode Bidi_Control, and zero-width characters that hide text in a name
const unseen = /[\u061C\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/g;
const controls = /[\u0000-\u001F\u007F-\u009F\u2028\u2029]/g;
// path separators of every system, and what Windows refuses in a name
const separators = /[\\/:\u2044\u2215\u29F8\uFF0F\uFF3C]+/g;
const refusedByWindows = /[<>"|?*]/g;
const extension = /\.[A-Za-z][A-Za-z0-9]{0,7}$/;

const cut = (text: string, most: number): string => {
  let kept = '';
  for (const letter of text) {
    if (kept.length + letter.length > most) break;
    kept += letter;
  }
  return kept;
};

/** The name that may be shown and saved: what was sent, without tricks, ending with the true type. */
export const shownName = (sent: string, ext: string): string => {
  const clean = sent.toWellFormed().normalize('NFC').replace(unseen, '').replace(controls, ' ').replace(separators, '-').replace(refusedByWindows, '')
    .replace(/\s+/g, ' ');
  const bare = clean.replace(extension, '');
  const stem = bare.toLowerCase().endsWith(`.${ext}`) ? bare.slice(0, -ext.length - 1) : bare;
  const trimmed = cut(stem.replace(/^[\s.-]+/, ''), longestName - ext.length - 1).replace(/[\s.]+$/, '');
  return `${trimmed === '' ? 'file' : trimmed}.${ext}`;
};

/** The name in the store: by content, sharded, and never shared, so that removing one file cannot take another's bytes. */
export const storageKey = (sha256: string, salt: string): string => `${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}-${salt}`;

/** The hash that the bytes of this name had when they were taken. */
export const hashInKey = (key: string): string => key.slice(6, 70);
