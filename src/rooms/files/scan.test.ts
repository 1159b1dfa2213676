import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { createInterface } from 'node:readline';
import { delimiter, join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { system } from '../../kernel/actor.ts';
import { isRefusal, type Refusal } from '../../kernel/refusal.ts';
import { read, write } from '../../platform/db.ts';
import type { TestDb } from '../../../test/support/database.ts';
import type { Lacking } from '../../../test/support/lacking.ts';
import { inRoomWithout, lodge, type Attached, type Lodging } from '../../../test/support/room-of-files.ts';
import { docx, eicar } from '../../../test/support/torture.ts';
import * as room from './contract.ts';
import { attach, clamdAt, openFile, ownersFile, rescan, setScanner, takeUpload, type StoredFile } from './contract.ts';

let lodging: Lodging;
let db: TestDb;
let dir: string;
let socketPath: string;
beforeAll(async () => {
  lodging = await lodge(room);
  ({ db } = lodging);
  dir = await mkdtemp(join(tmpdir(), 'jauap-scan-'));
  socketPath = join(dir, 'clamd.sock');
});
let server: Server | null = null;
const open = new Set<Socket>();
const stop = async (): Promise<void> => {
  for (const socket of open) socket.destroy();
  const closing = server;
  server = null;
  if (closing) await new Promise((resolve) => closing.close(resolve));
};
afterEach(async () => {
  await stop();
  setScanner(null);
});
afterAll(async () => {
  await lodging.end();
  await rm(dir, { recursive: true, force: true });
});

/** The bytes of an INSTREAM command, or null while they are still coming; throws when they are not clamd's format. */
const streamed = (heard: Buffer): Buffer | null => {
  const command = 'zINSTREAM\0';
  if (heard.length < command.length) return null;
  if (heard.toString('latin1', 0, command.length) !== command) throw new Error('not the command');
  const parts: Buffer[] = [];
  for (let at = command.length; at + 4 <= heard.length; ) {
    const length = heard.readUInt32BE(at);
    if (length === 0) return Buffer.concat(parts);
    parts.push(heard.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return null;
};

/** A server that speaks clamd's format and knows one virus. */
const listen = async (at: string | number, answer: (bytes: Buffer) => string | null): Promise<number> => {
  const made = createServer((socket) => {
    open.add(socket);
    let heard = Buffer.alloc(0);
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      heard = Buffer.concat([heard, chunk]);
      const bytes = streamed(heard);
      const said = bytes && answer(bytes);
      if (said) socket.end(said);
    });
  });
  server = made;
  if (typeof at === 'string') made.listen(at);
  else made.listen(at, '127.0.0.1');
  await once(made, 'listening');
  const bound = made.address();
  return typeof bound === 'object' && bound ? bound.port : 0;
};
const honest = (bytes: Buffer): string => (bytes.includes(eicar) ? 'stream: Eicar-Test-Signature FOUND\0' : 'stream: OK\0');

const done = <T>(result: T | Refusal): T => {
  if (isRefusal(result)) throw new Error(`refused: ${result.code}`);
  return result;
};
let n = 0;
const attached = async (words: string): Promise<{ file: StoredFile; again: () => Promise<StoredFile> }> => {
  const owner = `appeal:${(n += 1)}`;
  const { fileId } = done(await takeUpload(db.ctx(), new File([words], 'хат.txt'), { by: owner }));
  done(await write(db.ctx(), (tx) => attach(tx, [fileId], owner)));
  const again = async () => {
    const file = await read(db.ctx(), (q) => ownersFile(q, owner, fileId));
    if (!file) throw new Error('not there');
    return file;
  };
  return { file: await again(), again };
};
const job = () => rescan(db.ctx(system('files.rescan')));
const bytesKept = async (): Promise<number> =>
  (await readdir(lodging.dir, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).length;

it('takes what the scanner finds clean, whole and in its format, over a socket path and over host:port', async () => {
  const large = 'Жол жөнделмеді. '.repeat(20_000);
  let heard = '';
  const listening = (bytes: Buffer) => { heard = bytes.toString(); return honest(bytes); };
  await listen(socketPath, listening);
  setScanner(clamdAt(socketPath));
  expect((await attached(large)).file).toMatchObject({ state: 'clean', scanned: true });
  expect(heard === large).toBe(true);
  await stop();
  setScanner(clamdAt(`127.0.0.1:${await listen(0, listening)}`));
  expect((await attached('Сәлем')).file).toMatchObject({ state: 'clean', scanned: true });
});

it('refuses what the scanner finds, and keeps no byte of it', async () => {
  await listen(socketPath, honest);
  setScanner(clamdAt(socketPath));
  const before = [await bytesKept(), await db.raw('SELECT count(*) FROM files.file')];
  expect(await takeUpload(db.ctx(), new File([new Uint8Array(eicar)], 'a.txt'), { by: 'visit:v' })).toMatchObject({ code: 'file_infected_invalid' });
  expect([await bytesKept(), await db.raw('SELECT count(*) FROM files.file')]).toEqual(before);
});

it('keeps a file while the scanner is away, serves it when the scanner has seen it, and never the infected one', async () => {
  setScanner(clamdAt(socketPath));
  const good = await attached('Жақсы');
  const bad = await attached(eicar.toString('latin1'));
  expect([good.file.state, bad.file.state, good.file.scanned]).toEqual(['quarantined', 'quarantined', false]);
  expect(await openFile(db.ctx(), good.file, 'whole')).toMatchObject({ code: 'file_waits' });
  await job();
  expect((await good.again()).state).toBe('quarantined');
  const before = await bytesKept();
  await listen(socketPath, honest);
  await job();
  expect(await good.again()).toMatchObject({ state: 'clean', scanned: true });
  expect(await done(await openFile(db.ctx(), good.file, 'whole')).text()).toBe('Жақсы');
  expect((await bad.again()).state).toBe('infected');
  expect(await openFile(db.ctx(), bad.file, 'whole')).toMatchObject({ code: 'file_infected_invalid' });
  expect(await bytesKept()).toBe(before - 1);
  expect(await db.raw('SELECT key FROM files.file WHERE id = $1', [bad.file.id])).toEqual([{ key: null }]);
  expect(await db.raw(`SELECT facts FROM journal.leaf WHERE act = 'file.scan' AND subject = $1`, [`file:${bad.file.id}`])).toEqual([{ facts: '{"verdict":"infected"}' }]);
});

const confused: readonly (readonly [what: string, answer: () => string | null])[] = [
  ['is silent past its deadline', () => null],
  ['answers that the stream is too long', () => 'INSTREAM size limit exceeded. ERROR\0'],
  ['answers something else', () => 'HTTP/1.1 400 Bad Request\r\n\r\nstream: OK\0'],
  ['hangs up', () => '\0'],
  ['talks without end', () => 'x'.repeat(10_000)],
];
it('takes no verdict on a file whose bytes have changed while it waited', async () => {
  setScanner(clamdAt(socketPath));
  const file = await attached('Күтеді, кейін өзгереді');
  const [row] = await db.raw('SELECT key FROM files.file WHERE id = $1', [file.file.id]);
  await writeFile(join(lodging.dir, String(row?.['key'])), 'Өзге хат');
  await listen(socketPath, honest);
  await job();
  expect((await file.again()).state).toBe('quarantined');
});

it.each(confused)('keeps a file waiting when the scanner %s', async (_, answer) => {
  await listen(socketPath, answer);
  setScanner(clamdAt(socketPath, { deadlineMs: 300 }));
  expect((await attached('Сәлем')).file.state).toBe('quarantined');
});

it('waits on when the scanner was taken out of the configuration', async () => {
  setScanner(clamdAt(socketPath));
  const file = await attached('Күтеді');
  setScanner(null);
  await job();
  expect((await file.again()).state).toBe('quarantined');
});

/** What becomes of a virus that is handed in, of one that came while the scanner was away, and of a letter: the measure of every scanner, a lying one too. */
const fates = async (of: Lodging, scanner: string, o: { deadlineMs?: number } = {}): Promise<Readonly<Record<'virus' | 'waiting' | 'letter', string>>> => {
  const fate = async (one: Attached): Promise<string> => {
    const whole = typeof one === 'string' ? one : await one.whole();
    return typeof whole === 'string' ? whole : `served ${Buffer.from(await whole.arrayBuffer()).equals(eicar) ? 'with the virus' : 'as it came'}`;
  };
  const sent = (bytes: string | Buffer<ArrayBuffer>): Promise<Attached> => of.attached(new File([bytes], 'a.txt'), `visit:${(n += 1)}`);
  of.room.setScanner(of.room.clamdAt(join(dir, 'nowhere.sock')));
  const waiting = await sent(Buffer.from(eicar));
  of.room.setScanner(of.room.clamdAt(scanner, o));
  await of.room.rescan(of.db.ctx(system('files.rescan')));
  return { virus: await fate(await sent(Buffer.from(eicar))), waiting: await fate(waiting), letter: await fate(await sent('Сәлем')) };
};
const found = { virus: 'file_infected_invalid', waiting: 'file_infected_invalid', letter: 'served as it came' };
const letThrough = { virus: 'served with the virus', waiting: 'served with the virus', letter: 'served as it came' };

it('asks a scanner that tells the truth: what must be found is found, and the letter comes through', async () => {
  await listen(socketPath, honest);
  expect(await fates(lodging, socketPath)).toEqual(found);
});

it('control: of a scanner that finds nothing the same question is answered with the virus, and of a silent one with nothing at all', async () => {
  await listen(socketPath, () => 'stream: OK\0');
  const blind = await fates(lodging, socketPath);
  expect(blind).toEqual(letThrough);
  await stop();
  await listen(socketPath, () => null);
  const silent = await fates(lodging, socketPath, { deadlineMs: 300 });
  expect(silent).toEqual({ virus: 'file_waits', waiting: 'file_waits', letter: 'file_waits' });
  console.log(`proof: control with a scanner that finds nothing: the virus is ${blind.virus}; with a silent one: ${silent.virus}`);
});

const scanning = 'src/rooms/files/scan.ts';
const believing: readonly (readonly [what: string, lines: Lacking])[] = [
  ['takes no answer, or one it does not understand, for a clean one', { [scanning]: [["return 'unknown'; // away", "return 'clean'; // away"], ["line === 'stream: OK' ? 'clean' : 'unknown'", "'clean'"]] }],
  ['serves what it has no verdict on', { 'src/rooms/files/acts/take.ts': [["o.verdict === 'unknown' ? 'quarantined' : 'clean'", "'clean'"]] }],
];
it.each(believing)('control: a room that %s serves the virus, whichever way the scanner is confused', async (_, lines) => {
  await inRoomWithout(lines, async (lacking) => {
    for (const [what, answer] of confused) {
      await listen(socketPath, answer);
      const { virus } = await fates(lacking, socketPath, { deadlineMs: 300 });
      expect(virus, what).toBe('served with the virus');
      await stop();
    }
  });
});

const clamd = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'].map((folder) => join(folder, 'clamd')).find((path) => existsSync(path));
let agreed = false;
afterAll(() => console.log(`proof: a real clamd ${agreed ? 'took part and agreed' : clamd === undefined ? 'took no part: none is installed' : 'took part and did not agree'}`));
/** A real one that knows this signature alone. */
const withClamd = async (signature: Buffer, ask: (address: string) => Promise<void>): Promise<void> => {
  const home = await mkdtemp(join(tmpdir(), 'jauap-clamd-'));
  const real = join(home, 'real.sock');
  await writeFile(join(home, 'one.ndb'), `Eicar-Test-Signature:0:*:${signature.toString('hex')}\n`);
  await writeFile(join(home, 'clamd.conf'), `LocalSocket ${real}\nDatabaseDirectory ${home}\nForeground yes\nStreamMaxLength 18M\n`);
  const child = spawn(clamd ?? '', ['--config-file', join(home, 'clamd.conf')], { stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = once(child, 'exit');
  try {
    // its last word before it listens to anybody
    for await (const line of createInterface(child.stdout)) if (line.startsWith('Self checking')) break;
    await ask(real);
  } finally {
    child.kill('SIGKILL');
    await ended;
    await rm(home, { recursive: true, force: true });
  }
};
it.runIf(clamd !== undefined)('agrees with the real clamd where one is installed', async () => {
  await withClamd(eicar, async (real) => {
    expect(await fates(lodging, real)).toEqual(found);
    expect((await attached('Сәлем')).file).toMatchObject({ state: 'clean', scanned: true });
    expect(await takeUpload(db.ctx(), new File([new Uint8Array(eicar)], 'a.txt'), { by: 'visit:real' })).toMatchObject({ code: 'file_infected_invalid' });
    // within a letter, and squeezed: the scanner opens what we only look into
    for (const packed of [{ data: eicar }, { data: eicar, packed: deflateRawSync(eicar), unpacked: eicar.length }])
      expect(await takeUpload(db.ctx(), new File([new Uint8Array(docx({ name: 'word/embeddings/a.com', ...packed }))], 'хат.docx'), { by: 'visit:real' })).toMatchObject({ code: 'file_infected_invalid' });
    expect((await attached('а'.repeat(9_000_000))).file).toMatchObject({ state: 'clean', scanned: true });
    // longer than the scanner is told to hear: no verdict is no clean one
    expect((await attached('а'.repeat(9_600_000))).file).toMatchObject({ state: 'quarantined', scanned: false });
    agreed = true;
  });
});
it.runIf(clamd !== undefined)('control: the real clamd without the signature finds nothing, and the same question is answered with the virus', async () => {
  await withClamd(Buffer.from('another virus than the one that is sent'), async (real) => {
    const fate = await fates(lodging, real);
    console.log(`proof: control with a real clamd without the signature: the virus is ${fate.virus}`);
    expect(fate).toEqual(letThrough);
  });
});
