import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { langs } from '../../src/kernel/words.ts';
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
/** The sealer looks every second; whoever does not seal in so long is not at it. */
const sealedWithinMs = 5_000;
/** Pages that cannot say anything without the database. */
const pages = ['', '/appeals', '/appeals/new', '/figures'] as const;

/** Houses with a database of their own. */
const [own, idle] = ['own', 'idle'];

let site: Site;
let place = '';
let server: Embedded;
let program: Started;
let port = 0;
beforeAll(async () => {
  site = await openSite('away');
  place = join(site.dir, 'postgres');
  await prepared(place);
  for (const name of [own, idle]) {
    mkdirSync(join(site.dir, name));
    copy(place, join(site.dir, name, 'postgres'));
  }
  server = await startEmbedded({ dataDir: place });
  const began = performance.now();
  program = await site.begin({ DATABASE_URL: server.url });
  backWithinMs = Math.max(promisedMs, 4 * (performance.now() - began));
  ({ port } = program);
});
afterAll(() => site.end(() => server.stop()));

const lookAtAll = (at = port): Promise<Seen[]> => Promise.all(langs.flatMap((lang) => pages.map((path) => look(at, lang, `/${lang}${path}`))));

type Away = { readonly doors: readonly Seen[]; readonly wrong: readonly string[] };
const isTold = (seen: Seen): boolean => seen.status === 503 && seen.says && Number(seen.retryAfter) > 0;
const inWords = (seen: Seen): string => `${seen.address}: ${seen.status}${seen.says ? '' : ', not in words'}${Number(seen.retryAfter) > 0 ? '' : ', not when to come again'}`;

