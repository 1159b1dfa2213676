import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { system, type Actor } from '../../../kernel/actor.ts';
import { day, type Day } from '../../../kernel/day.ts';
import { isRefusal } from '../../../kernel/refusal.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import { read, write } from '../../../platform/db.ts';
import { endAbsence, setAbsence } from '../../people/contract.ts';
import { setChannels } from '../../notices/contract.ts';
import { publish } from '../../calendar/acts.ts';
import { openHouse, ok, type TestHouse } from '../../../../test/support/house.ts';
import { addDutySchema, planSchema } from '../contract/duties.ts';
import { jobs, readers } from '../reacts/duties.ts';
import { foretell } from './duties/judge.ts';
import { addDuty, changeDuty, endDuty, namePerson, takeOff, type Named } from './duties.ts';
import { begin, cancel, changeReception, countReceived, end, plan } from './receptions.ts';
import { receptionById, slotsOf } from '../store/receptions.ts';

// acts cannot be taken back, so every test has a house of its own
let h: TestHouse;
beforeEach(async () => { h = await openHouse(); });
afterEach(() => h.end());
const at = (on: string, time = '10:00'): void => { h.clock.now = Date.parse(`${on}T${time}:00+05:00`); };

const bodyHead = (): Named => ({ accountId: h.people.bodyHead, unitId: h.units.lighting });
const executor = (): Named => ({ accountId: h.people.executor, unitId: h.units.lighting });
const aDuty = (more: Record<string, unknown> = {}) => addDutySchema.parse({ branchId: h.units.tasqala, nameKk: 'Ай сайынғы қабылдау', nameRu: 'Ежемесячный приём', nameEn: 'Monthly reception', source: 'Ереже, 4-тармақ', rhythm: 'month', times: '1', public: 'yes', fromOn: '2026-11-01', ...more });
const add = async (more: Record<string, unknown> = {}, who: readonly Named[] = [bodyHead()]): Promise<number> => ok(await addDuty(h.ctx(), { ...aDuty(more), who })).dutyId;
const night = async (): Promise<void> => jobs['reception:duties'](h.ctx(system('reception:duties')));
const owed = async (dutyId: number) => (await h.t.raw('SELECT due_on::text AS due, state, why, by_deputy::int, account_id::int FROM reception.expected WHERE duty_id = $1 ORDER BY account_id, due_on, nth', [dutyId])) as { due: string; state: string; why: string | null; by_deputy: number | null; account_id: number }[];
const planned = (more: Record<string, unknown> = {}) => planSchema.parse({ branchId: h.units.tasqala, host: `${h.people.bodyHead}.${h.units.lighting}`, kind: 'personal', heldOn: '2026-11-26', from: '10:00', to: '12:00', place: '3-бөлме', slotMinutes: '20', public: 'yes', ...more });
const lay = async (more: Record<string, unknown> = {}, ctx: Ctx = h.ctx()): Promise<number> => ok(await plan(ctx, planned(more))).receptionId;
const deputy = (): Actor => ({ kind: 'staff', accountId: h.people.executor, name: 'Орындаушы Бауыржан', posts: [], sight: [] });
const held = async (id: number, on: string, people = 1): Promise<void> => {
  at(on, '10:00');
  ok(await begin(h.ctx(), { receptionId: id }));
  for (let n = 0; n < people; n += 1) await write(h.ctx(), (tx) => countReceived(h.ctx(), tx, id));
  at(on, '12:00');
  ok(await end(h.ctx(), { receptionId: id }));
};
/** Both sides of a refusal: its code, and nothing else. */
const code = (result: unknown): string => (isRefusal(result) ? result.code : 'done');

