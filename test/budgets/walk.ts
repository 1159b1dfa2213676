import { gzipSync } from 'node:zlib';
import type { Hono } from 'hono';
import { addressOf, browserOf, nameOf, visits, type Looker, type Visit } from '../../e2e/a11y/pages.ts';
import type { World } from '../../e2e/a11y/world.ts';
import { forgetKept } from '../../src/rooms/appeals/store/kept.ts';
import type { PlainBrowser } from '../support/browser.ts';
import type { TestHouse } from '../support/house.ts';

/** One page as one person asks for it, under the name it has in the table. */
export type Asking = { readonly name: string; readonly as: Looker; readonly at: (w: World) => string; readonly status: number };
/** `bytes`: packed, with its style sheet and whatever script it asks for; pictures and fonts are not counted. */
export type Cost = { readonly statements: number; readonly bytes: number };

const residents: readonly Looker[] = ['visitor', 'booking', 'booked', 'drafting', 'alarmed', 'sent'];
export const isResidents = (one: Pick<Asking, 'as'>): boolean => residents.includes(one.as);

/** Every page of every role, as those who look at all of them already know them; two of one name are told apart by their turn. */
export const askings: readonly Asking[] = (() => {
  const seen = new Map<string, number>();
  return visits.filter((one) => !one.empty && one.route !== null).map((one: Visit) => {
    const plain = nameOf(one).replaceAll(/\{[^{}]*\}/g, '').replaceAll(/\{[^{}]*\}/g, '');
    const turn = (seen.get(plain) ?? 0) + 1;
    seen.set(plain, turn);
    return { name: turn === 1 ? plain : `${plain} #${turn}`, as: one.as, at: (w: World) => addressOf(one, w, 'kk'), status: one.status ?? 200 };
  });
})();

/** Steps on the way to a chosen hour: as soon as others are booked, or receive, the way leads elsewhere. Asked before anybody is. */
export const onlyOnce = (one: Asking): boolean => one.as === 'booking' && /\/(you|check|advice|waiting)$/.test(one.name);

/** Goes round the house; each who looks keeps their browser from one round to the next. */
export const startWalk = (h: TestHouse, w: World) => {
  const browsers = new Map<Looker, PlainBrowser>();
  const browser = async (who: Looker): Promise<PlainBrowser> => {
    const known = browsers.get(who) ?? (await browserOf(h, who));
    browsers.set(who, known);
    return known;
  };
  const round = async (of: readonly Asking[] = askings): Promise<ReadonlyMap<string, Cost>> => {
    const found = new Map<string, Cost>();
    const wrong: string[] = [];
    for (const one of of) {
      try {
        found.set(one.name, await costOf(h, await browser(one.as), one.at(w), one.status));
      } catch (error) {
        wrong.push(error instanceof Error ? error.message : String(error));
      }
    }
    if (wrong.length > 0) throw new Error(wrong.join('\n'));
    return found;
  };
  const open = async (one: Asking): Promise<void> => seen(await (await browser(one.as)).open(one.at(w)), one.at(w), one.status);
  return { browser, round, open };
};

/** Asked twice, and the less counts: what the house keeps for some seconds may run out in between. A turn in which the house had to be asked again does not count. */
export const costOf = async (h: Pick<TestHouse, 't' | 'app' | 'cameAgain'>, browser: PlainBrowser, at: string, status = 200): Promise<Cost> => {
  const counted: number[] = [];
  while (counted.length < 2) {
    // figures that took long are kept: here they are always counted
    forgetKept(h.t.db);
    const [before, again] = [h.t.db.statements.count, h.cameAgain()];
    await browser.open(at);
    seen(browser, at, status);
    if (h.cameAgain() === again) counted.push(h.t.db.statements.count - before);
  }
  return { statements: Math.min(...counted), bytes: packed(Buffer.from(browser.html)) + (await beside(h.app, browser.html)) };
};

const seen = (browser: PlainBrowser, at: string, status: number): void => {
  if (browser.status !== status || new URL(browser.address, 'http://x').pathname !== new URL(at, 'http://x').pathname) throw new Error(`${at} answered ${browser.status} at ${browser.address}`);
};

const packed = (body: Buffer): number => gzipSync(body).byteLength;
const beside = async (app: Hono, html: string): Promise<number> => {
  let bytes = 0;
  for (const [, href = ''] of html.matchAll(/(?:<link[^>]+rel="stylesheet"[^>]+href|<script[^>]+src)="([^"]+)"/g)) {
    const answer = await app.request(new Request(new URL(href, 'http://127.0.0.1:3000')));
    if (answer.status !== 200) throw new Error(`${href} answered ${answer.status}: node script/build.mjs makes it`);
    bytes += packed(Buffer.from(await answer.arrayBuffer()));
  }
  return bytes;
};
