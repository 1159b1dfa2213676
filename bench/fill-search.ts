import type pg from 'pg';
import { system } from '../src/kernel/actor.ts';
import { openDb, read } from '../src/platform/db.ts';
import { makeLog } from '../src/platform/log.ts';
import { madeWith, toBeSearched } from '../src/rooms/appeals/store/searched.ts';

const atOnce = 2_000;

/** The rows of search as the product itself makes them out of the letters; written in bulk, the indexes put on afterwards. */
export const fillSearch = async (client: pg.Client, url: string): Promise<void> => {
  const db = openDb(url, { size: 2, log: makeLog('silent'), role: null });
  const words = new Map<string, number>();
  try {
    const { rows: indexes } = await client.query<{ name: string; def: string }>(`SELECT i.indexrelid::regclass::text AS name, pg_get_indexdef(i.indexrelid) AS def FROM pg_index i
      WHERE i.indrelid = ANY ('{appeals.search,appeals.search_word}'::regclass[]) AND NOT i.indisprimary`);
    for (const index of indexes) await client.query(`DROP INDEX ${index.name}`);
    const { rows: [{ last } = { last: 0 }] } = await client.query<{ last: number }>('SELECT coalesce(max(id), 0)::int AS last FROM appeals.appeal');
    for (let from = 1; from <= last; from += atOnce) {
      const list = await read({ db, actor: system('bench') }, (q) => toBeSearched(q, Array.from({ length: Math.min(atOnce, last - from + 1) }, (_, nth) => from + nth)));
      for (const word of list.flatMap((one) => one.words)) words.set(word, (words.get(word) ?? 0) + 1);
      await client.query(`INSERT INTO appeals.search (appeal_id, document, registered_on, seen_by, made_with) SELECT a, d::tsvector, o::date, s::bigint[], $5 FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[]) AS n (a, d, o, s)`,
        [list.map((one) => one.appealId), list.map((one) => one.document), list.map((one) => one.registeredOn), list.map((one) => `{${one.seenBy.join(',')}}`), madeWith]);
    }
    await client.query('INSERT INTO appeals.search_word SELECT * FROM unnest($1::text[], $2::int[])', [[...words.keys()], [...words.values()]]);
    await client.query('INSERT INTO appeals.search_progress VALUES ($1, $2, true)', [madeWith, last]);
    for (const index of indexes) await client.query(index.def);
    await client.query('TRUNCATE appeals.search_due');
  } finally {
    await db.close();
  }
};
