import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** So that axe is there in every page this window opens. The page's own policy lets no script in: this is the debugger's door. */
export const prepare = (page: Page): Promise<unknown> => page.addInitScript({ content: axe });

type Found = { readonly id: string; readonly impact: string; readonly nodes: readonly { readonly target: unknown; readonly failureSummary: string }[] };

// never more than moderate, and the slowest of all: the first headings are counted here
const off = Object.fromEntries(['region', 'heading-order', 'landmark-unique', 'landmark-no-duplicate-main', 'landmark-one-main', 'page-has-heading-one'].map((rule) => [rule, { enabled: false }]));

/** A screen in a hall has no hand to refresh it, and a ticket's page says how to stop it. */
const refreshesItself = async (page: Page) => ((await page.evaluate(() => document.body.matches('.kiosk'))) ? { 'meta-refresh': { enabled: false } } : {});

/** Everything axe calls serious or critical on the page as it stands, two lines a rule. Hidden things are not looked at: unfold first. `fingers`: targets too small to hit as well; `colours: false`: they were looked at already. */
export const seriousFaults = async (page: Page, o: { readonly only?: readonly string[]; readonly fingers?: boolean; readonly colours?: boolean } = {}): Promise<readonly string[]> => {
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(axe);
  // no rule that is asked here reads the style sheets once more
  const options = { resultTypes: ['violations'], preload: false, ...(o.only ? { runOnly: [...o.only] } : { rules: { ...off, ...(await refreshesItself(page)), 'target-size': { enabled: o.fingers ?? false }, 'color-contrast': { enabled: o.colours ?? true } } }) };
  const found = await page.evaluate(async (asked) => {
    const { axe: run } = window as unknown as { axe: { run: (at: Document, asked: unknown) => Promise<{ violations: Found[] }> } };
    return (await run.run(document, asked)).violations;
  }, options);
  return found.filter((one) => one.impact === 'serious' || one.impact === 'critical')
    .flatMap((one) => one.nodes.slice(0, 2).map((node) => `${one.id}: ${JSON.stringify(node.target)}${one.nodes.length > 1 ? ` and ${one.nodes.length - 1} more` : ''} ${node.failureSummary.replace(/\s+/g, ' ')}`));
};

export const unfold = (page: Page): Promise<void> => page.evaluate(() => { for (const one of document.querySelectorAll('details')) one.open = true; });

/** What reaches past the screen's right edge and is not inside something that scrolls by itself. */
export const tooWide = (page: Page): Promise<readonly string[]> => page.evaluate(() => {
  const most = document.documentElement.clientWidth;
  // rows that became cards have room for everything: what is cut in them would have to be dragged into sight
  const cut = most >= 544 ? [] : [...document.querySelectorAll('.scroll:has(table.cards)')].filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => `a card is cut: «${(one.textContent ?? '').trim().slice(0, 40)}»`);
  if (document.documentElement.scrollWidth <= most) return cut;
  const scrolls = (element: Element): boolean => { for (let at = element.parentElement; at && at !== document.body; at = at.parentElement) if (getComputedStyle(at).overflowX !== 'visible') return true; return false; };
  const wide = [...document.body.querySelectorAll('*')].filter((one) => one.getBoundingClientRect().right > most + 1 && !scrolls(one));
  return [...cut, `the page is ${document.documentElement.scrollWidth} px wide`, ...wide.slice(0, 5).map((one) => `${one.tagName.toLowerCase()}${one.className ? `.${String(one.className)}` : ''} «${(one.textContent ?? '').trim().slice(0, 40)}»`)];
});

// a word of a dozen letters stands in 60 px at the smallest size used here
const leastColumnPx = 60;

/** Text pressed into a column of single letters: it fits the screen and nobody can read it. */
export const squeezed = (page: Page): Promise<readonly string[]> => page.evaluate((least) => [...document.body.querySelectorAll('p, li, dd, dt, td, th, label, legend, a, span, div')].filter((one) => {
  const own = [...one.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.textContent ?? '').join('').trim();
  const box = one.getBoundingClientRect();
  return own.length > 12 && box.width > 2 && box.width < least && box.height > 3 * box.width;
}).map((one) => `a column of letters: ${one.tagName.toLowerCase()} «${(one.textContent ?? '').trim().slice(0, 40)}»`), leastColumnPx);

export type Bearing = { readonly lang: string; readonly h1: number; readonly title: string };
export const bearing = (page: Page): Promise<Bearing> => page.evaluate(() => ({ lang: document.documentElement.lang, h1: [...document.querySelectorAll('h1')].filter((one) => one.checkVisibility()).length, title: document.title }));
