import { rm, stat } from 'node:fs/promises';
import sharp, { type Sharp } from 'sharp';
import { longestSide, mostPixels, thumbnailSide, type TrueType } from './law.ts';

export type Redrawn = { readonly path: string; readonly thumbnail: string; readonly width: number; readonly height: number; readonly type: TrueType };

// two threads a picture and two pictures at a time: the office must go on answering while somebody sends an album
sharp.concurrency(2);
sharp.cache(false);
const atATime = 2;
const secondsAPicture = 20;
/** A photograph saved as PNG is kept as WebP instead. */
const mostPng = 2 * 1024 * 1024;

const jpeg: TrueType = { kind: 'picture', ext: 'jpg', mime: 'image/jpeg' };
const png: TrueType = { kind: 'picture', ext: 'png', mime: 'image/png' };
const webp: TrueType = { kind: 'picture', ext: 'webp', mime: 'image/webp' };
/** What libvips must call a file that we took for this type; a file two readers disagree about is refused. */
const decoderOf: Readonly<Record<string, string>> = { jpg: 'jpeg', png: 'png', webp: 'webp', gif: 'gif', avif: 'heif' };

/** Draws the picture anew: upright, at most 2560 px, first frame, without any metadata. Nothing of the sent bytes is kept. */
export const redraw = (path: string, ext: string, into: string): Promise<Redrawn | 'file_broken_invalid' | 'too_large_file'> =>
  inTurn(async () => {
    try {
      // the header only, so without the limit: a picture that is too large is told so, not called broken
      const { format, width, height } = await sharp(path, { limitInputPixels: false, failOn: 'error', pages: 1 }).metadata();
      if (format !== decoderOf[ext]) return 'file_broken_invalid';
      if (width * height > mostPixels) return 'too_large_file';
      const drawn = await draw(path, ext, into);
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

const draw = async (path: string, ext: string, into: string): Promise<Omit<Redrawn, 'thumbnail'>> => {
  const type = ext === 'jpg' ? jpeg : ext === 'png' || ext === 'gif' ? png : webp;
  const size = await encoded(path, type).toFile(into);
  if (type !== png || (await stat(into)).size <= mostPng) return { path: into, width: size.width, height: size.height, type };
  await rm(into);
  const smaller = await encoded(path, webp).toFile(into);
  return { path: into, width: smaller.width, height: smaller.height, type: webp };
};

const encoded = (path: string, type: TrueType): Sharp => {
  const upright = opened(path).autoOrient().resize({ width: longestSide, height: longestSide, fit: 'inside', withoutEnlargement: true }).toColourspace('srgb');
  if (type === jpeg) return upright.jpeg({ quality: 82 });
  return type === png ? upright.png({ compressionLevel: 9 }) : upright.webp({ quality: 82 });
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
