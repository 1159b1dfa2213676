import { createHash, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { visitor, type Actor } from '../../../kernel/actor.ts';
import { day } from '../../../kernel/day.ts';
import { isRefusal } from '../../../kernel/refusal.ts';
import { read } from '../../../platform/db.ts';
import { testNow } from '../../../../test/support/database.ts';
import { ok, openHouse, type TestHouse } from '../../../../test/support/house.ts';
import { mattersOf } from '../../../../e2e/nojs/matters.ts';
import { approveAndSend, draftAnswer } from '../../appeals/acts/answer.ts';
import { withdraw as withdrawMatter } from '../../appeals/acts/holder.ts';
import { giveTask } from '../../appeals/acts/task.ts';
import { filesOf, takeUpload } from '../../files/contract.ts';
import { createAccount, givePost, sessionActor, setAbsence } from '../../people/contract.ts';
import { baton, isOpen, stageAfter, type Act, type Assignment } from '../law.ts';
import { openExtension, reports } from '../store/beside.ts';
import { byId, history } from '../store/promise.ts';
import { accept, askHelp, askTime, contribute, decideTime, endHelp, handOver, remind, report, returnForRework, setController, settle, withdraw } from './task.ts';

const dayMs = 86_400_000;
let h: TestHouse;
const staff = new Map<string, Actor>();
const extra = { engineer: 0, deputy: 0, third: 0 };

/** What the house itself would make of somebody, by a session of their own. */
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
  for (const who of ['engineer', 'deputy', 'third'] as const) {
    const { accountId } = ok(await createAccount(h.ctx(), { login: `${who}@ashyq.example`, name: who, lang: 'kk' }));
    ok(await givePost(h.ctx(), { accountId, unitId: h.units.roads, role: 'executor', fromOn: day('2026-01-01') }));
    extra[who] = accountId;
    staff.set(who, await actorOf(accountId));
  }
});
afterAll(() => h.end());

type Given = { readonly number: string; readonly appealId: number; readonly id: number };
/** A matter that the lighting office answers for, and a task beside it for the roads department. */
const given = async (o: { accountId?: number; by?: string; unitId?: number; dueOn?: string } = {}): Promise<Given> => {
  h.clock.now = testNow;
  const matter = await mattersOf(h).given(h.people.executor);
  const task = ok(await giveTask(as(o.by ?? 'clerk'), { number: matter.number, task: 'Бағанның іргетасын тексеріңіз', unitId: o.unitId ?? h.units.roads, accountId: o.accountId, dueOn: day(o.dueOn ?? '2026-11-27') }));
  return { number: matter.number, appealId: matter.appealId, id: task.assignmentId };
};
const seen = async (id: number): Promise<Assignment> => {
  const found = await read(h.ctx(), (q) => byId(q, id));
  if (!found) throw new Error(`no assignment ${id}`);
  return found;
};
const waiting = async (a: Given) => (await read(h.ctx(), (q) => openExtension(q, { kind: 'appeal', id: a.appealId }, a.id)))?.id ?? 0;
const said = { text: 'Іргетас бекітілді', papers: [] as number[] };

