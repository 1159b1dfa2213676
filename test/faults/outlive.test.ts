import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEmbedded, type Embedded } from '../../src/platform/postgres.ts';
import { openSite, type Site, type Started } from './opening.ts';
import { ready, signalTo, statusAt, until, workingIn } from './program.ts';
import { prepared } from './seed.ts';

let site: Site;
let place = '';
let server: Embedded;
let program: Started;
beforeAll(async () => {
  site = await openSite('outlive');
  place = join(site.dir, 'postgres');
  await prepared(place);
  server = await startEmbedded({ dataDir: place });
});
afterAll(() => site.end(() => server.stop()));
const begin = async (): Promise<Started> => (program = await site.start({ DATABASE_URL: server.url, JAUAP_LOG: 'info' }));

test('a program that was started before its database waits for it and says so', async () => {
  const { url } = server;
  await server.stop();
  await begin();
  expect(await until(() => program.said().includes('the database does not answer yet') || !program.running(), 60_000)).toBe(true);
  expect(program.running(), program.said()).toBe(true);
  server = await startEmbedded({ dataDir: place });
  expect(server.url).toBe(url);
  expect(await until(() => ready(program.port), 60_000), program.said()).toBe(true);
}, 240_000);

test('when nobody reads its log any more it goes on, also while the database falls again and again', async () => {
  program.deafen();
  for (let fall = 0; fall < 5; fall += 1) {
    process.kill(server.pid, 'SIGKILL');
    await server.ended;
    await until(() => workingIn(join(place, 'data')).length === 0, 60_000);
    expect(await statusAt(program.port, '/readyz')).toBe(503);
    server = await startEmbedded({ dataDir: place });
    expect(await until(() => ready(program.port), 60_000)).toBe(true);
  }
  program.signal('SIGTERM');
  expect(await program.ended, 'and ends in order').toBe(0);
}, 240_000);

test('asked to end while the database is frozen it ends', async () => {
  await begin();
  expect(await until(() => ready(program.port), 60_000), program.said()).toBe(true);
  const frozen = workingIn(join(place, 'data'));
  for (const pid of frozen) signalTo(pid, 'SIGSTOP');
  try {
    const began = performance.now();
    program.signal('SIGTERM');
    await Promise.race([program.ended, pause(60_000)]);
    console.log(`proof: asked to end with a frozen database, ended after ${((performance.now() - began) / 1000).toFixed(1)} s`);
    expect(program.running()).toBe(false);
    expect(await program.ended).toBe(0);
  } finally {
    for (const pid of frozen) signalTo(pid, 'SIGCONT');
  }
});

test('asked to end, it leaves the database it brought with it before that ends, and has nothing to warn of', async () => {
  await server.stop();
  program = await site.start({ JAUAP_LOG: 'warn' });
  expect(await until(() => ready(program.port), 60_000), program.said()).toBe(true);
  // at once, so that there are connections to leave
  await Promise.all(Array.from({ length: 16 }, () => statusAt(program.port, '/readyz')));
  const before = program.said();
  program.signal('SIGTERM');
  expect(await program.ended).toBe(0);
  const since = () => program.said().slice(before.length);
  expect(await until(() => since().includes('\n'), 60_000)).toBe(true); // what it wrote last may be read after it has gone
  expect(since()).toBe('· stopping\n');
});
