import { request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEmbedded, type Embedded } from '../../src/platform/postgres.ts';
import type { Lacking } from '../support/lacking.ts';
import { openSite, type Site, type Started } from './opening.ts';
import { ready, signalTo, statusAt, until, workingIn } from './program.ts';
import { prepared } from './seed.ts';

let site: Site;
let place = '';
let server: Embedded;
beforeAll(async () => {
  site = await openSite('outlive');
  place = join(site.dir, 'postgres');
  await prepared(place);
  server = await startEmbedded({ dataDir: place });
});
afterAll(() => site.end(() => server.stop()));
const start = async (lines?: Lacking): Promise<Started> => site.start({ DATABASE_URL: server.url, JAUAP_LOG: 'info' }, lines && (await site.broken(lines)));
const answers = async (one: Started): Promise<void> => expect(await until(() => ready(one.port), 60_000), one.said()).toBe(true);

/** Once the database could not be reached: whether it says so and waits, or has ended. */
const waits = async (one: Started): Promise<boolean> => {
  expect(await until(() => one.said().includes('the database does not answer yet') || !one.running(), 60_000)).toBe(true);
  return one.running();
};
const killed = async (): Promise<void> => {
  process.kill(server.pid, 'SIGKILL');
  await server.ended;
  await until(() => workingIn(join(place, 'data')).length === 0, 60_000);
};

let program: Started;

test('a program that was started before its database waits for it and says so; control: one that asks once has ended', async () => {
  const { url } = server;
  await server.stop();
  expect(await waits(await start(asksOnce))).toBe(false);
  program = await start();
  expect(await waits(program), program.said()).toBe(true);
  server = await startEmbedded({ dataDir: place });
  expect(server.url).toBe(url);
  await answers(program);
}, 240_000);
const asksOnce: Lacking = { 'src/app/instance.ts': [['      if (!isUnavailable(error) || performance.now() > until) throw error;', '      throw error;']] };

test('when nobody reads its log any more it goes on, also while the database falls again and again; control: one that minds ends at the first fall', async () => {
  const minding = await start(minds);
  await answers(minding);
  for (const one of [program, minding]) one.deafen();
  for (let fall = 0; fall < 5; fall += 1) {
    await killed();
    expect(await statusAt(program.port, '/readyz')).toBe(503);
    expect(fall > 0 || (await until(() => !minding.running(), 60_000)), 'the control goes on').toBe(true);
    server = await startEmbedded({ dataDir: place });
    expect(await until(() => ready(program.port), 60_000)).toBe(true);
  }
  program.signal('SIGTERM');
  expect(await program.ended, 'and ends in order').toBe(0);
}, 240_000);
const minds: Lacking = { 'src/app/instance.ts': [["  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});\n", '']] };

/** At once, so that there are connections to leave. */
const connected = async (one: Started): Promise<void> => {
  await answers(one);
  await Promise.all(Array.from({ length: 16 }, () => statusAt(one.port, '/readyz')));
};
/** Somebody asks for a page, and the program has begun to ask the database. */
const occupy = async (one: Started): Promise<void> => {
  const asked = request({ port: one.port, host: '127.0.0.1', path: '/kk/appeals', agent: false });
  asked.once('error', () => {}); // nobody may be there any more to answer
  await new Promise<void>((resolve) => asked.once('finish', resolve).end());
  expect(await statusAt(one.port, '/healthz')).toBe(200); // whoever came later has been heard
};

test('asked to end while the database is frozen it ends; control: one that waits for whatever was begun is still there', async () => {
  program = await start();
  const polite = await start(waitsForAll);
  await Promise.all([program, polite].map(connected));
  const frozen = workingIn(join(place, 'data'));
  for (const pid of frozen) signalTo(pid, 'SIGSTOP');
  try {
    await Promise.all([program, polite].map(occupy));
    const began = performance.now();
    for (const one of [program, polite]) one.signal('SIGTERM');
    await Promise.race([program.ended, pause(60_000)]);
    console.log(`proof: asked to end with a frozen database, ended after ${((performance.now() - began) / 1000).toFixed(1)} s${polite.running() ? '; one that waits for whatever was begun had not' : ''}`);
    expect([program.running(), polite.running()]).toEqual([false, true]);
    expect(await program.ended).toBe(0);
  } finally {
    for (const pid of frozen) signalTo(pid, 'SIGCONT');
  }
  expect(await polite.ended, 'it was waiting for nothing else').toBe(0);
});
const waitsForAll: Lacking = { 'src/platform/db-pool.ts': [['    if (deadlines) endWhenSilent(client);', ''], ['  await Promise.race([pool.end().then(() => allGone(pool)), late]);', '  await pool.end();']] };

/** With a database of its own: what it writes when it is asked to end. */
const lastWords = async (lines?: Lacking): Promise<string> => {
  const one = await site.start({ JAUAP_LOG: 'warn' }, lines && (await site.broken(lines)));
  await connected(one);
  const before = one.said();
  one.signal('SIGTERM');
  expect(await one.ended).toBe(0);
  await one.heard; // what it wrote last may be read after it has gone
  return one.said().slice(before.length);
};

test('asked to end, it leaves the database it brought with it before that ends, and has nothing to warn of; control: one that leaves it afterwards has', async () => {
  await server.stop();
  expect(await lastWords()).toBe('· stopping\n');
  expect(await lastWords(leavesLate)).toContain('db.connection_lost');
});
const leavesLate: Lacking = {
  'src/app/instance.ts': [['      await db.close();\n      await embedded?.stop();\n    },', '      await embedded?.stop();\n      await db.close();\n    },']],
  // and what it hears while it goes is news to it
  'src/platform/db-pool.ts': [['void (pool.ending || o.onLost(', 'void (o.onLost(']],
};