describe('laying out', () => {
  test('a new duty is laid out at once, five weeks ahead, for those who are named with it', async () => {
    const dutyId = await add();
    expect((await owed(dutyId)).map((one) => [one.due, one.state])).toEqual([['2026-12-31', 'open']]);
    const weekly = await add({ nameKk: 'Апта сайын', rhythm: 'weekday', times: undefined, weekday: '4', onDayOff: 'next' });
    expect((await owed(weekly)).map((one) => one.due)).toEqual(['2026-11-26', '2026-12-03', '2026-12-10', '2026-12-17', '2026-12-24']);
  });
  test('night after night the window goes on by a day, and nothing is laid out twice', async () => {
    const dutyId = await add({ rhythm: 'weekday', weekday: '4' });
    await night();
    await night();
    expect(await owed(dutyId)).toHaveLength(5);
    at('2026-11-27');
    await night();
    expect((await owed(dutyId)).map((one) => one.due).at(-1)).toBe('2026-12-31');
  });
  test('after two months without the program every reception that was owed meanwhile is there and judged', async () => {
    const dutyId = await add({ rhythm: 'weekday', weekday: '4' });
    at('2027-02-01');
    await night();
    const rows = await owed(dutyId);
    expect(rows.filter((one) => one.due < '2027-02-01').map((one) => [one.due, one.state])).toEqual(['2026-11-26', '2026-12-03', '2026-12-10', '2026-12-17', '2026-12-24', '2026-12-31', '2027-01-08', '2027-01-14', '2027-01-21', '2027-01-28'].map((due) => [due, 'missed']));
  });
  test('a duty written down late blames nobody for the days before', async () => {
    const dutyId = await add({ fromOn: '2026-01-01', rhythm: 'week', times: '2' });
    expect((await owed(dutyId)).map((one) => one.due)[0]).toBe('2026-11-25');
  });
  test('a change moves what is open and leaves a row that says so; what is decided stays', async () => {
    const dutyId = await add({ rhythm: 'weekday', weekday: '4' });
    at('2026-11-28');
    await night();
    const { branchId: _branch, fromOn: _from, toOn: _to, ...same } = aDuty({ rhythm: 'weekday', weekday: '5' });
    ok(await changeDuty(h.ctx(), { ...same, dutyId, reason: 'Жұмаға ауыстырылды' }));
    const rows = await owed(dutyId);
    expect(rows.filter((one) => one.state === 'missed').map((one) => one.due)).toEqual(['2026-11-26']);
    expect(rows.filter((one) => one.state === 'open').map((one) => one.due)).toEqual(['2026-12-04', '2026-12-11', '2026-12-18', '2026-12-25', '2027-01-05']);
    expect(rows.filter((one) => one.state === 'dropped').length).toBeGreaterThan(0);
    const acts = await h.t.raw(`SELECT a.act, a.facts->>'reason' AS reason FROM reception.expected_act a JOIN reception.expected e ON e.id = a.expected_id WHERE e.duty_id = $1 AND a.act = 'drop'`, [dutyId]);
    expect(acts.every((one) => one['reason'] === 'Жұмаға ауыстырылды') && acts.length > 0).toBe(true);
  });
  test('a new day off moves the day that fell on it, and the row says by which calendar', async () => {
    const dutyId = await add({ rhythm: 'weekday', weekday: '4' });
    ok(await publish(h.ctx(), { name: 'kz5', orders: [{ act: 'off', on: day('2026-12-10') }], reason: 'Қаулы' }));
    await night();
    expect((await owed(dutyId)).map((one) => one.due)).toEqual(['2026-11-26', '2026-12-03', '2026-12-11', '2026-12-17', '2026-12-24']);
    const [moved] = await h.t.raw(`SELECT due_before::text AS before, due_after::text AS after, facts->>'calendar' AS calendar FROM reception.expected_act WHERE act = 'move'`);
    expect(moved).toEqual({ before: '2026-12-10', after: '2026-12-11', calendar: 'kz5-1' });
  });
  test('whoever is taken off owes nothing after their last day; whoever is named owes from theirs', async () => {
    const dutyId = await add({ rhythm: 'weekday', weekday: '4' });
    ok(await takeOff(h.ctx(), { dutyId, accountId: h.people.bodyHead, fromOn: day('2026-11-20'), toOn: day('2026-12-04'), reason: 'Қызметі ауысты' }));
    ok(await namePerson(h.ctx(), { dutyId, who: executor(), fromOn: day('2026-12-05') }));
    const rows = await owed(dutyId);
    expect(rows.filter((one) => one.account_id === h.people.bodyHead && one.state === 'open').map((one) => one.due)).toEqual(['2026-11-26', '2026-12-03']);
    expect(rows.filter((one) => one.account_id === h.people.executor).map((one) => one.due)).toEqual(['2026-12-10', '2026-12-17', '2026-12-24']);
  });
  test('a duty that ends asks for nothing after its last day', async () => {
    const dutyId = await add({ rhythm: 'weekday', weekday: '4' });
    ok(await endDuty(h.ctx(), { dutyId, toOn: day('2026-12-01'), reason: 'Ереже өзгерді' }));
    expect((await owed(dutyId)).filter((one) => one.state === 'open').map((one) => one.due)).toEqual(['2026-11-26']);
    at('2026-12-02');
    await night();
    expect((await h.t.raw('SELECT ended_at IS NOT NULL AS over FROM reception.duty WHERE id = $1', [dutyId]))[0]).toEqual({ over: true });
    expect(code(await endDuty(h.ctx(), { dutyId, toOn: day('2026-12-09'), reason: 'Тағы' }))).toBe('duty_is_over');
  });
  test('nobody is named twice, from a day that is over, or without a post that receives', async () => {
    const dutyId = await add();
    expect(code(await namePerson(h.ctx(), { dutyId, who: bodyHead(), fromOn: day('2026-11-25') }))).toBe('person_is_named');
    expect(code(await namePerson(h.ctx(), { dutyId, who: executor(), fromOn: day('2026-11-19') }))).toBe('day_past_invalid');
    expect(code(await namePerson(h.ctx(), { dutyId, who: { accountId: h.people.clerk, unitId: h.units.tasqala }, fromOn: day('2026-11-25') }))).toBe('person_invalid');
    expect(code(await namePerson(h.ctx(), { dutyId, who: { accountId: h.people.bodyHead, unitId: h.units.tasqala }, fromOn: day('2026-11-25') }))).toBe('person_invalid');
  });
});

