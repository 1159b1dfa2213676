import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { system, visitor, type Actor } from '../../../../kernel/actor.ts';
import { today } from '../../../../kernel/day.ts';
import { isRefusal } from '../../../../kernel/refusal.ts';
import { as, type Ctx } from '../../../../platform/ctx.ts';
import { read } from '../../../../platform/db.ts';
import { ok, openHouse, type TestHouse } from '../../../../../test/support/house.ts';
import { usualLaneWords, usualPriorityWords } from '../../words/queue-usual.ts';
import { hallOf, waitingNow } from '../../store/queue.ts';
import { screenByToken } from '../../store/queue/screens.ts';
import { actsOf, ticketById } from '../../store/queue/tickets.ts';
import { invite } from './call.ts';
import { begin, closeDays, finish, giveBack, hold, leave, leaveByLink, rise, sit, undo } from './serve.ts';
import { endScreen, makeScreen, setUpUsual } from './set-up.ts';
import { openScreen, takeTicket } from './take.ts';

let h: TestHouse;
let branchId: number;
const minute = 60_000;
beforeAll(async () => {
  h = await openHouse();
  branchId = h.units.tasqala;
  ok(await setUpUsual(h.ctx(), { branchId, names: { lanes: usualLaneWords, priorities: usualPriorityWords, source: 'Ішкі тәртіп' } }));
});
afterAll(() => h.end());

/** Signed in for real: sight and posts as the session gives them. */
const staff = async (who: keyof TestHouse['people']): Promise<Ctx> => {
  const page = await h.signedIn(who);
  const token = page.cookies.find((cookie) => cookie.name === 'jauap_session')?.value ?? '';
  const { sessionActor } = await import('../../../people/contract.ts');
  return h.ctx((await sessionActor(h.ctx(visitor), token)) ?? visitor);
};
let reception: Ctx;
let clerk: Ctx;
const hall = () => read(h.ctx(), (q) => hallOf(q, branchId, today(h.ctx().clock)));
const places = async () => {
  const { lanes, desks } = await hall();
  return { a: lanes[0]?.id ?? 0, b: lanes[1]?.id ?? 0, one: desks[0]?.id ?? 0, two: desks[1]?.id ?? 0 };
};
let keys = 0;
const take = (ctx: Ctx, laneId: number, more: Partial<Parameters<typeof takeTicket>[1]> = {}) =>
  takeTicket(ctx, { branchId, laneId, door: 'desk', lang: 'kk', key: `key ${(keys += 1)} of these tests`, ...more });
const stateOf = async (id: number) => (await read(h.ctx(), (q) => ticketById(q, id)))?.state;
const labelled = (done: unknown): string => (ok(done) as { label: string }).label;

beforeAll(async () => {
  reception = await staff('reception');
  clerk = await staff('clerk');
});
// a day of one's own for each test
beforeEach(async () => {
  h.clock.now += 24 * 60 * minute;
  await closeDays(h.ctx(system('queue')));
});

