import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { visitor, type Staff } from '../../src/kernel/actor.ts';
import { day } from '../../src/kernel/day.ts';
import { isRefusal } from '../../src/kernel/refusal.ts';
import { giveTask } from '../../src/rooms/appeals/acts/task.ts';
import { takeUpload } from '../../src/rooms/files/contract.ts';
import { createAccount, givePost, sessionActor } from '../../src/rooms/people/contract.ts';
import { testNow } from '../support/database.ts';
import { ok } from '../support/house.ts';
import * as acts from './acts.ts';
import type { Hands } from './hands.ts';
import { notFound, wanting, type Held } from './held.ts';
import { openWorld, type Who, type World } from './world.ts';

let w: World;
beforeAll(async () => {
  w = await openWorld();
});
beforeEach(() => {
  w.clock.now = testNow;
});
afterAll(() => w.end());

const code = (value: unknown): string => (isRefusal(value) ? value.code : 'done');
let hired = 0;
/** Somebody with a post in a branch and one in a body: what the office should not have, and has. */
type Posts = readonly (readonly [keyof World['units'], string])[];
const withPosts = async (...posts: Posts): Promise<{ accountId: number; actor: Staff }> => {
  hired += 1;
  const { accountId } = ok(await createAccount(w.ctx(), { login: `two-posts-${hired}@ashyq.example`, name: `Екі қызмет ${hired}`, lang: 'kk' }));
  for (const [unit, role] of posts) ok(await givePost(w.ctx(), { accountId, unitId: w.units[unit], role, fromOn: day('2026-01-01') }));
  const token = randomBytes(32).toString('base64url');
  await w.t.raw(`INSERT INTO people.session (account_id, token_hash, by_way, user_agent, remote, started_at, seen_at) VALUES ($1, $2, 'password', '', '', $3, $3)`, [accountId, createHash('sha256').update(token).digest(), new Date(testNow)]);
  const actor = await sessionActor(w.ctx(visitor), token);
  if (!actor) throw new Error('no session');
  return { accountId, actor };
};
const task = async (unit: keyof World['units'], accountId?: number): Promise<{ assignmentId: number }> => {
  const { number } = await w.given();
  const { assignmentId } = ok(await giveTask(await w.by('clerk'), { number, task: 'Бағанды тексеріңіз', unitId: w.units[unit], accountId, dueOn: day('2026-11-27') }));
  return { assignmentId };
};
const said = { text: 'Баған бекітілді', papers: [] as number[] };
const extensionOf = async (assignmentId: number): Promise<number> => Number((await w.t.raw('SELECT id FROM assignments.extension WHERE assignment_id = $1 AND granted IS NULL', [assignmentId]))[0]?.['id'] ?? 0);

