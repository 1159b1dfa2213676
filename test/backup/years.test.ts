import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { emptyDb, openHouse, restore, type Empty, type House } from './house.ts';
import { dump } from '../architecture/dump.ts';
import { rowsIn } from './whole.ts';

let house: House;
let empty: Empty;
beforeAll(async () => {
  [house, empty] = await Promise.all([openHouse(), emptyDb()]);
});
afterAll(async () => {
  await Promise.all([house.end(), empty.drop()]);
});

const places = `SELECT tableoid::regclass::text AS in, count(*)::int AS n, md5(string_agg(t::text, '|' ORDER BY t::text)) AS rows FROM`;
const whole = `WHERE NOT i.indisvalid OR NOT i.indisready`;

test('rows of earlier years come back into the partitions of their years, with every index whole and nothing to be emptied', async () => {
  // the house's notes are of 2023, for which nobody had made a partition: the nightly job brings them home
  expect(await house.t.raw(`${places} journal.leaf t WHERE subject LIKE 'appeal:%' GROUP BY 1`)).toMatchObject([{ in: 'journal.leaf_rest', n: 50 }]);
  await house.t.raw('SELECT platform.keep_years(of) FROM platform.kept_by_years()');
  const before = await house.t.raw(`${places} journal.leaf t WHERE subject LIKE 'appeal:%' GROUP BY 1`);
  expect(before).toMatchObject([{ in: 'journal.leaf_2023', n: 50 }]);
  await house.backup('years.tar');
  const restored = await restore(house, 'years.tar', { dir: join(house.dir, 'into'), database: empty.url });
  expect(restored.journal.findings).toEqual([]);
  expect(await empty.ask(`${places} journal.leaf t WHERE subject LIKE 'appeal:%' GROUP BY 1`)).toEqual(before);
  expect((await empty.ask(`${places} journal.seal t GROUP BY 1 ORDER BY 1`)).map((row) => row['in'])).toContain('journal.seal_2023');
  expect(await empty.ask(`SELECT i.indexrelid::regclass::text AS broken FROM pg_index i ${whole}`)).toEqual([]);
  expect(await empty.ask(`SELECT indexrelid::regclass::text AS missing FROM pg_index WHERE indrelid = 'journal.leaf_2023'::regclass`)).toHaveLength(2);
  await expect(empty.ask('TRUNCATE journal.leaf_2023')).rejects.toMatchObject({ code: 'JA001' });
  expect(await dump(empty.ask)).toBe(await dump(house.t.raw));
  expect(await rowsIn(empty.ask)).toEqual(await rowsIn(house.t.raw));
});
