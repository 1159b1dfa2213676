import { system, type Actor } from '../../src/kernel/actor.ts';
import { furnish } from '../../src/app/secrets.ts';
import { readConfig } from '../../src/platform/config.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { openDb } from '../../src/platform/db.ts';
import { registerReaders, type Readers } from '../../src/platform/jobs.ts';
import { makeLog } from '../../src/platform/log.ts';
import * as acts from './acts.ts';

/** The acts and whoever does them: of the house itself, or of one that lacks a line. */
export type Hands = { readonly acts: typeof acts; readonly ctx: (actor?: Actor) => Ctx };

/** The acts alone, without pages: half of what the whole house takes to be bundled. With connections of their own, for they name their statements themselves. `readers`: who hears of them, by name. */
export const openHands = (url: string, clock: { readonly now: number }, readers: Readers = {}): Hands & { readonly end: () => Promise<void> } => {
  const log = makeLog('silent');
  furnish(readConfig({ JAUAP_DATA: '/tmp/jauap-hands-unused', JAUAP_MODE: 'test', JAUAP_SECRET: 'a secret of tests, longer than thirty-two letters', JAUAP_LOG: 'silent' }));
  registerReaders(readers);
  const db = openDb(url, { size: 10, log });
  const now = { now: () => clock.now };
  return { acts, ctx: (actor = system('test')) => ({ db, clock: now, actor, log }), end: () => db.close() };
};
