import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isRefusal } from '../../src/kernel/refusal.ts';
import { read, write } from '../../src/platform/db.ts';
import type * as Files from '../../src/rooms/files/contract.ts';
import { freshDb, type TestDb } from './database.ts';
import { lacking, type Lacking } from './lacking.ts';

/** The room of files as everybody meets it: the program's own, or a copy that lacks some line of it. */
export type Room = typeof Files;
/** Where it keeps what it takes: a database and a folder of its own. */
export type Lodging = {
  readonly room: Room; readonly db: TestDb; readonly dir: string;
  /** of a record that is there for it alone */
  readonly attached: (sent: File, by: string) => Promise<Attached>;
  /** what is half-done, what is kept without a row, and rows that wait: nothing, once everything was asked */
  readonly leftOver: () => Promise<readonly string[]>;
  readonly end: () => Promise<void>;
};
/** The word of the refusal, or the file and how it is given back. */
export type Attached = string | { readonly name: string; readonly kind: string; readonly whole: () => Promise<Response | string> };

export const lodge = async (room: Room): Promise<Lodging> => {
  const db = await freshDb();
  const dir = await mkdtemp(join(tmpdir(), 'jauap-files-'));
  room.setFileStore(room.folderStore(dir));
  let records = 0;
  return {
    room, db, dir,
    attached: async (sent, by) => {
      const taken = await room.takeUpload(db.ctx(), sent, { by });
      if (isRefusal(taken)) return taken.code;
      const owner = `appeal:${(records += 1)}`;
      await write(db.ctx(), (tx) => room.attach(tx, [taken.fileId], owner));
      const whole = async (): Promise<Response | string> => {
        const file = await read(db.ctx(), (q) => room.ownersFile(q, owner, taken.fileId));
        if (!file) return 'not there';
        const served = await room.openFile(db.ctx(), file, 'whole');
        return isRefusal(served) ? served.code : served;
      };
      return { name: taken.name, kind: taken.kind, whole };
    },
    leftOver: async () => {
      const half = await readdir(join(dir, '.arriving')).catch(() => []);
      const kept = (await readdir(dir, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile() && !entry.parentPath.includes('.arriving')).length;
      const [rows] = await db.raw(`SELECT (count(key) + count(thumbnail_key))::int AS named, (count(*) FILTER (WHERE state <> 'clean' OR scanned))::int AS waiting FROM files.file`);
      return [...half.map((name) => `half-done: ${name}`), ...(rows?.['named'] === kept ? [] : [`${kept} are kept, rows name ${String(rows?.['named'])}`]), ...(rows?.['waiting'] === 0 ? [] : [`${String(rows?.['waiting'])} wait`])];
    },
    end: async () => {
      await db.drop();
      await rm(dir, { recursive: true, force: true, maxRetries: 9 });
    },
  };
};

/** Asks the same of a copy of the room that lacks those lines, in a lodging of its own. */
export const inRoomWithout = async <T>(lines: Lacking, ask: (lodging: Lodging) => Promise<T>): Promise<T> => {
  const lodging = await lodge(await lacking<Room>('src/rooms/files/contract.ts', lines));
  try {
    return await ask(lodging);
  } finally {
    await lodging.end();
  }
};
