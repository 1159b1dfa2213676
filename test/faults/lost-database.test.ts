import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { langs } from '../../src/kernel/words.ts';
import { silenceMs } from '../../src/platform/db-pool.ts';
import { startEmbedded, type Embedded } from '../../src/platform/postgres.ts';
import type { Lacking } from '../support/lacking.ts';
import { bodyOf, send, startClients } from './clients.ts';
import { knockEverywhere, look, strollEverywhere, type Seen } from './every-door.ts';
import { countOf, faultsOf } from './ledger.ts';
import { openSite, type Site, type Started } from './opening.ts';
import { copy } from './power.ts';
import { postmasterIn, ready, signalTo, statusAt, until, workingIn } from './program.ts';
import { prepared, rawQuery, registerOf, territories } from './seed.ts';

/** The promise (trust.md, Targets), or four undisturbed starts on a machine that itself starts slowly. */
const promisedMs = 5_000;
let backWithinMs = promisedMs;
/** For what has no promise: only so that a test that waits in vain ends. */
const inTheEndMs = 60_000;
/** A page is answered within this while the database keeps silent: it has nine seconds for an answer. */
const patienceMs = 15_000;
/**
 * Or in those nine and four times the slowest question that needs no database, asked all the while: a page has to be begun before them and told after them, and waits for the
 * same processor. With twelve busy programs beside it on two cores it was 10.2 to 10.8 s.
 */
const silenceByControl = 4;
/** The sealer looks every second; whoever does not seal in so long is not at it. */
const sealedWithinMs = 5_000;
/** Pages that cannot say anything without the database. */
const pages = ['', '/appeals', '/appeals/new', '/figures'] as const;

/** Houses with a database of their own. What is waited for in them waits side by side. */
const [own, idle, still] = ['own', 'idle', 'still'];

let site: Site;
let place = '';
let server: Embedded;
let frozenServer: Embedded | undefined;
let program: Started;
let port = 0;
beforeAll(async () => {
  site = await openSite('away');
  place = join(site.dir, 'postgres');
  await prepared(place);
  for (const name of [own, idle, still]) {
    mkdirSync(join(site.dir, name));
    copy(place, join(site.dir, name, 'postgres'));
  }
  server = await startEmbedded({ dataDir: place });
  const began = performance.now();
  program = await site.begin({ DATABASE_URL: server.url });
  backWithinMs = Math.max(promisedMs, 4 * (performance.now() - began));
  ({ port } = program);
});
afterAll(() => site.end(() => server.stop(), async () => frozenServer?.stop()));

const lookAtAll = (at = port): Promise<Seen[]> => Promise.all(langs.flatMap((lang) => pages.map((path) => look(at, lang, `/${lang}${path}`))));

/** How long a program takes to answer everything again, from when its database is back. */
const backAgain = async (at: number): Promise<number> => {
  const since = performance.now();
  expect(await until(() => ready(at), inTheEndMs)).toBe(true);
  expect(await until(async () => (await lookAtAll(at)).every((seen) => seen.status === 200), inTheEndMs)).toBe(true);
  return performance.now() - since;
};
const isTooLate = (backMs: number): boolean => backMs > backWithinMs;

type Away = { readonly doors: readonly Seen[]; readonly wrong: readonly string[] };
const isTold = (seen: Seen): boolean => seen.status === 503 && seen.says && Number(seen.retryAfter) > 0;
const inWords = (seen: Seen): string => `${seen.address}: ${seen.status}${seen.says ? '' : ', not in words'}${Number(seen.retryAfter) > 0 ? '' : ', not when to come again'}`;

