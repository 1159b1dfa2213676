import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { system, visitor } from '../../src/kernel/actor.ts';
import { register } from '../../src/rooms/appeals/acts/register.ts';
import { aRegistration } from '../../src/rooms/appeals/make.ts';
import { setSealSecret } from '../../src/rooms/appeals/store/seal.ts';
import { fixedClock, freshDb, type TestDb } from '../support/database.ts';
import { allowed, depth } from '../support/proof.ts';
import { seeded } from './clients.ts';
import { countOf, faultsOf, seriesOf, type Row, type Told } from './ledger.ts';
import { ok, rawQuery, registerOf, secret, seedBranches } from './seed.ts';

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

/** Sixteen who take a number each in a register without the counter's row: all have a place before any of them writes. Gives back the faults that the same question finds. */
const carelessly = async (name: string, o: { readonly rounds: number; readonly place: string; readonly givesUp: (place: number) => boolean }): Promise<Readonly<Record<string, number>>> => {
  await t.raw(`CREATE SCHEMA ${name}`);
  await t.raw(`CREATE TABLE ${name}.letter (text text, place int, key text)`);
  await t.raw(`CREATE SEQUENCE ${name}.next`);
  const numberOf = (place: number): string => `BQ0-2026-${String(place).padStart(6, '0')}`;
  const dueOn = '2026-12-31';
  const told: Told[] = [];
  const sent = new Set<string>();
  const clients = await Promise.all(Array.from({ length: concurrency }, async () => {
    const client = new pg.Client({ connectionString: t.url });
    await client.connect();
    return client;
  }));
  try {
    for (let round = 0; round < o.rounds; round += 1) {
      const sentAt = performance.now();
      const looked = await Promise.all(clients.map(async (client) => {
        await client.query('BEGIN');
        return Number((await client.query<{ place: number }>(o.place)).rows[0]?.place);
      }));
      await Promise.all(clients.map(async (client, nth) => {
        const place = looked[nth] ?? 0;
        const text = `${round}-${nth}`;
        sent.add(text);
        await client.query(`INSERT INTO ${name}.letter VALUES ($1, $2, $3)`, [text, place, `key of ${text}`]);
        if (o.givesUp(place)) return void (await client.query('ROLLBACK'));
        await client.query('COMMIT');
        told.push({ key: `key of ${text}`, text, number: numberOf(place), dueOn, sentAt, toldAt: performance.now() });
      }));
    }
  } finally {
    await Promise.all(clients.map((client) => client.end()));
  }
  const rows = await rawQuery<Pick<Row, 'text' | 'key'> & { place: number }>(t.url, `SELECT text, place, key FROM ${name}.letter`);
  return countOf(faultsOf(sent, told, rows.map(({ text, key, place }) => ({ text, key, dueOn, number: numberOf(place) }))));
};

test('control: the highest number and one more, without the row that is locked, is given to all sixteen', async () => {
  const rounds = 10;
  expect(await carelessly('looked_up', { rounds, place: 'SELECT coalesce(max(place), 0) + 1 AS place FROM looked_up.letter', givesUp: () => false })).toEqual({ 'one number twice': rounds * (concurrency - 1) });
});

test('control: a sequence keeps the numbers of those who gave up, and there are gaps', async () => {
  expect(await carelessly('counted_on', { rounds: 1, place: `SELECT nextval('counted_on.next')::int AS place`, givesUp: (place) => place % 4 === 1 })).toEqual({ gap: concurrency / 4 });
});
