import { isRefusal, type Refusal } from '../../../kernel/refusal.ts';
import { siteUrl, type Asked } from '../../../platform/web.ts';
import { passkeyRegisterOptions, passkeyRegisterVerify, passkeySignInOptions, passkeySignInVerify } from '../acts/passkeys.ts';
import { sessionActor } from '../acts/sessions.ts';
import { siteAt, type Site } from '../passkeys.ts';
import { formStatus, homeOf, localPath, sentence, sessionCookie } from './ways.ts';

/** Spoken by a script, since only a script can ask a browser for a passkey: the form's fields in, JSON out. */
const said = (asked: Asked, given: object | Refusal, headers: Record<string, string> = {}): Response =>
  isRefusal(given)
    ? new Response(JSON.stringify({ code: given.code, sentence: sentence(asked.lang, given) }), { status: formStatus(given), headers: { 'content-type': 'application/json' } })
    : new Response(JSON.stringify(given), { headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers } });

const site = (asked: Asked): Site => siteAt(siteUrl(asked.config));

/** The name passkeys are bound to; null where the site has a number for an address, which no browser takes. */
export const keyHost = (asked: Asked): string | null => {
  const { id } = site(asked);
  return /^[\d.]+$|:/.test(id) ? null : id;
};

/** What the browser answered; anything that is no JSON is no answer. */
const responseOf = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // a cut body is refused as any other wrong answer
    return null;
  }
};

export const addKeyOptions = async (asked: Asked): Promise<Response> => {
  const form = await asked.form();
  return said(asked, await passkeyRegisterOptions(asked.ctx, { site: site(asked), password: form.get('present') }));
};

export const addKey = async (asked: Asked): Promise<Response> => {
  const form = await asked.form();
  const done = await passkeyRegisterVerify(asked.ctx, { site: site(asked), ceremony: form.get('ceremony'), response: responseOf(form.get('response')), name: form.get('name') });
  return said(asked, isRefusal(done) ? done : { next: `/${asked.lang}/me?done=passkey` });
};

export const enterOptions = async (asked: Asked): Promise<Response> => said(asked, await passkeySignInOptions(asked.ctx, site(asked)));

export const enter = async (asked: Asked): Promise<Response> => {
  const form = await asked.form();
  const done = await passkeySignInVerify(asked.ctx, { site: site(asked), ceremony: form.get('ceremony'), response: responseOf(form.get('response')), remote: asked.remote, userAgent: asked.userAgent });
  if (isRefusal(done)) return said(asked, done);
  const next = localPath(form.get('next')) ?? homeOf(asked.lang, await sessionActor(asked.ctx, done.token));
  return said(asked, { next }, { 'set-cookie': sessionCookie(asked.config, done.token) });
};
