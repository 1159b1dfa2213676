import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer as createHttpServer, request } from 'node:http';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AwsClient } from 'aws4fetch';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { system } from '../../kernel/actor.ts';
import { isRefusal } from '../../kernel/refusal.ts';
import { read, write } from '../../platform/db.ts';
import { freshDb, type TestDb } from '../../../test/support/database.ts';
import { openSwift, swiftPrograms, type Swift } from '../../../test/support/swift.ts';
import { utf8 } from '../../../test/support/torture.ts';
import { lacking } from '../../../test/support/lacking.ts';
import { inRoomWithout, lodge, type Lodging, type Room } from '../../../test/support/room-of-files.ts';
import * as room from './contract.ts';
import { attach, forgetUnattached, openFile, ownersFile, s3Store, setFileStore, takeUpload, type FileStore, type S3Config } from './contract.ts';
import { mostBytes, storageKey } from './law.ts';

/** A real store: Debian's swift-proxy, -account, -container and -object; `script/prove s3` brings them. */
let swift: Swift;
let dir: string;
let db: TestDb;
const bucket = 'jauap-files';
const settings = (more: Partial<S3Config> = {}): S3Config => ({ endpoint: swift.endpoint, bucket, region: swift.region, accessKeyId: swift.accessKeyId, secretAccessKey: swift.secretAccessKey, ...more });
const storeOf = (more: Partial<S3Config> = {}): FileStore => s3Store(settings(more));
/** What the controls leave out of the room: reading back, trying again, asking what comes out for its hash. */
const contract = 'src/rooms/files/contract.ts';
const [front, way] = ['src/rooms/files/storage-s3.ts', 'src/rooms/files/storage.ts'];
const notReadBack = ['await readBack(key, from);', ''] as const;
const notAsked = ["if (hash.digest('hex') !== sha256)", 'if (false)'] as const;
/** What lies in the bucket, by the store's own list. */
const lying = async (): Promise<readonly string[]> => {
  const answer = await new AwsClient({ ...swift, service: 's3', retries: 0 }).fetch(`${swift.endpoint}/${bucket}?list-type=2`);
  return [...(await answer.text()).matchAll(/<Key>([^<]+)<\/Key>/g)].map(([, key]) => key ?? '');
};

beforeAll(async () => {
  for (const needed of swiftPrograms) expect(existsSync(needed), `${needed}: run script/prove s3`).toBe(true);
  swift = await openSwift();
  dir = await mkdtemp(join(tmpdir(), 'jauap-s3-'));
  db = await freshDb();
  const made = await new AwsClient({ ...swift, service: 's3', retries: 0 }).fetch(`${swift.endpoint}/${bucket}`, { method: 'PUT' });
  expect(made.status).toBe(200);
});
afterEach(() => {
  vi.useRealTimers();
});
afterAll(async () => {
  await swift?.end();
  await db?.drop();
  await rm(dir, { recursive: true, force: true });
});

