import { execFileSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import type { Certificate } from './dovecot.ts';

/** A certificate that nobody but itself vouches for, good for `names` (`DNS:…`, `IP:…`) and two days. Debian's dovecot brings openssl along. */
export const selfSigned = (dir: string, name: string, names: readonly string[]): Certificate => {
  const made = { certificate: join(dir, `${name}.pem`), key: join(dir, `${name}.key`) };
  execFileSync('openssl', [
    'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', `/CN=${name}`, '-addext', `subjectAltName=${names.join(',')}`,
    '-keyout', made.key, '-out', made.certificate,
  ], { stdio: 'pipe' });
  // the mail server is nobody, where the tests are root
  chmodSync(made.key, 0o644);
  return made;
};
