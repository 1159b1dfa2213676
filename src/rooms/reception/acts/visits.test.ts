import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { system, visitor, type Actor } from '../../../kernel/actor.ts';
import { day } from '../../../kernel/day.ts';
import { isRefusal } from '../../../kernel/refusal.ts';
import { read, sql, view, write } from '../../../platform/db.ts';
import { dayAfter, planned } from '../../../../test/support/bookings.ts';
import { testNow } from '../../../../test/support/database.ts';
import { ok, openHouse, type TestHouse } from '../../../../test/support/house.ts';
import { reportTask, settleTask } from '../../assignments/contract.ts';
import { registerIn, registerSchema } from '../../appeals/contract.ts';
import { sessionActor } from '../../people/contract.ts';
import { openPromisesOf } from '../store/promises.ts';
import { mattersOf, visitBy, visitCode, visitLink } from '../store/visits.ts';
import { addMatter, beginVisit, finishVisit, putPromise, readBack, settleMatter, type Begin } from './visits.ts';
import { visitSeen } from './visits/around.ts';
import { openVisit, openVisitByCode } from './visits/follow.ts';
import { judge } from './visits/judge.ts';
import { keepInStep, writeSilence } from './visits/keep.ts';

const dayMs = 86_400_000;
let h: TestHouse;
const staff = new Map<string, Actor>();
const actorOf = async (accountId: number): Promise<Actor> => {
  const token = randomBytes(32).toString('base64url');
  await h.t.raw(`INSERT INTO people.session (account_id, token_hash, by_way, user_agent, remote, started_at, seen_at) VALUES ($1, $2, 'password', '', '', $3, $3)`, [accountId, createHash('sha256').update(token).digest(), new Date(testNow)]);
  const actor = await sessionActor(h.t.ctx(visitor), token);
  if (!actor) throw new Error('the session is not good');
  return actor;
};
const as = (who: string) => { const actor = staff.get(who); if (!actor) throw new Error(`nobody is ${who}`); return h.ctx(actor); };
const code = (value: unknown): string => (isRefusal(value) ? value.code : 'done');

beforeAll(async () => {
  h = await openHouse();
  for (const [who, accountId] of Object.entries(h.people)) staff.set(who, await actorOf(accountId));
});
afterAll(() => h.end());

const person = { surname: 'Нұрғалиева', given: 'Сәуле', phone: '+77015550101' } as const;
const begun = (who: string, o: Partial<Begin> = {}) => write(as(who), (tx) => beginVisit(as(who), tx, { branchId: h.units.tasqala, unitId: h.units.tasqala, ...person, ...o }));
const sat = async (o: Partial<Begin> = {}, texts: readonly string[] = ['Көшеде жарық жоқ, балалар қараңғыда жүреді']) => {
  h.clock.now = testNow;
  const visit = ok(await begun('reception', { accountId: h.people.head, unitId: h.units.region, ...o }));
  for (const text of texts) ok(await addMatter(as('reception'), { number: visit.number, text }));
  return visit;
};
const promised = (number: string, o: { nth?: number; dueOn?: string; accountId?: number } = {}) =>
  settleMatter(as('reception'), { number, nth: o.nth ?? 1, how: 'promised', text: 'Екі бағанға шам іліп береміз', executorUnit: h.units.lighting, executorAccount: o.accountId ?? h.people.executor, dueOn: day(o.dueOn ?? '2026-11-25') });
const kept = async (visitId: number, assignmentId: number): Promise<void> => {
  ok(await reportTask(as('executor'), { assignmentId, text: 'Шамдар ілінді, жанып тұр', papers: [] }));
  ok(await settleTask(as('controller'), { assignmentId }));
  const ctx = h.ctx(system('test'));
  for (const matter of await read(ctx, (q) => mattersOf(q, [visitId]))) await write(ctx, (tx) => keepInStep(ctx, tx, matter.id));
};

