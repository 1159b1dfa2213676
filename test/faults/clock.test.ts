import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { system } from '../../src/kernel/actor.ts';
import type { Day } from '../../src/kernel/day.ts';
import { root } from '../../src/platform/root.ts';
import { createAccount, givePost } from '../../src/rooms/people/contract.ts';
import type { TestDb } from '../support/database.ts';
import { databaseClock, type DatabaseClock } from '../support/database-clock.ts';
import { allowed, depth } from '../support/proof.ts';
import { browserAt } from '../support/resident.ts';
import { bodyOf, seeded, send, startClients, type Registered } from './clients.ts';
import { countOf, faultsOf } from './ledger.ts';
import { branchesDb, openSite, type Site } from './opening.ts';
import { freePort } from '../support/port.ts';
import { ready, serve, until, type Built } from './program.ts';
import { ok, registerOf, secret, territories } from './seed.ts';
import { journalFindings } from './underneath.ts';

const hour = 3_600_000;
const day = 24 * hour;
const year = 365 * day;
/** How far the program's own clock stands beside the database's. */
const shifts = [-3 * hour, 40 * year, -day, 17 * day, 5 * hour, -20 * year] as const;

/** Moments of the database's clock, and the days an application gets then: 15 working days, counted apart from the program by the published calendar; after half past six in the evening it is the next day's. */
const moments = [
  { what: 'an ordinary Friday', at: '2026-11-20T10:00:00+05:00', registeredOn: '2026-11-20', dueOn: '2026-12-11' },
  { what: 'a leap day', at: '2024-02-29T10:00:00+06:00', registeredOn: '2024-02-29', dueOn: '2024-03-27' },
  { what: 'the evening of a leap day, which has 25 hours', at: '2024-02-29T23:30:00+05:00', registeredOn: '2024-03-01', dueOn: '2024-03-28' },
  { what: 'an hour later, on another day', at: '2024-03-01T00:30:00+05:00', registeredOn: '2024-03-01', dueOn: '2024-03-28' },
  { what: 'the last minute of a year', at: '2026-12-31T23:59:00+05:00', registeredOn: '2027-01-05', dueOn: '2027-01-27' },
  { what: 'the first minute of a year', at: '2027-01-01T00:00:30+05:00', registeredOn: '2027-01-05', dueOn: '2027-01-27' },
  { what: 'a leap day to come', at: '2028-02-29T10:00:00+05:00', registeredOn: '2028-02-29', dueOn: '2028-03-28' },
  { what: 'a year without one', at: '2027-03-01T10:00:00+05:00', registeredOn: '2027-03-01', dueOn: '2027-03-29' },
  { what: 'the last evening before a holiday', at: '2026-12-15T23:59:00+05:00', registeredOn: '2026-12-17', dueOn: '2027-01-12' },
  { what: 'a Sunday', at: '2026-11-22T12:00:00+05:00', registeredOn: '2026-11-23', dueOn: '2026-12-14' },
] as const;
const looks = depth(moments.length, moments.length * shifts.length);

let t: TestDb;
let site: Site;
let databases: DatabaseClock;
beforeAll(async () => {
  t = await branchesDb();
  site = await openSite('clock');
  databases = await databaseClock(t);
});
afterAll(() => site.end(t.drop));

const clockFile = (): string => join(site.dir, 'moved');
const setProgram = (byMs: number): void => {
  writeFileSync(`${clockFile()}.new`, String(byMs));
  renameSync(`${clockFile()}.new`, clockFile());
};
const environment = () => ({ DATABASE_URL: t.url, MOVED_CLOCK: clockFile(), NODE_OPTIONS: `--import ${join(root, 'test/support/moved-clock.ts')}` });

const registered = async (port: number): Promise<Registered> => {
  const answer = await send(port, crypto.randomUUID(), bodyOf(`Аулада шам жанбайды ${crypto.randomUUID()}`, territories[0]));
  expect(answer?.status, answer?.text).toBe(201);
  return JSON.parse(answer?.text ?? '') as Registered;
};

type Missed = { readonly what: string; readonly byMs: number; readonly said: unknown };
/** At each moment one registration, by a program whose own clock is elsewhere; what differs. */
const missedBy = async (program: { port: number }, count: number, patienceMs = 10_000): Promise<readonly Missed[]> => {
  const missed: Missed[] = [];
  for (let nth = 0; nth < count; nth += 1) {
    const moment = moments[nth % moments.length] ?? moments[0];
    const byMs = Date.parse(moment.at) - Date.now() + (shifts[(nth + Math.floor(nth / moments.length)) % shifts.length] ?? 0);
    setProgram(byMs);
    await databases.set(moment.at, 'still');
    // a look at the database's clock may be on its way
    const isThere = async (): Promise<boolean> => Math.abs(Date.parse((await registered(program.port)).receivedAt) - Date.parse(moment.at)) < hour / 4;
    const came = await until(isThere, patienceMs);
    const { registeredOn, dueOn } = await registered(program.port);
    if (!came || registeredOn !== moment.registeredOn || dueOn !== moment.dueOn) missed.push({ what: moment.what, byMs, said: { registeredOn, dueOn } });
  }
  return missed;
};

test(`${looks} times the program’s clock stands elsewhere than the database’s, over leap days and New Year: every day is the database’s`, async () => {
  setProgram(0);
  const program = await site.begin(environment());
  const missed = await missedBy(program, looks);
  console.log(`proof: clock moved ${looks} times, ${missed.length} days that were not the database's`);
  expect(missed).toEqual([]);
  program.signal('SIGTERM');
  await program.ended;
}, allowed(600_000, 10, 60));

