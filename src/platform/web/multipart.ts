import { randomBytes } from 'node:crypto';
import { mkdir, open, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';

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
  const boundary = boundaryOf(type);
  if (boundary === null) return null;
  const spool = new Spool(limits.folder);
  const reader = new Reader(boundary, spool, limits);
  try {
    for await (const chunk of arrived(body)) if (!(await reader.take(chunk))) break;
    if (!reader.done) {
      await spool.end();
      return null;
    }
    return { texts: reader.texts, files: reader.files, end: () => spool.end() };
  } catch (error) {
    await spool.end();
    throw error;
  }
};

/** A line that fell ends the form where it is. */
async function* arrived(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    if (error instanceof FormTooLarge) throw error;
  }
}

const boundaryOf = (type: string): string | null => {
  const [, quoted, bare] = /;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(type) ?? [];
  return quoted ?? bare ?? null;
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
    await this.#file.write(bytes, 0, bytes.byteLength, this.#bytes);
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

type Part = { readonly name: string; readonly file: string | null };
const lineEnd = Buffer.from('\r\n');
const headEnd = Buffer.from('\r\n\r\n');

/** Takes pieces however they are cut. What stands between the delimiters is looked at once. */
class Reader {
  readonly texts: [string, string][] = [];
  readonly files: [string, SentFile][] = [];
  readonly #delimiter: Buffer;
  readonly #spool: Spool;
  readonly #limits: Limits;
  #state: 'before' | 'after delimiter' | 'head' | 'body' | 'done' | 'broken' = 'before';
  // a delimiter begins with the end of a line: the first may stand at the very beginning
  #rest: Buffer = lineEnd;
  #part: Part = { name: '', file: null };
  #text: Buffer[] = [];
  #textBytes = 0;
  #from = 0;

  constructor(boundary: string, spool: Spool, limits: Limits) {
    this.#delimiter = Buffer.from(`\r\n--${boundary}`, 'latin1');
    this.#spool = spool;
    this.#limits = limits;
  }

  get done(): boolean {
    return this.#state === 'done';
  }

  /** False when nothing more can come of it. */
  async take(chunk: Uint8Array): Promise<boolean> {
    const piece = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    if (this.#state === 'body' && !this.#straddles(piece)) {
      await this.#content(this.#rest);
      this.#rest = piece;
    } else this.#rest = this.#rest.length === 0 ? piece : Buffer.concat([this.#rest, piece]);
    while (await this.#step());
    return this.#state !== 'broken';
  }

  /** Whether a delimiter may begin in what is left and end in this piece. Where none does, the piece need not be copied. */
  #straddles(piece: Buffer): boolean {
    return piece.length < this.#delimiter.length || Buffer.concat([this.#rest, piece.subarray(0, this.#delimiter.length - 1)]).includes(this.#delimiter);
  }

  /** False when more bytes are needed, or none are any more. */
  async #step(): Promise<boolean> {
    if (this.#state === 'before' || this.#state === 'body') return this.#upToDelimiter();
    if (this.#state === 'after delimiter') {
      if (this.#rest.length < 2) return false;
      const two = this.#rest.toString('latin1', 0, 2);
      this.#rest = this.#rest.subarray(2);
      this.#state = two === '--' ? 'done' : two === '\r\n' ? 'head' : 'broken';
      return this.#state === 'head';
    }
    return this.#state === 'head' ? this.#head() : this.#nothing();
  }

  async #upToDelimiter(): Promise<boolean> {
    const at = this.#rest.indexOf(this.#delimiter);
    const sure = at === -1 ? Math.max(0, this.#rest.length - this.#delimiter.length + 1) : at;
    if (this.#state === 'body') await this.#content(this.#rest.subarray(0, sure));
    this.#rest = this.#rest.subarray(at === -1 ? sure : at + this.#delimiter.length);
    if (at === -1) return false;
    if (this.#state === 'body') this.#close();
    this.#state = 'after delimiter';
    return true;
  }

  async #content(bytes: Buffer): Promise<void> {
    if (bytes.length === 0) return;
    if (this.#part.file !== null) return this.#spool.add(bytes);
    this.#textBytes += bytes.length;
    if (this.#textBytes > this.#limits.text) throw new FormTooLarge(this.#limits.text);
    this.#text.push(Buffer.from(bytes)); // a copy: the piece it lies in is far larger
  }

  #head(): boolean {
    const at = this.#rest.indexOf(headEnd);
    if (at === -1 || at > longestHead) {
      if (this.#rest.length > longestHead) this.#state = 'broken';
      return false;
    }
    const part = partOf(this.#rest.toString('utf8', 0, at));
    this.#rest = this.#rest.subarray(at + headEnd.length);
    this.#state = part === null ? 'broken' : 'body';
    if (part === null) return false;
    if (this.texts.length + this.files.length >= this.#limits.parts) throw new FormTooLarge(this.#limits.bytes);
    this.#part = part;
    this.#from = this.#spool.bytes;
    this.#text = [];
    return true;
  }

  #close(): void {
    const { name, file } = this.#part;
    const [from, to, spool] = [this.#from, this.#spool.bytes, this.#spool];
    if (file === null) this.texts.push([name, new TextDecoder().decode(Buffer.concat(this.#text))]);
    else this.files.push([name, { name: file, size: to - from, stream: () => spool.read(from, to) }]);
  }

  #nothing(): boolean {
    this.#rest = Buffer.alloc(0);
    return false;
  }
}

/** As browsers write them: three signs of a name are percent-encoded (HTML, multipart form data). */
const named = (value: string): string => value.replace(/%0A/gi, '\n').replace(/%0D/gi, '\r').replace(/%22/g, '"');

const partOf = (head: string): Part | null => {
  const line = head.split('\r\n').find((one) => /^content-disposition\s*:/i.test(one));
  if (line === undefined || !/^content-disposition\s*:\s*form-data\s*;/i.test(line)) return null;
  const value = (name: string): string | null => {
    const found = new RegExp(`;\\s*${name}="([^"]*)"`, 'i').exec(line)?.[1];
    return found === undefined ? null : named(found);
  };
  const name = value('name');
  return name === null ? null : { name, file: value('filename') };
};