const inBoth = [['tasqala', 'controller'], ['lighting', 'executor']] as const;
/** What everybody asks of the acts of control: in this house, and in one that lacks a line. */
const questionsOf = ({ acts: { accept, approveAndSend, askHelp, askTime, contribute, decideTime, doInBulk, draftAnswer, giveTask, handOver, openWithView, report, returnForRework, saveView, setController, settle, withdraw }, ctx }: Hands) => {
  const by = async (who: Who) => ctx(await w.staff(who));
  const posted = async (...posts: Posts) => {
    const { accountId, actor } = await withPosts(...posts);
    return { accountId, ctx: ctx(actor) };
  };
  return {
    'whoever did a part of the work, asked to help by their body, does not accept it': async () => {
      const [roads, both] = [await posted(['roads', 'executor']), await posted(...inBoth)];
      const byBody = await task('roads');
      ok(await askHelp(await by('clerk'), { ...byBody, unitId: w.units.lighting }));
      ok(await contribute(both.ctx, { ...byBody, ...said }));
      ok(await report(roads.ctx, { ...byBody, ...said }));
      expect(code(await settle(both.ctx, byBody))).toBe('controller_is_executor');
      expect(code(await returnForRework(both.ctx, { ...byBody, reason: 'өзім қараймын' }))).toBe('controller_is_executor');
      ok(await settle(await by('controller'), byBody));
    },
    'whoever is asked to help by name is not made the one who accepts': async () => {
      const both = await posted(...inBoth);
      const byName = await task('roads');
      ok(await askHelp(await by('clerk'), { ...byName, unitId: w.units.lighting, accountId: both.accountId }));
      expect(code(await setController(await by('clerk'), { ...byName, accountId: both.accountId }))).toBe('controller_is_executor');
    },
    'whoever it was taken over from does not accept it': async () => {
      const [roads, both] = [await posted(['roads', 'executor']), await posted(...inBoth)];
      const passedOn = await task('lighting');
      ok(await accept(both.ctx, passedOn));
      ok(await handOver(both.ctx, { ...passedOn, unitId: w.units.roads, accountId: roads.accountId, reason: 'олардың жұмысы' }));
      ok(await report(roads.ctx, { ...passedOn, ...said }));
      expect(code(await settle(both.ctx, passedOn))).toBe('controller_is_executor');
    },
    'whoever controls it by name does not help with it through their body': async () => {
      const both = await posted(...inBoth);
      const controls = await task('roads');
      ok(await setController(await by('clerk'), { ...controls, accountId: both.accountId }));
      ok(await askHelp(await by('clerk'), { ...controls, unitId: w.units.lighting }));
      expect(code(await contribute(both.ctx, { ...controls, ...said }))).toBe('controller_is_executor');
    },
    'whoever helped with the matter’s own promise does not approve its answer': async () => {
      const both = await posted(...inBoth);
      const m = await w.given();
      const assignmentId = Number((await w.t.raw('SELECT id FROM assignments.assignment WHERE source_id = $1 AND lead', [m.id]))[0]?.['id']);
      ok(await askHelp(await by('clerk'), { assignmentId, unitId: w.units.lighting, accountId: both.accountId }));
      ok(await contribute(both.ctx, { assignmentId, ...said }));
      const { answerId } = ok(await draftAnswer(await by('executor'), { number: m.number, outcome: 'done', text: 'Шам ауыстырылды.', papers: [] }));
      expect(code(await approveAndSend(both.ctx, { number: m.number, answerId }))).toBe('executor_cannot_approve');
      ok(await approveAndSend(await by('controller'), { number: m.number, answerId }));
    },
    'an answer and a new task at the same moment: never both, so nothing answered has somebody who still owes': async () => {
      const more = (number: string) => ({ number, task: 'Тағы бірін тексеріңіз', unitId: w.units.roads, dueOn: day('2026-11-27') });
      for (let round = 0; round < 3; round += 1) {
        const { number } = await w.given();
        const [task, draft] = await Promise.all([giveTask(await by('clerk'), more(number)), draftAnswer(await by('executor'), { number, outcome: 'done', text: 'Шам ауыстырылды.', papers: [] })]);
        expect(code(await approveAndSend(await by('controller'), { number, answerId: ok(draft).answerId }))).toBe(code(task) === 'done' ? 'tasks_open' : 'done');
      }
      const m = await w.drafted();
      expect(code(await giveTask(await by('clerk'), more(m.number)))).toBe('not_possible_now');
      expect(await w.t.raw(`SELECT s.id FROM appeals.appeal s WHERE (s.stage = 'answered' OR NOT s.open) AND EXISTS (SELECT 1 FROM assignments.assignment a WHERE a.source_id = s.id AND a.open)`)).toEqual([]);
    },
    'nobody grants time to themselves: not what a colleague asked before they took it, not what was asked before it was handed to them': async () => {
      const head = await posted(['region', 'branch_head'], ['lighting', 'executor']);
      const toOn = day('2026-12-02');
      const taken = await task('lighting');
      ok(await askTime(await by('colleague'), { ...taken, toOn, reason: 'Бөлшек жолда' }));
      ok(await accept(head.ctx, taken));
      const extensionId = await extensionOf(taken.assignmentId);
      expect(code(await decideTime(head.ctx, { ...taken, extensionId, granted: true }))).toBe('own_request');
      expect((await doInBulk(head.ctx, { act: 'grant_time', ids: [taken.assignmentId], reason: undefined })).map((one) => one.refusal?.code)).toEqual(['own_request']);
      expect(await w.t.raw('SELECT due_on::text AS day, waits FROM assignments.assignment WHERE id = $1', [taken.assignmentId])).toEqual([{ day: '2026-11-27', waits: true }]);
      ok(await decideTime(await by('head'), { ...taken, extensionId, granted: true }));
    },
    'two people at once, or one who presses twice: one act, one row, and the other is told why': async () => {
      const [clerk, controller, head] = [await by('clerk'), await by('controller'), await by('head')];
      const executor = await by('executor');
      const actsOf = async (assignmentId: number) => (await w.t.raw('SELECT act FROM assignments.act WHERE assignment_id = $1 ORDER BY id', [assignmentId])).map((row) => row['act']);
      const atOnce = async (tries: readonly Promise<unknown>[]) => (await Promise.all(tries)).map(code).toSorted();
      const one = await task('lighting', w.people.executor);
      expect(await atOnce([1, 2, 3].map(() => report(executor, { ...one, ...said })))).toEqual(['assignment_not_possible', 'assignment_not_possible', 'done']);
      expect(await w.t.raw('SELECT count(*)::int AS n FROM assignments.report WHERE assignment_id = $1', [one.assignmentId])).toEqual([{ n: 1 }]);
      expect(await atOnce([settle(clerk, one), returnForRework(controller, { ...one, reason: 'сурет жоқ' }), settle(head, one)])).toEqual(['assignment_not_possible', 'assignment_not_possible', 'done']);
      const two = await task('lighting', w.people.executor);
      ok(await askTime(executor, { ...two, toOn: day('2026-12-02'), reason: 'Бөлшек жолда' }));
      const extensionId = await extensionOf(two.assignmentId);
      await Promise.all([decideTime(head, { ...two, extensionId, granted: true }), withdraw(clerk, { ...two, reason: 'керек емес' }), decideTime(head, { ...two, extensionId, granted: false, reason: 'жоқ' })]);
      const after = await actsOf(two.assignmentId);
      expect(after.at(-1)).toBe('withdraw');
      expect(after.filter((act) => act === 'grant_time' || act === 'deny_time').length).toBeLessThanOrEqual(1);
      expect(await w.t.raw('SELECT waits FROM assignments.assignment WHERE id = $1', [two.assignmentId])).toEqual([{ waits: false }]);
      expect(await extensionOf(two.assignmentId)).toBe(0);
      const three = await task('roads');
      ok(await askHelp(clerk, { ...three, unitId: w.units.lighting }));
      await Promise.all([1, 2, 3].map(() => contribute(executor, { ...three, ...said })));
      expect(await w.t.raw('SELECT count(*)::int AS n FROM assignments.report WHERE assignment_id = $1', [three.assignmentId]), 'a helper’s word pressed thrice is one').toEqual([{ n: 1 }]);
      ok(await contribute(executor, { ...three, text: 'Тағы бір нәрсе', papers: [] }));
    },
    'two windows that choose another first view at once: one is first, and neither fails': async () => {
      const clerk = await by('clerk');
      for (const name of ['бір', 'екі', 'үш', 'төрт']) ok(await saveView(clerk, { name, query: `of=branch&number=${hired}` }));
      const ids = (await w.t.raw('SELECT id FROM assignments.saved_view WHERE account_id = $1 ORDER BY id', [w.people.clerk])).map((row) => Number(row['id']));
      for (let round = 0; round < 8; round += 1) {
        const done = await Promise.allSettled(ids.map((id) => openWithView(clerk, { id, first: true })));
        expect(done.map((one) => one.status)).toEqual(ids.map(() => 'fulfilled'));
        expect(await w.t.raw('SELECT count(*)::int AS n FROM assignments.saved_view WHERE account_id = $1 AND first', [w.people.clerk])).toEqual([{ n: 1 }]);
      }
    },
    'a proof is the reporter’s own: somebody else’s upload, or a paper of another record, is not carried into a report by its number': async () => {
      const one = await task('lighting', w.people.executor);
      const foreign = ok(await takeUpload(await w.by('colleague'), new File(['біреудің қағазы'], 'a.txt'), { by: `account:${w.people.colleague}` })).fileId;
      const visitors = ok(await takeUpload(w.ctx(visitor), new File(['тұрғынның қағазы'], 'b.txt'), { by: 'visit:abc' })).fileId;
      for (const fileId of [foreign, visitors]) expect(code(await report(await by('executor'), { ...one, ...said, papers: [fileId] }))).toBe('file_invalid');
      const own = ok(await takeUpload(await w.by('executor'), new File(['өз қағазы'], 'c.txt'), { by: `account:${w.people.executor}` })).fileId;
      ok(await report(await by('executor'), { ...one, ...said, papers: [own] }));
      const two = await task('lighting', w.people.executor);
      expect(code(await report(await by('executor'), { ...two, ...said, papers: [own] }))).toBe('file_invalid');
    },
  };
};
type Question = keyof ReturnType<typeof questionsOf>;

