import { afterAll, beforeAll, expect, test } from 'vitest';
import { jobs } from '../../src/rooms/reception/reacts/bookings.ts';
import { registerReaders } from '../../src/platform/jobs.ts';
import { readers } from '../../src/app/house.ts';
import { makeServer } from '../../src/app/server.tsx';
import { house } from '../../src/app/house.ts';
import { readConfig } from '../../src/platform/config.ts';
import { makeLog } from '../../src/platform/log.ts';
import { system, visitor } from '../../src/kernel/actor.ts';
import { book, type Booked } from '../../src/rooms/reception/acts/bookings.ts';
import { bookSchema } from '../../src/rooms/reception/contract/bookings.ts';
import { openHouse, ok, type TestHouse } from '../support/house.ts';
import { planned, dayAfter } from '../support/bookings.ts';
import type { Lacking } from '../support/lacking.ts';
import { Caller } from './caller.ts';
import { inHouseWithout } from './lacking-house.ts';

let h: TestHouse;
const lines: string[] = [];
/** Each field bears its own mark: where one of them turns up says which field leaked. */
const canary = { surname: 'Канарейкасурнаме', given: 'Канарейкаесім', patronymic: 'Канарейкаәке', text: 'канарейкамәтін: ауладағы шам жанбайды', email: 'canary-email@example.com' } as const;
const marks = [...Object.values(canary).map((one) => one.split(':')[0] ?? ''), '0001234'];
let app: ReturnType<typeof makeServer>;
let receptionId = 0;
let mine: Booked;
let other: Booked;

const booking = (atMinute: number, more: object = {}) => bookSchema.parse({ key: crypto.randomUUID(), lang: 'kk', surname: 'Басқа', given: 'Адам', phone: '8 701 555 00 01', text: 'Басқа мәселе туралы', where: { how: 'place', receptionId, atMinute }, ...more });
beforeAll(async () => {
  registerReaders(readers);
  h = await openHouse();
  const log = makeLog('debug', (line) => lines.push(line));
  const config = readConfig({ JAUAP_DATA: '/tmp/jauap-bookings-unused', JAUAP_MODE: 'test', JAUAP_SECRET: 'a secret of tests, longer than thirty-two letters', JAUAP_LOG: 'debug' });
  app = makeServer({ ctx: { db: h.t.db, clock: { now: () => h.clock.now }, log }, config, house });
  receptionId = await planned(h);
  await planned(h, { on: dayAfter(4) });
  const site = { door: 'site', video: false } as const;
  mine = ok(await book(h.ctx(visitor), booking(600, { ...canary, phone: '8 701 000 12 34' }), site));
  other = ok(await book(h.ctx(visitor), booking(620), site));
});
afterAll(() => h.end());

const leaks = (text: string): readonly string[] => marks.filter((mark) => text.includes(mark));

/** Fourteen numbers with a wrong code, then the right ones: what is said to each. */
const tried = async (of = app): Promise<{ readonly wrong: readonly number[]; readonly right: number }> => {
  const caller = await new Caller(of).arrive('/kk/receptions/follow');
  const wrong: number[] = [];
  for (let n = 1; n <= 14; n += 1) wrong.push((await caller.post('/kk/receptions/follow', { number: `BQ01-B-2026-${String(n).padStart(6, '0')}`, code: 'AAAA-AAAA' })).status);
  return { wrong, right: (await caller.post('/kk/receptions/follow', { number: mine.number, code: mine.followCode })).status };
};
const times = (status: number, count: number): readonly number[] => Array.from({ length: count }, () => status);
test('nobody finds a booking by trying numbers and codes: ten tries, then nothing is looked at, whatever number is next', async () => {
  // not even with the right code, until the time is over
  expect(await tried()).toEqual({ wrong: [...times(422, 10), ...times(429, 4)], right: 429 });
  h.clock.now += 16 * 60_000;
  const caller = await new Caller(app).arrive('/kk/receptions/follow');
  expect((await caller.post('/kk/receptions/follow', { number: mine.number, code: mine.followCode })).status).toBe(303);
});

test('control: where nobody counts the tries, all are looked at, and the right code is let in', async () => {
  h.clock.now += 16 * 60_000;
  const counting: Lacking = { 'src/platform/db/tries.ts': [['cardinality(f.at) >= ${most}', 'cardinality(f.at) >= 1000']] };
  expect(await inHouseWithout(h, counting, (broken) => tried(broken.app))).toEqual({ wrong: times(422, 14), right: 303 });
  h.clock.now += 16 * 60_000;
});

