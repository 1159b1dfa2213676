import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';

const range = '/proc/sys/net/ipv4/ip_local_port_range';
/** Where the system takes the ports from that it gives to whoever names none: every connection and every listener of every other test. */
const firstOfSystem = existsSync(range) ? Number(readFileSync(range, 'utf8').split(/\s/)[0]) : 32_768;
const lowest = 12_000; // above what a browser calls unsafe
const lane = 500;
const lanes = Math.max(1, Math.floor((firstOfSystem - lowest) / lane));
/** Workers of one run have numbers one after the other; another run beside it begins elsewhere. */
const mine = (process.ppid * 7 + Number(process.env['VITEST_POOL_ID'] ?? 0)) % lanes;
let next = process.pid % lane;

/**
 * A port for a program that is started a moment later, and perhaps again. It is none that the system gives away by itself: of those another
 * connection may have taken it before the program has.
 */
export const freePort = async (): Promise<number> => {
  for (let tries = 0; tries < lane; tries += 1) {
    next = (next + 1) % lane;
    const port = lowest + mine * lane + next;
    if (await isFree(port)) return port;
  }
  throw new Error('no port is free');
};

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
