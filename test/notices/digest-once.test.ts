import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { system } from '../../src/kernel/actor.ts';
import { assign } from '../../src/rooms/appeals/acts/assign.ts';
import { sendDigests } from '../../src/rooms/notices/acts/send.ts';
import { ok } from '../support/house.ts';
import { actorsOf, came, openOffice, type Office } from './office.ts';

const [matters, inOtherHands] = [12, 5];

let o: Office;
let other: pg.Client;
beforeAll(async () => {
  o = await openOffice();
  other = new pg.Client({ connectionString: o.house.t.url, options: '-c jauap.sight=all -c jauap.kind=system' });
  await other.connect();
});
afterAll(async () => {
  await other.end();
  await o.house.end();
});

test('a morning of which another worker holds a part at that moment is one letter all the same, and names everything', async () => {
  const as = await actorsOf(o);
  const { executor } = o.house.people;
  for (let nth = 0; nth < matters; nth += 1) {
    const m = await came(o, { tellBy: 'link' });
    ok(await assign(as('clerk'), { number: m.number, unitId: o.house.units.lighting, accountId: executor, suggested: false }));
  }
  await o.work();
  o.house.clock.now = Date.parse('2026-11-23T03:30:00Z'); // Monday, half past eight
  await other.query('BEGIN');
  const { rows } = await other.query(`SELECT id FROM notices.notice WHERE state = 'held' AND account_id = $1 ORDER BY id LIMIT ${inOtherHands} FOR UPDATE`, [executor]);
  expect(rows).toHaveLength(inOtherHands);
  let over = false;
  const sent = sendDigests(o.house.ctx(system('notices:digests'))).finally(() => (over = true));
  // it waits for the other one, or has gone by without those
  await vi.waitFor(async () => {
    const [waits] = await o.house.t.raw(`SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`);
    expect(over || Number(waits?.['n']) > 0).toBe(true);
  }, { timeout: 60_000, interval: 20 });
  await other.query('COMMIT');
  await sent;
  await sendDigests(o.house.ctx(system('notices:digests')));
  expect(await o.house.t.raw(`SELECT (slots->>'count')::int AS n FROM notices.notice WHERE code = 'notices.digest' AND account_id = $1`, [executor])).toEqual([{ n: matters }]);
});