/** While the database is away: every door, or for a control the few pages alone, and what is not as it should be. */
const askAround = async (at: number, o: { everywhere: boolean }): Promise<Away> => {
  const everywhere = o.everywhere ? Promise.all([knockEverywhere(at), strollEverywhere(at)]) : Promise.resolve([[], []] as const);
  const doors = [...(await lookAtAll(at)), ...(await everywhere)[0]];
  const broken = (await everywhere)[1].filter((seen) => seen.status >= 500 && (seen.status !== 503 || !seen.says));
  const refused = await fetch(`http://127.0.0.1:${at}/api/v1/appeals`, { method: 'POST', headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID(), connection: 'close' }, body: bodyOf('Бұл келмейді.', territories[0]) });
  const matter = `${refused.status} ${refused.headers.get('content-type')}, ${Number(refused.headers.get('retry-after')) > 0 ? '' : 'not '}when to come again`;
  const health = `${await statusAt(at, '/healthz')} ${await statusAt(at, '/readyz')}`;
  return {
    doors,
    wrong: [
      ...doors.filter((seen) => !isTold(seen)).map(inWords), ...broken.map(inWords),
      ...(matter === '503 application/problem+json, when to come again' ? [] : [`a matter: ${matter}`]), ...(health === '200 503' ? [] : [`health: ${health}`]),
    ],
  };
};

const gone = async (): Promise<void> => {
  await server.ended;
  expect(await until(() => workingIn(join(place, 'data')).length === 0, inTheEndMs)).toBe(true);
};
/** The worker and the sealer have found their way back too. */
const workedThrough = async (withinMs: number): Promise<boolean> => {
  await rawQuery(server.url, `SELECT graphile_worker.add_job('files:forget')`);
  const idle = async () => (await rawQuery<{ n: number }>(server.url, `SELECT (SELECT count(*) FROM graphile_worker._private_jobs) + (SELECT count(*) FROM journal.unsealed) AS n`)).every((row) => Number(row.n) === 0);
  return until(idle, withinMs);
};

/** To it the database that is away is a failure as any other; and once it has lost a connection, every new one waits: one to be ready and those of the pages after it, for longer together than it may. */
const ignorant = (): Lacking => ({
  'src/platform/db-pool.ts': [
    ['    allowExitOnIdle: true,', `    allowExitOnIdle: true, verify: (client, done) => setTimeout(done, hasLost ? ${Math.ceil(0.7 * backWithinMs)} : 0),`],
    ['  const lost = (error: Error): void => void (pool.ending', '  let hasLost = false;\n  const lost = (error: Error): void => void ((hasLost = true), pool.ending'],
  ],
  'src/app/server.tsx': [['  if (isUnavailable(error)) {', '  if (false) {']],
  'src/app/api.ts': [["    if (isUnavailable(error)) return problem(503, 'unavailable', say(lang, w.away));", '']],
});
/** It speaks one language, does not say when to come again, and does not seal any more once it could not. */
const curt: Lacking = {
  'src/app/server.tsx': [['messagePage(lang, 503, appWords.awayTitle', "messagePage('kk', 503, appWords.awayTitle"], ["    response.headers.set('retry-after', isFull(error) ? '60' : '5');\n", '']],
  'src/app/instance.ts': [["      ctx.log.warn('journal.seal_failed', {", "      return ctx.log.warn('journal.seal_failed', {"]],
};

