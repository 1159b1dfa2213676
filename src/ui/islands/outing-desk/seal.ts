/*
 * The PIN opens a key, the key opens the rows. The key is random and never stored but wrapped; every row is sealed under its own name, so that none can be
 * put in another's place.
 */

/** OWASP's least for PBKDF2 with SHA-256 (Password Storage, 2023): a second or two on an old tablet. */
export const iterations = 600_000;
export const leastPin = 6;

export type Sealed = { readonly iv: Uint8Array<ArrayBuffer>; readonly body: ArrayBuffer };
export type Lock = { readonly salt: Uint8Array<ArrayBuffer>; readonly iterations: number; readonly wrapped: Sealed };

const ivBytes = 12;
const random = (bytes: number): Uint8Array<ArrayBuffer> => crypto.getRandomValues(new Uint8Array(bytes));
const named = (of: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(of);
const keyName = named('key');

const pinKey = async (pin: string, salt: Uint8Array<ArrayBuffer>, rounds: number): Promise<CryptoKey> => {
  const raw = await crypto.subtle.importKey('raw', named(pin.normalize('NFKC')), 'PBKDF2', false, ['deriveKey']);
  return crypto.subtle.deriveKey({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds }, raw, { name: 'AES-GCM', length: 256 }, false, ['wrapKey', 'unwrapKey']);
};

/** A new key under a new PIN. */
export const makeLock = async (pin: string): Promise<{ readonly lock: Lock; readonly key: CryptoKey }> => {
  const [salt, iv] = [random(16), random(ivBytes)];
  const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, true, ['encrypt', 'decrypt']);
  const body = await crypto.subtle.wrapKey('raw', key, await pinKey(pin, salt, iterations), { name: 'AES-GCM', iv, additionalData: keyName });
  const lock = { salt, iterations, wrapped: { iv, body } };
  const opened = await openLock(lock, pin);
  if (!opened) throw new Error('the lock does not open with the PIN it was made with');
  return { lock, key: opened };
};

/** Null: another PIN. The key that comes back can be used and not be read. */
export const openLock = async ({ salt, iterations: rounds, wrapped }: Lock, pin: string): Promise<CryptoKey | null> => {
  const wrapping = await pinKey(pin, salt, rounds);
  try {
    return await crypto.subtle.unwrapKey('raw', wrapped.body, wrapping, { name: 'AES-GCM', iv: wrapped.iv, additionalData: keyName }, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  } catch {
    return null;
  }
};

export const close = async (key: CryptoKey, of: string, bytes: Uint8Array<ArrayBuffer>): Promise<Sealed> => {
  const iv = random(ivBytes);
  return { iv, body: await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: named(of) }, key, bytes) };
};

/** Throws when the row was changed, or stood under another name. */
export const open = async (key: CryptoKey, of: string, { iv, body }: Sealed): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData: named(of) }, key, body));

const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
export const sha256 = async (bytes: Uint8Array<ArrayBuffer>): Promise<string> => hex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
export const freshKey = (): string => hex(random(16));
