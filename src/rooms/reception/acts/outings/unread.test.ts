import { afterAll, beforeAll, expect, test } from 'vitest';
import { read } from '../../../../platform/db.ts';
import { ok, openHouse, type TestHouse } from '../../../../../test/support/house.ts';
import { advised, installed, newKey, plannedOuting, visitOf, type Tablet } from '../../../../../test/support/tablet.ts';
import type { ArrivalAnswer } from '../../contract/offline.ts';
import { revoke, settleLost } from './devices.ts';
import { checkNumbers } from './numbers.ts';

let h: TestHouse;
let tablet: Tablet;
beforeAll(async () => {
  h = await openHouse();
  tablet = await installed(h, await plannedOuting(h));
});
afterAll(() => h.end());

const post = (body: unknown) => tablet.ask<ArrivalAnswer & { code?: string }>('POST', 'arrivals', JSON.stringify(body), { 'content-type': 'application/json' });
const page = async (place: number) => {
  const clerk = await h.signedIn('reception');
  await clerk.open(`/kk/desk/outings/arrivals/${tablet.device.id}/${place}`);
  return clerk;
};

test('what the house cannot read is kept sealed for a person, and what stands behind it arrives', async () => {
  const broken = { place: 1, key: newKey(), act: { ...visitOf(tablet, { nth: 0 }), lang: 'xx', extra: 'Шам <b>жанбайды</b>' } };
  const first = await post(broken);
  expect(first).toEqual({ status: 200, body: { state: 'conflict', place: 1, code: 'unreadable' } });
  expect(await post(broken)).toEqual(first);
  expect((await tablet.send({ place: 2, key: newKey(), act: visitOf(tablet, { nth: 1 }) })).body.state).toBe('taken');
  expect(await h.t.raw(`SELECT what, conflict, position('Шам' IN encode(body_sealed, 'escape')) AS open FROM reception.arrival WHERE place = 1`)).toEqual([{ what: 'unread', conflict: 'unreadable', open: 0 }]);
  // its words as they came, as text
  const clerk = await page(1);
  expect(clerk.status).toBe(200);
  expect(clerk.document.querySelector('pre')?.textContent).toContain('Шам <b>жанбайды</b>');
  expect(clerk.html).not.toContain('<b>жанбайды</b>');
  expect(clerk.text).not.toContain('Бар өтінішке қосу');
  // the number on the person's paper is theirs until somebody decides
  await tablet.send({ place: 3, key: newKey(), act: { what: 'end', at: '2026-11-20T18:00:00+05:00' } });
  const [number] = [visitOf(tablet, { nth: 0 }).number];
  const unused = async () => (await h.t.raw('SELECT reason FROM reception.unused_number WHERE number = $1', [number]))[0]?.['reason'];
  expect(await unused()).toBeUndefined();
  expect(await read(h.ctx(), (q) => checkNumbers(q, { branchId: h.units.tasqala, code: 'BQ01', series: 'visit', year: 2026 }))).toMatchObject({ lost: [], twice: [], outstanding: 1 });
  expect(clerk.text).not.toContain('Сол қалпында қабылдау');
  const again = await page(1);
  await again.submit(/бас тарту/, { reason: 'Адамға телефон соғылды, қайта келеді' });
  expect(again.text).toContain('Шешілді');
  expect(await unused()).toBe('given_up');
});

test('only what has no readable place or key is refused', async () => {
  const other = await installed(h, await plannedOuting(h, { heldOn: '2026-11-20', begun: false, official: null }));
  const send = (body: string) => other.ask<{ code?: string }>('POST', 'arrivals', body, { 'content-type': 'application/json' });
  for (const body of ['{', '{"place":1}', JSON.stringify({ place: '1', key: newKey() }), JSON.stringify({ place: 1, key: 'short' })]) expect(await send(body)).toMatchObject({ status: 422, body: { code: 'invalid_body' } });
  // in its order, like everything else
  expect(await send(JSON.stringify({ place: 2, key: newKey(), act: null }))).toMatchObject({ status: 409, body: { state: 'waits_for', place: 1 } });
  // a quiet one stays quiet though nobody could read it
  expect(await send(JSON.stringify({ place: 1, key: newKey(), act: { what: 'visit', quiet: 'yes' } }))).toMatchObject({ status: 200, body: { code: 'unreadable' } });
  expect(await h.t.raw('SELECT quiet FROM reception.arrival WHERE device_id = $1', [other.device.id])).toEqual([{ quiet: true }]);
});

