import type pg from 'pg';
import { system } from '../src/kernel/actor.ts';
import { openDb, write } from '../src/platform/db.ts';
import { isRefusal } from '../src/kernel/refusal.ts';
import { makeLog } from '../src/platform/log.ts';
import { mayIndex } from '../src/rooms/appeals/policy.ts';
import { writeSketches } from '../src/rooms/appeals/store/likeness.ts';

const atOnce = 2_000;

/** What letters are found alike by, as the product itself makes it; the indexes are put on afterwards. */
export const fillSketches = async (client: pg.Client, url: string): Promise<void> => {
  const actor = system('bench');
  const permit = mayIndex(actor);
  if (isRefusal(permit)) throw new Error('the program may not index');
  const db = openDb(url, { size: 2, log: makeLog('silent'), role: null });
  try {
    const { rows: indexes } = await client.query<{ name: string; def: string }>(`SELECT i.indexrelid::regclass::text AS name, pg_get_indexdef(i.indexrelid) AS def FROM pg_index i
      WHERE i.indexrelid = ANY ('{appeals.sketch_marks,appeals.publication_marks}'::regclass[])`);
    for (const index of indexes) await client.query(`DROP INDEX ${index.name}`);
    const { rows: [{ last } = { last: 0 }] } = await client.query<{ last: number }>('SELECT coalesce(max(id), 0)::int AS last FROM appeals.appeal');
    for (let from = 1; from <= last; from += atOnce) await write({ db, actor }, (tx) => writeSketches(tx, permit, Array.from({ length: Math.min(atOnce, last - from + 1) }, (_, nth) => from + nth)));
    for (const index of indexes) await client.query(index.def);
  } finally {
    await db.close();
  }
};
