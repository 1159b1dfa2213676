import { createHmac, timingSafeEqual } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Update } from 'grammy/types';
import type { Hono } from 'hono';
import { system } from '../../kernel/actor.ts';
import { langs, say as sayIn, type Lang } from '../../kernel/words.ts';
import type { Config } from '../../platform/config.ts';
import type { Ctx } from '../../platform/ctx.ts';
import { isUnavailable } from '../../platform/db.ts';
import { siteUrl } from '../../platform/web.ts';
import { capped } from '../../platform/web/form.ts';
import { instanceSecret } from '../../platform/web/secret.ts';
import { spoken, talk, type Message } from '../../rooms/appeals/acts/talk.ts';
import { verdictKeys, type Say } from '../../rooms/appeals/law/talk.ts';
import { commandsIn, meantBy, spokenIn, talkWords, toastIn, type House, type Spoken } from '../../rooms/appeals/words/talk.ts';
import { refusalWords as fileWords } from '../../rooms/files/contract.ts';
import { botLink, bounced, refuseUpdate, setBot, type Channels } from '../../rooms/notices/contract.ts';
import { telegramChannel, type KeysFor } from '../../rooms/notices/telegram/channel.ts';
import { chatOf, poll } from '../../rooms/notices/telegram/poll.ts';
import { allowedUpdates, readUpdate, type Incoming } from '../../rooms/notices/telegram/updates.ts';
import { failed, openWire, sendSurely, type Markup, type Wire } from '../../rooms/notices/telegram/wire.ts';
import { asksAfterTrouble, botLeft, botSaid, type Exchange } from './bot.ts';

/** The messenger: a conversation in, notices out. Nothing here when no bot is configured. */
const wireOf = (config: Config, said: (how: Exchange) => void = () => {}): Wire | null => (config.TELEGRAM_TOKEN ? openWire({ token: config.TELEGRAM_TOKEN, root: config.TELEGRAM_API, said }) : null);

/** Under these notices stand the buttons of the verdict. */
const judged = ['appeal.answered', 'appeal.silence_ends'];
const keysFor: KeysFor = ({ about, lang }) => {
  const appealId = Number(/^appeal:(\d+)$/.exec(about?.owner ?? '')?.[1] ?? 0);
  return appealId > 0 && judged.includes(about?.code ?? '') ? inline(spokenIn(lang, { say: 'nowAnswered', keys: verdictKeys(appealId) }, { site: '', refusals: {} }).keys) : [];
};

export const telegramChannels = (config: Config): Channels => {
  const wire = wireOf(config);
  setBot(wire ? nameOf(wire) : () => null);
  return wire ? { telegram: telegramChannel(wire, { keys: keysFor, stopLabel: ({ lang }) => sayIn(lang, talkWords.stop) }) } : {};
};

const askAgainMs = 30_000;
/** The bot's own name, asked beside what is being done: no page waits for Telegram. Until it has answered there is no name. */
const nameOf = ({ api }: Wire): (() => string | null) => {
  let name: string | null = null;
  let notBefore = 0;
  return () => {
    if (name === null && performance.now() >= notBefore) {
      notBefore = performance.now() + askAgainMs;
      void api.getMe().then((me) => void (name = me.username), () => {}); // asked again by a later page
    }
    return name;
  };
};

type Door = {
  readonly wire: Wire; readonly ctx: Ctx; readonly house: House; readonly signal: AbortSignal;
  /** how long one answer is tried to be given before the next message is read */
  readonly patienceMs: number;
  /** updates that failed, by name */
  readonly failures: Map<string, number>;
};

const polledPatienceMs = 120_000;
/** The other end gives up on a webhook after a minute, and comes again. */
const hookedPatienceMs = 20_000;
const mostFailures = 3;

export type Telegram = { readonly stop: () => Promise<void> };

