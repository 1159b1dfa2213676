import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { today } from '../../../kernel/day.ts';
import { read, sql, view, type Read } from '../../../platform/db.ts';
import { openHouse, type TestHouse } from '../../../../test/support/house.ts';
import { aStaff } from '../make.ts';
import { becoming, hits, wordsLike, type Find, type FindCursor, type Hits } from './search.ts';
import { parse } from '../../recognition/contract.ts';

let h: TestHouse;
const rows = 20_000;
const words = 20_000;

beforeAll(async () => {
  h = await openHouse();
  // a frequent word in every fourth, a rare one in every thousandth, one that has gone in fifty of the first; four hundred days, fifty a day
  await h.t.raw(`INSERT INTO appeals.search (appeal_id, document, registered_on, seen_by, made_with)
    SELECT n, (format('''шам'':1B ''§u%s'' ''§d%s'' ''§m%s''', $2::bigint, d, to_char(d, 'YYYY-MM')) || CASE WHEN n % 4 = 0 THEN ' ''жиі'':2B' ELSE '' END || CASE WHEN n % 1000 = 0 THEN ' ''сирек'':3B' ELSE '' END || CASE WHEN n < 5000 AND n % 100 = 0 THEN ' ''кеткен'':4B' ELSE '' END)::tsvector, d, ARRAY[$2::bigint], 1
    FROM generate_series(1, $1::int) AS n CROSS JOIN LATERAL (SELECT date '2025-10-17' + n / 50 AS d) AS x`, [rows, h.units.tasqala]);
  await h.t.raw(`INSERT INTO appeals.search_word SELECT 'сөз' || md5(n::text), n % 90 + 1 FROM generate_series(1, $1::int) AS n ON CONFLICT DO NOTHING`, [words]);
  await h.t.raw('ANALYZE appeals.search');
  await h.t.raw('ANALYZE appeals.search_word');
});
afterAll(() => h.end());

const findIn = (ids: readonly number[]): Find => ({ scope: { of: 'branches', ids }, today: today(h.ctx().clock), order: 'newest', since: null, until: null, topicCode: null, kind: null, stage: null, placeCode: null, unitId: null });

/** `looks`: how often the index of words was asked. */
type Counted = { readonly walks: number; readonly fetched: number; readonly looks: number };
/** What PostgreSQL itself counted in this transaction. */
const touched = async (fn: (q: Read, f: Find) => Promise<unknown>): Promise<Counted> => {
  const clerk = aStaff(901, [{ unitId: h.units.tasqala }]);
  const f = findIn([h.units.tasqala]);
  return read(h.ctx(clerk), async (q) => {
    const before = await counted(q);
    await fn(q, f);
    const after = await counted(q);
    return { walks: after.walks - before.walks, fetched: after.fetched - before.fetched, looks: after.looks - before.looks };
  });
};

/** A connection's own count goes on from the transaction before. */
const counted = async (q: Read): Promise<Counted> => {
  const { rows: [now] } = await sql<Counted>`SELECT (pg_stat_get_xact_numscans('appeals.search'::regclass) + pg_stat_get_xact_numscans('appeals.search_word'::regclass))::int AS walks,
    pg_stat_get_xact_tuples_fetched('appeals.search'::regclass)::int AS fetched, pg_stat_get_xact_numscans('appeals.search_document'::regclass)::int AS looks`.execute(view(q));
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

  it('what is in none of the last fourteen days is not looked for month by month', async () => {
    // what is to come, one day, three, ten; how many there are; all of them
    expect((await touched((q, f) => hits(q, `'кеткен'`, f, null))).looks).toBe(6);
    expect((await touched((q, f) => hits(q, `'жоқ'`, f, null))).looks).toBe(6);
  });

  it('and finds what walking through everything finds, page by page', async () => {
    const clerk = aStaff(901, [{ unitId: h.units.tasqala }]);
    const units = [h.units.tasqala, h.units.region, h.units.aqzhaiyq, h.units.roads];
    for (const asked of [`'шам'`, `'жиі'`, `'сирек'`, `'кеткен'`, `'жоқ'`, `'жиі' & 'сирек'`, `'жиі' & 'кеткен'`]) for (const ids of [units.slice(0, 1), units]) {
      const all = (await h.t.raw('SELECT appeal_id FROM appeals.search WHERE document @@ $1::tsquery ORDER BY registered_on DESC, appeal_id DESC LIMIT 60', [asked])).map((row) => Number(row['appeal_id']));
      const found = await read(h.ctx(clerk), async (q) => {
        const pages: number[] = [];
        let next: FindCursor | null = null;
        for (let page = 0; page < 3 && (page === 0 || next !== null); page += 1) {
          const hit: Hits = await hits(q, asked, findIn(ids), next);
          pages.push(...hit.ids);
          ({ next } = hit);
        }
        return pages;
      });
      expect(found, `${asked}, ${ids.length} units`).toEqual(all);
    }
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
