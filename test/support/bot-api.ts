import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { BotPerson } from './bot-person.ts';

/**
 * A Bot API server that speaks Telegram's wire format, as strict as the real one where our program could go wrong: lengths, buttons, unknown chats,
 * one reader at a time, queries answered once. People are acted by `person`.
 */
export type Call = { readonly method: string; readonly payload: Readonly<Record<string, unknown>>; readonly at: number };
export type Fault = { readonly method: string; readonly status: number; readonly description: string; readonly retryAfter?: number; readonly chat?: number; left: number };
export type BotUpdate = { readonly update_id: number } & Readonly<Record<string, unknown>>;
export type Shown = { readonly message_id: number; readonly text: string; readonly reply_markup?: { inline_keyboard?: { text: string; callback_data?: string; url?: string }[][]; keyboard?: { text: string; request_contact?: boolean; request_location?: boolean }[][]; remove_keyboard?: boolean } };

export const botToken = '7000000001:AAtests-only-tests-only-tests-onlyAAA';

export class BotApi {
  readonly calls: Call[] = [];
  readonly faults: Fault[] = [];
  readonly chats = new Map<number, { messages: Shown[]; blocked: boolean; left: boolean }>();
  readonly files = new Map<string, { bytes: Uint8Array; path: string }>();
  readonly queries = new Map<string, { chat: number; text: string | null }>();
  hook: { url: string; secret: string } | null = null;
  /** where a hook's https address is really served */
  hookTo: string | null = null;
  /** updates that were not confirmed yet */
  waiting: BotUpdate[] = [];
  confirmed = 0;
  #nextUpdate = 1_000;
  #nextMessage = 1;
  #wake: (() => void)[] = [];
  #delivering: Promise<unknown> = Promise.resolve();
  #reader: { cut: () => void } | null = null;
  readonly #server = createServer((request, response) => void this.#serve(request, response).catch(() => response.destroy()));
  url = '';

