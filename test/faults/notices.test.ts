import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { readers } from '../../src/app/house.ts';
import { visitor } from '../../src/kernel/actor.ts';
import { registerReaders } from '../../src/platform/jobs.ts';
import { root } from '../../src/platform/root.ts';
import { assign } from '../../src/rooms/appeals/acts/assign.ts';
import { register } from '../../src/rooms/appeals/acts/register.ts';
import { aRegistration } from '../../src/rooms/appeals/make.ts';
import { builtWithout } from '../support/lacking.ts';
import { allowed, depth } from '../support/proof.ts';
import { testNow } from '../support/database.ts';
import { ok, openHouse, type TestHouse } from '../support/house.ts';
import { smtpCounterpart, type Counterpart } from '../support/smtp.ts';

const [everyTime, deeply] = [20, 500];
const kills = depth(everyTime, deeply);
const matters = 6 * kills;
const digested = 100;
/** Saturday's letters wait: Monday at nine everybody's digest is due. */
const monday = Date.parse('2026-11-23T04:00:00Z');

let house: TestHouse;
let post: Counterpart;
let dataDir: string;
let worker: ChildProcess | undefined;
const numbers: string[] = [];

let program: Awaited<ReturnType<typeof builtWithout>>;
beforeAll(async () => {
  // one file: as sources its hundreds would be compiled at every start
  program = await builtWithout('test/faults/notices-process.ts', {});
  registerReaders(readers);
  house = await openHouse();
  post = await smtpCounterpart();
  dataDir = await mkdtemp(join(tmpdir(), 'jauap-notices-'));
});
afterAll(async () => {
  worker?.kill('SIGKILL');
  await post.end();
  await house.end();
  await rm(dataDir, { recursive: true, force: true, maxRetries: 9 });
  await program.remove();
});

const start = (at: number): Promise<ChildProcess> => new Promise((resolve, reject) => {
  const child = spawn(process.execPath, [program.file], {
    cwd: root, stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env['PATH'] ?? '', DATABASE_URL: house.t.url, JAUAP_DATA: dataDir, JAUAP_SECRET: 'a secret of tests, longer than thirty-two letters', JAUAP_LOG: 'silent', JAUAP_MODE: 'test', NODE_COMPILE_CACHE: join(dataDir, 'compiled'),
      MAIL_URL: post.url, MAIL_FROM: 'inbox@ashyq.example', CLOCK_AT: String(at),
    },
  });
  child.once('error', reject);
  child.stdout?.once('data', () => resolve(child));
});
const killed = (child: ChildProcess): Promise<void> => new Promise((resolve) => {
  child.once('exit', () => resolve());
  child.kill('SIGKILL');
});
const count = async (text: string): Promise<number> => Number((await house.t.raw(text))[0]?.['n']);
const jobsLeft = () => count('SELECT count(*)::int AS n FROM graphile_worker._private_jobs');

/** Numbers that look thrown, the same at every run. */
let seed = 11;
const thrown = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;

const load = async (): Promise<void> => {
  for (let at = 0; at < matters; at += 1) {
    const one = ok(await register(house.ctx(visitor), aRegistration({
      branchId: house.units.tasqala, tellBy: 'email', applicant: { kind: 'person', surname: 'Сыналмалы', given: 'Әлия', email: `person${at}@mail.example` },
    }))).matters[0];
    if (!one) throw new Error('nothing registered');
    ok(await assign(house.ctx(), { number: one.number, unitId: house.units.lighting, accountId: house.people.executor, suggested: false }));
    numbers.push(one.number);
  }
};
const nameOf = (raw: string): string => /^Message-ID: (\S+)/im.exec(raw)?.[1] ?? '';

