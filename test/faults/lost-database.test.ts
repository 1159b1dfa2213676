import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { langs } from '../../src/kernel/words.ts';
import { startEmbedded, type Embedded } from '../../src/platform/postgres.ts';
import { bodyOf, send, startClients } from './clients.ts';
import { knockEverywhere, look, strollEverywhere, type Seen } from './every-door.ts';
import { countOf, faultsOf } from './ledger.ts';
import { openSite, type Site, type Started } from './opening.ts';
import { postmasterIn, ready, signalTo, statusAt, until, workingIn } from './program.ts';
import { prepared, rawQuery, registerOf, territories } from './seed.ts';

/** The promise (trust.md, Targets), or four undisturbed starts on a machine that itself starts slowly. */
const promisedMs = 5_000;
let backWithinMs = promisedMs;
/** For what has no promise: only so that a test that waits in vain ends. */
const inTheEndMs = 60_000;
/** Pages that cannot say anything without the database. */
const pages = ['', '/appeals', '/appeals/new', '/figures'] as const;

let site: Site;
let place = '';
let server: Embedded;
let program: Started;
let port = 0;
beforeAll(async () => {
  site = await openSite('away');
  place = join(site.dir, 'postgres');
  await prepared(place);
  server = await startEmbedded({ dataDir: place });
  const began = performance.now();
  program = await site.begin({ DATABASE_URL: server.url });
  backWithinMs = Math.max(promisedMs, 4 * (performance.now() - began));
  ({ port } = program);
});
afterAll(() => site.end(() => server.stop()));

const lookAtAll = (): Promise<Seen[]> => Promise.all(langs.flatMap((lang) => pages.map((path) => look(port, lang, `/${lang}${path}`))));

for (const how of ['stopped', 'killed'] as const) {
  test(`while the database is ${how} every page says so in its reader's language; when it is back everything answers, without a restart`, async () => {
    expect(program.running(), program.said()).toBe(true);
    expect((await lookAtAll()).map((seen) => seen.status)).toEqual(langs.flatMap(() => pages.map(() => 200)));
    const clients = startClients(port, 4, how.length, how);
    expect(await until(() => clients.told.length > 40, inTheEndMs)).toBe(true);

    if (how === 'stopped') await server.stop();
    else process.kill(server.pid, 'SIGKILL');
    await server.ended;
    expect(await until(() => workingIn(join(place, 'data')).length === 0, inTheEndMs)).toBe(true);
    const away = await lookAtAll();
    for (const seen of away) expect(seen, seen.address).toMatchObject({ status: 503, says: true });
    for (const seen of away) expect(Number(seen.retryAfter), seen.address).toBeGreaterThan(0);
    const refused = await fetch(`http://127.0.0.1:${port}/api/v1/appeals`, { method: 'POST', headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() }, body: bodyOf('Бұл келмейді.', territories[0]) });
    expect([refused.status, refused.headers.get('content-type'), Number(refused.headers.get('retry-after')) > 0]).toEqual([503, 'application/problem+json', true]);
    expect(await statusAt(port, '/healthz')).toBe(200);
    expect(await statusAt(port, '/readyz')).toBe(503);
    const doors = await knockEverywhere(port);
    expect(doors.filter((seen) => seen.status !== 503 || !seen.says || !(Number(seen.retryAfter) > 0))).toEqual([]);
    expect((await strollEverywhere(port)).filter((seen) => seen.status >= 500 && (seen.status !== 503 || !seen.says))).toEqual([]);

    server = await startEmbedded({ dataDir: place });
    const since = performance.now();
    expect(await until(() => ready(port), inTheEndMs)).toBe(true);
    expect(await until(async () => (await lookAtAll()).every((seen) => seen.status === 200), inTheEndMs)).toBe(true);
    const back = performance.now() - since;
    await clients.stop();
    const slowest = Math.max(...[...away, ...doors].map((seen) => seen.ms));
    const faults = faultsOf(clients.sent, clients.told, (await registerOf(server.url)).filter((row) => row.text.includes(how)));
    const counted = countOf(faults.filter((fault) => fault.what !== 'gap')); // the other test's rows are in the same series
    console.log(`proof: database ${how}, ${away.length + doors.length} doors said so in at most ${slowest.toFixed(0)} ms, back in ${(back / 1000).toFixed(2)} s, ${clients.told.length} acknowledged, ${JSON.stringify(counted)}`);
    expect(back).toBeLessThanOrEqual(backWithinMs);
    expect(counted).toEqual({});
    expect(clients.strange).toEqual([]);
    expect(program.running(), program.said()).toBe(true);
    // the worker and the sealer have found their way back too
    await rawQuery(server.url, `SELECT graphile_worker.add_job('files:forget')`);
    const idle = async () => (await rawQuery<{ n: number }>(server.url, `SELECT (SELECT count(*) FROM graphile_worker._private_jobs) + (SELECT count(*) FROM journal.unsealed) AS n`)).every((row) => Number(row.n) === 0);
    expect(await until(idle, inTheEndMs), 'waiting jobs and leaves are worked through').toBe(true);
  }, 300_000);
}

test('a database that neither answers nor refuses: the reader is told within fifteen seconds, and all is well when it moves again', async () => {
  const frozen = workingIn(join(place, 'data'));
  for (const pid of frozen) signalTo(pid, 'SIGSTOP');
  try {
    const seen = await Promise.all([look(port, 'kk', '/kk/appeals'), look(port, 'ru', '/ru/figures'), look(port, 'en', '/en/appeals/new')].map((one) => one.catch(() => null)));
    console.log(`proof: frozen database, pages answered ${seen.map((one) => (one ? `${one.status} in ${(one.ms / 1000).toFixed(1)} s` : 'nothing in 20 s')).join(', ')}`);
    for (const one of seen) expect(one).toMatchObject({ status: 503, says: true });
    expect(Math.max(...seen.map((one) => one?.ms ?? Number.NaN))).toBeLessThan(15_000);
    expect(await statusAt(port, '/healthz')).toBe(200);
  } finally {
    for (const pid of frozen) signalTo(pid, 'SIGCONT');
  }
  expect(await until(() => ready(port), inTheEndMs)).toBe(true);
  expect((await send(port, crypto.randomUUID(), bodyOf('Қайта жұмыс істеп тұр.', territories[1])))?.status).toBe(201);
});

test('when the database that the program started itself is killed, it starts it again, or ends so that its supervisor starts both', async () => {
  const own = join(site.dir, 'own');
  await prepared(join(own, 'postgres'));
  const alone = await site.begin({ JAUAP_DATA: own });
  const database = (): number => postmasterIn(join(own, 'postgres/data'));
  const killed = database();
  process.kill(killed, 'SIGKILL');
  // a new one may stand before anybody has seen the gap: what counts is that another process serves, not that the door was seen closed
  expect(await until(async () => !alone.running() || (database() !== killed && (await ready(alone.port))), inTheEndMs), 'it answers 503 for ever').toBe(true);
});