for (const [what, ask] of Object.entries(questionsOf({ acts, ctx: (actor) => w.ctx(actor) }))) test(what, ask);

const [appeals, assignments] = ['src/rooms/appeals', 'src/rooms/assignments'];
const seen: Held['without'] = [
  [`${assignments}/policy.ts`, "a.workedBy.some((one) => isMe(actor, one)) ? refuse('controller_is_executor') : said", 'said'],
  [`${assignments}/acts/spine.ts`, "if (permit.actor.kind === 'staff' && (await workersOn(tx, f.assignmentId)).includes(permit.actor.accountId)) return refuse('controller_is_executor');", ''],
];
const held: Readonly<Record<Question, Held>> = {
  'whoever did a part of the work, asked to help by their body, does not accept it': { finds: "'done' to be 'controller_is_executor'", without: seen },
  'whoever is asked to help by name is not made the one who accepts': { finds: "'done' to be 'controller_is_executor'", without: [[`${assignments}/acts/task.ts`, "if ([...(await workersOn(tx, a.id)), ...(await coExecutors(tx, a.id)).map((one) => one.accountId)].includes(i.accountId)) return refuse('controller_is_executor');", '']] },
  'whoever it was taken over from does not accept it': { finds: "'done' to be 'controller_is_executor'", without: [] },
  'whoever controls it by name does not help with it through their body': { finds: "'done' to be 'controller_is_executor'", without: [[`${assignments}/policy.ts`, 'isRefusal(said) || !isMe(actor, a.controller.accountId) ? said', 'true ? said']] },
  'whoever helped with the matter’s own promise does not approve its answer': { finds: "'done' to be 'executor_cannot_approve'", without: [] },
  'an answer and a new task at the same moment: never both, so nothing answered has somebody who still owes': { finds: "'done' to be 'tasks_open'", without: [[`${appeals}/acts/answer.ts`, "if (beside.length > 0) return refuse('tasks_open', { count: beside.length });", '']] },
  'nobody grants time to themselves: not what a colleague asked before they took it, not what was asked before it was handed to them': { finds: "'done' to be 'own_request'", without: [[`${assignments}/policy.ts`, "isMe(actor, a.askedBy) || isMe(actor, a.executor.accountId) ? refuse('own_request')", "isMe(actor, a.askedBy) ? refuse('own_request')"]] },
  'two people at once, or one who presses twice: one act, one row, and the other is told why': { finds: '', races: true, without: [[`${assignments}/store/promise.ts`, ".where('id', '=', id).forUpdate()", ".where('id', '=', id)"]] },
  'two windows that choose another first view at once: one is first, and neither fails': { finds: '', races: true, without: [[`${assignments}/store/views.ts`, ".orderBy('id').forUpdate().execute()", ".orderBy('id').execute()"]] },
  'a proof is the reporter’s own: somebody else’s upload, or a paper of another record, is not carried into a report by its number': { finds: "'done' to be 'file_invalid'", without: [['src/rooms/files/acts/take.ts', '(await claim(tx, ids, owner, o.by))', '(await claim(tx, ids, owner))']] },
};

