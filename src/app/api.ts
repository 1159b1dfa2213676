import type { Context, Hono } from 'hono';
import { getCookie } from 'hono/cookie';
import { visitor } from '../kernel/actor.ts';
import { isRefusal } from '../kernel/refusal.ts';
import { clean } from '../kernel/typed.ts';
import { isLang, sayLoose, say, type Lang, type Sentence } from '../kernel/words.ts';
import { isUnavailable } from '../platform/db.ts';
import { preferredLang, problem, statusOf, type Asked } from '../platform/web.ts';
import type { Operation } from '../platform/web/api.ts';
import { capped, cleanQuery } from '../platform/web/form.ts';
import { FormTooLarge } from '../platform/web/multipart.ts';
import { keepAnswer, keptAnswer, onceFor, type Kept } from './api/once.ts';
import { openApi } from './api/openapi.ts';
import { apiWords as w } from './api/words.ts';
import { refusalText, remoteOf, sessionCookie, type Serving } from './server.tsx';

const bodyLimitBytes = 1024 * 1024;

/** `fields`: sentences for the codes of the schemas' issues. */
export type Spoken = { readonly fields: Readonly<Record<string, Sentence>>; readonly other: Sentence };

/** Mounts every operation under /api/v1 and its description at /api/v1/openapi.json. */
export const mountApi = (operations: readonly Operation[], spoken: Spoken) => (app: Hono, serving: Serving): void => {
  const description = openApi(operations);
  app.get('/api/v1/openapi.json', (c) => c.json(description));
  for (const op of operations) {
    app[op.method](`/api/v1${op.path.replace(/\{(\w+)\}/g, ':$1')}`, (c) => serve(c, op, serving, spoken));
  }
  app.all('/api/*', (c) => problem(404, 'not_found', say(langFor(c), w.noOperation, { list: '/api/v1/openapi.json' })));
};

const langFor = (c: Context): Lang => {
  const given = c.req.query('lang') ?? '';
  return isLang(given) ? given : preferredLang(c.req.header('accept-language'));
};

const serve = async (c: Context, op: Operation, serving: Serving, spoken: Spoken): Promise<Response> => {
  const lang = langFor(c);
  try {
    const asked = await ask(c, lang, serving);
    if (!op.may.opens(asked.ctx.actor)) return problem(asked.ctx.actor.kind === 'visitor' ? 401 : 404, 'not_found', say(lang, w.notForYou));
    if (op.params) {
      const params = op.params.safeParse(c.req.param());
      if (!params.success) return problem(404, 'not_found', say(lang, w.noRecord));
    }
    if (!op.body) return await answer(op, asked, undefined, serving);
    const body = await readBody(c, lang);
    if (body instanceof Response) return body;
    const parsed = op.body.schema.safeParse(body.json);
    if (!parsed.success) {
      const errors = parsed.error.issues.slice(0, 100).map((issue) => ({ at: issue.path.join('.'), code: Object.hasOwn(spoken.fields, issue.message) ? issue.message : issue.code, message: sayLoose(lang, spoken.fields[issue.message] ?? spoken.other) }));
      return problem(422, 'invalid_body', say(lang, w.wrongBody, { list: 'errors' }), { errors });
    }
    if (!op.idempotent) return await answer(op, asked, parsed.data, serving);
    return await once(c, op, asked, body.text, parsed.data, serving);
  } catch (error) {
    if (isUnavailable(error)) return problem(503, 'unavailable', say(lang, w.away));
    serving.ctx.log.error('api.failed', error, { operation: op.id });
    return problem(500, 'failed', say(lang, w.broken));
  }
};

const ask = async (c: Context, lang: Lang, { ctx, config, house }: Serving): Promise<Asked> => {
  const token = c.req.header('authorization')?.replace(/^Bearer /, '') ?? getCookie(c, sessionCookie);
  const actor = token ? await house.sessionActor({ ...ctx, actor: visitor }, token) : null;
  return {
    ctx: { ...ctx, actor: actor ?? visitor }, config, lang, here: c.req.path, org: { kk: '', ru: '', en: '' }, demo: false,
    param: (name) => clean(c.req.param(name) ?? ''), query: cleanQuery(new URL(c.req.url).searchParams),
    csrf: '', visit: '', session: null, remote: remoteOf(c, config), userAgent: '',
    form: () => Promise.reject(new Error('an operation has no form')), raw: c,
  };
};

/** Counted while it comes: a length that was not declared is not trusted to be short. */
const readBody = async (c: Context, lang: Lang): Promise<{ text: string; json: unknown } | Response> => {
  // A cross-site page can send text/plain with the visitor's cookie, never application/json without asking first.
  if (!/^application\/json\s*(;|$)/i.test(c.req.header('content-type') ?? '')) return problem(415, 'invalid_content_type', say(lang, w.wrongType, { type: 'application/json' }));
  const tooLarge = () => problem(413, 'too_large', say(lang, w.tooLarge));
  if (Number(c.req.header('content-length') ?? 0) > bodyLimitBytes) return tooLarge();
  try {
    const text = c.req.raw.body ? await new Response(capped(c.req.raw.body, bodyLimitBytes)).text() : '';
    return { text, json: JSON.parse(text) as unknown };
  } catch (error) {
    if (error instanceof FormTooLarge) return tooLarge();
    if (error instanceof SyntaxError) return problem(400, 'invalid_json', say(lang, w.notJson));
    throw error;
  }
};

const answer = async (op: Operation, asked: Asked, body: unknown, serving: Serving): Promise<Response> => {
  const result = await op.handler(asked, body);
  if (isRefusal(result)) return problem(statusOf(result), result.code, refusalText(serving.house, asked.lang, result));
  return Response.json(result, { status: op.answer.status, headers: { 'cache-control': 'no-store' } });
};

/**
 * Same key and same body: the same answer; another body: 422 (trust.md, rule 3). The act itself is keyed by the same
 * key, so a crash between the act and this row still gives one record.
 */
const once = async (c: Context, op: Operation, asked: Asked, text: string, body: unknown, serving: Serving): Promise<Response> => {
  const key = c.req.header('idempotency-key') ?? '';
  if (!/^[\w-]{8,80}$/.test(key)) return problem(400, 'idempotency_key_required', say(asked.lang, w.keyMissing, { header: 'Idempotency-Key' }));
  const mine = onceFor(op.id, asked.ctx.actor, key, text);
  const before = await keptAnswer(asked.ctx, asked.config, mine);
  if (before) return replay(asked.lang, before);
  const response = await answer(op, { ...asked, visit: key }, body, serving);
  if (response.status >= 300) return response;
  await keepAnswer(asked.ctx, asked.config, mine, { status: response.status, text: await response.clone().text() });
  const after = await keptAnswer(asked.ctx, asked.config, mine);
  return after ? replay(asked.lang, after) : response;
};

const replay = (lang: Lang, before: Kept): Response =>
  before.same
    ? new Response(before.text, { status: before.status, headers: { 'content-type': 'application/json', 'cache-control': 'no-store' } })
    : problem(422, 'same_key_other_body', say(lang, w.otherBody));
