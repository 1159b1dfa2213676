import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDb, type TestDb } from '../../../../test/support/database.ts';
import { visitor } from '../../../kernel/actor.ts';
import { read } from '../../../platform/db.ts';
import { parse } from '../../recognition/contract.ts';
import { asked, publicList, type PublicCursor, type PublicFilter } from './public.ts';

let t: TestDb;
const rows = Number(process.env['JAUAP_TEST_PUBLIC_ROWS'] ?? 20_000);
/** Of every hundred letters all speak of a street, fifty of light, the other fifty of a road, two of a bridge; the twelve oldest speak of a swan. */
const fill = `INSERT INTO appeals.publication (appeal_id, number, branch_id, territory_path, topic_code, kind, lang, text, stage, registered_on, due_on, published_at, document, made_with)
  SELECT i, 'BQ-2026-' || lpad(i::text, 6, '0'), 1, ARRAY['000000000', '27' || lpad((i % 20)::text, 7, '0')], (ARRAY['lighting', 'roads', 'water', 'gas'])[1 + i % 4], 'application', 'kk', 'Көше мәтіні ' || i, 'in_work', date '2026-01-01' + i % 300, date '2026-12-01',
    timestamptz '2026-01-01' + i * interval '1 minute',
    array_to_tsvector(ARRAY['коше', 'улиц', 'w' || i, 'x' || i % 997, 'y' || i % 41] || CASE WHEN i % 2 = 0 THEN ARRAY['жарык'] ELSE ARRAY['жол'] END || CASE WHEN i % 50 = 0 THEN ARRAY['копир'] ELSE '{}' END || CASE WHEN i < 84 AND i % 7 = 3 THEN ARRAY['акку'] ELSE '{}' END), 1
  FROM generate_series(1, ${rows}) i`;

beforeAll(async () => {
  t = await freshDb();
  await t.raw('ALTER TABLE appeals.publication DROP CONSTRAINT publication_appeal_id_fkey');
  await t.raw(fill);
  await t.raw('ANALYZE appeals.publication');
});
afterAll(() => t.drop());

const words = (typed: string): string => asked(parse(`${typed} `)) ?? '';
const page = (filter: PublicFilter, cursor: PublicCursor | null = null) => read(t.ctx(visitor), (q) => publicList(q, filter, cursor));

const questions: readonly (readonly [what: string, filter: PublicFilter, atLeast: number])[] = [
  ['a word of every letter', { words: words('көше') }, 20], ['two frequent words', { words: words('көше жарық') }, 20], ['a rare word', { words: words('аққу') }, 12], ['a frequent and a rare word', { words: words('көше аққу') }, 12],
  ['a word nobody wrote', { words: words('түйе') }, 0], ['a frequent word with a rare place and a topic', { words: words('жарық'), topicCode: 'water', territory: { code: '270000006', depth: 2 } }, 20], ['a middling word', { words: words('көпір') }, 20],
  ['two words that never meet', { words: words('көпір аққу') }, 0], ['two frequent words that never meet', { words: words('жарық жол') }, 0],
];

test.each(questions)('%s is answered by an index, newest first', async (what, filter, atLeast) => {
  const { rows: found } = await page(filter);
  expect(found.length).toBe(atLeast);
  expect(found.map((row) => row.publishedAt.getTime())).toEqual(found.map((row) => row.publishedAt.getTime()).toSorted((a, b) => b - a));
  const territory = filter.territory ? ` AND p.territory_path[2] = '${filter.territory.code}'` : '';
  const plan = (await t.raw(`EXPLAIN (FORMAT JSON) SELECT * FROM appeals.publication p WHERE p.document @@ $1::tsquery${territory}${filter.topicCode ? ` AND p.topic_code = '${filter.topicCode}'` : ''} ORDER BY published_at DESC, appeal_id DESC LIMIT 21`, [filter.words]));
  expect(JSON.stringify(plan), what).not.toContain('"Seq Scan"');
  const from = performance.now();
  for (let again = 0; again < 5; again += 1) await page(filter);
  process.stdout.write(`\npublic search, ${rows} rows, ${what}: ${((performance.now() - from) / 5).toFixed(1)} ms`);
});

test('page after page each is there once', async () => {
  const seen: string[] = [];
  for (let cursor: PublicCursor | null = null, more = true; more; ) {
    const found: Awaited<ReturnType<typeof page>> = await page({ words: words('көпір') }, cursor);
    seen.push(...found.rows.map((row) => row.number));
    cursor = found.next;
    more = cursor !== null;
  }
  expect(new Set(seen).size).toBe(Math.floor(rows / 50));
  expect(seen.length).toBe(Math.floor(rows / 50));
});
