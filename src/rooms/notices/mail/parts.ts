import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import PostalMime from 'postal-mime';
import { linesOf } from './lines.ts';

/** The tree inside the parser: it gives words decoded only, and what a letter says of its charset is not to be believed. */
export type Node = {
  readonly childNodes: readonly Node[];
  readonly contentType: { readonly parsed: Structured; readonly multipart: string | false };
  readonly contentDisposition: { readonly parsed: Structured };
  readonly contentId?: string;
  readonly content: ArrayBuffer | null;
  contentDecoder: Decoder | null;
};
type Structured = { readonly value: string; readonly params: Readonly<Record<string, string | undefined>> };
type Decoder = { readonly update: (line: Uint8Array<ArrayBuffer>) => void; readonly finalize: () => Promise<ArrayBuffer> };
/** What the library's decoders have decoded so far. */
type Holding = Decoder & { readonly chunks: (ArrayBuffer | Uint8Array | string)[] };
type Parser = { readonly root: Node; readonly currentNode: Node; readonly processLine: (line: Uint8Array<ArrayBuffer>, isFinal: boolean) => Promise<void>; readonly finalize: () => Promise<void> };

/** Where a part lies in the file of parts. */
export type Place = { readonly start: number; readonly bytes: number };
export type Parts = { readonly root: Node; readonly placeOf: (node: Node) => Place; readonly read: (node: Node, most: number) => Buffer<ArrayBuffer>; readonly close: () => void };

const mostNesting = 50;
const mostHeads = 1024 * 1024;
/** Empty parts cost nothing to write and a kilobyte each to hold. */
const mostNodes = 10_000;
const bufferBytes = 256 * 1024;

/**
 * The library's parser, fed from the disk line by line, and what it decodes put on the disk as soon as it is: a letter of 25 MB is never in memory, neither as it
 * came nor taken apart. Throws where the parser does.
 */
export const partsOf = async (letter: string, into: string): Promise<Parts> => {
  const parser = new PostalMime({ maxNestingDepth: mostNesting, maxHeadersSize: mostHeads }) as unknown as Parser;
  const file = openSync(into, 'w+', 0o600);
  const places = new Map<Node, Place>();
  const spill = spillTo(file);
  let node: Node | null = null;
  let nodes = 0;
  try {
    for (const line of linesOf(letter)) {
      await parser.processLine(line, false);
      const { currentNode } = parser;
      if (currentNode !== node && (nodes += 1) > mostNodes) break;
      node = currentNode;
      // set by the empty line after a part's head, before the first line of its body
      const own = node.contentDecoder;
      if (own && 'chunks' in own) node.contentDecoder = node.contentType.multipart === false ? spilling(own as Holding, spill, (place) => places.set(currentNode, place)) : ignoring;
    }
    await parser.finalize();
    spill.flush();
  } catch (error) {
    closeSync(file);
    throw error;
  }
  const placeOf = (of: Node): Place => places.get(of) ?? { start: 0, bytes: 0 };
  return {
    root: parser.root, placeOf, close: () => closeSync(file),
    read: (of, most) => {
      const { start, bytes } = placeOf(of);
      const held = Buffer.alloc(Math.min(bytes, most));
      return held.subarray(0, readSync(file, held, 0, held.length, start));
    },
  };
};

const nothing = new ArrayBuffer(0);
/** What stands before and after the parts is nobody's. */
const ignoring: Decoder = { update: () => {}, finalize: () => Promise.resolve(nothing) };

/** One part ends before the next begins: each is one piece of the file. */
const spilling = (decoder: Holding, spill: Spill, done: (place: Place) => void): Decoder => {
  const start = spill.at();
  const drain = (): void => {
    for (const chunk of decoder.chunks) spill.put(typeof chunk === 'string' ? Buffer.from(chunk) : chunk instanceof Uint8Array ? chunk : new Uint8Array(chunk));
    decoder.chunks.length = 0;
  };
  return {
    update: (line) => {
      decoder.update(line);
      drain();
    },
    finalize: async () => {
      spill.put(new Uint8Array(await decoder.finalize()));
      done({ start, bytes: spill.at() - start });
      return nothing;
    },
  };
};

type Spill = { readonly at: () => number; readonly put: (bytes: Uint8Array) => void; readonly flush: () => void };

const spillTo = (file: number): Spill => {
  const buffer = Buffer.alloc(bufferBytes);
  let used = 0;
  let written = 0;
  const write = (bytes: Uint8Array): void => {
    for (let at = 0; at < bytes.length; ) {
      const now = writeSync(file, bytes, at, bytes.length - at, written);
      at += now;
      written += now;
    }
  };
  const flush = (): void => {
    write(buffer.subarray(0, used));
    used = 0;
  };
  return {
    at: () => written + used,
    flush,
    put: (bytes) => {
      if (used + bytes.length > buffer.length) flush();
      if (bytes.length > buffer.length) return write(bytes);
      buffer.set(bytes, used);
      used += bytes.length;
    },
  };
};
