import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify, type KeyObject } from 'node:crypto';
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Signs roots with Ed25519. `keyId` is the beginning of the public key's hash. */
export type Signer = { readonly keyId: string; readonly publicPem: string; readonly sign: (text: Buffer) => Buffer };

export const signerFrom = (key: KeyObject): Signer => {
  const publicPem = createPublicKey(key).export({ type: 'spki', format: 'pem' }) as string;
  return { keyId: createHash('sha256').update(publicPem).digest('hex').slice(0, 16), publicPem, sign: (text) => sign(null, text, key) };
};

/** The instance's key: made once, readable by its owner only. */
export const signerIn = (file: string): Signer => {
  try {
    return signerFrom(createPrivateKey(readFileSync(file)));
  } catch (error) {
    if ((error as { code?: string }).code !== 'ENOENT') throw error;
    mkdirSync(dirname(file), { recursive: true });
    const { privateKey } = generateKeyPairSync('ed25519');
    writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' });
    return signerFrom(privateKey);
  }
};

export const signatureHolds = (publicPem: string, text: Buffer, signature: Buffer): boolean => verify(null, text, createPublicKey(publicPem), signature);

/** Roots written where the database cannot reach them: a line `size root-hex` each. */
export type Witness = { readonly note: (size: number, root: Buffer) => void; readonly lines: () => readonly { size: number; root: string }[] };

export const witnessFile = (file: string): Witness => ({
  note: (size, root) => appendFileSync(file, `${size} ${root.toString('hex')}\n`, { mode: 0o600, flush: true }),
  lines: () => {
    let text = '';
    try {
      text = readFileSync(file, 'utf8');
    } catch (error) {
      if ((error as { code?: string }).code !== 'ENOENT') throw error;
    }
    return text.split('\n').filter(Boolean).map((line) => ({ size: Number(line.split(' ')[0]), root: line.split(' ')[1] ?? '' }));
  },
});
