import { afterAll, beforeAll, expect, test } from 'vitest';
import { isRefusal } from '../../src/kernel/refusal.ts';
import type { Day } from '../../src/kernel/day.ts';
import { requestExtension } from '../../src/rooms/appeals/acts/extend.ts';
import { aRegistration } from '../../src/rooms/appeals/make.ts';
import { givePost, sessionActor } from '../../src/rooms/people/contract.ts';
import { ok } from '../support/house.ts';
import * as acts from './acts.ts';
import type { Hands } from './hands.ts';
import { notFound, type Held } from './held.ts';
import { openWorld, type Matter, type Who, type World } from './world.ts';

let w: World;
beforeAll(async () => {
  w = await openWorld();
});
afterAll(() => w.end());

const codeOf = (result: unknown): string => (isRefusal(result) ? result.code : 'done');
const second = new Set<Who>();
/** A second post, once: what the office should not have, and has. */
const also = async (who: 'executor' | 'controller', role: string): Promise<void> => {
  if (!second.has(who)) ok(await givePost(w.ctx(), { accountId: w.people[who], unitId: w.units.tasqala, role, fromOn: '2026-01-01' as Day }));
  second.add(who);
};
const draft = (number: string) => ({ number, outcome: 'done' as const, text: 'Шам ауыстырылды.', papers: [] });