test('a number that is not there and a wrong code answer alike', async () => {
  const caller = await new Caller(app).arrive('/kk/receptions/follow');
  const body = async (number: string) => (await (await caller.post('/kk/receptions/follow', { number, code: 'ZZZZ-ZZZZ' })).text()).replaceAll(/value="[^"]*"/g, '').replaceAll(/nonce="[^"]*"/g, '');
  expect(await body('BQ01-B-2026-999999')).toBe(await body(mine.number));
});

test('somebody else’s link opens theirs alone, and a changed or shortened one opens nothing', async () => {
  const caller = await new Caller(app).arrive('/kk/receptions/follow');
  expect(leaks(await (await caller.get(`/kk/receptions/bookings/${other.linkToken}`)).text())).toEqual([]);
  for (const token of [mine.linkToken.slice(0, -1), `${mine.linkToken}A`, mine.linkToken.toLowerCase() === mine.linkToken ? 'x' : mine.linkToken.toLowerCase(), '../follow', '%00', "' OR 1=1--", mine.followCode, mine.number, String(mine.bookingId)]) {
    const response = await caller.get(`/kk/receptions/bookings/${encodeURIComponent(token)}`);
    expect(response.status, token).toBe(404);
    for (const act of ['moves', 'cancellations', 'restorations', 'confirmations']) expect((await caller.post(`/kk/receptions/bookings/${encodeURIComponent(token)}/${act}`, { place: `${receptionId}:640`, bookingId: String(mine.bookingId) })).status, `${token} ${act}`).toBe(404);
  }
  // an id in the form of one's own booking moves nobody else
  expect((await caller.post(`/kk/receptions/bookings/${other.linkToken}/moves`, { place: `${receptionId}:640`, bookingId: String(mine.bookingId) })).status).toBe(303);
  expect((await h.t.raw('SELECT at_minute FROM reception.booking WHERE id = $1', [mine.bookingId]))[0]).toEqual({ at_minute: 600 });
});

/** A clerk of the branch beside at this branch's desk: what the list and each act say, and what of somebody stands in them. */
const beside = async (of = app): Promise<{ readonly list: number; readonly acts: readonly number[]; readonly leaked: readonly string[] }> => {
  const cookie = (await h.signedIn('sibling')).cookies.find((one) => one.name === 'jauap_session')?.value ?? '';
  const sibling = await new Caller(of, cookie).arrive('/kk/me');
  const list = await sibling.get(`/kk/desk/receptions/${receptionId}/bookings`);
  const form = { key: crypto.randomUUID(), surname: 'А', given: 'Б', phone: '8 701 000 00 05', text: 'Бірдеңе туралы', lang: 'kk', atMinute: '700' };
  const posted = [await sibling.post(`/kk/desk/receptions/${receptionId}/bookings`, form), await sibling.post(`/kk/desk/receptions/${receptionId}/arrivals`, { bookingId: String(mine.bookingId), did: 'came' }), await sibling.post(`/kk/desk/receptions/${receptionId}/arrivals`, { bookingId: String(mine.bookingId), did: 'cancelled' })];
  const texts = await Promise.all([list, ...posted].map((one) => one.text()));
  return { list: list.status, acts: posted.map((one) => one.status), leaked: leaks(texts.join()) };
};
test('nobody at a desk sees, books or ticks for another branch', async () => {
  const { list, acts, leaked } = await beside();
  expect([list, leaked]).toEqual([404, []]);
  for (const status of acts) expect([403, 404]).toContain(status);
  expect((await h.t.raw('SELECT state FROM reception.booking WHERE id = $1', [mine.bookingId]))[0]).toEqual({ state: 'booked' });
});

