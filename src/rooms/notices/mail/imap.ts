import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { ImapFlow } from 'imapflow';
import { cutLetterBytes, mostLetterBytes } from './letter.ts';
import { isNear, trusted } from './trust.ts';

export type Folder = 'Processed' | 'Refused';
/** A letter that lies on this machine's disk, as it came. */
export type Fetched = { readonly path: string; readonly whole: boolean; readonly serverAt: Date };
/** A mailbox held open: letters are read from its inbox and put into one of two folders, never removed. */
export type Inbox = {
  readonly waiting: () => Promise<readonly number[]>;
  /** Into the file `path`. Null: somebody has taken it away meanwhile. */
  readonly read: (uid: number, path: string) => Promise<Fetched | null>;
  readonly move: (uid: number, to: Folder) => Promise<void>;
  /**
   * Letters of the refused folder that may be the one so called, newest first, each into `path` in its turn; the inbox is open again when `look` is done.
   * `unread`: none of those that came was it, and one did not come.
   */
  readonly among: (messageId: string, path: string, look: (fetched: Fetched) => Promise<Folder | null>) => Promise<'found' | 'none' | { readonly unread: unknown }>;
  /** until something comes, or `mostMs` is over; not every server says so */
  readonly news: (mostMs: number, signal: AbortSignal) => Promise<void>;
  readonly isOpen: () => boolean;
  readonly close: () => Promise<void>;
};

const silenceMs = 60_000;
export const mostAtOnce = 500;
const mostRefusedLookedAt = 300;
/** A letter is asked for piece by piece: what is under way is in memory several times over. */
const pieceBytes = 256 * 1024;
/** In one go; then it waits for the next round like whatever the server does not give. */
const mostFetches = 2;

/** `imap://` asks for STARTTLS and insists on it unless the server is this very machine; `imaps://` is TLS from the first byte. */
const clientOf = async (given: string, ca: string | null): Promise<ImapFlow> => {
  const { ImapFlow } = await import('imapflow');
  const url = new URL(given);
  const secure = url.protocol === 'imaps:';
  const client = new ImapFlow({
    host: url.hostname.replace(/^\[|\]$/g, ''), port: url.port === '' ? (secure ? 993 : 143) : Number(url.port), secure,
    ...trusted(url.hostname, ca), ...(secure || isNear(url.hostname) ? {} : { doSTARTTLS: true }),
    auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) },
    logger: false, disableAutoIdle: true, connectionTimeout: 15_000, greetingTimeout: 15_000, socketTimeout: silenceMs * 5,
  });
  // whoever waits for a command hears of it; without a listener the program would end
  client.on('error', () => {});
  return client;
};

/** `ca`: a file of authorities whose certificates are believed, beside those everybody knows. */
export const openInbox = async (url: string, ca: string | null): Promise<Inbox> => {
  const client = await clientOf(url, ca);
  await client.connect();
  const paths = new Map<Folder, string>();
  try {
    for (const folder of ['Processed', 'Refused'] as const) paths.set(folder, (await client.mailboxCreate([folder])).path);
    await client.mailboxOpen('INBOX');
  } catch (error) {
    client.close();
    throw error;
  }
  const fetch = async (uid: number, path: string): Promise<Fetched | null> => {
    const about = await client.fetchOne(uid, { size: true, internalDate: true }, { uid: true });
    if (!about) return null;
    const bytes = about.size ?? 0;
    const whole = bytes <= mostLetterBytes;
    // a piece that came short is taken for the last one by the client, and some servers (Exchange) name a size that is not the letter's: what follows is asked for
    const goesOn = async (from: number): Promise<boolean> => {
      const next = await client.fetchOne(uid, { source: { start: from, maxLength: 64 } }, { uid: true });
      return next ? (next.source?.length ?? 0) > 0 : false;
    };
    for (let tries = 1; ; tries += 1) {
      const { content } = await client.download(uid, undefined, { uid: true, chunkSize: pieceBytes, ...(whole ? {} : { maxBytes: cutLetterBytes }) });
      if (!content) return null;
      await pipeline(content, createWriteStream(path, { mode: 0o600 }));
      const came = (await stat(path)).size;
      if (came >= (whole ? bytes : cutLetterBytes) || !(await goesOn(came))) return { path, whole, serverAt: new Date(about.internalDate ?? 0) };
      if (tries === mostFetches) throw Object.assign(new Error('the letter came short'), { code: 'LetterShort' });
    }
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
    among: async (messageId, path, look) => {
      await client.mailboxOpen(paths.get('Refused') ?? 'Refused');
      try {
        const found = (await client.search(messageId === '' ? { deleted: false } : { header: { 'message-id': messageId } }, { uid: true })) || [];
        let unread: { readonly unread: unknown } | undefined;
        for (const uid of found.toSorted((a, b) => b - a).slice(0, mostRefusedLookedAt)) {
          const fetched = await fetch(uid, path).catch((error: unknown) => {
            // a disk or a line that fails is no letter's fault
            if (!client.usable || (error instanceof Error && 'syscall' in error)) throw error;
            unread = { unread: error };
            return null;
          });
          const to = fetched && (await look(fetched));
          if (to === null) continue;
          if (to !== 'Refused') await move(uid, to);
          return 'found';
        }
        return unread ?? 'none';
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
      // it fell before anybody listened for that
      else if (!client.usable) fell();
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