describe('one citizen, several matters', () => {
  test('each matter is settled its own way: advice, an appeal with its number and day, a promise', async () => {
    const visit = await sat({}, ['Жәрдемақыға қайда барамын?', 'Жол ойылып қалды, көлік жүре алмайды', 'Көшеде жарық жоқ']);
    ok(await settleMatter(as('reception'), { number: visit.number, nth: 1, how: 'advised', advice: 'Халыққа қызмет көрсету орталығына барыңыз' }));
    const appeal = ok(await settleMatter(as('reception'), { number: visit.number, nth: 2, how: 'registered', kind: 'complaint', topicCode: 'roads', publishConsent: false, papers: [] }));
    const promise = ok(await promised(visit.number, { nth: 3 }));
    expect(visit.number).toMatch(/^BQ01-V-2026-\d{6}$/);
    expect(appeal.appealNumber).toMatch(/^BQ01-2026-\d{6}$/);
    expect(await h.t.raw(`SELECT channel, kind, text, branch_id::int FROM appeals.appeal WHERE number = '${appeal.appealNumber}'`)).toEqual([{ channel: 'desk', kind: 'complaint', text: 'Жол ойылып қалды, көлік жүре алмайды', branch_id: h.units.tasqala }]);
    expect(await h.t.raw(`SELECT source_kind, lead, task, reference, a.due_on::text AS due, a.executor_account::int, controller_account::int FROM assignments.assignment a JOIN reception.promise p ON p.assignment_id = a.id WHERE p.id = ${promise.promiseId}`)).toEqual([
      { source_kind: 'visit', lead: false, task: 'Екі бағанға шам іліп береміз', reference: visit.number, due: '2026-11-25', executor_account: h.people.executor, controller_account: h.people.controller }]);
    expect(code(await finishVisit(as('reception'), { number: visit.number }))).toBe('done');
    expect(code(await addMatter(as('reception'), { number: visit.number, text: 'Тағы бір сөз бар еді' }))).toBe('visit_over');
  });

  test('a visit is not finished while a matter hangs; the rest becomes appeals by one word', async () => {
    const visit = await sat({}, ['Су құбыры жарылды', 'Аула лас, қоқыс шығарылмайды']);
    const refused = await finishVisit(as('reception'), { number: visit.number });
    expect(isRefusal(refused) && [refused.code, refused.facts]).toEqual(['matters_unsettled', { count: 2 }]);
    ok(await finishVisit(as('reception'), { number: visit.number, rest: 'register' }));
    expect(await h.t.raw(`SELECT outcome, appeal_number IS NOT NULL AS numbered FROM reception.matter WHERE visit_id = ${visit.visitId} ORDER BY nth`)).toEqual([{ outcome: 'registered', numbered: true }, { outcome: 'registered', numbered: true }]);
  });

  test('an appeal cannot be made of somebody without a name, and nothing is left of the try', async () => {
    const visit = await sat({ surname: undefined, given: undefined });
    expect(code(await settleMatter(as('reception'), { number: visit.number, nth: 1, how: 'registered', kind: 'application', publishConsent: false, papers: [] }))).toBe('visitor_name_required');
    expect(await h.t.raw(`SELECT outcome FROM reception.matter WHERE visit_id = ${visit.visitId}`)).toEqual([{ outcome: null }]);
  });

  test('words that go to their own earlier appeal are added to it; to a common cause they go as an appeal of their own', async () => {
    h.clock.now = testNow;
    const letter = async (phone: string) => {
      const ctx = as('clerk');
      return ok(await write(ctx, (tx) => registerIn(ctx, tx, registerSchema.parse({ key: randomBytes(12).toString('hex'), channel: 'desk', lang: 'kk', branchId: h.units.tasqala, applicant: { kind: 'person', surname: 'Ахметов', given: 'Дархан', phone }, matters: [{ kind: 'complaint', text: 'Үйге жылу келмейді, суық', publishConsent: false }] })))).matters[0];
    };
    const [own, other] = [await letter('+77015550202'), await letter('+77015550303')];
    const visit = await sat({ surname: 'Ахметов', given: 'Дархан', phone: '+77015550202' }, ['Жылу әлі жоқ', 'Көршілер де тоңып отыр']);
    const added = ok(await settleMatter(as('reception'), { number: visit.number, nth: 1, how: 'joined', appealNumber: own?.number ?? '' }));
    expect(added.appealNumber).toBe(own?.number);
    expect(await h.t.raw(`SELECT text FROM appeals.note WHERE appeal_id = ${own?.appealId}`)).toEqual([{ text: 'Жылу әлі жоқ' }]);
    const joined = ok(await settleMatter(as('reception'), { number: visit.number, nth: 2, how: 'joined', appealNumber: other?.number ?? '' }));
    expect(joined.appealNumber).not.toBe(other?.number);
    expect(await h.t.raw(`SELECT joined_to::float8 FROM appeals.appeal WHERE number = '${joined.appealNumber}'`)).toEqual([{ joined_to: other?.appealId }]);
  });

  test('the same form sent twice is one visit and one matter', async () => {
    h.clock.now = testNow;
    const key = randomBytes(12).toString('hex');
    const [a, b] = [ok(await begun('reception', { key })), ok(await begun('reception', { key }))];
    expect(b.number).toBe(a.number);
    expect(code(await begun('reception', { key, given: 'Басқа' }))).toBe('same_key_other_body');
    const matter = { number: a.number, text: 'Кезек ұзақ, бала күтіп отыр', key: randomBytes(12).toString('hex') };
    expect(ok(await addMatter(as('reception'), matter)).matterId).toBe(ok(await addMatter(as('reception'), matter)).matterId);
    expect(await h.t.raw(`SELECT count(*)::int AS n FROM reception.matter WHERE visit_id = ${a.visitId}`)).toEqual([{ n: 1 }]);
  });
});

