import { house, operations } from '../../src/app/house.ts';
import { sessionCookie } from '../../src/app/server.tsx';
import { appWords } from '../../src/app/words.ts';
import { langs, type Lang } from '../../src/kernel/words.ts';

/** What somebody saw who knocked. `says`: the page tells in their language that the database is away and what to do. */
export type Seen = { readonly address: string; readonly status: number; readonly retryAfter: string | null; readonly says: boolean; readonly ms: number };

export const look = async (port: number, lang: Lang, address: string, o: { method?: 'get' | 'post'; cookie?: string; withinMs?: number } = {}): Promise<Seen> => {
  const began = performance.now();
  const answer = await fetch(`http://127.0.0.1:${port}${address}`, {
    method: o.method ?? 'get', redirect: 'manual', signal: AbortSignal.timeout(o.withinMs ?? 60_000),
    // a connection for each: one that is kept may be closed by the other end, which tires of silence, at the moment it is used again
    headers: { 'accept-language': lang, connection: 'close', ...(o.cookie ? { cookie: o.cookie } : {}) },
    ...(o.method === 'post' ? { body: new URLSearchParams({ text: 'Аулада жарық жоқ.' }) } : {}),
  });
  const text = await answer.text();
  const page = text.includes(appWords.awayTitle[lang]) && text.includes(appWords.awayText[lang]) && text.includes(`lang="${lang}"`);
  const problem = answer.headers.get('content-type') === 'application/problem+json' && text.includes('unavailable');
  return { address: `${o.method ?? 'get'} ${address}`, status: answer.status, retryAfter: answer.headers.get('retry-after'), says: page || problem, ms: performance.now() - began };
};

const somebody = `${sessionCookie}=${'a'.repeat(43)}`;
const fillings = ['1', 'BQ0-2026-000001', '270000000', 'kz5-2026.1', 'appeal.answered'] as const;

/** Fills the slots of a path with something of the right shape; no database knows it. */
const anything = (path: string): string =>
  path.split('/').map((part) => {
    const [, shape] = /^:\w+(?:\{(.*)\})?$/.exec(part) ?? [];
    if (!part.startsWith(':')) return /^\{\w+\}$/.test(part) ? fillings[1] : part;
    const filling = /^\(\?:(\w+)\|/.exec(shape ?? '')?.[1] ?? fillings.find((one) => shape === undefined || new RegExp(`^(?:${shape})$`).test(one));
    if (filling === undefined) throw new Error(`nothing fits ${part}`);
    return filling;
  }).join('/');

const addressOf = (lang: Lang, path: string): string => `/${lang}${path === '/' ? '' : anything(path)}`;

/** Every route in every language and every operation, by somebody who says to be of the staff: each must look into the database for that. One in each language at a time. */
export const knockEverywhere = (port: number): Promise<readonly Seen[]> => inEach(async (lang, seen) => {
  for (const route of house.routes) {
    seen.push(await look(port, lang, route.skin === 'page' ? addressOf(lang, route.path) : anything(route.path), { method: route.method, cookie: somebody }));
  }
  for (const one of operations) if (one.method === 'get') seen.push(await look(port, lang, `/api/v1${anything(one.path)}`, { cookie: somebody }));
});

/** The same pages as a resident without a session sees them: some need no database, none breaks. */
export const strollEverywhere = (port: number): Promise<readonly Seen[]> => inEach(async (lang, seen) => {
  for (const route of house.routes) if (route.method === 'get' && route.skin === 'page') seen.push(await look(port, lang, addressOf(lang, route.path)));
});

const inEach = async (walk: (lang: Lang, seen: Seen[]) => Promise<void>): Promise<readonly Seen[]> =>
  (await Promise.all(langs.map(async (lang) => {
    const seen: Seen[] = [];
    await walk(lang, seen);
    return seen;
  }))).flat();
