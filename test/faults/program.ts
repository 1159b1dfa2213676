import { spawn, type ChildProcess } from 'node:child_process';
import { copyFile, mkdir, readdir, rm, stat } from 'node:fs/promises';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { root } from '../../src/platform/root.ts';
import { secret } from './seed.ts';

/** The program as it is shipped: script/build.mjs's bundle under a name of our own, so that another build meanwhile does not change it. */
export type Built = { readonly file: string; /** absent: the shipped ones */ readonly flags?: readonly string[]; readonly remove: () => Promise<void> };

const out = join(root, '.build');
const lock = join(out, 'building');

export const build = async (): Promise<Built> => {
  await mkdir(out, { recursive: true });
  const file = join(out, `faults-${process.pid}-${crypto.randomUUID().slice(0, 8)}.js`);
  await alone(async () => {
    if (!(await isFresh())) await run(process.execPath, [join(root, 'script/build.mjs')]);
    await copyFile(join(out, 'jauap.js'), file);
  });
  return { file, remove: () => rm(file, { force: true }) };
};

/** Test files run side by side: one builds, the others wait. A lock older than a minute belongs to a run that was killed. */
const alone = async (fn: () => Promise<void>): Promise<void> => {
  for (;;) {
    try {
      await mkdir(lock);
      break;
    } catch {
      const age = Date.now() - ((await stat(lock).catch(() => null))?.mtimeMs ?? Date.now());
      if (age > 60_000) await rm(lock, { recursive: true, force: true });
      await pause(50);
    }
  }
  try {
    await fn();
  } finally {
    await rm(lock, { recursive: true, force: true });
  }
};

const isFresh = async (): Promise<boolean> => {
  const built = await stat(join(out, 'jauap.js')).catch(() => null);
  if (!built) return false;
  for (const name of ['script/build.mjs', ...(await readdir(join(root, 'src'), { recursive: true })).map((file) => join('src', file))]) {
    const source = await stat(join(root, name)).catch(() => null);
    if (source && source.mtimeMs > built.mtimeMs) return false;
  }
  return true;
};

const run = (command: string, args: readonly string[]): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] });
    const said: Buffer[] = [];
    child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(Buffer.concat(said).toString('utf8')))));
  });

/** One `serve` of the built program. */
export type Program = {
  readonly pid: number;
  /** the last of what it wrote to its error output */
  readonly said: () => string;
  readonly running: () => boolean;
  /** settled with its exit code; null when a signal ended it */
  readonly ended: Promise<number | null>;
  /** settled when it has ended and all it wrote is in `said` */
  readonly heard: Promise<void>;
  /** to its whole process group */
  readonly signal: (name: NodeJS.Signals) => void;
  /** nobody reads its error output any more */
  readonly deafen: () => void;
};

const started: ChildProcess[] = [];

/** The flags that script/jauap gives to node: memory and speed are measured as they are shipped. */
export const shippedFlags = (): readonly string[] => {
  const line = /^exec node (.*)"\$root\/\.build\/jauap\.js"/m.exec(readFileSync(join(root, 'script/jauap'), 'utf8'));
  if (!line) throw new Error('script/jauap starts the program in some other way now');
  return (line[1] ?? '').split(' ').filter(Boolean);
};

/** And what it sets before. */
export const shippedEnvironment = (): Readonly<Record<string, string>> => {
  const line = /^export (MALLOC.*)$/m.exec(readFileSync(join(root, 'script/jauap'), 'utf8'));
  if (!line) throw new Error('script/jauap sets nothing for the allocator now');
  return Object.fromEntries((line[1] ?? '').split(' ').map((one) => one.split('=') as [string, string]));
};

export const serve = (built: Built, environment: Readonly<Record<string, string>>): Program => {
  const child = spawn(process.execPath, [...(built.flags ?? shippedFlags()), built.file, 'serve'], {
    cwd: root, stdio: ['ignore', 'ignore', 'pipe'], detached: true, // a group of its own: a kill reaches whatever it has started in it
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], JAUAP_LOG: 'error', JAUAP_SECRET: secret, ...shippedEnvironment(), ...environment },
  });
  started.push(child);
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => (said = (said + chunk.toString('utf8')).slice(-4_000)));
  return {
    pid: child.pid ?? 0, said: () => said, signal: (name) => signalGroup(child, name), deafen: () => child.stderr?.destroy(),
    running: () => child.exitCode === null && child.signalCode === null,
    ended: new Promise((resolve) => child.once('exit', resolve)),
    heard: new Promise((resolve) => child.once('close', () => resolve())),
  };
};

const signalGroup = (child: ChildProcess, name: NodeJS.Signals): void => {
  if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) process.kill(-child.pid, name);
};

/** Programs of this file that still run. */
export const stillRunning = (): readonly number[] => started.flatMap((child) => (child.exitCode === null && child.signalCode === null ? [child.pid ?? 0] : []));

/** Processes that work inside `dir`: a PostgreSQL's server and its workers all have the data folder as theirs. */
export const workingIn = (dir: string): readonly number[] =>
  readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).filter((pid) => {
    try {
      return `${readlinkSync(`/proc/${pid}/cwd`)}/`.startsWith(`${dir}/`) && !isZombie(pid);
    } catch {
      return false;
    }
  });

const isZombie = (pid: number): boolean => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.startsWith('Z') ?? true;

/** One of the machine's processes, if it is still there: what a server starts for a moment may have gone meanwhile. */
export const signalTo = (pid: number, name: NodeJS.Signals): void => {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as { code?: string }).code !== 'ESRCH') throw error;
  }
};

/** Its first process as the data folder names it; 0 while none is named. */
export const postmasterIn = (data: string): number => {
  try {
    return Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0]);
  } catch {
    return 0;
  }
};

/** proc(5): `R`, `S`, `D`, `T` for stopped, `Z`. */
export const stateOf = (pid: number): string => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[0] ?? '';

export const parentOf = (pid: number): number => Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[1] ?? 0);

/** Resident memory in MB, as the kernel counts it. */
export const residentMb = (pid: number, what: 'VmRSS' | 'VmHWM' = 'VmRSS'): number =>
  Math.round(Number(new RegExp(`${what}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? Number.NaN) / 1024);

export const statusAt = (port: number, path: string): Promise<number> =>
  new Promise((resolve) => {
    const asked = get({ port, path, host: '127.0.0.1', agent: false, timeout: 5_000 }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    asked.once('timeout', () => asked.destroy());
    asked.once('error', () => resolve(0));
  });

/** Asks again and again, at most `limitMs`: what `happened` waits for comes from another process. */
export const until = async (happened: () => boolean | Promise<boolean>, limitMs = 60_000): Promise<boolean> => {
  const end = performance.now() + limitMs;
  while (!(await happened())) {
    if (performance.now() > end) return false;
    await pause(5);
  }
  return true;
};

export const ready = (port: number): Promise<boolean> => statusAt(port, '/readyz').then((status) => status === 200);
