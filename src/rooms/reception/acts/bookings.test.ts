import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { publish } from '../../calendar/acts.ts';
import { setAbsence } from '../../people/contract.ts';
import { visitor, type Actor } from '../../../kernel/actor.ts';
import { addDays } from '../../../kernel/day.ts';
import { isRefusal } from '../../../kernel/refusal.ts';
import { read, write } from '../../../platform/db.ts';
import { planned, receptionDay, dayAfter } from '../../../../test/support/bookings.ts';
import { ok } from '../../../../test/support/house.ts';
import { openOffice, type Office } from '../../../../test/notices/office.ts';
import { bookSchema } from '../contract/bookings.ts';
import { aStaff } from '../../appeals/make.ts';
import { momentOf } from '../law/outings.ts';
import { freePlacesOf } from './bookings/around.ts';
import { endBookings } from './bookings/clock.ts';
import { closeDays } from './duties/judge.ts';
import { bookingsOf } from '../store/bookings.ts';
import { book, cancel, come, confirm, displaceAll, move, notCome, restore, type Booked } from './bookings.ts';
import { cancel as callOff } from './receptions.ts';
import { jobs } from '../reacts/bookings.ts';

let o: Office;
beforeEach(async () => {
  await o?.house.end();
  o = await openOffice();
  return undefined;
});
afterAll(() => o.house.end());

const site = { door: 'site', video: false } as const;
let people = 0;
const person = () => ({ surname: 'Сыналмалы', given: 'Әлия', email: `p${(people += 1)}@example.com`, lang: 'kk' as const, text: 'Аулада жарық жанбайды, сол туралы', key: crypto.randomUUID() });
const ask = (where: object, more: object = {}) => bookSchema.parse({ ...person(), where, ...more });
const at = (receptionId: number, atMinute: number, more: object = {}) => ask({ how: 'place', receptionId, atMinute }, more);
const wait = (more: object = {}, accountId: number | null = o.house.people.bodyHead) => ask({ how: 'wait', branchId: o.house.units.tasqala, ...(accountId === null ? {} : { accountId }) }, more);
const take = async (input: ReturnType<typeof ask>, door: { door: 'site' | 'desk'; video: boolean } = site, actor: Actor = visitor): Promise<Booked> => ok(await book(o.house.ctx(actor), input, door));
const own = (b: Booked) => ({ bookingId: b.bookingId, held: b.bookingId });
const stateOf = async (b: Booked) => (await o.house.t.raw('SELECT state, reception_id, at_minute FROM reception.booking WHERE id = $1', [b.bookingId]))[0];
const codeOf = (r: unknown): string => (isRefusal(r) ? r.code : 'done');
const clerk = () => aStaff(o.house.people.reception, [{ unitId: o.house.units.tasqala, abilities: ['reception.see', 'reception.desk'] }]);
const nowAt = (ms: number) => void (o.house.clock.now = ms);
const letters = (to: Booked) => o.sent.filter((one) => JSON.stringify(one).includes(to.number)).map((one) => JSON.stringify(one));

