import type { Hono } from 'hono';
import { browserOf, visits, type Looker } from '../../e2e/a11y/pages.ts';
import { makeWorld, type World } from '../../e2e/a11y/world.ts';
import { house } from '../../src/app/house.ts';
import { makeServer } from '../../src/app/server.tsx';
import { readConfig } from '../../src/platform/config.ts';
import { openDb } from '../../src/platform/db.ts';
import { makeLog, type Log } from '../../src/platform/log.ts';
import type { PlainBrowser } from '../support/browser.ts';
import { openHouse } from '../support/house.ts';
import { hostile, mark, plant } from './plant.ts';

export const people = ['reception', 'clerk', 'controller', 'head', 'administrator', 'executor', 'colleague', 'bodyHead', 'sibling'] as const;

/** Drafts are kept sealed: into those it is typed. */
const text = hostile('Көшедегі шам екі аптадан бері жанбайды');
const name = `<img src=x onerror=${mark}(1)>`;
const typed: readonly (readonly [Looker, string, Readonly<Record<string, string>>])[] = [
  ['drafting', '/kk/appeals/new/what', { text }], ['drafting', '/kk/appeals/new/contact', { surname: name, given: name }],
  ['booking', '/kk/receptions/book/what', { text }], ['booking', '/kk/receptions/book/you', { surname: name, given: name }],
];

export type Planted = {
  readonly w: World;
  /** a house that starts when all is planted: it has nothing in mind from before */
  readonly app: Hono;
  /** everybody who looks, as far as their pages need; they went ahead while the words were whole */
  readonly ahead: ReadonlyMap<Looker, PlainBrowser>;
  /** where something was planted, and what would not have it */
  readonly columns: readonly string[]; readonly refused: readonly string[];
  readonly end: () => Promise<void>;
};

/** The house in which every page has something to show, with the same evil in every word that somebody may have typed. */
export const openPlanted = async (log: Log = makeLog('silent')): Promise<Planted> => {
  const h = await openHouse({ mode: 'demo' });
  const w = await makeWorld(h);
  const ahead = new Map<Looker, PlainBrowser>();
  // who has booked comes first, or the place that somebody is about to book would be theirs
  for (const who of new Set<Looker>(['booked', ...visits.map((one) => one.as), ...people])) ahead.set(who, await browserOf(h, who));
  for (const [who, address, fields] of typed) await (await ahead.get(who)?.open(address))?.submit('Жалғастыру', fields);
  const { columns, refused } = await plant(h.t.raw);
  const db = openDb(h.t.url, { size: 10, log });
  const config = readConfig({ JAUAP_DATA: '/tmp/jauap-canaries-unused', JAUAP_MODE: 'demo', JAUAP_SECRET: 'a secret of tests, longer than thirty-two letters', JAUAP_LOG: 'debug' });
  const app = makeServer({ ctx: { db, clock: { now: () => h.clock.now }, log }, config, house });
  return { w, app, ahead, columns, refused, end: async () => { await w.end(); await db.close(); await h.end(); } };
};
