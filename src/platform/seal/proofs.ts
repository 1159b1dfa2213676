import { createHash } from 'node:crypto';
import { latin } from '../../kernel/typed.ts';

/** What of a link is kept: whoever reads the tables opens nothing by it. */
export const linkHash = (token: string): Buffer => createHash('sha256').update(token).digest();
/** 128 bits of a keyed hash, as they stand in a link. */
export const tokenOf = (bytes: Buffer): string => bytes.subarray(0, 16).toString('base64url');

// Crockford's alphabet: no I, L, O, U to misread on paper
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** 40 bits of a keyed hash, `XXXX-XXXX`: read out with the number. Tries are counted (platform/db/tries.ts). */
export const codeOf = (bytes: Buffer): string => {
  const letters = Array.from(bytes.subarray(0, 8), (byte) => alphabet[byte % 32]).join('');
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
};
/** As people type it: letter case, hyphens and look-alikes forgiven. */
export const codeTyped = (typed: string): string => latin(typed).replace(/[\s\p{Pd}\u2212]/gu, '').replace(/O/g, '0').replace(/[IL]/g, '1');

/** What was sent under a key: the same whatever the order of its fields. */
export const bodyHash = (body: unknown): Buffer => createHash('sha256').update(JSON.stringify(sorted(body))).digest();
const sorted = (value: unknown): unknown =>
  Array.isArray(value) ? value.map(sorted)
  : value !== null && typeof value === 'object' ? Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined).toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([k, v]) => [k, sorted(v)]))
  : value;
