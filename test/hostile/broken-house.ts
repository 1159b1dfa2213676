import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Hono } from 'hono';
import { system, type Actor } from '../../src/kernel/actor.ts';
import { house } from '../../src/app/house.ts';
import { furnish } from '../../src/app/secrets.ts';
import { makeServer } from '../../src/app/server.tsx';
import { readConfig } from '../../src/platform/config.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { openDb, read } from '../../src/platform/db.ts';
import { makeLog } from '../../src/platform/log.ts';
import { indexAll } from '../../src/rooms/appeals/acts/indexing.ts';
import { createAccount, signIn } from '../../src/rooms/people/contract.ts';
import * as acts from './acts.ts';

/** The same house on the same database and, where it is told of them, the same attachments, with its own connections and its own log. */
export type Broken = {
  readonly app: Hono;
  readonly ctx: (actor?: Actor) => Ctx;
  readonly read: typeof read;
  readonly acts: typeof acts;
  readonly indexAll: typeof indexAll;
  readonly createAccount: typeof createAccount;
  readonly signIn: typeof signIn;
  readonly lines: readonly string[];
  readonly end: () => Promise<void>;
};

/** Bundled by lacking-house.ts with some line of the program replaced: everything it stands on must come from here. */
export const openBroken = (url: string, clock: { readonly now: number }, attachments?: string): Broken => {
  const lines: string[] = [];
  const log = makeLog('debug', (line) => lines.push(line));
  const dataDir = attachments ?? mkdtempSync(join(tmpdir(), 'jauap-broken-'));
  const config = readConfig({ JAUAP_DATA: dataDir, JAUAP_MODE: 'test', JAUAP_SECRET: 'a secret of tests, longer than thirty-two letters', JAUAP_LOG: 'debug' });
  furnish(config);
  const db = openDb(url, { size: 4, log });
  const now = { now: () => clock.now };
  return {
    app: makeServer({ ctx: { db, clock: now, log }, config, house }), ctx: (actor = system('test')) => ({ db, clock: now, actor, log }), read, acts, indexAll, createAccount, signIn, lines,
    end: async () => {
      await db.close();
      if (attachments === undefined) rmSync(dataDir, { recursive: true, force: true, maxRetries: 9 });
    },
  };
};
