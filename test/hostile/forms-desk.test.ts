import { afterAll, beforeAll, expect, test } from 'vitest';
import { Caller } from './caller.ts';
import { attacked, callersIn, filledIn } from './forms-attacks.ts';
import { targets, type Target } from './forms-known.ts';
import { openWorld, type World } from './world.ts';

let w: World;
let all: readonly Target[];
let callerFor: ReturnType<typeof callersIn>;
beforeAll(async () => {
  w = await openWorld();
  callerFor = callersIn(w);
  await callerFor('sibling');
  all = await targets(w, (who) => who !== null);
});
afterAll(() => w.end());

test('whatever is sent to whatever form of the staff, the answer is a page with a sentence and everything that was typed', async () => {
  const { bad, count } = await attacked(all, callerFor);
  expect(bad.slice(0, 40)).toEqual([]);
  expect(count).toBeGreaterThan(all.length * 17);
});

/** Every row there is, but those that count wrong tries and whose session was seen when. */
const everything = async (): Promise<string> => {
  const tables = (await w.t.raw(`SELECT schemaname || '.' || relname AS name FROM pg_stat_user_tables WHERE schemaname NOT IN ('graphile_worker') ORDER BY 1`)).map((row) => String(row['name']))
    .filter((name) => !['appeals.follow_try', 'reception.follow_try', 'people.sign_in_try', 'people.spent_challenge', 'people.session'].includes(name));
  return JSON.stringify(await w.t.raw(tables.map((name) => `SELECT '${name}' AS name, count(*) AS rows, coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) AS print FROM ${name} t`).join(' UNION ALL ')));
};

test('without a session, or with somebody else’s, no form of the staff does anything, in any room', async () => {
  const bad: string[] = [];
  const before = await everything();
  // whoever is nobody here is asked to sign in; whoever is somebody elsewhere finds nothing
  const strangers = [[await callerFor(null), 401], [await new Caller(w.app, 'A'.repeat(43)).arrive(), 401], [await callerFor('sibling'), 404]] as const;
  // views are everybody's own, by whatever number
  const theirs = all.filter((one) => !one.path.includes('/control/views') && /\/desk\/(?:appeals|visits|receptions|queue|outings|control)\/|\/admin\//.test(one.path));
  expect(new Set(theirs.map((one) => one.path.split('/').slice(2, 4).join('/'))).size).toBeGreaterThan(8);
  for (const t of theirs) for (const [caller, expected] of strangers) {
    const response = await caller.post(t.path, filledIn(t, () => 'сәлем дүние', { button: 0 }));
    // a clerk of another branch has a desk of their own: a form without an id of this branch is theirs, and says what is wrong in it; so does the one of a tablet, whatever outing it names
    const own = expected === 404 && (t.path.endsWith('/devices') || !/\/(?:\d+|[A-Z0-9]+-[A-Z0-9-]+)(?:\/|$)/.test(t.path));
    if (!(own ? [404, 422, 409, 403] : [expected]).includes(response.status)) bad.push(`${response.status} ${t.path}`);
    await response.body?.cancel();
  }
  expect(bad).toEqual([]);
  expect(await everything()).toBe(before);
});
