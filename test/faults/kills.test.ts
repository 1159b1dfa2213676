import { mkdirSync, rmSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { joinEmbedded, startEmbedded } from '../../src/platform/postgres.ts';
import { freePort } from '../support/port.ts';
import { allowed, depth } from '../support/proof.ts';
import type { Lacking } from '../support/lacking.ts';
import { bodyOf, seeded, send, startClients, type Clients } from './clients.ts';
import { closeGates } from './gate.ts';
import { countOf, faultsOf } from './ledger.ts';
import { journalFindings, unevenAppeals } from './underneath.ts';
import { openSite, type Site } from './opening.ts';
import { paperFaults, startWriter, type Written } from './papers.ts';
import { copy } from './power.ts';
import { parentOf, postmasterIn, ready, residentMb, serve, signalTo, statusAt, stillRunning, until, workingIn, type Program } from './program.ts';
import { prepared, rawQuery, registerOf, territories } from './seed.ts';

const cycles = depth(40, 1_000);
/** By the interface; one more writes by the form and sends a paper with every letter. */
const clientCount = 7;
const seed = 20_261_120;
/** The promise (trust.md, Targets). */
const backWithinMs = 5_000;

let site: Site;
let written: readonly Written[] = [];
/** How long undisturbed starts took. */
const calm: number[] = [];
beforeAll(async () => {
  site = await openSite('kills');
  await prepared(join(site.dir, 'postgres'));
  for (const dir of [broken(), slow()]) {
    mkdirSync(dir);
    copy(join(site.dir, 'postgres'), join(dir, 'postgres'));
  }
});
afterAll(() => site.end());
/** Where the controls live; two of them beside one another. */
const broken = (): string => join(site.dir, 'broken');
const slow = (): string => join(site.dir, 'slow');

/** The one who starts it again when it has ended, as a service manager does. */
const supervise = (port: number, built = site.built, dir = site.dir) => {
  const start = (): Program => serve(built, { PORT: String(port), JAUAP_DATA: dir });
  let program = start();
  let asked = false;
  const unasked: string[] = [];
  return {
    program: () => program,
    /** the last words of each that ended without being killed */
    unasked: (): readonly string[] => unasked,
    kill: async (): Promise<void> => {
      asked = true;
      program.signal('SIGKILL');
      await program.ended;
    },
    back: async (sinceMs: number): Promise<number> => {
      const came = await until(async () => {
        if (program.running()) return ready(port);
        if (!asked) unasked.push(program.said().slice(-600));
        asked = false;
        program = start();
        return false;
      });
      if (!came) throw new Error(`it did not come back: ${program.said()}`);
      return performance.now() - sinceMs;
    },
  };
};

/** Whom a cycle kills, by process id; half of them the application. */
type Victim = 'application' | 'both' | 'database' | 'postmaster' | 'backend';
const order: readonly Victim[] = ['application', 'database', 'application', 'postmaster', 'both', 'database', 'application', 'backend'];

const postmaster = (dir = site.dir): number => postmasterIn(join(dir, 'postgres/data'));
/** The server of that number has gone; another one may be there already, quicker than anybody could ask whether it is. */
const gone = (first: number): boolean => postmaster() !== first;

/** The server with all its processes, each of which is a group of its own; or the first alone; or one that works for a client. */
const killDatabase = (victim: Exclude<Victim, 'application'>, random: () => number, dir = site.dir): void => {
  const first = postmaster(dir);
  const others = workingIn(join(dir, 'postgres/data')).filter((pid) => pid !== first);
  const chosen = victim === 'postmaster' ? [first] : victim === 'backend' ? [others[Math.floor(random() * others.length)] ?? first] : [first, ...others];
  for (const pid of chosen) signalTo(pid, 'SIGKILL');
};

/** Some keys again, after everything: the same answer as the first time, letter for letter; another body is refused. */
const changedAnswers = async (port: number, clients: Clients): Promise<number> => {
  let changed = 0;
  for (const one of clients.told.filter((_, place) => place % Math.ceil(clients.told.length / 200) === 0)) {
    const first = clients.answers.get(one.key);
    const again = await send(port, one.key, first?.body ?? '');
    const other = await send(port, one.key, bodyOf(`${one.text} Басқаша.`, territories[0]));
    if (again?.status !== 201 || again.text !== first?.text || other?.status !== 422) changed += 1;
  }
  return changed;
};

/** On a machine that itself starts slowly, so many undisturbed starts. */
const within = (starts: number): number => Math.max(backWithinMs, starts * Math.max(0, ...calm));
/** Of the times until it was back, those that came too late. */
const tooLate = (times: readonly number[]): readonly string[] => {
  const sorted = times.toSorted((a, b) => a - b);
  return [...((sorted[Math.floor(sorted.length / 2)] ?? Infinity) <= within(2) ? [] : ['the middle one']), ...((sorted.at(-1) ?? Infinity) <= within(4) ? [] : ['the slowest'])];
};

test(`${cycles} kills of application and database under load: nothing acknowledged lost, doubled or renumbered`, async () => {
  const random = seeded(seed);
  const port = await freePort();
  const house = supervise(port);
  calm.push(await house.back(performance.now()));
  expect(workingIn(site.dir), 'the look for left-over servers can see one').toContain(postmaster());
  const clients = startClients(port, clientCount, seed);
  const writer = startWriter(`http://127.0.0.1:${port}`);
  ({ written } = writer);
  const back = new Map<Victim, number[]>(order.map((victim) => [victim, []]));
  for (let cycle = 0; cycle < cycles; cycle += 1) {
    // the load is real: since the last kill as many have been told a number as there are clients
    const enough = clients.told.length + clientCount;
    expect(await until(() => clients.told.length >= enough && written.length >= Math.floor(cycle / 4), 60_000), `${house.program().said()} ${writer.strange.join(' ')}`).toBe(true);
    await pause(random() * 200);
    const victim = order[cycle % order.length] ?? 'application';
    expect(parentOf(postmaster()), 'the server is the child of the program this test started').toBe(house.program().pid);
    const since = performance.now();
    const first = postmaster();
    if (victim !== 'application') killDatabase(victim, random);
    if (victim === 'application' || victim === 'both') await house.kill();
    else await until(async () => (victim !== 'backend' && gone(first)) || (await statusAt(port, '/readyz')) !== 200, victim === 'backend' ? 100 : 30_000);
    back.get(victim)?.push(await house.back(since));
  }
  await Promise.all([clients.stop(), writer.stop()]);
  const changed = await changedAnswers(port, clients);
  const resident = residentMb(house.program().pid);
  const unasked = house.unasked().slice();
  house.program().signal('SIGTERM');
  await house.program().ended;
  calm.push(await house.back(performance.now()));
  house.program().signal('SIGTERM');
  await house.program().ended;

  const server = await startEmbedded({ dataDir: join(site.dir, 'postgres') });
  try {
    const rows = await registerOf(server.url);
    const faults = faultsOf(new Set([...clients.sent, ...writer.sent]), clients.told, rows);
    const papers = await paperFaults(server.url, site.dir, written);
    const uneven = await unevenAppeals(server.url);
    const journal = await journalFindings(server.url, site.dir);
    const worst = [...back].map(([victim, times]) => `${victim} ${times.length}, back in at most ${(Math.max(...times) / 1000).toFixed(1)} s`).join('; ');
    console.log(`proof: ${cycles} kills (${worst}), ${clients.told.length} acknowledged in ${clients.tries()} tries, ${written.length} by the form with a paper each, ${writer.again()} times pressed again, ${faults.length + papers.length} faults, ${changed} changed answers, journal ${journal.sealed} leaves, application ${resident} MB, undisturbed start ${(Math.max(...calm) / 1000).toFixed(1)} s`);
    expect(countOf(faults)).toEqual({});
    for (const { text, number } of written) expect(rows.filter((row) => row.text === text).map((row) => row.number), text).toEqual([number]);
    expect(papers).toEqual([]);
    expect(writer.strange).toEqual([]);
    expect(changed).toBe(0);
    expect(uneven).toEqual([]);
    expect(journal.findings).toEqual([]);
    expect(journal.sealed).toBeGreaterThanOrEqual(clients.told.length + written.length);
    expect(clients.strange).toEqual([]);
    expect(clients.unanswered()).toBe(0);
    expect(tooLate([...back.values()].flat())).toEqual([]);
    // a lost database is no reason for the program to end
    expect(unasked).toEqual([]);
  } finally {
    await server.stop();
  }
  expect(stillRunning()).toEqual([]);
  expect(workingIn(site.dir)).toEqual([]);
}, allowed(600_000, 40, 1_000));

/** It answers while its transaction is still being committed; and it falls with its database. */
const hasty: Lacking = {
  // Node ends a program for an error that nobody listens to
  'src/platform/db-pool.ts': [["  pool.on('error', lost);\n", ''], ["    client.on('error', lost);\n", '']],
  'src/platform/db.ts': [
    ['  let broken: Error | undefined;', '  let broken: Error | undefined;\n  let late: Promise<void> | undefined;'],
    ['    else await commit(client);', '    else (late = commit(client)).catch(() => {});'],
    ['    client.release(broken);', '    void Promise.allSettled([late]).then(() => client.release(broken));'],
  ],
};
/** To it every try is the first one; the leaf of the journal follows in a transaction of its own; and where a server was killed it waits for longer than it may. */
const forgetful = (): Lacking => ({
  'src/platform/postgres.ts': [['  await claim(place);\n', `  if (existsSync(join(place.data, 'postmaster.pid'))) await pause(${Math.ceil(within(4))});\n  await claim(place);\n`]],
  'src/app/api/once.ts': [['`, key, sha:', '`, key: `${key} ${crypto.randomUUID()}`, sha:']],
  'src/rooms/appeals/acts/register.ts': [
    ['claimKey(tx, `${scope}: ${key}`', 'claimKey(tx, `${scope}: ${key} ${crypto.randomUUID()}`'],
    ["    record(tx, {\n      act: 'appeal.register'", "    afterwards(ctx, {\n      act: 'appeal.register'"],
    ['const enter = async', 'const afterwards = async (ctx: Ctx, entry: Parameters<typeof record>[1]) => void setTimeout(() => void write(ctx, (tx) => record(tx, entry)).catch(() => {}));\nconst enter = async'],
  ],
});

type Found = { readonly faults: Readonly<Record<string, number>>; readonly uneven: number };
type Suffered = Found & { readonly changed: number; readonly unasked: number };
const unharmed: Suffered = { faults: {}, uneven: 0, changed: 0, unasked: 0 };

type Control = { readonly dir?: string; readonly lines?: Lacking; readonly yet?: (found: Found) => boolean };
/** One kill at a moment that is held: whoever has written to these tables is at their commit and does not come any further. `yet`: what must have been found by then. */
const killedAt = async (tables: readonly string[], victim: 'both' | 'database', { dir = broken(), lines, yet = () => true }: Control = {}): Promise<{ readonly suffered: Suffered; readonly backMs: number }> => {
  const port = await freePort();
  const house = supervise(port, lines ? await site.broken(lines) : site.built, dir);
  await house.back(performance.now());
  const url = joinEmbedded(join(dir, 'postgres')) ?? '';
  const clients = startClients(port, clientCount, seed, crypto.randomUUID());
  const found = async (): Promise<Found> => {
    const mine = (await registerOf(url)).filter((row) => clients.sent.has(row.text));
    const faults = faultsOf(clients.sent, clients.told, mine).filter((fault) => fault.what !== 'gap'); // letters of the other controls are in the same series
    return { faults: countOf(faults), uneven: (await unevenAppeals(url)).length };
  };
  expect(await until(() => clients.told.length > 3 * clientCount), house.program().said()).toBe(true);
  const held = await closeGates(url, tables);
  expect(await until(async () => (await held()) && yet(await found())), house.program().said()).toBe(true);
  const first = postmaster(dir);
  killDatabase('database', Math.random, dir);
  if (victim === 'both') await house.kill();
  else await until(async () => postmaster(dir) !== first || (await statusAt(port, '/readyz')) !== 200);
  const backMs = await house.back(performance.now());
  await clients.stop();
  const suffered = { ...(await found()), changed: await changedAnswers(port, clients), unasked: house.unasked().length };
  house.program().signal('SIGTERM');
  await house.program().ended;
  return { suffered, backMs };
};

test('control: killed while no commit ends, a program that answers before it is over loses what it told, and one that falls with its database has ended unasked; the program as it is does neither', async () => {
  expect((await killedAt(['appeals.appeal'], 'database')).suffered).toEqual(unharmed);
  const { suffered: { faults, unasked } } = await killedAt(['appeals.appeal'], 'database', { lines: hasty, yet: (found) => (found.faults['lost'] ?? 0) > 0 });
  console.log(`proof: control with answers before the commit by a program that falls with its database, ${JSON.stringify(faults)}, ${unasked} times ended unasked`);
  expect(faults['lost'] ?? 0).toBeGreaterThan(0);
  expect(unasked).toBeGreaterThan(0);
}, 300_000);

test('control: killed between commit and answer, a program that forgets keys enters a letter twice and answers otherwise when asked again, one whose leaf follows later has none, and one that waits before it begins again is back too late; the program as it is does neither', async () => {
  // side by side: one of them waits
  const [asItIs, lacking] = await Promise.all([
    killedAt(['platform.idempotency'], 'both', { dir: slow() }), killedAt(['platform.idempotency', 'journal.leaf'], 'both', { lines: forgetful(), yet: (found) => found.uneven > 0 }),
  ]);
  const { suffered: { faults, uneven, changed }, backMs } = lacking;
  console.log(`proof: control with keys forgotten and leaves that follow later, ${JSON.stringify(faults)}, ${changed} changed answers, ${uneven} without a leaf; back in ${(backMs / 1000).toFixed(1)} s, and may take ${(within(4) / 1000).toFixed(1)}`);
  expect(asItIs.suffered).toEqual(unharmed);
  expect(tooLate([backMs])).toEqual(['the middle one', 'the slowest']);
  expect(faults['doubled'] ?? 0).toBeGreaterThan(0);
  expect(changed).toBeGreaterThan(0);
  expect(uneven).toBeGreaterThan(0);
}, 300_000);

test('control: a paper cut short, one that has gone and one that no record refers to any more are found', async () => {
  const server = await startEmbedded({ dataDir: join(site.dir, 'postgres') });
  try {
    const [short, gone, left] = written.map((one) => one.number);
    const keyOf = async (number = ''): Promise<string> => (await rawQuery<{ key: string }>(server.url, `SELECT f.key FROM files.file f JOIN appeals.appeal a ON f.owner = 'appeal:' || a.id WHERE a.number = '${number}' ORDER BY f.nth LIMIT 1`))[0]?.key ?? '';
    truncateSync(join(site.dir, 'files', await keyOf(short)), 100);
    rmSync(join(site.dir, 'files', await keyOf(gone)));
    await rawQuery(server.url, 'ALTER TABLE files.file DISABLE TRIGGER stays_attached');
    await rawQuery(server.url, `UPDATE files.file SET owner = NULL WHERE owner = (SELECT 'appeal:' || id FROM appeals.appeal WHERE number = '${left}')`);
    expect(await paperFaults(server.url, site.dir, written)).toEqual([{ what: 'not referenced', about: left }, { what: 'not whole', about: short }, { what: 'gone', about: gone }]);
  } finally {
    await server.stop();
  }
});
