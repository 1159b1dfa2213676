import { Hono } from 'hono';
import { openTelegram } from '../../src/app/doors/telegram.ts';
import { furnish } from '../../src/app/secrets.ts';
import type { Config } from '../../src/platform/config.ts';
import { openDb } from '../../src/platform/db.ts';
import { makeLog } from '../../src/platform/log.ts';
import { failed, openWire } from '../../src/rooms/notices/telegram/wire.ts';
import { lacking, type Lacking } from '../support/lacking.ts';

/** One that reads what residents write; and the wire it does it over. */
export type Reader = { readonly app: Hono; readonly stop: () => Promise<void> };
export type Wire = { readonly openWire: typeof openWire; readonly failed: typeof failed };
export type Bot = Wire & { readonly reader: () => Reader; readonly end: () => Promise<void> };
type Of = { readonly config: Config; readonly h: { readonly t: { readonly url: string }; readonly clock: { readonly now: number } } };

/** Bundled with some line of the program replaced: everything it stands on must come from here. */
export const openBot = ({ config, h }: Of): Bot => {
  furnish(config);
  const log = makeLog('silent');
  const db = openDb(h.t.url, { size: 4, log });
  const open: Reader[] = [];
  return {
    openWire, failed,
    reader: () => {
      const app = new Hono();
      const telegram = openTelegram(config, { db, log, clock: { now: () => h.clock.now } }, app);
      if (!telegram) throw new Error('no bot is configured');
      const one = { app, stop: telegram.stop };
      open.push(one);
      return one;
    },
    end: async () => {
      await Promise.all(open.map((one) => one.stop()));
      await db.close();
    },
  };
};

/** What a control asks: the bot of this house as it would be without those lines, until `ask` has been answered. */
export const withBotWithout = async <T>(of: Of, lines: Lacking, ask: (bot: Bot) => Promise<T>): Promise<T> => {
  const bot = (await lacking<{ openBot: typeof openBot }>('test/telegram/broken-bot.ts', lines)).openBot(of);
  try {
    return await ask(bot);
  } finally {
    await bot.end();
  }
};
