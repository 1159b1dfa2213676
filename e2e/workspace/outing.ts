import { readdir, readFile, readlink, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Locator, type Page } from 'playwright-core';
import { say } from '../../src/kernel/words.ts';
import { homeWords as h, lockWords as l, visitWords as v } from '../../src/ui/islands/outing-desk/words.ts';

/** A tablet: Chromium over a profile of its own, which outlives every death of it. */
export type Tablet = { readonly context: BrowserContext; readonly page: Page; readonly kill: () => Promise<void> };

export const pin = '285019';
const button = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true });

export const openTablet = async (profile: string, o: { readonly address: string; readonly now: number; readonly offline?: boolean }): Promise<Tablet> => {
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: '/usr/bin/chromium', args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream'],
    viewport: { width: 360, height: 780 }, baseURL: o.address, offline: o.offline ?? false, timeout: 120_000,
  });
  context.setDefaultTimeout(120_000);
  // the tablet's clock is the house's
  await context.clock.install({ time: o.now });
  const page = context.pages()[0] ?? (await context.newPage());
  return {
    context, page,
    // like a battery that dies: no goodbye, and none of its processes outlives the others with a hand on the profile
    kill: async () => {
      const pid = Number((await readlink(join(profile, 'SingletonLock'))).split('-').at(-1));
      const gone = new Promise((resolve) => context.once('close', resolve));
      process.kill(-pid, 'SIGKILL');
      await gone;
    },
  };
};

export const unlock = async (page: Page): Promise<void> => {
  await page.getByLabel(say('kk', l.pin), { exact: true }).fill(pin);
  await button(page, say('kk', l.unlock)).click();
  await page.getByRole('heading', { name: say('kk', h.today) }).waitFor();
};
/** Somebody of the team, signed in on the tablet, presses the button of the outing's page. `meanwhile`: on the page that asks for a PIN. Ends before the locked desk. */
export const installOn = async (page: Page, outingId: number, meanwhile: { readonly asks?: () => Promise<void>; readonly says?: () => Promise<void> } = {}): Promise<void> => {
  const [first, second] = [page.getByLabel(say('kk', l.pin), { exact: true }), page.getByLabel(say('kk', l.pinAgain), { exact: true })];
  await page.goto(`/kk/desk/outings/${outingId}`);
  await page.evaluate(() => { for (const one of document.querySelectorAll('details')) one.open = true; });
  await page.locator('form[action$="/devices"] [name=name]').fill('көк');
  await page.locator('form[action$="/devices"] button').click();
  await first.waitFor();
  await meanwhile.asks?.();
  await first.fill(pin);
  await second.fill(pin);
  await button(page, say('kk', l.install)).click();
  await page.getByRole('heading', { name: say('kk', l.ready) }).waitFor();
  await meanwhile.says?.();
  await page.getByRole('link', { name: say('kk', l.openDesk) }).click();
  await page.getByRole('heading', { name: say('kk', l.locked) }).waitFor();
};
export const openDesk = async (page: Page): Promise<void> => {
  await page.goto('/kk/outing-desk');
  await unlock(page);
};

/** Counts what a finger does: a press, a field that is filled. */
export const makeFinger = (page: Page) => {
  let taps = 0;
  return {
    taps: () => taps,
    press: (what: Locator): Promise<void> => {
      taps += 1;
      return what.click();
    },
    named: (name: string): Locator => button(page, name),
  };
};

export type Taken = { readonly typed: string; readonly text: string; readonly outcome: 'advised' | 'promised' | 'registered' };
/** One person by the screens, as a clerk does it: the line, the matter, how it ends. Gives back how often the finger came down. */
export const takeByScreens = async (page: Page, one: Taken, more: { readonly inMatter?: () => Promise<void> } = {}): Promise<number> => {
  const finger = makeFinger(page);
  const begin = finger.named(say('kk', h.receive));
  if (await begin.isVisible()) await finger.press(begin);
  await page.getByLabel(say('kk', v.whoAsk)).fill(one.typed);
  await finger.press(finger.named(say('kk', v.next)));
  await page.getByLabel(say('kk', v.text)).fill(one.text);
  await more.inMatter?.();
  await finger.press(page.getByLabel(say('kk', v[one.outcome]), { exact: true }));
  if (one.outcome === 'advised') await page.getByLabel(say('kk', v.advice), { exact: true }).fill('Қай есікке бару керегін айттық.');
  if (one.outcome === 'registered') await finger.press(page.locator('.outing-chips button').first());
  if (one.outcome === 'promised') {
    await page.getByLabel(say('kk', v.promise), { exact: true }).fill('Шамды ауыстырамыз');
    await page.getByLabel(say('kk', v.executor)).selectOption({ index: 1 });
    await finger.press(page.locator('.outing-promise .outing-chips button').nth(2));
    await finger.press(page.getByLabel(say('kk', v.readBack)));
  }
  await finger.press(finger.named(say('kk', v.finish)));
  await page.locator('.outing-numbers').waitFor();
  return finger.taps();
};

/** The profile of a browser that has just ended: what it still writes at the last moment goes too. */
export const removeProfile = (profile: string): Promise<void> => rm(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });

/** A browser that has just died, or still lives, tidies up behind itself. */
const goneMeanwhile = (error: unknown): null => {
  if ((error as { code?: string }).code !== 'ENOENT') throw error;
  return null;
};
/** Files of a profile in which these bytes stand, as UTF-8 or as UTF-16. */
export const filesWith = async (folder: string, text: string): Promise<readonly string[]> => {
  const forms = [Buffer.from(text, 'utf8'), Buffer.from(text, 'utf16le')];
  const found: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const bytes = await readFile(path).catch(goneMeanwhile);
    if (bytes && forms.some((form) => bytes.includes(form))) found.push(path.slice(folder.length));
  }
  return found;
};
