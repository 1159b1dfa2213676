import { Secret, TOTP } from 'otpauth';
import { seal, unseal } from './crypto.ts';

/** RFC 6238 with what every authenticator knows: SHA-1, six digits, thirty seconds. */
const periodSeconds = 30;
const totp = (secret: Secret, label: string): TOTP => new TOTP({ issuer: 'Jauap', label, algorithm: 'SHA1', digits: 6, period: periodSeconds, secret });

export type NewTotp = { readonly secret: string; readonly uri: string; readonly sealed: Buffer };

export const newTotp = (accountId: number, login: string): NewTotp => {
  const secret = new Secret({ size: 20 });
  return { secret: secret.base32, uri: totp(secret, login).toString(), sealed: seal('totp', String(accountId), secret.base32) };
};

/** The step the code belongs to, one either way for clocks that differ; null when it is none of them. */
export const stepOf = (sealed: Buffer, accountId: number, typed: string, now: number): number | null => {
  const code = typed.replace(/[\s-]/g, '');
  if (!/^\d{6}$/.test(code)) return null;
  const delta = totp(Secret.fromBase32(unseal('totp', String(accountId), sealed)), '').validate({ token: code, timestamp: now, window: 1 });
  return delta === null ? null : Math.floor(now / 1000 / periodSeconds) + delta;
};

/** The secret again, for the picture, while it waits for its first code. */
export const openTotp = (sealed: Buffer, accountId: number, login: string): { secret: string; uri: string } => {
  const secret = Secret.fromBase32(unseal('totp', String(accountId), sealed));
  return { secret: secret.base32, uri: totp(secret, login).toString() };
};

/** What the person's telephone shows at that moment: for the demo and the tests. */
export const codeAt = (secret: string, at: number): string => totp(Secret.fromBase32(secret), '').generate({ timestamp: at });
