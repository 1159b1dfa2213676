import { createHash } from 'node:crypto';
import { makeSeal } from '../../../platform/seal.ts';

/** Column keys live outside the database (trust.md): a copy of the tables gives no personal number, no follow-up link and no code. */
const { set, close, open, hash } = makeSeal('appeals');
export const setSealSecret = set;

/** Bound to no row, as it was from the first day on. */
export const seal = (text: string): Buffer => close('iin', '', text);
/** Throws when the sealed text was changed or the key is another. */
export const unseal = (sealed: Buffer): string => open('iin', '', sealed);

/** Finds the same number again without opening any. */
export const iinHash = (iin: string): Buffer => hash('iin hash', iin);

// Crockford's alphabet: no I, L, O, U to misread on a printed talon
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** 128 bits: the follow-up link. Made again from the key, so that a repeated request gets the same answer. */
export const linkToken = (appealId: number, version: number): string => hash('link', `${appealId}:${version}`).subarray(0, 16).toString('base64url');
export const linkHash = (token: string): Buffer => createHash('sha256').update(token).digest();

/** 40 bits, `XXXX-XXXX`: read out with the number. Tries are counted (follow_try). */
export const followCode = (appealId: number, version: number): string => {
  const bytes = hash('code', `${appealId}:${version}`);
  const letters = Array.from(bytes.subarray(0, 8), (byte) => alphabet[byte % 32]).join('');
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
};

/** As people type it: letter case, hyphens and look-alikes forgiven. */
export const codeHash = (appealId: number, typed: string): Buffer =>
  hash('code hash', `${appealId}:${typed.toUpperCase().replace(/[\s\-–—‑]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1')}`);

export const callerHash = (kind: 'number' | 'caller', text: string): Buffer => hash('caller', `${kind}:${text}`);
