import { isRefusal, refuse } from '../../../kernel/refusal.ts';
import type { Lang } from '../../../kernel/words.ts';
import { seeOther, siteUrl, type Answer, type Asked } from '../../../platform/web.ts';
import { oidcSignIn } from '../acts/oidc.ts';
import { sessionActor } from '../acts/sessions.ts';
import { openStep, sealStep } from '../crypto.ts';
import { ceremonyMs } from '../law.ts';
import { arrival, departure, type Issuer, type Journey } from '../oidc.ts';
import { homeOf, localPath, sessionCookie } from './ways.ts';

export const issuerOf = (asked: Asked): Issuer | null => {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = asked.config;
  return issuer && clientId && clientSecret ? { issuer, clientId, clientSecret } : null;
};

/** Registered at the issuer as it stands: without a language. */
const backPath = '/sign-in/back';
const backAddress = (asked: Asked): URL => new URL(backPath, siteUrl(asked.config));

type Kept = { readonly journey: Journey; readonly next: string; readonly lang: Lang };
const purpose = 'oidc';
// Lax, so that it comes along when the issuer sends the browser back
const cookie = (asked: Asked, value: string, seconds: number): string => `jauap_journey=${value}; Max-Age=${seconds}; Path=${backPath}; HttpOnly; SameSite=Lax${backAddress(asked).protocol === 'https:' ? '; Secure' : ''}`;

/** Back to the door, in the person's language and without the issuer's code in the address. */
const turnedAway = (lang: Lang, code: 'oidc_failed' | 'oidc_unknown'): Response => seeOther(`/${lang}/sign-in?wrong=${code}`);

export const issuerPage = async (asked: Asked): Promise<Answer> => {
  const issuer = issuerOf(asked);
  const now = asked.ctx.clock.now();
  const left = issuer && (await departure(issuer, backAddress(asked).href, now).catch(() => null));
  if (!left) {
    asked.ctx.log.warn('people.issuer_away');
    return turnedAway(asked.lang, 'oidc_failed');
  }
  const kept = sealStep<Kept>(purpose, { journey: left.journey, next: localPath(asked.query.get('next') ?? '') ?? '', lang: asked.lang }, now + ceremonyMs);
  return new Response(null, { status: 303, headers: { location: left.address, 'set-cookie': cookie(asked, kept, ceremonyMs / 1000), 'cache-control': 'no-store' } });
};

export const issuerBack = async (asked: Asked): Promise<Answer> => {
  const issuer = issuerOf(asked);
  const now = asked.ctx.clock.now();
  const carried = /(?:^|;\s*)jauap_journey=([\w-]+)/.exec(asked.raw.req.header('cookie') ?? '')?.[1] ?? '';
  const kept = openStep<Kept>(purpose, carried, now);
  if (!issuer || !kept) return turnedAway(asked.lang, 'oidc_failed');
  const returned = backAddress(asked);
  returned.search = new URL(asked.raw.req.url).search;
  const who = await arrival(issuer, returned, kept.journey, now);
  const done = who ? await oidcSignIn(asked.ctx, { who, remote: asked.remote, userAgent: asked.userAgent }) : refuse('oidc_failed');
  const answer = isRefusal(done)
    ? turnedAway(kept.lang, done.code === 'oidc_unknown' ? 'oidc_unknown' : 'oidc_failed')
    : seeOther(kept.next || homeOf(kept.lang, await sessionActor(asked.ctx, done.token)), { 'set-cookie': sessionCookie(asked.config, done.token) });
  answer.headers.append('set-cookie', cookie(asked, '', 0));
  return answer;
};
