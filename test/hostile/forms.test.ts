import { afterAll, beforeAll, expect, test } from 'vitest';
import { attacked, callersIn } from './forms-attacks.ts';
import { targets, type Target } from './forms-known.ts';
import { inHouseWithout } from './lacking-house.ts';
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

test('control: a house that asks nobody where a form comes from, and keeps every sign as it came, is found by the same attacks', async () => {
  const some = all.filter((one) => /\/(?:follow|sign-in|appeals\/new\/(?:what|contact))$/.test(one.path));
  expect(some.map((one) => one.path.slice(4)).toSorted()).toEqual(['appeals/new/contact', 'appeals/new/what', 'follow', 'receptions/follow', 'sign-in']);
  const shut = "if (!sameOrigin(c.req.raw.headers, c.req.header('host') ?? '') || !csrfMatches(secret, asked.visit, (await asked.form()).get('csrf')))";
  const { bad } = await inHouseWithout(w, { 'src/app/server.tsx': [[shut, 'if (asked.visit === null)']], 'src/kernel/typed.ts': [[".replace(unwanted, '')", '']] }, ({ app }) => attacked(some, callersIn(w, app)));
  for (const one of some) for (const attack of ['a token of somebody else', 'from another site', 'by another site’s script']) expect(bad.filter((found) => found.endsWith(`not shut: ${one.path} (${attack})`)), `${one.path} ${attack}`).toHaveLength(1);
  expect(bad.filter((one) => one.startsWith('lost ') && one.endsWith('(NUL)'))).not.toEqual([]);
  console.log(`proof: control where nobody asks and signs are kept: ${bad.length} findings on ${some.length} forms`);
});
