import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { root } from '../src/platform/root.ts';
import { during } from './measure.ts';
import type { Register } from './registers.ts';
import type { Scene } from './scene.ts';

/** Megabytes of the serving process alone; PostgreSQL is a process of its own. Null where the system does not tell. */
export type Memory = { readonly atRest: number | null; readonly underLoad: number | null; readonly peak: number | null; readonly requests: number; readonly failed: number; readonly seconds: number };

const loadMs = 20_000;
const clients = 16;

const megabytes = (pid: number, what: 'VmRSS' | 'VmHWM'): number | null => {
  try {
    const line = new RegExp(`${what}:\\s+(\\d+) kB`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return line === undefined ? null : Number(line) / 1024;
  } catch {
    return null;
  }
};

/** The product as it is started, worker and sealer with it, asked for everything at once over HTTP by sixteen clients. */
export const measureMemory = async (register: Register, scene: Scene, published: readonly string[], dataDir: string): Promise<Memory> => {
  // by the script that starts it for everybody: it becomes the program, with its bounds, under the same process number
  const child = spawn(join(root, 'script/jauap'), ['serve'], {
    env: { PATH: process.env['PATH'], DATABASE_URL: register.url, JAUAP_DATA: dataDir, PORT: '0', JAUAP_LOG: 'error' }, stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const address = await answering(child);
    const pid = child.pid ?? 0;
    const atRest = megabytes(pid, 'VmRSS');
    const { clerk, head } = scene.readers;
    const desk = (path: string, cookie: string) => fetch(`${address}/kk/desk${path}`, { headers: { cookie } });
    const asks: readonly ((serial: number) => Promise<Response>)[] = [
      () => fetch(`${address}/kk`), () => fetch(`${address}/kk/appeals`), (n) => fetch(`${address}/kk/appeals/${published[n % published.length] ?? ''}`), () => fetch(`${address}/kk/figures`), () => fetch(`${address}/kk/appeals/new`),
      () => desk('/appeals', clerk.cookie), () => desk('/appeals?tab=overdue', head.cookie), (n) => desk(`/appeals/${published[n % published.length] ?? ''}`, clerk.cookie),
      (n) => fetch(`${address}/api/v1/appeals`, {
        method: 'POST', headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
        body: JSON.stringify({ lang: 'kk', applicant: { kind: 'person', surname: 'Үлгіқызы', given: 'Әлия', phone: `+7700000${String(n % 10_000).padStart(4, '0')}` }, matter: { kind: 'application', text: 'Көше шамы жанбайды, кешке қараңғы.', territoryCode: scene.districts[n % 100]?.territoryCode, publishConsent: false } }),
      }),
    ];
    let underLoad = atRest;
    const watch = setInterval(() => (underLoad = Math.max(underLoad ?? 0, megabytes(pid, 'VmRSS') ?? 0) || null), 250);
    const window = await during(loadMs, clients, async (serial) => {
      const response = await asks[serial % asks.length]?.(serial);
      await response?.arrayBuffer();
      // a clerk does not find a letter of another branch: that is an answer too
      if (!response || response.status >= 500) throw new Error(`answered ${response?.status}`);
    });
    clearInterval(watch);
    return { atRest, underLoad, peak: megabytes(pid, 'VmHWM'), requests: window.count, failed: window.failed, seconds: loadMs / 1000 };
  } finally {
    child.kill('SIGTERM');
    const ended = new Promise<void>((resolve) => void child.once('exit', () => resolve()));
    await Promise.race([ended, pause(15_000).then(() => child.kill('SIGKILL'))]);
  }
};

const answering = (child: ChildProcess): Promise<string> => new Promise((resolve, reject) => {
  let said = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    said += chunk.toString('utf8');
    const address = /answers at (\S+)/.exec(said)?.[1];
    if (address) resolve(address);
  });
  child.once('exit', (code) => reject(new Error(`the program ended with ${code} before it answered`)));
});