test('a visit on which the house itself stumbles three times is kept for a person, and the day goes on', async () => {
  const other = await installed(h, await plannedOuting(h, { begun: false, official: null }));
  // a sign that no table takes
  const stumbles = { place: 1, key: newKey(), act: visitOf(other, { nth: 0, officialId: null, matters: [{ ...advised, topicCode: 'a\u0000b' }] }) };
  const send = async () => {
    const response = await h.app.request('http://127.0.0.1:3000/outing-desk/arrivals', { method: 'POST', body: JSON.stringify(stumbles), headers: { authorization: `Device ${other.token}`, 'content-type': 'application/json' } });
    return [response.status, await response.text()] as const;
  };
  const tries = [await send(), await send(), await send(), await send()];
  expect(tries.map(([status]) => status)).toEqual([500, 500, 200, 200]);
  expect(JSON.parse(tries[2]?.[1] ?? '')).toEqual({ state: 'conflict', place: 1, code: 'house_failed' });
  expect(tries[3]).toEqual(tries[2]);
  expect((await other.send({ place: 2, key: newKey(), act: visitOf(other, { nth: 1, officialId: null }) })).body.state).toBe('taken');
  const clerk = await h.signedIn('reception');
  await clerk.open(`/kk/desk/outings/arrivals/${other.device.id}/1`);
  expect(clerk.text).toContain(advised.text);
});

test('an end on which the house itself stumbles three times is the end all the same, and the night counts its numbers', async () => {
  const other = await installed(h, await plannedOuting(h, { begun: false, official: null }));
  const end = { place: 2, key: newKey(), act: { what: 'end', at: '2026-11-20T18:00:00+05:00' } };
  const send = async () => {
    const response = await h.app.request('http://127.0.0.1:3000/outing-desk/arrivals', { method: 'POST', body: JSON.stringify(end), headers: { authorization: `Device ${other.token}`, 'content-type': 'application/json' } });
    return [response.status, await response.text()] as const;
  };
  const settled = async () => (await h.t.raw('SELECT ended_at IS NOT NULL AS ended, settled_at IS NOT NULL AS settled FROM reception.device WHERE id = $1', [other.device.id]))[0];
  expect((await other.send({ place: 1, key: newKey(), act: visitOf(other, { nth: 0, officialId: null }) })).body.state).toBe('taken');
  // no number can be explained now
  await h.t.raw('ALTER TABLE reception.unused_number ADD CONSTRAINT shut CHECK (false) NOT VALID');
  const tries = [await send(), await send(), await send(), await send()];
  expect(tries.map(([status]) => status)).toEqual([500, 500, 200, 200]);
  expect(JSON.parse(tries[2]?.[1] ?? '')).toEqual({ state: 'taken', place: 2, visit: null, appeals: [] });
  expect(tries[3]).toEqual(tries[2]);
  // final: nothing more is taken from it, and it may say that it has wiped itself
  expect((await other.send({ place: 3, key: newKey(), act: visitOf(other, { nth: 1, officialId: null }) })).body.wipe).toBe(true);
  expect((await other.ask('POST', 'wiped')).status).toBe(200);
  await settleLost(h.ctx());
  expect(await settled()).toEqual({ ended: true, settled: false });
  await h.t.raw('ALTER TABLE reception.unused_number DROP CONSTRAINT shut');
  await settleLost(h.ctx());
  expect(await settled()).toEqual({ ended: true, settled: true });
  const block = other.kit.blocks.visit;
  expect(await h.t.raw(`SELECT count(*)::int AS n, min(reason) AS reason FROM reception.unused_number WHERE series = 'visit' AND n BETWEEN $1 AND $2`, [block.from, block.to])).toEqual([{ n: 99, reason: 'not_used' }]);
});

test('the end of a tablet that was taken back is answered and final too', async () => {
  const outingId = await plannedOuting(h, { begun: false, official: null });
  const other = await installed(h, outingId);
  ok(await revoke(h.ctx(), { outingId, deviceId: other.device.id }));
  expect((await other.send({ place: 1, key: newKey(), act: { what: 'end', at: '2026-11-20T18:00:00+05:00' } })).body.state).toBe('taken');
  expect(await h.t.raw('SELECT DISTINCT reason FROM reception.unused_number u JOIN reception.block b ON b.id = u.block_id WHERE b.device_id = $1', [other.device.id])).toEqual([{ reason: 'device_lost' }]);
});
