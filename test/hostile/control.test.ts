import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { visitor } from '../../src/kernel/actor.ts';
import { day } from '../../src/kernel/day.ts';
import { isRefusal } from '../../src/kernel/refusal.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { approveAndSend, draftAnswer } from '../../src/rooms/appeals/acts/answer.ts';
import { giveTask } from '../../src/rooms/appeals/acts/task.ts';
import { doInBulk } from '../../src/rooms/assignments/acts/bulk.ts';
import { accept, askHelp, askTime, contribute, decideTime, handOver, report, returnForRework, setController, settle, withdraw } from '../../src/rooms/assignments/acts/task.ts';
import { openWithView, saveView } from '../../src/rooms/assignments/acts/views.ts';
import { takeUpload } from '../../src/rooms/files/contract.ts';
import { createAccount, givePost, sessionActor } from '../../src/rooms/people/contract.ts';
import { testNow } from '../support/database.ts';
import { ok } from '../support/house.ts';
import { openWorld, type World } from './world.ts';

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
const withPosts = async (...posts: readonly (readonly [keyof World['units'], string])[]): Promise<{ accountId: number; ctx: Ctx }> => {
  hired += 1;
  const { accountId } = ok(await createAccount(w.ctx(), { login: `two-posts-${hired}@ashyq.example`, name: `Екі қызмет ${hired}`, lang: 'kk' }));
  for (const [unit, role] of posts) ok(await givePost(w.ctx(), { accountId, unitId: w.units[unit], role, fromOn: day('2026-01-01') }));
  const token = randomBytes(32).toString('base64url');
  await w.t.raw(`INSERT INTO people.session (account_id, token_hash, by_way, user_agent, remote, started_at, seen_at) VALUES ($1, $2, 'password', '', '', $3, $3)`, [accountId, createHash('sha256').update(token).digest(), new Date(testNow)]);
  const actor = await sessionActor(w.ctx(visitor), token);
  if (!actor) throw new Error('no session');
  return { accountId, ctx: w.ctx(actor) };
};
const task = async (unit: keyof World['units'], accountId?: number): Promise<{ assignmentId: number }> => {
  const { number } = await w.given();
  const { assignmentId } = ok(await giveTask(await w.by('clerk'), { number, task: 'Бағанды тексеріңіз', unitId: w.units[unit], accountId, dueOn: day('2026-11-27') }));
  return { assignmentId };
};
const said = { text: 'Баған бекітілді', papers: [] as number[] };
const extensionOf = async (assignmentId: number): Promise<number> => Number((await w.t.raw('SELECT id FROM assignments.extension WHERE assignment_id = $1 AND granted IS NULL', [assignmentId]))[0]?.['id'] ?? 0);

test('whoever did a part of the work does not accept it: asked to help by their body, by name, or taken over from them', async () => {
  const roads = await withPosts(['roads', 'executor']);
  const both = await withPosts(['tasqala', 'controller'], ['lighting', 'executor']);

  const byBody = await task('roads');
  ok(await askHelp(await w.by('clerk'), { ...byBody, unitId: w.units.lighting }));
  ok(await contribute(both.ctx, { ...byBody, ...said }));
  ok(await report(roads.ctx, { ...byBody, ...said }));
  expect(code(await settle(both.ctx, byBody))).toBe('controller_is_executor');
  expect(code(await returnForRework(both.ctx, { ...byBody, reason: 'өзім қараймын' }))).toBe('controller_is_executor');
  ok(await settle(await w.by('controller'), byBody));

  const byName = await task('roads');
  ok(await askHelp(await w.by('clerk'), { ...byName, unitId: w.units.lighting, accountId: both.accountId }));
  expect(code(await setController(await w.by('clerk'), { ...byName, accountId: both.accountId }))).toBe('controller_is_executor');

  const passedOn = await task('lighting');
  ok(await accept(both.ctx, passedOn));
  ok(await handOver(both.ctx, { ...passedOn, unitId: w.units.roads, accountId: roads.accountId, reason: 'олардың жұмысы' }));
  ok(await report(roads.ctx, { ...passedOn, ...said }));
  expect(code(await settle(both.ctx, passedOn))).toBe('controller_is_executor');

  // and who controls it by name does not help with it through their body
  const controls = await task('roads');
  ok(await setController(await w.by('clerk'), { ...controls, accountId: both.accountId }));
  ok(await askHelp(await w.by('clerk'), { ...controls, unitId: w.units.lighting }));
  expect(code(await contribute(both.ctx, { ...controls, ...said }))).toBe('controller_is_executor');
});

