import { expect, test, vi } from 'vitest';
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

const five = (f: ReturnType<typeof failing>) => { const owner = {}; return Promise.allSettled(['a', 'b', 'c', 'd', 'e'].map((key) => keptFor(owner, key, f.count))); };
test('who waits for their turn behind a count that met a silent database is told so with it', async () => {
  const silent = failing('ETIMEDOUT');
  const all = five(silent);
  silent.finish();
  expect((await all).map((one) => one.status === 'rejected' && (one.reason as Error).message)).toEqual(Array.from({ length: 5 }, () => 'it failed: ETIMEDOUT'));
  expect(silent.taken()).toBe(2);
});

test.each(['57014', '40001', '40P01', '55P03', '53300', 'ECONNRESET', 'ECONNREFUSED'])('behind one that failed with %s, quickly or of itself alone, they have their turn', async (code) => {
  const one = failing(code);
  const all = five(one);
  for (const taken of [4, 5]) {
    one.finish();
    for (let n = 0; n < 1_000 && one.taken() < taken; n += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(one.taken()).toBe(taken);
  }
  one.finish();
  expect((await all).map(({ status }) => status)).toEqual(Array.from({ length: 5 }, () => 'rejected'));
});

test('counted anew in vain, or never come to its turn, an old count is given on and counted anew by the next', async () => {
  let at = 0;
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => at);
  try {
    const [owner, silent] = [{}, failing('ETIMEDOUT')];
    await keptFor(owner, 'a', async () => ((at += 300), 1));
    at += 6_001; // twenty times what it took
    const others = ['b', 'c'].map((key) => keptFor(owner, key, silent.count).catch(() => null));
    expect(await keptFor(owner, 'a', silent.count)).toBe(1);
    silent.finish();
    await Promise.all(others);
    expect(silent.taken()).toBe(2);
    // its refresh gave up in the queue; the next fails by itself, and the one after that is answered
    for (const taken of [3, 4]) {
      expect(await keptFor(owner, 'a', silent.count)).toBe(1);
      expect(silent.taken()).toBe(taken);
      silent.finish();
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await keptFor(owner, 'a', async () => ((at += 300), 2))).toBe(1);
    await new Promise((resolve) => setImmediate(resolve));
    expect(await keptFor(owner, 'a', silent.count)).toBe(2);
  } finally {
    clock.mockRestore();
  }
});

test('a count that failed is not kept, and lets the next one in', async () => {
  const owner = {};
  const failing = async (): Promise<number> => { throw new Error('the database is away'); };
  for (const key of ['a', 'a', 'b', 'c']) await expect(keptFor(owner, key, failing)).rejects.toThrow('away');
  expect(await keptFor(owner, 'a', async () => 7)).toBe(7);
});
