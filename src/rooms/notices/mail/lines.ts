import { closeSync, openSync, readSync } from 'node:fs';

const firstBytes = 256 * 1024;
/** RFC 5322 allows 998; a longer line than this is read as two. */
const longestBytes = 4 * 1024 * 1024;
const lf = 0x0a;
const cr = 0x0d;

/** Lines of a file without their ends. Each is good until the next is asked for. */
export function* linesOf(path: string): Generator<Uint8Array<ArrayBuffer>> {
  const file = openSync(path, 'r');
  try {
    let buffer = Buffer.alloc(firstBytes);
    let held = 0;
    for (;;) {
      const came = readSync(file, buffer, held, buffer.length - held, null);
      held += came;
      let start = 0;
      for (let end = buffer.indexOf(lf); end >= 0 && end < held; end = buffer.indexOf(lf, start)) {
        yield bare(buffer.subarray(start, end));
        start = end + 1;
      }
      if (came === 0) {
        if (start < held) yield bare(buffer.subarray(start, held));
        return;
      }
      if (start === 0 && held === buffer.length) {
        if (held < longestBytes) {
          buffer = Buffer.concat([buffer, Buffer.alloc(held)]);
          continue;
        }
        yield buffer;
        start = held;
      }
      buffer.copyWithin(0, start, held);
      held -= start;
    }
  } finally {
    closeSync(file);
  }
}

const bare = (line: Buffer<ArrayBuffer>): Uint8Array<ArrayBuffer> => {
  let end = line.length;
  while (end > 0 && line[end - 1] === cr) end -= 1;
  return line.subarray(0, end);
};
