import { afterAll, beforeAll, expect, test } from 'vitest';
import { system, visitor } from '../../src/kernel/actor.ts';
import { register } from '../../src/rooms/appeals/acts/register.ts';
import { aRegistration } from '../../src/rooms/appeals/make.ts';
import { setSealSecret } from '../../src/rooms/appeals/store/seal.ts';
import { fixedClock, freshDb, type TestDb } from '../support/database.ts';
import { allowed, depth } from '../support/proof.ts';
import { seeded } from './clients.ts';
import { faultsOf, seriesOf, type Told } from './ledger.ts';
import { ok, registerOf, secret, seedBranches } from './seed.ts';

const [everyTime, deeply] = [2_000, 200_000];
const registrations = depth(everyTime, deeply);
const concurrency = 16;
/** Working hours on the last Wednesday of one year and the first Tuesday of the next. */
const moments = [Date.parse('2026-12-30T06:00:00Z'), Date.parse('2027-01-05T06:00:00Z')] as const;

let t: TestDb;
let branches: readonly number[] = [];
beforeAll(async () => {
  setSealSecret(() => secret);
  t = await freshDb();
  branches = await seedBranches(t.ctx(system('test')));
});
afterAll(() => t.drop());

test(`${registrations} registrations, sixteen at a time, over three branches and two years: numbers are unique, gapless, in real-time order`, async () => {
  const random = seeded(7);
  const told: Told[] = [];
  const sent = new Set<string>();
  let next = 0;
  const one = async (): Promise<void> => {
    while (next < registrations) {
      const text = `Жол шұңқыр. ${(next += 1)}`;
      const branchId = branches[Math.floor(random() * branches.length)] ?? 0;
      const input = aRegistration({ key: `public-key-of-${text}`, branchId, text });
      const ctx = t.ctx(visitor, fixedClock(moments[random() < 0.5 ? 0 : 1]));
      sent.add(text);
      const sentAt = performance.now();
      const [matter] = ok(await register(ctx, input)).matters;
      if (matter) told.push({ key: input.key, text, number: matter.number, dueOn: matter.dueOn, sentAt, toldAt: performance.now() });
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: concurrency }, one));
  const seconds = (performance.now() - began) / 1000;
  const rows = await registerOf(t.url);
  const series = new Set(rows.map((row) => seriesOf(row.number)));
  console.log(`proof: ${told.length} registrations in ${series.size} series, ${(told.length / seconds).toFixed(0)} a second, ${faultsOf(sent, told, rows).length} faults`);
  expect(told).toHaveLength(registrations);
  expect(rows).toHaveLength(registrations);
  expect([...series].toSorted()).toEqual(['BQ0-2026', 'BQ0-2027', 'BQ1-2026', 'BQ1-2027', 'BQ2-2026', 'BQ2-2027']);
  expect(faultsOf(sent, told, rows)).toEqual([]);
  const counters = await t.raw(`SELECT u.code || '-' || c.year AS series, c.last FROM appeals.counter c JOIN units.unit u ON u.id = c.branch_id`);
  for (const { series: of, last } of counters) expect(rows.filter((row) => seriesOf(row.number) === of)).toHaveLength(Number(last));
}, allowed(600_000, everyTime, deeply));
