import { closeSync, openSync, readSync } from 'node:fs';
import { headEnd } from './headers.ts';

const pieceBytes = 1024 * 1024;
/** The end of a head is three bytes at most: it may lie across two pieces. */
const overlap = 3;

const opened = <T>(path: string, fn: (file: number) => T): T => {
  const file = openSync(path, 'r');
  try {
    return fn(file);
  } finally {
    closeSync(file);
  }
};

/** The beginning of a letter that lies on the disk: its head, and enough to know it again by. */
export const startOf = (path: string): Buffer<ArrayBuffer> => opened(path, (file) => {
  const piece = Buffer.alloc(pieceBytes);
  return piece.subarray(0, readSync(file, piece, 0, piece.length, 0));
});

const bodyStart = (file: number): number => {
  const piece = Buffer.alloc(pieceBytes + overlap);
  for (let at = 0; ; at += pieceBytes) {
    const came = readSync(file, piece, 0, piece.length, at);
    const end = headEnd(piece.subarray(0, came));
    if (end < came || came < piece.length) return at + end;
  }
};

/** What stands below the head, piece by piece; each is good until the next is asked for. */
export function* bodyOf(path: string): Generator<Uint8Array> {
  const file = openSync(path, 'r');
  try {
    const piece = Buffer.alloc(pieceBytes);
    let at = bodyStart(file);
    for (let came = 1; came > 0; at += came) {
      came = readSync(file, piece, 0, piece.length, at);
      yield piece.subarray(0, came);
    }
  } finally {
    closeSync(file);
  }
}
