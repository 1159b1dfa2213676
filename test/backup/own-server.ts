import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { folder, postgresBin, postgresUser } from '../support/debian.ts';
import { freePort } from '../support/port.ts';
import { postmasterIn, signalTo, until, workingIn } from '../faults/program.ts';

export type Said = { readonly code: number; readonly out: string; readonly said: string };

/** A PostgreSQL 15 as Debian lays it out: its settings lie outside of its data folder. It belongs to somebody who looks after databases, not to Jauap. */
export type OwnServer = {
  /** whatever is its keeper's: archive, bases, folders that are unpacked */
  readonly dir: string;
  readonly data: string;
  /** of Jauap's own role, which is no superuser */
  readonly url: string;
  /** in a shell, as its keeper, in `dir` */
  readonly sh: (commands: string) => Promise<Said>;
  /** as a superuser, one value */
  readonly ask: (statement: string) => Promise<string>;
  /** up to its first answer, which may come before a recovery has ended */
  readonly start: () => Promise<Said>;
  readonly stop: () => Promise<void>;
  /** the machine dies, and its disk with it */
  readonly fall: () => Promise<void>;
  readonly log: () => string;
  readonly end: () => Promise<void>;
};

/** docs/running/database.md, "When to have a PostgreSQL of your own". */
const forJauap = [`CREATE ROLE jauap LOGIN CREATEROLE`, `CREATE DATABASE jauap OWNER jauap ENCODING 'UTF8' TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'und' LOCALE 'C.UTF-8'`];

/** `settings`: lines of its postgresql.conf. */
export const openOwnServer = async (settings: (dir: string) => string): Promise<OwnServer> => {
  const dir = mkdtempSync(join(tmpdir(), 'jauap-own-'));
  chmodSync(dir, 0o755); // another user's server lives in it
  const [home, conf, data, logFile] = [folder(join(dir, 'home')), folder(join(dir, 'home/conf')), join(dir, 'home/main'), join(dir, 'home/log')];
  const port = await freePort();
  const who = postgresUser();
  const env = { PATH: `${postgresBin}:${process.env['PATH'] ?? ''}`, HOME: home, LC_ALL: 'C.UTF-8', PGHOST: '127.0.0.1', PGPORT: String(port), PGUSER: 'postgres' };
  const sh = (commands: string): Promise<Said> =>
    new Promise((resolve) => {
      execFile('sh', ['-ec', commands], { cwd: home, env, maxBuffer: 2 ** 24, ...who }, (error, out, said) => resolve({ code: error ? Number(error.code ?? -1) : 0, out, said }));
    });
  const done = async (commands: string): Promise<void> => {
    const { code, out, said } = await sh(commands);
    if (code !== 0) throw new Error(`${commands}\n${out}${said}`);
  };
  const ask = async (statement: string, database = 'postgres'): Promise<string> => {
    const client = new pg.Client({ host: '127.0.0.1', port, user: 'postgres', database });
    client.on('error', () => {});
    await client.connect();
    try {
      const { rows } = await client.query<string[]>({ text: statement, rowMode: 'array' });
      return String(rows[0]?.[0] ?? '');
    } finally {
      await client.end();
    }
  };
  const start = () => sh(`pg_ctl -D '${conf}' -l '${logFile}' -t 300 -w start`);
  const stop = () => done(`pg_ctl -D '${conf}' -m fast -t 300 -w stop`);
  await done(`initdb -D '${data}' -U postgres -E UTF8 --locale=C.UTF-8 -A trust --data-checksums && mv '${data}/postgresql.conf' '${data}/pg_hba.conf' '${data}/pg_ident.conf' '${conf}'`);
  // what was archived stays on its disk too: nothing is removed while a test looks at it
  const own = [`data_directory = '${data}'`, `hba_file = '${conf}/pg_hba.conf'`, `ident_file = '${conf}/pg_ident.conf'`, `listen_addresses = '127.0.0.1'`, `port = ${port}`, `unix_socket_directories = '${home}'`, `shared_buffers = 64MB`, `wal_keep_size = 1GB`, `log_timezone = 'UTC'`, `timezone = 'UTC'`];
  writeFileSync(join(conf, 'postgresql.conf'), `${readFileSync(join(conf, 'postgresql.conf'), 'utf8')}\n${own.join('\n')}\n${settings(home)}\n`);
  const began = await start();
  if (began.code !== 0) throw new Error(`${began.out}${began.said}${readFileSync(logFile, 'utf8')}`);
  for (const statement of forJauap) await ask(statement);
  const killed = async (): Promise<void> => {
    const first = postmasterIn(data);
    // it would start others
    for (const pid of workingIn(data).toSorted((a, b) => Number(b === first) - Number(a === first))) signalTo(pid, 'SIGKILL');
    if (!(await until(() => workingIn(data).length === 0))) throw new Error('a server outlived its kill');
  };
  return {
    dir: home, data, url: `postgres://jauap@127.0.0.1:${port}/jauap`, sh, ask, start, stop,
    fall: async () => {
      await killed();
      rmSync(data, { recursive: true, force: true, maxRetries: 9 });
      // Debian's are in /run, which a machine begins without; and here a process that is dead and not yet waited for by its parent would hold the lock
      for (const end of ['', '.lock']) rmSync(join(home, `.s.PGSQL.${port}${end}`), { force: true });
    },
    log: () => readFileSync(logFile, 'utf8'),
    end: async () => {
      await killed();
      rmSync(dir, { recursive: true, force: true, maxRetries: 9 });
    },
  };
};
