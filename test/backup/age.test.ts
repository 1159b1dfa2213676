import { randomBytes } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { ageMark, decrypted, encryptTo, identitiesOf, makeAgeKey, recipientOf, type Identity } from '../../src/platform/backup/age.ts';
import { lacking } from '../support/lacking.ts';
import { recipientFrom } from './house.ts';

/** Made by the program `age` 1.1.1 for this test, and the identity too: it opens nothing else. */
const known = {
  identity: 'AGE-SECRET-KEY-1UVPKL4RQTJ6V3E7MA2QR8NYP8U7JMD7C6LXNMMKGLSQ8HQEYAX7SUH0KZN',
  recipient: 'age1ft68s9sl0hpuzt062msjsjzd3ruwqfs04rch6a97cwqqkcv8wsuq36hclf',
  text: 'Ашық филиал, жауап бар.',
  file: 'YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSBZYU1lMlEzL3p1Q2U0U0FRQVdOUG05RDlsa0tsM25TRWJYb0cvNVBKcUFNCnAyc3JOeEhJem5aSWI4YXNOL1RFYndyMmZsSHptK2plZFc4aDd5Q1I1K1kKLS0tIHRIVThRRUQ0UHFxOUdSalJSOGxadncyYkc4K0R4SU1nWFJjcmVCRDc4TDAKXbzLLC/CXvbVC8utsJ6y7t7Vz40rFGPWQV3+zYwuNINj5pWJLDPqp0jUUaMeYjpZRYt7GmIhQ6Wbobe7q9XJZIwZPkUOlSgbhA==',
};

const pieces = async function* (bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
};
const open = async (file: Buffer, identities: readonly Identity[], size = 70_001, of = decrypted): Promise<Buffer> => {
  const texts: Buffer[] = [];
  for await (const text of of(pieces(file, size), identities)) texts.push(text);
  return Buffer.concat(texts);
};
const sealTo = async (text: Buffer, ...recipients: readonly string[]): Promise<Buffer> => {
  const out: Uint8Array[] = [];
  const age = await encryptTo(recipients.map(recipientFrom), async (bytes) => void out.push(Buffer.from(bytes)));
  if (text.length > 10) await age.add(text.subarray(0, 10));
  await age.add(text.length > 10 ? text.subarray(10) : text);
  await age.finish();
  return Buffer.concat(out);
};

test('a file of the program age opens, one byte at a time too', async () => {
  const file = Buffer.from(known.file, 'base64');
  for (const size of [1, 16, 10_000]) expect((await open(file, identitiesOf(`# of a test\n${known.identity}\n`), size)).toString()).toBe(known.text);
});

test('a key is written as age writes it, and a slip in it is noticed', () => {
  expect(identitiesOf(`# of a test\n\n${known.identity}\n`)).toEqual([known.identity]);
  expect(recipientOf(` ${known.recipient}\n`)).toBe(known.recipient);
  for (let at = 4; at < known.recipient.length; at += 1) {
    const slip = known.recipient.slice(0, at) + (known.recipient[at] === 'q' ? 'p' : 'q') + known.recipient.slice(at + 1);
    expect(recipientOf(slip), slip).toBeNull();
  }
  expect(recipientOf(known.identity)).toBeNull();
  expect(() => identitiesOf(known.recipient)).toThrow('not an AGE-SECRET-KEY-1');
});

test('texts of every awkward length come back, for each of two recipients and nobody else', async () => {
  const [one, two, stranger] = [await makeAgeKey(), await makeAgeKey(), await makeAgeKey()];
  for (const length of [0, 1, 65_535, 65_536, 65_537, 131_072, 200_000]) {
    const text = randomBytes(length);
    const file = await sealTo(text, one.recipient, two.recipient);
    for (const { identity } of [one, two]) expect((await open(file, identitiesOf(identity))).equals(text), String(length)).toBe(true);
    await expect(open(file, identitiesOf(stranger.identity))).rejects.toThrow('does not open the file');
  }
});

/** Of a file with one bit changed at each of these places, then cut after each of these lengths, then longer by a byte: what was opened all the same. */
const unfound = async (of: typeof decrypted, file: Buffer, own: readonly Identity[]): Promise<readonly string[]> => {
  const passed: string[] = [];
  const ask = async (what: string, changed: Buffer, told: RegExp): Promise<void> => {
    const said = await open(changed, own, undefined, of).then(() => 'opened', String);
    if (!told.test(said)) passed.push(`${what}: ${said}`);
  };
  for (const at of [...Array.from({ length: 260 }, (_, nth) => nth), 65_800, 131_500, file.length - 17, file.length - 1]) {
    const changed = Buffer.from(file);
    changed[at] = (changed[at] ?? 0) ^ 1;
    await ask(`bit at ${at}`, changed, /^(?!opened)/);
  }
  for (const length of [0, 10, 100, 300, 65_790, file.length - 1, 184 + 16 + 65_552, 184 + 16 + 2 * 65_552]) await ask(`cut at ${length}`, file.subarray(0, length), /cut off|damaged/);
  await ask('a byte more', Buffer.concat([file, Buffer.from([0])]), /damaged/);
  return passed;
};