describe('the whole life of a task beside a matter', () => {
  test('given, taken, helped, given more time, reported with proofs, returned, reported again and accepted; only then the matter is answered', async () => {
    const a = await given();
    const assignmentId = a.id;
    expect(await seen(a.id)).toMatchObject({ lead: false, stage: 'given', dueOn: '2026-11-27', executor: { unitId: h.units.roads, accountId: null }, controller: { unitId: h.units.tasqala, accountId: h.people.clerk } });

    ok(await accept(as('engineer'), { assignmentId }));
    ok(await askHelp(as('engineer'), { assignmentId, unitId: h.units.lighting, reason: 'Жарық сымын ажыратыңыз' }));
    expect(code(await askHelp(as('engineer'), { assignmentId, unitId: h.units.lighting }))).toBe('helps_already');
    ok(await contribute(as('colleague'), { assignmentId, text: 'Сым ажыратылды', papers: [] }));

    const toOn = day('2026-12-04');
    expect(code(await askTime(as('engineer'), { assignmentId, toOn: day('2026-12-05'), reason: 'Бетон кебуі керек' }))).toBe('extension_day_off');
    // the department does not see the matter's own promise, so the branch's decision is what keeps the day within it
    ok(await askTime(as('engineer'), { assignmentId, toOn: day('2026-12-14'), reason: 'Бетон кебуі керек' }));
    expect(code(await decideTime(as('head'), { assignmentId, extensionId: await waiting(a), granted: true }))).toBe('task_after_source');
    ok(await decideTime(as('head'), { assignmentId, extensionId: await waiting(a), granted: false, reason: 'Өтініштің мерзімінен кеш' }));
    ok(await askTime(as('engineer'), { assignmentId, toOn, reason: 'Бетон кебуі керек' }));
    expect(code(await askTime(as('engineer'), { assignmentId, toOn, reason: 'Тағы бір рет' }))).toBe('extension_waiting');
    const first = await waiting(a);
    for (const who of ['engineer', 'clerk', 'controller']) expect(code(await decideTime(as(who), { assignmentId, extensionId: first, granted: true })), who).toBe('not_allowed');
    expect(code(await decideTime(as('head'), { assignmentId, extensionId: first, granted: false }))).toBe('reason_required');
    ok(await decideTime(as('head'), { assignmentId, extensionId: first, granted: false, reason: 'Уақыт жеткілікті' }));
    expect(await seen(a.id)).toMatchObject({ dueOn: '2026-11-27', waits: false });
    ok(await askTime(as('engineer'), { assignmentId, toOn, reason: 'Аяз түсті' }));
    ok(await decideTime(as('head'), { assignmentId, extensionId: await waiting(a), granted: true }));
    expect(await seen(a.id)).toMatchObject({ dueOn: '2026-12-04', originalDueOn: '2026-11-27', waits: false, stage: 'accepted' });

    const by = `account:${extra.engineer}`;
    const picture = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#888' } }).jpeg().toBuffer();
    const papers = [
      ok(await takeUpload(as('engineer'), new File([new Uint8Array(picture)], 'баған.jpg', { type: 'image/jpeg' }), { by })).fileId,
      ok(await takeUpload(as('engineer'), new File(['Орындалған жұмыс актісі'], 'акт.txt', { type: 'text/plain' }), { by })).fileId,
    ];
    ok(await report(as('engineer'), { assignmentId, text: 'Іргетас құйылды', papers, taken: { lat: 51.1, lon: 50.29, metres: 12, takenAt: '2026-11-20T09:05:00+05:00' } }));
    const shown = await read(h.ctx(), async (q) => { const all = await reports(q, a.id); return { all, files: await filesOf(q, `report:${all.at(-1)?.id ?? 0}`) }; });
    expect(shown.all.map((one) => one.kind)).toEqual(['contribution', 'report']);
    expect(shown.all.at(-1)?.taken).toMatchObject({ lat: 51.1, lon: 50.29, metres: 12, takenAt: new Date('2026-11-20T04:05:00Z') });
    expect(shown.files.map((one) => [one.name, one.picture])).toEqual([['баған.jpg', true], ['акт.txt', false]]);

    const draft = ok(await draftAnswer(as('executor'), { number: a.number, outcome: 'done', text: 'Шам ауыстырылды.', papers: [] }));
    const approve = () => approveAndSend(as('controller'), { number: a.number, answerId: draft.answerId });
    expect(code(await approve())).toBe('tasks_open');
    expect(code(await settle(as('engineer'), { assignmentId }))).toBe('not_allowed');
    ok(await returnForRework(as('clerk'), { assignmentId, reason: 'Суретте іргетас көрінбейді' }));
    expect(code(await settle(as('clerk'), { assignmentId }))).toBe('assignment_not_possible');
    ok(await report(as('engineer'), { assignmentId, ...said }));
    expect(code(await approve())).toBe('tasks_open');
    ok(await settle(as('controller'), { assignmentId }));
    expect(await seen(a.id)).toMatchObject({ stage: 'settled', executor: { accountId: extra.engineer } });
    expect(code(await approve())).toBe('done');
    const acts = (await read(h.ctx(), (q) => history(q, { kind: 'appeal', id: a.appealId }))).filter((row) => row.assignmentId === a.id).map((row) => row.act);
    expect(acts).toEqual(['give', 'accept', 'add_co_executor', 'contribute', 'ask_time', 'deny_time', 'ask_time', 'deny_time', 'ask_time', 'grant_time', 'report', 'return', 'report', 'settle']);
    // one act of the office, one leaf: the giving was written down with the matter
    expect(await h.t.raw(`SELECT count(*)::int AS n FROM journal.leaf WHERE subject = 'assignment:${a.id}'`)).toEqual([{ n: acts.length - 1 }]);
  });

  test('who has nothing to do with it finds nothing; a helper sees it from the day they were asked, and no longer acts when released', async () => {
    const a = await given();
    const one = { assignmentId: a.id };
    for (const who of ['sibling', 'colleague', 'bodyHead']) {
      for (const tried of [accept(as(who), one), remind(as(who), one), report(as(who), { ...one, ...said }), withdraw(as(who), { ...one, reason: 'керек емес' }), contribute(as(who), { ...one, ...said })]) expect(code(await tried), who).toBe('assignment_not_found');
      expect(await read(as(who), (q) => byId(q, a.id)), who).toBeUndefined();
    }
    ok(await askHelp(as('clerk'), { ...one, unitId: h.units.lighting }));
    expect((await read(as('colleague'), (q) => byId(q, a.id)))?.id).toBe(a.id);
    expect(code(await accept(as('colleague'), one))).toBe('not_allowed');
    ok(await contribute(as('colleague'), { ...one, ...said }));
    ok(await endHelp(as('clerk'), { ...one, unitId: h.units.lighting }));
    expect(code(await contribute(as('colleague'), { ...one, ...said }))).toBe('not_allowed');
    expect(code(await endHelp(as('clerk'), { ...one, unitId: h.units.lighting }))).toBe('helps_not');
  });

  test('who may not do what: each is told why', async () => {
    const a = await given({ accountId: extra.engineer });
    const one = { assignmentId: a.id };
    expect(code(await accept(as('third'), one))).toBe('already_taken');
    expect(code(await report(as('third'), { ...one, ...said }))).toBe('already_taken');
    expect(code(await report(as('clerk'), { ...one, ...said }))).toBe('not_allowed');
    expect(code(await withdraw(as('engineer'), { ...one, reason: 'керек емес' }))).toBe('not_allowed');
    expect(code(await setController(as('engineer'), { ...one, accountId: h.people.controller }))).toBe('not_allowed');
    expect(code(await setController(as('clerk'), { ...one, accountId: extra.engineer }))).toBe('person_not_in_unit');
    expect(code(await handOver(as('clerk'), { ...one, unitId: h.units.roads, accountId: h.people.executor, reason: 'соған' }))).toBe('person_not_in_unit');
    expect(code(await report(as('engineer'), { ...one, ...said, taken: { lat: 51, lon: 50, takenAt: '2026-11-21T09:00:00+05:00' } }))).toBe('taken_in_future_invalid');
    const { lead } = await read(h.ctx(), async (q) => ({ lead: (await history(q, { kind: 'appeal', id: a.appealId }, { lead: true }))[0]?.assignmentId ?? 0 }));
    expect(code(await report(as('executor'), { assignmentId: lead, ...said }))).toBe('assignment_through_source');
  });

  test('the executor never accepts their own work, whatever else their post allows', async () => {
    const a = await given({ unitId: h.units.tasqala, accountId: h.people.controller });
    const one = { assignmentId: a.id };
    // a person of the branch has it, and their role controls there
    await h.t.raw(`UPDATE people.role SET abilities = abilities || '{assignment.report}' WHERE code = 'controller'`);
    staff.set('both', await actorOf(h.people.controller));
    await h.t.raw(`UPDATE people.role SET abilities = array_remove(abilities, 'assignment.report') WHERE code = 'controller'`);
    ok(await report(as('both'), { ...one, ...said }));
    expect(code(await settle(as('both'), one))).toBe('controller_is_executor');
    expect(code(await returnForRework(as('both'), { ...one, reason: 'өзіме' }))).toBe('controller_is_executor');
    expect(code(await setController(as('clerk'), { ...one, accountId: h.people.controller }))).toBe('controller_is_executor');
    ok(await settle(as('clerk'), one));
    expect(code(await settle(as('clerk'), one))).toBe('assignment_not_possible');
  });

  test('it is withdrawn by whoever controls, with its open request; the person’s own withdrawal frees everybody', async () => {
    const a = await given({ accountId: extra.engineer });
    ok(await askTime(as('engineer'), { assignmentId: a.id, toOn: day('2026-12-02'), reason: 'Күн суық' }));
    ok(await withdraw(as('clerk'), { assignmentId: a.id, reason: 'Баған ауыстырылды' }));
    expect(await seen(a.id)).toMatchObject({ stage: 'withdrawn', waits: false });
    expect(code(await accept(as('engineer'), { assignmentId: a.id }))).not.toBe('done');

    const b = await given({ accountId: extra.engineer });
    const second = ok(await giveTask(as('clerk'), { number: b.number, task: 'Жолды ашыңыз', unitId: h.units.roads, dueOn: day('2026-11-27') })).assignmentId;
    ok(await askTime(as('engineer'), { assignmentId: b.id, toOn: day('2026-12-02'), reason: 'Күн суық' }));
    ok(await withdrawMatter(h.ctx({ kind: 'holder', appealId: b.appealId }), {}));
    expect(await h.t.raw(`SELECT lead, stage, waits FROM assignments.assignment WHERE source_id = ${b.appealId} ORDER BY id`)).toEqual([
      { lead: true, stage: 'withdrawn', waits: false }, { lead: false, stage: 'withdrawn', waits: false }, { lead: false, stage: 'withdrawn', waits: false },
    ]);
    expect(code(await remind(as('clerk'), { assignmentId: second }))).toBe('assignment_not_possible');
  });

  test('one reminder a day from all controllers together', async () => {
    const a = await given();
    ok(await remind(as('clerk'), { assignmentId: a.id }));
    expect(code(await remind(as('controller'), { assignmentId: a.id }))).toBe('reminded_today');
    h.clock.now = testNow + dayMs;
    ok(await remind(as('controller'), { assignmentId: a.id }));
    expect(code(await remind(as('head'), { assignmentId: a.id }))).toBe('reminded_today');
    h.clock.now = testNow;
  });

  test('what an absent person has, the deputy takes, and nobody else; where none was named, anybody of the body', async () => {
    const a = await given({ accountId: extra.engineer });
    expect(code(await accept(as('deputy'), { assignmentId: a.id }))).toBe('already_taken');
    ok(await setAbsence(h.ctx(), { accountId: extra.engineer, deputyId: extra.deputy, fromOn: day('2026-11-20'), toOn: day('2026-11-20') }));
    expect(code(await accept(as('third'), { assignmentId: a.id }))).toBe('already_taken');
    ok(await accept(as('deputy'), { assignmentId: a.id }));
    expect(await seen(a.id)).toMatchObject({ executor: { unitId: h.units.roads, accountId: extra.deputy }, handOvers: 1 });
    const b = await given({ accountId: extra.deputy });
    ok(await setAbsence(h.ctx(), { accountId: extra.deputy, fromOn: day('2026-11-20'), toOn: day('2026-11-20') }));
    ok(await accept(as('third'), { assignmentId: b.id }));
    expect(await seen(b.id)).toMatchObject({ executor: { accountId: extra.third }, handOvers: 1 });
  });
});

