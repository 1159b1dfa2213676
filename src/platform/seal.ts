import { createCipheriv, createDecipheriv, createHmac, createSecretKey, hkdfSync, randomBytes, type KeyObject } from 'node:crypto';

/** Keys of one room, made from the instance's secret, which lives outside the database (trust.md). */
export type Seal = {
  /** `app` hands in the secret once at start; tests hand in their own */
  readonly set: (secret: () => string) => void;
  /** AES-256-GCM: 12 bytes of nonce, 16 of tag, then the text. `of` binds it to its row: moved to another, it does not open; '' binds it to none */
  readonly close: (use: string, of: string, text: string) => Buffer;
  /** throws when the sealed text was changed, moved, or the key is another */
  readonly open: (use: string, of: string, sealed: Buffer) => string;
  /** finds the same text again without opening any */
  readonly hash: (use: string, text: string) => Buffer;
};

export const makeSeal = (room: string): Seal => {
  let secret: (() => string) | undefined;
  const keys = new Map<string, KeyObject>();
  const keyFor = (use: string): KeyObject => {
    const known = keys.get(use);
    if (known) return known;
    if (!secret) throw new Error(`the room ${room} has no secret: app sets it at start`);
    // a key object: a plain buffer is made into one anew by every hash, at four times the cost
    const made = createSecretKey(Buffer.from(hkdfSync('sha256', secret(), `jauap ${room}`, use, 32)));
    keys.set(use, made);
    return made;
  };
  return {
    set: (given) => {
      secret = given;
      keys.clear();
    },
    close: (use, of, text) => {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', keyFor(use), nonce).setAAD(Buffer.from(of));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), body]);
    },
    open: (use, of, sealed) => {
      const decipher = createDecipheriv('aes-256-gcm', keyFor(use), sealed.subarray(0, 12)).setAAD(Buffer.from(of));
      decipher.setAuthTag(sealed.subarray(12, 28));
      return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]).toString('utf8');
    },
    hash: (use, text) => createHmac('sha256', keyFor(use)).update(text).digest(),
  };
};
