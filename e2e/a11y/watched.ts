import type { BrowserContext, Page } from 'playwright-core';
import { mark } from '../../test/hostile/plant.ts';

/** What a window says of itself begins so. */
const says = 'happened: ';
/** Put into every page before its own first line: the function that the planted words call, and an ear for what the policy stops. */
const ears = ([name, begin]: readonly [string, string]): void => {
  Object.defineProperty(window, name, { value: (nth: unknown) => console.debug(`${begin}executed ${String(nth)}`) });
  document.addEventListener('securitypolicyviolation', (event) => console.debug(`${begin}violated ${event.effectiveDirective} by ${event.blockedURI}`));
};

export type Watched = { readonly page: Page; readonly happened: string[] };

/** A window in which whatever should not happen is written down: words that run, a policy that had to stop something, a question of the browser, a call to another house. */
export const watched = async (context: BrowserContext, own: string): Promise<Watched> => {
  const page = await context.newPage();
  const happened: string[] = [];
  const isOwn = (url: string): boolean => !/^https?:/.test(url) || new URL(url).host === new URL(own).host;
  await page.addInitScript(ears, [mark, says] as const);
  page.on('console', (message) => {
    const text = message.text();
    if (text.startsWith(says)) happened.push(text.slice(says.length));
    else if (message.type() === 'error' && /content security policy/i.test(text)) happened.push(`stopped: ${text.slice(0, 200)}`);
  });
  page.on('dialog', (dialog) => { happened.push(`asked ${dialog.message()}`); void dialog.dismiss(); });
  page.on('request', (request) => { if (!isOwn(request.url())) happened.push(`called ${request.url()}`); });
  return { page, happened };
};

/** Once everything the page has begun by itself is through: what it then says, for a look at whether the words are there at all. */
export const settled = (page: Page): Promise<string> => page.evaluate(() => new Promise<string>((done) => setTimeout(() => done(document.body.textContent ?? ''))));
