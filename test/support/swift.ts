import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** Debian's OpenStack Swift on loopback with its S3 front: a real store that checks signatures, hashes and clocks. One copy on one folder. */
export type Swift = { readonly endpoint: string; readonly port: number; readonly accessKeyId: string; readonly secretAccessKey: string; readonly region: string; readonly end: () => Promise<void> };

const region = 'kz-1';
const secretAccessKey = 'secret-of-the-drill';
/** What a machine must have; `script/prove s3` brings it. */
export const swiftPrograms = ['/usr/bin/swift-proxy-server', '/usr/bin/swift-account-server', '/usr/bin/swift-container-server', '/usr/bin/swift-object-server'] as const;
const keepers = ['account', 'container', 'object'] as const;

const freePort = (): Promise<number> => new Promise((resolve, reject) => {
  const server = createServer();
  server.once('error', reject);
  server.listen(0, '127.0.0.1', () => {
    const bound = server.address();
    server.close(() => resolve(typeof bound === 'object' && bound ? bound.port : 0));
  });
});

const common = (dir: string, port: number): string => `[DEFAULT]
bind_ip = 127.0.0.1
bind_port = ${port}
workers = 0
user = ${userInfo().username}
swift_dir = ${dir}
devices = ${join(dir, 'devices')}
mount_check = false
log_address = ${join(dir, 'nowhere')}
`;

const front = `[pipeline:main]
pipeline = catch_errors cache s3api tempauth bulk slo proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:1
[filter:s3api]
use = egg:swift#s3api
location = ${region}
[filter:tempauth]
use = egg:swift#tempauth
user_jauap_files = ${secretAccessKey} .admin
[filter:bulk]
use = egg:swift#bulk
[filter:slo]
use = egg:swift#slo
`;

export const openSwift = async (): Promise<Swift> => {
  const dir = await mkdtemp(join(tmpdir(), 'jauap-swift-'));
  mkdirSync(join(dir, 'devices/one'), { recursive: true });
  writeFileSync(join(dir, 'swift.conf'), '[swift-hash]\nswift_hash_path_prefix = of the\nswift_hash_path_suffix = drill\n');
  const running: ChildProcess[] = [];
  const ports: number[] = [];
  const begin = (name: string): void => {
    const child = spawn(`/usr/bin/swift-${name}-server`, [join(dir, `${name}.conf`)], { stdio: ['ignore', 'ignore', 'pipe'], env: { PATH: '/usr/bin:/bin', HOME: dir, LC_ALL: 'C.UTF-8' } });
    child.stderr.on('data', (part: Buffer) => writeFileSync(join(dir, `${name}.log`), part, { flag: 'a' }));
    running.push(child);
  };
  for (const name of keepers) {
    const at = await freePort();
    ports.push(at);
    writeFileSync(join(dir, `${name}.conf`), `${common(dir, at)}[pipeline:main]\npipeline = ${name}-server\n[app:${name}-server]\nuse = egg:swift#${name}\n`);
    const ring = (...words: string[]) => execFileSync('/usr/bin/swift-ring-builder', [join(dir, `${name}.builder`), ...words], { stdio: 'ignore' });
    ring('create', '4', '1', '1');
    ring('add', `r1z1-127.0.0.1:${at}/one`, '1');
    ring('rebalance');
    begin(name);
  }
  const port = await freePort();
  writeFileSync(join(dir, 'proxy.conf'), common(dir, port) + front);
  begin('proxy');
  for (let tries = 0; ; tries += 1) {
    // the front is up before those it stands on where the processor is busy, and says 503 for them
    if ((await Promise.all([...ports, port].map((at) => fetch(`http://127.0.0.1:${at}/`).then((answer) => answer.status < 500 || at !== port, () => false)))).every(Boolean)) break;
    if (tries > 600 || running.some((child) => child.exitCode !== null)) throw new Error(`swift did not come up: ${readFileSync(join(dir, 'proxy.log'), 'utf8').slice(-1_000)}`);
    await pause(100);
  }
  return {
    endpoint: `http://127.0.0.1:${port}`, port, accessKeyId: 'jauap:files', secretAccessKey, region,
    end: async () => {
      await Promise.all(running.map((child) => new Promise<void>((resolve) => {
        if (child.exitCode !== null) return resolve();
        child.once('exit', () => resolve());
        child.kill('SIGKILL');
      })));
      await rm(dir, { recursive: true, force: true });
    },
  };
};