describe('judging, the day after', () => {
  const thursday = { rhythm: 'weekday', weekday: '4', toOn: '2026-11-26' };
  const after = async (dutyId: number) => {
    at('2026-11-27', '00:20');
    await night();
    const [one] = await owed(dutyId);
    return one ? [one.state, one.why, one.by_deputy] : [];
  };
  test('nothing was scheduled: missed', async () => {
    expect(await after(await add(thursday))).toEqual(['missed', 'not_scheduled', null]);
  });
  test('on the evening of the day itself nothing is judged yet', async () => {
    const dutyId = await add(thursday);
    at('2026-11-26', '23:55');
    await night();
    expect((await owed(dutyId)).map((one) => one.state)).toEqual(['open']);
  });
  test('scheduled, and nobody opened the door: missed, and the reception too', async () => {
    const dutyId = await add(thursday);
    const id = await lay();
    expect(await after(dutyId)).toEqual(['missed', 'not_held', null]);
    expect((await read(h.ctx(), (q) => receptionById(q, id)))?.state).toBe('missed');
  });
  test('called off: missed, and said so', async () => {
    const dutyId = await add(thursday);
    ok(await cancel(h.ctx(), { receptionId: await lay(), reason: 'Жол жабық' }));
    expect(await after(dutyId)).toEqual(['missed', 'cancelled', null]);
  });
  test('people were received: met', async () => {
    const dutyId = await add(thursday);
    await held(await lay(), '2026-11-26', 2);
    expect(await after(dutyId)).toEqual(['met', null, null]);
  });
  test('the hours were kept and nobody came: empty, which is not missed', async () => {
    const dutyId = await add(thursday);
    await held(await lay(), '2026-11-26', 0);
    expect(await after(dutyId)).toEqual(['empty', null, null]);
  });
  test('begun and never ended counts as held until the end of its hours', async () => {
    const dutyId = await add(thursday);
    const id = await lay();
    at('2026-11-26');
    ok(await begin(h.ctx(), { receptionId: id }));
    expect(await after(dutyId)).toEqual(['empty', null, null]);
    expect((await read(h.ctx(), (q) => receptionById(q, id)))?.endedAt?.toISOString()).toBe('2026-11-26T07:00:00.000Z');
  });
  test('one reception counts for one of a duty: twice a month is not one long morning', async () => {
    const dutyId = await add({ times: '2', fromOn: '2026-12-01' });
    await held(await lay({ heldOn: '2026-12-02' }), '2026-12-02');
    at('2027-01-01');
    await night();
    expect((await owed(dutyId)).slice(0, 2).map((one) => one.state)).toEqual(['met', 'missed']);
  });
  test('and for one of every duty the person has', async () => {
    const [weekly, monthly] = [await add(thursday), await add({ nameKk: 'Тағы бір', rhythm: 'week', times: '1', toOn: '2026-11-29', fromOn: '2026-11-23' })];
    await held(await lay(), '2026-11-26');
    at('2026-11-30');
    await night();
    expect([(await owed(weekly))[0]?.state, (await owed(monthly))[0]?.state]).toEqual(['met', 'met']);
  });
  test('away that day with nobody to stand in: excused', async () => {
    const dutyId = await add(thursday);
    ok(await setAbsence(h.ctx(), { accountId: h.people.bodyHead, fromOn: day('2026-11-23'), toOn: day('2026-11-30') }));
    expect(await after(dutyId)).toEqual(['excused', null, null]);
  });
  test('the deputy opened the official’s own reception: met, by the deputy', async () => {
    const dutyId = await add(thursday);
    const id = await lay();
    ok(await setAbsence(h.ctx(), { accountId: h.people.bodyHead, fromOn: day('2026-11-23'), toOn: day('2026-11-30'), deputyId: h.people.executor }));
    at('2026-11-26');
    ok(await begin(h.ctx(deputy()), { receptionId: id }));
    await write(h.ctx(), (tx) => countReceived(h.ctx(), tx, id));
    expect(await after(dutyId)).toEqual(['met', null, h.people.executor]);
  });
  test('the deputy held a reception of their own instead: it counts for the one who is away', async () => {
    const dutyId = await add(thursday);
    ok(await setAbsence(h.ctx(), { accountId: h.people.bodyHead, fromOn: day('2026-11-23'), toOn: day('2026-11-30'), deputyId: h.people.executor }));
    await held(await lay({ host: `${h.people.executor}.${h.units.lighting}` }), '2026-11-26');
    expect(await after(dutyId)).toEqual(['met', null, h.people.executor]);
  });
  test('a deputy who owes the same keeps their own reception; for the one who is away nobody is left', async () => {
    const dutyId = await add(thursday, [bodyHead(), executor()]);
    ok(await setAbsence(h.ctx(), { accountId: h.people.bodyHead, fromOn: day('2026-11-23'), toOn: day('2026-11-30'), deputyId: h.people.executor }));
    await held(await lay({ host: `${h.people.executor}.${h.units.lighting}` }), '2026-11-26');
    await after(dutyId);
    expect(Object.fromEntries((await owed(dutyId)).map((one) => [one.account_id, one.state]))).toEqual({ [h.people.executor]: 'met', [h.people.bodyHead]: 'excused' });
  });
  test('back at work on the last possible day: no excuse', async () => {
    const dutyId = await add({ rhythm: 'week', times: '1', fromOn: '2026-11-23', toOn: '2026-11-29' });
    ok(await setAbsence(h.ctx(), { accountId: h.people.bodyHead, fromOn: day('2026-11-20'), toOn: day('2026-11-29') }));
    const [{ id } = {}] = await h.t.raw('SELECT id FROM people.absence');
    at('2026-11-27', '09:00');
    ok(await endAbsence(h.ctx(), { absenceId: Number(id) }));
    at('2026-11-28');
    await night();
    expect((await owed(dutyId)).map((one) => [one.state, one.why])).toEqual([['missed', 'not_scheduled']]);
  });
  test('every decision leaves its act and its leaf of the journal', async () => {
    const dutyId = await add(thursday);
    await after(dutyId);
    expect((await h.t.raw(`SELECT a.act, a.state_after FROM reception.expected_act a JOIN reception.expected e ON e.id = a.expected_id WHERE e.duty_id = $1 ORDER BY a.id`, [dutyId])).map((one) => `${String(one['act'])} ${String(one['state_after'])}`)).toEqual(['lay_out open', 'decide missed']);
  });
});

