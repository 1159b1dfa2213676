import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { root } from '../../../platform/root.ts';
import type { Broken, Letter, Reading } from './letter.ts';

const longestMs = 20_000;

/** Reads a letter in a thread of its own: one that never ends, or wants all the memory, is broken, and the next one is read. */
export const readLetter = (reading: Reading, mostMs = longestMs): Promise<Letter | Broken> => new Promise((resolve) => {
  // node runs the source as it is; no thread knows the options of the program that made it
  const worker = new Worker(join(root, 'src/rooms/notices/mail/reader.ts'), {
    workerData: reading, transferList: [reading.raw.buffer], execArgv: [], env: {}, stdout: true, stderr: true, resourceLimits: { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 16 },
  });
  let done = false;
  const end = (result: Letter | Broken): void => {
    if (done) return;
    done = true;
    clearTimeout(timer);
    worker.terminate().catch(() => {});
    resolve(result);
  };
  const timer = setTimeout(() => end({ broken: 'letter_too_slow' }), mostMs);
  worker.once('message', (letter: Letter | Broken) => end(letter));
  worker.once('error', () => end({ broken: 'letter_broken' }));
  worker.once('exit', () => end({ broken: 'letter_broken' }));
});