test('a byte that was changed anywhere is found, and so is every cut', async () => {
  const { identity, recipient } = await makeAgeKey();
  expect(await unfound(decrypted, await sealTo(randomBytes(150_000), recipient), identitiesOf(identity))).toEqual([]);
});

test('control: where what breaks off counts as an end, every change and cut behind the head goes through', async () => {
  const { identity, recipient } = await makeAgeKey();
  const file = await sealTo(randomBytes(150_000), recipient);
  const easy = await lacking<{ decrypted: typeof decrypted }>('src/platform/backup/age.ts', { 'src/platform/backup/age.ts': [['throw own.fault ?? new Unreadable(', 'own.fault ??= new Unreadable(']] });
  const passed = await unfound(easy.decrypted, file, identitiesOf(identity));
  console.log(`proof: control, a reader that takes a break for the end: ${passed.length} changes and cuts go through`);
  expect(passed).toEqual(expect.arrayContaining(['bit at 65800: opened', 'bit at 131500: opened', `bit at ${file.length - 1}: opened`, 'cut at 65790: opened', 'a byte more: opened']));
});

test('at no time is much of it in memory, on the way in or out, however slow the other side is', async () => {
  const { identity, recipient } = await makeAgeKey();
  const [block, blocks] = [randomBytes(1024 * 1024), 48];
  const out: Buffer[] = [];
  let [given, taken, most] = [0, 0, 0];
  const age = await encryptTo([recipientFrom(recipient)], async (bytes) => {
    await setImmediate();
    out.push(Buffer.from(bytes));
    taken += bytes.length;
  });
  for (let nth = 0; nth < blocks; nth += 1) {
    await age.add(block);
    given += block.length;
    most = Math.max(most, given - taken);
  }
  await age.finish();
  expect(taken).toBeGreaterThan(given);
  expect(most).toBeLessThan(6 * block.length);
  let [read, told, ahead] = [0, 0, 0];
  const counted = async function* () {
    for await (const piece of pieces(Buffer.concat(out), block.length)) {
      read += piece.length;
      ahead = Math.max(ahead, read - told);
      yield piece;
    }
  };
  for await (const text of decrypted(counted(), identitiesOf(identity))) {
    await setImmediate();
    told += text.length;
  }
  expect(told).toBe(given);
  expect(ahead).toBeLessThan(10 * block.length);
  console.log(`proof: encrypted, at most ${(most / 1e6).toFixed(1)} MB on the way in, ${(ahead / 1e6).toFixed(1)} MB on the way out, of ${(given / 1e6).toFixed(0)} MB`);
});

const full = Object.assign(new Error('full'), { code: 'ENOSPC' });
/** Of a disk that is full after each of so many pieces on the way in, and breaks after each of so many bytes on the way out: where its word is not passed on as it was said. */
const unsaid = async (to = encryptTo, of = decrypted): Promise<readonly string[]> => {
  const { identity, recipient } = await makeAgeKey();
  const otherwise: string[] = [];
  const hears = async (what: string, work: () => Promise<void>): Promise<void> => {
    if ((await work().catch((error: unknown) => error)) !== full) otherwise.push(what);
  };
  for (const room of [0, 1, 5]) {
    let count = 0;
    const age = await to([recipientFrom(recipient)], async () => {
      if ((count += 1) > room) throw full;
    });
    await hears(`in, after ${room}`, async () => {
      for (let nth = 0; nth < 20; nth += 1) await age.add(randomBytes(70_000));
      await age.finish();
    });
    await age.abandon();
  }
  const file = await sealTo(randomBytes(300_000), recipient);
  for (const good of [0, 50, 100_000]) {
    const broken = async function* () {
      yield file.subarray(0, good);
      throw full;
    };
    await hears(`out, after ${good}`, async () => {
      for await (const text of of(broken(), identitiesOf(identity))) expect(text.length).toBeGreaterThan(0);
    });
  }
  return otherwise;
};

test('what the disk says is passed on as it was said, from either side', async () => {
  expect(await unsaid()).toEqual([]);
});

test('control: a reader that keeps to itself what the disk said calls a good file damaged, and the same question finds it', async () => {
  const quiet = await lacking<{ decrypted: typeof decrypted }>('src/platform/backup/age.ts', { 'src/platform/backup/age.ts': [['      own.fault = error as Error;\n', '']] });
  expect(await unsaid(encryptTo, quiet.decrypted)).toEqual([0, 50, 100_000].map((good) => `out, after ${good}`));
});

test('a head that never ends is given up on', async () => {
  const { identity } = await makeAgeKey();
  const endless = async function* () {
    yield Buffer.from(`${ageMark}\n`);
    for (;;) yield Buffer.alloc(1024 * 1024, 'a');
  };
  await expect(decrypted(endless(), identitiesOf(identity)).next()).rejects.toThrow('head of the encrypted file is damaged');
});