describe('a reception', () => {
  test('has its places laid out, none in the break', async () => {
    const id = await lay({ from: '10:00', to: '13:00', breakFrom: '11:10', breakTo: '11:30', slotMinutes: '30' });
    expect((await read(h.ctx(), (q) => slotsOf(q, [id]))).map((slot) => slot.atMinute)).toEqual([600, 630, 690, 720, 750]);
  });
  test.each([
    ['the official sits elsewhere', { from: '11:00', to: '13:00', place: '4-бөлме' }, 'host_elsewhere'],
    ['the room is taken', { host: 'executor', from: '11:30', to: '12:30', place: ' 3-БӨЛМЕ ' }, 'place_taken'],
    ['on a day off without a reason', { heldOn: '2026-11-28' }, 'day_off_reason_required'],
    ['on a day off with one', { heldOn: '2026-11-28', reason: 'Ауылдан келетіндер үшін' }, 'done'],
    ['yesterday', { heldOn: '2026-11-19' }, 'day_past_invalid'],
    ['somebody without a post that receives', { host: 'clerk' }, 'host_invalid'],
    ['shorter than a place', { from: '14:00', to: '14:10' }, 'no_place_fits_invalid'],
    ['right after, in the same room', { from: '12:00', to: '13:00' }, 'done'],
  ] as const)('%s: %s', async (_name, more, wanted) => {
    await lay();
    const host = 'host' in more ? { host: `${h.people[more.host]}.${more.host === 'clerk' ? h.units.tasqala : h.units.lighting}` } : {};
    expect(code(await plan(h.ctx(), planned({ ...more, ...host })))).toBe(wanted);
  });
  test('is not planned for an official who will be away', async () => {
    ok(await setAbsence(h.ctx(), { accountId: h.people.bodyHead, fromOn: day('2026-11-25'), toOn: day('2026-11-27') }));
    expect(code(await plan(h.ctx(), planned()))).toBe('host_away');
  });
  test('twenty clerks plan the same hour of one official at once: one does', async () => {
    const done = await Promise.all(Array.from({ length: 20 }, () => plan(h.ctx(), planned())));
    expect(done.map(code).toSorted()).toEqual(['done', ...Array.from({ length: 19 }, () => 'host_elsewhere')]);
  });
  test('keeps its hours once somebody has booked, though its room may change', async () => {
    const id = await lay();
    await h.t.raw('UPDATE reception.slot SET booking_id = 1 WHERE reception_id = $1 AND at_minute = 600', [id]);
    const change = { receptionId: id, from: 600, to: 720, slotMinutes: 20, topicCodes: [], public: true, place: '5-бөлме' };
    expect(code(await changeReception(h.ctx(), { ...change, to: 700 }))).toBe('reception_booked');
    expect(code(await changeReception(h.ctx(), change))).toBe('done');
    expect((await read(h.ctx(), (q) => receptionById(q, id)))?.place).toBe('5-бөлме');
  });
  test('opens on its own day, once, and a missed one does not open any more', async () => {
    const id = await lay();
    expect(code(await begin(h.ctx(), { receptionId: id }))).toBe('reception_other_day');
    at('2026-11-26');
    expect([code(await begin(h.ctx(), { receptionId: id })), code(await begin(h.ctx(), { receptionId: id }))]).toEqual(['done', 'done']);
    expect(await h.t.raw(`SELECT count(*)::int AS n FROM reception.reception_act WHERE reception_id = $1 AND act = 'begin'`, [id])).toEqual([{ n: 1 }]);
    const other = await lay({ heldOn: '2026-11-27' });
    at('2026-11-28');
    await night();
    expect(code(await begin(h.ctx(), { receptionId: other }))).toBe('reception_not_possible');
  });
  test('the first visitor opens one that nobody has begun', async () => {
    const id = await lay();
    await write(h.ctx(), (tx) => countReceived(h.ctx(), tx, id));
    await write(h.ctx(), (tx) => countReceived(h.ctx(), tx, id));
    const r = await read(h.ctx(), (q) => receptionById(q, id));
    expect([r?.state, r?.received]).toEqual(['under_way', 2]);
  });
});

