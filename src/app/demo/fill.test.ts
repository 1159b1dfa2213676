import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { setSealSecret } from '../../rooms/appeals/store/seal.ts';
import { setReceptionSecret } from '../../rooms/reception/store/seal.ts';
import { freshDb, testNow, type TestDb } from '../../../test/support/database.ts';
import { demoLogins, fill } from './fill.ts';
import { plan } from './plan.ts';

let t: TestDb;
const lines: string[] = [];
const count = Number(process.env['DEMO_COUNT'] ?? 60);

beforeAll(async () => {
  setSealSecret(() => 'a secret of tests, longer than thirty-two letters');
  setReceptionSecret(() => 'a secret of tests, longer than thirty-two letters');
  t = await freshDb();
  const { db, log } = t.ctx();
  const began = performance.now();
  await fill({ ctx: { db, log, clock: { now: () => testNow } }, now: testNow, seed: 11, onStep: (line) => lines.push(line), count });
  if (process.env['DEMO_COUNT']) process.stderr.write(`${count} letters in ${Math.round(performance.now() - began)} ms\n`);
}, 300_000);
afterAll(() => t.drop());

/** What people said in a room is no letter of the plan. */
const letters = `NOT IN (SELECT appeal_id FROM reception.matter WHERE appeal_id IS NOT NULL)`;
const number = async (query: string): Promise<number> => Number((await t.raw(query))[0]?.['n']);

test('every planned letter is a matter with a number, and every step left an act and a leaf', async () => {
  const planned = plan({ seed: 11, now: testNow, count }).stories;
  expect(await number(`SELECT count(*)::int AS n FROM appeals.appeal WHERE id ${letters}`)).toBe(count);
  // a task is reported and accepted in its own history
  const steps = planned.flatMap((story) => story.steps).filter((step) => step.act !== 'task_report' && step.act !== 'task_settle').length;
  const twice = planned.flatMap((story) => story.steps).filter((step) => step.act === 'publish').length;
  const alike = await number(`SELECT count(*)::int AS n FROM appeals.act WHERE act <> 'answer_joined' AND appeal_id ${letters}`);
  expect(alike).toBe(steps + twice);
  expect(await number(`SELECT count(*)::int AS n FROM journal.leaf WHERE subject LIKE 'appeal:%'`)).toBe(await number('SELECT count(*)::int AS n FROM appeals.act'));
});

test('what came last year lies in its own year: the page of health has nothing to say of it', async () => {
  expect(await number('SELECT platform.years_missing()::int AS n')).toBe(0);
});

test('matters stand at every stage, and none has a moment after now', async () => {
  const found = await t.raw('SELECT stage, count(*)::int AS n FROM appeals.appeal GROUP BY stage');
  expect(new Set(found.map((row) => row['stage']))).toEqual(new Set(['registered', 'in_work', 'clarifying', 'awaiting_approval', 'answered', 'closed']));
  expect(await t.raw('SELECT 1 FROM appeals.act WHERE at > $1', [new Date(testNow)])).toEqual([]);
});

test('what the plan says of a matter is what the register says of it', async () => {
  const rows = await t.raw(`SELECT received_at, office_outcome, answered_at, registered_on FROM appeals.appeal WHERE id ${letters} ORDER BY received_at, id`);
  const planned = plan({ seed: 11, now: testNow, count }).stories;
  const said = (outcome: unknown, on: unknown) => `${String(outcome)} ${String(on)}`;
  expect(rows.map((row) => said(row['office_outcome'], (row['received_at'] as Date).getTime())))
    .toEqual(planned.map((story) => said(story.steps.findLast((step) => step.act === 'approve') || story.outcome === 'withdrawn' || story.route === 'joined' ? outcomeBy(story) : null, story.receivedAt)));
});

const outcomeBy = (story: ReturnType<typeof plan>['stories'][number]): string | null => {
  if (story.outcome === 'withdrawn' || story.route === 'joined') return story.outcome;
  const approved = story.steps.findLast((step) => step.act === 'approve')?.at ?? 0;
  return story.steps.findLast((step) => step.act === 'draft' && step.at <= approved)?.act === 'draft' ? (story.steps.findLast((step) => step.act === 'draft' && step.at <= approved) as { outcome: string }).outcome : null;
};