/** Helpers whose copy of what orders their board is not the promise's, or who have it there still, or no more, against the facts. */
const unlike = (id: number) => h.t.raw(`SELECT h.* FROM assignments.co_executor h JOIN assignments.assignment a ON a.id = h.assignment_id
  WHERE a.id = $1 AND (h.open <> (a.open AND h.ended_at IS NULL) OR (h.open AND (h.near_on <> a.near_on OR h.moved_at <> a.moved_at)))`, [id]);

describe('random acts by random people', () => {
  const people = ['clerk', 'controller', 'head', 'executor', 'colleague', 'sibling', 'third', 'reception'] as const;
  type Tried = { readonly act: Act; readonly run: (who: string, a: Given) => Promise<unknown> };
  const all: readonly Tried[] = [
    { act: 'accept', run: (who, a) => accept(as(who), { assignmentId: a.id }) },
    { act: 'hand_over', run: (who, a) => handOver(as(who), { assignmentId: a.id, unitId: h.units.lighting, accountId: h.people.colleague, reason: 'соларға' }) },
    { act: 'hand_over', run: (who, a) => handOver(as(who), { assignmentId: a.id, unitId: h.units.roads, reason: 'оларға' }) },
    { act: 'report', run: (who, a) => report(as(who), { assignmentId: a.id, ...said }) },
    { act: 'return', run: (who, a) => returnForRework(as(who), { assignmentId: a.id, reason: 'қайта' }) },
    { act: 'settle', run: (who, a) => settle(as(who), { assignmentId: a.id }) },
    { act: 'withdraw', run: (who, a) => withdraw(as(who), { assignmentId: a.id, reason: 'керек емес' }) },
    { act: 'ask_time', run: (who, a) => askTime(as(who), { assignmentId: a.id, toOn: day('2026-12-02'), reason: 'күн суық' }) },
    { act: 'grant_time', run: async (who, a) => decideTime(as(who), { assignmentId: a.id, extensionId: await waiting(a), granted: true }) },
    { act: 'deny_time', run: async (who, a) => decideTime(as(who), { assignmentId: a.id, extensionId: await waiting(a), granted: false, reason: 'жоқ' }) },
    { act: 'add_co_executor', run: (who, a) => askHelp(as(who), { assignmentId: a.id, unitId: h.units.lighting }) },
    { act: 'contribute', run: (who, a) => contribute(as(who), { assignmentId: a.id, ...said }) },
    { act: 'set_controller', run: (who, a) => setController(as(who), { assignmentId: a.id, accountId: h.people.controller }) },
    { act: 'remind', run: (who, a) => remind(as(who), { assignmentId: a.id }) },
  ];

  test('never reach a stage the table forbids; there is one holder at any time, and their times make up the life of the promise', async () => {
    let reached = 0;
    await fc.assert(fc.asyncProperty(fc.array(fc.tuple(fc.nat(all.length - 1), fc.constantFrom(...people), fc.integer({ min: 1, max: 20 * 3_600_000 })), { minLength: 8, maxLength: 24 }), async (tries) => {
      const a = await given();
      for (const [at, who, later] of tries) {
        h.clock.now += later;
        const tried = all[at];
        if (!tried) continue;
        const before = await seen(a.id);
        const done = !isRefusal(await tried.run(who, a));
        const after = await seen(a.id);
        if (done) reached += 1;
        expect(after.stage, `${tried.act} by ${who} of a ${before.stage} one`).toBe(done ? stageAfter(tried.act, before.stage) : before.stage);
        expect(after.executor.accountId === null || after.executor.accountId !== after.controller.accountId).toBe(true);
        const held = baton((await read(h.ctx(), (q) => history(q, { kind: 'appeal', id: a.appealId }))).filter((row) => row.assignmentId === a.id));
        held.forEach((one, place) => { expect(one.until?.getTime()).toBe(held[place + 1]?.from.getTime() ?? after.endedAt?.getTime()); });
        expect(held.filter((one) => one.until === null)).toHaveLength(isOpen(after.stage) ? 1 : 0);
        if (isOpen(after.stage)) expect(held.at(-1)).toMatchObject({ unitId: after.executor.unitId, accountId: after.executor.accountId });
        const end = after.endedAt?.getTime() ?? h.clock.now;
        expect(await unlike(a.id), `helpers after ${tried.act}`).toEqual([]);
        expect(held.reduce((sum, one) => sum + (one.until?.getTime() ?? h.clock.now) - one.from.getTime(), 0)).toBe(end - after.givenAt.getTime());
      }
    }), { numRuns: 12, seed: 20_261_120 });
    // the walk is no walk where everything was refused
    expect(reached).toBeGreaterThan(20);
    h.clock.now = testNow;
  });
});