test('a closed day, a taken hour and a step out of turn are not had by typing their address', async () => {
  const caller = await new Caller(app).arrive('/kk/receptions/book');
  await caller.post('/kk/receptions/book', {});
  for (const step of ['who', 'how', 'day', 'time', 'you', 'check']) expect((await caller.get(`/kk/receptions/book/${step}`)).headers.get('location'), step).toBe('/kk/receptions/book/what');
  for (const [step, fields] of [['what', { text: 'Ауладағы шам екі апта жанбайды' }], ['where', { place: 'Тасқала ауданы' }], ['who', { who: 'any' }]] as const) expect((await caller.post(`/kk/receptions/book/${step}`, fields)).status, step).toBe(303);
  for (const day of ['2026-12-16', '2026-11-28', '2026-02-30', '1999-01-01', 'x'.repeat(9_000)]) expect((await caller.post('/kk/receptions/book/day', { day })).status, day.slice(0, 20)).toBe(422);
  expect((await caller.post('/kk/receptions/book/day', { day: '2026-11-26' })).status).toBe(303);
  for (const slot of [`${receptionId}:600`, `${receptionId}:660`, '0:0', `${receptionId}:-1`, '9'.repeat(40), 'a:b']) expect((await caller.post('/kk/receptions/book/time', { slot })).status, slot).toBe(422);
  for (const who of ['0', '-1', String(h.people.clerk), "1' OR '1'='1"]) expect((await caller.post('/kk/receptions/book/who', { who })).status, who).toBe(422);
  const api = (body: object) => app.request('/api/v1/receptions/bookings', { method: 'POST', headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() }, body: JSON.stringify({ lang: 'kk', surname: 'А', given: 'Б', phone: '8 701 000 00 07', text: 'Бірдеңе туралы', ...body }) });
  for (const [body, status] of [[{ receptionId, atMinute: 660 }, 409], [{ receptionId: 99_999, atMinute: 600 }, 404], [{ receptionId: -1, atMinute: 600 }, 422], [{ receptionId, atMinute: 700, phone: undefined }, 422], [{ receptionId, atMinute: 700, territoryCode: '999999999' }, 422]] as const) expect((await api(body)).status, JSON.stringify(body)).toBe(status);
});

test('what somebody said is in no log line, no job, no journal leaf, no notice, no public page and no answer of the interface', async () => {
  const person = await new Caller(app).arrive('/kk/receptions/book');
  await person.post('/kk/receptions/book', {});
  const steps: readonly (readonly [string, Record<string, string>])[] = [['what', { text: canary.text }], ['where', { place: 'Тасқала ауданы' }], ['who', { who: 'any' }], ['day', { day: '2026-11-30' }]];
  for (const [step, fields] of steps) expect((await person.post(`/kk/receptions/book/${step}`, fields)).status, step).toBe(303);
  const slot = /name="slot" value="([^"]+)"/.exec(await (await person.get('/kk/receptions/book/time')).text())?.[1] ?? '';
  await person.post('/kk/receptions/book/time', { slot });
  await person.post('/kk/receptions/book/you', { ...canary, phone: '8 701 000 12 34', lang: 'kk' });
  // the unfinished form lies sealed
  expect(leaks(JSON.stringify(await h.t.raw('SELECT * FROM reception.draft')))).toEqual([]);
  expect((await person.post('/kk/receptions/book/check', {})).headers.get('location')).toBe('/kk/receptions/book/done');
  await jobs['reception:look_ahead'](h.ctx(system('reception:look_ahead')));
  for (const table of ['graphile_worker._private_jobs', 'journal.unsealed', 'reception.booking_act', 'reception.draft', 'reception.intake', 'reception.slot', 'notices.notice', 'platform.idempotency']) expect(leaks(JSON.stringify(await h.t.raw(`SELECT * FROM ${table}`))), table).toEqual([]);
  expect(lines.length).toBeGreaterThan(20);
  expect(leaks(lines.join('\n'))).toEqual([]);
  expect(lines.some((line) => line.includes(mine.linkToken))).toBe(false);
  for (const path of ['/kk/receptions', '/kk/receptions/book', '/kk/receptions/follow', '/api/v1/receptions?territory=276000000', `/kk/receptions/bookings/${other.linkToken}/places`]) expect(leaks(await (await new Caller(app).get(path)).text()), path).toEqual([]);
});

test('control: without the branch in the policy the clerk beside books here, and the same question says so; what others said the second lock still hides', async () => {
  const open: Lacking = { 'src/rooms/reception/policy/bookings.ts': [
    ["const post = postWith(actor, 'reception.desk', branchId);\n  return post ? mint('booking.book', actor, post.postId) : refuse('not_allowed');", "return mint('booking.book', actor);"],
    ["const post = postWith(actor, 'reception.desk', r.branchId) ?? postWith(actor, 'reception.receive', r.unitId);\n  return post ? mint('booking.see', actor, post.postId) : refuse('booking_not_found');", "return mint('booking.see', actor);"],
  ] };
  expect(await inHouseWithout(h, open, (broken) => beside(broken.app))).toEqual({ list: 200, acts: [303, 404, 404], leaked: [] });
});
