import { afterAll, beforeAll, expect, test } from 'vitest';
import { system } from '../../../kernel/actor.ts';
import { read } from '../../../platform/db.ts';
import { looked } from '../../../../test/support/plans.ts';
import { freshDb, testNow, type TestDb } from '../../../../test/support/database.ts';
import { failedLately } from './lately.ts';

let t: TestDb;
beforeAll(async () => { t = await freshDb(); });
afterAll(() => t.drop());

const dayMs = 86_400_000;
const at = (daysAgo: number): Date => new Date(testNow - daysAgo * dayMs);
const since = at(30);
const notice = async (key: string, state: string, daysAgo: number): Promise<number> => {
  const [row] = await t.raw(`INSERT INTO notices.notice (key, owner, code, account_id, channel, slots, path, state, made_at, send_at) VALUES ($1, 'appeal:1', 'appeal.split', 1, 'email', '{}', '/follow', $2, $3, $3) RETURNING id::int AS id`, [key, state, at(daysAgo)]);
  return Number(row?.['id']);
};
const page = (most: number, before: number | null): Promise<readonly number[]> => read(t.ctx(system('test')), async (q) => (await failedLately(q, since, most, before)).map((one) => one.id));

test('what failed these thirty days is read page by page, the newest first, also where many failed at one moment; what went and what is older is not there', async () => {
  const late = await notice('late', 'failed', 1);
  const same = [await notice('b1', 'bounced', 2), await notice('b2', 'failed', 2), await notice('b3', 'failed', 2)];
  const early = await notice('early', 'bounced', 29);
  await notice('went', 'sent', 1);
  await notice('old', 'failed', 31);
  const read: number[] = [];
  for (let before: number | null = null; ;) {
    const found = await page(2, before);
    read.push(...found);
    before = found.at(-1) ?? null;
    if (before === null) break;
  }
  expect(read).toEqual([late, ...same.toReversed(), early]);
  // whose row is gone, or out of sight by now: it begins anew
  expect(await page(2, 999_999)).toEqual([late, same.at(-1)]);
});

test('no more is read than these thirty days hold', async () => {
  await t.raw(`INSERT INTO notices.notice (key, owner, code, account_id, channel, slots, path, state, made_at, send_at)
    SELECT 'many' || n, 'appeal:1', 'appeal.split', 1, 'email', '{}', '/follow', 'failed', $1::timestamptz - n * interval '1 hour', now() FROM generate_series(1, 4000) n`, [at(31)]);
  await t.raw('ANALYZE notices.notice');
  const { rows } = await looked(t.db, (db) => read({ db, actor: system('test') }, (q) => failedLately(q, since, 51, null)));
  expect(rows).toBeLessThan(100);
});