test('whoever helped with the matter’s own promise does not approve its answer', async () => {
  const both = await withPosts(['tasqala', 'controller'], ['lighting', 'executor']);
  const m = await w.given();
  const assignmentId = Number((await w.t.raw('SELECT id FROM assignments.assignment WHERE source_id = $1 AND lead', [m.id]))[0]?.['id']);
  ok(await askHelp(await w.by('clerk'), { assignmentId, unitId: w.units.lighting, accountId: both.accountId }));
  ok(await contribute(both.ctx, { assignmentId, ...said }));
  const { answerId } = ok(await draftAnswer(await w.by('executor'), { number: m.number, outcome: 'done', text: 'Шам ауыстырылды.', papers: [] }));
  expect(code(await approveAndSend(both.ctx, { number: m.number, answerId }))).toBe('executor_cannot_approve');
  ok(await approveAndSend(await w.by('controller'), { number: m.number, answerId }));
});

test('an answer and a new task at the same moment: never both, so nothing answered has somebody who still owes', async () => {
  for (let round = 0; round < 6; round += 1) {
    const m = await w.drafted();
    const task = giveTask(await w.by('clerk'), { number: m.number, task: 'Тағы бірін тексеріңіз', unitId: w.units.roads, dueOn: day('2026-11-27') });
    const answer = approveAndSend(await w.by('controller'), { number: m.number, answerId: m.answerId });
    expect((await Promise.all([task, answer])).filter((one) => !isRefusal(one))).toHaveLength(1);
  }
  expect(await w.t.raw(`SELECT s.id FROM appeals.appeal s WHERE (s.stage = 'answered' OR NOT s.open) AND EXISTS (SELECT 1 FROM assignments.assignment a WHERE a.source_id = s.id AND a.open)`)).toEqual([]);
});

test('nobody grants time to themselves: not what a colleague asked before they took it, not what was asked before it was handed to them', async () => {
  const head = await withPosts(['region', 'branch_head'], ['lighting', 'executor']);
  const toOn = day('2026-12-02');
  const taken = await task('lighting');
  ok(await askTime(await w.by('colleague'), { ...taken, toOn, reason: 'Бөлшек жолда' }));
  ok(await accept(head.ctx, taken));
  const extensionId = await extensionOf(taken.assignmentId);
  expect(code(await decideTime(head.ctx, { ...taken, extensionId, granted: true }))).toBe('own_request');
  expect((await doInBulk(head.ctx, { act: 'grant_time', ids: [taken.assignmentId], reason: undefined })).map((one) => one.refusal?.code)).toEqual(['own_request']);
  expect(await w.t.raw('SELECT due_on::text AS day, waits FROM assignments.assignment WHERE id = $1', [taken.assignmentId])).toEqual([{ day: '2026-11-27', waits: true }]);
  ok(await decideTime(await w.by('head'), { ...taken, extensionId, granted: true }));
});

