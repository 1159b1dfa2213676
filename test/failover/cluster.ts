import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { signalTo, stateOf, until } from '../faults/program.ts';
import { folder, postgresBin, postgresUser } from '../support/debian.ts';
import { freePort } from '../support/port.ts';

/** Three PostgreSQL under Debian's Patroni with one etcd, and Debian's haproxy in front of whichever is the primary: as docs/running/scale.md says. */
export type Cluster = {
  /** through haproxy */
  readonly url: string;
  readonly leader: () => Promise<Node | null>;
  /** a standby holds every acknowledged row, and another is ready to take its place */
  readonly whole: (withinMs: number) => Promise<boolean>;
  /** as a machine dies: Patroni and its PostgreSQL at once */
  readonly kill: (node: Node) => Promise<void>;
  readonly start: (node: Node) => void;
  /** acknowledged is from now on what the primary alone has: the mistake that scale.md warns of */
  readonly waitForNobody: () => Promise<void>;
  /** nothing of its log leaves the primary any more; gives back what ends those that would have sent it, for when it is dead */
  readonly mute: (primary: Node) => Promise<() => void>;
  readonly end: () => Promise<void>;
};
export type Node = { readonly name: string; readonly pg: number; readonly rest: number; readonly dir: string };

const database = 'jauap';

const running: ChildProcess[] = [];
/** In a group of its own, so that one kill reaches whatever it has started in it. */
const begin = (dir: string, command: string, words: readonly string[]): ChildProcess => {
  const child = spawn(command, words, { cwd: dir, detached: true, stdio: 'ignore', env: { PATH: `${process.env['PATH'] ?? ''}:/usr/sbin`, HOME: dir, LC_ALL: 'C.UTF-8' }, ...postgresUser() });
  running.push(child);
  return child;
};
const killed = async (child: ChildProcess): Promise<void> => {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  process.kill(-child.pid, 'SIGKILL');
  await gone;
};

const answers = (port: number, path: string, change?: unknown): Promise<{ status: number; text: string } | null> =>
  new Promise((resolve) => {
    const body = change === undefined ? '' : JSON.stringify(change);
    const asked = request({ port, host: '127.0.0.1', path, method: change === undefined ? 'GET' : 'PATCH', headers: { 'content-length': Buffer.byteLength(body) }, agent: false, timeout: change === undefined ? 1_000 : 10_000 }, (answer) => {
      let text = '';
      answer.on('data', (part: Buffer) => (text += part.toString('utf8')));
      answer.once('end', () => resolve({ status: answer.statusCode ?? 0, text }));
    });
    asked.once('timeout', () => asked.destroy());
    asked.once('error', () => resolve(null));
    asked.end(body);
  });

/** A server's own answer, past haproxy. */
const ask = async <T>(node: Node, statement: string): Promise<T[]> => {
  const client = new pg.Client({ host: '127.0.0.1', port: node.pg, user: 'postgres', database: 'postgres' });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(statement)).rows as T[];
  } finally {
    await client.end();
  }
};

const settings = (node: Node, etcd: number): string => JSON.stringify({
  scope: 'jauap', name: node.name,
  restapi: { listen: `127.0.0.1:${node.rest}`, connect_address: `127.0.0.1:${node.rest}` },
  etcd3: { hosts: `127.0.0.1:${etcd}` },
  bootstrap: {
    dcs: { ttl: 20, loop_wait: 5, retry_timeout: 5, synchronous_mode: true, synchronous_mode_strict: true, postgresql: { use_pg_rewind: true, parameters: { max_connections: 100, wal_log_hints: 'on' } } },
    initdb: [{ encoding: 'UTF8' }, { locale: 'C.UTF-8' }, 'data-checksums'],
  },
  postgresql: {
    listen: `127.0.0.1:${node.pg}`, connect_address: `127.0.0.1:${node.pg}`, data_dir: join(node.dir, 'data'), bin_dir: postgresBin, pgpass: join(node.dir, 'pgpass'),
    authentication: { superuser: { username: 'postgres' }, replication: { username: 'replicator' }, rewind: { username: 'postgres' } },
    parameters: { unix_socket_directories: node.dir, shared_buffers: '64MB' },
    pg_hba: ['host all all 127.0.0.1/32 trust', 'host replication replicator 127.0.0.1/32 trust', 'local all all trust'],
  },
}, null, 1);

const proxy = (port: number, nodes: readonly Node[]): string => `global
  maxconn 500
defaults
  mode tcp
  timeout connect 2s
  timeout client 60s
  timeout server 60s
listen primary
  bind 127.0.0.1:${port}
  option httpchk OPTIONS /primary
  http-check expect status 200
  default-server inter 500ms fall 2 rise 1 on-marked-down shutdown-sessions
${nodes.map((node) => `  server ${node.name} 127.0.0.1:${node.pg} maxconn 200 check port ${node.rest}`).join('\n')}
`;

