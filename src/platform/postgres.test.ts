import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import pg from 'pg';
import { InUse, startEmbedded } from './postgres.ts';
import { root } from './root.ts';

let dir = '';
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'jauap-pg-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true, maxRetries: 10 }));

const query = async (url: string, text: string): Promise<Record<string, unknown>[]> => {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(text)).rows as Record<string, unknown>[];
  } finally {
    await client.end().catch(() => {});
  }
};

const gone = (pid: number): boolean => {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.startsWith('Z') ?? true;
  } catch {
    return true;
  }
};

const until = async (what: () => boolean, limitMs = 60_000): Promise<void> => {
  const end = Date.now() + limitMs;
  while (!what()) {
    if (Date.now() > end) throw new Error('it did not happen in time');
    await new Promise((resolve) => setImmediate(resolve));
  }
};

test('the database is a real PostgreSQL 18 whose owner is no superuser, and Kazakh letters have lower case', async () => {
  const server = await startEmbedded({ dataDir: join(dir, 'one') });
  try {
    const [row] = await query(server.url, `SELECT rolsuper, rolcreaterole, current_setting('server_version_num')::int >= 180000 AS new, current_setting('fsync') AS fsync, lower('ӘҒҚҢӨҰҮҺІ') AS low FROM pg_roles WHERE rolname = current_user`);
    expect(row).toEqual({ rolsuper: false, rolcreaterole: true, new: true, fsync: 'on', low: 'әғқңөұүһі' });
  } finally {
    await server.stop();
  }
  expect(gone(server.pid)).toBe(true);
});

test('two processes never share a folder', async () => {
  const server = await startEmbedded({ dataDir: join(dir, 'two') });
  try {
    await expect(startEmbedded({ dataDir: join(dir, 'two') })).rejects.toThrow(/already using/);
    expect(await query(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  } finally {
    await server.stop();
  }
});

test('a killed server loses nothing it acknowledged', async () => {
  const dataDir = join(dir, 'three');
  const first = await startEmbedded({ dataDir });
  await query(first.url, 'CREATE TABLE kept AS SELECT 41 AS n');
  await query(first.url, 'UPDATE kept SET n = 42');
  process.kill(first.pid, 'SIGKILL');
  await first.ended;
  const second = await startEmbedded({ dataDir });
  try {
    expect(await query(second.url, 'SELECT n FROM kept')).toEqual([{ n: 42 }]);
  } finally {
    await second.stop();
  }
});

test('when the program is killed, no server stays behind and the next start works', async () => {
  const dataDir = join(dir, 'four');
  const script = `import { startEmbedded } from ${JSON.stringify(join(root, 'src/platform/postgres.ts'))};
    const server = await startEmbedded({ dataDir: ${JSON.stringify(dataDir)} });
    console.log(server.pid); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'], cwd: root });
  const pid = await new Promise<number>((resolve, reject) => {
    child.stdout.once('data', (chunk: Buffer) => resolve(Number(chunk.toString())));
    child.once('exit', () => reject(new Error('it ended before it started')));
  });
  expect(gone(pid)).toBe(false);
  child.kill('SIGKILL');
  await until(() => gone(pid));
  const next = await startEmbedded({ dataDir });
  await next.stop();
});

/** After a reboot, and in a container always, the numbers in the files of a crash belong to other programs that live: this one, and the one that started it. */
test('numbers of processes that a crash left behind keep nobody away, and a living owner does', async () => {
  const dataDir = join(dir, 'five');
  await startEmbedded({ dataDir }).then((server) => server.stop());
  const run = join(dataDir, 'run');
  for (const number of [process.pid, process.ppid]) {
    writeFileSync(join(dataDir, 'owner.pid'), `${number}\n${run}\nanother-boot 1\n`);
    writeFileSync(join(dataDir, 'data/postmaster.pid'), `${number}\n${join(dataDir, 'data')}\n`);
    writeFileSync(join(run, '.s.PGSQL.5432.lock'), `${number}\n${join(dataDir, 'data')}\n0\n5432\n${run}\n`);
    await startEmbedded({ dataDir }).then((server) => server.stop());
  }
  writeFileSync(join(dataDir, 'owner.pid'), `${process.ppid}\n${run}\n`);
  await expect(startEmbedded({ dataDir })).rejects.toThrow(InUse);
});