/** After all of the above: no day moved without an act that says so, and nobody controls what they do. */
const unsaid = async (): Promise<void> => {
  expect(await w.t.raw(`SELECT a.id FROM assignments.assignment a JOIN LATERAL (SELECT due_after, stage_after, to_unit, to_account FROM assignments.act c WHERE c.assignment_id = a.id ORDER BY c.id DESC LIMIT 1) AS last ON true
    WHERE last.due_after <> a.due_on OR last.stage_after <> a.stage OR last.to_unit <> a.executor_unit OR last.to_account IS DISTINCT FROM a.executor_account`)).toEqual([]);
  expect(await w.t.raw(`SELECT id FROM (SELECT id, due_before, lag(due_after) OVER (PARTITION BY assignment_id ORDER BY id) AS before FROM assignments.act) AS c WHERE due_before IS DISTINCT FROM before`)).toEqual([]);
  expect(await w.t.raw('SELECT id FROM assignments.assignment WHERE executor_account = controller_account')).toEqual([]);
};
test('no day moved without an act that says so, and nobody controls what they do, after all of the above', unsaid);

test('control: without the lines that hold them each of these questions finds what it asks for, and a day that an act does not say', async () => {
  const silent: Held['without'] = [[`${assignments}/store/promise.ts`, 'await addAct(tx, permit, c);', 'await addAct(tx, permit, { ...c, dueAfter: c.dueBefore });']];
  const time = 'nobody grants time to themselves: not what a colleague asked before they took it, not what was asked before it was handed to them';
  expect(await notFound(w, questionsOf, { ...held, [time]: { ...held[time], without: [...held[time].without, ...silent] } })).toEqual([]);
  expect(await wanting(unsaid)).toContain('to deeply equal []');
  console.log(`proof: control: ${Object.keys(held).length + 1} questions of control, each of them found what it asks for where its line was missing`);
});
