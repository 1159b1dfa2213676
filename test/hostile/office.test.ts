import { afterAll, beforeAll, expect, test } from 'vitest';
import { isRefusal } from '../../src/kernel/refusal.ts';
import type { Day } from '../../src/kernel/day.ts';
import { approveAndSend, draftAnswer, returnDraft } from '../../src/rooms/appeals/acts/answer.ts';
import { assign, take } from '../../src/rooms/appeals/acts/assign.ts';
import { decideExtension, requestExtension } from '../../src/rooms/appeals/acts/extend.ts';
import { giveVerdict, withdraw } from '../../src/rooms/appeals/acts/holder.ts';
import { join } from '../../src/rooms/appeals/acts/join.ts';
import { redact } from '../../src/rooms/appeals/acts/publish.ts';
import { openByCode } from '../../src/rooms/appeals/acts/follow.ts';
import { register } from '../../src/rooms/appeals/acts/register.ts';
import { aRegistration } from '../../src/rooms/appeals/make.ts';
import { givePost, sessionActor } from '../../src/rooms/people/contract.ts';
import { ok } from '../support/house.ts';
import { openWorld, type World } from './world.ts';

let w: World;
beforeAll(async () => {
  w = await openWorld();
});
afterAll(() => w.end());

const codeOf = (result: unknown): string => (isRefusal(result) ? result.code : 'done');
const draft = (number: string) => ({ number, outcome: 'done' as const, text: 'Шам ауыстырылды.', papers: [] });

test('after «not solved» whoever had it does not take it again by drafting an answer nobody took', async () => {
  const m = await w.answered();
  ok(await giveVerdict(w.holder(m), { verdict: 'not_solved', comment: 'Әлі қараңғы' }));
  ok(await assign(await w.by('clerk'), { number: m.number, unitId: w.units.lighting, suggested: false }));
  expect(codeOf(await take(await w.by('executor'), { number: m.number }))).toBe('same_person_again');
  expect(codeOf(await draftAnswer(await w.by('executor'), draft(m.number)))).toBe('same_person_again');
  expect(codeOf(await draftAnswer(await w.by('colleague'), draft(m.number)))).toBe('done');
});

test('whoever wrote a draft that was returned does not approve the next one from another post', async () => {
  const m = await w.drafted();
  ok(await returnDraft(await w.by('controller'), { number: m.number, answerId: m.answerId, reason: 'Қашан екені жазылмаған' }));
  ok(await assign(await w.by('clerk'), { number: m.number, unitId: w.units.lighting, accountId: w.people.colleague, suggested: false }));
  const second = ok(await draftAnswer(await w.by('colleague'), draft(m.number)));
  ok(await givePost(w.ctx(), { accountId: w.people.executor, unitId: w.units.tasqala, role: 'controller', fromOn: '2026-01-01' as Day }));
  const inTwoPosts = await sessionActor(w.ctx({ kind: 'visitor' }), await w.token('executor'));
  if (!inTwoPosts) throw new Error('no session');
  expect(codeOf(await approveAndSend(w.ctx(inTwoPosts), { number: m.number, answerId: second.answerId }))).toBe('own_draft');
  expect(codeOf(await approveAndSend(await w.by('controller'), { number: m.number, answerId: second.answerId }))).toBe('done');
});

test('whoever works on a matter does not grant themselves more time because a colleague asked', async () => {
  const m = await w.received();
  ok(await assign(await w.by('head'), { number: m.number, unitId: w.units.tasqala, accountId: w.people.controller, suggested: false }));
  ok(await givePost(w.ctx(), { accountId: w.people.controller, unitId: w.units.tasqala, role: 'branch_head', fromOn: '2026-01-01' as Day }));
  const asked = ok(await requestExtension(await w.by('clerk'), { number: m.number, toOn: '2026-12-15' as Day, reason: 'Шам жолда' }));
  const decision = { number: m.number, extensionId: asked.extensionId, granted: true };
  expect(codeOf(await decideExtension(await w.by('controller'), decision))).toBe('own_request');
  expect(codeOf(await decideExtension(await w.by('head'), decision))).toBe('done');
});

test('nobody who works elsewhere, or does not exist, is made the controller', async () => {
  for (const controllerAccountId of [w.people.sibling, w.people.bodyHead, 999_999_999]) {
    const m = await w.received();
    expect(codeOf(await assign(await w.by('clerk'), { number: m.number, unitId: w.units.lighting, accountId: w.people.colleague, controllerAccountId, suggested: false })), String(controllerAccountId)).toBe('controller_not_in_branch_invalid');
  }
  const m = await w.received();
  expect(codeOf(await assign(await w.by('clerk'), { number: m.number, unitId: w.units.lighting, accountId: w.people.colleague, controllerAccountId: w.people.controller, suggested: false }))).toBe('done');
});

test('two who approve at the same moment send one answer', async () => {
  const m = await w.drafted();
  const [controller, head] = [await w.by('controller'), await w.by('head')];
  const said = await Promise.all([controller, head, controller, head].map((ctx) => approveAndSend(ctx, { number: m.number, answerId: m.answerId })));
  expect(said.map(codeOf).filter((code) => code === 'done')).toHaveLength(1);
  expect(await w.t.raw(`SELECT count(*)::int AS n FROM appeals.act WHERE appeal_id = $1 AND code = 'answered'`, [m.id])).toEqual([{ n: 1 }]);
});