describe('a place', () => {
  test('is taken once, freed by cancelling, and taken back while it is free', async () => {
    const id = await planned(o.house);
    const b = await take(at(id, 600));
    expect(codeOf(await book(o.house.ctx(visitor), at(id, 600), site))).toBe('time_taken');
    ok(await cancel(o.house.ctx(visitor), own(b)));
    ok(await restore(o.house.ctx(visitor), own(b), site));
    ok(await cancel(o.house.ctx(visitor), own(b)));
    const other = await take(at(id, 600));
    expect(codeOf(await restore(o.house.ctx(visitor), own(b), site))).toBe('time_taken');
    expect((await stateOf(other))?.['state']).toBe('booked');
  });
  test('is given to twenty from one address in a quarter of an hour, and to the next from another or a quarter later', async () => {
    const from = (caller: string) => (more: object = {}) => book(o.house.ctx(visitor), wait(more), { ...site, caller });
    const flood = from('203.0.113.7');
    for (let n = 0; n < 20; n += 1) expect(codeOf(await flood()), String(n)).toBe('done');
    expect(codeOf(await flood())).toBe('too_many_bookings');
    expect(codeOf(await from('203.0.113.8')())).toBe('done');
    // a clerk books for whoever stands there
    expect(codeOf(await book(o.house.ctx(clerk()), wait(), { door: 'desk', video: false }))).toBe('done');
    // the address itself is kept nowhere
    expect(JSON.stringify(await o.house.t.raw('SELECT encode(key, \'escape\') AS key FROM reception.follow_try'))).not.toContain('203.0.113');
    nowAt(o.house.clock.now + 15 * 60_000 + 1);
    expect(codeOf(await flood())).toBe('done');
  });
  test('that was not got counts for nothing', async () => {
    const id = await planned(o.house);
    await take(at(id, 600));
    for (let n = 0; n < 25; n += 1) expect(codeOf(await book(o.house.ctx(visitor), at(id, 600), { ...site, caller: '203.0.113.9' }))).toBe('time_taken');
    expect(codeOf(await book(o.house.ctx(visitor), at(id, 620), { ...site, caller: '203.0.113.9' }))).toBe('done');
  });
  test('in a break, past its hour or never laid out is not given by typing its address', async () => {
    const id = await planned(o.house);
    for (const minute of [660, 601, 0, 1440]) expect(codeOf(await book(o.house.ctx(visitor), at(id, minute), site)), String(minute)).toBe('time_taken');
    expect(codeOf(await book(o.house.ctx(visitor), at(999_999, 600), site))).toBe('place_not_found');
    nowAt(momentOf(receptionDay, 580).getTime());
    expect(codeOf(await book(o.house.ctx(visitor), at(id, 600), site))).toBe('time_taken');
    // a clerk who hears the person may
    expect(codeOf(await book(o.house.ctx(clerk()), at(id, 600), { door: 'desk', video: false }))).toBe('done');
  });
  test('is not offered when its host falls ill', async () => {
    await planned(o.house);
    const free = () => read(o.house.ctx(), (q) => freePlacesOf(o.house.ctx(), q, { branchIds: [o.house.units.tasqala], video: false, ahead: 60 }));
    const before = (await free()).length;
    expect(before).toBe(5);
    ok(await setAbsence(o.house.ctx(), { accountId: o.house.people.bodyHead, fromOn: receptionDay, toOn: receptionDay }));
    expect(await free()).toEqual([]);
  });
  test('of a video reception is there only where the organisation has a meeting server', async () => {
    const id = await planned(o.house, { video: true });
    expect(codeOf(await book(o.house.ctx(visitor), at(id, 600), site))).toBe('place_not_found');
    const b = await take(at(id, 600), { door: 'site', video: true });
    expect((await o.house.t.raw('SELECT video, room_hash IS NOT NULL AS room FROM reception.booking WHERE id = $1', [b.bookingId]))[0]).toEqual({ video: true, room: true });
  });
  test('same key, same answer; with other words it is refused', async () => {
    const id = await planned(o.house);
    const input = at(id, 600);
    const [first, again] = [await take(input), await take(input)];
    expect([again.number, again.again]).toEqual([first.number, true]);
    expect(codeOf(await book(o.house.ctx(visitor), { ...input, text: 'Басқа сөз' }, site))).toBe('same_key_other_body');
  });
});

describe('one telephone or e-mail', () => {
  test('holds three open bookings and one at a reception, also when four are sent at the same moment', async () => {
    const ids = [await planned(o.house), await planned(o.house, { on: dayAfter(1) }), await planned(o.house, { on: dayAfter(4) }), await planned(o.house, { on: dayAfter(5) })];
    const all = await Promise.all(ids.map((id) => book(o.house.ctx(visitor), at(id, 600, { email: 'Same@example.com' }), site)));
    expect(all.map(codeOf).toSorted()).toEqual(['bookings_enough', 'done', 'done', 'done']);
    const free = all.findIndex((one) => !isRefusal(one));
    expect(codeOf(await book(o.house.ctx(visitor), at(ids[free] ?? 0, 620, { email: 'same@example.com' }), site))).toBe('booked_there_already');
  });
});