const paper = async (bytes: Uint8Array) => {
  const path = join(dir, `in-${randomBytes(6).toString('hex')}`);
  await writeFile(path, bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { from: { path, bytes: bytes.length, sha256 }, key: storageKey(sha256, randomBytes(8).toString('hex')) };
};
const readBack = async (store: FileStore, key: string): Promise<Buffer | null> => {
  const opened = await store.get(key);
  return opened ? Buffer.from(await new Response(opened.body).arrayBuffer()) : null;
};

test.each([0, 1, 300_000, mostBytes])('%i bytes are put, given back, listed and removed, the last one twice without harm', async (size) => {
  const store = storeOf();
  const bytes = randomBytes(size);
  const { from, key } = await paper(bytes);
  expect(await store.get(key)).toBeNull();
  await store.put(key, from);
  await store.put(key, from); // as after an answer that got lost
  expect(await lying()).toContain(key);
  expect((await store.get(key).then(async (opened) => { await opened?.body.cancel(); return opened?.bytes; }))).toBe(size);
  expect((await readBack(store, key))?.equals(bytes)).toBe(true);
  await store.remove(key);
  await store.remove(key);
  expect(await store.get(key)).toBeNull();
  expect(await lying()).not.toContain(key);
});

test('a wrong secret, an unknown key, a wrong region, a clock an hour off and a bucket that is not there are each told by the store’s own word', async () => {
  const { from, key } = await paper(randomBytes(1_000));
  const told = async (store: FileStore): Promise<readonly string[]> => {
    const said: string[] = [];
    // one after the other: what is put is read back, which a removal at the same moment would take away
    for (const act of [() => store.put(key, from), () => store.get(key), () => store.remove(key)]) said.push(await act().then(() => 'done', (error: unknown) => String(error).replace(/^.*answered /, '')));
    return said;
  };
  for (const wrong of [{ secretAccessKey: 'guessed' }, { accessKeyId: 'somebody:else' }]) expect(await told(storeOf(wrong))).toEqual(['put', 'get', 'remove'].map((act) => `403 to ${act}: SignatureDoesNotMatch`));
  for (const one of await told(storeOf({ region: 'elsewhere' }))) expect(one).toMatch(/^40\d to \w+: AuthorizationHeaderMalformed$/);
  for (const one of await told(storeOf({ bucket: 'not-there' }))) expect(one).toMatch(/^404 to \w+: NoSuchBucket$/);
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - 3_600_000 });
  expect(await told(storeOf())).toEqual(['put', 'get', 'remove'].map((act) => `403 to ${act}: RequestTimeTooSkewed`));
  vi.useRealTimers();
  expect(await told(storeOf())).toEqual(['done', 'done', 'done']);
  console.log('proof: Swift, a wrong secret, key, region, clock and bucket, each told at put, get and remove by the store’s own word');
});

/** Bytes that are not the ones that were counted: what is said of them, and whether they lie there. */
const miscounted = async (store: FileStore): Promise<{ readonly told: string; readonly lies: boolean }> => {
  const { from, key } = await paper(randomBytes(5_000));
  const told = await store.put(key, { ...from, sha256: createHash('sha256').update('other').digest('hex') }).then(() => 'kept', (error: unknown) => String(error));
  return { told, lies: (await lying()).includes(key) };
};

test('bytes that are not the ones that were counted are not kept; control: without their signed hash they are', async () => {
  expect(await miscounted(storeOf())).toEqual({ told: expect.stringMatching(/answered 400 to put: \w+/), lies: false });
  const unsigned = await lacking<Room>(contract, { [front]: [["'x-amz-content-sha256': from.sha256, ", ''], notReadBack] });
  expect(await miscounted(unsigned.s3Store(settings()))).toEqual({ told: 'kept', lies: true });
});

