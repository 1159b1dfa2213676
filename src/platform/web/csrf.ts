import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** A browser's opaque id, made on its first page. */
export const newVisit = (): string => randomBytes(18).toString('base64url');

/** The hidden field's value: bound to the browser's id, so that another site cannot know it. */
export const csrfOf = (secret: string, visit: string): string => createHmac('sha256', secret).update(`csrf\n${visit}`).digest('base64url').slice(0, 32);

export const csrfMatches = (secret: string, visit: string, given: string): boolean => {
  const expected = Buffer.from(csrfOf(secret, visit));
  const actual = Buffer.from(given);
  return expected.length === actual.length && timingSafeEqual(expected, actual);
};

/** A form may only come from this site: what the browser itself says of the request's origin. */
export const sameOrigin = (headers: Headers, host: string): boolean => {
  const site = headers.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin' && site !== 'none') return false;
  const origin = headers.get('origin');
  if (origin === null) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
};