test('two people at once, or one who presses twice: one act, one row, and the other is told why', async () => {
  const [clerk, controller, head] = [await w.by('clerk'), await w.by('controller'), await w.by('head')];
  const executor = await w.by('executor');
  const acts = async (assignmentId: number) => (await w.t.raw('SELECT act FROM assignments.act WHERE assignment_id = $1 ORDER BY id', [assignmentId])).map((row) => row['act']);
  const atOnce = async (tries: readonly Promise<unknown>[]) => (await Promise.all(tries)).map(code).toSorted();

  const one = await task('lighting', w.people.executor);
  expect(await atOnce([1, 2, 3].map(() => report(executor, { ...one, ...said })))).toEqual(['assignment_not_possible', 'assignment_not_possible', 'done']);
  expect(await w.t.raw('SELECT count(*)::int AS n FROM assignments.report WHERE assignment_id = $1', [one.assignmentId])).toEqual([{ n: 1 }]);
  expect(await atOnce([settle(clerk, one), returnForRework(controller, { ...one, reason: 'сурет жоқ' }), settle(head, one)])).toEqual(['assignment_not_possible', 'assignment_not_possible', 'done']);

  const two = await task('lighting', w.people.executor);
  ok(await askTime(executor, { ...two, toOn: day('2026-12-02'), reason: 'Бөлшек жолда' }));
  const extensionId = await extensionOf(two.assignmentId);
  await Promise.all([decideTime(head, { ...two, extensionId, granted: true }), withdraw(clerk, { ...two, reason: 'керек емес' }), decideTime(head, { ...two, extensionId, granted: false, reason: 'жоқ' })]);
  const after = await acts(two.assignmentId);
  expect(after.at(-1)).toBe('withdraw');
  expect(after.filter((act) => act === 'grant_time' || act === 'deny_time').length).toBeLessThanOrEqual(1);
  expect(await w.t.raw('SELECT waits FROM assignments.assignment WHERE id = $1', [two.assignmentId])).toEqual([{ waits: false }]);
  expect(await extensionOf(two.assignmentId)).toBe(0);

  const three = await task('roads');
  ok(await askHelp(clerk, { ...three, unitId: w.units.lighting }));
  await Promise.all([1, 2, 3].map(() => contribute(executor, { ...three, ...said })));
  expect(await w.t.raw('SELECT count(*)::int AS n FROM assignments.report WHERE assignment_id = $1', [three.assignmentId]), 'a helper’s word pressed thrice is one').toEqual([{ n: 1 }]);
  ok(await contribute(executor, { ...three, text: 'Тағы бір нәрсе', papers: [] }));
});

test('two windows that choose another first view at once: one is first, and neither fails', async () => {
  const clerk = await w.by('clerk');
  for (const name of ['бір', 'екі', 'үш', 'төрт']) ok(await saveView(clerk, { name, query: `of=branch&number=${hired}` }));
  const ids = (await w.t.raw('SELECT id FROM assignments.saved_view WHERE account_id = $1 ORDER BY id', [w.people.clerk])).map((row) => Number(row['id']));
  for (let round = 0; round < 8; round += 1) {
    const done = await Promise.allSettled(ids.map((id) => openWithView(clerk, { id, first: true })));
    expect(done.map((one) => one.status)).toEqual(ids.map(() => 'fulfilled'));
    expect(await w.t.raw('SELECT count(*)::int AS n FROM assignments.saved_view WHERE account_id = $1 AND first', [w.people.clerk])).toEqual([{ n: 1 }]);
  }
});

test('a proof is the reporter’s own: somebody else’s upload, or a paper of another record, is not carried into a report by its number', async () => {
  const one = await task('lighting', w.people.executor);
  const foreign = ok(await takeUpload(await w.by('colleague'), new File(['біреудің қағазы'], 'a.txt'), { by: `account:${w.people.colleague}` })).fileId;
  const visitors = ok(await takeUpload(w.ctx(visitor), new File(['тұрғынның қағазы'], 'b.txt'), { by: 'visit:abc' })).fileId;
  for (const fileId of [foreign, visitors]) expect(code(await report(await w.by('executor'), { ...one, ...said, papers: [fileId] }))).toBe('file_invalid');
  const own = ok(await takeUpload(await w.by('executor'), new File(['өз қағазы'], 'c.txt'), { by: `account:${w.people.executor}` })).fileId;
  ok(await report(await w.by('executor'), { ...one, ...said, papers: [own] }));
  const two = await task('lighting', w.people.executor);
  expect(code(await report(await w.by('executor'), { ...two, ...said, papers: [own] }))).toBe('file_invalid');
});

test('no day moved without an act that says so, and nobody controls what they do, after all of the above', async () => {
  expect(await w.t.raw(`SELECT a.id FROM assignments.assignment a JOIN LATERAL (SELECT due_after, stage_after, to_unit, to_account FROM assignments.act c WHERE c.assignment_id = a.id ORDER BY c.id DESC LIMIT 1) AS last ON true
    WHERE last.due_after <> a.due_on OR last.stage_after <> a.stage OR last.to_unit <> a.executor_unit OR last.to_account IS DISTINCT FROM a.executor_account`)).toEqual([]);
  expect(await w.t.raw(`SELECT id FROM (SELECT id, due_before, lag(due_after) OVER (PARTITION BY assignment_id ORDER BY id) AS before FROM assignments.act) AS c WHERE due_before IS DISTINCT FROM before`)).toEqual([]);
  expect(await w.t.raw('SELECT id FROM assignments.assignment WHERE executor_account = controller_account')).toEqual([]);
});
