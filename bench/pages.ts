import type { Hono } from 'hono';
import { PlainBrowser } from '../test/support/browser.ts';
import type { Picks } from './picks.ts';
import { regions } from '../src/rooms/units/contract.ts';
import type { Register } from './registers.ts';
import type { Scene } from './scene.ts';

export type Page = { readonly name: string; readonly bytes: number; /** the page, its style sheet and whatever script it asks for */ readonly withAssets: number };

const size = async (app: Hono, request: Request): Promise<{ bytes: number; response: Response }> => {
  request.headers.set('accept-encoding', 'gzip');
  const response = await app.request(request);
  return { bytes: (await response.clone().arrayBuffer()).byteLength, response };
};

/** Every page a resident sees, asked for as a browser on a first visit does: gzip, nothing kept. A letter is sent on the way. */
export const measurePages = async (register: Register, scene: Scene, picks: Picks): Promise<readonly Page[]> => {
  const pages: Page[] = [];
  // the browser of the journeys walks; what it asks for is weighed on its way
  const weighing = {
    request: async (request: Request): Promise<Response> => {
      const { bytes, response } = await size(register.app, request);
      const path = new URL(request.url).pathname;
      if (response.status === 200 && response.headers.get('content-type')?.includes('html')) {
        const markup = await new Response(response.clone().body?.pipeThrough(new DecompressionStream('gzip'))).text();
        let withAssets = bytes;
        for (const [, href = ''] of markup.matchAll(/(?:<link[^>]+rel="stylesheet"[^>]+href|<script[^>]+src)="([^"]+)"/g)) withAssets += (await size(register.app, new Request(new URL(href, request.url)))).bytes;
        pages.push({ name: nameOf(path), bytes, withAssets });
        const headers = new Headers(response.headers);
        headers.delete('content-encoding');
        return new Response(markup, { status: response.status, headers });
      }
      return response;
    },
  };
  const browser = new PlainBrowser(weighing);
  const plain = ['', '/appeals', `/appeals/${picks.published[0] ?? ''}`, '/figures', `/figures/${scene.districts[0]?.path[1] ?? ''}`, '/follow', '/appeals/new'];
  for (const path of plain) await browser.open(`/kk${path}`);
  await walk(browser);
  return pages;
};

const nameOf = (path: string): string => path.replace(/\/[A-Z0-9]+-\d{4}-\d+/, '/NUMBER').replace(/\/follow\/[^/]+/, '/follow/LINK').replace(/\/figures\/\d+/, '/figures/PLACE');

/** One question a page, to the confirmation and the page behind the secret link. */
const walk = async (browser: PlainBrowser): Promise<void> => {
  const go = async (button: string, fields: Readonly<Record<string, string>> = {}): Promise<void> => {
    await browser.submit(button, fields);
    if (browser.status !== 200) throw new Error(`${browser.address} answered ${browser.status}: ${browser.text.slice(0, 200)}`);
  };
  await go('Бастау');
  await go('Жалғастыру', { text: 'Ауламызда көше шамдары екі аптадан бері жанбайды.' });
  await go('Жалғастыру', { place: `${regions[0]?.names.kk ?? ''}, 1`, address: 'Абай көшесі, 12' });
  // published matters like it, where there are any
  if (browser.address.endsWith('/alike')) await go('Менікі басқа: әрі қарай');
  await go('Жалғастыру', { kind: 'application' });
  await go('Жалғастыру', { who: 'person' });
  await go('Жалғастыру', { surname: 'Үлгіқызы', given: 'Әлия', phone: '8 701 000 00 01' });
  await go('Жалғастыру', { publish: 'no' });
  await go('Жіберу');
  await browser.follow('Өтініш барысын көру');
};