describe.concurrent('one house, one after another', () => {
  for (const how of ['stopped', 'killed'] as const) {
    test(`while the database is ${how} every page says so in its reader's language; when it is back everything answers, without a restart`, { concurrent: false, timeout: 300_000 }, async () => {
      expect(program.running(), program.said()).toBe(true);
      expect((await lookAtAll()).map((seen) => seen.status)).toEqual(langs.flatMap(() => pages.map(() => 200)));
      const clients = startClients(port, 4, how.length, how);
      expect(await until(() => clients.told.length > 40, inTheEndMs)).toBe(true);

      if (how === 'stopped') await server.stop();
      else process.kill(server.pid, 'SIGKILL');
      await gone();
      const away = await askAround(port, { everywhere: true });
      expect(away.wrong).toEqual([]);

      server = await startEmbedded({ dataDir: place });
      const back = await backAgain(port);
      await clients.stop();
      const slowest = Math.max(...away.doors.map((seen) => seen.ms));
      const faults = faultsOf(clients.sent, clients.told, (await registerOf(server.url)).filter((row) => row.text.includes(how)));
      const counted = countOf(faults.filter((fault) => fault.what !== 'gap')); // the other test's rows are in the same series
      console.log(`proof: database ${how}, ${away.doors.length} doors said so in at most ${slowest.toFixed(0)} ms, back in ${(back / 1000).toFixed(2)} s, ${clients.told.length} acknowledged, ${JSON.stringify(counted)}`);
      expect(isTooLate(back)).toBe(false);
      expect(counted).toEqual({});
      expect(clients.strange).toEqual([]);
      expect(program.running(), program.said()).toBe(true);
      expect(await workedThrough(inTheEndMs), 'waiting jobs and leaves are worked through').toBe(true);
    });
  }

  test('control: while the database is away, a program that calls it a failure of its own, one that speaks one language only and one that does not say when to come again are found; and when it is back, one that waits before it answers, and one that does not seal any more', { concurrent: false }, async () => {
    program.signal('SIGTERM'); // it would seal what the others leave
    await program.ended;
    const [failing, short] = await Promise.all([
      site.begin({ DATABASE_URL: server.url, JAUAP_WORKER: 'off' }, await site.broken(ignorant())), site.begin({ DATABASE_URL: server.url, JAUAP_LOG: 'warn' }, await site.broken(curt)),
    ]);
    await server.stop();
    await gone();
    const [asItsOwn = [], inBrief = []] = await Promise.all([failing, short].map(async (one) => (await askAround(one.port, { everywhere: false })).wrong));
    console.log(`proof: control with the database away, ${[asItsOwn, inBrief].map((wrong) => `${wrong.length} wrong (${wrong.at(-2)})`).join('; ')}`);
    const [inAll, alike] = [langs.length * pages.length, (words: RegExp, count: number) => Array.from({ length: count }, () => expect.stringMatching(words))];
    expect(asItsOwn).toEqual([...alike(/: 500, not in words, not when to come again$/, inAll), 'a matter: 500 application/problem+json, not when to come again']);
    expect(inBrief.toSorted()).toEqual([...alike(/^get \/en.*: 503, not in words, not when to come again$/, pages.length), ...alike(/^get \/kk.*: 503, not when to come again$/, pages.length), ...alike(/^get \/ru.*: 503, not in words, not when to come again$/, pages.length)]);
    expect(await until(() => short.said().includes('journal.seal_failed'), inTheEndMs), short.said()).toBe(true);
    server = await startEmbedded({ dataDir: place });
    const coming = backAgain(failing.port);
    expect(await until(() => ready(short.port), inTheEndMs)).toBe(true);
    expect((await send(short.port, crypto.randomUUID(), bodyOf('Мөр қойылмайды.', territories[1])))?.status).toBe(201);
    expect(await workedThrough(sealedWithinMs)).toBe(false);
    const back = await coming;
    console.log(`proof: control, a program that waits before it answers again is back in ${(back / 1000).toFixed(1)} s, and has ${(backWithinMs / 1000).toFixed(1)} s`);
    expect(isTooLate(back)).toBe(true);
  });
});

/** It waits for an answer as long as it takes. */
const patient: Lacking = { 'src/platform/db-pool.ts': [['    if (deadlines) endWhenSilent(client);', '']] };

/** Three pages at once of a program whose database is frozen; what of each is not as it should be when `boundMs` is over. */
const unanswered = async (at: number, boundMs: () => number): Promise<{ readonly wrong: readonly string[]; readonly slowestMs: number }> => {
  const since = performance.now();
  const seen = new Map<string, Seen>();
  const asked = ([['kk', '/kk/appeals'], ['ru', '/ru/figures'], ['en', '/en/appeals/new']] as const).map(async ([lang, address]) => void seen.set(address, await look(at, lang, address)));
  const all = Promise.allSettled(asked);
  await until(() => seen.size === asked.length || performance.now() - since > boundMs(), inTheEndMs);
  const told = [...seen.values()];
  void all; // who is still waiting is let go with the database
  return { wrong: [...told.filter((one) => !isTold(one)).map(inWords), ...(told.length < asked.length ? [`${asked.length - told.length} kept waiting`] : [])], slowestMs: Math.max(0, ...told.map((one) => one.ms)) };
};