test(`the worker is killed ${kills} times among ${2 * matters} notices: none is lost, none comes under a second name`, async () => {
  await load();
  let midWork = 0;
  let workings = 0;
  for (let at = 0; at < kills; at += 1) {
    worker = await start(testNow);
    // by letters and not by the clock: a quick machine has not done with all of them before the last kill
    const enough = post.letters.length + 1 + Math.floor(thrown() * 6);
    await vi.waitFor(async () => expect(post.letters.length >= enough || (await jobsLeft()) === 0 || (await count(`SELECT count(*)::int AS n FROM graphile_worker._private_jobs WHERE locked_at IS NULL AND run_at <= now()`)) === 0).toBe(true), { timeout: 60_000, interval: 2 });
    await killed(worker);
    if ((await jobsLeft()) > 0) workings += 1;
    midWork += await count('SELECT count(*)::int AS n FROM graphile_worker._private_jobs WHERE locked_by IS NOT NULL');
  }
  expect(workings).toBeGreaterThanOrEqual(0.75 * kills);
  // the kills did hit work: what is locked by the dead is what the next one frees
  expect(midWork).toBeGreaterThan(0);
  worker = await start(testNow);
  await vi.waitFor(async () => expect(await jobsLeft()).toBe(0), { timeout: allowed(180_000, everyTime, deeply), interval: 100 });
  await killed(worker);

  expect(await count(`SELECT count(*)::int AS n FROM notices.notice WHERE way_id IS NOT NULL`)).toBe(2 * matters);
  expect(await count(`SELECT count(*)::int AS n FROM notices.notice WHERE way_id IS NOT NULL AND state <> 'sent'`)).toBe(0);
  const names = new Set(post.letters.map((one) => nameOf(one.raw)));
  expect(names.size).toBe(2 * matters);
  // in effect: each person has two letters of different names
  const toEach = Map.groupBy(post.letters, (one) => one.to[0]);
  for (let at = 0; at < matters; at += 1) expect(new Set(toEach.get(`person${at}@mail.example`)?.map((one) => nameOf(one.raw))).size).toBe(2);
  // staff: one row for each promise and person, all waiting for the morning
  expect(await count(`SELECT count(*)::int AS n FROM notices.notice WHERE account_id = ${house.people.executor} AND state = 'held'`)).toBe(matters);
  console.log(`proof: ${kills} kills of the worker, ${midWork} notices in its hands when it fell, ${2 * matters} told in ${post.letters.length} letters of ${names.size} names, 0 lost`);
}, allowed(480_000, everyTime, deeply));

test('and killed among the digests: each person gets one, and it names each promise once', async () => {
  post.letters.length = 0;
  // one digest takes five hundred at most: what a deeper run has more is put aside
  await house.t.raw(`UPDATE notices.notice SET state = 'stopped' WHERE state = 'held' AND account_id = $1 AND id NOT IN (SELECT id FROM notices.notice WHERE state = 'held' AND account_id = $1 ORDER BY id LIMIT $2)`, [house.people.executor, digested]);
  for (let at = 0; at < 5; at += 1) {
    await house.t.raw(`SELECT graphile_worker.add_job('notices:digests')`);
    worker = await start(monday);
    await pause(thrown() * 250);
    await killed(worker);
  }
  await house.t.raw(`SELECT graphile_worker.add_job('notices:digests')`);
  worker = await start(monday);
  await vi.waitFor(async () => {
    expect(await jobsLeft()).toBe(0);
    expect(await count(`SELECT count(*)::int AS n FROM notices.notice WHERE state IN ('held', 'waiting', 'sending')`)).toBe(0);
  }, { timeout: allowed(120_000, everyTime, deeply), interval: 100 });
  await killed(worker);
  const toExecutor = new Map(post.letters.filter((one) => one.to[0] === 'executor@ashyq.example').map((one) => [nameOf(one.raw), one.raw]));
  expect(toExecutor.size).toBe(1);
  expect(await count(`SELECT count(*)::int AS n FROM notices.notice WHERE code = 'notices.digest' AND account_id = ${house.people.executor}`)).toBe(1);
  expect(await count(`SELECT (slots->>'count')::int AS n FROM notices.notice WHERE code = 'notices.digest' AND account_id = ${house.people.executor}`)).toBe(digested);
}, allowed(300_000, everyTime, deeply));

test('the control: with the key removed, an event whose reaction had committed before the kill is told twice', async () => {
  await house.t.raw('ALTER TABLE notices.notice DROP CONSTRAINT notice_key');
  const [appeal] = await house.t.raw('SELECT id, number, branch_id AS branch FROM appeals.appeal ORDER BY id LIMIT 1');
  const event = JSON.stringify({ eventId: 'told-before', name: 'appeal.published', appealId: Number(appeal?.['id']), number: appeal?.['number'], branchId: Number(appeal?.['branch']) });
  for (const _run of [1, 2]) await house.t.raw(`SELECT graphile_worker.add_job('appeal.published>notices', $1::json)`, [event]);
  worker = await start(testNow);
  await vi.waitFor(async () => expect(await jobsLeft()).toBe(0), { timeout: 120_000, interval: 50 });
  await killed(worker);
  expect(await count(`SELECT count(*)::int AS n FROM notices.notice WHERE code = 'appeal.published'`)).toBe(2);
});
