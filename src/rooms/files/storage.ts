/** A finished file on this machine, ready to be kept. */
export type Kept = { readonly path: string; readonly bytes: number; readonly sha256: string };
export type Opened = { readonly body: ReadableStream<Uint8Array>; readonly bytes: number };

/** Where bytes live. `put` resolves only when they would survive a power cut; `get` gives null for what is not there; `remove` is harmless twice. */
export type FileStore = {
  readonly put: (key: string, from: Kept) => Promise<void>;
  readonly get: (key: string) => Promise<Opened | null>;
  readonly remove: (key: string) => Promise<void>;
  /** a folder for uploads under way; the system's own when absent */
  readonly scratch?: string;
};

let current: FileStore | null = null;

/** Called once by app, before the first request. */
export const setFileStore = (store: FileStore): void => {
  current = store;
};

export const fileStore = (): FileStore => {
  if (!current) throw new Error('no store for files: setFileStore was not called');
  return current;
};
