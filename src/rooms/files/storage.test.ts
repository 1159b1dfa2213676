import { execFileSync, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { mkdtemp, open, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addressOf, bucket, closed, region, secret } from '../../../test/support/bucket.ts';
import { lacking } from '../../../test/support/lacking.ts';
import type { Room } from '../../../test/support/room-of-files.ts';
import { folderStore, s3Store, type FileStore } from './contract.ts';
import { storageKey } from './law.ts';
import { sweepScratch } from './storage-scratch.ts';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'jauap-storage-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const paper = async (bytes: Uint8Array) => {
  const path = join(dir, `in-${randomBytes(6).toString('hex')}`);
  await writeFile(path, bytes);
  const sha256 = hashOf(bytes);
  return { from: { path, bytes: bytes.length, sha256 }, key: storageKey(sha256, randomBytes(4).toString('hex')) };
};
const readBack = async (store: FileStore, key: string): Promise<Buffer | null> => {
  const opened = await store.get(key);
  return opened ? Buffer.from(await new Response(opened.body).arrayBuffer()) : null;
};

it('keeps, gives back and removes in a folder, the last one twice without harm', async () => {
  const store = folderStore(join(dir, 'folder'));
  const bytes = randomBytes(300_000);
  const { from, key } = await paper(bytes);
  expect(await store.get(key)).toBeNull();
  await store.put(key, from);
  expect((await readBack(store, key))?.equals(bytes)).toBe(true);
  await store.remove(key);
  await store.remove(key);
  expect(await store.get(key)).toBeNull();
  expect(await readdir(join(dir, 'folder', '.arriving'))).toEqual([]);
});

it('does not leave its folder, whatever a row says', async () => {
  const store = folderStore(join(dir, 'folder'));
  for (const key of ['../../etc/passwd', '/etc/passwd', 'ab/cd/..', '']) await expect(store.get(key)).rejects.toThrow('not a key');
});

it('keeps whole what it acknowledged and names nothing half-written when it is killed in the middle', async () => {
  const home = join(dir, 'killed');
  const store = folderStore(home);
  const bytes = randomBytes(4 * 1024 * 1024);
  const whole = await paper(bytes);
  const half = { from: { ...whole.from, path: join(dir, 'pipe') }, key: storageKey(whole.from.sha256, 'ff') };
  execFileSync('mkfifo', [half.from.path]);
  const program = `
    const { folderStore } = await import(${JSON.stringify(new URL('./storage-folder.ts', import.meta.url).href)});
    const store = folderStore(${JSON.stringify(home)});
    for (const { key, from } of ${JSON.stringify([whole, half])}) { await store.put(key, from); console.log(key); }`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const gone = once(child, 'exit');
  const pipe = await open(half.from.path, 'w');
  // a pipe takes this only when the other side has read nearly all of it: the second file is half-written now
  await pipe.write(bytes, 0, bytes.length / 2);
  child.kill('SIGKILL');
  const said = Buffer.concat(await child.stdout.toArray()).toString();
  await gone;
  await pipe.close();
  expect(said).toBe(`${whole.key}\n`);
  expect((await readBack(store, whole.key))?.equals(bytes)).toBe(true);
  expect(await store.get(half.key)).toBeNull();
  const partials = await readdir(join(home, '.arriving'));
  expect(partials).toHaveLength(1);
  expect((await stat(join(home, '.arriving', partials[0] ?? ''))).size).toBeGreaterThan(1024 * 1024);
  await sweepScratch(store, new Date(0));
  expect(await readdir(join(home, '.arriving'))).toEqual(partials);
  await sweepScratch(store, new Date(Date.now() + 60_000));
  expect(await readdir(join(home, '.arriving'))).toEqual([]);
});

it('keeps, gives back and removes in an S3-compatible store with signed requests', async () => {
  const { server, endpoint, kept } = await bucket();
  try {
    const store = s3Store({ endpoint, bucket: 'jauap', region, accessKeyId: 'key-of-the-test', secretAccessKey: secret });
    const bytes = randomBytes(3 * 1024 * 1024);
    const { from, key } = await paper(bytes);
    await store.put(key, from);
    expect([...kept.keys()]).toEqual([`/jauap/${key}`]);
    expect((await store.get(key))?.bytes).toBe(bytes.length);
    expect((await readBack(store, key))?.equals(bytes)).toBe(true);
    await store.remove(key);
    await store.remove(key);
    expect(await store.get(key)).toBeNull();
    const thief = s3Store({ endpoint, bucket: 'jauap', region, accessKeyId: 'key-of-the-test', secretAccessKey: 'guessed' });
    await expect(thief.put(key, from)).rejects.toThrow('answered 403 to put');
    await expect(thief.get(key)).rejects.toThrow('answered 403 to get');
    await expect(store.put(key, { ...from, sha256: hashOf(Buffer.from('other')) })).rejects.toThrow('answered 400 to put');
    expect(kept.size).toBe(0);
  } finally {
    await closed(server);
  }
});

it('tries an S3-compatible store that stumbles again, and says so when it does not get up', async () => {
  const stumbling = await bucket({ failing: 2 });
  const down = await bucket({ failing: 1_000 });
  try {
    const { from, key } = await paper(randomBytes(1_000));
    const config = { bucket: 'jauap', region, accessKeyId: 'key-of-the-test', secretAccessKey: secret };
    await s3Store({ ...config, endpoint: stumbling.endpoint }).put(key, from);
    expect([stumbling.asked, stumbling.kept.size]).toEqual([['PUT jauap', 'PUT jauap', 'PUT jauap', 'GET jauap'], 1]);
    await expect(s3Store({ ...config, endpoint: down.endpoint }).put(key, from)).rejects.toThrow('answered 503 to put');
    expect(down.asked).toHaveLength(3);
  } finally {
    await closed(stumbling.server);
    await closed(down.server);
  }
});

