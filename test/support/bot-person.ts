import type { BotApi, BotUpdate, Shown } from './bot-api.ts';

/** Somebody with a telephone: writes, sends, presses, and reads what comes back. */
export class BotPerson {
  readonly api: BotApi;
  readonly id: number;
  readonly language: string;
  /** how long this person waits for an answer */
  patienceMs = 120_000;
  /** how many messages of the bot were read */
  read = 0;

  constructor(api: BotApi, id: number, language: string) {
    this.api = api;
    this.id = id;
    this.language = language;
  }

  get messages(): readonly Shown[] {
    return this.api.chats.get(this.id)?.messages ?? [];
  }
  get last(): Shown | undefined {
    return this.messages.at(-1);
  }
  /** everything that was said, in order */
  get texts(): string {
    return this.messages.map((one) => one.text).join('\n---\n');
  }

  #about() {
    const me = { id: this.id, is_bot: false, first_name: 'Сыналмалы', language_code: this.language };
    return { message_id: this.api.messageId(), date: Math.floor(Date.now() / 1000), from: me, chat: { id: this.id, type: 'private', first_name: 'Сыналмалы' } };
  }
  message(content: Readonly<Record<string, unknown>>): BotUpdate & { readonly message: { readonly message_id: number } } {
    return this.api.update({ message: { ...this.#about(), ...content } }) as BotUpdate & { readonly message: { readonly message_id: number } };
  }
  write(text: string) {
    return this.message({ text, ...(text.startsWith('/') ? { entities: [{ type: 'bot_command', offset: 0, length: text.split(' ')[0]?.length }] } : {}) });
  }
  edit(messageId: number, text: string) {
    return this.api.update({ edited_message: { ...this.#about(), message_id: messageId, edit_date: Math.floor(Date.now() / 1000), text } });
  }
  photo(bytes: Uint8Array, o: { caption?: string; album?: string } = {}) {
    const id = `photo${this.api.files.size}`;
    this.api.files.set(id, { bytes, path: `photos/file ${this.api.files.size}.jpg` });
    const size = { file_id: id, file_unique_id: `u${id}`, width: 800, height: 600, file_size: bytes.byteLength };
    return this.message({ photo: [{ ...size, file_id: `small${id}`, width: 90, height: 67, file_size: 900 }, size], ...(o.caption === undefined ? {} : { caption: o.caption }), ...(o.album === undefined ? {} : { media_group_id: o.album }) });
  }
  document(bytes: Uint8Array, name: string) {
    const id = `document${this.api.files.size}`;
    this.api.files.set(id, { bytes, path: `documents/${name}` });
    return this.message({ document: { file_id: id, file_unique_id: `u${id}`, file_name: name, file_size: bytes.byteLength } });
  }
  location(latitude: number, longitude: number) {
    return this.message({ location: { latitude, longitude, horizontal_accuracy: 12.4 } });
  }
  contact(phone: string, userId: number | null = this.id) {
    return this.message({ contact: { phone_number: phone, first_name: 'Сыналмалы', ...(userId === null ? {} : { user_id: userId }) } });
  }
  sticker() {
    return this.message({ sticker: { file_id: 's', file_unique_id: 'us', type: 'regular', width: 512, height: 512, is_animated: false, is_video: false } });
  }
  voice() {
    return this.message({ voice: { file_id: 'v', file_unique_id: 'uv', duration: 3 } });
  }
  member(status: 'kicked' | 'member') {
    const { from, chat, date } = this.#about();
    return this.api.update({ my_chat_member: { chat, from, date, old_chat_member: { status: 'member', user: from }, new_chat_member: { status, user: { id: 7_000_000_001, is_bot: true, first_name: 'Jauap' } } } });
  }
  block(): void {
    const chat = this.api.chats.get(this.id);
    if (chat) chat.blocked = true;
  }
  unblock(): void {
    const chat = this.api.chats.get(this.id);
    if (chat) chat.blocked = false;
  }

  /** The data under the newest button with these words; throws when there is none, so that a test cannot lie. */
  button(words: string | RegExp): string {
    for (const message of this.messages.toReversed()) {
      const found = message.reply_markup?.inline_keyboard?.flat().find((key) => (typeof words === 'string' ? key.text === words : words.test(key.text)));
      if (found?.callback_data !== undefined) return found.callback_data;
    }
    throw new Error(`no button ${String(words)}; the last message: ${JSON.stringify(this.last)}`);
  }
  /** Sends what a button carries, its own or one kept from before; gives back the query's id. */
  pressData(data: string): string {
    const query = `q${this.api.queries.size}`;
    this.api.queries.set(query, { chat: this.id, text: null });
    const { from, chat, date } = this.#about();
    this.api.update({ callback_query: { id: query, from, chat_instance: '1', data, message: { message_id: this.last?.message_id ?? 1, date, chat, text: this.last?.text ?? '' } } });
    return query;
  }
  press(words: string | RegExp): string {
    return this.pressData(this.button(words));
  }

  /** Waits for the next message with these words, from where reading stopped. */
  async hears(words: RegExp): Promise<Shown> {
    let found: Shown | undefined;
    const look = () => {
      const at = this.messages.findIndex((one, place) => place >= this.read && words.test(one.text));
      found = at < 0 ? undefined : this.messages[at];
      if (found) this.read = at + 1;
      return found !== undefined;
    };
    await this.api.until(look, () => `${this.id} hears ${String(words)}; after: ${this.messages.slice(-4).map((one) => one.text).join(' | ')}`, this.patienceMs);
    if (!found) throw new Error('unreachable');
    return found;
  }
  /** Does, and waits for what is said to it. */
  async after(_done: unknown, words: RegExp): Promise<Shown> {
    return this.hears(words);
  }
}
