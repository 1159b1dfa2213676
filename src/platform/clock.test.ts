import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { freshDb, type TestDb } from '../../test/support/database.ts';
import { openClock } from './clock.ts';

let t: TestDb;
beforeEach(async () => {
  t = await freshDb();
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
});
afterEach(async () => {
  vi.useRealTimers();
  await t.drop();
});

test('a database that hangs is asked for its clock once, not once a second', async () => {
  const gate = Promise.withResolvers<void>();
  let asked = 0;
  let hangs = false;
  const db = { ...t.db, acquire: async () => {
    asked += 1;
    if (hangs) await gate.promise;
    return t.db.acquire();
  } };
  const clock = await openClock(db, t.ctx().log);
  hangs = true;
  await vi.advanceTimersByTimeAsync(30_000);
  expect(asked).toBe(2);
  hangs = false;
  gate.resolve();
  // and then it is asked again
  await vi.waitFor(async () => {
    await vi.advanceTimersByTimeAsync(1_000);
    expect(asked).toBeGreaterThan(2);
  }, { timeout: 60_000 });
  clock.stop();
});

test('a database that is away leaves the clock running', async () => {
  let away = false;
  const db = { ...t.db, acquire: () => (away ? Promise.reject(new Error('Connection terminated')) : t.db.acquire()) };
  const clock = await openClock(db, t.ctx().log);
  const before = clock.now();
  away = true;
  await vi.advanceTimersByTimeAsync(3_000);
  expect(clock.now()).toBeGreaterThanOrEqual(before);
  expect(Math.abs(clock.now() - Number((await t.raw(`SELECT extract(epoch FROM clock_timestamp()) * 1000 AS ms`))[0]?.['ms']))).toBeLessThan(60_000);
  clock.stop();
});
