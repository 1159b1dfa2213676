import { makeSeal } from '../../../platform/seal.ts';
import { codeOf, codeTyped, tokenOf } from '../../../platform/seal/proofs.ts';

export { linkHash } from '../../../platform/seal/proofs.ts';

/** Column keys live outside the database (trust.md): a copy of the tables gives no personal number, no follow-up link and no code. */
const { set, close, open, hash } = makeSeal('appeals');
export const setSealSecret = set;

/** Bound to no row, as it was from the first day on. */
export const seal = (text: string): Buffer => close('iin', '', text);
/** Throws when the sealed text was changed or the key is another. */
export const unseal = (sealed: Buffer): string => open('iin', '', sealed);

/** Finds the same number again without opening any. */
export const iinHash = (iin: string): Buffer => hash('iin hash', iin);

/** 128 bits: the follow-up link. Made again from the key, so that a repeated request gets the same answer. */
export const linkToken = (appealId: number, version: number): string => tokenOf(hash('link', `${appealId}:${version}`));
export const followCode = (appealId: number, version: number): string => codeOf(hash('code', `${appealId}:${version}`));

export const codeHash = (appealId: number, typed: string): Buffer => hash('code hash', `${appealId}:${codeTyped(typed)}`);

export const callerHash = (kind: 'number' | 'caller', text: string): Buffer => hash('caller', `${kind}:${text}`);
