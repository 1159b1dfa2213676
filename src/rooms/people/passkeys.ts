import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import { z } from 'zod';

/** Whose passkeys they are: bound to the site's address by the browser itself. */
export type Site = { readonly origin: string; readonly id: string; readonly name: string };
export const siteAt = (address: string): Site => {
  const { origin, hostname } = new URL(address);
  return { origin, id: hostname, name: 'Jauap' };
};

// EdDSA, ES256, RS256: what the authenticators in people's hands know
const algorithms = [-8, -7, -257];

/** Read when somebody first uses a passkey: with the certificates it knows it takes 5 MB of the heap and twice that beside. */
const library = () => import('@simplewebauthn/server');

const text = z.string().max(20_000);
const registration = z.object({
  id: text, rawId: text, type: z.literal('public-key'), clientExtensionResults: z.object({}).default({}),
  response: z.object({ clientDataJSON: text, attestationObject: text, transports: z.array(z.string().max(40)).max(10).optional() }),
});
const authentication = z.object({
  id: text, rawId: text, type: z.literal('public-key'), clientExtensionResults: z.object({}).default({}),
  response: z.object({ clientDataJSON: text, authenticatorData: text, signature: text, userHandle: text.optional() }),
});

/** A passkey is known by what the person is or knows (fingerprint, PIN) on what they have: one step, but two proofs. */
export const registrationOptions = async (site: Site, person: { handle: Buffer; login: string; name: string }, known: readonly string[]) =>
  (await library()).generateRegistrationOptions({
    rpName: site.name, rpID: site.id, userName: person.login, userDisplayName: person.name, userID: new Uint8Array(person.handle), attestationType: 'none',
    excludeCredentials: known.map((id) => ({ id })), authenticatorSelection: { residentKey: 'required', userVerification: 'required' }, supportedAlgorithmIDs: algorithms,
  });

export const signInOptions = async (site: Site) => (await library()).generateAuthenticationOptions({ rpID: site.id, userVerification: 'required' });

export type NewPasskey = { readonly credentialId: string; readonly publicKey: Buffer; readonly counter: number; readonly transports: readonly string[] };

/** The library throws on anything that does not fit; to the person it is one and the same: it did not work. */
export const registered = async (site: Site, challenge: string, given: unknown): Promise<NewPasskey | null> => {
  const parsed = registration.safeParse(given);
  if (!parsed.success) return null;
  const { verifyRegistrationResponse } = await library();
  const verified = await verifyRegistrationResponse({ response: parsed.data as RegistrationResponseJSON, expectedChallenge: challenge, expectedOrigin: site.origin, expectedRPID: site.id, requireUserVerification: true, supportedAlgorithmIDs: algorithms }).catch(() => null);
  if (!verified?.verified) return null;
  const { id, publicKey, counter } = verified.registrationInfo.credential;
  return { credentialId: id, publicKey: Buffer.from(publicKey), counter, transports: parsed.data.response.transports ?? [] };
};

export const credentialIdOf = (given: unknown): string | null => {
  const parsed = authentication.safeParse(given);
  return parsed.success ? parsed.data.id : null;
};

/** The new counter; null when the signature is not of this key, for this challenge, on this site. */
export const signedWith = async (site: Site, challenge: string, given: unknown, key: { credentialId: string; publicKey: Buffer; counter: number }): Promise<number | null> => {
  const parsed = authentication.safeParse(given);
  if (!parsed.success) return null;
  const { verifyAuthenticationResponse } = await library();
  const verified = await verifyAuthenticationResponse({
    response: parsed.data as AuthenticationResponseJSON, expectedChallenge: challenge, expectedOrigin: site.origin, expectedRPID: site.id, requireUserVerification: true,
    credential: { id: key.credentialId, publicKey: new Uint8Array(key.publicKey), counter: key.counter },
  }).catch(() => null);
  return verified?.verified ? verified.authenticationInfo.newCounter : null;
};