describe('the waiting list', () => {
  test('gets what is freed in the order in which people came, each is told, and declining passes it on', async () => {
    const id = await planned(o.house);
    const holder = await take(at(id, 600));
    const other = await take(wait({}, o.house.people.executor));
    const [first, second] = [await take(wait()), await take(wait({}, null))];
    ok(await cancel(o.house.ctx(visitor), own(holder)));
    expect([await stateOf(first), (await stateOf(second))?.['state'], (await stateOf(other))?.['state']]).toEqual([{ state: 'booked', reception_id: String(id), at_minute: 600 }, 'waiting', 'waiting']);
    await o.work();
    expect(letters(first).some((one) => one.includes('орын босады'))).toBe(true);
    ok(await cancel(o.house.ctx(visitor), own(first)));
    expect((await stateOf(second))?.['state']).toBe('booked');
  });
  test('is for somebody who receives there, not for any account of the house', async () => {
    for (const nobody of [o.house.people.sibling, o.house.people.controller, 987_654]) expect(codeOf(await book(o.house.ctx(visitor), wait({}, nobody), site)), String(nobody)).toBe('host_invalid');
  });
  test('gets a place that somebody moves away from, and nothing two hours before', async () => {
    const id = await planned(o.house);
    const holder = await take(at(id, 600));
    const first = await take(wait());
    ok(await move(o.house.ctx(visitor), { ...own(holder), place: { receptionId: id, atMinute: 700 } }, site));
    expect((await stateOf(first))?.['at_minute']).toBe(600);
    const second = await take(wait());
    nowAt(momentOf(receptionDay, 600).getTime());
    ok(await cancel(o.house.ctx(visitor), own(holder)));
    expect((await stateOf(second))?.['state']).toBe('waiting');
  });
  test('gets new places as soon as they are laid out, and is told when its month is over', async () => {
    const first = await take(wait());
    await planned(o.house);
    await o.work();
    expect((await stateOf(first))?.['state']).toBe('booked');
    const late = await take(wait({}, o.house.people.executor));
    nowAt(o.house.clock.now + 31 * 86_400_000);
    await jobs['reception:forget'](o.house.ctx());
    await o.work();
    expect((await stateOf(late))?.['state']).toBe('expired');
    expect(letters(late).some((one) => one.includes('орын босамады'))).toBe(true);
  });
});

describe('a reception that is called off', () => {
  test('tells everybody who booked, keeps their turn, and the first free place is theirs', async () => {
    const id = await planned(o.house);
    const b = await take(at(id, 600));
    const head = aStaff(o.house.people.head, [{ unitId: o.house.units.region, below: [o.house.units.tasqala], abilities: ['reception.plan', 'reception.see', 'reception.desk'] }]);
    expect(ok(await callOff(o.house.ctx(head), { receptionId: id, reason: 'Ауырып қалды' }))).toEqual({ displaced: 1 });
    await o.work();
    expect((await stateOf(b))?.['state']).toBe('waiting');
    expect(letters(b).some((one) => one.includes('болмайды'))).toBe(true);
    const next = await planned(o.house, { on: dayAfter(5) });
    await o.work();
    expect(await stateOf(b)).toEqual({ state: 'booked', reception_id: String(next), at_minute: 600 });
    expect(await write(o.house.ctx(), (tx) => displaceAll(o.house.ctx(), tx, { id: 999, accountId: 1 }))).toBe(0);
  });
  test('or whose host will be away is told to the desk once', async () => {
    const id = await planned(o.house);
    await take(at(id, 600));
    ok(await setAbsence(o.house.ctx(), { accountId: o.house.people.bodyHead, fromOn: receptionDay, toOn: dayAfter(3) }));
    await jobs['reception:look_ahead'](o.house.ctx());
    await jobs['reception:look_ahead'](o.house.ctx());
    expect((await o.house.t.raw(`SELECT DISTINCT account_id FROM notices.notice WHERE code = 'reception.host_away' ORDER BY 1`)).map((row) => Number(row['account_id']))).toEqual([o.house.people.reception, o.house.people.clerk].toSorted((a, b) => a - b));
    expect(await o.house.t.raw(`SELECT count(*)::int AS n FROM notices.notice WHERE code = 'reception.host_away'`)).toEqual([{ n: 2 }]);
  });
});

