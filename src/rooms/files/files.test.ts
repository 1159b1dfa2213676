import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { openAsBlob } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { system, visitor } from '../../kernel/actor.ts';
import { isRefusal, type Refusal } from '../../kernel/refusal.ts';
import { openDb, read, write } from '../../platform/db.ts';
import { makeLog } from '../../platform/log.ts';
import { langs, sayLoose } from '../../kernel/words.ts';
import { fixedClock, freshDb, testNow, type TestDb } from '../../../test/support/database.ts';
import { lacking } from '../../../test/support/lacking.ts';
import type { Room } from '../../../test/support/room-of-files.ts';
import * as room from './contract.ts';
import { attach, filesOf, folderStore, forgetUnattached, openFile, ownersFile, rescan, setFileStore, takeUpload, type StoredFile } from './contract.ts';
import { refusalWords } from './words.ts';

let db: TestDb;
let dir: string;
beforeAll(async () => {
  db = await freshDb();
  dir = await mkdtemp(join(tmpdir(), 'jauap-files-'));
});
beforeEach(() => setFileStore(folderStore(dir)));
afterAll(async () => {
  await db.drop();
  await rm(dir, { recursive: true, force: true });
});

const done = <T>(result: T | Refusal): T => {
  if (isRefusal(result)) throw new Error(`refused: ${result.code}`);
  return result;
};
const text = (words = 'Жол жөнделмеді.', name = 'хат.txt'): File => new File([words], name);
const take = async (file: File, by = 'visit:a', now = testNow): Promise<number> => done(await takeUpload(db.ctx(visitor, fixedClock(now)), file, { by })).fileId;
const attached = async (file: File, owner: string, now = testNow): Promise<StoredFile> => {
  const id = await take(file, `visit:${owner}`, now);
  done(await write(db.ctx(), (tx) => attach(tx, [id], owner)));
  return found(await read(db.ctx(), (q) => ownersFile(q, owner, id)));
};
const found = <T>(thing: T | null | undefined): T => {
  if (thing === null || thing === undefined) throw new Error('not there');
  return thing;
};
const bytesKept = async (): Promise<number> =>
  (await readdir(dir, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).length;

const photograph = async (): Promise<Buffer> =>
  sharp({ create: { width: 3000, height: 1500, channels: 3, background: 'teal', noise: { type: 'gaussian', mean: 128, sigma: 30 } } })
    .withExif({ IFD0: { Make: 'Canary', Artist: 'Айгүл' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 7/1 40/1', GPSLongitudeRef: 'E', GPSLongitude: '71/1 25/1 0/1' } })
    .withMetadata({ orientation: 6 }).jpeg().toBuffer();

it('takes the place and the camera out of a photograph, and turns it upright', async () => {
  const sent = await photograph();
  expect(sent.includes('Canary')).toBe(true);
  expect((await sharp(sent).metadata()).exif).toBeDefined();
  const file = await attached(new File([new Uint8Array(sent)], 'үй.jpg'), 'appeal:1');
  expect(file).toMatchObject({ name: 'үй.jpg', kind: 'picture', picture: true, width: 1280, height: 2560, state: 'clean', scanned: false });
  const served = Buffer.from(await done(await openFile(db.ctx(), file, 'whole')).arrayBuffer());
  const metadata = await sharp(served).metadata();
  expect([metadata.width, metadata.height, metadata.exif, metadata.xmp, metadata.iptc, metadata.icc, metadata.orientation]).toEqual([1280, 2560, undefined, undefined, undefined, undefined, undefined]);
  expect(served.includes('Canary') || served.includes('Exif')).toBe(false);
  const small = done(await openFile(db.ctx(), file, 'thumbnail'));
  expect(small.headers.get('content-type')).toBe('image/webp');
  const drawn = await sharp(Buffer.from(await small.arrayBuffer())).metadata();
  expect([drawn.width, drawn.height, drawn.exif]).toEqual([240, 480, undefined]);
});

it('shows pictures in the page and gives everything else as a download, sealed off', async () => {
  const picture = await attached(new File([new Uint8Array(await sharp({ create: { width: 9, height: 9, channels: 3, background: 'red' } }).png().toBuffer())], 'a.png'), 'appeal:2');
  const letter = await attached(text('Сәлем', '«Хат» (1)\'.txt'), 'appeal:2');
  const shown = done(await openFile(db.ctx(), picture, 'whole'));
  const saved = done(await openFile(db.ctx(), letter, 'whole'));
  for (const response of [shown, saved]) {
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('content-security-policy')).toBe("sandbox; default-src 'none'");
    expect(response.headers.get('cache-control')).toBe('private, no-store');
  }
  expect(shown.headers.get('content-disposition')).toBe(`inline; filename="a.png"; filename*=UTF-8''a.png`);
  expect(saved.headers.get('content-disposition')).toBe(`attachment; filename="_____ (1)'.txt"; filename*=UTF-8''%C2%AB%D0%A5%D0%B0%D1%82%C2%BB%20%281%29%27.txt`);
  expect(saved.headers.get('content-length')).toBe(String(Buffer.byteLength('Сәлем')));
  expect(await saved.text()).toBe('Сәлем');
  await shown.body?.cancel();
  expect(await openFile(db.ctx(), letter, 'thumbnail')).toMatchObject({ code: 'file_not_found' });
});

it('attaches a file once: not to a second record, not twice, not one that is not there', async () => {
  const [first, second] = [await take(text()), await take(text())];
  const to = (ids: readonly number[], owner: string, by?: string) => write(db.ctx(), (tx) => attach(tx, ids, owner, by === undefined ? {} : { by }));
  expect(await to([first], 'appeal:3', 'visit:stranger')).toMatchObject({ code: 'file_invalid' });
  expect(await to([first, first], 'appeal:3', 'visit:a')).toBe(true);
  expect(await to([first], 'appeal:3')).toMatchObject({ code: 'file_invalid' });
  expect(await to([second, first], 'appeal:4')).toMatchObject({ code: 'file_invalid' });
  for (const wrong of [[0], [-1], [1.5], [NaN], [2 ** 60], [404]]) expect(await to(wrong, 'appeal:4')).toMatchObject({ code: 'file_invalid' });
  // the refusal of one took the other back too
  expect(await to([second], 'appeal:3:internal')).toBe(true);
  expect(await to([], 'appeal:4')).toBe(true);
  const ids = (owner: string) => read(db.ctx(), async (q) => (await filesOf(q, owner)).map((file) => file.id));
  expect([await ids('appeal:3'), await ids('appeal:3:internal'), await ids('appeal:4')]).toEqual([[first], [second], []]);
  expect(await read(db.ctx(), (q) => ownersFile(q, 'appeal:3', second))).toBeNull();
  await expect(db.raw(`UPDATE files.file SET owner = 'appeal:9' WHERE id = $1`, [first])).rejects.toThrow('stays with its record');
});

it('attaches a file to one of two records that want it at the same moment', async () => {
  const id = await take(text());
  const both = await Promise.all(['appeal:5', 'appeal:6'].map((owner) => write(db.ctx(), (tx) => attach(tx, [id], owner))));
  expect(both.filter((one) => one === true)).toHaveLength(1);
});

it('lets nobody guess the number of an unattached file', async () => {
  const ids = [await take(text(), 'visit:g'), await take(text(), 'visit:g'), await take(text(), 'visit:g')];
  expect(ids.every((id) => Number.isSafeInteger(id) && id > 2 ** 32)).toBe(true);
  expect(new Set(ids).size).toBe(3);
});

it('keeps at most thirty files of one browser that belong to nothing, even when they come together', async () => {
  const all = await Promise.all(Array.from({ length: 34 }, (_, n) => takeUpload(db.ctx(), text(`${n}`), { by: 'visit:many' })));
  expect(all.filter((one) => isRefusal(one) && one.code === 'too_many_files')).toHaveLength(4);
  const ids = all.flatMap((one) => (isRefusal(one) ? [] : [one.fileId]));
  expect(ids).toHaveLength(30);
  done(await write(db.ctx(), (tx) => attach(tx, ids.slice(0, 1), 'appeal:7')));
  expect(isRefusal(await takeUpload(db.ctx(), text(), { by: 'visit:many' }))).toBe(false);
});

it('forgets after thirty days what belongs to nothing, bytes too, and nothing else', async () => {
  const days = 86_400_000;
  const owned = await attached(text('Қалсын'), 'appeal:8', testNow - 31 * days);
  const fresh = await take(text(), 'visit:f', testNow);
  const before = await bytesKept();
  const old = await take(text('ескі'), 'visit:o', testNow - 31 * days);
  expect(await bytesKept()).toBe(before + 1);
  await expect(forgetUnattached(db.ctx())).rejects.toThrow('job of the system');
  await forgetUnattached(db.ctx(system('files.forget')));
  const left = (await db.raw('SELECT id FROM files.file')).map((row) => Number(row['id']));
  expect([left.includes(old), left.includes(fresh), left.includes(owned.id)]).toEqual([false, true, true]);
  expect(await bytesKept()).toBe(before);
  expect(await write(db.ctx(), (tx) => attach(tx, [old], 'appeal:8'))).toMatchObject({ code: 'file_invalid' });
  expect(await db.raw('SELECT act FROM journal.leaf WHERE subject = $1 ORDER BY id', [`file:${old}`])).toEqual([{ act: 'file.take' }, { act: 'file.forget' }]);
});

it('does not acknowledge a file whose bytes could not be kept, and cleans up after it', async () => {
  const store = folderStore(dir);
  const before = await bytesKept();
  // the first half of a disk that fills up: the bytes arrive, the word that they did does not
  setFileStore({ ...store, put: async (key, from) => { await store.put(key, from); throw new Error('disk full'); } });
  await expect(takeUpload(db.ctx(), text(), { by: 'visit:full' })).rejects.toThrow('disk full');
  expect(await bytesKept()).toBe(before + 1);
  const [row] = await db.raw(`SELECT id, state FROM files.file WHERE taken_by = 'visit:full'`);
  expect(found(row)['state']).toBe('going');
  expect(await write(db.ctx(), (tx) => attach(tx, [Number(found(row)['id'])], 'appeal:9'))).toMatchObject({ code: 'file_invalid' });
  setFileStore({ ...store, remove: () => Promise.reject(new Error('away')) });
  await forgetUnattached(db.ctx(system('files.forget')));
  expect(await db.raw(`SELECT state FROM files.file WHERE taken_by = 'visit:full'`)).toEqual([{ state: 'going' }]);
  setFileStore(store);
  await forgetUnattached(db.ctx(system('files.forget')));
  expect(await db.raw(`SELECT 1 FROM files.file WHERE taken_by = 'visit:full'`)).toEqual([]);
  expect(await bytesKept()).toBe(before);
});

it('says that a file is not there when its bytes are gone', async () => {
  const file = await attached(text('жоғалады'), 'appeal:10');
  const [row] = await db.raw('SELECT key FROM files.file WHERE id = $1', [file.id]);
  await rm(join(dir, String(found(row)['key'])));
  expect(await openFile(db.ctx(), file, 'whole')).toMatchObject({ code: 'file_not_found' });
});

/** A file whose bytes have changed where they lie, of the same length or cut; opened by this room, what the reader gets of them. */
const given = async (of: Room, file: StoredFile, ctx = db.ctx()): Promise<string> => {
  const opened = done(await of.openFile(ctx, file, 'whole'));
  const parts: Buffer[] = [];
  const reader = found(opened.body).getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) parts.push(Buffer.from(next.value));
  } catch (error) {
    return `${Buffer.concat(parts).length < Number(opened.headers.get('content-length')) ? 'broken off' : 'whole'}: ${String(error)}`;
  }
  return `whole: ${Buffer.concat(parts).toString('utf8').slice(0, 20)}`;
};
const changes: readonly (readonly [what: string, change: (bytes: Buffer) => Buffer])[] = [
  ['one bit of it', (bytes) => Buffer.from(bytes.map((byte, at) => (at === 3 ? byte ^ 1 : byte)))],
  ['more stands behind it', (bytes) => Buffer.concat([bytes, Buffer.alloc(300_000, 'а')])],
  ['its beginning alone is left', (bytes) => bytes.subarray(0, 9)],
];
it.each(changes)('gives nobody for the whole what has changed where it lay: %s', async (_, change) => {
  const file = await attached(text('Жол жөнделмеді.'), 'appeal:11');
  const [row] = await db.raw('SELECT key FROM files.file WHERE id = $1', [file.id]);
  const path = join(dir, String(found(row)['key']));
  expect(await given(room, file)).toBe('whole: Жол жөнделмеді.');
  await writeFile(path, change(await readFile(path)));
  const lines: string[] = [];
  expect(await given(room, file, { ...db.ctx(), log: makeLog('error', (line) => lines.push(line)) })).toBe('broken off: OtherBytes: the store of files gave back other bytes than were taken in');
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([expect.objectContaining({ event: 'files.bytes_changed', fileId: file.id })]);
  // the control: a room that opens whatever lies there gives it for the whole
  const own = openDb(db.url, { size: 1, log: db.ctx().log });
  try {
    const trusting = await lacking<Room>('src/rooms/files/contract.ts', { 'src/rooms/files/storage.ts': [["if (hash.digest('hex') !== sha256)", 'if (false)']] });
    trusting.setFileStore(folderStore(dir));
    expect(await given(trusting, file, { ...db.ctx(), db: own })).toMatch(/^whole: /);
  } finally {
    await own.close();
  }
});

it('leaves scanning again to the system', () => expect(rescan(db.ctx())).rejects.toThrow('job of the system'));

it('takes 20 MB in less than 64 MB of memory', async () => {
  await take(text(), 'visit:warm');
  const path = join(dir, 'large.pdf');
  const large = Buffer.alloc(20 * 1024 * 1024, 'x');
  large.write('%PDF-1.4\n');
  large.write('%%EOF\n', large.length - 6);
  await writeFile(path, large);
  const file = new File([await openAsBlob(path)], 'large.pdf');
  // what the tests before have left is no matter of this one: it is not to be swept up, or in the way, just now
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  const before = process.memoryUsage().rss;
  let most = 0;
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 2);
  try {
    await take(file, 'visit:large');
  } finally {
    clearInterval(watch);
    await rm(path);
  }
  expect(most).toBeGreaterThan(0);
  expect((most - before) / 1024 / 1024).toBeLessThan(64);
});

it('has a sentence in three languages for every refusal', () => {
  for (const sentence of Object.values(refusalWords)) for (const lang of langs) expect(sayLoose(lang, sentence, { most: 30 })).toMatch(/[.!]$/);
});
