import { createCipheriv, createDecipheriv, createHash, createHmac, createSecretKey, hkdfSync, randomBytes, type KeyObject } from 'node:crypto';

/**
 * Column keys live outside the database (trust.md): a copy of the tables gives no personal number, no follow-up link and no code.
 * `app` hands in the instance's secret once at start; tests hand in their own.
 */
let secret: (() => string) | undefined;
const keys = new Map<string, KeyObject>();

export const setSealSecret = (given: () => string): void => {
  secret = given;
  keys.clear();
};

const keyFor = (use: string): KeyObject => {
  const known = keys.get(use);
  if (known) return known;
  if (!secret) throw new Error('the seal has no secret: app calls setSealSecret at start');
  // a key object: a plain buffer is made into one anew by every hash, at four times the cost
  const made = createSecretKey(Buffer.from(hkdfSync('sha256', secret(), 'jauap appeals', use, 32)));
  keys.set(use, made);
  return made;
};

/** AES-256-GCM: 12 bytes of nonce, 16 of tag, then the text. */
export const seal = (text: string): Buffer => {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keyFor('iin'), nonce);
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
};

/** Throws when the sealed text was changed or the key is another. */
export const unseal = (sealed: Buffer): string => {
  const decipher = createDecipheriv('aes-256-gcm', keyFor('iin'), sealed.subarray(0, 12));
  decipher.setAuthTag(sealed.subarray(12, 28));
  return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]).toString('utf8');
};

const keyed = (use: string, text: string): Buffer => createHmac('sha256', keyFor(use)).update(text).digest();

/** Finds the same number again without opening any. */
export const iinHash = (iin: string): Buffer => keyed('iin hash', iin);

// Crockford's alphabet: no I, L, O, U to misread on a printed talon
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** 128 bits: the follow-up link. Made again from the key, so that a repeated request gets the same answer. */
export const linkToken = (appealId: number, version: number): string => keyed('link', `${appealId}:${version}`).subarray(0, 16).toString('base64url');
export const linkHash = (token: string): Buffer => createHash('sha256').update(token).digest();

/** 40 bits, `XXXX-XXXX`: read out with the number. Tries are counted (follow_try). */
export const followCode = (appealId: number, version: number): string => {
  const bytes = keyed('code', `${appealId}:${version}`);
  const letters = Array.from(bytes.subarray(0, 8), (byte) => alphabet[byte % 32]).join('');
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
};

/** As people type it: letter case, hyphens and look-alikes forgiven. */
export const codeHash = (appealId: number, typed: string): Buffer =>
  keyed('code hash', `${appealId}:${typed.toUpperCase().replace(/[\s\-–—‑]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1')}`);

export const callerHash = (kind: 'number' | 'caller', text: string): Buffer => keyed('caller', `${kind}:${text}`);
