import { randomUUID, createHash } from 'node:crypto';
import { Hono, type Context } from 'hono';
import { compress } from 'hono/compress';
import { generateCookie, getCookie } from 'hono/cookie';
import { visitor, type Actor } from '../kernel/actor.ts';
import { isRefusal, type Refusal } from '../kernel/refusal.ts';
import { clean } from '../kernel/typed.ts';
import { isLang, sayLoose, type Lang, type Sentence } from '../kernel/words.ts';
import type { Config } from '../platform/config.ts';
import { isFull, isUnavailable } from '../platform/db.ts';
import { answered } from '../platform/metrics.ts';
import { traced } from '../platform/trace.ts';
import type { Ctx } from '../platform/ctx.ts';
import { langOf, preferredLang, respond, seeOther, statusOf, type Asked, type Route } from '../platform/web.ts';
import { csrfMatches, csrfOf, newVisit, sameOrigin } from '../platform/web/csrf.ts';
import { cleanQuery, readForm, type Form } from '../platform/web/form.ts';
import { FormTooLarge } from '../platform/web/multipart.ts';
import { instanceSecret } from '../platform/web/secret.ts';
import { messagePage } from './messages.tsx';
import { appWords } from './words.ts';

export type House = {
  readonly routes: readonly Route[];
  readonly refusalWords: Readonly<Record<string, Sentence>>;
  /** who the session cookie belongs to, or null: one question to the room people */
  readonly sessionActor: (ctx: Ctx, token: string) => Promise<Actor | null>;
  readonly mountApi: (app: Hono, o: Serving) => void;
  readonly mountAssets: (app: Hono) => void;
  readonly ready: (ctx: Ctx) => Promise<boolean>;
  /** false while there is no branch: then every page leads to /setup. Absent: there is nothing to set up */
  readonly isSetUp?: (ctx: Ctx) => Promise<boolean>;
  /** the root branch's name, or null before setup */
  readonly organisation: (ctx: Ctx) => Promise<Sentence | null>;
};
export type Serving = {
  readonly ctx: Omit<Ctx, 'actor'>; readonly config: Config; readonly house: House;
  /** this process is about to end: no balancer should send it anybody. Absent: never */
  readonly leaving?: () => boolean;
};

export const sessionCookie = 'jauap_session';
const visitCookie = 'jauap_visit';
const formLimitBytes = 64 * 1024 * 1024;

/** The whole application: `app.request()` answers as the running server does. */
export const makeServer = (serving: Serving): Hono => {
  const { house, config } = serving;
  const app = new Hono();
  const secret = instanceSecret(config);
  app.use('*', accessLog(serving), securityHeaders(config), compress());
  app.get('/healthz', (c) => c.text('ok'));
  app.get('/readyz', async (c) => {
    if (serving.leaving?.() === true) return c.text('leaving', 503);
    const ok = await house.ready({ ...serving.ctx, actor: visitor }).catch(() => false);
    return c.text(ok ? 'ready' : 'not ready', ok ? 200 : 503);
  });
  house.mountAssets(app);
  house.mountApi(app, serving);
  app.get('/', (c) => c.redirect(`/${preferredLang(c.req.header('accept-language'))}`, 302));
  for (const route of house.routes) {
    const path = route.skin === 'page' ? `/:lang{(?:kk|ru|en)}${route.path === '/' ? '' : route.path}` : route.path;
    app[route.method](path, (c) => serve(c, route, serving, secret));
  }
  app.notFound((c) => messagePage(langOf(c), 404, appWords.notFoundTitle, appWords.notFoundText, {}, hereOf(new URL(c.req.url))));
  app.onError((error, c) => failure(error, c, serving));
  return app;
};

const serve = async (c: Context, route: Route, serving: Serving, secret: string): Promise<Response> => {
  const response = await answer(c, route, serving, secret).finally(() => endForm(c));
  const cookie: unknown = c.get('newVisit');
  if (typeof cookie === 'string') response.headers.append('set-cookie', cookie);
  return response;
};

const endForm = async (c: Context): Promise<void> => {
  const form: unknown = c.get('form');
  if (form instanceof Promise) await (form as Promise<Form>).then((read) => read.end(), () => {}); // one that could not be read has ended already
};

