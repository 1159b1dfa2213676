import { createHash, randomBytes } from 'node:crypto';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ok, openHouse, type TestHouse } from '../../../../../test/support/house.ts';
import { installed, newKey, numberAt, plannedOuting, promised, registered, advised, visitOf, type Tablet } from '../../../../../test/support/tablet.ts';
import { testNow } from '../../../../../test/support/database.ts';
import { visitor, type Actor } from '../../../../kernel/actor.ts';
import { isRefusal } from '../../../../kernel/refusal.ts';
import { read } from '../../../../platform/db.ts';
import { kitSchema, type Kit } from '../../contract/offline.ts';
import { settleArrivalSchema } from '../../contract/outings.ts';
import { sessionActor } from '../../../people/contract.ts';
import { checkNumbers } from './numbers.ts';
import { settleArrival } from './settle.ts';

const sha = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

let h: TestHouse;
let outingId = 0;
let tablet: Tablet;
beforeAll(async () => {
  h = await openHouse();
  outingId = await plannedOuting(h);
  tablet = await installed(h, outingId);
});
afterAll(() => h?.end());

describe('a tablet goes along', () => {
  test('it takes a kit with a hundred numbers of each series, who receives, the topics, the calendar and the terms', () => {
    expect(kitSchema.safeParse(tablet.kit).success).toBe(true);
    const { appeal, visit } = tablet.kit.blocks;
    expect([appeal.to - appeal.from, visit.to - visit.from, appeal.prefix, visit.prefix]).toEqual([99, 99, 'BQ01-2026-', 'BQ01-V-2026-']);
    expect(tablet.kit.officials.map((one) => one.accountId)).toEqual([h.people.executor]);
    expect(tablet.kit.terms.days['application']).toBe(15);
    expect(tablet.kit.calendar.off).toContain('2026-12-16');
    expect(tablet.kit.bodies.map((one) => one.unitId)).toContain(h.units.lighting);
  });

  test('one person with three matters becomes a visit, an appeal under the number that was given out, and a promise', async () => {
    const number = numberAt(tablet.kit.blocks.appeal, 0);
    const act = visitOf(tablet, { nth: 0, matters: [advised, registered(number), promised(tablet, '2026-11-27')] });
    const key = newKey();
    const first = await tablet.send({ place: 1, key, act });
    expect(first).toEqual({ status: 200, body: { state: 'taken', place: 1, visit: act.number, appeals: [number] } });
    expect(await tablet.send({ place: 1, key, act })).toEqual(first);
    expect(await h.t.raw('SELECT number, outing_id, clerk_id, account_id, state FROM reception.visit')).toEqual([{ number: act.number, outing_id: String(outingId), clerk_id: String(h.people.reception), account_id: String(h.people.executor), state: 'finished' }]);
    expect((await h.t.raw('SELECT outcome FROM reception.matter ORDER BY nth')).map((row) => row['outcome'])).toEqual(['advised', 'registered', 'promised']);
    expect(await h.t.raw('SELECT number, channel FROM appeals.appeal')).toEqual([{ number, channel: 'outing' }]);
    expect((await h.t.raw('SELECT text, due_on::text AS due_on, read_back_at IS NOT NULL AS read FROM reception.promise'))[0]).toEqual({ text: 'Алаңды жөндейміз', due_on: '2026-11-27', read: true });
  });
});

const place = async (): Promise<number> => Number((await h.t.raw('SELECT coalesce(max(place), 0)::int + 1 AS n FROM reception.arrival WHERE device_id = $1', [tablet.device.id]))[0]?.['n']);
let nth = 10;
const next = (): number => (nth += 1);
const check = (series: 'appeal' | 'visit') => read(h.ctx(), (q) => checkNumbers(q, { branchId: h.units.tasqala, code: 'BQ01', series, year: 2026 }));

