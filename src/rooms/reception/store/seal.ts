import { createHash } from 'node:crypto';
import { makeSeal } from '../../../platform/seal.ts';

/** Column keys live outside the database (trust.md): a copy of the tables gives no personal number, no link and no code. */
const { set, close, open, hash } = makeSeal('reception');
export const setReceptionSecret = set;

// Crockford's alphabet: no I, L, O, U to misread on paper
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** What has a link and a code of its own. */
export type Held = 'booking' | 'ticket' | 'visit' | 'screen' | 'device' | 'room';

/** 128 bits: made again from the key, so that a repeated request gets the same answer. */
export const linkToken = (what: Held, id: number, version: number): string => hash('link', `${what}:${id}:${version}`).subarray(0, 16).toString('base64url');
export const linkHash = (token: string): Buffer => createHash('sha256').update(token).digest();

/** 40 bits, `XXXX-XXXX`: read out with the number. Tries are counted (follow_try). */
export const followCode = (what: Held, id: number, version: number): string => {
  const bytes = hash('code', `${what}:${id}:${version}`);
  const letters = Array.from(bytes.subarray(0, 8), (byte) => alphabet[byte % 32]).join('');
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
};

/** As people type it: letter case, hyphens and look-alikes forgiven. */
export const codeHash = (what: Held, id: number, typed: string): Buffer =>
  hash('code hash', `${what}:${id}:${typed.toUpperCase().replace(/[\s\-–—‑]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1')}`);

export const sealed = (use: string, of: string, text: string): Buffer => close(use, of, text);
/** Throws when the sealed text was changed, moved to another row, or the key is another. */
export const opened = (use: string, of: string, body: Buffer): string => open(use, of, body);
export const iinHash = (iin: string): Buffer => hash('iin hash', iin);
export const callerHash = (kind: 'number' | 'caller' | 'booker', text: string): Buffer => hash('caller', `${kind}:${text}`);