/** Reads what residents write, until `stop`: asks for it, or is told where the house is reached by https. */
export const openTelegram = (config: Config, ctx: Omit<Ctx, 'actor'>, app: Hono): Telegram | null => {
  const hooked = config.TELEGRAM_WEBHOOK === 'on' && (config.JAUAP_URL?.startsWith('https://') ?? false);
  const ending = new AbortController();
  const askAgain = hooked ? asksAfterTrouble(() => void wire?.api.getMe().catch(() => {}), ending.signal) : () => {};
  // only whoever reads the bot says how it is: one getMe of a process that only serves pages would say it for ever
  const wire = wireOf(config, (how) => {
    botSaid(how, !hooked);
    askAgain(how);
  });
  if (!wire) return null;
  botLink(''); // so that the first visitor finds the name known
  const door: Door = {
    wire, ctx: { ...ctx, actor: system('telegram') }, house: { site: siteUrl(config), refusals: fileWords }, signal: ending.signal,
    patienceMs: hooked ? hookedPatienceMs : polledPatienceMs, failures: new Map(),
  };
  if (hooked) mountHook(door, config, app);
  else if (config.JAUAP_WORKER === 'off') return null;
  const running = hooked ? hooking(door, config) : poll({
    wire, databaseUrl: ctx.db.url, log: ctx.log, signal: ending.signal, take: (update) => take(door, update),
    begin: async () => {
      await wire.api.deleteWebhook();
      await introduce(wire);
    },
  });
  return {
    stop: async () => {
      ending.abort();
      await running;
      botLeft();
    },
  };
};

/** What the bot says of itself before anybody has written: Kazakh where the telephone speaks none of the three. */
const introduce = async ({ api }: Wire): Promise<void> => {
  for (const lang of [null, ...langs]) {
    const own = lang === null ? {} : { language_code: lang };
    const reader: Lang = lang ?? 'kk';
    await api.setMyCommands([...commandsIn(reader)], own);
    await api.setMyDescription(sayIn(reader, talkWords.botAbout), own);
  }
};

/** One update, to its end. Throws while it should come again. */
const take = async (door: Door, update: Update): Promise<void> => {
  const incoming = readUpdate(update);
  if (!incoming) return;
  try {
    await heard(door, incoming);
    door.failures.delete(incoming.name);
  } catch (error) {
    const failures = (door.failures.get(incoming.name) ?? 0) + (isUnavailable(error) ? 0 : 1);
    door.failures.set(incoming.name, failures);
    if (failures < mostFailures) throw error;
    door.failures.delete(incoming.name);
    if (error instanceof Unsaid) return; // kept, and said before the answer to the next message
    // what fails every time would stand before all others for ever
    door.ctx.log.error('telegram.refused', error, { update: incoming.name });
    if (await refuseUpdate(door.ctx, incoming.name, 'failed')) await give(door, incoming.chat, hinted(incoming.hint), [{ say: 'broken' }]);
  }
};

const hinted = (code: string): Lang => langs.find((one) => one === code) ?? 'kk';

const heard = async (door: Door, incoming: Incoming): Promise<void> => {
  const { wire, ctx } = door;
  if (incoming.kind === 'gone') return void (await bounced(ctx, { channel: 'telegram', address: incoming.chat, code: 'blocked' }));
  if (incoming.kind === 'elsewhere') {
    await give(door, incoming.chat, 'kk', [{ say: 'elsewhere' }]);
    return void (await wire.api.leaveChat(incoming.chat).catch(() => {})); // thrown out already, or never let in
  }
  const answered = await talk(ctx, { name: incoming.name, chat: incoming.chat, heard: heardFrom(door, incoming) });
  if (incoming.kind === 'press') await wire.api.answerCallbackQuery(incoming.query, answered.toast === null ? {} : { text: toastIn(answered.lang, answered.toast) }).catch(() => {}); // too late to be told
  if (answered.says.length === 0) return;
  if (!(await give(door, incoming.chat, answered.lang, answered.says))) throw new Unsaid();
  await spoken(ctx, incoming);
};

/** The answer did not get through; it is kept, and said when the update or the next message comes. */
class Unsaid extends Error {}

const heardFrom = (door: Door, incoming: Exclude<Incoming, { kind: 'gone' | 'elsewhere' }>): Message['heard'] => {
  switch (incoming.kind) {
    case 'text': return { kind: 'text', id: incoming.id, text: incoming.text, means: meantBy(incoming.text) };
    case 'command': return { kind: 'command', name: incoming.command };
    case 'point': return { kind: 'point', point: { lat: incoming.lat, lon: incoming.lon, accuracy: incoming.accuracy } };
    case 'picture': return { kind: 'picture', id: incoming.id, album: incoming.album, caption: incoming.caption, fetch: () => fetched(door, incoming.file, incoming.fileName) };
    default: return incoming;
  }
};