it('does not take a bucket that is not there for a file that nobody has, and says what the store said', async () => {
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(404, { 'content-type': 'application/xml' }).end('<?xml version="1.0"?><Error><Code>NoSuchBucket</Code><Message>x</Message></Error>');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const { from, key } = await paper(randomBytes(10));
    const store = s3Store({ endpoint: addressOf(server), bucket: 'jauap', region, accessKeyId: 'key-of-the-test', secretAccessKey: secret });
    for (const act of [() => store.put(key, from), () => store.get(key), () => store.remove(key)]) await expect(act()).rejects.toThrow(/answered 404 to (?:put|get|remove): NoSuchBucket/);
  } finally {
    await closed(server);
  }
});

it('asks an S3-compatible store again whose connection fell, and no more than three times', async () => {
  let asked = 0;
  let falls = 2;
  const sent = randomBytes(100_000);
  const server = createServer((request, response) => {
    if (request.method === 'GET') return response.writeHead(200, { 'content-length': sent.length }).end(sent);
    asked += 1;
    if ((falls -= 1) >= 0) return request.socket.destroy();
    request.resume();
    return request.once('end', () => response.writeHead(200).end());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const { from, key } = await paper(sent);
    const store = s3Store({ endpoint: addressOf(server), bucket: 'jauap', region, accessKeyId: 'key-of-the-test', secretAccessKey: secret });
    await store.put(key, from);
    expect(asked).toBe(3);
    falls = Infinity;
    await expect(store.put(key, from)).rejects.toThrow();
    expect(asked).toBe(6);
  } finally {
    await closed(server);
  }
});

const flipped = (bytes: Buffer<ArrayBuffer>): Buffer<ArrayBuffer> => {
  const other = Buffer.from(bytes);
  other[bytes.length >> 1] = (other[bytes.length >> 1] ?? 0) ^ 1;
  return other;
};
const lies: readonly (readonly [what: string, keeps: (body: Buffer<ArrayBuffer>) => Buffer<ArrayBuffer> | null, told: string])[] = [
  ['nothing', () => null, 'answered 404 to get what it said it keeps'],
  ['other bytes', flipped, 'gave back other bytes'],
  ['half of them', (body) => body.subarray(0, body.length >> 1), 'gave back other bytes'],
];
it.each(lies)('does not take the word of a store that says yes and keeps %s', async (_, keeps, told) => {
  const lying = await bucket({ keeps });
  try {
    const { from, key } = await paper(randomBytes(200_000));
    const config = { endpoint: lying.endpoint, bucket: 'jauap', region, accessKeyId: 'key-of-the-test', secretAccessKey: secret };
    await expect(s3Store(config).put(key, from)).rejects.toThrow(told);
    // without the line that reads back, its word is taken: the control
    const trusting = await lacking<Room>('src/rooms/files/contract.ts', { 'src/rooms/files/storage-s3.ts': [['await readBack(key, from);', '']] });
    await trusting.s3Store(config).put(key, from);
    expect((await readBack(trusting.s3Store(config), key))?.equals(await readFile(from.path)) ?? false).toBe(false);
  } finally {
    await closed(lying.server);
  }
});

it('asks again where the line falls while it reads back, and gives up a store that stops in the middle', async () => {
  const bytes = randomBytes(300_000);
  let broken = 2;
  const server = createServer((request, response) => {
    request.resume();
    if (request.method === 'PUT') return request.once('end', () => response.writeHead(200).end());
    response.writeHead(200, { 'content-length': bytes.length });
    if ((broken -= 1) < 0) return response.end(bytes);
    return response.write(bytes.subarray(0, 100_000), () => (broken > 5 ? undefined : response.destroy()));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const { from, key } = await paper(bytes);
    const config = { endpoint: addressOf(server), bucket: 'jauap', region, accessKeyId: 'key-of-the-test', secretAccessKey: secret };
    await s3Store(config).put(key, from);
    expect(broken).toBe(-1);
    broken = 1_000; // it goes silent, and does not hang up
    await expect(s3Store(config, { answerMs: 3_000 }).put(key, from)).rejects.toMatchObject({ name: 'TimeoutError' });
  } finally {
    await closed(server);
  }
});

it('gives up a store that does not answer, and never a reader who takes longer over the bytes than that', async () => {
  let rest = (): void => {};
  const half = randomBytes(10_000);
  const server = createServer((request, response) => {
    if (request.method === 'DELETE') return; // no answer at all
    response.writeHead(200, { 'content-length': 2 * half.length });
    response.write(half);
    rest = () => response.end(half);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const store = s3Store({ endpoint: addressOf(server), bucket: 'jauap', region, accessKeyId: 'key-of-the-test', secretAccessKey: secret }, { answerMs: 3_000 });
    const key = storageKey(hashOf(half), 'aa');
    const opened = await store.get(key);
    // while this one is given up, the deadline of the one before has passed too
    await expect(store.remove(key)).rejects.toThrow('did not answer in time');
    rest();
    expect((await new Response(opened?.body).arrayBuffer()).byteLength).toBe(2 * half.length);
  } finally {
    await closed(server);
  }
});
