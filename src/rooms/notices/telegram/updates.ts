import type { Message, Update } from 'grammy/types';
import { clean } from '../../../kernel/typed.ts';
import { mostFileBytes } from './wire.ts';

/** One update, as much of it as matters here. `name` is the same whenever it is given again. */
export type Incoming = { readonly name: string; readonly chat: string; readonly hint: string } & (
  | { readonly kind: 'start'; readonly token: string | null }
  | { readonly kind: 'command'; readonly command: string }
  | { readonly kind: 'text'; readonly id: number; readonly text: string }
  | { readonly kind: 'edit'; readonly id: number; readonly text: string }
  /** `file` is null when it is larger than can be fetched */
  | { readonly kind: 'picture'; readonly id: number; readonly album: string | null; readonly caption: string; readonly file: string | null; readonly fileName: string }
  | { readonly kind: 'point'; readonly lat: number; readonly lon: number; readonly accuracy: number | null }
  | { readonly kind: 'contact'; readonly phone: string; readonly own: boolean }
  | { readonly kind: 'press'; readonly data: string; readonly query: string }
  | { readonly kind: 'other' }
  /** the person blocked the bot */
  | { readonly kind: 'gone' }
  /** a group or a channel: nobody there speaks for one person, so the bot leaves */
  | { readonly kind: 'elsewhere' }
);

export const allowedUpdates = ['message', 'edited_message', 'callback_query', 'my_chat_member'] as const;

/** Null for what asks for nothing: messages about messages, other bots. */
export const readUpdate = (update: Update): Incoming | null => {
  const name = String(update.update_id);
  const member = update.my_chat_member;
  if (member) {
    const about = { name, chat: String(member.chat.id), hint: hintOf(member.from.language_code) };
    if (member.chat.type === 'private') return member.new_chat_member.status === 'kicked' ? { ...about, kind: 'gone' } : null;
    return ['left', 'kicked'].includes(member.new_chat_member.status) ? null : { ...about, kind: 'elsewhere' };
  }
  const query = update.callback_query;
  if (query) {
    // a button of a group, or of a message made in some other chat's name
    const chat = query.message?.chat;
    if (chat && chat.type !== 'private') return { name, chat: String(chat.id), hint: '', kind: 'elsewhere' };
    return { name, chat: String(query.from.id), hint: hintOf(query.from.language_code), kind: 'press', data: clean(query.data ?? ''), query: query.id };
  }
  const message = update.message ?? update.edited_message;
  if (!message) return null;
  const about = { name, chat: String(message.chat.id), hint: hintOf(message.from?.language_code) };
  if (message.chat.type !== 'private') return { ...about, kind: 'elsewhere' };
  if (message.from?.is_bot) return null;
  return update.edited_message ? edit(about, message) : said(about, message);
};

type About = Pick<Incoming, 'name' | 'chat' | 'hint'>;

const edit = (about: About, message: Message): Incoming | null => {
  const text = message.text ?? message.caption;
  // a live location moves by edits, every few seconds
  return text === undefined ? null : { ...about, kind: 'edit', id: message.message_id, text: clean(text) };
};

const said = (about: About, message: Message): Incoming | null => {
  const id = message.message_id;
  if (message.text !== undefined) return written(about, id, clean(message.text));
  const picture = { ...about, kind: 'picture', id, album: message.media_group_id ?? null, caption: clean(message.caption ?? '') } as const;
  if (message.photo) {
    const best = message.photo.toSorted((a, b) => b.width * b.height - a.width * a.height).find((size) => (size.file_size ?? 0) <= mostFileBytes);
    return { ...picture, file: best?.file_id ?? null, fileName: 'photo.jpg' };
  }
  // an animation comes as a document too
  if (message.document && !message.animation) return { ...picture, file: (message.document.file_size ?? 0) > mostFileBytes ? null : message.document.file_id, fileName: clean(message.document.file_name ?? '') };
  if (message.location) return pointOf(about, message.location);
  if (message.contact) return { ...about, kind: 'contact', phone: clean(message.contact.phone_number), own: message.contact.user_id !== undefined && message.contact.user_id === message.from?.id };
  return unread.some((one) => one in message) ? { ...about, kind: 'other' } : null;
};

const unread = ['sticker', 'voice', 'video', 'video_note', 'audio', 'animation', 'poll', 'dice', 'game', 'story', 'paid_media', 'checklist', 'giveaway'] as const;

const written = (about: About, id: number, text: string): Incoming => {
  const command = /^\/([a-z_]{1,32})(?:@\w+)?(?:\s+(\S.*))?$/is.exec(text.trim());
  if (!command) return { ...about, kind: 'text', id, text };
  const [, name = '', rest = ''] = command;
  return name.toLowerCase() === 'start' ? { ...about, kind: 'start', token: rest.trim() === '' ? null : rest.trim() } : { ...about, kind: 'command', command: name.toLowerCase() };
};

// five places after the comma are about a metre
const rounded = (degrees: number): number => Math.round(degrees * 1e5) / 1e5;
const pointOf = (about: About, { latitude, longitude, horizontal_accuracy: metres }: NonNullable<Message['location']>): Incoming => {
  if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) return { ...about, kind: 'other' };
  return { ...about, kind: 'point', lat: rounded(latitude), lon: rounded(longitude), accuracy: metres !== undefined && metres >= 0 && metres <= 10_000 ? Math.ceil(metres) : null };
};

/** Which of the house's languages the person's telephone speaks. */
const hintOf = (code: string | undefined): string => (code ?? '').slice(0, 2).toLowerCase();
