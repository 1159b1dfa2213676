import { setTimeout as pause } from 'node:timers/promises';
import type { Update } from 'grammy/types';
import { holdAlone, type Alone } from '../../../platform/alone.ts';
import type { Log } from '../../../platform/log.ts';
import { allowedUpdates } from './updates.ts';
import { failed, type Wire } from './wire.ts';

/** The lock that makes one reader of all processes. */
const readerKey = 7_215_035;
const waitForTurnMs = 2_000;
const longPollSeconds = 25;
const atOnce = 4;
const firstWaitMs = 500;
const longestWaitMs = 30_000;

export type Polling = {
  readonly wire: Wire; readonly databaseUrl: string; readonly log: Log; readonly signal: AbortSignal;
  /** before the first update: what the bot says of itself */
  readonly begin: () => Promise<void>;
  /** settles when the update is done with, whatever became of it; throws only while it may be tried again */
  readonly take: (update: Update) => Promise<void>;
};

/**
 * Asks for updates until `signal`. The other end keeps the place: an update counts as read when the next is asked for, and that is done only after all
 * before it were taken. What was taken and asked again is known by its name.
 */
export const poll = async (o: Polling): Promise<void> => {
  let waitMs = firstWaitMs;
  const rest = (ms: number) => pause(ms, undefined, { signal: o.signal }).catch(() => {});
  while (!o.signal.aborted) {
    let alone: Alone | null = null;
    try {
      alone = await holdAlone(o.databaseUrl, readerKey);
      if (alone === null) {
        await rest(waitForTurnMs);
        continue;
      }
      await o.begin();
      await reading(o, alone, () => (waitMs = firstWaitMs));
    } catch (error) {
      if (o.signal.aborted) break;
      const { code, afterMs } = failed(error);
      o.log.warn('telegram.not_read', { code: code === 'no_answer' ? ((error as { code?: string }).code ?? code) : code });
      await rest(Math.max(code === 'telegram_429' ? (afterMs ?? 0) : 0, waitMs));
      waitMs = Math.min(waitMs * 2, longestWaitMs);
    } finally {
      await alone?.release();
    }
  }
};

const reading = async (o: Polling, alone: Alone, calm: () => void): Promise<void> => {
  let offset = 0;
  while (!o.signal.aborted && (await alone.still())) {
    const updates = await o.wire.api.getUpdates({ offset, timeout: longPollSeconds, limit: 100, allowed_updates: allowedUpdates }, o.signal as Parameters<Wire['api']['getUpdates']>[1]);
    await inTurns(updates, o);
    if (o.signal.aborted) return;
    calm();
    offset = Math.max(offset, ...updates.map((update) => update.update_id + 1));
  }
};

/** Chats beside each other, the messages of one chat one after another. */
const inTurns = async (updates: readonly Update[], o: Polling): Promise<void> => {
  const chats = Map.groupBy(updates, chatOf);
  const waiting = [...chats.values()];
  await Promise.all(Array.from({ length: Math.min(atOnce, waiting.length) }, async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) for (const update of next) if (!o.signal.aborted) await surely(o, update);
  }));
};

export const chatOf = (u: Update): number => u.message?.chat.id ?? u.edited_message?.chat.id ?? u.callback_query?.from.id ?? u.my_chat_member?.chat.id ?? 0;

const surely = async (o: Polling, update: Update): Promise<void> => {
  for (let waitMs = firstWaitMs; !o.signal.aborted; waitMs = Math.min(waitMs * 2, longestWaitMs)) {
    try {
      return await o.take(update);
    } catch (error) {
      o.log.warn('telegram.not_taken', { code: (error as { code?: string }).code });
      await pause(waitMs, undefined, { signal: o.signal }).catch(() => {});
    }
  }
};
