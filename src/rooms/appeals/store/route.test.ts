import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDb, testNow, type TestDb } from '../../../../test/support/database.ts';
import { explaining, lookedAt } from '../../../../test/support/plans.ts';
import { system } from '../../../kernel/actor.ts';
import { isRefusal, type Refusal } from '../../../kernel/refusal.ts';
import { openUnit } from '../../units/contract.ts';
import { assign } from '../acts/assign.ts';
import { forward } from '../acts/forward.ts';
import { register } from '../acts/register.ts';
import { aRegistration, aStaff } from '../make.ts';
import { routeLoad } from './route.ts';
import { setSealSecret } from './seal.ts';

const ok = <T>(value: T): Exclude<T, Refusal> => {
  if (isRefusal(value)) throw new Error(`refused: ${value.code}`);
  return value as Exclude<T, Refusal>;
};

let t: TestDb;
beforeAll(async () => {
  setSealSecret(() => 'a secret of tests, longer than thirty-two letters');
  t = await freshDb();
});
afterAll(() => t.drop());

test('a body’s open and late matters are counted, and what of a topic went on from it to another', async () => {
  const open = async (code: string, kind: 'branch' | 'body') => ok(await openUnit(t.ctx(system('test')), { kind, level: 'region', code, parentId: null, territoryCode: '000000000', names: { kk: code, ru: code, en: code } })).unitId;
  const [branch, water, roads] = [await open('WK', 'branch'), await open('WATER', 'body'), await open('ROADS', 'body')];
  const clerk = aStaff(1, [{ unitId: branch }]);
  const given = async (topicCode: string) => {
    const [matter] = ok(await register(t.ctx(clerk), aRegistration({ branchId: branch, channel: 'desk' }))).matters;
    if (!matter) throw new Error('nothing registered');
    await t.raw('UPDATE appeals.appeal SET topic_code = $1 WHERE id = $2', [topicCode, matter.appealId]);
    ok(await assign(t.ctx(clerk), { number: matter.number, unitId: water, suggested: false }));
    return matter;
  };
  const [kept, late, other] = [await given('water'), await given('water'), await given('roads')];
  const gone = await given('water');
  ok(await forward(t.ctx(clerk), { number: gone.number, unitId: roads, reason: 'Жол бөлімінің ісі' }));
  ok(await forward(t.ctx(clerk), { number: other.number, unitId: roads, reason: 'Жол бөлімінің ісі' }));
  await t.raw('UPDATE appeals.appeal SET due_on = $1, own_due_on = NULL, own_term_from_on = NULL, own_rule_version = NULL, own_calendar_version = NULL WHERE id = $2', ['2026-11-01', late.appealId]);
  // given on and given back: it is with them
  const back = await given('water');
  ok(await forward(t.ctx(clerk), { number: back.number, unitId: roads, reason: 'Жол бөлімінің ісі' }));
  ok(await forward(t.ctx(clerk), { number: back.number, unitId: water, reason: 'Су бөлімінің ісі' }));
  expect(kept.number).not.toBe(late.number);
  expect(await routeLoad(t.ctx(clerk), { unitId: water, topicCode: 'water' })).toEqual({ open: 3, late: 1, had: 4, handedOn: 1, most: 100 });
  expect(await routeLoad(t.ctx(clerk), { unitId: water, topicCode: 'gas' })).toEqual({ open: 3, late: 1, had: 0, handedOn: 0, most: 100 });
  expect(await routeLoad(t.ctx(clerk), { unitId: roads, topicCode: 'roads' })).toMatchObject({ open: 2, late: 0, had: 1, handedOn: 0 });
  // longer ago than a year
  expect(await routeLoad(t.ctx(clerk, { now: () => testNow + 400 * 86_400_000 }), { unitId: water, topicCode: 'water' })).toMatchObject({ had: 0, handedOn: 0 });
});

test('in a register of two hundred thousand two statements look at some thousand rows, whoever asks of whom', async () => {
  await t.raw('SELECT setseed(0.42)');
  await t.raw(`INSERT INTO appeals.appeal (id, number, branch_id, kind, channel, lang, text, topic_code, stage, profile, rule_version, calendar_version, received_at, registered_at, registered_on, term_from_on,
      due_on, original_due_on, holder_unit, holder_since_on, forward_by, forward_calendar_version, seen_by, link_hash, code_hash)
    SELECT 1000000 + i, 'XX-2026-' || i, 900 + i % 24, 'application', 'web', 'kk', 'мәтін', (ARRAY['water','roads','gas','waste','heating'])[1 + floor(5 * r2)::int], CASE WHEN r3 < 0.3 THEN 'in_work' ELSE 'registered' END,
      'internal', 'internal-1', 'kz5', now(), now(), date '2026-11-20' - floor(700 * r1)::int, date '2026-11-20', date '2026-11-20' + floor(30 * r4 - 15)::int, date '2026-11-20', 901 + floor(20 * power(r5, 2))::int, date '2026-11-20', date '2026-11-25', 'kz5-2026.11', ARRAY[900],
      decode(md5('a' || i), 'hex'), decode(md5('b' || i), 'hex')
    FROM (SELECT i, random() AS r1, random() AS r2, random() AS r3, random() AS r4, random() AS r5 FROM generate_series(1, 200000) AS i) AS r`);
  await t.raw(`INSERT INTO assignments.assignment (source_kind, source_id, branch_id, executor_unit, controller_unit, stage, given_at, given_on, due_on, original_due_on, rule_version, calendar_version, seen_by, moved_at, lead)
    SELECT 'appeal', 1000000 + i, 900, 901, 900, 'settled', now(), '2026-11-20', '2026-11-20', '2026-11-20', 'internal-1', 'kz5', ARRAY[900], now(), true FROM generate_series(1, 60000) AS i`);
  await t.raw(`INSERT INTO assignments.act (assignment_id, act, at, by_kind, stage_after, from_unit, to_unit, due_after)
    SELECT a.id, CASE WHEN a.id % 2 = 0 THEN 'hand_over' ELSE 'give' END, timestamptz '2026-11-20' - random() * interval '500 days', 'staff', 'given', 901 + floor(20 * power(random(), 2))::int, 950, '2026-11-20' FROM assignments.assignment a WHERE source_id > 1000000`);
  await t.raw('ANALYZE appeals.appeal; ANALYZE assignments.assignment; ANALYZE assignments.act');
  for (const unitId of [901, 910, 920, 999]) {
    const looked: number[] = [];
    const load = await routeLoad({ db: explaining(t.db, ({ plan }) => void looked.push(lookedAt(plan))), clock: { now: () => testNow } }, { unitId, topicCode: 'water' });
    expect(looked).toHaveLength(2);
    // the newest thousand hand-overs, the promise and the matter of each, the thousand kept, and a hundred twice
    expect(looked[0], String(unitId)).toBeLessThanOrEqual(2_000);
    // a bitmap counts what it finds twice
    expect(looked[1], String(unitId)).toBeLessThanOrEqual(3_500);
    if (unitId === 999) expect(load).toEqual({ open: 0, late: 0, had: 0, handedOn: 0, most: 100 });
    if (unitId === 901) expect(load).toMatchObject({ open: 100, late: 100 });
  }
});
