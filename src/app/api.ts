import { createHash } from 'node:crypto';
import type { Context, Hono } from 'hono';
import { getCookie } from 'hono/cookie';
import { visitor } from '../kernel/actor.ts';
import { isRefusal } from '../kernel/refusal.ts';
import { isLang, type Lang } from '../kernel/words.ts';
import { isUnavailable, read, sql, view, write, type Tx } from '../platform/db.ts';
import { problem, statusOf, type Asked } from '../platform/web.ts';
import type { Operation } from '../platform/web/api.ts';
import { openApi } from './api/openapi.ts';
import { refusalText, sessionCookie, type Serving } from './server.tsx';

const bodyLimitBytes = 1024 * 1024;

/** Mounts every operation under /api/v1 and its description at /api/v1/openapi.json. */
export const mountApi = (operations: readonly Operation[]) => (app: Hono, serving: Serving): void => {
  const description = openApi(operations);
  app.get('/api/v1/openapi.json', (c) => c.json(description));
  for (const op of operations) {
    app[op.method](`/api/v1${op.path.replace(/\{(\w+)\}/g, ':$1')}`, (c) => serve(c, op, serving));
  }
  app.all('/api/*', () => problem(404, 'not_found', 'There is no such operation.'));
};

const serve = async (c: Context, op: Operation, serving: Serving): Promise<Response> => {
  const given = c.req.query('lang') ?? c.req.header('accept-language')?.slice(0, 2) ?? '';
  const lang: Lang = isLang(given) ? given : 'kk';
  try {
    const asked = await ask(c, lang, serving);
    if (!op.may.opens(asked.ctx.actor)) return problem(asked.ctx.actor.kind === 'visitor' ? 401 : 404, 'not_found', 'There is nothing here for you.');
    if (op.params) {
      const params = op.params.safeParse(c.req.param());
      if (!params.success) return problem(404, 'not_found', 'There is no such record.');
    }
    if (!op.body) return await answer(op, asked, undefined, serving);
    const body = await readBody(c);
    if (body instanceof Response) return body;
    const parsed = op.body.schema.safeParse(body.json);
    if (!parsed.success)
      return problem(422, 'invalid_body', 'The body does not fit the schema.', { errors: parsed.error.issues.map((issue) => ({ at: issue.path.join('.'), message: issue.message })) });
    if (!op.idempotent) return await answer(op, asked, parsed.data, serving);
    return await once(c, op, asked, body.text, parsed.data, serving);
  } catch (error) {
    if (isUnavailable(error)) return problem(503, 'unavailable', 'The outcome is unknown. Send the same request with the same Idempotency-Key again.');
    serving.ctx.log.error('api.failed', error, { operation: op.id });
    return problem(500, 'failed', 'Something broke on our side.');
  }
};

const ask = async (c: Context, lang: Lang, { ctx, config, house }: Serving): Promise<Asked> => {
  const token = c.req.header('authorization')?.replace(/^Bearer /, '') ?? getCookie(c, sessionCookie);
  const actor = token ? await house.sessionActor({ ...ctx, actor: visitor }, token) : null;
  return {
    ctx: { ...ctx, actor: actor ?? visitor }, config, lang, here: c.req.path, org: { kk: '', ru: '', en: '' }, demo: false,
    param: (name) => c.req.param(name) ?? '', query: new URL(c.req.url).searchParams,
    csrf: '', visit: '', session: null, remote: '', userAgent: '',
    form: () => Promise.reject(new Error('an operation has no form')), raw: c,
  };
};

const readBody = async (c: Context): Promise<{ text: string; json: unknown } | Response> => {
  // A cross-site page can send text/plain with the visitor's cookie, never application/json without asking first.
  if (!(c.req.header('content-type') ?? '').startsWith('application/json')) return problem(415, 'invalid_content_type', 'Send application/json.');
  if (Number(c.req.header('content-length') ?? 0) > bodyLimitBytes) return problem(413, 'too_large', 'The body is larger than 1 MB.');
  const text = await c.req.text();
  if (text.length > bodyLimitBytes) return problem(413, 'too_large', 'The body is larger than 1 MB.');
  try {
    return { text, json: JSON.parse(text) as unknown };
  } catch {
    return problem(400, 'invalid_json', 'The body is not JSON.');
  }
};

const answer = async (op: Operation, asked: Asked, body: unknown, serving: Serving): Promise<Response> => {
  const result = await op.handler(asked, body);
  if (isRefusal(result)) return problem(statusOf(result), result.code, refusalText(serving.house, asked.lang, result));
  return Response.json(result, { status: op.answer.status });
};

/**
 * Same key and same body: the same answer; another body: 422 (trust.md, rule 3). The act itself is keyed by the same
 * key, so a crash between the act and this row still gives one record.
 */
const once = async (c: Context, op: Operation, asked: Asked, text: string, body: unknown, serving: Serving): Promise<Response> => {
  const key = c.req.header('idempotency-key') ?? '';
  if (!/^[\w-]{8,80}$/.test(key)) return problem(400, 'idempotency_key_required', 'Send an Idempotency-Key header of 8 to 80 letters, digits, - or _.');
  const sha = createHash('sha256').update(text).digest();
  const before = await read(asked.ctx, (q) => kept(q as Tx, op.id, key));
  if (before) return replay(before, sha);
  const response = await answer(op, { ...asked, visit: key }, body, serving);
  if (response.status >= 500) return response;
  if (response.status < 300) {
    const json = await response.clone().text();
    await write(asked.ctx, async (tx) => {
      await sql`INSERT INTO platform.idempotency (scope, key, body_sha256, status, answer) VALUES (${op.id}, ${key}, ${sha}, ${response.status}, ${json}::jsonb) ON CONFLICT DO NOTHING`.execute(view(tx));
    });
    const after = await read(asked.ctx, (q) => kept(q as Tx, op.id, key));
    if (after) return replay(after, sha);
  }
  return response;
};

type Kept = { body_sha256: Buffer; status: number; answer: unknown };
const kept = async (q: Tx, scope: string, key: string): Promise<Kept | undefined> =>
  (await sql<Kept>`SELECT body_sha256, status, answer FROM platform.idempotency WHERE scope = ${scope} AND key = ${key}`.execute(view(q))).rows[0];

const replay = (before: Kept, sha: Buffer): Response =>
  before.body_sha256.equals(sha)
    ? Response.json(before.answer, { status: before.status })
    : problem(422, 'same_key_other_body', 'This Idempotency-Key was used with another body.');
