import { expect, test } from 'vitest';
import { keptFor } from './kept.ts';

/** A count that says how often it was taken and lasts until it is let go. */
const counter = () => {
  let taken = 0;
  const open: (() => void)[] = [];
  return {
    count: async (): Promise<number> => {
      taken += 1;
      const mine = taken;
      await new Promise<void>((resolve) => void open.push(resolve));
      return mine;
    },
    finish: (): void => { for (const resolve of open.splice(0)) resolve(); },
    taken: () => taken,
  };
};
const spin = (ms: number): void => { const until = performance.now() + ms; while (performance.now() < until); };

test('what is found at once is counted anew for the next one', async () => {
  // the machine may stand still for a moment in the middle of a count, which then took long: of several owners most are counted anew
  const seen: number[] = [];
  for (let round = 0; round < 9; round += 1) {
    const owner = {};
    let taken = 0;
    const count = async () => (taken += 1);
    await keptFor(owner, 'a', count);
    seen.push(await keptFor(owner, 'a', count));
  }
  expect(seen.filter((one) => one === 2).length).toBeGreaterThan(4);
});

test('what took long is kept, and given to everybody who asks', async () => {
  const owner = {};
  let taken = 0;
  const count = async () => { spin(120); return (taken += 1); };
  expect(await keptFor(owner, 'a', count)).toBe(1);
  expect(await keptFor(owner, 'a', count)).toBe(1);
  expect(await keptFor(owner, 'b', count)).toBe(2);
  expect(await keptFor({}, 'a', count)).toBe(3);
});

test('whoever asks while it is being counted waits for the same count', async () => {
  const owner = {};
  const c = counter();
  const both = Promise.all([keptFor(owner, 'a', c.count), keptFor(owner, 'a', c.count)]);
  c.finish();
  expect(await both).toEqual([1, 1]);
  expect(c.taken()).toBe(1);
});

test('two count at the same moment and no more; the third begins when one has ended', async () => {
  const owner = {};
  const c = counter();
  const all = Promise.all(['a', 'b', 'c'].map((key) => keptFor(owner, key, c.count)));
  expect(c.taken()).toBe(2);
  c.finish();
  while (c.taken() < 3) await new Promise((resolve) => setImmediate(resolve));
  c.finish();
  expect((await all).toSorted()).toEqual([1, 2, 3]);
});

/** Fails with that code when it is let go. */
const failing = (code: string) => {
  let taken = 0;
  const open: (() => void)[] = [];
  return {
    count: async (): Promise<number> => {
      taken += 1;
      await new Promise<void>((resolve) => void open.push(resolve));
      throw Object.assign(new Error(`it failed: ${code}`), { code });
    },
    finish: (): void => { for (const resolve of open.splice(0)) resolve(); },
    taken: () => taken,
  };
};

test('who waits for their turn behind a count that found the database away is told so with it; behind one that only took too long they have their turn', async () => {
  const [silent, slow] = [failing('ETIMEDOUT'), failing('57014')];
  const ask = (f: typeof silent) => { const owner = {}; return Promise.allSettled(['a', 'b', 'c', 'd', 'e'].map((key) => keptFor(owner, key, f.count))); };
  const all = ask(silent);
  silent.finish();
  expect((await all).map((one) => one.status === 'rejected' && (one.reason as Error).message)).toEqual(Array.from({ length: 5 }, () => 'it failed: ETIMEDOUT'));
  expect(silent.taken()).toBe(2);
  const turns = ask(slow);
  for (const taken of [4, 5]) {
    slow.finish();
    while (slow.taken() < taken) await new Promise((resolve) => setImmediate(resolve));
  }
  slow.finish();
  expect((await turns).map((one) => one.status)).toEqual(Array.from({ length: 5 }, () => 'rejected'));
});

test('a count that failed is not kept, and lets the next one in', async () => {
  const owner = {};
  const failing = async (): Promise<number> => { throw new Error('the database is away'); };
  for (const key of ['a', 'a', 'b', 'c']) await expect(keptFor(owner, key, failing)).rejects.toThrow('away');
  expect(await keptFor(owner, 'a', async () => 7)).toBe(7);
});
