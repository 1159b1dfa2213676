import { close, makeLock, open, openLock } from './seal.ts';
import { openStore, wipeStore, type Plain, type Store } from './store.ts';

/** Ten wrong PINs, and there is nothing left to try for. */
export const mostTries = 10;

/** The open store: rows by name, sealed on the way in and opened on the way out. */
export type Safe = {
  readonly read: <T>(name: string) => Promise<T | null>;
  readonly bytes: (name: string) => Promise<Uint8Array<ArrayBuffer> | null>;
  readonly all: <T>(prefix: string) => Promise<readonly T[]>;
  /** One transaction, on the disk when it is answered; changes follow each other in the order they were asked for. */
  readonly change: (rows: Readonly<Record<string, unknown>>, plain?: Partial<Omit<Plain, 'lock'>>) => Promise<void>;
  readonly shut: () => void;
};

const text = new TextEncoder();
const asBytes = (value: unknown): Uint8Array<ArrayBuffer> => (value instanceof Uint8Array ? value as Uint8Array<ArrayBuffer> : text.encode(JSON.stringify(value)));
const asValue = (bytes: Uint8Array): unknown => JSON.parse(new TextDecoder().decode(bytes));

const safeOf = (store: Store, key: CryptoKey): Safe => {
  let queue: Promise<unknown> = Promise.resolve();
  const bytes: Safe['bytes'] = async (name) => {
    const row = await store.row(name);
    return row ? open(key, name, row) : null;
  };
  return {
    bytes,
    read: async <T>(name: string) => {
      const found = await bytes(name);
      return found ? (asValue(found) as T) : null;
    },
    all: async <T>(prefix: string) => Promise.all((await store.named(prefix)).map(async ([name, row]) => asValue(await open(key, name, row)) as T)),
    change: (rows, plain) => {
      const mine = queue.then(async () => {
        const sealed = await Promise.all(Object.entries(rows).map(async ([name, value]) => [name, value === null ? null : await close(key, name, asBytes(value))] as const));
        const before = plain ? await store.plain() : null;
        await store.change(sealed, plain && before ? { ...before, ...plain } : undefined);
      });
      queue = mine.catch(() => undefined);
      return mine;
    },
    shut: store.close,
  };
};

/** What is known before the PIN; null: no desk is installed here. */
export const shown = async (): Promise<Plain | null> => {
  const store = await openStore();
  const plain = await store.plain();
  store.close();
  return plain;
};

/** A new safe with what belongs in it; what stood there before is gone. */
export const makeSafe = async (pin: string, rows: Readonly<Record<string, unknown>>, wipeAt: number): Promise<Safe> => {
  const store = await openStore();
  const { lock, key } = await makeLock(pin);
  const before = await store.named('');
  const sealed = await Promise.all(Object.entries(rows).map(async ([name, value]) => [name, await close(key, name, asBytes(value))] as const));
  await store.change([...before.map(([name]) => [name, null] as const), ...sealed], { lock, tries: 0, wipeAt, waiting: 0, seenAt: Date.now() });
  return safeOf(store, key);
};

/** The try is counted before it is made: pulling the plug gives no further one. */
export const openSafe = async (pin: string): Promise<Safe | { readonly left: number }> => {
  const store = await openStore();
  const plain = await store.plain();
  if (!plain) return { left: 0 };
  await store.change([], { ...plain, tries: plain.tries + 1 });
  const key = await openLock(plain.lock, pin);
  if (key) {
    await store.change([], { ...plain, tries: 0, seenAt: Math.max(plain.seenAt, Date.now()) });
    return safeOf(store, key);
  }
  store.close();
  const left = mostTries - plain.tries - 1;
  if (left <= 0) await wipeStore();
  return { left: Math.max(0, left) };
};
