import {
  allowInsecureRequests, authorizationCodeGrant, buildAuthorizationUrl, calculatePKCECodeChallenge, discovery, enableNonRepudiationChecks, fetchUserInfo, randomNonce, randomPKCECodeVerifier, randomState,
  type Configuration,
} from 'openid-client';

export type Issuer = { readonly issuer: string; readonly clientId: string; readonly clientSecret: string };
/** What the browser carries, sealed, while it is at the issuer. */
export type Journey = { readonly state: string; readonly nonce: string; readonly verifier: string };
export type Identity = { readonly issuer: string; readonly subject: string; readonly email: string | null; readonly emailVerified: boolean };

const timeoutSeconds = 10;
const keptMs = 60 * 60_000;
const known = new Map<string, { configuration: Promise<Configuration>; until: number }>();

/** The issuer's own description, asked for once an hour. Without TLS only on this very machine. */
const described = (o: Issuer, now: number): Promise<Configuration> => {
  const key = `${o.issuer}\n${o.clientId}`;
  const found = known.get(key);
  if (found && found.until > now) return found.configuration;
  const configuration = asked(o, timeoutSeconds);
  known.set(key, { configuration, until: now + keptMs });
  configuration.catch(() => known.delete(key));
  return configuration;
};

const asked = (o: Issuer, timeout: number): Promise<Configuration> => {
  const issuer = new URL(o.issuer);
  const here = issuer.protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(issuer.hostname);
  // signatures are checked although the token comes over TLS: a proxy in between is not the issuer
  return discovery(issuer, o.clientId, o.clientSecret, undefined, { execute: [...(here ? [allowInsecureRequests] : []), enableNonRepudiationChecks], timeout });
};

/** Whether the issuer describes itself, under the name it is called by here, in the time that signing in gives it. Null: it does. Never throws. */
export const issuerAnswers = (o: Issuer, deadlineMs = timeoutSeconds * 1000): Promise<'silent' | 'refused' | null> =>
  asked(o, deadlineMs / 1000).then(() => null, (error: unknown) => {
    const { code, cause } = error as { code?: unknown; cause?: unknown };
    // every status but 200 has the code of a wrong description; these pass by themselves
    if (cause instanceof Response && (cause.status >= 500 || cause.status === 429)) return 'silent' as const;
    // an answer that is not what an issuer says has a code of the library's own; no answer has the network's
    return typeof code === 'string' && code.startsWith('OAUTH_') && !/TIMEOUT|ABORT/.test(code) ? 'refused' as const : 'silent' as const;
  });

/** Where to send the browser, and what it must bring back. */
export const departure = async (o: Issuer, back: string, now: number): Promise<{ address: string; journey: Journey }> => {
  const configuration = await described(o, now);
  const journey = { state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier() };
  const address = buildAuthorizationUrl(configuration, {
    redirect_uri: back, scope: 'openid email', state: journey.state, nonce: journey.nonce, code_challenge: await calculatePKCECodeChallenge(journey.verifier), code_challenge_method: 'S256',
  });
  return { address: address.href, journey };
};

/** Who came back; null when anything does not fit. `returned` is the public address the browser was sent to, with its query. */
export const arrival = async (o: Issuer, returned: URL, journey: Journey, now: number): Promise<Identity | null> => {
  try {
    const configuration = await described(o, now);
    const tokens = await authorizationCodeGrant(configuration, returned, { expectedState: journey.state, expectedNonce: journey.nonce, pkceCodeVerifier: journey.verifier, idTokenExpected: true });
    const claims = tokens.claims();
    if (!claims) return null;
    const more = claims['email'] === undefined && configuration.serverMetadata().userinfo_endpoint ? await fetchUserInfo(configuration, tokens.access_token, claims.sub) : claims;
    return { issuer: claims.iss, subject: claims.sub, email: typeof more['email'] === 'string' ? more['email'] : null, emailVerified: more['email_verified'] === true };
  } catch {
    // declined, late, forged or out of reach: the person starts again, or uses the password
    return null;
  }
};
