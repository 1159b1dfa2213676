import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { today } from '../../../kernel/day.ts';
import { read, sql, view, type Read } from '../../../platform/db.ts';
import { openHouse, type TestHouse } from '../../../../test/support/house.ts';
import { aStaff } from '../make.ts';
import { becoming, hits, wordsLike, type Find } from './search.ts';
import { parse } from '../../recognition/contract.ts';

let h: TestHouse;
const rows = 20_000;
const words = 20_000;

beforeAll(async () => {
  h = await openHouse();
  // a frequent word in every fourth, a rare one in every thousandth; four hundred days, fifty a day
  await h.t.raw(`INSERT INTO appeals.search (appeal_id, document, registered_on, seen_by, made_with)
    SELECT n, (format('''шам'':1B ''§u%s'' ''§d%s'' ''§m%s''', $2::bigint, d, to_char(d, 'YYYY-MM')) || CASE WHEN n % 4 = 0 THEN ' ''жиі'':2B' ELSE '' END || CASE WHEN n % 1000 = 0 THEN ' ''сирек'':3B' ELSE '' END)::tsvector, d, ARRAY[$2::bigint], 1
    FROM generate_series(1, $1::int) AS n CROSS JOIN LATERAL (SELECT date '2025-10-17' + n / 50 AS d) AS x`, [rows, h.units.tasqala]);
  await h.t.raw(`INSERT INTO appeals.search_word SELECT 'сөз' || md5(n::text), n % 90 + 1 FROM generate_series(1, $1::int) AS n ON CONFLICT DO NOTHING`, [words]);
  await h.t.raw('ANALYZE appeals.search');
  await h.t.raw('ANALYZE appeals.search_word');
});
afterAll(() => h.end());

/** What PostgreSQL itself counted in this transaction. */
const touched = async (fn: (q: Read, f: Find) => Promise<unknown>): Promise<{ walks: number; fetched: number }> => {
  const clerk = aStaff(901, [{ unitId: h.units.tasqala }]);
  const f: Find = { scope: { of: 'branches', ids: [h.units.tasqala] }, today: today(h.ctx().clock), order: 'newest', since: null, until: null, topicCode: null, kind: null, stage: null, placeCode: null, unitId: null };
  return read(h.ctx(clerk), async (q) => {
    const before = await counted(q);
    await fn(q, f);
    const after = await counted(q);
    return { walks: after.walks - before.walks, fetched: after.fetched - before.fetched };
  });
};

/** A connection's own count goes on from the transaction before. */
const counted = async (q: Read): Promise<{ walks: number; fetched: number }> => {
  const { rows: [now] } = await sql<{ walks: number; fetched: number }>`SELECT (pg_stat_get_xact_numscans('appeals.search'::regclass) + pg_stat_get_xact_numscans('appeals.search_word'::regclass))::int AS walks,
    pg_stat_get_xact_tuples_fetched('appeals.search'::regclass)::int AS fetched`.execute(view(q));
  if (!now) throw new Error('counts without a row');
  return now;
};

describe('a search reads no more than it must', () => {
  it.each([
    ['a word of every letter, newest first', `'шам'`, 200], ['a frequent word', `'жиі'`, 400], ['a rare word', `'сирек'`, 60], ['a frequent and a rare word', `'шам' & 'сирек'`, 60], ['nothing at all', `'жоқ'`, 0],
  ])('%s', async (_, asked, most) => {
    const { walks, fetched } = await touched((q, f) => hits(q, asked, f, null));
    expect(walks).toBe(0);
    expect(fetched).toBeLessThanOrEqual(most);
  });

  it('the most fitting of the newest thousand', async () => {
    const { walks, fetched } = await touched((q, f) => hits(q, `'шам'`, { ...f, order: 'fitting' }, null));
    expect(walks).toBe(0);
    expect(fetched).toBeLessThanOrEqual(4_000);
  });

  it('beginnings and slips are looked for without walking through the dictionary', async () => {
    const { walks } = await touched(async (q) => {
      for (const typed of ['сө', 'сөза', 'сөз1f0e3']) await becoming(q, parse(typed));
      await wordsLike(q, 'сөзбен');
    });
    expect(walks).toBe(0);
  });

  it('and it would be seen if it did', async () => {
    expect((await touched((q) => sql`SELECT count(*) FROM appeals.search`.execute(view(q)))).walks).toBe(1);
  });
});
