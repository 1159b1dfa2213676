import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from './port.ts';

/** A mailbox of Debian's dovecot on loopback, with a folder, a user and a configuration of its own; needs no root. */
export type Mailbox = {
  readonly url: string;
  /** TLS from the first byte; '' without a certificate */
  readonly tlsUrl: string;
  /** as a mail server delivers: whole, at once; `at` is what the server says of the day it came */
  readonly deliver: (raw: Buffer, at?: Date) => void;
  /** one that the server lists and cannot read; what is given back mends that */
  readonly deliverUnreadable: (raw: Buffer) => () => void;
  /** how many lie in the inbox now; none is opened, and whoever shares this process is not kept waiting */
  readonly waiting: () => number;
  /** letters that lie in a folder now, byte for byte */
  readonly lying: (folder: 'INBOX' | 'Processed' | 'Refused') => readonly string[];
  readonly end: () => Promise<void>;
};

const password = 'kilt';
const binary = '/usr/sbin/dovecot';

/** Root reads no mail: then it is the user who is nobody. */
const whoIs = (): { uid: number; gid: number; user: string; group: string } => {
  const asked = process.getuid?.() === 0 ? ['nobody'] : [];
  const one = (flag: string) => execFileSync('id', [flag, ...asked], { encoding: 'utf8' }).trim();
  return { uid: Number(one('-u')), gid: Number(one('-g')), user: one('-un'), group: one('-gn') };
};

export type Certificate = { readonly certificate: string; readonly key: string };
/** `capability`: what the server says it can, in place of all it can. */
export type MailboxOptions = { readonly port?: number; readonly tls?: Certificate; readonly capability?: string };

export const openMailbox = async (o: MailboxOptions = {}): Promise<Mailbox> => {
  const dir = await mkdtemp(join(tmpdir(), 'jauap-mail-'));
  const who = whoIs();
  const port = o.port ?? (await freePort());
  const tlsPort = o.tls ? await freePort() : 0;
  const maildir = join(dir, 'mail');
  const own = (path: string): void => {
    if (process.getuid?.() === 0) chownSync(path, who.uid, who.gid);
  };
  chmodSync(dir, 0o755);
  own(dir);
  for (const folder of ['run', 'state', 'home', 'mail', 'mail/cur', 'mail/new', 'mail/tmp']) {
    mkdirSync(join(dir, folder), { recursive: true });
    own(join(dir, folder));
  }
  const file = join(dir, 'dovecot.conf');
  writeFileSync(file, configuration({ dir, port, tlsPort, tls: o.tls, capability: o.capability, ...who }));
  own(file);
  const child = spawn(binary, ['-F', '-c', file], { stdio: ['ignore', 'ignore', 'pipe'], ...(process.getuid?.() === 0 ? { uid: who.uid, gid: who.gid } : {}) });
  let said = '';
  child.stderr.on('data', (part: Buffer) => (said += part.toString()));
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await untilAnswers(port, () => {
    if (child.exitCode !== null) throw new Error(`dovecot ended: ${said} ${logOf(dir)}`);
  });
  let nth = 0;
  return {
    url: `imap://inbox:${password}@127.0.0.1:${port}`,
    tlsUrl: o.tls ? `imaps://inbox:${password}@127.0.0.1:${tlsPort}` : '',
    deliver: (raw, at) => {
      nth += 1;
      const name = `${Math.floor((at ?? new Date()).getTime() / 1000)}.${process.pid}_${nth}.here`;
      writeFileSync(join(maildir, 'tmp', name), raw);
      own(join(maildir, 'tmp', name));
      if (at) execFileSync('touch', ['-d', at.toISOString(), join(maildir, 'tmp', name)]);
      renameSync(join(maildir, 'tmp', name), join(maildir, 'new', name));
    },
    deliverUnreadable: (raw) => {
      nth += 1;
      const name = `${Math.floor(Date.now() / 1000)}.${process.pid}_${nth}.here`;
      writeFileSync(join(maildir, 'tmp', name), raw, { mode: 0o000 });
      own(join(maildir, 'tmp', name));
      renameSync(join(maildir, 'tmp', name), join(maildir, 'new', name));
      return () => {
        for (const part of ['new', 'cur']) for (const file of readdirSync(join(maildir, part))) if (file.startsWith(name)) chmodSync(join(maildir, part, file), 0o600);
      };
    },
    waiting: () => ['new', 'cur'].reduce((sum, part) => sum + readdirSync(join(maildir, part)).length, 0),
    lying: (folder) => {
      const at = folder === 'INBOX' ? maildir : join(maildir, `.${folder}`);
      return ['new', 'cur'].flatMap((part) => {
        try {
          return readdirSync(join(at, part)).map((one) => readFileSync(join(at, part, one), 'latin1'));
        } catch {
          return [];
        }
      });
    },
    end: async () => {
      child.kill('SIGTERM');
      await ended;
      // its own processes end a moment after it
      await rm(dir, { recursive: true, force: true, maxRetries: 10 });
    },
  };
};

const logOf = (dir: string): string => {
  try {
    return readFileSync(join(dir, 'log'), 'utf8').slice(-2_000);
  } catch {
    return '';
  }
};

const untilAnswers = async (port: number, onWait: () => void): Promise<void> => {
  const { connect } = await import('node:net');
  for (let tries = 0; tries < 1_200; tries += 1) {
    onWait();
    const greeted = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('data', (data) => {
        socket.destroy();
        resolve(data.toString().startsWith('* OK'));
      });
      socket.once('error', () => resolve(false));
      socket.once('close', () => resolve(false));
    });
    if (greeted) return;
    await pause(50);
  }
  throw new Error('dovecot did not answer');
};

const configuration = (o: { dir: string; port: number; tlsPort: number; tls: Certificate | undefined; capability: string | undefined; uid: number; gid: number; user: string; group: string }): string => `
base_dir = ${o.dir}/run
state_dir = ${o.dir}/state
log_path = ${o.dir}/log
instance_name = ${o.port}
protocols = imap
listen = 127.0.0.1
ssl = ${o.tls ? `yes\nssl_cert = <${o.tls.certificate}\nssl_key = <${o.tls.key}` : 'no'}
${o.capability === undefined ? '' : `imap_capability = ${o.capability}`}
disable_plaintext_auth = no
default_internal_user = ${o.user}
default_internal_group = ${o.group}
default_login_user = ${o.user}
first_valid_uid = ${o.uid}
last_valid_uid = ${o.uid}
mail_location = maildir:${o.dir}/mail
mail_fsync = never
mail_max_userip_connections = 100
passdb {
  driver = static
  args = password=${password}
}
userdb {
  driver = static
  args = uid=${o.uid} gid=${o.gid} home=${o.dir}/home
}
namespace inbox {
  inbox = yes
  separator = /
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${o.port}
  }
  inet_listener imaps {
    port = ${o.tlsPort}
    ssl = yes
  }
}
service anvil {
  chroot =
}
`;