const fetchTries = 3;
const fetchPauseMs = 700;
/** Null when it cannot be had: the person is asked to send it again. */
const fetched = async (door: Door, file: string | null, name: string): Promise<File | null> => {
  for (let tries = 1; file !== null; tries += 1) {
    try {
      return await door.wire.fetchFile(file, name);
    } catch (error) {
      const { code, afterMs } = failed(error);
      door.ctx.log.warn('telegram.not_fetched', { code });
      if (afterMs === null || tries >= fetchTries || door.signal.aborted) return null;
      await pause(Math.max(fetchPauseMs, Math.min(afterMs, 10_000)), undefined, { signal: door.signal }).catch(() => {});
    }
  }
  return null;
};

/** All of it in its order; true when nothing is left to say: it was said, or nobody is there. */
const give = async (door: Door, chat: string, lang: Lang | null, says: readonly Say[]): Promise<boolean> => {
  for (const one of says) {
    const letter = spokenIn(lang, one, door.house);
    const markup = markupOf(letter);
    const sent = await sendSurely(door.wire, chat, { text: letter.text, ...(markup ? { markup } : {}) }, { patienceMs: door.patienceMs, signal: door.signal });
    if (sent.sent) continue;
    door.ctx.log.warn('telegram.not_said', { code: sent.code });
    if (sent.gone) await bounced(door.ctx, { channel: 'telegram', address: chat, code: sent.code });
    // what is refused for good would be refused again
    return sent.gone || sent.afterMs === null;
  }
  return true;
};

const inline = (keys: Spoken['keys']) => keys.map((row) => row.map((key) => ({ text: key.text, callback_data: key.data })));

const markupOf = ({ keys, share }: Spoken): Markup | null => {
  if (keys.length > 0) return { inline_keyboard: inline(keys) };
  if (share === 'none') return { remove_keyboard: true };
  if (share === null) return null;
  const rows = [[share.what === 'point' ? { text: share.text, request_location: true as const } : { text: share.text, request_contact: true as const }], ...(share.skip === null ? [] : [[{ text: share.skip }]])];
  return { keyboard: rows, resize_keyboard: true, one_time_keyboard: true };
};

const hookPath = '/telegram/updates';
const hookBytes = 1024 * 1024;
const secretOf = (config: Config): string => createHmac('sha256', instanceSecret(config)).update('telegram webhook').digest('base64url');

const mountHook = (door: Door, config: Config, app: Hono): void => {
  const expected = Buffer.from(secretOf(config));
  const lines = new Map<number, Promise<unknown>>();
  app.post(hookPath, async (c) => {
    const given = Buffer.from(c.req.header('x-telegram-bot-api-secret-token') ?? '');
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return c.text('', 404);
    const update = await updateFrom(c.req.raw);
    if (!update) return c.text('', 400);
    const chat = chatOf(update);
    // the messages of one chat one after another
    const own = (lines.get(chat) ?? Promise.resolve()).then(() => take(door, update));
    const quiet = own.catch(() => {});
    lines.set(chat, quiet);
    try {
      await own;
      return c.text('', 200);
    } catch (error) {
      door.ctx.log.warn('telegram.not_taken', { code: (error as { code?: string }).code });
      return c.text('', 503, { 'retry-after': '5' });
    } finally {
      if (lines.get(chat) === quiet) lines.delete(chat);
    }
  });
};

const updateFrom = async (request: Request): Promise<Update | null> => {
  // not even begun: to break off in the middle of reading would cut the line before it is answered
  if (Number(request.headers.get('content-length') ?? 0) > hookBytes) return null;
  try {
    const read: unknown = request.body ? await new Response(capped(request.body, hookBytes)).json() : null;
    return typeof read === 'object' && read !== null && Number.isSafeInteger((read as { update_id?: unknown }).update_id) ? (read as Update) : null;
  } catch {
    return null;
  }
};

/** Tells the other end where to send, until it has understood. */
const hooking = async (door: Door, config: Config): Promise<void> => {
  for (let waitMs = 1_000; !door.signal.aborted; waitMs = Math.min(waitMs * 2, 60_000)) {
    try {
      await door.wire.api.setWebhook(`${siteUrl(config)}${hookPath}`, { secret_token: secretOf(config), allowed_updates: allowedUpdates, max_connections: 20 });
      return await introduce(door.wire);
    } catch (error) {
      door.ctx.log.warn('telegram.not_hooked', { code: failed(error).code });
      await pause(waitMs, undefined, { signal: door.signal }).catch(() => {});
    }
  }
};
