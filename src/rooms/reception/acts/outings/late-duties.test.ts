import { afterEach, beforeEach, expect, test } from 'vitest';
import { system } from '../../../../kernel/actor.ts';
import { ok, openHouse, type TestHouse } from '../../../../../test/support/house.ts';
import { installed, newKey, plannedOuting, visitOf } from '../../../../../test/support/tablet.ts';
import { addDutySchema } from '../../contract/duties.ts';
import { jobs } from '../../reacts/duties.ts';
import { addDuty } from '../duties.ts';

let h: TestHouse;
beforeEach(async () => { h = await openHouse(); });
afterEach(() => h.end());

const at = (on: string): void => { h.clock.now = Date.parse(`${on}T10:00:00+05:00`); };
const night = () => jobs['reception:duties'](h.ctx(system('reception:duties')));
/** Every Friday, for the one who goes along. */
const onFridays = async (): Promise<number> => ok(await addDuty(h.ctx(), { ...addDutySchema.parse({ branchId: h.units.tasqala, nameKk: 'Жұма сайын', nameRu: 'Каждую пятницу', nameEn: 'Every Friday', source: 'Ереже, 4-тармақ', rhythm: 'weekday', weekday: '5', onDayOff: 'next', public: 'yes', fromOn: '2026-11-20' }), who: [{ accountId: h.people.executor, unitId: h.units.lighting }] })).dutyId;
const owed = async (dutyId: number) => (await h.t.raw('SELECT state, why, reception_id IS NOT NULL AS counted FROM reception.expected WHERE duty_id = $1 AND due_on = $2', [dutyId, '2026-11-20']))[0];
const acts = async (dutyId: number) => (await h.t.raw('SELECT a.act, a.state_after, a.facts FROM reception.expected_act a JOIN reception.expected e ON e.id = a.expected_id WHERE e.duty_id = $1 AND e.due_on = $2 ORDER BY a.id', [dutyId, '2026-11-20']));

test.each([['was begun, and looked empty', true, { state: 'empty', why: null, counted: true }], ['had no signal to begin by, and looked missed', false, { state: 'missed', why: 'not_held', counted: false }]] as const)('a reception on the road that %s at night is met when its tablet brings who was received', async (_how, begun, atNight) => {
  const dutyId = await onFridays();
  const outingId = await plannedOuting(h, { begun });
  const tablet = await installed(h, outingId);
  at('2026-11-21');
  await night();
  expect(await owed(dutyId)).toEqual(atNight);
  const sent = { place: 1, key: newKey(), act: visitOf(tablet, { nth: 0 }) };
  expect((await tablet.send(sent)).body.state).toBe('taken');
  expect(await owed(dutyId)).toEqual({ state: 'met', why: null, counted: true });
  expect(await h.t.raw('SELECT state, received FROM reception.reception')).toEqual([{ state: 'held', received: 1 }]);
  // the night's decision stays on record, and what changed it stands beside it
  expect((await acts(dutyId)).map((one) => [one['act'], one['state_after']])).toEqual([['lay_out', 'open'], ['decide', atNight.state], ['judge_again', 'met']]);
  expect((await acts(dutyId)).at(-1)?.['facts']).toMatchObject({ before: atNight.state });
  expect(await h.t.raw(`SELECT act FROM journal.leaf WHERE act = 'duty.judged_again'`)).toHaveLength(1);
  // sent again, and one more person: nothing is judged a third time
  await tablet.send(sent);
  expect((await tablet.send({ place: 2, key: newKey(), act: visitOf(tablet, { nth: 1, surname: 'Үлгібаева' }) })).body.state).toBe('taken');
  await night();
  expect(await acts(dutyId)).toHaveLength(3);
});
