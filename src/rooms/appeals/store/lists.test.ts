import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDb, fixedClock, testNow, type TestDb } from '../../../../test/support/database.ts';
import { system, visitor } from '../../../kernel/actor.ts';
import { addDays, today } from '../../../kernel/day.ts';
import { isRefusal, type Refusal } from '../../../kernel/refusal.ts';
import { read } from '../../../platform/db.ts';
import { openUnit } from '../../units/contract.ts';
import { register } from '../acts/register.ts';
import { aRegistration, aStaff } from '../make.ts';
import { countFigures, figuresFor } from './figures.ts';
import { inbox, inboxCounts, mostCounted, type Cursor } from './inbox.ts';
import { setSealSecret } from './seal.ts';

const ok = <T>(value: T): Exclude<T, Refusal> => {
  if (isRefusal(value)) throw new Error(`refused: ${value.code}`);
  return value as Exclude<T, Refusal>;
};

let t: TestDb;
let branches: readonly [number, number] = [0, 0];
const letters = 120;
const on = today(fixedClock());
const head = () => aStaff(1, [{ unitId: branches[0] }, { unitId: branches[1] }]);

beforeAll(async () => {
  setSealSecret(() => 'a secret of tests, longer than thirty-two letters');
  t = await freshDb();
  const open = async (code: string) => ok(await openUnit(t.ctx(system('test')), { kind: 'branch', level: 'region', code, parentId: null, territoryCode: '000000000', names: { kk: code, ru: code, en: code } })).unitId;
  branches = [await open('WK'), await open('EK')];
  // letters of different days, so that due days differ; two in three go to the first branch
  for (let nth = 0; nth < letters; nth += 1) ok(await register(t.ctx(visitor, fixedClock(testNow - (nth % 7) * 86_400_000)), aRegistration({ branchId: branches[nth % 3 === 0 ? 1 : 0] })));
});
afterAll(() => t.drop());

test.each([['two branches', 0], ['two branches among many', 5]])('page after page, each open letter is there once, by due day: %s', async (_what, others) => {
  const ids = [...branches, ...Array.from({ length: others }, (_, nth) => 90_000 + nth)];
  const found = await read(t.ctx(head()), async (q) => {
    const rows = [];
    for (let after: Cursor | null = null, more = true; more; ) {
      const page = await inbox(q, { scope: { of: 'branches', ids }, tab: 'all', today: on }, after);
      rows.push(...page.rows);
      after = page.next;
      more = after !== null;
    }
    return rows;
  });
  expect(found.map((row) => row.id)).toHaveLength(letters);
  expect(new Set(found.map((row) => row.id)).size).toBe(letters);
  expect(found.map((row) => `${row.dueOn} ${String(row.id).padStart(9, '0')}`)).toEqual(found.map((row) => `${row.dueOn} ${String(row.id).padStart(9, '0')}`).toSorted());
});

test('counting stops at a hundred, and below it is exact', async () => {
  const counts = (ids: readonly number[]) => read(t.ctx(head()), (q) => inboxCounts(q, { of: 'branches', ids }, on));
  expect((await counts(branches)).new).toBe(mostCounted);
  expect(await counts([branches[1]])).toEqual({ all: 40, urgent: 0, new: 40, today: 0, overdue: 0, came_back: 0, to_approve: 0, clarifying: 0 });
});

test('a question about another branch is answered with nothing: the second lock sees whose eyes these are', async () => {
  const stranger = aStaff(2, [{ unitId: branches[1] }]);
  const [rows, counts] = await read(t.ctx(stranger), async (q) => [await inbox(q, { scope: { of: 'branches', ids: branches }, tab: 'all', today: on }), await inboxCounts(q, { of: 'branches', ids: branches }, on)] as const);
  expect(rows.rows).toHaveLength(40);
  expect(new Set(rows.rows.map((row) => row.branchId))).toEqual(new Set([branches[1]]));
  expect(counts.all).toBe(40);
});

test('the whole and its parts come from the same rows', async () => {
  const asked = { from: addDays(on, -30), to: on, today: on, territory: { code: '000000000', depth: 1 } };
  const counted = await countFigures(t.ctx(system('test')), asked);
  expect(counted.total).toMatchObject({ received: letters, open: letters, overdue: 0, toFirstAnswer: null });
  // nobody gave a place
  expect(counted.parts).toMatchObject([{ code: null, received: letters, open: letters }]);
  expect(counted.cross.find((one) => one.outcome === null && one.verdict === null)?.count).toBe(letters);
  expect(await figuresFor(t.ctx(visitor), asked)).toEqual(counted);
});