describe('in its order, once', () => {
  test('a place that is ahead waits for the one before it, and one that is taken is not taken twice', async () => {
    const at = await place();
    const ahead = await tablet.send({ place: at + 3, key: newKey(), act: visitOf(tablet, { nth: next() }) });
    expect(ahead).toEqual({ status: 409, body: { state: 'waits_for', place: at } });
    expect((await tablet.send({ place: 1, key: newKey(), act: visitOf(tablet, { nth: next() }) })).status).toBe(422);
    expect(await place()).toBe(at);
  });

  test('the same key with another body is refused, whichever tablet sends it', async () => {
    const key = newKey();
    const act = visitOf(tablet, { nth: next() });
    const at = await place();
    expect((await tablet.send({ place: at, key, act })).status).toBe(200);
    expect(await tablet.send({ place: at, key, act: { ...act, person: { surname: 'Басқа', given: 'Адам' } } })).toMatchObject({ status: 422, body: { code: 'same_key_other_body' } });
    const other = await installed(h, outingId, { page: await h.signedIn('clerk') });
    expect(await other.send({ place: 1, key, act })).toMatchObject({ status: 422, body: { code: 'same_key_other_body' } });
  });

  test('the same act sent eight times at once is one visit, and all eight hear the same', async () => {
    const act = visitOf(tablet, { nth: next(), matters: [registered(numberAt(tablet.kit.blocks.appeal, nth))] });
    const arrival = { place: await place(), key: newKey(), act };
    const answers = await Promise.all(Array.from({ length: 8 }, () => tablet.send(arrival)));
    expect(new Set(answers.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(await h.t.raw('SELECT count(*)::int AS n FROM reception.visit WHERE number = $1', [act.number])).toEqual([{ n: 1 }]);
  });

  test('the control: a house that had forgotten the note of an arrival would give another answer', async () => {
    const act = visitOf(tablet, { nth: next() });
    const arrival = { place: await place(), key: newKey(), act };
    const first = await tablet.send(arrival);
    await h.t.raw('DELETE FROM reception.arrival WHERE key = $1', [arrival.key]);
    expect(await tablet.send(arrival)).not.toEqual(first);
    expect(await h.t.raw('SELECT count(*)::int AS n FROM reception.visit WHERE number = $1', [act.number])).toEqual([{ n: 1 }]);
  });

  test('a tablet whose clock runs ahead or behind is not believed: the visit is of the outing, not of tomorrow', async () => {
    for (const [beganAt, on] of [['2031-01-01T10:00:00+05:00', '2026-11-20'], ['2025-01-01T10:00:00+05:00', '2026-11-20']] as const) {
      const act = visitOf(tablet, { nth: next(), beganAt });
      expect((await tablet.send({ place: await place(), key: newKey(), act })).body.state).toBe('taken');
      expect(await h.t.raw('SELECT held_on::text AS on FROM reception.visit WHERE number = $1', [act.number])).toEqual([{ on }]);
    }
    expect((await h.t.raw(`SELECT told->>'clockOff' AS said FROM reception.arrival WHERE told ? 'clockOff' ORDER BY place`)).map((row) => row['said'])).toEqual(['2031-01-01T10:00:00+05:00', '2025-01-01T10:00:00+05:00']);
  });

  test('the earlier of the told and the counted day stands, and both are shown', async () => {
    const [early, late] = [numberAt(tablet.kit.blocks.appeal, next()), numberAt(tablet.kit.blocks.appeal, nth + 1)];
    const first = visitOf(tablet, { nth, matters: [registered(early, { toldDueOn: '2026-12-10' }), registered(late, { toldDueOn: '2027-02-01' })] });
    nth += 1;
    expect((await tablet.send({ place: await place(), key: newKey(), act: first })).body.state).toBe('taken');
    const due = await h.t.raw('SELECT number, due_on::text AS due FROM appeals.appeal WHERE number = ANY($1) ORDER BY number', [[early, late]]);
    const counted = due[1]?.['due'];
    expect(due).toEqual([{ number: early, due: '2026-12-10' }, { number: late, due: counted }]);
    const told = (await h.t.raw(`SELECT told->'days' AS days FROM reception.arrival WHERE visit_id = (SELECT id FROM reception.visit WHERE number = $1)`, [first.number]))[0]?.['days'];
    expect(told).toEqual([{ number: early, told: '2026-12-10', counted, stands: '2026-12-10' }, { number: late, told: '2027-02-01', counted, stands: counted }]);
    const page = await h.signedIn('reception');
    await page.open(`/kk/desk/outings/${outingId}`);
    expect(page.text).toContain(`${early}: адамға 10.12.2026 делінген`);
  });
});

describe('what a person has to look at', () => {
  const conflict = async (act: Parameters<Tablet['send']>[0]['act']): Promise<{ code: string; place: number }> => {
    const at = await place();
    const arrival = { place: at, key: newKey(), act };
    const sent = await tablet.send(arrival);
    expect(sent).toMatchObject({ status: 200, body: { state: 'conflict', place: at } });
    expect(await tablet.send(arrival)).toEqual(sent);
    return { code: sent.body.code ?? '', place: at };
  };
  const settledBy = async (who: 'reception' | 'sibling' | 'executor', at: number, changes: Partial<{ how: 'as_it_is' | 'changed' | 'joined' | 'given_up'; reason: string; number: string; changes: Record<string, string> }>) => {
    return settleArrival(h.ctx(await actorOf(who)), settleArrivalSchema.parse({ deviceId: tablet.device.id, place: at, how: 'as_it_is', ...changes }));
  };
  const actorOf = async (who: 'reception' | 'sibling' | 'executor'): Promise<Actor> => {
    const token = randomBytes(32).toString('base64url');
    await h.t.raw(`INSERT INTO people.session (account_id, token_hash, by_way, user_agent, remote, started_at, seen_at) VALUES ($1, $2, 'password', '', '', $3, $3)`, [h.people[who], createHash('sha256').update(token).digest(), new Date(testNow)]);
    const actor = await sessionActor(h.ctx(visitor), token);
    if (!actor) throw new Error(`${who} has no session`);
    return actor;
  };

  test('nothing of it is in the tables in clear, and the numbers on the paper wait with it', async () => {
    const act = visitOf(tablet, { nth: next(), person: { surname: 'Қанарбекова', given: 'Зере', iin: '123456789012' } });
    const { code, place: at } = await conflict(act);
    expect(code).toBe('iin_invalid');
    const rows = await h.t.raw('SELECT a::text AS row FROM reception.arrival a WHERE place = $1', [at]);
    expect(JSON.stringify(rows)).not.toContain('Қанарбекова');
    expect((await check('visit')).lost).toEqual([]);
    expect(isRefusal(await settledBy('sibling', at, {}))).toBe(true);
    expect(isRefusal(await settledBy('executor', at, {}))).toBe(true);
    expect(isRefusal(await settledBy('reception', at, {}))).toBe(true);
    const done = ok(await settledBy('reception', at, { how: 'changed', changes: { iin: '' } }));
    expect(done.visit).toBe(act.number);
    expect(isRefusal(await settledBy('reception', at, { how: 'changed', changes: { iin: '' } }))).toBe(true);
  });

  test('a number used twice gets a new one from the counter, and the one on the paper is explained by whoever has it', async () => {
    const twice = numberAt(tablet.kit.blocks.appeal, next());
    ok(await tablet.send({ place: await place(), key: newKey(), act: visitOf(tablet, { nth, matters: [registered(twice)] }) }));
    const { code, place: at } = await conflict(visitOf(tablet, { nth: next(), matters: [registered(twice)] }));
    expect(code).toBe('number_used');
    const done = ok(await settledBy('reception', at, { how: 'changed', changes: { 'appeal.1': 'new' } }));
    expect(done.appeals[0]).not.toBe(twice);
    expect((await check('appeal')).twice).toEqual([]);
  });

  test('a number of another tablet, or of nobody, is never taken', async () => {
    const { code } = await conflict(visitOf(tablet, { nth: next(), matters: [registered('BQ01-2026-000900')] }));
    expect(code).toBe('number_not_of_device');
    expect((await conflict(visitOf(tablet, { nth: next(), number: 'BQ02-V-2026-000001' }))).code).toBe('number_not_of_device');
    expect((await conflict(visitOf(tablet, { nth: next(), matters: [registered(numberAt(tablet.kit.blocks.appeal, 100))] }))).code).toBe('number_not_of_device');
  });

  test('a promise on a day off asks for a working day', async () => {
    const act = visitOf(tablet, { nth: next(), matters: [promised(tablet, '2026-11-28')] });
    const { code, place: at } = await conflict(act);
    expect(code).toBe('day_off');
    const done = ok(await settledBy('reception', at, { how: 'changed', changes: { 'dueOn.1': '2026-11-30' } }));
    expect(await h.t.raw('SELECT p.due_on::text AS due FROM reception.promise p JOIN reception.matter m ON m.id = p.matter_id WHERE m.visit_id = $1', [done.visitId])).toEqual([{ due: '2026-11-30' }]);
  });

  test('an official who held no post, a topic and a body that are closed, a paper that never came', async () => {
    expect((await conflict(visitOf(tablet, { nth: next(), officialId: 999_999 }))).code).toBe('official_gone');
    expect((await conflict(visitOf(tablet, { nth: next(), matters: [{ ...advised, topicCode: 'no_such_topic' }] }))).code).toBe('topic_closed');
    expect((await conflict(visitOf(tablet, { nth: next(), matters: [promised(tablet, '2026-11-27', { executorUnit: 999_999 })] }))).code).toBe('body_closed');
    const missing = await conflict(visitOf(tablet, { nth: next(), matters: [{ ...advised, papers: [{ key: newKey(), name: 'сурет.jpg', bytes: 10, sha256: 'a'.repeat(64) }] }] }));
    expect(missing.code).toBe('paper_missing');
    ok(await settledBy('reception', missing.place, { how: 'changed', changes: { papers: 'without' } }));
    expect((await conflict(visitOf(tablet, { nth: next(), person: { surname: 'А', given: 'Б', phone: '12' } }))).code).toBe('phone_invalid');
  });

  test('somebody who holds a post, but neither went along nor receives in this branch, is not named as the one who received', async () => {
    for (const who of [h.people.sibling, h.people.colleague]) expect((await conflict(visitOf(tablet, { nth: next(), officialId: who }))).code).toBe('official_not_here');
    const promise = promised(tablet, '2026-11-27');
    expect((await conflict(visitOf(tablet, { nth: next(), matters: [{ ...promise, promise: { ...promise.promise, accountId: h.people.sibling } as typeof promise.promise }] }))).code).toBe('official_not_here');
    const { place: at } = await conflict(visitOf(tablet, { nth: next(), officialId: h.people.sibling }));
    ok(await settledBy('reception', at, { how: 'changed', changes: { official: '' } }));
    // of the branch itself, though not of the team
    expect((await tablet.send({ place: await place(), key: newKey(), act: visitOf(tablet, { nth: next(), officialId: h.people.controller }) })).body.state).toBe('taken');
  });

  test('given up with a reason, its numbers are explained and no record has them', async () => {
    const appeal = numberAt(tablet.kit.blocks.appeal, next());
    const act = visitOf(tablet, { nth, person: { surname: 'Қайта', given: 'Сынақ', iin: '1' }, matters: [registered(appeal)] });
    const { place: at } = await conflict(act);
    ok(await settledBy('reception', at, { how: 'given_up', reason: 'Адам өзі келіп, басқаша жазылды.' }));
    expect((await h.t.raw('SELECT number, reason FROM reception.unused_number WHERE number = ANY($1) ORDER BY number', [[appeal, act.number]])).map((row) => row['reason'])).toEqual(['given_up', 'given_up']);
    expect(await h.t.raw('SELECT body_sealed FROM reception.arrival WHERE place = $1 AND device_id = $2', [at, tablet.device.id])).toEqual([{ body_sealed: null }]);
  });

  test('joined to the person\'s own appeal that is there, and the number of the paper is explained', async () => {
    const first = numberAt(tablet.kit.blocks.appeal, next());
    const person = { surname: 'Екі рет', given: 'Келген', phone: '+77015557788' };
    ok(await tablet.send({ place: await place(), key: newKey(), act: visitOf(tablet, { nth, person, matters: [registered(first)] }) }));
    const second = numberAt(tablet.kit.blocks.appeal, next());
    const { place: at } = await conflict(visitOf(tablet, { nth, person: { ...person, iin: '77' }, matters: [registered(second)] }));
    const page = await h.signedIn('reception');
    await page.open(`/kk/desk/outings/arrivals/${tablet.device.id}/${at}`);
    expect(page.text).toContain('Екі рет Келген');
    const refused = await settledBy('reception', at, { how: 'joined', number: first });
    expect(isRefusal(refused) && refused.code).toBe('iin_invalid');
    ok(await settledBy('reception', at, { how: 'given_up', reason: 'Бұрынғы өтінішке қосылды.' }));
  });
});

describe('papers in pieces', () => {
  const picture = () => sharp({ create: { width: 900, height: 700, channels: 3, background: '#2a6' } }).jpeg().toBuffer();

  test('it goes on where it stopped, and becomes a file of the appeal', async () => {
    const bytes = Buffer.concat([await picture()]);
    const key = newKey();
    const headers = { 'content-type': 'application/octet-stream', 'x-name': encodeURIComponent('шұңқыр.jpg'), 'x-bytes': String(bytes.length), 'x-sha256': sha(bytes) };
    expect(await tablet.ask('GET', `papers/${key}`)).toEqual({ status: 200, body: { bytes: 0, whole: false } });
    expect(await tablet.ask('POST', `papers/${key}?at=0`, new Uint8Array(bytes.subarray(0, 1_000)), headers)).toEqual({ status: 200, body: { bytes: 1_000, whole: false } });
    expect(await tablet.ask('POST', `papers/${key}?at=2000`, new Uint8Array(bytes.subarray(2_000, 2_500)), headers)).toEqual({ status: 409, body: { bytes: 1_000, whole: false } });
    expect(await tablet.ask('POST', `papers/${key}?at=500`, new Uint8Array(bytes.subarray(500, 1_500)), headers)).toEqual({ status: 200, body: { bytes: 1_500, whole: false } });
    expect(await tablet.ask('GET', `papers/${key}`)).toEqual({ status: 200, body: { bytes: 1_500, whole: false } });
    expect(await tablet.ask('POST', `papers/${key}?at=1500`, new Uint8Array(bytes.subarray(1_500)), headers)).toEqual({ status: 200, body: { bytes: bytes.length, whole: true } });
    const number = numberAt(tablet.kit.blocks.appeal, next());
    const act = visitOf(tablet, { nth, matters: [registered(number, { papers: [{ key, name: 'шұңқыр.jpg', bytes: bytes.length, sha256: sha(bytes) }] })] });
    expect((await tablet.send({ place: await place(), key: newKey(), act })).body.state).toBe('taken');
    expect(await h.t.raw('SELECT kind, name FROM files.file WHERE owner = (SELECT \'appeal:\' || id FROM appeals.appeal WHERE number = $1)', [number])).toEqual([{ kind: 'picture', name: 'шұңқыр.jpg' }]);
    expect(await h.t.raw('SELECT count(*)::int AS n FROM reception.paper_piece WHERE key = $1', [key])).toEqual([{ n: 0 }]);
  });

  test('a whole that is not what it was said to be begins anew', async () => {
    const bytes = await picture();
    const sent = await tablet.sendPaper(newKey(), bytes, 'a.jpg', { sha256: 'b'.repeat(64) });
    expect(sent).toMatchObject({ status: 422, body: { code: 'piece_invalid', bytes: 0 } });
  });

  test('what is no file the house takes is shown to a person, who can save it and take the rest without it', async () => {
    const bytes = Buffer.from('MZ this is a program'.repeat(50));
    const key = newKey();
    expect((await tablet.sendPaper(key, bytes, 'қағаз.pdf')).body.whole).toBe(true);
    const act = visitOf(tablet, { nth: next(), matters: [{ ...advised, papers: [{ key, name: 'қағаз.pdf', bytes: bytes.length, sha256: sha(bytes) }] }] });
    const at = await place();
    expect((await tablet.send({ place: at, key: newKey(), act })).body).toMatchObject({ state: 'conflict', code: 'paper_refused' });
    const page = await h.signedIn('reception');
    await page.open(`/kk/desk/outings/arrivals/${tablet.device.id}/${at}`);
    await page.follow('қағаз.pdf');
    expect([page.headers.get('content-type'), page.bytes]).toEqual(['application/octet-stream', bytes.length]);
  });
});

describe('over', () => {
  test('fewer than twenty left: a further hundred, once, however often it is asked', async () => {
    const last = tablet.kit.blocks.appeal.to - 10;
    const more = (await tablet.ask<Kit>('GET', `kit?appeal=${last}&visit=0`)).body;
    expect(more.next.appeal).toHaveLength(1);
    expect((await tablet.ask<Kit>('GET', `kit?appeal=${last}&visit=0`)).body.next).toEqual(more.next);
    expect(more.next.visit).toEqual([]);
    expect((await tablet.ask<Kit>('GET', 'kit?appeal=999999999&visit=999999999')).body.next).toEqual(more.next);
  });

  test('the end hands the numbers back: every number is used, explained or waits for a person, and no number is lost', async () => {
    const arrival = { place: await place(), key: newKey(), act: { what: 'end' as const, at: '2026-11-20T18:00:00+05:00' } };
    const done = await tablet.send(arrival);
    expect(done).toMatchObject({ status: 200, body: { state: 'taken' } });
    expect(await tablet.send(arrival)).toEqual(done);
    expect(await tablet.ask('GET', 'kit')).toEqual({ status: 410, body: { wipe: true } });
    expect(await tablet.send({ place: arrival.place + 1, key: newKey(), act: visitOf(tablet, { nth: 90 }) })).toEqual({ status: 410, body: { wipe: true } });
    expect(await tablet.ask('POST', 'wiped', JSON.stringify({ left: 0 }))).toEqual({ status: 200, body: { wiped: true } });
    for (const series of ['appeal', 'visit'] as const) expect(await check(series)).toMatchObject({ lost: [], twice: [] });
    const unused = await h.t.raw(`SELECT series, reason, count(*)::int AS n FROM reception.unused_number WHERE reason = 'not_used' GROUP BY 1, 2 ORDER BY 1`);
    expect(unused.length).toBe(2);
    const page = await h.signedIn('head');
    await page.open(`/kk/desk/outings/${outingId}`);
    expect(page.text).toContain('қолданылмады: сапарда керек болмады');
    expect(page.text).toContain('адам қарауын күтіп тұр');
  });
});
