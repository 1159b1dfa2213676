import { afterEach, beforeEach, expect, test } from 'vitest';
import { system } from '../../../../kernel/actor.ts';
import { ok, openHouse, type TestHouse } from '../../../../../test/support/house.ts';
import { withDuty } from '../../../../../test/support/duties.ts';
import { visited } from '../../../../../test/support/visits.ts';
import { installed, newKey, plannedOuting, visitOf } from '../../../../../test/support/tablet.ts';
import { jobs } from '../../reacts/duties.ts';
import { closeOuting } from './hold.ts';

let h: TestHouse;
beforeEach(async () => { h = await openHouse(); });
afterEach(() => h.end());
const at = (on: string, time = '08:00'): void => { h.clock.now = Date.parse(`${on}T${time}:00+05:00`); };
const night = (on: string): Promise<void> => { at(on, '00:20'); return jobs['reception:duties'](h.ctx(system('reception:duties'))); };
const sitting = async () => (await h.t.raw(`SELECT state FROM reception.reception WHERE kind = 'outing'`))[0];
const duty = async (dutyId: number) => (await h.t.raw(`SELECT state FROM reception.expected WHERE duty_id = $1 AND due_on = '2026-11-27'`, [dutyId]))[0]?.['state'];

test('a day in a village without signal, brought home three days later, is a day on which people were received', async () => {
  const dutyId = await withDuty(h);
  const outingId = await plannedOuting(h, { heldOn: '2026-11-25', begun: false, official: 'bodyHead' });
  at('2026-11-25');
  const tablet = await installed(h, outingId);
  for (const on of ['2026-11-26', '2026-11-27', '2026-11-28']) await night(on);
  at('2026-11-28', '10:00');
  expect((await tablet.send({ place: 1, key: newKey(), act: visitOf(tablet, { nth: 0, beganAt: '2026-11-25T10:00:00+05:00' }) })).body).toMatchObject({ state: 'taken' });
  expect((await tablet.send({ place: 2, key: newKey(), act: { what: 'end', at: '2026-11-25T18:00:00+05:00' } })).status).toBe(200);
  await night('2026-11-29');
  expect([(await sitting())?.['state'], await duty(dutyId)]).toEqual(['held', 'met']);
  ok(await closeOuting(h.ctx(), { outingId }));
});

test('a tablet puts words to what it took along, and to no other promise of the house', async () => {
  const { promiseId } = await visited(h, {});
  const tablet = await installed(h, await plannedOuting(h));
  expect((await tablet.send({ place: 1, key: newKey(), act: { what: 'promise_put', promiseId, at: '2026-11-20T09:30:00+05:00', said: 'Бітті' } })).body).toMatchObject({ state: 'conflict' });
  expect(await h.t.raw('SELECT 1 FROM reception.promise_put')).toEqual([]);
});

test('a tablet that nobody brought back is told of no people once the days of the outing are over', async () => {
  const tablet = await installed(h, await plannedOuting(h));
  await tablet.send({ place: 1, key: newKey(), act: visitOf(tablet, { nth: 0 }) });
  const people = async () => (await tablet.ask<{ people: readonly unknown[]; promises: readonly unknown[] }>('GET', 'kit')).body.people.length;
  expect(await people()).toBe(1);
  at('2026-11-24');
  expect(await people()).toBe(0);
  // what it holds it may still hand over
  expect((await tablet.send({ place: 2, key: newKey(), act: visitOf(tablet, { nth: 1 }) })).body.state).toBe('taken');
});
