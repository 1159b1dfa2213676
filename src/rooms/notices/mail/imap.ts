import { ImapFlow } from 'imapflow';
import { cutLetterBytes, mostLetterBytes } from './letter.ts';

export type Folder = 'Processed' | 'Refused';
export type Fetched = { readonly raw: Uint8Array<ArrayBuffer>; readonly whole: boolean; readonly serverAt: Date };
/** A mailbox held open: letters are read from its inbox and put into one of two folders, never removed. */
export type Inbox = {
  readonly waiting: () => Promise<readonly number[]>;
  /** null: somebody has taken it away meanwhile */
  readonly read: (uid: number) => Promise<Fetched | null>;
  readonly move: (uid: number, to: Folder) => Promise<void>;
  /** Letters of the refused folder that may be the one so called, newest first; the inbox is open again when `look` is done. */
  readonly among: (messageId: string, look: (uid: number, fetched: Fetched) => Promise<Folder | null>) => Promise<boolean>;
  /** until something comes, or `mostMs` is over; not every server says so */
  readonly news: (mostMs: number, signal: AbortSignal) => Promise<void>;
  readonly isOpen: () => boolean;
  readonly close: () => Promise<void>;
};

const silenceMs = 60_000;
export const mostAtOnce = 500;
const mostRefusedLookedAt = 300;

/** `imap://` asks for STARTTLS and insists on it unless the server is this very machine; `imaps://` is TLS from the first byte. */
const clientOf = (given: string): ImapFlow => {
  const url = new URL(given);
  const secure = url.protocol === 'imaps:';
  const near = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
  const client = new ImapFlow({
    host: url.hostname.replace(/^\[|\]$/g, ''), port: url.port === '' ? (secure ? 993 : 143) : Number(url.port), secure,
    // a certificate of this very machine's own making is as good as no net in between
    ...(near ? { tls: { rejectUnauthorized: false } } : secure ? {} : { doSTARTTLS: true }),
    auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) },
    logger: false, disableAutoIdle: true, connectionTimeout: 15_000, greetingTimeout: 15_000, socketTimeout: silenceMs * 5,
  });
  // whoever waits for a command hears of it; without a listener the program would end
  client.on('error', () => {});
  return client;
};

export const openInbox = async (url: string): Promise<Inbox> => {
  const client = clientOf(url);
  await client.connect();
  const paths = new Map<Folder, string>();
  try {
    for (const folder of ['Processed', 'Refused'] as const) paths.set(folder, (await client.mailboxCreate([folder])).path);
    await client.mailboxOpen('INBOX');
  } catch (error) {
    client.close();
    throw error;
  }
  const fetch = async (uid: number): Promise<Fetched | null> => {
    const about = await client.fetchOne(uid, { size: true, internalDate: true }, { uid: true });
    if (!about) return null;
    const whole = (about.size ?? 0) <= mostLetterBytes;
    const got = await client.fetchOne(uid, { source: whole ? true : { start: 0, maxLength: cutLetterBytes } }, { uid: true });
    if (!got || !got.source) return null;
    return { raw: new Uint8Array(got.source), whole, serverAt: new Date(about.internalDate ?? 0) };
  };
  const move = async (uid: number, to: Folder): Promise<void> => {
    await client.messageMove(uid, paths.get(to) ?? to, { uid: true });
  };
  return {
    waiting: async () => {
      await client.noop();
      return ((await client.search({ deleted: false }, { uid: true })) || []).toSorted((a, b) => a - b).slice(0, mostAtOnce);
    },
    read: fetch,
    move,
    among: async (messageId, look) => {
      await client.mailboxOpen(paths.get('Refused') ?? 'Refused');
      try {
        const found = (await client.search(messageId === '' ? { deleted: false } : { header: { 'message-id': messageId } }, { uid: true })) || [];
        for (const uid of found.toSorted((a, b) => b - a).slice(0, mostRefusedLookedAt)) {
          const fetched = await fetch(uid);
          const to = fetched && (await look(uid, fetched));
          if (to === null) continue;
          if (to !== 'Refused') await move(uid, to);
          return true;
        }
        return false;
      } finally {
        await client.mailboxOpen('INBOX');
      }
    },
    news: (mostMs, signal) => new Promise<void>((resolve, reject) => {
      const end = (error?: unknown): void => {
        clearTimeout(timer);
        client.off('exists', came);
        client.off('close', fell);
        signal.removeEventListener('abort', came);
        if (error === undefined) resolve();
        else reject(error);
      };
      const came = (): void => end();
      const fell = (): void => end(Object.assign(new Error('the mailbox closed'), { code: 'NoConnection' }));
      const timer = setTimeout(came, mostMs);
      client.once('exists', came);
      client.once('close', fell);
      signal.addEventListener('abort', came, { once: true });
      if (signal.aborted) came();
      // ended by the next command; servers without it are asked each time the wait is over
      else client.idle().catch(() => {});
    }),
    isOpen: () => client.usable,
    close: async () => {
      const leaving = client.logout().catch(() => {});
      await Promise.race([leaving, new Promise((resolve) => setTimeout(resolve, 1_000).unref())]);
      client.close();
    },
  };
};
