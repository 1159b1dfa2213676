import { createHash } from 'node:crypto';
import { hashInKey } from './law.ts';

/** A finished file on this machine, ready to be kept. */
export type Kept = { readonly path: string; readonly bytes: number; readonly sha256: string };
export type Opened = { readonly body: ReadableStream<Uint8Array>; readonly bytes: number };

/** Where bytes live. `put` resolves only when they would survive a power cut; `get` gives what lies there, whatever it has become, and null for what is not there; `remove` is harmless twice. */
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

/** What was taken in under this name and nothing else: where a store gives back other bytes, or fewer, the last of them are held back and the reader's line breaks off. */
export const asTaken = async (key: string, onOther: (error: Error) => void): Promise<Opened | null> => {
  const opened = await fileStore().get(key);
  return opened && { ...opened, body: opened.body.pipeThrough(asking(hashInKey(key), onOther)) };
};

const asking = (sha256: string, onOther: (error: Error) => void): TransformStream<Uint8Array, Uint8Array> => {
  const hash = createHash('sha256');
  let held: Uint8Array | undefined;
  return new TransformStream<Uint8Array, Uint8Array>({
    transform: (part, out) => {
      hash.update(part);
      if (held) out.enqueue(held);
      held = part;
    },
    flush: (out) => {
      if (hash.digest('hex') !== sha256) {
        const error = new OtherBytes();
        onOther(error);
        throw error;
      }
      if (held) out.enqueue(held);
    },
  });
};

export class OtherBytes extends Error {
  constructor() {
    super('the store of files gave back other bytes than were taken in');
    this.name = 'OtherBytes';
  }
}