test('before whom somebody sits is of the branch, of its duties or of a body that receives for it; a post elsewhere is not enough', async () => {
  const before = (accountId: number, unitId: number, o: Partial<Begin> = {}) => begun('reception', { accountId, unitId, ...o });
  expect(code(await before(h.people.sibling, h.units.aqzhaiyq))).toBe('host_invalid');
  expect(code(await before(h.people.sibling, h.units.tasqala))).toBe('host_invalid');
  for (const [accountId, unitId] of [[h.people.controller, h.units.tasqala], [h.people.bodyHead, h.units.lighting], [h.people.head, h.units.region]] as const) expect(code(await before(accountId, unitId)), String(accountId)).toBe('done');
  const receptionId = await planned(h, { on: day('2026-11-20'), from: 960, to: 1020 });
  expect(code(await before(h.people.head, h.units.region, { receptionId }))).toBe('host_invalid');
  expect(code(await before(h.people.bodyHead, h.units.lighting, { receptionId }))).toBe('done');
});

describe('the promise in the room', () => {
  test('never on a day off, never in the past, never to somebody who does not sit there', async () => {
    const visit = await sat();
    const said = await promised(visit.number, { dueOn: '2026-11-22' });
    expect(isRefusal(said) && [said.code, said.facts]).toEqual(['promise_day_off', { day: '23.11.2026' }]);
    expect(code(await promised(visit.number, { dueOn: '2026-11-19' }))).toBe('promise_day_past');
    expect(code(await promised(visit.number, { accountId: h.people.clerk }))).toBe('person_not_in_unit');
    expect(await h.t.raw(`SELECT count(*)::int AS n FROM reception.promise p JOIN reception.matter m ON m.id = p.matter_id WHERE m.visit_id = ${visit.visitId}`)).toEqual([{ n: 0 }]);
  });

  test('it is read back, kept, and then the person has the word', async () => {
    const visit = await sat();
    const promise = ok(await promised(visit.number));
    ok(await readBack(as('reception'), { number: visit.number, promiseId: promise.promiseId ?? 0 }));
    ok(await finishVisit(as('reception'), { number: visit.number }));
    expect(code(await judge(h.ctx(visitor), visit.visitId, { nth: 1, verdict: 'solved' }))).toBe('verdict_too_early');
    const [row] = await h.t.raw(`SELECT assignment_id, read_back_at IS NOT NULL AS read FROM reception.promise WHERE id = ${promise.promiseId}`);
    expect(row?.['read']).toBe(true);
    await kept(visit.visitId, Number(row?.['assignment_id']));
    expect(await h.t.raw(`SELECT open, kept FROM reception.promise WHERE id = ${promise.promiseId}`)).toEqual([{ open: false, kept: true }]);
    expect(ok(await judge(h.ctx(visitor), visit.visitId, { nth: 1, verdict: 'solved' })).verdict).toBe('solved');
    expect(code(await judge(h.ctx(visitor), visit.visitId, { nth: 1, verdict: 'partly' }))).toBe('verdict_given_before');
  });

  test('an open promise is put before the official once at a reception, and what they say is kept', async () => {
    const visit = await sat();
    const { promiseId } = ok(await promised(visit.number));
    const open = await read(as('head'), (q) => openPromisesOf(q, h.people.head));
    expect(open.map((one) => one.id)).toContain(promiseId);
    const host = { accountId: h.people.head, unitId: h.units.region };
    const [one = 0, other = 0] = [await planned(h, host), await planned(h, { ...host, on: dayAfter(1) })];
    const put = { promiseId: promiseId ?? 0, receptionId: one, said: 'Шам келді, ертең іледі' };
    ok(await putPromise(as('head'), put));
    expect(code(await putPromise(as('head'), put))).toBe('promise_put_already');
    expect(code(await putPromise(as('executor'), { ...put, receptionId: other }))).not.toBe('done');
  });

  test('a day that the branch moved moves in the room too, and a withdrawn promise is not kept', async () => {
    const visit = await sat();
    const { promiseId } = ok(await promised(visit.number));
    const [row] = await h.t.raw(`SELECT assignment_id, matter_id FROM reception.promise WHERE id = ${promiseId}`);
    await h.t.raw(`UPDATE assignments.assignment SET due_on = '2026-11-30' WHERE id = ${row?.['assignment_id']}`);
    const ctx = h.ctx(system('test'));
    expect((await write(ctx, (tx) => keepInStep(ctx, tx, Number(row?.['matter_id'])))).map((one) => [one.what, one.promise.dueOn])).toEqual([['moved', '2026-11-30']]);
    expect(await write(ctx, (tx) => keepInStep(ctx, tx, Number(row?.['matter_id'])))).toEqual([]);
  });
});