describe('a reception that nobody opened', () => {
  const morningAfter = async (id: number): Promise<void> => {
    nowAt(momentOf(dayAfter(1), 10).getTime());
    await closeDays(o.house.ctx());
    expect(await o.house.t.raw('SELECT state FROM reception.reception WHERE id = $1', [id])).toEqual([{ state: 'missed' }]);
    await jobs['reception:places'](o.house.ctx());
    await o.work();
  };
  test('tells everybody who was booked, keeps their turn, and names the next free times of the branch', async () => {
    const id = await planned(o.house);
    const [b, gone] = [await take(at(id, 600)), await take(at(id, 620))];
    ok(await cancel(o.house.ctx(visitor), own(gone)));
    await planned(o.house, { on: dayAfter(5), accountId: o.house.people.executor });
    await morningAfter(id);
    expect(await stateOf(b)).toEqual({ state: 'waiting', reception_id: null, at_minute: null });
    const told = (to: Booked) => letters(to).filter((one) => one.includes('өтпей қалды'));
    expect(told(b)).toHaveLength(1);
    expect(told(b)[0]).toMatch(/26\sқараша.*10:00.*01\.12\.2026 10:00, 01\.12\.2026 10:20/s);
    expect(told(gone)).toEqual([]);
    // once, however often the clock comes by
    await jobs['reception:places'](o.house.ctx());
    await o.work();
    expect(told(b)).toHaveLength(1);
  });
  test('says so on the page of the booking, in the words of each case, until there is another place', async () => {
    const [id, off] = [await planned(o.house), await planned(o.house, { on: dayAfter(1), accountId: o.house.people.executor })];
    const [b, c, own] = [await take(at(id, 600)), await take(at(off, 620)), await take(wait())];
    const pageOf = async (of: Booked) => (await o.house.browser().open(`/kk/receptions/bookings/${of.linkToken}`)).text;
    for (const one of [b, c, own]) expect(await pageOf(one)).not.toContain('кешірім сұраймыз');
    ok(await callOff(o.house.ctx(), { receptionId: off, reason: 'Жол жабық' }));
    await morningAfter(id);
    expect(await pageOf(b)).toMatch(/26\sқараша.*10:00: қабылдау өтпей қалды, кешірім сұраймыз/s);
    expect(await pageOf(c)).toMatch(/27\sқараша.*10:20: қабылдау болмайды, кешірім сұраймыз/s);
    expect(await pageOf(own)).not.toContain('кешірім сұраймыз');
  });
  test('and whose official has a free place: it is theirs at once, and both letters agree', async () => {
    const id = await planned(o.house);
    const b = await take(at(id, 600));
    const next = await planned(o.house, { on: dayAfter(5) });
    await morningAfter(id);
    expect(await stateOf(b)).toEqual({ state: 'booked', reception_id: String(next), at_minute: 600 });
    expect(letters(b).filter((one) => one.includes('өтпей қалды'))).toHaveLength(1);
    expect(letters(b).some((one) => one.includes('өтпей қалды') && one.includes('ос уақыттар:'))).toBe(false);
    expect(letters(b).some((one) => one.includes('сізді жаздық'))).toBe(true);
  });
});

describe('a day that becomes a day off', () => {
  test('is told to the desk and, once, to everybody who is booked for it', async () => {
    const id = await planned(o.house);
    const [b, gone, later] = [await take(at(id, 600)), await take(at(id, 620)), await take(at(await planned(o.house, { on: dayAfter(1) }), 600))];
    ok(await cancel(o.house.ctx(visitor), own(gone)));
    ok(await publish(o.house.ctx(), { name: 'kz5', orders: [{ act: 'off', on: receptionDay }], reason: 'Үкіметтің қаулысы' }));
    for (let n = 0; n < 2; n += 1) await jobs['reception:look_ahead'](o.house.ctx());
    await o.work();
    const told = (to: Booked) => letters(to).filter((one) => one.includes('демалыс күні болып'));
    expect([told(b).length, told(gone).length, told(later).length]).toEqual([1, 0, 0]);
    expect(await o.house.t.raw(`SELECT count(*)::int AS n FROM notices.notice WHERE code = 'reception.day_off'`)).toEqual([{ n: 2 }]);
  });
});

