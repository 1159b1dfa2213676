import type { Lang } from '../../kernel/words.ts';
import type { Read } from '../../platform/db.ts';
import type { Channel } from './law.ts';

/** One notice, worded, for the other end. `name` is the same at every try: whoever gets it twice can tell. */
export type Outgoing = {
  readonly name: string; readonly to: string; readonly lang: Lang; readonly subject: string; readonly text: string;
  /** whole address of the page it speaks of */
  readonly link: string;
  /** one-click stop; null for staff and for what is owed */
  readonly stop: string | null;
  /** the record and the kind of notice: a channel with buttons puts the right ones under it */
  readonly about?: { readonly owner: string; readonly code: string };
};
export type Delivered =
  | { readonly sent: true; readonly as: string | null }
  /** `gone`: nobody is there; not tried again */
  | { readonly sent: false; readonly gone: boolean; readonly code: string };

/** What is configured. A channel that is not is never chosen. Never throws for the other end's sake. */
export type Channels = Readonly<Partial<Record<Channel, (message: Outgoing) => Promise<Delivered>>>>;

let given: Channels = {};
let site = 'http://127.0.0.1';
/** Set once by app from the configuration; `siteUrl` without a slash at the end. */
export const setChannels = (channels: Channels, siteUrl: string): void => {
  given = channels;
  site = siteUrl;
};
/** Whether the configuration offers it: what cannot be kept is not promised. */
export const isOffered = (channel: Channel): boolean => given[channel] !== undefined;
export const channelsNow = (): Channels => given;
export const siteNow = (): string => site;

let bot: () => string | null = () => null;
/** Set once by app: how Telegram calls the bot; null without one, or before it has said so. */
export const setBot = (given: typeof bot): void => void (bot = given);
/** Opens the bot with the secret of a follow-up link (up to 64 of A-Z a-z 0-9 _ -): the bot binds the chat to the matter. */
export const botLink = (secret: string): string | null => {
  const name = bot();
  return name === null ? null : `https://t.me/${name}?start=${secret}`;
};

/** A matter's own code and follow-up page: made again from the key when a letter goes, so that no copy of the tables has them. */
export type Secrets = { readonly code: string; readonly path: string };
let secretsOf: (q: Read, owner: string) => Promise<Secrets | null> = () => Promise.resolve(null);
/** Set once by app. */
export const setSecrets = (given: typeof secretsOf): void => void (secretsOf = given);
export const secretsNow = (q: Read, owner: string): Promise<Secrets | null> => secretsOf(q, owner);

/** What a browser must be told before it may be written to; null: no web push here. */
export type PushOffer = { readonly publicKey: string; readonly services: readonly string[] };
let push: PushOffer | null = null;
/** Set once by app. */
export const setPush = (given: PushOffer | null): void => void (push = given);
export const pushNow = (): PushOffer | null => push;
