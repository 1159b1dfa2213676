import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { makeSeal } from '../../platform/seal.ts';

const { set, close, open, hash } = makeSeal('people');
export const setPeopleSecret = set;

/** `of` binds it to its row: moved to another, it does not open. */
export const seal = (use: 'totp' | 'ceremony', of: string, text: string): Buffer => close(use, of, text);
export const unseal = (use: 'totp' | 'ceremony', of: string, sealed: Buffer): string => open(use, of, sealed);

export const tryKey = (kind: 'login' | 'caller', text: string): Buffer => hash('tries', `${kind}\n${text}`);

/** What a passkey remembers its owner by: nothing a person could read. */
export const handleOf = (accountId: number): Buffer => hash('handle', String(accountId));

/** 256 bits, and what of them is kept. */
export const newToken = (): string => randomBytes(32).toString('base64url');
export { linkHash as tokenHash } from '../../platform/seal/proofs.ts';

/** OWASP's least for argon2id: 19 MiB, two passes, one lane. */
const strength = { memory: 19_456, passes: 2, parallelism: 1 } as const;

const argon = (password: string, nonce: Buffer, o: { memory: number; passes: number; parallelism: number; tagLength: number }): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    argon2('argon2id', { message: password, nonce, ...o }, (error, key) => (error ? reject(error) : resolve(key)));
  });

const bare = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');

export const hashPassword = async (password: string): Promise<string> => {
  const nonce = randomBytes(16);
  const key = await argon(password, nonce, { ...strength, tagLength: 32 });
  return `$argon2id$v=19$m=${strength.memory},t=${strength.passes},p=${strength.parallelism}$${bare(nonce)}$${bare(key)}`;
};

export const passwordMatches = async (password: string, phc: string): Promise<boolean> => {
  const found = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/.exec(phc);
  if (!found) throw new Error('a stored password is not in the argon2id form');
  const [, memory, passes, parallelism, nonce = '', key = ''] = found;
  const expected = Buffer.from(key, 'base64');
  const actual = await argon(password, Buffer.from(nonce, 'base64'), { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism), tagLength: expected.length });
  return timingSafeEqual(actual, expected);
};

let nobodys: Promise<string> | undefined;
/** Nobody's password: an unknown login costs the same work. */
export const nobodysPhc = (): Promise<string> => (nobodys ??= hashPassword(newToken()));

/** Between two pages of one ceremony nothing is kept on the server: the browser carries it sealed, for its purpose and a few minutes. */
export const sealStep = <T extends object>(purpose: string, kept: T, until: number): string =>
  seal('ceremony', purpose, JSON.stringify({ kept, until })).toString('base64url');

/** Null when it ran out, was cut or changed, or belongs to another purpose or browser. */
export const openStep = <T extends object>(purpose: string, sealed: string, now: number): T | null => {
  try {
    const { kept, until } = JSON.parse(unseal('ceremony', purpose, Buffer.from(sealed, 'base64url'))) as { kept: T; until: number };
    return now < until ? kept : null;
  } catch {
    // a broken seal is the same as none
    return null;
  }
};