describe('a reminder', () => {
  test('comes at noon of the working day before, goes along with a move, and is not sent to whoever cancelled', async () => {
    const [id, later] = [await planned(o.house), await planned(o.house, { on: dayAfter(4) })];
    const [stays, moves, leaves] = [await take(at(id, 600)), await take(at(id, 620)), await take(at(id, 640))];
    ok(await move(o.house.ctx(visitor), { ...own(moves), place: { receptionId: later, atMinute: 600 } }, site));
    ok(await cancel(o.house.ctx(visitor), own(leaves)));
    await o.work();
    const before = (b: Booked) => letters(b).filter((one) => one.includes('қабылдауда күтеміз')).length;
    expect([before(stays), before(moves), before(leaves)]).toEqual([0, 0, 0]);
    nowAt(momentOf(addDays(receptionDay, -1), 721).getTime());
    await o.work();
    expect([before(stays), before(moves), before(leaves)]).toEqual([1, 0, 0]);
    nowAt(momentOf(dayAfter(1), 721).getTime());
    await o.work();
    expect([before(stays), before(moves), before(leaves)]).toEqual([1, 1, 0]);
    for (const one of o.sent) expect(JSON.stringify(one)).not.toContain('жарық жанбайды');
  });
  test('asks whoever missed three in ninety days to confirm, and refuses nothing to them', async () => {
    const email = 'often@example.com';
    for (let n = 0; n < 3; n += 1) {
      const b = await take(at(await planned(o.house, { on: dayAfter(n === 0 ? 0 : n + 3) }), 600, { email }));
      await o.house.t.raw(`UPDATE reception.booking SET state = 'no_show' WHERE id = $1`, [b.bookingId]);
    }
    const b = await take(at(await planned(o.house, { on: dayAfter(11) }), 600, { email }));
    nowAt(momentOf(dayAfter(8), 721).getTime());
    await o.work();
    expect(letters(b).some((one) => one.includes('Келесіз бе'))).toBe(true);
    expect(ok(await confirm(o.house.ctx(visitor), own(b))).state).toBe('booked');
  });
});

describe('whoever came, and whoever did not', () => {
  test('is ticked by the desk; who comes late has come; the clock ends the rest without blame, and whoever found the door shut keeps their turn', async () => {
    const [id, missed] = [await planned(o.house), await planned(o.house, { on: dayAfter(1) })];
    const [a, b, c] = [await take(at(id, 600)), await take(at(id, 620)), await take(at(missed, 600))];
    const staff = o.house.ctx(clerk());
    expect(ok(await write(staff, (tx) => come(staff, tx, a.bookingId))).state).toBe('came');
    expect(ok(await write(staff, (tx) => notCome(staff, tx, b.bookingId))).state).toBe('no_show');
    expect(ok(await write(staff, (tx) => come(staff, tx, b.bookingId))).state).toBe('came');
    const d = await take(at(id, 640));
    await o.house.t.raw(`UPDATE reception.reception SET state = CASE WHEN id = $1 THEN 'held' ELSE 'missed' END`, [id]);
    expect(await endBookings(o.house.ctx())).toBe(2);
    expect([(await stateOf(d))?.['state'], (await stateOf(c))?.['state']]).toEqual(['no_show', 'waiting']);
  });
  test('is not seen, cancelled or ticked by a stranger, by a neighbour’s desk, nor by the holder of another booking', async () => {
    const id = await planned(o.house);
    const [mine, other] = [await take(at(id, 600)), await take(at(id, 620))];
    const neighbour = o.house.ctx(aStaff(o.house.people.sibling, [{ unitId: o.house.units.aqzhaiyq, abilities: ['reception.see', 'reception.desk'] }]));
    for (const ctx of [o.house.ctx(visitor), neighbour]) {
      expect(codeOf(await cancel(ctx, { bookingId: mine.bookingId, held: null }))).toBe('booking_not_found');
      expect(codeOf(await cancel(ctx, { bookingId: mine.bookingId, held: other.bookingId }))).toBe('booking_not_found');
      expect(codeOf(await write(ctx, (tx) => come(ctx, tx, mine.bookingId)))).toBe('booking_not_found');
      expect(await read(ctx, (q) => bookingsOf(q, id))).toEqual([]);
    }
    expect((await read(o.house.ctx(clerk()), (q) => bookingsOf(q, id))).length).toBe(2);
  });
});