  async open(port = 0): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(port, '127.0.0.1', resolve));
    const address = this.#server.address();
    this.url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
    return this;
  }
  async close(): Promise<void> {
    this.#changed();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  person(id: number, language = 'kk'): BotPerson {
    this.chats.set(id, this.chats.get(id) ?? { messages: [], blocked: false, left: false });
    return new BotPerson(this, id, language);
  }

  /** `times` calls of the method fail like that. */
  fail(fault: Omit<Fault, 'left'>, times = 1): void {
    this.faults.push({ ...fault, left: times });
  }

  messageId(): number {
    return (this.#nextMessage += 1);
  }

  /** Something happened in a chat: the program hears of it by its next long poll, or by its hook. */
  update(content: Readonly<Record<string, unknown>>): BotUpdate {
    const update = { update_id: (this.#nextUpdate += 1), ...content };
    this.waiting.push(update);
    this.#changed();
    // one after the other, as Telegram does: what is under way to the hook is not brought a second time beside itself
    if (this.hook) this.#delivering = this.#delivering.then(() => this.deliver());
    return update;
  }

  /** Settles when `happened`, asked after everything that happens; throws after `withinMs`. */
  async until(happened: () => boolean, what: string | (() => string), withinMs = 120_000): Promise<void> {
    const end = Date.now() + withinMs;
    while (!happened()) {
      if (Date.now() > end) throw new Error(`it did not happen: ${typeof what === 'string' ? what : what()}`);
      await Promise.race([new Promise<void>((resolve) => this.#wake.push(resolve)), pause(250)]);
    }
  }

  /** To the hook, in order, until each is answered with 200, as Telegram does. */
  async deliver(): Promise<readonly number[]> {
    const statuses: number[] = [];
    for (let update = this.waiting[0]; update && this.hook; update = this.waiting[0]) {
      const target = this.hookTo === null ? this.hook.url : this.hook.url.replace(/^https:\/\/[^/]+/, this.hookTo);
      const status = await fetch(target, { method: 'POST', headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': this.hook.secret }, body: JSON.stringify(update) }).then((answer) => answer.status, () => 0);
      statuses.push(status);
      if (status !== 200) return statuses;
      this.waiting = this.waiting.filter((one) => one !== update);
      this.#changed();
    }
    return statuses;
  }

  #changed(): void {
    const wake = this.#wake;
    this.#wake = [];
    for (const one of wake) one();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, kind = '', ...rest] = (request.url ?? '').split('/');
    if (kind === 'file') return this.#file(rest, response);
    const method = rest[0] ?? '';
    const body = await text(request);
    const payload = (body === '' ? {} : JSON.parse(body)) as Record<string, unknown>;
    const answer = (status: number, result: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(result));
      this.#changed();
    };
    const no = (status: number, description: string, parameters?: Record<string, unknown>) => answer(status, { ok: false, error_code: status, description, ...(parameters ? { parameters } : {}) });
    if (kind !== `bot${botToken}`) return no(401, 'Unauthorized');
    this.calls.push({ method, payload, at: Date.now() });
    const fault = this.faults.find((one) => one.left > 0 && one.method === method && (one.chat === undefined || one.chat === Number(payload['chat_id'])));
    if (fault) {
      fault.left -= 1;
      if (fault.status === 0) return void response.destroy();
      return no(fault.status, fault.description, fault.retryAfter === undefined ? undefined : { retry_after: fault.retryAfter });
    }
    if (method === 'getUpdates') return this.#updates(payload, response, answer, no);
    const done = this.#done(method, payload);
    return 'refused' in done ? no(done.refused, done.why) : answer(200, { ok: true, result: done.result });
  }

  async #updates(payload: Record<string, unknown>, response: ServerResponse, answer: (status: number, result: unknown) => void, no: (status: number, why: string) => void): Promise<void> {
    if (this.hook) return no(409, 'Conflict: can\'t use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first');
    this.#reader?.cut();
    let cut = false;
    const me = { cut: () => { cut = true; this.#changed(); } };
    this.#reader = me;
    response.once('close', () => me.cut());
    const offset = Number(payload['offset'] ?? 0);
    if (offset > 0) {
      this.waiting = this.waiting.filter((update) => update.update_id >= offset);
      this.confirmed = Math.max(this.confirmed, offset - 1);
      this.#changed();
    }
    const allowed = payload['allowed_updates'] as string[] | undefined;
    const until = Date.now() + Number(payload['timeout'] ?? 0) * 1_000;
    const due = () => this.waiting.filter((update) => update.update_id >= offset && (!allowed || allowed.some((kind) => kind in update)));
    while (due().length === 0 && Date.now() < until && !cut) await Promise.race([new Promise<void>((resolve) => this.#wake.push(resolve)), pause(Math.min(500, until - Date.now()))]);
    if (this.#reader === me) this.#reader = null;
    if (response.destroyed) return;
    if (cut) return no(409, 'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running');
    answer(200, { ok: true, result: due().slice(0, Number(payload['limit'] ?? 100)) });
  }

  #done(method: string, p: Record<string, unknown>): { readonly result: unknown } | { readonly refused: number; readonly why: string } {
    switch (method) {
      case 'getMe': return { result: { id: 7_000_000_001, is_bot: true, first_name: 'Jauap', username: 'jauap_bot' } };
      case 'deleteWebhook': this.hook = null; return { result: true };
      case 'setWebhook': {
        const url = String(p['url']);
        if (!url.startsWith('https://')) return { refused: 400, why: 'Bad Request: bad webhook: An HTTPS URL must be provided for webhook' };
        if (!/^[\w-]{1,256}$/.test(String(p['secret_token']))) return { refused: 400, why: 'Bad Request: secret token contains unallowed characters' };
        this.hook = { url, secret: String(p['secret_token']) };
        return { result: true };
      }
      case 'setMyCommands': {
        const commands = p['commands'] as { command: string; description: string }[];
        return commands.every((one) => /^[a-z0-9_]{1,32}$/.test(one.command) && one.description.length >= 1 && one.description.length <= 256) ? { result: true } : { refused: 400, why: 'Bad Request: BOT_COMMAND_INVALID' };
      }
      case 'setMyDescription': return String(p['description']).length <= 512 ? { result: true } : { refused: 400, why: 'Bad Request: description is too long' };
      case 'leaveChat': {
        const chat = this.chats.get(Number(p['chat_id']));
        if (!chat) return { refused: 400, why: 'Bad Request: chat not found' };
        chat.left = true;
        return { result: true };
      }
      case 'answerCallbackQuery': {
        const query = this.queries.get(String(p['callback_query_id']));
        if (!query || query.text !== null) return { refused: 400, why: 'Bad Request: query is too old and response timeout expired or query ID is invalid' };
        if (String(p['text'] ?? '').length > 200) return { refused: 400, why: 'Bad Request: MESSAGE_TOO_LONG' };
        query.text = String(p['text'] ?? '');
        return { result: true };
      }
      case 'getFile': {
        const file = this.files.get(String(p['file_id']));
        if (!file) return { refused: 400, why: 'Bad Request: wrong file_id or the file is temporarily unavailable' };
        return file.bytes.byteLength > 20 * 1024 * 1024 ? { refused: 400, why: 'Bad Request: file is too big' } : { result: { file_id: p['file_id'], file_unique_id: `u${String(p['file_id'])}`, file_size: file.bytes.byteLength, file_path: file.path } };
      }
      case 'sendMessage': return this.#sent(p);
      default: return { refused: 404, why: 'Not Found: method not found' };
    }
  }

  #sent(p: Record<string, unknown>): { readonly result: unknown } | { readonly refused: number; readonly why: string } {
    const id = Number(p['chat_id']);
    const chat = this.chats.get(id);
    if (!chat) return { refused: 400, why: 'Bad Request: chat not found' };
    if (chat.blocked) return { refused: 403, why: 'Forbidden: bot was blocked by the user' };
    if (chat.left) return { refused: 403, why: 'Forbidden: bot was kicked from the group chat' };
    const words = String(p['text'] ?? '');
    if (words.trim() === '') return { refused: 400, why: 'Bad Request: message text is empty' };
    if (words.length > 4096) return { refused: 400, why: 'Bad Request: message is too long' };
    if (!words.isWellFormed()) return { refused: 400, why: 'Bad Request: strings must be encoded in UTF-8' };
    const markup = p['reply_markup'] as Shown['reply_markup'];
    for (const key of markup?.inline_keyboard?.flat() ?? []) {
      if (key.text === '') return { refused: 400, why: 'Bad Request: inline keyboard button text must be non-empty' };
      if (key.callback_data !== undefined && (key.callback_data === '' || Buffer.byteLength(key.callback_data) > 64)) return { refused: 400, why: 'Bad Request: BUTTON_DATA_INVALID' };
      if (key.url !== undefined && !/^https:\/\/[\w.-]+\.\w+/.test(key.url)) return { refused: 400, why: 'Bad Request: inline keyboard button URL is invalid: Wrong HTTP URL' };
    }
    const message: Shown = { message_id: this.messageId(), text: words, ...(markup ? { reply_markup: markup } : {}) };
    chat.messages.push(message);
    return { result: { ...message, date: Math.floor(Date.now() / 1000), chat: { id, type: 'private', first_name: 'Сыналмалы' } } };
  }

  #file([bot, ...path]: readonly string[], response: ServerResponse): void {
    const file = bot === `bot${botToken}` ? [...this.files.values()].find((one) => one.path === path.map(decodeURIComponent).join('/')) : undefined;
    const fault = this.faults.find((one) => one.left > 0 && one.method === 'file');
    if (fault) {
      fault.left -= 1;
      return void response.writeHead(fault.status).end();
    }
    if (!file) return void response.writeHead(404).end();
    response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': file.bytes.byteLength }).end(file.bytes);
  }
}

const text = async (request: IncomingMessage): Promise<string> => {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString('utf8');
};
