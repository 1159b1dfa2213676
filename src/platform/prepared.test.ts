import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDb, type TestDb } from '../../test/support/database.ts';
import { system } from '../kernel/actor.ts';
import { isUnavailable, openDb, read, sql, view, write, type Db, type Read } from './db.ts';
import { makeLog } from './log.ts';

let t: TestDb;
let db: Db;
const ctx = () => ({ db, actor: system('test') });
const log = makeLog('silent');

beforeAll(async () => {
  t = await freshDb();
  await t.raw('CREATE TABLE public.shelf (id int PRIMARY KEY, word text); GRANT ALL ON public.shelf TO jauap_app');
  // one connection: the second time a statement is asked is on the same one as the first
  db = openDb(t.url, { size: 1, log });
});
afterAll(async () => {
  await db.close();
  await t.drop();
});

const put = (q: Read, id: number, word: string) => sql`INSERT INTO public.shelf (id, word) VALUES (${id}, ${word})`.execute(view(q));
const all = (q: Read) => sql<{ id: number }>`SELECT * FROM public.shelf WHERE id > ${0} ORDER BY id`.execute(view(q));
const named = async () => (await read(ctx(), (q) => sql<{ n: number }>`SELECT count(*)::int AS n FROM pg_prepared_statements WHERE statement LIKE 'INSERT INTO public.shelf%'`.execute(view(q)))).rows[0]?.n;

test('a statement is prepared when it is asked again, and asked once it is not', async () => {
  await write(ctx(), (tx) => put(tx, 1, 'a'));
  expect(await named()).toBe(0);
  await write(ctx(), (tx) => put(tx, 2, 'b'));
  expect(await named()).toBe(1);
});

test('a list is one statement, however long it is, and an empty one finds nothing', async () => {
  const among = (ids: readonly number[]) => read(ctx(), (q) => view<{ 'public.shelf': { id: number; word: string } }>(q).selectFrom('public.shelf').select('word').where('id', 'in', [...ids]).orderBy('id').execute());
  expect(await among([1])).toEqual([{ word: 'a' }]);
  expect(await among([2, 1])).toEqual([{ word: 'a' }, { word: 'b' }]);
  expect(await among([1, 2, 7, 8])).toHaveLength(2);
  expect(await among([])).toEqual([]);
  const kept = await read(ctx(), (q) => sql<{ n: number }>`SELECT count(*)::int AS n FROM pg_prepared_statements WHERE statement LIKE 'select "word"%'`.execute(view(q)));
  expect(kept.rows[0]?.n).toBe(1);
});

test('statements asked together are answered each with its own, in their order', async () => {
  const found = await write(ctx(), async (tx) => Promise.all([put(tx, 3, 'c'), all(tx), put(tx, 4, 'd'), all(tx)]));
  expect([found[1].rows.length, found[3].rows.length]).toEqual([3, 4]);
});

test('when one of those asked together fails, all that was written with it is gone', async () => {
  await expect(write(ctx(), (tx) => Promise.all([put(tx, 5, 'e'), put(tx, 1, 'taken'), put(tx, 6, 'f')]))).rejects.toMatchObject({ code: '23505' });
  expect((await read(ctx(), all)).rows.map((row) => row.id)).toEqual([1, 2, 3, 4]);
});

test('a table that a newer program changed under a prepared statement is an answer of 503 once, and then as it is now', async () => {
  expect((await read(ctx(), all)).rows).toHaveLength(4);
  await t.raw('ALTER TABLE public.shelf ADD COLUMN place int');
  const failure: unknown = await read(ctx(), all).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(Error);
  expect(isUnavailable(failure)).toBe(true);
  expect((await read(ctx(), all)).rows[0]).toEqual({ id: 1, word: 'a', place: null });
});
