import { readFileSync } from 'node:fs';
import { getCACertificates } from 'node:tls';

const loopback = /^(localhost|127(\.\d+){3}|\[?::1\]?)$/;
/** This very machine: there is no net in between. */
export const isNear = (host: string): boolean => loopback.test(host);

/**
 * Whose certificates a mail server is believed by. `ca`: a file of authorities beside those that Node knows; where it is set, a server on this machine shows a
 * certificate like any other.
 */
export const trusted = (host: string, ca: string | null): { readonly tls?: { readonly ca?: string[]; readonly rejectUnauthorized?: false } } => {
  if (ca !== null) return { tls: { ca: [...getCACertificates('default'), readFileSync(ca, 'utf8')] } };
  return isNear(host) ? { tls: { rejectUnauthorized: false } } : {};
};