/** What everybody asks of the acts of the office: in this house, and in one that lacks a line. */
const questionsOf = ({ acts: { approveAndSend, assign, decideExtension, draftAnswer, giveVerdict, join, openByCode, redact, register, returnDraft, take, withdrawMatter }, ctx }: Hands) => {
  const by = async (who: Who) => ctx(await w.staff(who));
  const holder = (m: Matter) => ctx({ kind: 'holder', appealId: m.id });
  return {
    'after «not solved» whoever had it does not take it again by drafting an answer nobody took': async () => {
      const m = await w.answered();
      ok(await giveVerdict(holder(m), { verdict: 'not_solved', comment: 'Әлі қараңғы' }));
      ok(await assign(await by('clerk'), { number: m.number, unitId: w.units.lighting, suggested: false }));
      expect(codeOf(await take(await by('executor'), { number: m.number }))).toBe('same_person_again');
      expect(codeOf(await draftAnswer(await by('executor'), draft(m.number)))).toBe('same_person_again');
      expect(codeOf(await draftAnswer(await by('colleague'), draft(m.number)))).toBe('done');
    },
    'whoever wrote a draft that was returned does not approve the next one from another post': async () => {
      const m = await w.drafted();
      ok(await returnDraft(await by('controller'), { number: m.number, answerId: m.answerId, reason: 'Қашан екені жазылмаған' }));
      ok(await assign(await by('clerk'), { number: m.number, unitId: w.units.lighting, accountId: w.people.colleague, suggested: false }));
      const second = ok(await draftAnswer(await by('colleague'), draft(m.number)));
      await also('executor', 'controller');
      const inTwoPosts = await sessionActor(w.ctx({ kind: 'visitor' }), await w.token('executor'));
      if (!inTwoPosts) throw new Error('no session');
      expect(codeOf(await approveAndSend(ctx(inTwoPosts), { number: m.number, answerId: second.answerId }))).toBe('own_draft');
      expect(codeOf(await approveAndSend(await by('controller'), { number: m.number, answerId: second.answerId }))).toBe('done');
    },
    'whoever works on a matter does not grant themselves more time because a colleague asked': async () => {
      const m = await w.received();
      ok(await assign(await by('head'), { number: m.number, unitId: w.units.tasqala, accountId: w.people.controller, suggested: false }));
      await also('controller', 'branch_head');
      const asked = ok(await requestExtension(await w.by('clerk'), { number: m.number, toOn: '2026-12-15' as Day, reason: 'Шам жолда' }));
      const decision = { number: m.number, extensionId: asked.extensionId, granted: true };
      expect(codeOf(await decideExtension(await by('controller'), decision))).toBe('own_request');
      expect(codeOf(await decideExtension(await by('head'), decision))).toBe('done');
    },
    'nobody who works elsewhere, or does not exist, is made the controller': async () => {
      for (const controllerAccountId of [w.people.sibling, w.people.bodyHead, 999_999_999]) {
        const m = await w.received();
        expect(codeOf(await assign(await by('clerk'), { number: m.number, unitId: w.units.lighting, accountId: w.people.colleague, controllerAccountId, suggested: false })), String(controllerAccountId)).toBe('controller_not_in_branch_invalid');
      }
      const m = await w.received();
      expect(codeOf(await assign(await by('clerk'), { number: m.number, unitId: w.units.lighting, accountId: w.people.colleague, controllerAccountId: w.people.controller, suggested: false }))).toBe('done');
    },
    'two who approve at the same moment send one answer': async () => {
      const m = await w.drafted();
      const [controller, head] = [await by('controller'), await by('head')];
      const said = await Promise.all([controller, head, controller, head].map((ctx) => approveAndSend(ctx, { number: m.number, answerId: m.answerId })));
      expect(said.map(codeOf).filter((code) => code === 'done')).toHaveLength(1);
      expect(await w.t.raw(`SELECT count(*)::int AS n FROM appeals.act WHERE appeal_id = $1 AND code = 'answered'`, [m.id])).toEqual([{ n: 1 }]);
    },
    'a draft approved and returned at the same moment is one of both': async () => {
      for (let round = 0; round < 6; round += 1) {
        const m = await w.drafted();
        const said = await Promise.all([
          approveAndSend(await by('controller'), { number: m.number, answerId: m.answerId }), returnDraft(await by('head'), { number: m.number, answerId: m.answerId, reason: 'Қашан екені жазылмаған' }),
        ]);
        expect(said.map(codeOf).filter((code) => code === 'done')).toHaveLength(1);
        expect(await w.t.raw('SELECT state FROM appeals.answer WHERE appeal_id = $1', [m.id])).toEqual([{ state: codeOf(said[0]) === 'done' ? 'sent' : 'returned' }]);
      }
    },
    'a verdict pressed twice, and «solved» with «not solved» at once, is one verdict': async () => {
      for (let round = 0; round < 6; round += 1) {
        const m = await w.answered();
        const said = await Promise.all([
          giveVerdict(holder(m), { verdict: 'solved' }), giveVerdict(holder(m), { verdict: 'solved' }),
          giveVerdict(holder(m), { verdict: 'not_solved', comment: 'Жоқ' }), giveVerdict(holder(m), { verdict: 'not_solved', comment: 'Жоқ' }),
        ]);
        expect(said.map(codeOf).filter((code) => code === 'done')).toHaveLength(1);
        expect(await w.t.raw('SELECT count(*)::int AS n FROM appeals.verdict WHERE appeal_id = $1', [m.id])).toEqual([{ n: 1 }]);
      }
    },
    'drafting, withdrawing and giving to another at the same moment leave one story': async () => {
      for (let round = 0; round < 6; round += 1) {
        const m = await w.given();
        const said = await Promise.all([
          draftAnswer(await by('executor'), draft(m.number)), withdrawMatter(holder(m), {}),
          assign(await by('clerk'), { number: m.number, unitId: w.units.lighting, accountId: w.people.colleague, suggested: false }),
        ]);
        expect(said.map(codeOf).every((code) => /^(done|not_possible_now|already_taken|assignment_not_possible)$/.test(code)), said.map(codeOf).join()).toBe(true);
        expect(await w.t.raw('SELECT count(*)::int AS n FROM assignments.assignment WHERE source_id = $1 AND open', [m.id])).toEqual([{ n: codeOf(said[1]) === 'done' ? 0 : 1 }]);
      }
    },
    'letters joined crosswise and approved at once never fail': async () => {
      for (let round = 0; round < 3; round += 1) {
        const [a, b] = [await w.drafted(), await w.given()];
        const clerk = await by('clerk');
        const said = await Promise.allSettled([
          join(clerk, { number: b.number, mainNumber: a.number, as: 'common' }), join(clerk, { number: a.number, mainNumber: b.number, as: 'common' }),
          approveAndSend(await by('controller'), { number: a.number, answerId: a.answerId }), join(clerk, { number: b.number, mainNumber: a.number, as: 'common' }),
        ]);
        expect(said.filter((one) => one.status === 'rejected').length).toBe(0);
      }
    },
    'the same registration sent ten times at once is one matter': async () => {
      const input = aRegistration({ branchId: w.units.tasqala });
      const said = await Promise.all(Array.from({ length: 10 }, () => register(ctx({ kind: 'visitor' }), input)));
      expect(new Set(said.map((one) => ok(one).matters[0]?.number)).size).toBe(1);
    },
    'sixty wrong codes at the same moment are ten tries': async () => {
      const m = await w.received();
      const right = { number: m.number, code: m.code };
      // fifty-nine callers, so that only the number counts them
      const said = await Promise.all(Array.from({ length: 60 }, (_, at) => openByCode(ctx({ kind: 'visitor' }), { number: m.number, code: `WRONG${at}`, caller: `10.0.0.${at}` })));
      expect(said.map(codeOf).filter((code) => code === 'follow_not_found')).toHaveLength(10);
      expect(said.map(codeOf).filter((code) => code === 'too_many_tries')).toHaveLength(50);
      expect(codeOf(await openByCode(ctx({ kind: 'visitor' }), { ...right, caller: '10.9.9.9' }))).toBe('too_many_tries');
    },
    'a right code is no try, however often it is typed': async () => {
      const m = await w.received();
      for (let time = 0; time < 25; time += 1) expect(codeOf(await openByCode(ctx({ kind: 'visitor' }), { number: m.number, code: m.code, caller: '10.1.1.1' }))).toBe('done');
    },
    'a telephone written with signs that nobody sees, or in wide digits, is not published': async () => {
      const m = await w.received({ publishConsent: true });
      for (const text of ['Қоңырау шалыңыз: 8\u200B701\u200B000\u200B00\u200B77', 'Қоңырау шалыңыз: ８７０１００００７７０', 'Хат: a\u00ADb@example.kz'])
        expect(codeOf(await redact(await by('clerk'), { number: m.number, publicText: text })), text).toBe('public_text_leaks');
    },
  };
};
type Question = keyof ReturnType<typeof questionsOf>;

