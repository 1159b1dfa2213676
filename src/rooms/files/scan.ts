import { createConnection, type Socket } from 'node:net';
import type { Readable } from 'node:stream';

export type Verdict = 'clean' | 'infected' | 'unknown';
/** Looks at the bytes; 'unknown' when the scanner is away, slow or does not understand: never an exception. */
export type Scanner = (open: () => AsyncIterable<Uint8Array>) => Promise<Verdict>;

const deadlineMs = 20_000;
/** An answer is one line; more is not clamd. */
const longestAnswer = 4_096;

/** clamd's INSTREAM over a socket path or host:port. */
export const clamdAt = (address: string, o: { deadlineMs?: number } = {}): Scanner => async (open) => {
  const socket = createConnection(placeOf(address));
  const timer = setTimeout(() => socket.destroy(new Error('deadline')), o.deadlineMs ?? deadlineMs);
  try {
    const answer = readAnswer(socket);
    // the answer is awaited last, but may fail first: its rejection is not unhandled meanwhile
    answer.catch(() => {});
    await say(socket, open);
    return verdictOf(await answer);
  } catch {
    return 'unknown'; // away, slow or cut off: the file waits and is scanned again
  } finally {
    clearTimeout(timer);
    socket.destroy();
  }
};

const placeOf = (address: string): { path: string } | { host: string; port: number } => {
  const match = /^\[?([^/\]]+)\]?:(\d+)$/.exec(address);
  return match ? { host: match[1] ?? '', port: Number(match[2]) } : { path: address };
};

/** Each chunk with its length before it in network order; a length of zero ends. */
const say = async (socket: Socket, open: () => AsyncIterable<Uint8Array>): Promise<void> => {
  await put(socket, Buffer.from('zINSTREAM\0', 'latin1'));
  for await (const chunk of open()) {
    if (chunk.byteLength === 0) continue;
    const length = Buffer.alloc(4);
    length.writeUInt32BE(chunk.byteLength);
    await put(socket, length);
    await put(socket, chunk);
  }
  await put(socket, Buffer.alloc(4));
};

const put = (socket: Socket, bytes: Uint8Array): Promise<void> =>
  new Promise((resolve, reject) => {
    socket.write(bytes, (error) => (error ? reject(error) : resolve()));
  });

const readAnswer = async (socket: Readable): Promise<string> => {
  let answer = '';
  for await (const chunk of socket) {
    answer += String(chunk);
    if (answer.includes('\0') || answer.includes('\n')) return answer;
    if (answer.length > longestAnswer) throw new Error('not an answer');
  }
  return answer;
};

const verdictOf = (answer: string): Verdict => {
  const line = answer.replace(/[\0\n].*$/s, '').trim();
  if (/^stream: .+ FOUND$/.test(line)) return 'infected';
  return line === 'stream: OK' ? 'clean' : 'unknown';
};

let current: Scanner | null = null;

/** Called once by app; null: nothing is scanned, and every file says so. */
export const setScanner = (scanner: Scanner | null): void => {
  current = scanner;
};
export const scanner = (): Scanner | null => current;
