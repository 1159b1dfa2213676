import { open, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type Library from 'sharp';
import type { Sharp, SharpOptions } from 'sharp';
import { longestSide, mostPixels, pixelsAllowed, thumbnailSide, type TrueType } from './law.ts';
import { readAt } from './sniff-bytes.ts';

export type Redrawn = { readonly path: string; readonly thumbnail: string; readonly width: number; readonly height: number; readonly type: TrueType };

const require = createRequire(import.meta.url);
let library: typeof Library | undefined;
/** Read when the first picture comes: libvips takes 20 MB. */
const sharp = (path: string, o: SharpOptions): Sharp => {
  if (!library) {
    library = require('sharp') as typeof Library;
    // one thread a picture, each holds lines of its own, and two pictures at a time: the office must go on answering while somebody sends an album
    library.concurrency(1);
    library.cache(false);
  }
  return library(path, o);
};

const atATime = 2;
const secondsAPicture = 20;
/** A photograph saved as PNG is kept as JPEG instead. */
const mostPng = 2 * 1024 * 1024;

const jpeg: TrueType = { kind: 'picture', ext: 'jpg', mime: 'image/jpeg' };
const png: TrueType = { kind: 'picture', ext: 'png', mime: 'image/png' };
/** What libvips must call a file that we took for this type; a file two readers disagree about is refused. */
const decoderOf: Readonly<Record<string, string>> = { jpg: 'jpeg', png: 'png', webp: 'webp', gif: 'gif', avif: 'heif' };

/** Draws the picture anew: upright, at most 2560 px, first frame, without any metadata. Nothing of the sent bytes is kept. */
export const redraw = (path: string, ext: string, into: string): Promise<Redrawn | 'file_broken_invalid' | 'too_large_file'> =>
  inTurn(async () => {
    try {
      // the header only, so without the limit: a picture that is too large is told so, not called broken
      const { format, width, height, hasAlpha, ...head } = await sharp(path, { limitInputPixels: false, failOn: 'error', pages: 1 }).metadata();
      if (format !== decoderOf[ext]) return 'file_broken_invalid';
      const allowed = pixelsAllowed({ ext, isProgressive: head.isProgressive, chromaSubsampling: head.chromaSubsampling, channels: head.channels, depth: head.depth, simple: await isSimpleWebp(path) });
      if (width * height > allowed) return 'too_large_file';
      const drawn = await draw(path, ext === 'png' || ext === 'gif' || (ext !== 'jpg' && hasAlpha) ? png : jpeg, into);
      const thumbnail = `${into}.thumbnail`;
      await opened(drawn.path).resize({ width: thumbnailSide, height: thumbnailSide, fit: 'inside', withoutEnlargement: true }).webp({ quality: 75 }).toFile(thumbnail);
      return { ...drawn, thumbnail };
    } catch (error) {
      if (isFaultOfOurs(error)) throw error;
      return 'file_broken_invalid';
    }
  });

const opened = (path: string): Sharp =>
  sharp(path, { limitInputPixels: mostPixels, failOn: 'error', sequentialRead: true, pages: 1, animated: false }).timeout({ seconds: secondsAPicture });

/** The first chunk of a WebP (RFC 9649, 2.5): one with see-through places, frames or without loss begins with another. */
const isSimpleWebp = async (path: string): Promise<boolean> => {
  const file = await open(path);
  try {
    return (await readAt(file, 12, 4)).toString('latin1') === 'VP8 ';
  } finally {
    await file.close();
  }
};

const draw = async (path: string, type: TrueType, into: string): Promise<Omit<Redrawn, 'thumbnail'>> => {
  const size = await encoded(path, type).toFile(into);
  if (type !== png || (await stat(into)).size <= mostPng) return { path: into, width: size.width, height: size.height, type };
  await rm(into);
  return draw(path, jpeg, into);
};

const encoded = (path: string, type: TrueType): Sharp => {
  const upright = opened(path).autoOrient().resize({ width: longestSide, height: longestSide, fit: 'inside', withoutEnlargement: true }).toColourspace('srgb');
  if (type === png) return upright.png({ compressionLevel: 9 });
  // to count the signs before writing them the encoder would hold the whole picture: twenty megabytes for a twentieth of its length
  return upright.flatten({ background: 'white' }).jpeg({ quality: 82, optimiseCoding: false });
};

/** A full disk is our fault, not the picture's. */
const isFaultOfOurs = (error: unknown): boolean => {
  const { code, message } = (error ?? {}) as { code?: string; message?: string };
  return (typeof code === 'string' && /^E[A-Z]+$/.test(code)) || /No space left|Permission denied/.test(message ?? '');
};

let busy = 0;
const waiting: (() => void)[] = [];

const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
  if (busy >= atATime) await new Promise<void>((resolve) => waiting.push(resolve));
  else busy += 1;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else busy -= 1;
  }
};
