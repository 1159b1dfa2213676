import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify, type KeyObject } from 'node:crypto';
import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, readFileSync, readSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeFolder } from '../../platform/folder.ts';

/** Signs roots with Ed25519. `keyId` is the beginning of the public key's hash. */
export type Signer = { readonly keyId: string; readonly publicPem: string; readonly sign: (text: Buffer) => Buffer };

export const keyIdOf = (publicPem: string): string => createHash('sha256').update(publicPem).digest('hex').slice(0, 16);

export const signerFrom = (key: KeyObject): Signer => {
  const publicPem = createPublicKey(key).export({ type: 'spki', format: 'pem' }) as string;
  return { keyId: keyIdOf(publicPem), publicPem, sign: (text) => sign(null, text, key) };
};

/** The instance's key: made once, readable by its owner only. */
export const signerIn = (file: string): Signer => {
  try {
    return signerFrom(createPrivateKey(readFileSync(file)));
  } catch (error) {
    if ((error as { code?: string }).code !== 'ENOENT') throw error;
    makeFolder(dirname(file));
    const { privateKey } = generateKeyPairSync('ed25519');
    writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' });
    return signerFrom(privateKey);
  }
};

export const signatureHolds = (publicPem: string, text: Buffer, signature: Buffer): boolean => verify(null, text, createPublicKey(publicPem), signature);

export type Noted = { readonly size: number; readonly root: string };
/** Roots written where the database cannot reach them: a line `size root-hex` each. */
export type Witness = { readonly note: (size: number, root: Buffer) => void; readonly lines: () => readonly Noted[] };

const witnessLine = /^\d+ [0-9a-f]{64}$/;
/** What stands in such a text, whole lines alone: a torn one is none. */
export const notedIn = (text: string): readonly Noted[] => text.split('\n').filter((line) => witnessLine.test(line)).map((line) => ({ size: Number(line.split(' ')[0]), root: line.split(' ')[1] ?? '' }));

export const witnessFile = (file: string): Witness => ({
  note: (size, root) => {
    const handle = openSync(file, 'a+', 0o600);
    const { size: before } = fstatSync(handle);
    try {
      // a power cut may have left a piece of a line: the next one does not grow onto it
      const last = Buffer.alloc(1);
      const torn = before > 0 && readSync(handle, last, 0, 1, before - 1) === 1 && last.toString() !== '\n';
      writeFileSync(handle, `${torn ? '\n' : ''}${size} ${root.toString('hex')}\n`);
      fsyncSync(handle);
    } catch (error) {
      ftruncateSync(handle, before); // a full disk takes half a line, which nobody could tell from one that was altered
      throw error;
    } finally {
      closeSync(handle);
    }
  },
  lines: () => {
    let text = '';
    try {
      text = readFileSync(file, 'utf8');
    } catch (error) {
      if ((error as { code?: string }).code !== 'ENOENT') throw error;
    }
    return notedIn(text);
  },
});
