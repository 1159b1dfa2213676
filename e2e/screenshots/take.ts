import { mkdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import sharp from 'sharp';
import { root } from '../../src/platform/root.ts';

export const folder = join(root, 'docs/screenshots');
const mostBytes = 150_000;

export const openBrowser = (): Promise<Browser> => chromium.launch({ executablePath: '/usr/bin/chromium', args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });

export type Window = { readonly width?: number; readonly height?: number; readonly script?: boolean; readonly dark?: boolean };

/** A window; residents look without JavaScript, as the promise to them says. */
export const openWindow = async (browser: Browser, address: string, o: Window = {}): Promise<Page> => {
  const context = await browser.newContext({
    baseURL: address, javaScriptEnabled: o.script ?? false, viewport: { width: o.width ?? 1120, height: o.height ?? 800 }, colorScheme: o.dark ? 'dark' : 'light', locale: 'kk-KZ', timezoneId: 'Asia/Almaty', reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(15_000);
  return context.newPage();
};

/** One picture as WebP, as large as the window or as the page; smaller in quality until it is small enough. Gives back its bytes. */
export const take = async (page: Page, name: string, o: { whole?: boolean; most?: number } = {}): Promise<number> => {
  await mkdir(folder, { recursive: true });
  const png = await page.screenshot({ fullPage: o.whole ?? false, animations: 'disabled', caret: 'hide' });
  const file = join(folder, `${name}.webp`);
  for (const quality of [90, 80, 70, 60, 45]) {
    await sharp(png).webp({ quality, effort: 6, smartSubsample: true }).toFile(`${file}.new`);
    const { size } = await stat(`${file}.new`);
    if (size > (o.most ?? mostBytes) && quality > 45) continue;
    await rename(`${file}.new`, file);
    process.stdout.write(`${name}.webp ${Math.round(size / 1000)} kB\n`);
    return size;
  }
  return 0;
};
