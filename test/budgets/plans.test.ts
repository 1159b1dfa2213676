import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeWorld, type World } from '../../e2e/a11y/world.ts';
import { system } from '../../src/kernel/actor.ts';
import { read, sql, view } from '../../src/platform/db.ts';
import { openHouse, type TestHouse } from '../support/house.ts';
import { fillAround, firstRows } from './more.ts';
import { lineOf, listening } from './through.ts';
import { askings, onlyOnce, startWalk } from './walk.ts';

/** So many rows in every table that grows: from here on an index is what PostgreSQL chooses by itself, where there is one. */
const rows = 4_000;
/** More than any page needs of one table: boards look through a thousand promises for something rare. */
const most = 3_000;

/** Pages that may read a table through, each with why. */
const through: readonly (readonly [page: RegExp, why: string])[] = [
  [/^visitor \/figures|^visitor \/: |^(reception|head) \/desk\/figures/, 'figures of a period are counted from all its rows, kept, and given out at most ten minutes old (store/kept.ts)'],
  [/^head \/desk\/letters: Seq Scan on notices.arrival, 2 rows/, 'letters are sealed under their own names and cannot be copied: there are two of them here'],
  [/^administrator \/admin\/calendar\/draft/, 'every open date of the house is counted anew on the changed calendar, to say what would move; in pages of five thousand'],
];

let h: TestHouse;
let w: World;
const found: string[] = [];
const controls: string[] = [];
beforeAll(async () => {
  h = await openHouse({ mode: 'demo' });
  w = await makeWorld(h, { few: true });
  await firstRows(h.t);
  const walk = startWalk(h, w);
  const all = new Set<string>();
  const heard = async (page: string, run: () => Promise<unknown>, to: Set<string>): Promise<void> => {
    const stop = listening(h.t.db, most, (one) => to.add(lineOf(page, one)));
    await run().finally(stop);
  };
  for (const one of askings.filter(onlyOnce)) await walk.open(one);
  for (const one of askings) await walk.browser(one.as);
  // somebody has looked at a matter
  for (const one of askings.filter((asking) => asking.name.endsWith(' fresh'))) await walk.open(one);
  expect(await fillAround(h.t, rows)).toEqual([]);
  for (const one of askings.filter((asking) => !onlyOnce(asking))) await heard(one.name, () => walk.open(one), all);
  found.push(...all);
  const seen = new Set<string>();
  await heard('control', () => read(h.ctx(system('control')), async (q) => {
    await sql`SELECT id FROM appeals.appeal WHERE address = ${'Абай көшесі, 12'} LIMIT 3`.execute(view(q));
    await sql`SELECT id FROM appeals.appeal WHERE id > ${0} ORDER BY id LIMIT 5000`.execute(view(q));
    await sql`SELECT id FROM appeals.appeal WHERE number = ${w.fresh.number}`.execute(view(q));
  }), seen);
  controls.push(...seen);
}, 900_000);
afterAll(async () => {
  await w.end();
  await h.end();
});

describe('in a register of years', () => {
  test('no page of any role reads a table through that grows', () => {
    const unforeseen = found.filter((line) => !through.some(([page]) => page.test(line)));
    console.log(`proof: ${askings.filter((one) => !onlyOnce(one)).length} pages over ${rows} rows of everything that grows: ${unforeseen.length} read a table through, beside ${found.length - unforeseen.length} that may`);
    expect(unforeseen).toEqual([]);
  });

  test('what may is still asked for by a page', () => {
    expect(through.filter(([page]) => !found.some((line) => page.test(line))).map(([page]) => String(page))).toEqual([]);
  });

  test('a question without an index is heard, and an index that cuts nothing off; one row by its number is not', () => {
    expect(controls.map((line) => line.replace(/, [\d.]+ rows.*/, ''))).toEqual(['control: Seq Scan on appeals.appeal', expect.stringMatching(/^control: (Seq|Index|Index Only) Scan on appeals\.appeal$/)]);
  });
});
