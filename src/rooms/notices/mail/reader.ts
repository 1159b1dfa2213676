import { parentPort, workerData } from 'node:worker_threads';
import type { Reading } from './letter.ts';
import { letterFrom } from './mime.ts';

/** One letter, one thread: what it does to the thread it does to nobody else. */
parentPort?.postMessage(await letterFrom(workerData as Reading));