test('nothing published shows a telephone, and the order of numbers is the order of registration', async () => {
  expect(await t.raw(`SELECT 1 FROM appeals.publication WHERE concat_ws(' ', text, answer) ~ '700.?000'`)).toEqual([]);
  expect(await number('SELECT count(*)::int AS n FROM appeals.publication WHERE answer IS NOT NULL')).toBeGreaterThan(0);
  expect(await number('SELECT count(*)::int AS n FROM appeals.publication')).toBeGreaterThan(0);
  const rows = await t.raw('SELECT number, registered_at FROM appeals.appeal ORDER BY branch_id, extract(year FROM registered_on), number');
  const perBranch = Map.groupBy(rows, (row) => String(row['number']).slice(0, -7));
  for (const list of perBranch.values()) expect(list.map((row) => Number(row['registered_at']))).toEqual(list.map((row) => Number(row['registered_at'])).toSorted((a, b) => a - b));
});

test('the logins of the sign-in page exist with their post, and only they have a password', async () => {
  const rows = await t.raw(`SELECT a.login, p.role FROM people.account a JOIN people.post p ON p.account_id = a.id WHERE a.login = ANY ($1) GROUP BY 1, 2 ORDER BY 1`, [demoLogins.map((one) => one.login)]);
  expect(rows).toEqual(demoLogins.map(({ login, role }) => ({ login, role })).toSorted((a, b) => (a.login < b.login ? -1 : 1)));
  expect(lines.findLast((line) => /^\d+ of/.test(line))).toMatch(/^(\d+) of \1$/);
});

test('the reception room has a past, a present and a next week, and its figures say so', async () => {
  const by = async (query: string) => Object.fromEntries((await t.raw(query)).map((row) => [String(row['state']), Number(row['n'])]));
  const owed = await by('SELECT state, count(*)::int AS n FROM reception.expected GROUP BY 1');
  for (const state of ['met', 'empty', 'missed', 'open']) expect(owed[state], state).toBeGreaterThan(0);
  expect(await number('SELECT count(*)::int AS n FROM reception.visit')).toBeGreaterThan(150);
  const matters = await by('SELECT outcome AS state, count(*)::int AS n FROM reception.matter GROUP BY 1');
  for (const outcome of ['advised', 'promised', 'registered']) expect(matters[outcome], outcome).toBeGreaterThan(20);
  expect(await number('SELECT count(*)::int AS n FROM reception.promise WHERE kept AND (ended_at AT TIME ZONE \'Asia/Almaty\')::date <= due_on')).toBeGreaterThan(10);
  expect(await number('SELECT count(*)::int AS n FROM reception.promise WHERE kept AND (ended_at AT TIME ZONE \'Asia/Almaty\')::date > due_on')).toBeGreaterThan(5);
  expect(await by('SELECT state, count(*)::int AS n FROM reception.outing GROUP BY 1')).toEqual({ closed: 4, under_way: 1, planned: 1 });
  const queue = await by(`SELECT state, count(*)::int AS n FROM reception.ticket WHERE on_day = '2026-11-20' GROUP BY 1`);
  expect(queue['waiting']).toBeGreaterThan(2);
  expect(queue['serving']).toBe(2);
  expect(await number('SELECT count(*)::int AS n FROM reception.booking')).toBeGreaterThan(5);
  // open hours of Thursdays are announced for a Thursday: what is planned and what is owed are one day
  expect(await t.raw(`SELECT 1 FROM reception.reception WHERE kind = 'open' AND state = 'planned' AND held_on > '2026-11-20' AND extract(isodow FROM held_on) <> 4`)).toEqual([]);
  expect(await t.raw('SELECT 1 FROM reception.visit WHERE began_at > $1', [new Date(testNow)])).toEqual([]);
});

test('on a day off, at an hour when people would be received, it is filled too', async () => {
  const off = await freshDb();
  onTestFinished(off.drop);
  const sunday = Date.parse('2026-11-22T05:20:00Z');
  const { db, log } = off.ctx();
  await fill({ ctx: { db, log, clock: { now: () => sunday } }, now: sunday, seed: 11, onStep: () => {}, count: 12 });
  expect(await off.raw(`SELECT count(*)::int AS n FROM appeals.appeal WHERE id ${letters}`)).toEqual([{ n: 12 }]);
});
