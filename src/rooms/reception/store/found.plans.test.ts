import { afterAll, beforeAll, expect, test } from 'vitest';
import { system, type Actor } from '../../../kernel/actor.ts';
import { read, sql, view } from '../../../platform/db.ts';
import { fillReceptions } from '../../../../test/support/receptions-many.ts';
import { openHouse, type TestHouse } from '../../../../test/support/house.ts';
import { aStaff } from '../../appeals/make.ts';
import { visitsLike } from './visits.ts';

/** Names that end alike: three hundred visits bear each. */
const surnames = ['Қайыңбаев', 'Теректібаев', 'Емендібаев', 'Талдыбаев', 'Шыршабаев', 'Үйеңкібаев', 'Жидебаев', 'Самырсынбаев', 'Аршабаев', 'Доланабаев'];
const visits = 3_000;

let h: TestHouse;
beforeAll(async () => {
  h = await openHouse();
  // the owner fills it past row-level security; the application stays behind it
  await h.t.raw('ALTER TABLE reception.visit NO FORCE ROW LEVEL SECURITY');
  for (const table of ['reception.visit_act', 'reception.matter', 'reception.promise', 'reception.ticket', 'reception.reception', 'reception.expected']) await h.t.raw(`ALTER TABLE ${table} NO FORCE ROW LEVEL SECURITY`);
  await fillReceptions((text) => h.t.raw(text), { branches: [h.units.tasqala, h.units.aqzhaiyq], accounts: [h.people.clerk], on: '2026-11-20', receptions: 100, visits, surnames });
  await h.t.raw('UPDATE reception.visit SET quiet = true WHERE id % 50 = 0');
  await h.t.raw('VACUUM ANALYZE reception.visit');
});
afterAll(() => h.end());

const clerk = (): Actor => aStaff(h.people.clerk, [{ unitId: h.units.tasqala }]);
/** Visits that were looked at to find a name, and how often all were walked through. */
const found = (actor: Actor, text: string) => read(h.ctx(actor), async (q) => {
  const counted = async () => (await sql<{ walks: number; fetched: number }>`SELECT pg_stat_get_xact_numscans('reception.visit'::regclass)::int AS walks, pg_stat_get_xact_tuples_fetched('reception.visit'::regclass)::int AS fetched`.execute(view(q))).rows[0] ?? { walks: 0, fetched: 0 };
  const before = await counted();
  const list = await visitsLike(q, { text });
  const after = await counted();
  return { list, walks: after.walks - before.walks, fetched: after.fetched - before.fetched };
});

test('somebody is looked for by name among those who bear it, not among all who ever came', async () => {
  const { list, walks, fetched } = await found(clerk(), 'Қайыңбаев');
  expect(list).toHaveLength(20);
  expect(walks).toBe(0);
  expect(fetched).toBeLessThan(2 * (visits / surnames.length));
  expect(await found(clerk(), 'Бүргенбаева')).toMatchObject({ list: [], walks: 0 });
});

test('quiet visits are found by nobody by name, and a neighbour’s not by a clerk', async () => {
  for (const actor of [clerk(), system('test')]) expect((await found(actor, 'Қайыңбаев')).list.filter((one) => one.quiet)).toEqual([]);
  const branches = new Set((await found(clerk(), 'Қайыңбаев')).list.map((one) => one.branchId));
  expect([...branches]).toEqual([h.units.tasqala]);
});

test('and the function gives no id of a quiet one either', async () => {
  const rows = await read(h.ctx(system('test')), async (q) => (await sql<{ quiet: number }>`SELECT count(*) FILTER (WHERE v.quiet)::int AS quiet FROM reception.find_visitors('%баев%', '{}', 100) f JOIN reception.visit v ON v.id = f.visit_id`.execute(view(q))).rows);
  expect(rows).toEqual([{ quiet: 0 }]);
});
