import { afterAll, beforeAll, expect, test } from 'vitest';
import { system, visitor } from '../../../kernel/actor.ts';
import { isRefusal } from '../../../kernel/refusal.ts';
import { fixedClock, freshDb, testNow, type TestDb } from '../../../../test/support/database.ts';
import { ok } from '../../../../test/support/house.ts';
import { openUnit } from '../../units/contract.ts';
import { aRegistration } from '../make.ts';
import { setSealSecret } from '../store/seal.ts';
import { sweepTries } from './clock.ts';
import { importKey } from './import.ts';
import { register } from './register.ts';

const dayMs = 86_400_000;
let t: TestDb;
let branchId = 0;
beforeAll(async () => {
  setSealSecret(() => 'a secret of tests, longer than thirty-two letters');
  t = await freshDb();
  branchId = ok(await openUnit(t.ctx(system('test')), { kind: 'branch', level: 'region', code: 'WK', parentId: null, territoryCode: '000000000', names: { kk: 'WK', ru: 'WK', en: 'WK' } })).unitId;
});
afterAll(() => t.drop());

test('a key is kept for thirty days: until then the same form gives the same number; keys of imports stay for ever', async () => {
  const [input, young] = [aRegistration({ branchId }), aRegistration({ branchId })];
  const first = ok(await register(t.ctx(visitor, fixedClock(testNow)), input));
  ok(await register(t.ctx(visitor, fixedClock(testNow + 20 * dayMs)), young));
  // more than the night takes at once, of years ago
  await t.raw(`INSERT INTO appeals.intake (key, body_sha256, appeal_ids, made_at) SELECT 'public: old ' || n, sha256('x'), '{1}', '2024-01-01' FROM generate_series(1, 12000) n`);
  await t.raw(`INSERT INTO appeals.intake (key, body_sha256, appeal_ids, made_at) VALUES ($1, sha256('x'), '{1}', '2020-01-01')`, [importKey('old register', '17')]);
  const keys = async () => (await t.raw('SELECT key FROM appeals.intake ORDER BY key')).map((row) => String(row['key']));
  await sweepTries(t.ctx(system('night'), fixedClock(testNow + 29 * dayMs)));
  expect(await keys()).toEqual([importKey('old register', '17'), `public: ${input.key}`, `public: ${young.key}`].toSorted());
  const again = await register(t.ctx(visitor, fixedClock(testNow + 29 * dayMs)), input);
  expect(!isRefusal(again) && [again.again, again.matters[0]?.number]).toEqual([true, first.matters[0]?.number]);
  await sweepTries(t.ctx(system('night'), fixedClock(testNow + 31 * dayMs)));
  expect(await keys()).toEqual([importKey('old register', '17'), `public: ${young.key}`]);
});
