import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from '../../src/platform/root.ts';
import { freePort } from '../../test/support/port.ts';

export type Demo = { readonly address: string; /** the key of its sealed columns and follow-up links */ readonly secret: string; readonly end: () => Promise<void> };

const startsWithinMs = 300_000;

/** One that runs already and goes on running: for trying a picture. */
export const runningDemo = async (address: string, folder: string): Promise<Demo> => ({ address, secret: await secretIn(folder), end: async () => {} });

const secretIn = async (folder: string): Promise<string> => (await readFile(join(folder, 'secret'), 'utf8')).trim();

/** `jauap demo` as anybody starts it, in a folder of its own. Links and QR codes name the port that was asked for, so it is one that is known before. */
export const startDemo = async (): Promise<Demo> => {
  const folder = await mkdtemp(join(tmpdir(), 'jauap-screenshots-'));
  const child = spawn(process.execPath, [join(root, '.build/jauap.js'), 'demo'], {
    cwd: root, stdio: ['ignore', 'pipe', 'inherit'], env: { PATH: process.env['PATH'], PORT: String(await freePort()), JAUAP_MODE: 'demo', JAUAP_DATA: folder, JAUAP_LOG: 'warn' },
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const end = async (): Promise<void> => {
    child.kill('SIGINT');
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  const late = setTimeout(() => child.kill('SIGINT'), startsWithinMs);
  for await (const line of createInterface({ input: child.stdout })) {
    const address = /answers at (http:\S+)/.exec(line)?.[1];
    if (address === undefined) continue;
    clearTimeout(late);
    child.stdout.resume();
    return { address, secret: await secretIn(folder), end };
  }
  await end();
  throw new Error('the demonstration ended before it answered');
};