test('stepped back and forth in the middle of work: numbers and journal in order, one day for all, and nobody is signed out or let in by it', async () => {
  setProgram(0);
  await databases.set('2026-11-20T10:00:00+05:00', 'going');
  const clerk = ok(await createAccount(t.ctx(system('test')), { login: 'clock@ashyq.example', name: 'Тіркеуші Айжан', lang: 'kk', password: 'Тасқала-қайың-2026' }));
  const [branch] = await t.raw('SELECT id FROM units.unit ORDER BY id LIMIT 1');
  ok(await givePost(t.ctx(system('test')), { accountId: clerk.accountId, unitId: Number(branch?.['id']), role: 'appeals_clerk', fromOn: '2026-01-01' as Day }));
  const before = new Set((await registerOf(t.url)).map((row) => row.number));
  // an id is its year and the next number of a sequence
  const [last] = await t.raw('SELECT coalesce(max(id % 10000000000), 0) AS nth FROM journal.leaf');
  // what a program whose clock stood ten years ahead has left in the timetable
  await t.raw(`UPDATE graphile_worker._private_known_crontabs SET last_execution = now() + interval '10 years'`);
  const program = await site.begin(environment());
  const page = await browserAt(`http://127.0.0.1:${program.port}`).open('/kk/sign-in');
  await page.submit('Кіру', { login: 'clock@ashyq.example', password: 'Тасқала-қайың-2026' });
  const isIn = async (): Promise<boolean> => (await page.open('/kk/desk')).status === 200 && page.address.startsWith('/kk/desk');
  expect(await isIn()).toBe(true);
  const clients = startClients(program.port, 4, 9);
  const random = seeded(20_261_122);
  const steps = depth(10, 60);
  let out = 0;
  for (let step = 0; step < steps; step += 1) {
    setProgram(Math.round((random() - 0.5) * 2 * 30 * year));
    const enough = clients.told.length + 8;
    expect(await until(() => clients.told.length >= enough, 60_000), program.said()).toBe(true);
    await pause(20);
    if (!(await isIn())) out += 1;
  }
  await clients.stop();
  expect(out, 'signed out by the program’s clock').toBe(0);
  const ahead = async (): Promise<number> => Number((await t.raw(`SELECT count(*) FROM graphile_worker._private_known_crontabs WHERE last_execution > now() + interval '9 years'`))[0]?.['count']);
  expect(await until(async () => (await ahead()) === 0, 60_000), 'the timetable waits for ten years').toBe(true);
  expect(clients.strange).toEqual([]);
  const rows = (await registerOf(t.url)).filter((row) => !before.has(row.number));
  const faults = countOf(faultsOf(clients.sent, clients.told, rows).filter((fault) => fault.what !== 'gap')); // the numbers of the test before stand in front
  const [leaves] = await t.raw(`SELECT count(*)::int AS n, min(at) AS first, max(at) AS last FROM journal.leaf WHERE id % 10000000000 > ${last?.['nth']} AND act = 'appeal.register'`);
  const journal = await until(async () => (await t.raw('SELECT count(*)::int AS n FROM journal.unsealed'))[0]?.['n'] === 0, 60_000);
  const backwards = await t.raw(`SELECT count(*)::int AS n FROM (SELECT l.at, lag(l.at) OVER (ORDER BY s.position) AS before FROM journal.seal s JOIN journal.leaf l ON l.id = s.leaf_id WHERE l.id % 10000000000 > ${last?.['nth']}) x WHERE at < before - interval '5 seconds'`);
  console.log(`proof: clock stepped ${steps} times under load, ${clients.told.length} acknowledged, ${JSON.stringify(faults)}, ${backwards[0]?.['n']} leaves out of time`);
  expect(faults).toEqual({});
  expect(new Set(clients.told.map((one) => one.dueOn))).toEqual(new Set(['2026-12-11']));
  expect(leaves?.['n']).toBeGreaterThanOrEqual(clients.told.length);
  for (const at of [leaves?.['first'], leaves?.['last']]) expect((at as Date).toISOString().slice(0, 10)).toBe('2026-11-20');
  expect([journal, backwards]).toEqual([true, [{ n: 0 }]]);
  // its days are counted by the database: a month later nobody is in any more
  await databases.set('2027-11-20T10:00:00+05:00', 'going');
  expect(await until(async () => !(await isIn()), 60_000)).toBe(true);
  program.signal('SIGTERM');
  await program.ended;
  expect((await journalFindings(t.url, site.dir)).findings).toEqual([]);
}, allowed(600_000, 10, 60));

test('control: a program that counts by its own clock gives other days, and the same questions find it', async () => {
  const text = readFileSync(site.built.file, 'utf8');
  const line = 'now: () => Math.round(performance.now() + aheadMs)';
  expect(text.split(line), 'the program keeps its clock in some other way now').toHaveLength(2);
  const file = site.built.file.replace(/\.js$/, '-own.js');
  writeFileSync(file, text.replace(line, 'now: () => Date.now()'));
  const own: Built = { file, remove: () => Promise.resolve(rmSync(file, { force: true })) };
  const port = await freePort();
  const program = serve(own, { ...environment(), JAUAP_SECRET: secret, JAUAP_DATA: join(site.dir, 'own'), PORT: String(port) });
  try {
    expect(await until(() => ready(port), 60_000), program.said()).toBe(true);
    const missed = await missedBy({ port }, 3, 3_000);
    console.log(`proof: control with the program's own clock, ${missed.length} of 3 days were not the database's`);
    expect(missed.length).toBeGreaterThan(0);
  } finally {
    program.signal('SIGTERM');
    await program.ended;
    await own.remove();
  }
});
