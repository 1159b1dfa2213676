import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestDb } from '../support/database.ts';
import type { Lacking } from '../support/lacking.ts';
import { startClients } from './clients.ts';
import { branchesDb, openSite, type Site } from './opening.ts';
import { residentMb, shippedFlags, until, type Built } from './program.ts';

const registrations = 2_000;
/** The promise is 512 (trust.md). 128 are there before the first; seen 164 in one run, 230 to 241 in eight when every library was read at the start, and 302 without the flags of script/jauap when the program was half as large. */
const mostMb = 280;

let t: TestDb;
let site: Site;
beforeAll(async () => {
  t = await branchesDb();
  site = await openSite('memory');
});
afterAll(() => site.end(t.drop));

type Held = { readonly told: number; readonly atStart: number; readonly after: number; readonly peak: number; readonly aSecond: number; readonly strange: readonly string[] };
/** What a program holds after so many registrations, eight at a time. */
const held = async (built: Built, count: number): Promise<Held> => {
  const program = await site.begin({ DATABASE_URL: t.url }, built);
  const atStart = residentMb(program.pid);
  const clients = startClients(program.port, 8, 3, crypto.randomUUID());
  const began = performance.now();
  expect(await until(() => clients.told.length >= count, 240_000)).toBe(true);
  const aSecond = clients.told.length / ((performance.now() - began) / 1000);
  await clients.stop();
  const seen = { told: clients.told.length, atStart, after: residentMb(program.pid), peak: residentMb(program.pid, 'VmHWM'), aSecond, strange: clients.strange };
  program.signal('SIGTERM');
  await program.ended;
  return seen;
};

test(`after ${registrations} registrations the application holds at most ${mostMb} MB`, async () => {
  const { told, atStart, after, peak, aSecond, strange } = await held(site.built, registrations);
  console.log(`proof: ${told} registrations through the API, ${aSecond.toFixed(0)} a second, resident ${atStart} MB at the start, ${after} MB after, ${peak} MB at most`);
  expect(strange).toEqual([]);
  expect(after).toBeLessThanOrEqual(mostMb);
}, 360_000);

/** A megabyte of every letter it is sent. */
const hoarding: Lacking = { 'src/app/api/once.ts': [['export const onceFor =', 'const kept: Buffer[] = [];\nexport const onceFor ='], ['): Once => ({', '): Once => (kept.push(Buffer.alloc(1_048_576, 1)), {']] };
/** Before node sweeps it a first time it has filled 128 MB. */
const roomy = ['--min-semi-space-size=128', '--max-semi-space-size=128'];
/** Those kept, or that space filled, are more than the room above what is there before the first. */
const fewer = 200;

test(`control: after ${fewer} already, a program that keeps something of every letter and one with a large young space hold more`, async () => {
  const keeps = await held(await site.broken(hoarding), fewer);
  const young = await held({ ...site.built, flags: [...shippedFlags(), ...roomy] }, fewer);
  console.log(`proof: memory, control with 1 MB kept of every letter, ${keeps.after} MB after ${keeps.told}; with a young space of 128 MB, ${young.after} MB after ${young.told}`);
  expect(keeps.after).toBeGreaterThan(mostMb);
  expect(young.after).toBeGreaterThan(mostMb);
}, 360_000);
