import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
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
import { attach, forgetUnattached, openFile, ownersFile, s3Store, setFileStore, takeUpload, type FileStore } from './contract.ts';
import { mostBytes, storageKey } from './law.ts';

/** A real store: Debian's swift-proxy, -account, -container and -object; `script/prove s3` brings them. */
let swift: Swift;
let dir: string;
let db: TestDb;
const bucket = 'jauap-files';
const storeOf = (more: Partial<Parameters<typeof s3Store>[0]> = {}): FileStore => s3Store({ endpoint: swift.endpoint, bucket, region: swift.region, accessKeyId: swift.accessKeyId, secretAccessKey: swift.secretAccessKey, ...more });
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
  const told = async (store: FileStore) => Promise.all([() => store.put(key, from), () => store.get(key), () => store.remove(key)].map((act) => act().then(() => 'done', (error: unknown) => String(error).replace(/^.*answered /, ''))));
  for (const wrong of [{ secretAccessKey: 'guessed' }, { accessKeyId: 'somebody:else' }]) expect(await told(storeOf(wrong))).toEqual(['put', 'get', 'remove'].map((act) => `403 to ${act}: SignatureDoesNotMatch`));
  for (const one of await told(storeOf({ region: 'elsewhere' }))) expect(one).toMatch(/^40\d to \w+: AuthorizationHeaderMalformed$/);
  for (const one of await told(storeOf({ bucket: 'not-there' }))) expect(one).toMatch(/^404 to \w+: NoSuchBucket$/);
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - 3_600_000 });
  expect(await told(storeOf())).toEqual(['put', 'get', 'remove'].map((act) => `403 to ${act}: RequestTimeTooSkewed`));
  vi.useRealTimers();
  expect(await told(storeOf())).toEqual(['done', 'done', 'done']);
  console.log('proof: Swift, a wrong secret, key, region, clock and bucket, each told at put, get and remove by the store’s own word');
});

test('bytes that are not the ones that were counted are not kept', async () => {
  const { from, key } = await paper(randomBytes(5_000));
  await expect(storeOf().put(key, { ...from, sha256: createHash('sha256').update('other').digest('hex') })).rejects.toThrow(/answered 400 to put: \w+/);
  expect(await lying()).not.toContain(key);
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