describe('a ticket', () => {
  test('is taken, called, received and finished, and every step is a row and a leaf', async () => {
    const { a, one } = await places();
    ok(await sit(reception, { deskId: one }));
    const taken = ok(await take(reception, a, { name: 'Әлия Сәрсенова' }));
    expect(taken.label).toBe('A001');
    expect(labelled(await invite(reception, { deskId: one }))).toBe('A001');
    ok(await begin(reception, { ticketId: taken.ticketId }));
    h.clock.now += 7 * minute;
    ok(await finish(reception, { ticketId: taken.ticketId }));
    const ticket = await read(h.ctx(), (q) => ticketById(q, taken.ticketId));
    expect(ticket).toMatchObject({ name: 'Әлия С.', state: 'finished', invitations: 1 });
    expect((await read(h.ctx(), (q) => actsOf(q, taken.ticketId))).map((act) => act.act)).toEqual(['finish', 'begin', 'invite', 'take']);
    expect((await h.t.raw(`SELECT act FROM journal.leaf WHERE subject = $1`, [`ticket:${taken.ticketId}`])).map((row) => row['act']).toSorted()).toEqual(['ticket.begin', 'ticket.finish', 'ticket.invite', 'ticket.take']);
  });
  test('sent twice is one, and with other words is refused', async () => {
    const { a, b } = await places();
    const first = ok(await take(reception, a, { key: 'the same key of a form' }));
    expect(ok(await take(reception, a, { key: 'the same key of a form' })).ticketId).toBe(first.ticketId);
    expect(await take(reception, b, { key: 'the same key of a form' })).toMatchObject({ code: 'same_key_other_body' });
  });
  test('taken eight times at once by one key is one', async () => {
    const { a } = await places();
    const all = await Promise.all(Array.from({ length: 8 }, () => take(reception, a, { key: 'pressed by an impatient hand' })));
    expect(new Set(all.map((one) => ok(one).label)).size).toBe(1);
    expect((await hall()).tickets).toHaveLength(1);
  });
  test('is given in order, without gaps, to fifty who come at once', async () => {
    const { a } = await places();
    const all = await Promise.all(Array.from({ length: 50 }, () => take(reception, a)));
    expect(all.map((one) => ok(one).label).toSorted()).toEqual(Array.from({ length: 50 }, (_, n) => `A${String(n + 1).padStart(3, '0')}`));
  });
  test('is taken by nobody of another branch, nor by a stranger', async () => {
    const { a } = await places();
    expect(await take(await staff('sibling'), a)).toMatchObject({ code: 'not_allowed' });
    expect(await take(h.ctx(visitor), a)).toMatchObject({ code: 'not_allowed' });
  });
  test('called three times without anybody coming is let go, and the next one is called by the same press', async () => {
    const { a, one } = await places();
    ok(await sit(reception, { deskId: one }));
    const absent = ok(await take(reception, a));
    h.clock.now += minute;
    const next = ok(await take(reception, a));
    for (let n = 0; n < 3; n += 1) expect(labelled(await invite(reception, { deskId: one }))).toBe(absent.label);
    expect(labelled(await invite(reception, { deskId: one }))).toBe(next.label);
    expect(await stateOf(absent.ticketId)).toBe('left');
    // back within the day, at a fair place
    h.clock.now += 5 * minute;
    ok(await giveBack(reception, { ticketId: absent.ticketId }));
    expect(await stateOf(absent.ticketId)).toBe('waiting');
  });
  test('put aside keeps its place', async () => {
    const { a, one } = await places();
    ok(await sit(reception, { deskId: one }));
    const first = ok(await take(reception, a));
    h.clock.now += minute;
    ok(await take(reception, a));
    ok(await invite(reception, { deskId: one }));
    ok(await hold(reception, { ticketId: first.ticketId }));
    h.clock.now += 20 * minute;
    ok(await giveBack(reception, { ticketId: first.ticketId }));
    expect(labelled(await invite(reception, { deskId: one }))).toBe(first.label);
  });
  test('called by a slip of the hand goes back within a minute, and not later', async () => {
    const { a, one } = await places();
    ok(await sit(reception, { deskId: one }));
    const taken = ok(await take(reception, a));
    ok(await invite(reception, { deskId: one }));
    expect(await undo(clerk, { ticketId: taken.ticketId })).toMatchObject({ code: 'nothing_to_undo' });
    ok(await undo(reception, { ticketId: taken.ticketId }));
    expect(await stateOf(taken.ticketId)).toBe('waiting');
    ok(await leave(reception, { ticketId: taken.ticketId }));
    ok(await undo(reception, { ticketId: taken.ticketId }));
    expect(await stateOf(taken.ticketId)).toBe('waiting');
    ok(await invite(reception, { deskId: one }));
    h.clock.now += 2 * minute;
    expect(await undo(reception, { ticketId: taken.ticketId })).toMatchObject({ code: 'nothing_to_undo' });
  });
  test('is given up by its own link, once, and by no other', async () => {
    const { a } = await places();
    const taken = ok(await take(reception, a));
    expect(await leaveByLink(h.ctx(visitor), 'AAAAAAAAAAAAAAAAAAAAAA')).toMatchObject({ code: 'ticket_not_found' });
    ok(await leaveByLink(h.ctx(visitor), taken.link));
    expect(await stateOf(taken.ticketId)).toBe('left');
    expect(await leaveByLink(h.ctx(visitor), taken.link)).toMatchObject({ code: 'ticket_moved' });
  });
  test('of yesterday waits no more, and nobody sits at a desk overnight', async () => {
    const { a, one } = await places();
    ok(await sit(reception, { deskId: one }));
    const [first, second] = [ok(await take(reception, a)), ok(await take(reception, a))];
    ok(await invite(reception, { deskId: one }));
    ok(await begin(reception, { ticketId: first.ticketId }));
    h.clock.now += 24 * 60 * minute;
    expect(await invite(reception, { deskId: one })).toMatchObject({ nobody: true });
    expect(await finish(reception, { ticketId: first.ticketId })).toMatchObject({ code: 'ticket_not_found' });
    expect(await closeDays(h.ctx(system('queue')))).toEqual({ closed: 2 });
    expect([await stateOf(first.ticketId), await stateOf(second.ticketId)]).toEqual(['finished', 'left']);
    expect((await hall()).desks.filter((desk) => desk.accountId !== null)).toEqual([]);
    expect(await closeDays(h.ctx(system('queue')))).toEqual({ closed: 0 });
  });
});

