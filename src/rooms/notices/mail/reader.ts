import { parentPort, workerData } from 'node:worker_threads';
import type { Reading } from './letter.ts';
import { letterFrom } from './mime.ts';

/** One letter, one thread: what it does to the thread it does to nobody else. */
const letter = await letterFrom(workerData as Reading);
parentPort?.postMessage(letter, 'broken' in letter ? [] : [...new Set(letter.enclosed.map((one) => one.bytes.buffer))]);
