import { createReadStream } from 'node:fs';
import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Broken, Enclosed, Letter, Placed, Reading } from './letter.ts';

const longestMs = 20_000;
/** Words of two megabytes and a tree of ten thousand parts; papers go past it, to the disk. */
const mostHeapMb = 96;
/** Beside the program as it was built (script/build.mjs), or the source where that is what runs. */
const reader = extname(import.meta.filename) === '.ts' ? join(import.meta.dirname, 'reader.ts') : join(import.meta.dirname, 'mail-reader.js');

/** Reads a letter in a thread of its own: one that never ends, or wants all the memory, is broken, and the next one is read. */
export const readLetter = (reading: Reading, mostMs = longestMs): Promise<Letter | Broken> => new Promise((resolve, reject) => {
  // no thread knows the options of the program that made it
  const worker = new Worker(reader, {
    workerData: reading, execArgv: [], env: {}, stdout: true, stderr: true, resourceLimits: { maxOldGenerationSizeMb: mostHeapMb, maxYoungGenerationSizeMb: 8 },
  });
  let done = false;
  const end = (result: Letter<Placed> | Broken): void => {
    if (done) return;
    done = true;
    clearTimeout(timer);
    worker.terminate().catch(() => {});
    resolve('broken' in result ? result : { ...result, enclosed: result.enclosed.map((paper) => enclosed(reading.parts, paper)) });
  };
  const timer = setTimeout(() => end({ broken: 'letter_too_slow' }), mostMs);
  worker.once('message', (letter: Letter<Placed> | Broken) => end(letter));
  worker.once('error', (error) => (isOurFault(error) ? reject(error) : end({ broken: 'letter_broken' })));
  worker.once('exit', () => end({ broken: 'letter_broken' }));
});

/** A full disk, or a reader that is not there: no letter's fault. */
const isOurFault = (error: unknown): error is Error => /^(E[A-Z]+|(ERR_)?MODULE_NOT_FOUND)$/.test(String((error as { code?: unknown }).code));

const enclosed = (parts: string, { name, start, bytes }: Placed): Enclosed => ({
  name, bytes,
  // `end` is inclusive; a paper without bytes is not enclosed
  stream: () => createReadStream(parts, { start, end: start + bytes - 1 }),
});