test('a draft approved and returned at the same moment is one of both', async () => {
  for (let round = 0; round < 6; round += 1) {
    const m = await w.drafted();
    const said = await Promise.all([
      approveAndSend(await w.by('controller'), { number: m.number, answerId: m.answerId }), returnDraft(await w.by('head'), { number: m.number, answerId: m.answerId, reason: 'Қашан екені жазылмаған' }),
    ]);
    expect(said.map(codeOf).filter((code) => code === 'done')).toHaveLength(1);
    expect(await w.t.raw('SELECT state FROM appeals.answer WHERE appeal_id = $1', [m.id])).toEqual([{ state: codeOf(said[0]) === 'done' ? 'sent' : 'returned' }]);
  }
});

test('a verdict pressed twice, and «solved» with «not solved» at once, is one verdict', async () => {
  for (let round = 0; round < 6; round += 1) {
    const m = await w.answered();
    const said = await Promise.all([
      giveVerdict(w.holder(m), { verdict: 'solved' }), giveVerdict(w.holder(m), { verdict: 'solved' }),
      giveVerdict(w.holder(m), { verdict: 'not_solved', comment: 'Жоқ' }), giveVerdict(w.holder(m), { verdict: 'not_solved', comment: 'Жоқ' }),
    ]);
    expect(said.map(codeOf).filter((code) => code === 'done')).toHaveLength(1);
    expect(await w.t.raw('SELECT count(*)::int AS n FROM appeals.verdict WHERE appeal_id = $1', [m.id])).toEqual([{ n: 1 }]);
  }
});

test('drafting, withdrawing and giving to another at the same moment leave one story', async () => {
  for (let round = 0; round < 6; round += 1) {
    const m = await w.given();
    const said = await Promise.all([
      draftAnswer(await w.by('executor'), draft(m.number)), withdraw(w.holder(m), {}),
      assign(await w.by('clerk'), { number: m.number, unitId: w.units.lighting, accountId: w.people.colleague, suggested: false }),
    ]);
    expect(said.map(codeOf).every((code) => /^(done|not_possible_now|already_taken|assignment_not_possible)$/.test(code)), said.map(codeOf).join()).toBe(true);
    expect(await w.t.raw('SELECT count(*)::int AS n FROM assignments.assignment WHERE source_id = $1 AND open', [m.id])).toEqual([{ n: codeOf(said[1]) === 'done' ? 0 : 1 }]);
  }
});

test('letters joined crosswise and approved at once never fail', async () => {
  const [a, b] = [await w.drafted(), await w.given()];
  const clerk = await w.by('clerk');
  const said = await Promise.all([
    join(clerk, { number: b.number, mainNumber: a.number, as: 'common' }), join(clerk, { number: a.number, mainNumber: b.number, as: 'common' }),
    approveAndSend(await w.by('controller'), { number: a.number, answerId: a.answerId }), join(clerk, { number: b.number, mainNumber: a.number, as: 'common' }),
  ]);
  expect(said.map(codeOf).join()).not.toContain('undefined');
});

test('the same registration sent ten times at once is one matter', async () => {
  const input = aRegistration({ branchId: w.units.tasqala });
  const said = await Promise.all(Array.from({ length: 10 }, () => register(w.ctx({ kind: 'visitor' }), input)));
  expect(new Set(said.map((one) => ok(one).matters[0]?.number)).size).toBe(1);
});

test('sixty wrong codes at the same moment are ten tries', async () => {
  const m = await w.received();
  const right = { number: m.number, code: m.code };
  // fifty-nine callers, so that only the number counts them
  const said = await Promise.all(Array.from({ length: 60 }, (_, at) => openByCode(w.ctx({ kind: 'visitor' }), { number: m.number, code: `WRONG${at}`, caller: `10.0.0.${at}` })));
  expect(said.map(codeOf).filter((code) => code === 'follow_not_found')).toHaveLength(10);
  expect(said.map(codeOf).filter((code) => code === 'too_many_tries')).toHaveLength(50);
  expect(codeOf(await openByCode(w.ctx({ kind: 'visitor' }), { ...right, caller: '10.9.9.9' }))).toBe('too_many_tries');
});

test('a right code is no try, however often it is typed', async () => {
  const m = await w.received();
  for (let time = 0; time < 25; time += 1) expect(codeOf(await openByCode(w.ctx({ kind: 'visitor' }), { number: m.number, code: m.code, caller: '10.1.1.1' }))).toBe('done');
});

test('a telephone written with signs that nobody sees, or in wide digits, is not published', async () => {
  const m = await w.received({ publishConsent: true });
  for (const text of ['Қоңырау шалыңыз: 8\u200B701\u200B000\u200B00\u200B77', 'Қоңырау шалыңыз: ８７０１００００７７０', 'Хат: a\u00ADb@example.kz'])
    expect(codeOf(await redact(await w.by('clerk'), { number: m.number, publicText: text })), text).toBe('public_text_leaks');
});
