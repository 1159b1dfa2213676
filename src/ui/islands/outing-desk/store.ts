import { clearRoom, findRoom } from './room.ts';
import type { Lock, Sealed } from './seal.ts';

/*
 * Two shelves of the browser's own database: `plain` is one row that must be read before the PIN (the lock, tries, the day of wiping, how many wait), `sealed` is
 * everything else. A change is one transaction that is on the disk before it is answered (`strict`): a tablet whose battery dies loses nothing it showed.
 */
export type Plain = { readonly lock: Lock; readonly tries: number; readonly wipeAt: number; readonly waiting: number;
  /** the latest moment the tablet's clock ever showed: set back, it does not put off the wiping */
  readonly seenAt: number };

export type Store = {
  readonly plain: () => Promise<Plain | null>;
  readonly row: (name: string) => Promise<Sealed | null>;
  readonly named: (prefix: string) => Promise<readonly (readonly [string, Sealed])[]>;
  /** null: away with it */
  readonly change: (rows: readonly (readonly [string, Sealed | null])[], plain?: Plain) => Promise<void>;
  readonly close: () => void;
};

const name = 'outing-desk';
const only = 'only';
const asked = <T>(request: IDBRequest<T>): Promise<T> => new Promise((resolve, reject) => {
  request.addEventListener('success', () => resolve(request.result));
  request.addEventListener('error', () => reject(request.error ?? new Error('the store does not answer')));
});
const ended = (tx: IDBTransaction): Promise<void> => new Promise((resolve, reject) => {
  tx.addEventListener('complete', () => resolve());
  for (const event of ['error', 'abort']) tx.addEventListener(event, () => reject(tx.error ?? new Error('the store took nothing')));
});

const opened = async (): Promise<IDBDatabase> => {
  const request = indexedDB.open(name, 1);
  request.addEventListener('upgradeneeded', () => {
    request.result.createObjectStore('plain');
    request.result.createObjectStore('sealed');
  });
  const db = await asked(request);
  // wiped in another tab
  db.addEventListener('versionchange', () => db.close());
  return db;
};

export const openStore = async (): Promise<Store> => {
  const db = await opened();
  const shelf = (of: 'plain' | 'sealed'): IDBObjectStore => db.transaction(of, 'readonly').objectStore(of);
  return {
    plain: async () => ((await asked(shelf('plain').get(only))) as Plain | undefined) ?? null,
    row: async (key) => ((await asked(shelf('sealed').get(key))) as Sealed | undefined) ?? null,
    named: async (prefix) => {
      const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`);
      const sealed = shelf('sealed');
      const [keys, rows] = await Promise.all([asked(sealed.getAllKeys(range)), asked(sealed.getAll(range) as IDBRequest<Sealed[]>)]);
      return rows.map((row, at) => [String(keys[at]), row] as const);
    },
    change: async (rows, plain) => {
      // taking away needs no room
      const bytes = rows.reduce((sum, [, row]) => sum + (row?.body.byteLength ?? 0), 0);
      if (bytes > 0) await findRoom(bytes);
      const tx = db.transaction(['plain', 'sealed'], 'readwrite', { durability: 'strict' });
      const done = ended(tx);
      for (const [key, row] of rows) {
        if (row) tx.objectStore('sealed').put(row, key);
        else tx.objectStore('sealed').delete(key);
      }
      if (plain) tx.objectStore('plain').put(plain, only);
      await done;
    },
    close: () => db.close(),
  };
};

/** The database, every kept page and the worker that keeps them: nothing is left. */
export const wipeStore = async (): Promise<void> => {
  await asked(indexedDB.deleteDatabase(name));
  await clearRoom();
  for (const cache of await caches.keys()) if (cache.startsWith(name)) await caches.delete(cache);
  for (const worker of await navigator.serviceWorker.getRegistrations()) if (new URL(worker.scope).pathname.endsWith(`/${name}`)) await worker.unregister();
};
