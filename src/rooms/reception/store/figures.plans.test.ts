import { afterAll, beforeAll, expect, test } from 'vitest';
import { fillReceptions } from '../../../../test/support/receptions-many.ts';
import { openHouse, type TestHouse } from '../../../../test/support/house.ts';
import { blocksOf, explaining, scansOf, type Explained } from '../../../../test/support/plans.ts';
import type { Day } from '../../../kernel/day.ts';
import { branchesOf, countReceptions, totalOf } from './figures.ts';

let h: TestHouse;
/** A tenth of a large organisation's two years; the whole of it by RECEPTIONS=180000. */
const receptions = Number(process.env['RECEPTIONS'] ?? 18_000);
const mostBlocks = 6_000;

beforeAll(async () => {
  h = await openHouse();
  const branches = [h.units.region, h.units.tasqala, h.units.aqzhaiyq, ...Array.from({ length: 17 }, (_none, at) => 10_000 + at)];
  await fillReceptions(h.t.raw, { branches, accounts: Object.values(h.people), on: '2026-11-20', receptions, visits: Math.round((receptions * 34) / 18) });
}, 600_000);
afterAll(() => h.end());

test('one branch’s month is read by its indexes: no table is gone through from end to end', async () => {
  const seen: Explained[] = [];
  await countReceptions({ db: explaining(h.t.db, (one) => void seen.push(one)) }, { from: '2026-10-01' as Day, to: '2026-10-31' as Day, today: '2026-11-20' as Day, branchId: h.units.tasqala });
  expect(seen.length).toBe(10);
  if (process.env['RECEPTIONS']) process.stderr.write(`${seen.map((one) => `${one.ms} ms, ${blocksOf(one.plan)} blocks: ${one.sql.slice(0, 90).replace(/\s+/g, ' ')}`).join('\n')}\n`);
  for (const { sql, plan } of seen) {
    for (const { kind, table } of scansOf(plan)) {
      // a branch has a few of these; of appeals there are none here, and they are asked by their key
      if (kind === 'Seq Scan') expect(['reception.duty', 'reception.duty_person', 'reception.outing', 'appeals.appeal'], sql).toContain(table);
    }
    expect(blocksOf(plan), sql).toBeLessThan(mostBlocks);
  }
});

test('the public page asks so many statements, whatever it counts', async () => {
  const browser = await h.browser().open(`/ru/figures/receptions?from=2026-10-01&to=2026-10-31&branch=${h.units.tasqala}`);
  expect(browser.status).toBe(200);
  const before = h.t.db.statements.count;
  await browser.open(`/ru/figures/receptions?from=2026-09-01&to=2026-09-30&branch=${h.units.tasqala}`);
  expect(h.t.db.statements.count - before).toBeLessThanOrEqual(32);
  if (process.env['RECEPTIONS']) process.stderr.write(`${h.t.db.statements.count - before} statements, ${browser.bytes} bytes\n`);
});

test('a year of all branches is the sum of its branches', async () => {
  const began = performance.now();
  const year = { from: '2025-12-01' as Day, to: '2026-11-30' as Day, today: '2026-11-20' as Day };
  const all = await countReceptions({ db: h.t.db }, { ...year, branchId: null });
  if (process.env['RECEPTIONS']) process.stderr.write(`all branches, a year: ${Math.round(performance.now() - began)} ms\n`);
  const one = await countReceptions({ db: h.t.db }, { ...year, branchId: h.units.tasqala });
  expect(totalOf(all.rows).received).toBeGreaterThan(receptions / 2);
  expect(branchesOf(all.rows).get(h.units.tasqala)).toEqual(totalOf(one.rows));
});
