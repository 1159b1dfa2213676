import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openHouse, type TestHouse } from '../../../../../test/support/house.ts';
import { newKey, numberAt, plannedOuting, registered, tabletFrom, visitOf, type Tablet } from '../../../../../test/support/tablet.ts';
import { system } from '../../../../kernel/actor.ts';
import { read } from '../../../../platform/db.ts';
import { checkNumbers } from './numbers.ts';
import { settleLost } from './devices.ts';

let h: TestHouse;
let outingId = 0;
beforeAll(async () => {
  h = await openHouse();
  outingId = await plannedOuting(h);
});
afterAll(() => h?.end());
const check = (series: 'appeal' | 'visit') => read(h.ctx(), (q) => checkNumbers(q, { branchId: h.units.tasqala, code: 'BQ01', series, year: 2026 }));

describe('a tablet that is lost', () => {
  let tablet: Tablet;
  test('a form that is sent twice installs one tablet, with the same secret', async () => {
    const page = await h.signedIn('reception');
    await page.open(`/kk/desk/outings/${outingId}`);
    const key = page.document.querySelector('input[name=key]')?.getAttribute('value') ?? '';
    await page.submit(/Осы планшетті орнату/, { name: 'көк', key });
    tablet = tabletFrom(h.app, page.html);
    const again = await h.signedIn('reception');
    await again.open(`/kk/desk/outings/${outingId}`);
    await again.submit(/Осы планшетті орнату/, { name: 'көк', key });
    expect(again.html).toContain(tablet.token);
    expect(await h.t.raw('SELECT count(*)::int AS n FROM reception.device')).toEqual([{ n: 1 }]);
  });

  test('only somebody of the team installs one; a colleague of the branch is told why, somebody of elsewhere finds nothing', async () => {
    const page = await h.signedIn('head');
    await page.open(`/kk/desk/outings/${outingId}`);
    expect(page.text).not.toContain('Осы планшетті орнату');
    const sibling = await h.signedIn('sibling');
    await sibling.open(`/kk/desk/outings/${outingId}`);
    expect(sibling.status).toBe(404);
  });

  test('taken back by the head it is to wipe itself, and what it still holds is handed over to be looked at', async () => {
    const number = numberAt(tablet.kit.blocks.appeal, 0);
    expect((await tablet.send({ place: 1, key: newKey(), act: visitOf(tablet, { nth: 0, matters: [registered(number)] }) })).body.state).toBe('taken');
    const head = await h.signedIn('head');
    await head.open(`/kk/desk/outings/${outingId}`);
    await head.submit(/Қайтарып алу/);
    expect(head.text).toContain('қайтарып алынды');
    expect(await tablet.ask('GET', 'kit')).toEqual({ status: 410, body: { wipe: true } });
    const late = await tablet.send({ place: 2, key: newKey(), act: visitOf(tablet, { nth: 1 }) });
    expect(late).toMatchObject({ status: 200, body: { state: 'conflict', code: 'device_revoked' } });
    expect(await h.t.raw('SELECT count(*)::int AS n FROM reception.visit')).toEqual([{ n: 1 }]);
    expect(await h.t.raw('SELECT count(*)::int AS n FROM reception.unused_number')).toEqual([{ n: 0 }]);
  });

  test('after two weeks nothing more is taken from it, and every number of it is explained', async () => {
    h.clock.now += 15 * 86_400_000;
    expect((await tablet.send({ place: 3, key: newKey(), act: visitOf(tablet, { nth: 2 }) })).status).toBe(410);
    await settleLost(h.ctx(system('outings:settle')));
    await settleLost(h.ctx(system('outings:settle')));
    const rows = await h.t.raw('SELECT series, reason, count(*)::int AS n FROM reception.unused_number GROUP BY 1, 2 ORDER BY 1');
    expect(rows).toEqual([{ series: 'appeal', reason: 'device_lost', n: 99 }, { series: 'visit', reason: 'device_lost', n: 98 }]);
    for (const series of ['appeal', 'visit'] as const) expect(await check(series)).toMatchObject({ lost: [], twice: [] });
    // the one that waits for a person is neither used nor unused, and not forgotten
    expect((await check('visit')).outstanding).toBe(1);
  });

  test('the control: a number that is written off though an appeal has it is found, and one that nobody explains is found', async () => {
    const [row] = await h.t.raw(`SELECT id FROM reception.block WHERE series = 'appeal'`);
    await h.t.raw(`INSERT INTO reception.unused_number (branch_id, series, year, n, number, block_id, reason, at) VALUES ($1, 'appeal', 2026, 1, 'BQ01-2026-000001', $2, 'not_used', now())`, [h.units.tasqala, row?.['id']]);
    expect((await check('appeal')).twice).toEqual([1]);
    await h.t.raw(`UPDATE appeals.counter SET last = last + 1 WHERE branch_id = $1`, [h.units.tasqala]);
    expect((await check('appeal')).lost).toEqual([101]);
  });
});
