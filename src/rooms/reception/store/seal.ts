import { makeSeal } from '../../../platform/seal.ts';
import { codeOf, codeTyped, tokenOf } from '../../../platform/seal/proofs.ts';

export { linkHash } from '../../../platform/seal/proofs.ts';

/** Column keys live outside the database (trust.md): a copy of the tables gives no personal number, no link and no code. */
const { set, close, open, hash } = makeSeal('reception');
export const setReceptionSecret = set;

/** What has a link and a code of its own. */
export type Held = 'booking' | 'ticket' | 'visit' | 'screen' | 'device' | 'room';

/** 128 bits: made again from the key, so that a repeated request gets the same answer. */
export const linkToken = (what: Held, id: number, version: number): string => tokenOf(hash('link', `${what}:${id}:${version}`));
export const followCode = (what: Held, id: number, version: number): string => codeOf(hash('code', `${what}:${id}:${version}`));

export const codeHash = (what: Held, id: number, typed: string): Buffer => hash('code hash', `${what}:${id}:${codeTyped(typed)}`);

export const sealed = (use: string, of: string, text: string): Buffer => close(use, of, text);
/** Throws when the sealed text was changed, moved to another row, or the key is another. */
export const opened = (use: string, of: string, body: Buffer): string => open(use, of, body);
export const iinHash = (iin: string): Buffer => hash('iin hash', iin);
export const callerHash = (kind: 'number' | 'caller' | 'booker', text: string): Buffer => hash('caller', `${kind}:${text}`);
