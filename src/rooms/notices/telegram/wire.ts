import { createRequire } from 'node:module';
import { setTimeout as pause } from 'node:timers/promises';
import type * as Grammy from 'grammy';
import type { InlineKeyboardMarkup, ReplyKeyboardMarkup, ReplyKeyboardRemove } from 'grammy/types';

const require = createRequire(import.meta.url);
/** Read where there is a bot: 5 MB of the heap, and as much beside, that others need not hold. */
const grammy = (): typeof Grammy => require('grammy') as typeof Grammy;

/** The Bot API of one bot. `root` is Telegram's own, or one's own server of the same protocol. */
export type Wire = { readonly api: Grammy.Api; readonly fetchFile: (fileId: string, name: string) => Promise<File | null> };

/** A call that is not a long poll gets an answer in this time, or is made again. */
const answerSeconds = 40;
const fileTimeoutMs = 60_000;
/** What the Bot API gives out at most, and what rooms/files takes. */
export const mostFileBytes = 20 * 1024 * 1024;

export const openWire = (o: { readonly token: string; readonly root: string; /** how each call went */ readonly said?: (how: 'answered' | 'refused' | 'silent') => void }): Wire => {
  const root = o.root.replace(/\/$/, '');
  const api = new (grammy().Api)(o.token, { apiRoot: root, timeoutSeconds: answerSeconds, sensitiveLogs: false });
  api.config.use(async (call, method, payload, signal) => {
    try {
      const answer = await call(method, payload, signal);
      o.said?.(answer.ok ? 'answered' : heardAs(answer.error_code, answer.description));
      return answer;
    } catch (error) {
      if (signal?.aborted !== true) o.said?.('silent'); // broken off by ourselves says nothing of the other end
      throw error;
    }
  });
  return {
    api,
    fetchFile: async (fileId, name) => {
      const { file_path: path, file_size: size } = await api.getFile(fileId);
      if (path === undefined || (size ?? 0) > mostFileBytes) return null;
      const answer = await fetch(`${root}/file/bot${o.token}/${path.split('/').map(encodeURIComponent).join('/')}`, { signal: AbortSignal.timeout(fileTimeoutMs), redirect: 'error' });
      if (!answer.ok) throw new NotFetched(answer.status);
      const bytes = await atMost(answer, mostFileBytes);
      return bytes && new File([bytes], name === '' ? (path.split('/').at(-1) ?? 'file') : name);
    },
  };
};

/** 401 and 404: a token that is nobody's. 409: another program reads the same bot. Any other no is about a message, and an answer. */
const heardAs = (status: number, description: string): 'answered' | 'refused' | 'silent' => (status >= 500 ? 'silent' : [401, 404, 409].includes(status) && !nobody.test(description) ? 'refused' : 'answered');

/** Its message says the status only: the address of a file holds the bot's token. */
export class NotFetched extends Error {
  readonly status: number;
  constructor(status: number) {
    super(`the file was answered with ${status}`);
    this.status = status;
  }
}

const atMost = async (answer: Response, most: number): Promise<Uint8Array<ArrayBuffer> | null> => {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of answer.body ?? []) {
    size += piece.byteLength;
    if (size > most) return null;
    pieces.push(piece);
  }
  return new Uint8Array(Buffer.concat(pieces));
};

export type Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove;
export type Letter = { readonly text: string; readonly markup?: Markup };
export type Sent =
  | { readonly sent: true; readonly as: string }
  /** `gone`: the person blocked the bot or is no more; `afterMs`: when to try again, null when another try changes nothing */
  | { readonly sent: false; readonly gone: boolean; readonly code: string; readonly afterMs: number | null };

/** The Bot API takes 4096 letters in one message, counted as UTF-16 does. */
export const mostLetters = 4096;

/** Pieces that fit, cut where a line or a word ends, never inside a letter. */
export const pieces = (text: string, most = mostLetters): readonly string[] => {
  const found: string[] = [];
  let rest = text;
  while (rest.length > most) {
    const head = rest.slice(0, most);
    const line = head.lastIndexOf('\n');
    const word = head.lastIndexOf(' ');
    const cut = line > most / 2 ? line : word > most / 2 ? word : most;
    // the second half of a pair would begin the next piece
    const whole = cut === most && /[\uDC00-\uDFFF]/.test(rest[most] ?? '') ? cut - 1 : cut;
    found.push(rest.slice(0, whole).trimEnd());
    rest = rest.slice(whole).trimStart();
  }
  return [...found, rest].filter((piece) => piece.trim() !== '');
};

/** One letter, in as many messages as it needs; what stands under it stands under the last. Never throws for the other end's sake. */
export const send = async ({ api }: Wire, chat: string, letter: Letter): Promise<Sent> => {
  const all = pieces(letter.text);
  let as = '';
  for (const [at, text] of all.entries()) {
    try {
      // no preview: the other end would open the person's secret link
      const done = await api.sendMessage(chat, text, { link_preview_options: { is_disabled: true }, ...(letter.markup && at === all.length - 1 ? { reply_markup: letter.markup } : {}) });
      as = String(done.message_id);
    } catch (error) {
      return failed(error);
    }
  }
  return { sent: true, as };
};

const nobody = /chat not found|user not found|PEER_ID_INVALID|USER_IS_BLOCKED|user is deactivated/i;
const laterMs = 1_000;

/** What a failure means. A bare 404 and 401 are about our token, not about the person: nobody is struck off for them. */
export const failed = (error: unknown): Extract<Sent, { sent: false }> => {
  if (!(error instanceof grammy().GrammyError)) return { sent: false, gone: false, code: 'no_answer', afterMs: laterMs };
  const { error_code: status, parameters, description } = error;
  if (status === 403 || ((status === 400 || status === 404) && nobody.test(description))) return { sent: false, gone: true, code: status === 403 ? 'blocked' : 'chat_not_found', afterMs: null };
  if (status === 429) return { sent: false, gone: false, code: 'telegram_429', afterMs: (parameters.retry_after ?? 1) * 1_000 };
  return { sent: false, gone: false, code: `telegram_${status}`, afterMs: status >= 500 ? laterMs : null };
};

const longestWaitMs = 15_000;

/** As `send`, again and again while another try may help, for `patienceMs`. */
export const sendSurely = async (wire: Wire, chat: string, letter: Letter, o: { readonly patienceMs: number; readonly signal?: AbortSignal }): Promise<Sent> => {
  const until = performance.now() + o.patienceMs;
  for (let tries = 0; ; tries += 1) {
    const sent = await send(wire, chat, letter);
    if (sent.sent || sent.afterMs === null || o.signal?.aborted) return sent;
    const waitMs = sent.code === 'telegram_429' ? sent.afterMs : Math.min(sent.afterMs * 2 ** Math.min(tries, 5), longestWaitMs);
    if (performance.now() + waitMs > until) return sent;
    await pause(waitMs, undefined, o.signal ? { signal: o.signal } : {}).catch(() => {});
  }
};