/** While the database is away: every door, or for a control the few pages alone, and what is not as it should be. */
const askAround = async (at: number, o: { everywhere: boolean }): Promise<Away> => {
  const doors = [...(await lookAtAll(at)), ...(o.everywhere ? await knockEverywhere(at) : [])];
  const broken = (o.everywhere ? await strollEverywhere(at) : []).filter((seen) => seen.status >= 500 && (seen.status !== 503 || !seen.says));
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

for (const how of ['stopped', 'killed'] as const) {
  test(`while the database is ${how} every page says so in its reader's language; when it is back everything answers, without a restart`, async () => {
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
    const since = performance.now();
    expect(await until(() => ready(port), inTheEndMs)).toBe(true);
    expect(await until(async () => (await lookAtAll()).every((seen) => seen.status === 200), inTheEndMs)).toBe(true);
    const back = performance.now() - since;
    await clients.stop();
    const slowest = Math.max(...away.doors.map((seen) => seen.ms));
    const faults = faultsOf(clients.sent, clients.told, (await registerOf(server.url)).filter((row) => row.text.includes(how)));
    const counted = countOf(faults.filter((fault) => fault.what !== 'gap')); // the other test's rows are in the same series
    console.log(`proof: database ${how}, ${away.doors.length} doors said so in at most ${slowest.toFixed(0)} ms, back in ${(back / 1000).toFixed(2)} s, ${clients.told.length} acknowledged, ${JSON.stringify(counted)}`);
    expect(back).toBeLessThanOrEqual(backWithinMs);
    expect(counted).toEqual({});
    expect(clients.strange).toEqual([]);
    expect(program.running(), program.said()).toBe(true);
    expect(await workedThrough(inTheEndMs), 'waiting jobs and leaves are worked through').toBe(true);
  }, 300_000);
}

test('a database that neither answers nor refuses: the reader is told within fifteen seconds, and all is well when it moves again', async () => {
  const frozen = workingIn(join(place, 'data'));
  for (const pid of frozen) signalTo(pid, 'SIGSTOP');
  try {
    const seen = await Promise.all([look(port, 'kk', '/kk/appeals'), look(port, 'ru', '/ru/figures'), look(port, 'en', '/en/appeals/new')].map((one) => one.catch(() => null)));
    console.log(`proof: frozen database, pages answered ${seen.map((one) => (one ? `${one.status} in ${(one.ms / 1000).toFixed(1)} s` : 'nothing in 20 s')).join(', ')}`);
    for (const one of seen) expect(one).toMatchObject({ status: 503, says: true });
    expect(Math.max(...seen.map((one) => one?.ms ?? Number.NaN))).toBeLessThan(patienceMs);
    expect(await statusAt(port, '/healthz')).toBe(200);
  } finally {
    for (const pid of frozen) signalTo(pid, 'SIGCONT');
  }
  expect(await until(() => ready(port), inTheEndMs)).toBe(true);
  expect((await send(port, crypto.randomUUID(), bodyOf('Қайта жұмыс істеп тұр.', territories[1])))?.status).toBe(201);
});

/** It waits for an answer as long as it takes. */
const patient: Lacking = { 'src/platform/db-pool.ts': [['    if (deadlines) endWhenSilent(client);', '']] };

test('control: a program that has no deadline of its own keeps its reader waiting while the database is frozen', async () => {
  const waiting = await site.begin({ DATABASE_URL: server.url, JAUAP_WORKER: 'off' }, await site.broken(patient));
  await lookAtAll(waiting.port); // it has connections now
  const frozen = workingIn(join(place, 'data'));
  for (const pid of frozen) signalTo(pid, 'SIGSTOP');
  try {
    const asked = (['/kk/appeals', '/kk/figures', '/kk/appeals/new'] as const).map((address) => look(waiting.port, 'kk', address, { withinMs: patienceMs }).then(({ status }) => `${status}`, (error: Error) => error.name));
    expect(await Promise.all(asked)).toContain('TimeoutError');
  } finally {
    for (const pid of frozen) signalTo(pid, 'SIGCONT');
  }
  waiting.signal('SIGTERM');
  await waiting.ended;
});

/** To it the database that is away is a failure as any other. */
const ignorant: Lacking = {
  'src/app/server.tsx': [['  if (isUnavailable(error)) {', '  if (false) {']],
  'src/app/api.ts': [["    if (isUnavailable(error)) return problem(503, 'unavailable', say(lang, w.away));", '']],
};
/** It speaks one language, does not say when to come again, and does not seal any more once it could not. */
const curt: Lacking = {
  'src/app/server.tsx': [['messagePage(lang, 503, appWords.awayTitle', "messagePage('kk', 503, appWords.awayTitle"], ["    response.headers.set('retry-after', isFull(error) ? '60' : '5');\n", '']],
  'src/app/instance.ts': [["      ctx.log.warn('journal.seal_failed', {", "      return ctx.log.warn('journal.seal_failed', {"]],
};

test('control: while the database is away, a program that calls it a failure of its own, one that speaks one language only and one that does not say when to come again are found; and one that does not seal any more when it is back', async () => {
  program.signal('SIGTERM'); // it would seal what the others leave
  await program.ended;
  const [failing, short] = await Promise.all([
    site.begin({ DATABASE_URL: server.url, JAUAP_WORKER: 'off' }, await site.broken(ignorant)), site.begin({ DATABASE_URL: server.url, JAUAP_LOG: 'warn' }, await site.broken(curt)),
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
  expect(await until(() => ready(short.port), inTheEndMs)).toBe(true);
  expect((await send(short.port, crypto.randomUUID(), bodyOf('Мөр қойылмайды.', territories[1])))?.status).toBe(201);
  expect(await workedThrough(sealedWithinMs)).toBe(false);
});

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

test('when the database that the program started itself is killed, it starts it again, or ends so that its supervisor starts both; control: one that does neither is found', async () => {
  const [hasWay, hasNone] = await Promise.all([robbed(own), robbed(idle, beginsOnce)]);
  const since = performance.now();
  expect(await until(hasWay, inTheEndMs), 'it answers 503 for ever').toBe(true);
  expect(await until(hasNone, Math.max(sealedWithinMs, 2 * (performance.now() - since)))).toBe(false);
});
