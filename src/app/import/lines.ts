import { createReadStream } from 'node:fs';
import { ImportMistake } from './mistake.ts';

export type Line = { readonly line: number; readonly text: string; readonly tooLong: boolean };

/** A letter may have 20,000 letters; fifty times that is no letter, and is not kept in memory. */
export const longest = 1_000_000;

/** Lines of a UTF-8 file, numbered from 1, the mark at its beginning and the returns at their ends taken off. */
export async function* linesOf(path: string): AsyncGenerator<Line> {
  const decoder = new TextDecoder('utf-8');
  let line = 1;
  let rest = '';
  let dropped = false;
  const take = (text: string): Line => {
    const said = { line, text: dropped ? '' : text.replace(/\r$/, ''), tooLong: dropped || text.length > longest };
    line += 1;
    dropped = false;
    return said;
  };
  for await (const chunk of createReadStream(path)) {
    const parts = (rest + decoder.decode(chunk as Buffer, { stream: true })).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) yield take(part);
    if (rest.length > longest) {
      rest = '';
      dropped = true;
    }
  }
  rest += decoder.decode();
  if (rest !== '' || dropped) yield take(rest);
}

/** Reads the file once to its end, so that a file in another encoding is told before the first row is taken. */
export const checkEncoding = async (path: string): Promise<void> => {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let before = 1;
  let first = true;
  for await (const read of createReadStream(path)) {
    const chunk = read as Buffer;
    if (first && ((chunk[0] === 0xff && chunk[1] === 0xfe) || (chunk[0] === 0xfe && chunk[1] === 0xff))) {
      throw new ImportMistake('The file is in UTF-16. Save it again as “CSV UTF-8” and run the import once more.');
    }
    first = false;
    try {
      decoder.decode(chunk, { stream: true });
    } catch {
      throw new ImportMistake(notUtf8(chunk, before));
    }
    before += chunk.reduce((count, byte) => count + (byte === 10 ? 1 : 0), 0);
  }
  try {
    decoder.decode();
  } catch {
    throw new ImportMistake('The file ends in the middle of a letter: it was cut while being copied.');
  }
};

const notUtf8 = (chunk: Buffer, before: number): string => {
  // in windows-1251 Russian letters are the bytes C0–FF, one after another; UTF-8 has 80–BF between them
  const high = chunk.filter((byte) => byte >= 0x80);
  const russian = high.filter((byte) => byte >= 0xc0).length;
  return russian > high.length * 0.8
    ? 'The file is not UTF-8; it looks like Windows-1251, which has no Kazakh letters. Save it again as “CSV UTF-8”, from the program it came from, and run the import once more.'
    : `The file is not UTF-8 (at line ${before} or after it). Save it again as “CSV UTF-8” and run the import once more.`;
};