const answer = async (c: Context, route: Route, serving: Serving, secret: string): Promise<Response> => {
  const asked = await ask(c, serving, secret);
  if (route.path !== '/setup' && (await serving.house.isSetUp?.(asked.ctx)) === false) return seeOther(`/${asked.lang}/setup`);
  if (!route.may.opens(asked.ctx.actor)) return closed(asked, route);
  if (route.method === 'post' && !(route.byToken && route.path.includes('/:token')) && !(route.byHeader && c.req.header('authorization') !== undefined)) {
    // what another site sends is not even read
    if (!sameOrigin(c.req.raw.headers, c.req.header('host') ?? '') || !csrfMatches(secret, asked.visit, (await asked.form()).get('csrf')))
      return messagePage(asked.lang, 403, appWords.staleTitle, appWords.staleText, {}, asked.here);
  }
  const response = respond(await route.handler(asked), (refusal) => refused(asked, refusal, serving.house.refusalWords));
  if (asked.ctx.actor.kind === 'staff' || !response.headers.has('cache-control')) response.headers.set('cache-control', response.headers.get('cache-control') ?? 'no-store');
  return response;
};

const ask = async (c: Context, serving: Serving, secret: string): Promise<Asked> => {
  const { ctx, config, house } = serving;
  const lang = langOf(c);
  let visit = getCookie(c, visitCookie) ?? '';
  if (!/^[\w-]{20,40}$/.test(visit)) {
    visit = newVisit();
    c.set('newVisit', generateCookie(visitCookie, visit, { path: '/', httpOnly: true, sameSite: 'Lax', secure: isSecure(config), maxAge: 60 * 60 * 24 * 30 }));
  }
  const token = getCookie(c, sessionCookie);
  const actor = token ? await house.sessionActor({ ...ctx, actor: visitor }, token) : null;
  let form: Promise<Form> | undefined;
  const url = new URL(c.req.url);
  return {
    ctx: { ...ctx, actor: actor ?? visitor },
    config, lang, visit,
    org: await organisationOf(serving), demo: config.JAUAP_MODE === 'demo',
    here: hereOf(url),
    param: (name) => clean(c.req.param(name) ?? ''),
    query: cleanQuery(url.searchParams),
    csrf: csrfOf(secret, visit),
    session: token && actor ? createHash('sha256').update(token).digest('hex') : null,
    remote: remoteOf(c, config),
    userAgent: c.req.header('user-agent')?.slice(0, 300) ?? '',
    form: () => {
      if (form === undefined) c.set('form', (form = readForm(c.req.raw, { bytes: formLimitBytes, folder: config.dataDir })));
      return form;
    },
    raw: c,
  };
};

/** Path and query without the language: the switch of languages leads to the same page. */
const hereOf = (url: URL): string => (isLang(url.pathname.split('/')[1] ?? '') ? url.pathname.slice(3) || '/' : url.pathname) + url.search;

const unnamed: Sentence = { kk: 'Jauap', ru: 'Jauap', en: 'Jauap' };
const nameKeptMs = 30_000;
const names = new WeakMap<object, { name: Sentence; until: number }>();

/** Read once in half a minute: a name changes once in a decade. */
const organisationOf = async ({ ctx, house }: Serving): Promise<Sentence> => {
  const known = names.get(ctx.db);
  if (known && known.until > performance.now()) return known.name;
  const name = (await house.organisation({ ...ctx, actor: visitor })) ?? unnamed;
  if (name !== unnamed) names.set(ctx.db, { name, until: performance.now() + nameKeptMs });
  return name;
};

/** A visitor is sent to sign in, or told that what was typed was not sent; a member of staff without the post finds nothing (least sight). */
const closed = (asked: Asked, route: Route): Response => {
  const outside = asked.ctx.actor.kind === 'visitor' && route.skin === 'page';
  if (outside && route.method === 'get') return seeOther(`/${asked.lang}/sign-in?next=${encodeURIComponent(`/${asked.lang}${asked.here}`)}`);
  return outside
    ? messagePage(asked.lang, 401, appWords.overTitle, appWords.overText, {}, asked.here, true)
    : messagePage(asked.lang, 404, appWords.notFoundTitle, appWords.notFoundText, {}, asked.here);
};