test.concurrent('a database that neither answers nor refuses: the reader is told within fifteen seconds, and all is well when it moves again; control: a program that has no deadline of its own keeps its reader waiting', async () => {
  frozenServer = await startEmbedded({ dataDir: join(site.dir, still, 'postgres') });
  const environment = { DATABASE_URL: frozenServer.url, JAUAP_DATA: join(site.dir, still) };
  const [sound, waiting] = await Promise.all([site.begin(environment), site.begin({ ...environment, JAUAP_WORKER: 'off' }, await site.broken(patient))]);
  for (const one of [sound, waiting]) await lookAtAll(one.port); // it has connections now
  const frozen = workingIn(join(site.dir, still, 'postgres/data'));
  const beside: number[] = [];
  let over = false;
  const asking = (async () => {
    while (!over) {
      const since = performance.now();
      expect(await statusAt(sound.port, '/healthz')).toBe(200);
      beside.push(performance.now() - since);
      await pause(100);
    }
  })();
  const boundMs = () => Math.max(patienceMs, silenceMs + silenceByControl * Math.max(0, ...beside));
  for (const pid of frozen) signalTo(pid, 'SIGSTOP');
  try {
    const [told, kept] = await Promise.all([unanswered(sound.port, boundMs), unanswered(waiting.port, boundMs)]);
    console.log(`proof: frozen database, pages answered in at most ${(told.slowestMs / 1000).toFixed(1)} s, what needs none in at most ${Math.max(...beside).toFixed(0)} ms beside it; control without a deadline, ${kept.wrong.join(', ')} after ${(boundMs() / 1000).toFixed(0)} s`);
    expect(told.wrong).toEqual([]);
    expect(told.slowestMs).toBeLessThan(boundMs());
    expect(kept.wrong).toEqual(['3 kept waiting']);
  } finally {
    for (const pid of frozen) signalTo(pid, 'SIGCONT');
    over = true;
    await asking;
  }
  expect(await until(() => ready(sound.port), inTheEndMs)).toBe(true);
  expect((await send(sound.port, crypto.randomUUID(), bodyOf('Қайта жұмыс істеп тұр.', territories[1])))?.status).toBe(201);
}, 300_000);

/** The database of its own is killed. Gives back whether it has found a way: another one serves, or it ended so that its supervisor begins both. */
const robbed = async (name: string, lines?: Lacking): Promise<() => Promise<boolean>> => {
  const alone = await site.begin({ JAUAP_DATA: join(site.dir, name) }, lines && (await site.broken(lines)));
  const database = (): number => postmasterIn(join(site.dir, name, 'postgres/data'));
  const killed = database();
  process.kill(killed, 'SIGKILL');
  // a new one may stand before anybody has seen the gap: what counts is that another process serves, not that the door was seen closed
  return async () => !alone.running() || (database() !== killed && (await ready(alone.port)));
};
/** It does not begin its server again. */
const beginsOnce: Lacking = { 'src/app/instance.ts': [['      await again();\n', '      return;\n']] };

test.concurrent('when the database that the program started itself is killed, it starts it again, or ends so that its supervisor starts both; control: one that does neither is found', async () => {
  const [hasWay, hasNone] = await Promise.all([robbed(own), robbed(idle, beginsOnce)]);
  const since = performance.now();
  expect(await until(hasWay, inTheEndMs), 'it answers 503 for ever').toBe(true);
  expect(await until(hasNone, Math.max(sealedWithinMs, 2 * (performance.now() - since)))).toBe(false);
});