describe('a desk', () => {
  test('has one person, and a person one desk', async () => {
    const { one, two } = await places();
    ok(await sit(reception, { deskId: one }));
    expect(await sit(clerk, { deskId: one })).toMatchObject({ code: 'desk_taken' });
    expect(await invite(clerk, { deskId: one })).toMatchObject({ code: 'desk_not_yours' });
    ok(await sit(reception, { deskId: two }));
    ok(await sit(clerk, { deskId: one }));
    ok(await rise(reception, { deskId: two }));
    expect((await hall()).desks.map((desk) => desk.accountId)).toEqual([h.people.clerk, null, null]);
  });
  test('with somebody calls nobody else', async () => {
    const { a, one } = await places();
    ok(await sit(reception, { deskId: one }));
    const taken = ok(await take(reception, a));
    ok(await take(reception, a));
    ok(await invite(reception, { deskId: one }));
    ok(await begin(reception, { ticketId: taken.ticketId }));
    expect(await invite(reception, { deskId: one })).toMatchObject({ code: 'desk_busy' });
    expect(await finish(clerk, { ticketId: taken.ticketId })).toMatchObject({ code: 'ticket_elsewhere' });
  });
  test('of another branch is not there', async () => {
    const { one } = await places();
    expect(await invite(await staff('sibling'), { deskId: one })).toMatchObject({ code: 'desk_not_found' });
  });
});

describe('a kiosk', () => {
  const made = async (kind: 'kiosk' | 'display') => ok(await makeScreen(h.ctx(), { branchId, kind, name: 'Дәліз' }));
  test('gives out tickets of its own branch, and is not a board', async () => {
    const { a } = await places();
    const { token } = await made('kiosk');
    const screen = ok(await openScreen(h.ctx(visitor), token, 'kiosk'));
    ok(await take(h.ctx(visitor), a, { door: 'kiosk', screen }));
    expect(await take(h.ctx(visitor), a, { door: 'kiosk', screen, branchId: h.units.aqzhaiyq })).toMatchObject({ code: 'not_allowed' });
    expect(await openScreen(h.ctx(visitor), token, 'display')).toMatchObject({ code: 'screen_not_found' });
  });
  test('under a child’s hands gives out thirty a minute and asks to wait', async () => {
    const { a } = await places();
    const { token } = await made('kiosk');
    const screen = ok(await openScreen(h.ctx(visitor), token, 'kiosk'));
    const all = await Promise.all(Array.from({ length: 40 }, () => take(h.ctx(visitor), a, { door: 'kiosk', screen })));
    expect(all.filter(isRefusal).map((one) => one.code)).toEqual(Array.from({ length: 10 }, () => 'too_many_tickets'));
    h.clock.now += minute + 1;
    ok(await take(h.ctx(visitor), a, { door: 'kiosk', screen }));
  });
  test('that was switched off opens nothing', async () => {
    const { token, screenId } = await made('kiosk');
    ok(await endScreen(h.ctx(), { branchId, id: screenId }));
    expect(await openScreen(h.ctx(visitor), token, 'kiosk')).toMatchObject({ code: 'screen_not_found' });
    expect(await read(h.ctx(), (q) => screenByToken(q, token))).toBeNull();
  });
  test('and its stranger see no ticket without the address', async () => {
    const { a } = await places();
    ok(await take(reception, a));
    const stranger: Actor = visitor;
    expect((await read(as(h.ctx(), stranger), (q) => hallOf(q, branchId, today(h.ctx().clock)))).tickets).toEqual([]);
    expect((await read(await staff('sibling'), (q) => hallOf(q, branchId, today(h.ctx().clock)))).tickets).toEqual([]);
  });
});

test('everybody may know how many wait and how long, and nobody who', async () => {
  const { a } = await places();
  for (let n = 0; n < 3; n += 1) ok(await take(reception, a, { name: 'Әлия' }));
  const found = await read(h.ctx(visitor), (q) => waitingNow(q, [branchId, h.units.aqzhaiyq], today(h.ctx().clock)));
  expect([...found.keys()]).toEqual([branchId]);
  expect(found.get(branchId)).toMatchObject({ waiting: 3 });
  expect(JSON.stringify([...found])).not.toContain('Әлия');
});

test('what was said of the waiting is kept beside what came, once there is something to go by', async () => {
  const { a, one } = await places();
  ok(await sit(reception, { deskId: one }));
  await h.t.raw('UPDATE reception.ticket SET ended_at = NULL');
  const first = ok(await take(reception, a));
  expect((await read(h.ctx(), (q) => ticketById(q, first.ticketId)))?.estimateMinutes ?? null).toBeNull();
  for (let n = 0; n < 6; n += 1) {
    const taken = n === 0 ? first : ok(await take(reception, a));
    ok(await invite(reception, { deskId: one }));
    ok(await begin(reception, { ticketId: taken.ticketId }));
    h.clock.now += 10 * minute;
    ok(await finish(reception, { ticketId: taken.ticketId }));
  }
  ok(await take(reception, a));
  ok(await take(reception, a));
  const third = ok(await take(reception, a));
  expect((await read(h.ctx(), (q) => ticketById(q, third.ticketId)))?.estimateMinutes).toBe(20);
});
