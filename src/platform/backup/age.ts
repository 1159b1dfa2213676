import { createRequire } from 'node:module';
import { Readable } from 'node:stream';
import type * as Age from 'age-encryption';
import { Unreadable } from './unreadable.ts';

/** The age file format, version 1, with X25519 keys, by its author's library: what is written here opens with the program `age`, and the other way. */
export const ageMark = 'age-encryption.org/v1';

const require = createRequire(import.meta.url);
/** Read when a backup first asks for it: it takes 23 MB that a program which only serves need not hold. */
const age = (): typeof Age => require('age-encryption') as typeof Age;

/** `age1…`, read once without a fault */
export type Recipient = string & { readonly read: 'recipient' };
/** `AGE-SECRET-KEY-1…`, read once without a fault */
export type Identity = string & { readonly read: 'identity' };

/** A new pair: the identity is kept away from the server, the recipient is what it encrypts to. */
export const makeAgeKey = async (): Promise<{ readonly identity: string; readonly recipient: string }> => {
  const { generateX25519Identity, identityToRecipient } = age();
  const identity = await generateX25519Identity();
  return { identity, recipient: await identityToRecipient(identity) };
};

const holds = (read: () => void): boolean => {
  try {
    read();
    return true;
  } catch {
    return false;
  }
};

/** The library reads other kinds too, which the program `age` of a Debian in use does not: only `age1` and 58 letters is meant here. */
const isRecipient = (text: string): text is Recipient => /^age1[a-z0-9]{58}$/.test(text) && holds(() => new (age().Encrypter)().addRecipient(text));
const isIdentity = (text: string): text is Identity => text.startsWith('AGE-SECRET-KEY-1') && holds(() => new (age().Decrypter)().addIdentity(text));

/** What `age1…` says, or null where a letter of it is wrong. */
export const recipientOf = (text: string): Recipient | null => {
  const read = text.trim();
  return isRecipient(read) ? read : null;
};

/** Identities of a key file: a line each, `#` begins a remark. */
export const identitiesOf = (text: string): readonly Identity[] => {
  const lines = text.split('\n').map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'));
  if (lines.length === 0) throw new Unreadable('There is no AGE-SECRET-KEY-1… in the identity file.');
  return lines.map((line) => {
    if (!isIdentity(line)) throw new Unreadable('a line of the identity file is not an AGE-SECRET-KEY-1…');
    return line;
  });
};

export type Encrypting = { readonly add: (bytes: Uint8Array) => Promise<void>; readonly finish: () => Promise<void>; readonly abandon: () => Promise<void> };

/** Encrypts piece by piece into `put`; a piece is taken when the one before has found its place. What `put` throws, the next piece or the end throws. */
export const encryptTo = async (recipients: readonly Recipient[], put: (bytes: Uint8Array) => Promise<void>): Promise<Encrypting> => {
  const encrypter = new (age().Encrypter)();
  for (const one of recipients) encrypter.addRecipient(one);
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const poured = (await encrypter.encrypt(readable)).pipeTo(new WritableStream({ write: put }));
  poured.catch(() => {}); // it is told where the bytes come from
  const into = writable.getWriter();
  into.closed.catch(() => {});
  return {
    add: (bytes) => into.write(bytes),
    finish: async () => void (await Promise.all([into.close(), poured])),
    abandon: async () => {
      await into.abort().catch(() => {});
      await poured.catch(() => {});
    },
  };
};

/** A head is a line or two for each recipient. What has none for so long is not one. */
const mostHead = 4 * 1024 * 1024;

/** The text of an encrypted file, piece by piece. Throws Unreadable for another key, and for a changed or cut file with the place up to which it was whole. */
export async function* decrypted(source: AsyncIterable<Buffer>, identities: readonly Identity[]): AsyncGenerator<Buffer> {
  const own: { fault?: Error } = {};
  let ahead: number | null = 0;
  const watched = async function* (): AsyncGenerator<Uint8Array> {
    try {
      for await (const piece of source) {
        if (ahead !== null && (ahead += piece.length) > mostHead) throw new Unreadable('the head of the encrypted file is damaged');
        yield piece;
      }
    } catch (error) {
      own.fault = error as Error;
      throw error;
    }
  };
  const decrypter = new (age().Decrypter)();
  for (const one of identities) decrypter.addIdentity(one);
  const text = await decrypter.decrypt(Readable.toWeb(Readable.from(watched(), { objectMode: true, highWaterMark: 1 })) as ReadableStream<Uint8Array>).catch((error: Error) => {
    if (own.fault) throw own.fault;
    throw new Unreadable(/no identity matched/.test(error.message) ? 'this identity does not open the file: it was encrypted to another key, or its head is damaged' : 'the encrypted file is damaged or cut off within its head');
  });
  ahead = null;
  let whole = 0;
  try {
    for await (const piece of text) {
      yield Buffer.from(piece.buffer, piece.byteOffset, piece.length);
      whole += piece.length;
    }
  } catch {
    throw own.fault ?? new Unreadable(`the encrypted file is damaged or cut off; what it holds was whole up to byte ${whole}`);
  }
}
