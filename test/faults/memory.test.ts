import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { system } from '../../src/kernel/actor.ts';
import { freshDb, type TestDb } from '../support/database.ts';
import { startClients } from './clients.ts';
import { build, freePort, ready, residentMb, serve, stillRunning, until, type Built, type Program } from './program.ts';
import { seedBranches } from './seed.ts';

const registrations = 2_000;
const mostMb = 250;

let t: TestDb;
let dir = '';
let built: Built;
let program: Program;
let port = 0;
beforeAll(async () => {
  t = await freshDb();
  await seedBranches(t.ctx(system('test')));
  dir = mkdtempSync(join(tmpdir(), 'jauap-memory-'));
  built = await build();
  port = await freePort();
  program = serve(built, { PORT: String(port), JAUAP_DATA: dir, DATABASE_URL: t.url });
  if (!(await until(() => ready(port), 15_000))) throw new Error(program.said());
});
afterAll(async () => {
  program.signal('SIGTERM');
  await program.ended;
  expect(stillRunning()).toEqual([]);
  await built.remove();
  await t.drop();
  rmSync(dir, { recursive: true, force: true });
});

test(`after ${registrations} registrations the application holds at most ${mostMb} MB`, async () => {
  const atStart = residentMb(program.pid);
  const clients = startClients(port, 8, 3);
  const began = performance.now();
  expect(await until(() => clients.told.length >= registrations, 60_000)).toBe(true);
  const rate = clients.told.length / ((performance.now() - began) / 1000);
  await clients.stop();
  const [after, peak] = [residentMb(program.pid), residentMb(program.pid, 'VmHWM')];
  console.log(`faults: ${clients.told.length} registrations through the API, ${rate.toFixed(0)} a second, resident ${atStart} MB at the start, ${after} MB after, ${peak} MB at most`);
  expect(clients.strange).toEqual([]);
  expect(after).toBeLessThanOrEqual(mostMb);
}, 90_000);
