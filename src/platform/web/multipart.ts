import { randomBytes } from 'node:crypto';
import { mkdir, open, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { Busboy, type BusboyInstance } from '@fastify/busboy';

/** A file of a form. Its bytes lie on the disk until the request is answered. */
export type SentFile = { readonly name: string; readonly size: number; readonly stream: () => AsyncIterable<Uint8Array> };
export type Parts = { readonly texts: readonly (readonly [string, string])[]; readonly files: readonly (readonly [string, SentFile])[]; readonly end: () => Promise<void> };
/** `folder`: where files lie meanwhile; on a disk, not in memory. */
export type Limits = { readonly folder: string; readonly bytes: number; readonly text: number; readonly parts: number };

export class FormTooLarge extends Error {
  readonly limitBytes: number;
  constructor(limitBytes: number) {
    super('the form is too large');
    this.limitBytes = limitBytes;
  }
}

/** What all forms under way may lay down together: whoever opens many at once fills no disk. */
const mostLaidDown = 1024 ** 3;
const longestHead = 16 * 1024;
let laidDown = 0;

/** A file that no name leads to: it is gone when it is closed, and when the process is killed too. */
const nameless = async (folder: string): Promise<FileHandle> => {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `.form-${randomBytes(12).toString('hex')}`);
  const file = await open(path, 'wx+', 0o600);
  await rm(path);
  return file;
};

/** Texts in memory, files on the disk, read once and piece by piece (RFC 7578). Null: cut off, or not what it says it is. */
export const readMultipart = async (body: AsyncIterable<Uint8Array>, type: string, limits: Limits): Promise<Parts | null> => {
  const parser = parserOf(type, limits);
  if (parser === null) return null;
  const spool = new Spool(limits.folder);
  const taken = new Taken(parser, spool, limits);
  try {
    for await (const piece of arrived(body)) if (!(await taken.feed(piece))) break;
    if (await taken.whole()) return { texts: taken.texts, files: taken.files, end: () => spool.end() };
  } catch (error) {
    await taken.stop();
    await spool.end();
    throw error;
  }
  await taken.stop();
  await spool.end();
  return null;
};

/** A line that fell ends the form where it is. */
async function* arrived(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    if (error instanceof FormTooLarge) throw error;
  }
}

/** Null: no boundary, or one longer than the standard lets it be. */
const parserOf = (type: string, limits: Limits): BusboyInstance | null => {
  try {
    return new Busboy({
      headers: { 'content-type': type }, preservePath: true,
      // a file is what has a file's name, be it an empty one; the type that is told is not asked about
      isPartAFile: (_name, _type, file) => file !== undefined,
      limits: { fieldSize: limits.text, parts: limits.parts, headerSize: longestHead },
    });
  } catch {
    return null;
  }
};

class Spool {
  readonly #folder: string;
  #file: FileHandle | null = null;
  #bytes = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  get bytes(): number {
    return this.#bytes;
  }

  async add(bytes: Uint8Array): Promise<void> {
    if (laidDown + bytes.byteLength > mostLaidDown) throw Object.assign(new Error('too many forms at once'), { code: 'ENOSPC' });
    this.#file ??= await nameless(this.#folder);
    // a disk that is nearly full takes a part and says so only by its number
    for (let at = 0; at < bytes.byteLength;) at += (await this.#file.write(bytes, at, bytes.byteLength - at, this.#bytes + at)).bytesWritten;
    this.#bytes += bytes.byteLength;
    laidDown += bytes.byteLength;
  }

  async *read(from: number, to: number): AsyncGenerator<Uint8Array> {
    for (let at = from; at < to;) {
      const { bytesRead, buffer } = (await this.#file?.read(Buffer.allocUnsafe(Math.min(65_536, to - at)), 0, null, at)) ?? { bytesRead: 0, buffer: Buffer.alloc(0) };
      if (bytesRead === 0) throw new Error('the form was ended before its file was read');
      at += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  }

  async end(): Promise<void> {
    const file = this.#file;
    this.#file = null;
    laidDown -= this.#bytes;
    this.#bytes = 0;
    await file?.close();
  }
}

/** As browsers write them: three signs of a name are percent-encoded (HTML, multipart form data). */
const named = (value: string): string => value.replace(/%0A/gi, '\n').replace(/%0D/gi, '\r').replace(/%22/g, '"');

/** What the parser finds. The files of one form lie in its spool one after another. */
class Taken {
  readonly texts: [string, string][] = [];
  readonly files: [string, SentFile][] = [];
  readonly #parser: BusboyInstance;
  readonly #spool: Spool;
  readonly #streams: Readable[] = [];
  /** rejected by what ends a form before its end; else it stays open */
  readonly #failed = Promise.withResolvers<never>();
  readonly #over = Promise.withResolvers<boolean>();
  #laying: Promise<void> = Promise.resolve();
  #textBytes = 0;
  #ended = false;

  constructor(parser: BusboyInstance, spool: Spool, limits: Limits) {
    this.#parser = parser;
    this.#spool = spool;
    this.#failed.promise.catch(() => {});
    const broken = () => this.#over.resolve(false);
    const tooLarge = (most: number) => this.#failed.reject(new FormTooLarge(most));
    // a part without a name is told as one named undefined
    parser.on('field', (name: string | undefined, value: string, _cut: boolean, cut: boolean) => {
      this.#textBytes += Buffer.byteLength(value);
      if (cut || this.#textBytes > limits.text) tooLarge(limits.text);
      else if (name === undefined) broken();
      else this.texts.push([named(name), value]);
    });
    parser.on('file', (name: string | undefined, file: Readable, fileName: string) => {
      if (name === undefined) broken();
      this.#streams.push(file);
      file.on('error', broken);
      this.#laying = this.#laying.then(() => this.#lay(named(name ?? ''), named(fileName), file));
      this.#laying.catch((error: unknown) => this.#failed.reject(error));
    });
    parser.on('partsLimit', () => tooLarge(limits.bytes)).on('error', broken).on('finish', () => {
      this.#ended = true;
      this.#over.resolve(true);
    });
  }

  /** Settled when the parser wants more: not before the disk has taken what it gave. False when nothing can come of it; what stands after the end is passed over. */
  async feed(piece: Uint8Array): Promise<boolean> {
    if (this.#ended) return true;
    return Promise.race([this.#failed.promise, this.#over.promise, new Promise<boolean>((resolve) => this.#parser.write(piece, () => resolve(true)))]);
  }

  async whole(): Promise<boolean> {
    this.#parser.end();
    const whole = await Promise.race([this.#failed.promise, this.#over.promise]);
    if (whole) await this.#laying;
    return whole;
  }

  /** Nothing is laid down after this. */
  async stop(): Promise<void> {
    for (const stream of this.#streams) stream.destroy();
    await this.#laying.catch(() => {});
  }

  async #lay(name: string, fileName: string, file: Readable): Promise<void> {
    const [from, spool] = [this.#spool.bytes, this.#spool];
    for await (const piece of file) await spool.add(piece as Buffer);
    const to = spool.bytes;
    this.files.push([name, { name: fileName, size: to - from, stream: () => spool.read(from, to) }]);
  }
}
