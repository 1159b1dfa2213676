import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDb, testNow, type TestDb } from '../../../test/support/database.ts';
import { system } from '../../kernel/actor.ts';
import { write } from '../db.ts';
import { triesAllowed, triesIn, triesWindowMs } from './tries.ts';

let t: TestDb;
beforeAll(async () => {
  t = await freshDb();
});
afterAll(() => t.drop());

const tables = ['appeals.follow_try', 'reception.follow_try'] as const;
const minute = 60_000;
const open = (table: string) => {
  const tries = triesIn(table);
  const ctx = t.ctx(system('test'));
  return {
    at: (ms: number, ...keys: Buffer[]) => write(ctx, (tx) => tries.count(tx, keys, new Date(testNow + ms))),
    forgive: (...keys: Buffer[]) => write(ctx, (tx) => tries.forgive(tx, keys)),
    forget: (ms: number) => write(ctx, (tx) => tries.forget(tx, new Date(testNow + ms))),
  };
};

test.each(tables)('ten in any fifteen minutes: no border has ten on each side of it (%s)', async (table) => {
  const tries = open(table);
  const key = randomBytes(32);
  // one opens the count, nine come in its last minute
  expect(await tries.at(0, key)).toBe(true);
  for (let nth = 0; nth < 9; nth += 1) expect(await tries.at(14 * minute + nth * 1_000, key)).toBe(true);
  expect(await tries.at(15 * minute - 1, key)).toBe(false);
  // the first is a quarter of an hour old: one place, and not ten
  expect(await tries.at(15 * minute, key)).toBe(true);
  for (let nth = 1; nth < 20; nth += 1) expect(await tries.at(15 * minute + nth, key)).toBe(false);
  expect(await tries.at(29 * minute - 1, key)).toBe(false);
  for (let nth = 0; nth < 9; nth += 1) expect(await tries.at(29 * minute + nth * 1_000, key), `place ${nth}`).toBe(true);
});

test.each(tables)('at whatever moments they come, nobody is turned away who has tries left, and nobody has more (%s)', async (table) => {
  const tries = open(table);
  const keys = [randomBytes(32), randomBytes(32), randomBytes(32)] as const;
  const looked = new Map<Buffer, number[]>(keys.map((key) => [key, []]));
  let state = 20261121;
  const random = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  let now = 0;
  let refused = 0;
  for (let nth = 0; nth < 300; nth += 1) {
    now += random(3) === 0 ? random(4 * minute) : random(30_000);
    const asked = keys.filter(() => random(2) === 0);
    if (asked.length === 0) continue;
    const counted = (key: Buffer) => looked.get(key) ?? [];
    const left = asked.every((key) => counted(key).filter((at) => at > now - triesWindowMs).length < triesAllowed);
    expect(await tries.at(now, ...asked), `${nth}`).toBe(left);
    if (left) for (const key of asked) counted(key).push(now);
    else refused += 1;
  }
  expect(refused).toBeGreaterThan(30);
  for (const all of looked.values()) for (const from of all) expect(all.filter((at) => at >= from && at < from + triesWindowMs).length).toBeLessThanOrEqual(triesAllowed);
});

test.each(tables)('what was forgiven is a place again, and what is forgotten was too old to count (%s)', async (table) => {
  const tries = open(table);
  const [number, caller] = [randomBytes(32), randomBytes(32)];
  for (let nth = 0; nth < 30; nth += 1) {
    expect(await tries.at(nth, number, caller)).toBe(true);
    await tries.forgive(number, caller);
  }
  // forgiven more often than tried: still ten
  await tries.forgive(number, caller);
  for (let nth = 0; nth < 10; nth += 1) expect(await tries.at(10 * minute + nth, number)).toBe(true);
  await tries.forget(0);
  await tries.forget(10 * minute);
  expect(await tries.at(20 * minute, number)).toBe(false);
  await tries.forget(30 * minute);
  expect(await t.raw(`SELECT count(*)::int AS n FROM ${table} WHERE key = ANY ($1)`, [[number, caller]])).toEqual([{ n: 0 }]);
});
