import type { Page } from 'playwright-core';
import type { Lang } from '../../src/kernel/words.ts';
import type { PlainBrowser } from '../../test/support/browser.ts';
import { serveHouse } from '../../test/support/chromium.ts';
import { bearing, prepare, seriousFaults, squeezed, tooWide, unfold, type Bearing } from './look.ts';
import { addressOf, browserOf, visits, type Looker, type SentPage, type Visit } from './pages.ts';
import { makeWorld } from './world.ts';

export const narrow = { width: 360, height: 740 };
export const broad = { width: 1280, height: 900 };

/** Pages that ask for themselves again, after 15 seconds the soonest: on a busy machine under the eyes of whoever looks, and the look would fall with the page. */
export const refreshing = /\/(tickets|kiosk)\//;
export const keptStill = (page: Page): Promise<unknown> => page.route(refreshing, async (route) => {
  const answer = await route.fetch({ timeout: 60_000 });
  await route.fulfill({ response: answer, body: (await answer.text()).replace(/(?<=http-equiv="refresh" content=")\d+/, '86400') });
});

/** The house with its world, and a window for each who looks; windows are opened when somebody first looks through them. */
export const startRound = async () => {
  const s = await serveHouse();
  const w = await makeWorld(s.house);
  const ahead = new Map<Looker, PlainBrowser>();
  const windows = new Map<Looker, Page>();
  const browser = async (who: Looker): Promise<PlainBrowser> => {
    const known = ahead.get(who) ?? (await browserOf(s.house, who));
    ahead.set(who, known);
    return known;
  };
  const window = async (who: Looker): Promise<Page> => {
    const known = windows.get(who);
    if (known) return known;
    const opened = await s.window({ script: true, as: await browser(who) });
    await prepare(opened);
    await keptStill(opened);
    windows.set(who, opened);
    return opened;
  };
  return { s, w, browser, window, titles: new Map<string, Set<string>>(), end: async () => { await w.end(); await s.end(); } };
};
export type Round = Awaited<ReturnType<typeof startRound>>;

/** What is wrong with the page that stands in the window, in both widths; and how it bears itself. Colours do not depend on the language: those of the Kazakh page are looked at. */
export const lookedAt = async (page: Page, lang: Lang): Promise<{ readonly wrong: readonly string[]; readonly bearing: Bearing }> => {
  const wrong: string[] = [];
  const colours = lang === 'kk';
  await page.setViewportSize(narrow);
  for (const folded of [true, false]) {
    if (!folded) await unfold(page);
    wrong.push(...[...(await tooWide(page)), ...(await squeezed(page))].map((one) => `360 px${folded ? '' : ' unfolded'}: ${one}`));
  }
  wrong.push(...(await seriousFaults(page, { fingers: true, colours })).map((one) => `360 px: ${one}`));
  await page.setViewportSize(broad);
  wrong.push(...(await tooWide(page)).map((one) => `1280 px: ${one}`), ...(await seriousFaults(page, { colours })).map((one) => `1280 px: ${one}`));
  const found = await bearing(page);
  if (found.lang !== lang) wrong.push(`the page says it is in ${found.lang}`);
  if (found.h1 !== 1) wrong.push(`${found.h1} first headings`);
  return { wrong, bearing: found };
};

/** Nor, in the dark, on who looks: one visit of each address is enough. */
const once = new Set(visits.filter((one, at) => visits.findIndex((other) => other.route === one.route) === at));

const inTheDark = async (page: Page): Promise<readonly string[]> => {
  await page.emulateMedia({ colorScheme: 'dark' });
  const faults = await seriousFaults(page, { only: ['color-contrast'] });
  await page.emulateMedia({ colorScheme: 'light' });
  return faults.map((fault) => `in the dark: ${fault}`);
};

/** One page of the table: what is wrong with it; its title goes on the list. */
export const visited = async ({ w, window, titles }: Round, visit: Visit, lang: Lang): Promise<readonly string[]> => {
  const page = await window(visit.as);
  const wrong: string[] = [];
  const answered = await page.goto(addressOf(visit, w, lang));
  if (answered?.status() !== (visit.status ?? 200)) wrong.push(`answered ${answered?.status()}`);
  const landed = new URL(page.url()).pathname;
  if (landed !== new URL(addressOf(visit, w, lang), page.url()).pathname) wrong.push(`sent on to ${landed}`);
  const found = await lookedAt(page, lang);
  if (lang === 'kk' && once.has(visit)) wrong.push(...(await inTheDark(page)));
  titles.set(found.bearing.title, (titles.get(found.bearing.title) ?? new Set()).add(visit.route === null ? 'a message' : landed));
  return [...wrong, ...found.wrong];
};

export const sharedTitles = ({ titles }: Round): readonly string[] => [...titles].filter(([, paths]) => paths.size > 1).map(([title, paths]) => `${title}: ${[...paths].join(', ')}`);

/** A form that came back, or what is shown after sending. */
export const sentAndSeen = async ({ w, browser, window }: Round, one: SentPage, lang: Lang): Promise<readonly string[]> => {
  const page = await window(one.as);
  const reached = await one.reach(await browser(one.as), w);
  // the answer to a form has no address of its own: it is shown at one of this house, so that its style is found
  await page.route('**/shown-here', (route) => route.fulfill({ status: one.status, contentType: 'text/html; charset=utf-8', body: reached.html }), { times: 1 });
  await page.goto(`/${lang}/shown-here`);
  return [...(reached.status === one.status ? [] : [`answered ${reached.status}`]), ...(await lookedAt(page, lang)).wrong];
};

export const lostDatabase = async ({ w, window }: Round, lang: Lang): Promise<readonly string[]> => {
  const visitor = await window('visitor');
  const answered = await visitor.goto(`${w.away.address}/${lang}`);
  const fits = answered?.status() === 503 && answered.headers()['retry-after'] !== undefined;
  return [...(fits ? [] : [`answered ${answered?.status()}`]), ...(await lookedAt(visitor, lang)).wrong];
};
