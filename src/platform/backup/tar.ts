import { Unreadable } from './unreadable.ts';

/**
 * A plain ustar file (POSIX.1-1988), so that any `tar` takes it apart when nothing else is left. It is read by the letter: a header must be the one this
 * file would write, and what fills up a block must be zero. So no byte of an archive is without somebody who looks at it.
 */
const block = 512;
export const tarEnd = Buffer.alloc(2 * block);
/** What claims more is damaged, so nothing larger is written. The manifest is the largest: of two and a half million attachments, and a text in memory can be 512 MiB. */
const mostBytes = 500_000_000;

export type Part = { readonly name: string; readonly bytes: Buffer };

export const tarHeader = (name: string, size: number): Buffer => {
  const head = Buffer.alloc(block);
  if (Buffer.byteLength(name) > 99) throw new Error(`the name ${name} is too long for an archive`);
  if (size > mostBytes) throw new Unreadable(`The part ${name} would have ${size} bytes, and no archive with more than ${mostBytes} in one part can be read again. Nothing was kept. Report this.`);
  head.write(name, 0);
  head.write('0000600\0', 100);
  head.write('0000000\0', 108);
  head.write('0000000\0', 116);
  head.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  head.write('00000000000\0', 136);
  head.fill(' ', 148, 156);
  head.write('0', 156);
  head.write('ustar\u000000', 257, 'latin1');
  head.write(`${head.reduce((sum, byte) => sum + byte, 0).toString(8).padStart(6, '0')}\0 `, 148);
  return head;
};

export const padding = (size: number): Buffer => Buffer.alloc((block - (size % block)) % block);

const sizeIn = (head: Buffer): number | null => {
  const text = head.toString('latin1', 124, 135);
  const name = head.toString('utf8', 0, head.indexOf(0));
  if (!/^[0-7]{11}$/.test(text) || name === '' || Buffer.byteLength(name) > 99) return null;
  const size = Number.parseInt(text, 8);
  return size <= mostBytes && tarHeader(name, size).equals(head) ? size : null;
};

/** Takes exactly so many bytes out of a stream of pieces; fewer only at its end. */
const takerOf = (source: AsyncIterable<Buffer>): ((count: number) => Promise<Buffer>) => {
  const pieces = source[Symbol.asyncIterator]();
  let kept: Buffer = Buffer.alloc(0);
  return async (count) => {
    const parts = [kept];
    let have = kept.length;
    while (have < count) {
      const next = await pieces.next();
      if (next.done) break;
      parts.push(next.value);
      have += next.value.length;
    }
    const all = parts.length === 1 ? kept : Buffer.concat(parts);
    kept = all.subarray(count);
    return all.subarray(0, count);
  };
};

/** The parts in order. Throws Unreadable at the first thing that does not belong, with the place. */
export async function* readTar(source: AsyncIterable<Buffer>, first: string): AsyncGenerator<Part> {
  const take = takerOf(source);
  let at = 0;
  let before = '';
  for (;;) {
    const head = await take(block);
    if (at === 0 && (head.length < block || head.toString('utf8', 0, head.indexOf(0)) !== first)) throw new Unreadable('this is not a backup of Jauap, or its first bytes are damaged');
    if (head.length < block) throw new Unreadable(`the archive is cut off at byte ${at + head.length}, after ${before}`);
    if (head.every((byte) => byte === 0)) break;
    const size = sizeIn(head);
    if (size === null) throw new Unreadable(`the archive is damaged at byte ${at}: the header of the part after ${before || 'its beginning'}`);
    const name = head.toString('utf8', 0, head.indexOf(0));
    const whole = await take(size + padding(size).length);
    if (whole.length < size + padding(size).length) throw new Unreadable(`the archive is cut off at byte ${at + block + whole.length}, within ${name}`);
    if (!whole.subarray(size).every((byte) => byte === 0)) throw new Unreadable(`the archive is damaged after byte ${at + block + size}, where ${name} ends`);
    yield { name, bytes: whole.subarray(0, size) };
    at += block + whole.length;
    before = name;
  }
  const rest = await take(block + 1);
  if (rest.length !== block || !rest.every((byte) => byte === 0)) throw new Unreadable(`the archive is ${rest.length < block ? 'cut off' : 'damaged'} at its end, after ${before}`);
}