describe('whoever is told', () => {
  test('who has nothing scheduled while the last five working days run, and nobody else', async () => {
    await add({ rhythm: 'weekday', weekday: '4', toOn: '2026-11-26' });
    at('2026-11-19');
    expect(await foretell(h.ctx())).toBe(0);
    at('2026-11-20');
    expect(await foretell(h.ctx())).toBe(1);
    const id = await lay();
    expect(await foretell(h.ctx())).toBe(0);
    ok(await cancel(h.ctx(), { receptionId: id, reason: 'Жол жабық' }));
    expect(await foretell(h.ctx())).toBe(1);
  });

  test('a missed one and one nobody scheduled make one event each, however often the night is repeated', async () => {
    const dutyId = await add({ rhythm: 'weekday', weekday: '4', toOn: '2026-11-26' });
    const [{ id, branch_id, unit_id } = {}] = await h.t.raw('SELECT id, branch_id, unit_id FROM reception.expected WHERE duty_id = $1', [dutyId]);
    const event = { name: 'duty.missed', eventId: 'e1', expectedId: Number(id), dutyId, branchId: Number(branch_id), accountId: h.people.bodyHead, unitId: Number(unit_id), dueOn: '2026-11-26' as Day };
    setChannels({ email: () => Promise.reject(new Error('nothing is sent here')) }, 'http://127.0.0.1:3000');
    for (let n = 0; n < 2; n += 1) for (const { react } of readers['duty.missed'] ?? []) await react(h.ctx(system('duty.missed>notices')), event as never);
    const rows = await h.t.raw(`SELECT account_id, code, state FROM notices.notice WHERE owner = $1 ORDER BY code`, [`expected:${Number(id)}`]);
    setChannels({}, 'http://127.0.0.1:3000');
    expect(rows.map((one) => [Number(one['account_id']), one['code'], one['state']])).toEqual([[h.people.bodyHead, 'reception.duty_missed', 'held'], [h.people.head, 'reception.duty_missed_head', 'held']]);
  });
});
