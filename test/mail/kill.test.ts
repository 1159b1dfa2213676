import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { root } from '../../src/platform/root.ts';
import { openMailbox, type Mailbox } from '../support/dovecot.ts';
import { openHouse, type TestHouse } from '../support/house.ts';
import { builtWithout } from '../support/lacking.ts';
import { allowed, depth } from '../support/proof.ts';
import { aLetter, parts, word } from './letters.ts';

const [everyTime, deeply] = [20, 200];
const kills = depth(everyTime, deeply);
const letters = 3 * kills;

let house: TestHouse;
let box: Mailbox;
let dataDir: string;
let reader: ChildProcess | undefined;

let program: Awaited<ReturnType<typeof builtWithout>>;
beforeAll(async () => {
  // one file: as sources its hundreds would be compiled at every start
  program = await builtWithout('test/mail/reader-process.ts', {});
  house = await openHouse();
  box = await openMailbox();
  dataDir = await mkdtemp(join(tmpdir(), 'jauap-kill-'));
});
afterAll(async () => {
  reader?.kill('SIGKILL');
  await box.end();
  await house.end();
  await rm(dataDir, { recursive: true, force: true, maxRetries: 9 });
  await program.remove();
});

const start = (): Promise<ChildProcess> => new Promise((resolve, reject) => {
  const child = spawn(process.execPath, [program.file], {
    cwd: root, stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env['PATH'] ?? '', DATABASE_URL: house.t.url, JAUAP_DATA: dataDir, JAUAP_SECRET: 'a secret of tests, longer than thirty-two letters', JAUAP_LOG: 'silent', JAUAP_MODE: 'test', NODE_COMPILE_CACHE: join(dataDir, 'compiled'),
      // a mail server that is never asked: nothing here delivers
      MAIL_IMAP_URL: box.url, MAIL_URL: 'smtp://127.0.0.1:1', MAIL_FROM: 'inbox@ashyq.example',
    },
  });
  child.once('error', reject);
  child.stdout?.once('data', () => resolve(child));
});
const killed = (child: ChildProcess): Promise<void> => new Promise((resolve) => {
  child.once('exit', () => resolve());
  child.kill('SIGKILL');
});

const arrived = async (): Promise<number> => Number((await house.t.raw('SELECT count(*)::int AS n FROM notices.arrival'))[0]?.['n']);

/** Numbers that look thrown, the same at every run. */
let seed = 7;
const thrown = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;

const words = (at: number) => `Бұл ${at}-хат: шам жанбайды.`;
const letter = (at: number) => aLetter({
  from: `${word('Сыналмалы Әлия')} <person${at}@mail.example>`, id: `<kill-${at}@mail.example>`, subject: '', type: 'multipart/mixed; boundary=b',
  body: parts('b', [{ type: 'text/plain; charset=utf-8', body: words(at) }, { type: 'text/csv', body: `n;${at}`, name: `t${at}.csv` }]),
});
/** Every letter that lies there has been decided on, by a reader that was not killed. */
const readAll = async (): Promise<void> => {
  reader = await start();
  await vi.waitFor(() => expect(box.waiting()).toBe(0), { timeout: allowed(120_000, everyTime, deeply), interval: 50 });
  await killed(reader);
};

test(`the reader is killed ${kills} times among ${letters} letters: none is lost, none is registered twice, no number is skipped`, async () => {
  let seen = 0;
  for (let at = 0; at < letters; at += 1) box.deliver(letter(at));
  const inWork: number[] = [];
  for (let at = 0; at < kills; at += 1) {
    reader = await start();
    // by letters and not by the clock, so that a quick machine has not read all of them before the last kill: it falls anywhere in the one after the third at most
    const enough = Math.min(letters, seen + 1 + Math.floor(thrown() * 3));
    await vi.waitFor(async () => expect(await arrived()).toBeGreaterThanOrEqual(enough), { timeout: 60_000, interval: 5 });
    await pause(thrown() * 60);
    await killed(reader);
    seen = await arrived();
    inWork.push(box.lying('INBOX').length);
    if (seen >= letters) break;
  }
  expect(inWork.length).toBeGreaterThanOrEqual(kills / 2);
  // delivered once more, as a mail server does that was not sure
  for (const at of [0, 7, letters - 1]) box.deliver(letter(at));
  await readAll();

  const rows = await house.t.raw('SELECT a.id, a.number, a.text, (SELECT count(*)::int FROM files.file f WHERE f.owner = \'appeal:\' || a.id) AS files FROM appeals.appeal a ORDER BY a.number');
  console.log(`proof: ${inWork.length} kills of the reader of letters, ${letters} letters and 3 of them twice, ${rows.length} matters`);
  expect(rows.map((row) => String(row['text'])).toSorted()).toEqual(Array.from({ length: letters }, (_, at) => words(at)).toSorted());
  expect(rows.map((row) => Number(String(row['number']).slice(-6)))).toEqual(Array.from({ length: letters }, (_, at) => at + 1));
  expect(rows.every((row) => row['files'] === 1)).toBe(true);
  expect((await house.t.raw('SELECT count(*)::int AS n FROM notices.notice'))[0]?.['n']).toBe(letters);
  expect((await house.t.raw(`SELECT count(*)::int AS n FROM notices.arrival WHERE state = 'taken'`))[0]?.['n']).toBe(letters);
  expect(new Set(box.lying('Processed').map((raw) => /Message-ID: (\S+)/.exec(raw)?.[1])).size).toBe(letters);
  expect(box.lying('Refused')).toEqual([]);
}, allowed(480_000, everyTime, deeply));

test('the control: without the name of a letter remembered, what is delivered twice becomes two', async () => {
  const at = letters;
  const matters = () => house.t.raw('SELECT id, number FROM appeals.appeal WHERE text = $1', [words(at)]);
  const deliver = async () => {
    box.deliver(letter(at));
    await readAll();
    return matters();
  };
  const once = await deliver();
  expect(once).toHaveLength(1);
  expect(await deliver()).toEqual(once);
  // by its name in the mailbox, and by the key that is made of it
  const forgotten = await house.t.raw('DELETE FROM notices.arrival WHERE owner = $1 RETURNING id', [`appeal:${String(once[0]?.['id'])}`]);
  const keys = await house.t.raw('DELETE FROM appeals.intake WHERE $1 = ANY (appeal_ids) RETURNING key', [once[0]?.['id']]);
  expect([forgotten.length, keys.length]).toEqual([1, 1]);
  const twice = await deliver();
  expect(twice).toHaveLength(2);
  expect(new Set(twice.map((row) => row['number'])).size).toBe(2);
});
