import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import type { Lang } from '../../src/kernel/words.ts';
import { loginOf, openHouse, password, type TestHouse } from './house.ts';

/** The house served over loopback, and Debian's Chromium in front of it. */
export type Served = {
  readonly house: TestHouse;
  readonly address: string;
  /** a visitor's window; residents' pages are looked at with JavaScript off */
  readonly window: (o?: { script?: boolean; lang?: Lang; width?: number; dark?: boolean }) => Promise<Page>;
  /** a window of somebody of the staff, signed in by the page */
  readonly staff: (who: keyof TestHouse['people'], lang?: Lang) => Promise<Page>;
  readonly end: () => Promise<void>;
};

const binaries = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export const serveHouse = async (): Promise<Served> => {
  const house = await openHouse({ mode: 'demo' });
  // eslint-disable-next-line @typescript-eslint/no-misused-promises -- the listener answers by itself
  const server: Server = createServer(getRequestListener(house.app.fetch));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound = server.address();
  const address = `http://127.0.0.1:${typeof bound === 'object' && bound ? bound.port : 0}`;
  const browser = await launch();
  const open: BrowserContext[] = [];
  const window: Served['window'] = async (o = {}) => {
    const context = await browser.newContext({ javaScriptEnabled: o.script ?? false, viewport: { width: o.width ?? 1280, height: 900 }, colorScheme: o.dark ? 'dark' : 'light', baseURL: address });
    context.setDefaultTimeout(10_000);
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
      await page.locator('main form button').first().click();
      await page.waitForURL(/\/(desk|admin)/);
      return page;
    },
    end: async () => {
      for (const context of open) await context.close();
      await browser.close();
      await new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await house.end();
    },
  };
};

const launch = async (): Promise<Browser> => {
  let problem: unknown;
  for (const executablePath of binaries) {
    try {
      return await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
    } catch (error) {
      problem ??= error;
    }
  }
  throw problem;
};
