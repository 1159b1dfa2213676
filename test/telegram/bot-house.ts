import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Hono } from 'hono';
import { openTelegram, telegramChannels } from '../../src/app/doors/telegram.ts';
import { readConfig, type Config } from '../../src/platform/config.ts';
import { makeLog } from '../../src/platform/log.ts';
import { setChannels } from '../../src/rooms/notices/contract.ts';
import { siteUrl } from '../../src/platform/web.ts';
import { BotApi, botToken } from '../support/bot-api.ts';
import { openHouse, type TestHouse } from '../support/house.ts';

/** A house with a bot: the program's own door, Telegram's wire format on the other side of it. */
export type BotHouse = {
  readonly h: TestHouse; readonly api: BotApi; readonly config: Config; readonly site: string;
  /** another reader of the same house */
  readonly reader: () => { readonly app: Hono; readonly stop: () => Promise<void> };
  readonly end: () => Promise<void>;
};

export const openBotHouse = async (o: { url?: string } = {}): Promise<BotHouse> => {
  const h = await openHouse(o);
  const api = await new BotApi().open();
  const dataDir = await mkdtemp(join(tmpdir(), 'jauap-bot-'));
  const config = readConfig({ JAUAP_DATA: dataDir, JAUAP_MODE: 'test', JAUAP_URL: o.url, JAUAP_SECRET: 'a secret of tests, longer than thirty-two letters', TELEGRAM_TOKEN: botToken, TELEGRAM_API: api.url });
  setChannels(telegramChannels(config), siteUrl(config));
  const open: { stop: () => Promise<void> }[] = [];
  const reader = () => {
    const app = new Hono();
    const telegram = openTelegram(config, { db: h.t.db, log: makeLog(process.env['BOT_LOG'] === 'on' ? 'debug' : 'silent'), clock: { now: () => h.clock.now } }, app);
    if (!telegram) throw new Error('no bot is configured');
    const one = { app, stop: telegram.stop };
    open.push(one);
    return one;
  };
  return {
    h, api, config, site: siteUrl(config), reader,
    end: async () => {
      await Promise.all(open.map((one) => one.stop()));
      await api.close();
      await h.end();
      await rm(dataDir, { recursive: true, force: true, maxRetries: 9 });
    },
  };
};

/** One row for each appeal, as the owner of the tables sees it. */
export const appeals = (b: BotHouse) => b.h.t.raw('SELECT a.*, p.surname, p.given, p.patronymic, p.phone FROM appeals.appeal a LEFT JOIN appeals.applicant p ON p.appeal_id = a.id ORDER BY a.id');
