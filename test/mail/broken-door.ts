import { startMail } from '../../src/app/doors/mail.ts';
import { furnish } from '../../src/app/secrets.ts';
import type { Config } from '../../src/platform/config.ts';
import { openDb } from '../../src/platform/db.ts';
import { makeLog } from '../../src/platform/log.ts';

/** Bundled with some line of the program replaced: everything it stands on must come from here. */
export const openDoor = (config: Config, url: string, clock: { readonly now: number }): { readonly end: () => Promise<void> } => {
  furnish(config);
  const log = makeLog('silent');
  const db = openDb(url, { size: 4, log });
  const door = startMail(config, { db, clock: { now: () => clock.now }, log }, url, { pollMs: 100 });
  return {
    end: async () => {
      await door?.stop();
      await db.close();
    },
  };
};