const refused = (asked: Asked, refusal: Refusal, sentences: House['refusalWords']): Response => {
  const status = statusOf(refusal);
  if (status === 404) return messagePage(asked.lang, 404, appWords.notFoundTitle, appWords.notFoundText, {}, asked.here);
  const sentence = sentences[refusal.code] ?? appWords.refusedTitle;
  return messagePage(asked.lang, status, appWords.refusedTitle, sentence, refusal.facts, asked.here);
};

const failure = (error: Error, c: Context, serving: Serving): Response => {
  const lang: Lang = langOf(c);
  if (error instanceof FormTooLarge) return messagePage(lang, 413, appWords.largeTitle, appWords.largeText, { limit: error.limitBytes / 1024 / 1024 }, hereOf(new URL(c.req.url)));
  if (isUnavailable(error)) {
    serving.ctx.log.warn('web.unavailable', { code: (error as { code?: string }).code });
    const response = messagePage(lang, 503, appWords.awayTitle, isFull(error) ? appWords.fullText : appWords.awayText, {}, hereOf(new URL(c.req.url)));
    response.headers.set('retry-after', isFull(error) ? '60' : '5');
    return response;
  }
  const id = randomUUID().slice(0, 8);
  serving.ctx.log.error('web.failed', error, { id, path: c.req.routePath });
  return messagePage(lang, 500, appWords.brokenTitle, appWords.brokenText, { id }, hereOf(new URL(c.req.url)));
};

/** The pattern of the address; what no route of ours stands behind is one. */
const routeOf = (c: Context): string => (c.req.routePath === '*' || c.req.routePath === '/*' ? 'none' : c.req.routePath);

const accessLog = (serving: Serving) => async (c: Context, next: () => Promise<void>) => {
  const began = performance.now();
  const { method } = c.req;
  await traced(method, { 'http.request.method': method }, async (span) => {
    await next();
    const route = routeOf(c);
    span.named(`${method} ${route}`);
    span.set({ 'http.route': route, 'http.response.status_code': c.res.status });
    if (c.res.status >= 500) span.failed('5xx');
  });
  const ms = performance.now() - began;
  answered(method, routeOf(c), c.res.status, ms);
  serving.ctx.log.debug('web.answered', { method, route: routeOf(c), status: c.res.status, ms: Math.round(ms) });
};

const securityHeaders = (config: Config) => async (c: Context, next: () => Promise<void>) => {
  await next();
  const headers = c.res.headers;
  if (!headers.has('content-security-policy'))
    headers.set('content-security-policy', "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
  headers.set('x-content-type-options', 'nosniff');
  headers.set('referrer-policy', 'same-origin');
  headers.set('cross-origin-opener-policy', 'same-origin');
  // a page may ask for more than the house gives (the offline desk: a voice note)
  if (!headers.has('permissions-policy')) headers.set('permissions-policy', 'camera=(), microphone=(), geolocation=(self)');
  if (isSecure(config)) headers.set('strict-transport-security', 'max-age=31536000');
};

export const isSecure = (config: Config): boolean => config.JAUAP_URL?.startsWith('https:') ?? false;

/** The address of the other end, past as many proxies of ours as the configuration says. */
export const remoteOf = (c: Context, config: Config): string => {
  const direct = (c.env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined)?.incoming?.socket?.remoteAddress ?? '127.0.0.1';
  if (config.JAUAP_TRUST_PROXY === 0) return direct;
  const chain = (c.req.header('x-forwarded-for') ?? '').split(',').map((part) => part.trim()).filter(Boolean);
  return chain[chain.length - config.JAUAP_TRUST_PROXY] ?? direct;
};

export const refusalText = (house: House, lang: Lang, refusal: Refusal): string => {
  const sentence = house.refusalWords[refusal.code];
  return sentence && isRefusal(refusal) ? sayLoose(lang, sentence, refusal.facts) : refusal.code;
};