export const openCluster = async (): Promise<Cluster> => {
  const dir = mkdtempSync(join(tmpdir(), 'jauap-cluster-'));
  chmodSync(dir, 0o755); // another user's servers live in it
  const [etcd, peer, front] = await Promise.all([freePort(), freePort(), freePort()]);
  const nodes: Node[] = [];
  for (const name of ['one', 'two', 'three']) nodes.push({ name, pg: await freePort(), rest: await freePort(), dir: folder(join(dir, name)) });
  begin(folder(join(dir, 'etcd')), 'etcd', ['--data-dir', join(dir, 'etcd/data'), '--listen-client-urls', `http://127.0.0.1:${etcd}`, '--advertise-client-urls', `http://127.0.0.1:${etcd}`,
    '--listen-peer-urls', `http://127.0.0.1:${peer}`, '--initial-advertise-peer-urls', `http://127.0.0.1:${peer}`, '--initial-cluster', `default=http://127.0.0.1:${peer}`, '--log-level', 'error']);
  const patroni = new Map<string, ChildProcess>();
  const start = (node: Node): void => {
    writeFileSync(join(node.dir, 'patroni.yml'), settings(node, etcd), { mode: 0o644 });
    patroni.set(node.name, begin(node.dir, 'patroni', [join(node.dir, 'patroni.yml')]));
  };
  for (const node of nodes) start(node);
  const config = join(folder(join(dir, 'haproxy')), 'haproxy.cfg');
  writeFileSync(config, proxy(front, nodes), { mode: 0o644 });
  begin(join(dir, 'haproxy'), 'haproxy', ['-f', config, '-db']);
  const leader = async (): Promise<Node | null> => {
    for (const node of nodes) if ((await answers(node.rest, '/primary'))?.status === 200) return node;
    return null;
  };
  const whole = async (withinMs: number): Promise<boolean> => {
    for (const until = performance.now() + withinMs; performance.now() < until; await pause(200)) {
      const now = await leader();
      if (!now) continue;
      const said = await answers(now.rest, '/cluster');
      const members = (JSON.parse(said?.text ?? '{}') as { members?: readonly { role: string; state: string }[] }).members ?? [];
      const well = members.filter((one) => ['running', 'streaming'].includes(one.state));
      if (well.length === nodes.length && well.some((one) => one.role === 'sync_standby')) return true;
    }
    return false;
  };
  return {
    url: `postgres://postgres@127.0.0.1:${front}/${database}`, leader, whole, start,
    kill: async (node) => {
      // Patroni is told nothing, and its server falls in the same moment
      const postmaster = Number(readFileSync(join(node.dir, 'data/postmaster.pid'), 'utf8').split('\n')[0]);
      const child = patroni.get(node.name);
      process.kill(postmaster, 'SIGKILL');
      if (child) await killed(child);
    },
    waitForNobody: async () => {
      // standbys may take over however far behind they are, and never ask for the log anew
      const changed = await answers((await leader())?.rest ?? 0, '/config', { synchronous_mode: false, synchronous_mode_strict: false, maximum_lag_on_failover: 1024 ** 3, postgresql: { parameters: { wal_receiver_timeout: 0 } } });
      if (changed?.status !== 200) throw new Error(`Patroni answered ${changed?.status}: ${changed?.text}`);
      const settled = async (node: Node): Promise<boolean> => {
        const [now] = await ask<{ names: string; timeout: string }>(node, `SELECT current_setting('synchronous_standby_names') AS names, current_setting('wal_receiver_timeout') AS timeout`);
        return now?.names === '' && now.timeout === '0';
      };
      for (const node of nodes) if (!(await until(() => settled(node), 60_000))) throw new Error(`${node.name} still waits`);
    },
    mute: async (primary) => {
      const senders = (await ask<{ pid: number }>(primary, `SELECT pid FROM pg_stat_get_wal_senders()`)).map(({ pid }) => pid);
      if (senders.length !== nodes.length - 1) throw new Error(`${senders.length} send the log`);
      for (const pid of senders) signalTo(pid, 'SIGSTOP');
      if (!(await until(() => senders.every((pid) => stateOf(pid) === 'T')))) throw new Error('a sender goes on');
      return () => senders.forEach((pid) => signalTo(pid, 'SIGKILL'));
    },
    end: async () => {
      for (const child of running.toReversed()) await killed(child);
      for (const node of nodes) {
        try {
          process.kill(Number(readFileSync(join(node.dir, 'data/postmaster.pid'), 'utf8').split('\n')[0]), 'SIGKILL');
        } catch {
          // it has gone with its group
        }
      }
      rmSync(dir, { recursive: true, force: true });
    },
  };
};

/** The database that everything stands in, once there is a primary. */
export const createDatabase = async (cluster: Cluster): Promise<void> => {
  const client = new pg.Client({ connectionString: cluster.url.replace(/\/jauap$/, '/postgres') });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${database}`);
  } finally {
    await client.end();
  }
};