/** A line to the store whose first connections fall after so many bytes of either side. */
const breaking = async (o: { times: number; up?: number; down?: number }): Promise<{ endpoint: string; fallen: () => number; end: () => Promise<void> }> => {
  const open = new Set<Socket>();
  let fallen = 0;
  const server: Server = createServer((near) => {
    const far = connect(swift.port, '127.0.0.1');
    const falls = fallen < o.times;
    const fall = (): void => { near.destroy(); far.destroy(); };
    for (const [from, to, most] of [[near, far, o.up], [far, near, o.down]] as const) {
      let left = most ?? Infinity;
      open.add(from);
      from.on('error', fall).once('close', fall);
      from.on('data', (part: Buffer) => {
        to.write(part);
        left -= part.length;
        if (falls && left < 0 && !from.destroyed) { fallen += 1; fall(); }
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  return {
    endpoint: `http://127.0.0.1:${typeof bound === 'object' && bound ? bound.port : 0}`, fallen: () => fallen,
    end: async () => { for (const one of open) one.destroy(); await new Promise((resolve) => server.close(resolve)); },
  };
};

test('a line that falls twice in the middle of a file delays it; one that always falls is told, and nothing half-kept stands under its name', async () => {
  const bytes = randomBytes(3 * 1024 * 1024);
  const [twice, always] = [await breaking({ times: 2, up: 100_000 }), await breaking({ times: Infinity, up: 100_000 })];
  try {
    const { from, key } = await paper(bytes);
    await storeOf({ endpoint: twice.endpoint }).put(key, from);
    expect(twice.fallen()).toBe(2);
    expect((await readBack(storeOf(), key))?.equals(bytes)).toBe(true);
    const never = await paper(bytes);
    await expect(storeOf({ endpoint: always.endpoint }).put(never.key, never.from)).rejects.toThrow();
    expect(always.fallen()).toBe(3);
    expect(await storeOf().get(never.key)).toBeNull();
    console.log(`proof: Swift, a line that fell ${twice.fallen()} times delayed a file of 3 MB, one that fell ${always.fallen()} times was told, and nothing stood there`);
  } finally {
    await twice.end();
    await always.end();
  }
});

test('control: a room that asks once is told of the same line what the other bears', async () => {
  const hasty = await lacking<Room>(contract, { [front]: [['const tries = 3;', 'const tries = 1;']] });
  const line = await breaking({ times: 2, up: 100_000 });
  try {
    const { from, key } = await paper(randomBytes(3 * 1024 * 1024));
    await expect(hasty.s3Store(settings({ endpoint: line.endpoint })).put(key, from)).rejects.toThrow();
    expect(line.fallen()).toBe(1);
  } finally {
    await line.end();
  }
});

test('a file that breaks off on its way out ends as an error, never as a shorter file', async () => {
  const bytes = randomBytes(3 * 1024 * 1024);
  const { from, key } = await paper(bytes);
  await storeOf().put(key, from);
  const line = await breaking({ times: Infinity, down: 500_000 });
  try {
    const opened = await storeOf({ endpoint: line.endpoint }).get(key);
    expect(opened?.bytes).toBe(bytes.length);
    await expect(new Response(opened?.body).arrayBuffer()).rejects.toThrow();
  } finally {
    await line.end();
  }
});

test('an upload of the house lies there, opens, and is forgotten with its bytes; when the store is away nothing is acknowledged', async () => {
  setFileStore(storeOf());
  const picture = await (await import('sharp')).default({ create: { width: 80, height: 60, channels: 3, background: 'white' } }).png().toBuffer();
  const before = await lying();
  const taken = await takeUpload(db.ctx(), new File([new Uint8Array(picture)], 'көше.png'), { by: 'visit:s3' });
  if (isRefusal(taken)) throw new Error(taken.code);
  expect((await lying()).length - before.length).toBe(2); // the picture and its small one
  await write(db.ctx(), (tx) => attach(tx, [taken.fileId], 'appeal:1', { by: 'visit:s3' }));
  const file = await read(db.ctx(), (q) => ownersFile(q, 'appeal:1', taken.fileId));
  if (!file) throw new Error('not there');
  for (const which of ['whole', 'thumbnail'] as const) {
    const response = await openFile(db.ctx(), file, which);
    if (isRefusal(response)) throw new Error(response.code);
    expect((await response.arrayBuffer()).byteLength).toBe(Number(response.headers.get('content-length')));
  }
  const alone = await takeUpload(db.ctx(), new File(['Сәлем'], 'a.txt'), { by: 'visit:s3' });
  expect(isRefusal(alone)).toBe(false);
  await db.raw(`UPDATE files.file SET taken_at = taken_at - interval '40 days' WHERE owner IS NULL`);
  await forgetUnattached(db.ctx(system('files.forget')));
  expect((await lying()).length - before.length).toBe(2);
  setFileStore(storeOf({ bucket: 'not-there' }));
  await expect(takeUpload(db.ctx(), new File(['Сәлем'], 'b.txt'), { by: 'visit:s3' })).rejects.toThrow('NoSuchBucket');
  await expect(openFile(db.ctx(), file, 'whole')).rejects.toThrow('NoSuchBucket');
  expect(await db.raw(`SELECT state FROM files.file WHERE name = 'b.txt'`)).toEqual([{ state: 'going' }]);
});

/** A front before the real store that alters what it says: from the beginning, or only once somebody was told that the file is kept. */
type Lie = { readonly what: string; readonly swallows?: true; readonly later?: true; readonly gives?: (bytes: Buffer) => Buffer };
const flipped = (bytes: Buffer): Buffer => Buffer.from(bytes.map((byte, at) => (at === bytes.length >> 1 ? byte ^ 1 : byte)));
const lies: readonly Lie[] = [
  { what: 'says yes and keeps nothing', swallows: true },
  { what: 'gives back other bytes', gives: flipped },
  { what: 'gives back other bytes a day later', gives: flipped, later: true },
  { what: 'gives back half a file as a whole one a day later', gives: (bytes) => bytes.subarray(0, bytes.length >> 1), later: true },
];
const lyingFront = async (lie: Lie): Promise<{ endpoint: string; aDayLater: () => void; end: () => Promise<void> }> => {
  let lies = lie.later !== true;
  const server = createHttpServer((asked, answer) => {
    if (lie.swallows && asked.method === 'PUT') return asked.resume().once('end', () => answer.writeHead(200, { 'content-length': 0 }).end());
    const far = request({ host: '127.0.0.1', port: swift.port, method: asked.method, path: asked.url, headers: asked.headers }, async (told) => {
      const said = Buffer.concat(await told.toArray());
      const bytes = lies && lie.gives && asked.method === 'GET' && told.statusCode === 200 ? lie.gives(said) : said;
      const { 'transfer-encoding': _, ...headers } = told.headers;
      answer.writeHead(told.statusCode ?? 502, { ...headers, 'content-length': bytes.length }).end(bytes);
    });
    return asked.pipe(far);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const bound = server.address();
  return {
    endpoint: `http://127.0.0.1:${typeof bound === 'object' && bound ? bound.port : 0}`, aDayLater: () => { lies = true; },
    end: async () => { server.closeAllConnections(); await new Promise((resolve) => server.close(resolve)); },
  };
};

/** What becomes of a letter that is handed in and opened on another day: the measure of every store and of every room. */
const fate = async ({ room: of, attached }: Lodging, lie: Lie): Promise<string> => {
  const line = await lyingFront(lie);
  try {
    of.setFileStore(of.s3Store(settings({ endpoint: line.endpoint })));
    const letter = utf8('Құрметті әкім! Жол жөнделмеді.\n'.repeat(4_000));
    const kept = await attached(new File([new Uint8Array(letter)], 'хат.txt'), 'visit:lie').catch((error: unknown) => `told at once: ${String(error)}`);
    if (typeof kept === 'string') return kept;
    line.aDayLater();
    const whole = await kept.whole();
    if (typeof whole === 'string') return `acknowledged, then ${whole}`;
    return await whole.arrayBuffer().then((bytes) => (Buffer.from(bytes).equals(letter) ? 'acknowledged and whole' : 'acknowledged, then another file'), () => 'acknowledged, then broken off');
  } finally {
    await line.end();
  }
};
const seen: Readonly<Record<string, readonly [whole: RegExp, lacking: string]>> = {
  'says yes and keeps nothing': [/^told at once: .*answered 404 to get what it said it keeps: NoSuchKey$/, 'acknowledged, then file_not_found'],
  'gives back other bytes': [/^told at once: OtherBytes/, 'acknowledged, then another file'],
  'gives back other bytes a day later': [/^acknowledged, then broken off$/, 'acknowledged, then another file'],
  'gives back half a file as a whole one a day later': [/^acknowledged, then broken off$/, 'acknowledged, then another file'],
};

test('a store that lies is found out: before anybody is told, or when the file is opened; a front that passes everything on is not', async () => {
  const lodging = await lodge(room);
  try {
    expect(await fate(lodging, { what: 'passes everything on' })).toBe('acknowledged and whole');
    for (const lie of lies) expect(await fate(lodging, lie), lie.what).toMatch(seen[lie.what]?.[0] ?? /nothing/);
    console.log(`proof: Swift behind a front that lies in ${lies.length} ways, each found out before anybody is told or when the file is opened`);
  } finally {
    await lodging.end();
  }
});

test('control: of a room that believes the store, the same question says that the lie is served', async () => {
  const believed = await inRoomWithout({ [front]: [notReadBack], [way]: [notAsked] }, async (lodging) => {
    expect(await fate(lodging, { what: 'passes everything on' })).toBe('acknowledged and whole');
    const all: [string, string][] = [];
    for (const lie of lies) all.push([lie.what, await fate(lodging, lie)]);
    return all;
  });
  expect(believed).toEqual(lies.map(({ what }) => [what, seen[what]?.[1]]));
  console.log(`proof: control, a room that believes its store: ${believed.map(([what, became]) => `${what}: ${became}`).join('; ')}`);
});
