import type { Context } from 'hono';
import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { Gate } from '../kernel/gate.ts';
import { isRefusal, type Refusal } from '../kernel/refusal.ts';
import { isLang, type Lang, type Sentence } from '../kernel/words.ts';
import type { Config } from './config.ts';
import type { Ctx } from './ctx.ts';
import { type Form } from './web/form.ts';

/** What a page is given about the request. Everything from outside is text until a schema of the room's contract has read it. */
export type Asked = {
  readonly ctx: Ctx;
  readonly config: Config;
  readonly lang: Lang;
  /** the organisation's name, on every page */
  readonly org: Sentence;
  /** made-up data: every page says so */
  readonly demo: boolean;
  /** path and query without the language prefix: '/appeals/new?step=2' */
  readonly here: string;
  readonly param: (name: string) => string;
  readonly query: URLSearchParams;
  /** hidden field value for every form */
  readonly csrf: string;
  /** opaque id of this browser (cookie), for drafts; not a person */
  readonly visit: string;
  /** sha-256 of the staff session's token, or null */
  readonly session: string | null;
  readonly remote: string;
  readonly userAgent: string;
  readonly form: () => Promise<Form>;
  readonly raw: Context;
};

export type Answer = Response | VNode | Refusal;

export type Route = {
  readonly skin: 'page' | 'bare';
  readonly method: 'get' | 'post';
  /** without the language prefix for pages: '/desk/appeals/:number/forwardings' */
  readonly path: string;
  readonly may: Gate;
  /** a program posts here without a form, a session or a page before it (RFC 8058): the token in the path is the whole proof, and the handler asks it */
  readonly byToken?: true;
  /** a program posts here with `Authorization`, which no browser sends by itself and no page of another site can set: that is the whole proof, and the handler asks it */
  readonly byHeader?: true;
  readonly handler: (asked: Asked) => Promise<Answer> | Answer;
};

/** A page under /kk, /ru and /en. A route without a gate does not compile. */
export const page = (route: Omit<Route, 'skin'>): Route => ({ skin: 'page', ...route });
/** A route without a language prefix: attachments, health, feeds. */
export const bare = (route: Omit<Route, 'skin'>): Route => ({ skin: 'bare', ...route });

export const html = (node: VNode, status: 200 | 201 | 401 | 403 | 404 | 409 | 413 | 422 | 429 | 500 | 503 = 200, headers: Record<string, string> = {}): Response =>
  new Response(`<!doctype html>${renderToString(node)}`, { status, headers: { 'content-type': 'text/html; charset=utf-8', ...headers } });

/** After a done act: 303, so that reloading repeats nothing. `path` is within the site. */
export const seeOther = (path: string, headers: Record<string, string> = {}): Response =>
  new Response(null, { status: 303, headers: { location: path.startsWith('/') && !path.startsWith('//') ? path : '/', ...headers } });

/** Refusal code → HTTP status, here and nowhere else. */
export const statusOf = (refusal: Refusal): 403 | 404 | 409 | 413 | 422 | 429 | 503 => {
  const { code } = refusal;
  if (code.endsWith('not_found')) return 404;
  if (code.startsWith('invalid') || code.endsWith('_invalid') || code.endsWith('_required') || code === 'same_key_other_body') return 422;
  if (code.startsWith('too_many')) return 429;
  if (code.startsWith('too_large')) return 413;
  if (code.startsWith('not_allowed') || code.endsWith('_forbidden')) return 403;
  return 409;
};

/** Where this instance is reached from outside: configured, never taken from a request's Host header. No slash at the end. */
export const siteUrl = (config: Config): string => (config.JAUAP_URL ?? `http://${config.HOST}:${config.PORT}`).replace(/\/$/, '');

/** One file to serve as it is. */
export const bytes = (body: Uint8Array | ReadableStream<Uint8Array>, headers: Record<string, string>): Response =>
  new Response(body as unknown as ReadableStream<Uint8Array>, { headers });

export const langOf = (c: Context): Lang => {
  const first = c.req.path.split('/')[1] ?? '';
  return isLang(first) ? first : preferredLang(c.req.header('accept-language'));
};

/** Kazakh unless the browser clearly asks for Russian or English first. */
export const preferredLang = (header: string | undefined): Lang => {
  const first = header?.split(',')[0]?.trim().slice(0, 2).toLowerCase() ?? '';
  return isLang(first) ? first : 'kk';
};

/** Turns what a handler gave back into a response; `refused` draws a refusal as a page in the reader's language. */
export const respond = (answer: Answer, refused: (refusal: Refusal) => Response): Response =>
  answer instanceof Response ? answer : isRefusal(answer) ? refused(answer) : html(answer);

/** problem+json for the API: the same code as the page's refusal. */
export const problem = (status: number, code: string, detail: string, more: Record<string, unknown> = {}): Response =>
  new Response(JSON.stringify({ type: `urn:jauap:refusal:${code}`, title: code, status, detail, ...more }), {
    status,
    headers: { 'content-type': 'application/problem+json', ...(status === 503 ? { 'retry-after': '5' } : {}) },
  });
