import { afterAll, beforeAll, expect, test } from 'vitest';
import { attacked, callersIn } from './forms-attacks.ts';
import { targets, type Target } from './forms-known.ts';
import { openWorld, type World } from './world.ts';

let w: World;
let all: readonly Target[];
beforeAll(async () => {
  w = await openWorld();
  all = await targets(w, (who) => who === null);
});
afterAll(() => w.end());

test('whatever is sent to whatever form of everybody’s, the answer is a page with a sentence and everything that was typed', async () => {
  const { bad, count } = await attacked(all, callersIn(w));
  expect(bad.slice(0, 40)).toEqual([]);
  expect(count).toBeGreaterThan(all.length * 17);
});
