import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { assetHref } from '../../src/ui/assets.ts';
import type { Lang } from '../../src/kernel/words.ts';
import type { PlainBrowser } from './browser.ts';
import { loginOf, openHouse, password, type TestHouse } from './house.ts';

/** The house served over loopback, and Debian's Chromium in front of it. */
export type Served = {
  readonly house: TestHouse;
  readonly address: string;
  /** a visitor's window; residents' pages are looked at with JavaScript off. `as`: with the cookies of a browser that went ahead */
  readonly window: (o?: { script?: boolean; width?: number; dark?: boolean; as?: PlainBrowser }) => Promise<Page>;
  /** a window of somebody of the staff, signed in by the page */
  readonly staff: (who: keyof TestHouse['people'], lang?: Lang) => Promise<Page>;
  readonly end: () => Promise<void>;
};

const binaries = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Any application over loopback, at a port of its own; `make` is told the address, which some must know. */
export const serveApp = async <T extends { readonly app: Hono }>(make: (address: string) => T | Promise<T>, host = '127.0.0.1'): Promise<{ readonly made: T; readonly address: string; readonly end: () => Promise<void> }> => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound = server.address();
  const address = `http://${host}:${typeof bound === 'object' && bound ? bound.port : 0}`;
  const made = await make(address);
  const listener = getRequestListener(made.app.fetch);
  server.on('request', (request, response) => void listener(request, response));
  return {
    made, address,
    end: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
};

/** `named`: reached as localhost, and told so: passkeys are bound to a name and refuse a number. */
export const serveHouse = async (o: { named?: boolean } = {}): Promise<Served> => {
  const { made: house, address, end } = o.named ? await serveApp((url) => openHouse({ mode: 'demo', url }), 'localhost') : await serveApp(() => openHouse({ mode: 'demo' }));
  if (assetHref('style.css').startsWith('/assets/none')) throw new Error('there is no style sheet to look at: node script/build.mjs');
  const browser = await launch();
  const open: BrowserContext[] = [];
  const window: Served['window'] = async (o = {}) => {
    const context = await browser.newContext({ javaScriptEnabled: o.script ?? false, viewport: { width: o.width ?? 1280, height: 900 }, colorScheme: o.dark ? 'dark' : 'light', baseURL: address });
    context.setDefaultTimeout(60_000);
    if (o.as) await context.addCookies(o.as.cookies.map((cookie) => ({ ...cookie, url: address })));
    open.push(context);
    return context.newPage();
  };
  return {
    house, address, window,
    staff: async (who, lang = 'kk') => {
      const page = await window({ script: true });
      await page.goto(`/${lang}/sign-in`);
      await page.locator('[name=login]').fill(loginOf(who));
      await page.locator('[name=password]').fill(password);
      await page.locator('[name=password]').press('Enter');
      await page.waitForURL(/\/(desk|admin)/);
      return page;
    },
    end: async () => {
      for (const context of open) await context.close();
      await browser.close();
      await end();
      await house.end();
    },
  };
};

/** Six may start at once on two cores. */
const startWithinMs = 120_000;
export const launch = async (): Promise<Browser> => {
  let problem: unknown;
  for (const executablePath of binaries) {
    try {
      return await chromium.launch({ executablePath, timeout: startWithinMs, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
    } catch (error) {
      problem ??= error;
    }
  }
  throw problem;
};