const whole: Hands = { acts, ctx: (actor) => w.ctx(actor) };
for (const [what, ask] of Object.entries(questionsOf(whole))) test(what, ask);

const appeals = 'src/rooms/appeals';
/** Three locks, one behind the other: of the matter, of its promise, and of its draft. */
const locks: Held['without'] = [
  [`${appeals}/store/change.ts`, 'find(tx, which).forUpdate()', 'find(tx, which)'], [`${appeals}/store/records.ts`, ".where('state', '=', 'draft').forUpdate()", ".where('state', '=', 'draft')"],
  ['src/rooms/assignments/store/promise.ts', ".where('id', '=', id).forUpdate()", ".where('id', '=', id)"],
];
const order = 'letters joined crosswise and approved at once never fail';
const held: Readonly<Record<Exclude<Question, typeof order>, Held>> = {
  'after «not solved» whoever had it does not take it again by drafting an answer nobody took': { finds: "'done' to be 'same_person_again'", without: [[`${appeals}/acts/answer.ts`, "if (overAgain && (await executorsSoFar(s.tx, { kind: 'appeal', id: s.appeal.id })).includes(me)) return refuse('same_person_again');", '']] },
  'whoever wrote a draft that was returned does not approve the next one from another post': {
    finds: "'done' to be 'own_draft'",
    without: [[`${appeals}/policy.ts`, ' || draftedBefore.some((one) => isMe(actor, one)) ?', ' ?'], ['src/rooms/assignments/acts/spine.ts', "if (permit.actor.kind === 'staff' && (await workersOn(tx, f.assignmentId)).includes(permit.actor.accountId)) return refuse('controller_is_executor');", '']],
  },
  'whoever works on a matter does not grant themselves more time because a colleague asked': { finds: "'done' to be 'own_request'", without: [[`${appeals}/policy.ts`, "(isMe(actor, askedBy) || isMe(actor, m.holderAccount)) ? refuse('own_request')", "isMe(actor, askedBy) ? refuse('own_request')"]] },
  'nobody who works elsewhere, or does not exist, is made the controller': { finds: "'done' to be 'controller_not_in_branch_invalid'", without: [[`${appeals}/acts/assign.ts`, "if (named !== null && !(await holdsPostIn(s.tx, named, s.appeal.branchId, s.ctx.clock))) return refuse('controller_not_in_branch_invalid');", '']] },
  'two who approve at the same moment send one answer': { finds: '', races: true, without: locks },
  'a draft approved and returned at the same moment is one of both': { finds: '', races: true, without: [] },
  'a verdict pressed twice, and «solved» with «not solved» at once, is one verdict': { finds: '', races: true, without: [] },
  'drafting, withdrawing and giving to another at the same moment leave one story': { finds: '', races: true, without: [] },
  'the same registration sent ten times at once is one matter': { finds: 'expected 10 to be 1', without: [[`${appeals}/store/intake.ts`, 'SELECT ${key}, ${body}, array_agg', 'SELECT ${key} || gen_random_uuid(), ${body}, array_agg']] },
  'sixty wrong codes at the same moment are ten tries': { finds: 'to have a length of 10 but got 60', without: [[`${appeals}/store/follow.ts`, "[callerHash('number', number), callerHash('caller', caller)]", "[callerHash('caller', caller)]"]] },
  'a right code is no try, however often it is typed': { finds: "'too_many_tries' to be 'done'", without: [[`${appeals}/acts/follow.ts`, 'await write(clerk(ctx), (tx) => forgiveTry(tx, input.number, input.caller));', '']] },
  'a telephone written with signs that nobody sees, or in wide digits, is not published': { finds: "'done' to be 'public_text_leaks'", without: [[`${appeals}/acts/publish.ts`, '[typed, asRead(typed)].flatMap', '[typed].flatMap']] },
};
test('control: without the lines that hold them each of these questions finds what it asks for, and without an order of the locks two wait for each other', async () => {
  expect(await notFound(w, questionsOf, held)).toEqual([]);
  expect(await notFound(w, questionsOf, { [order]: { finds: '', races: true, without: [[`${appeals}/acts/join.ts`, '[number, mainNumber].toSorted()', '[number, mainNumber]']] } })).toEqual([]);
  console.log(`proof: control: ${Object.keys(held).length + 1} questions of the office, each of them found what it asks for where its line was missing`);
});