describe('the last word is the person’s', () => {
  test('by the link, or by number and code; a wrong code opens nothing', async () => {
    const visit = await sat();
    const row = await read(h.ctx(), (q) => visitBy(q, { number: visit.number }));
    const secret = { id: visit.visitId, secretVersion: row?.secretVersion ?? 0 };
    expect(ok(await openVisit(h.ctx(visitor), visitLink(secret)))).toBe(visit.visitId);
    expect(ok(await openVisitByCode(h.ctx(visitor), { number: visit.number, code: visitCode(secret), caller: '10.0.0.1' }))).toBe(visitLink(secret));
    expect(code(await openVisitByCode(h.ctx(visitor), { number: visit.number, code: 'AAAA-AAAA', caller: '10.0.0.1' }))).toBe('follow_not_found');
    expect(code(await openVisit(h.ctx(visitor), 'x'.repeat(22)))).toBe('visit_not_found');
  });

  test('advice that did not help becomes an appeal by the same words, and both keys stand', async () => {
    const visit = await sat({}, ['Анықтама бермейді, үшінші рет келдім']);
    ok(await settleMatter(as('reception'), { number: visit.number, nth: 1, how: 'advised', advice: 'Басқа терезеге барыңыз' }));
    const judged = ok(await judge(h.ctx(visitor), visit.visitId, { nth: 1, verdict: 'not_solved', comment: 'Онда да бермеді', register: true }));
    expect(await h.t.raw(`SELECT outcome, verdict, appeal_number FROM reception.matter WHERE visit_id = ${visit.visitId}`)).toEqual([{ outcome: 'advised', verdict: 'not_solved', appeal_number: judged.appealNumber }]);
    expect(await h.t.raw(`SELECT text FROM appeals.appeal WHERE number = '${judged.appealNumber}'`)).toEqual([{ text: 'Анықтама бермейді, үшінші рет келдім\n\nОнда да бермеді' }]);
  });

  test('twenty days of silence are written down as silence, and silence can still be broken', async () => {
    const visit = await sat({}, ['Жұмыссыз қалдым']);
    ok(await settleMatter(as('reception'), { number: visit.number, nth: 1, how: 'advised', advice: 'Жұмыспен қамту орталығына барыңыз' }));
    const verdict = async () => (await h.t.raw(`SELECT verdict FROM reception.matter WHERE visit_id = ${visit.visitId}`))[0]?.['verdict'];
    h.clock.now = testNow + 19 * dayMs;
    await writeSilence(h.ctx());
    expect(await verdict()).toBeNull();
    h.clock.now = testNow + 21 * dayMs;
    await writeSilence(h.ctx());
    expect(await verdict()).toBe('silent');
    ok(await judge(h.ctx(visitor), visit.visitId, { nth: 1, verdict: 'partly' }));
    expect(await verdict()).toBe('partly');
    h.clock.now = testNow;
  });
});

describe('an official of another body receives', () => {
  test('what they register is the branch’s appeal, which they do not see; they join nothing they cannot read', async () => {
    h.clock.now = testNow;
    const visit = ok(await begun('reception', { accountId: h.people.executor, unitId: h.units.lighting }));
    for (const text of ['Подъезде жарық жоқ', 'Жылу келмейді']) ok(await addMatter(as('executor'), { number: visit.number, text }));
    const done = ok(await settleMatter(as('executor'), { number: visit.number, nth: 1, how: 'registered', kind: 'application', publishConsent: false, papers: [] }));
    expect(done.appealNumber).toMatch(/^BQ01-2026-/);
    expect(await read(as('executor'), async (q) => (await sql`SELECT 1 FROM appeals.appeal WHERE number = ${done.appealNumber}`.execute(view(q))).rows.length)).toBe(0);
    expect(code(await settleMatter(as('executor'), { number: visit.number, nth: 2, how: 'joined', appealNumber: done.appealNumber ?? '' }))).toBe('not_allowed');
  });
});

describe('who sees a visit', () => {
  test('the branch and those above it; a sibling branch and an official of another body find nothing', async () => {
    const visit = await sat();
    const seen = async (who: string) => (await read(as(who), (q) => visitSeen(q, as(who).actor, visit.number))) !== undefined;
    expect(await Promise.all(['reception', 'clerk', 'controller', 'head', 'sibling', 'executor'].map(seen))).toEqual([true, true, true, true, false, false]);
    expect(code(await addMatter(as('sibling'), { number: visit.number, text: 'Бұл маған тиесілі емес' }))).toBe('visit_not_found');
    expect(code(await addMatter(as('controller'), { number: visit.number, text: 'Бақылаушы ғана едім' }))).toBe('not_allowed');
  });
});
