import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { system, visitor, type Actor } from '../../src/kernel/actor.ts';
import { day } from '../../src/kernel/day.ts';
import { assign } from '../../src/rooms/appeals/acts/assign.ts';
import { register } from '../../src/rooms/appeals/acts/register.ts';
import { giveTask } from '../../src/rooms/appeals/acts/task.ts';
import { aRegistration } from '../../src/rooms/appeals/make.ts';
import { accept, askHelp, askTime, decideTime, remind, report, setController } from '../../src/rooms/assignments/acts/task.ts';
import { climbLadders } from '../../src/rooms/assignments/contract.ts';
import { closeAccount, createAccount, givePost, sessionActor, setAbsence, signIn } from '../../src/rooms/people/contract.ts';
import { openOffice, type Office } from '../notices/office.ts';
import { testNow } from '../support/database.ts';
import { loginOf, ok, password } from '../support/house.ts';

let o: Office;
type Who = keyof Office['house']['people'];
const known = new Map<Who, Actor>();
const by = async (who: Who) => {
  let actor = known.get(who);
  if (!actor) {
    const { token } = ok(await signIn(o.house.ctx(visitor), { login: loginOf(who), password, remote: '127.0.0.9', userAgent: 'test' })) as { token: string };
    actor = (await sessionActor(o.house.ctx(visitor), token)) ?? system('nobody');
    known.set(who, actor);
  }
  return o.house.ctx(actor);
};
beforeAll(async () => {
  o = await openOffice();
  for (const who of ['clerk', 'executor', 'colleague', 'head'] as const) await by(who);
});
beforeEach(async () => {
  await o.work();
  o.sent.length = 0;
  o.house.clock.now = testNow;
});
afterAll(() => o.house.end());

const raw = (text: string, values?: unknown[]) => o.house.t.raw(text, values);
let hired = 0;
const hire = async (unit: keyof Office['house']['units'], role: string): Promise<number> => {
  hired += 1;
  const { accountId } = ok(await createAccount(o.house.ctx(), { login: `hired-${hired}@ashyq.example`, name: `Жаңа қызметкер ${hired}`, lang: 'kk' }));
  ok(await givePost(o.house.ctx(), { accountId, unitId: o.house.units[unit], role, fromOn: day('2026-01-01') }));
  return accountId;
};
const actorOf = async (accountId: number) => {
  const token = randomBytes(32).toString('base64url');
  await raw(`INSERT INTO people.session (account_id, token_hash, by_way, user_agent, remote, started_at, seen_at) VALUES ($1, $2, 'password', '', '', $3, $3)`, [accountId, createHash('sha256').update(token).digest(), new Date(testNow)]);
  return o.house.ctx((await sessionActor(o.house.ctx(visitor), token)) ?? system('nobody'));
};
const gone = (accountId: number) => raw(`UPDATE people.post SET ended_on = '2026-11-20' WHERE account_id = $1`, [accountId]);
const task = async (unit: keyof Office['house']['units'], o2: { accountId?: number; controller?: number } = {}) => {
  const [m] = ok(await register(o.house.ctx(visitor), aRegistration({ key: `whom-${Math.random()}`, branchId: o.house.units.tasqala, tellBy: 'link' }))).matters;
  ok(await assign(await by('clerk'), { number: m?.number ?? '', unitId: o.house.units.lighting, accountId: o.house.people.executor, suggested: false }));
  const { assignmentId } = ok(await giveTask(await by('clerk'), { number: m?.number ?? '', task: 'Бағанды тексеріңіз', unitId: o.house.units[unit], accountId: o2.accountId, controllerAccountId: o2.controller, dueOn: day('2026-11-27'), evenAway: true }));
  await o.work();
  return { assignmentId };
};
/** Whom one kind of notice about a promise was made for. */
const toldOf = async (assignmentId: number, code: string) => (await raw('SELECT account_id FROM notices.notice WHERE owner = $1 AND code = $2 ORDER BY account_id', [`assignment:${assignmentId}`, code])).map((row) => Number(row['account_id']));

test('whose post ended is told nothing more: the body’s others, or the branch’s, hear it instead', async () => {
  const leaver = await hire('roads', 'executor');
  const stays = await hire('roads', 'executor');
  const one = await task('roads', { accountId: leaver });
  await gone(leaver);
  ok(await remind(await by('clerk'), one));
  await raw(`UPDATE assignments.assignment SET due_on = '2026-11-19' WHERE id = $1`, [one.assignmentId]);
  await climbLadders(o.house.ctx());
  await o.work();
  expect(await toldOf(one.assignmentId, 'assignment.reminded')).toEqual([stays]);
  expect(await toldOf(one.assignmentId, 'assignment.climbed_late')).not.toContain(leaver);
  expect(await toldOf(one.assignmentId, 'assignment.climbed_late')).toContain(stays);

  const controller = await hire('tasqala', 'controller');
  const two = await task('lighting', { accountId: o.house.people.executor, controller });
  await gone(controller);
  ok(await report(await by('executor'), { ...two, text: 'Баған бүтін', papers: [] }));
  await o.work();
  expect(await toldOf(two.assignmentId, 'assignment.reported')).not.toContain(controller);
  expect(await toldOf(two.assignmentId, 'assignment.reported')).toContain(o.house.people.controller);
});

test('whoever asked for time and left, and a helper who left, hear nothing of the decision or the request', async () => {
  const three = await task('lighting', { accountId: o.house.people.executor });
  const helper = await hire('roads', 'executor');
  ok(await askTime(await by('executor'), { ...three, toOn: day('2026-12-01'), reason: 'Бөлшек жолда' }));
  const [asked] = await raw('SELECT id FROM assignments.extension WHERE assignment_id = $1', [three.assignmentId]);
  ok(await decideTime(await by('head'), { ...three, extensionId: Number(asked?.['id']), granted: false, reason: 'Қоймада бар' }));
  ok(await askHelp(await by('clerk'), { ...three, unitId: o.house.units.roads, accountId: helper }));
  await raw(`UPDATE people.post SET ended_on = '2026-11-20' WHERE account_id = ANY ($1)`, [[o.house.people.executor, helper]]);
  await o.work();
  await raw('UPDATE people.post SET ended_on = NULL WHERE account_id = $1', [o.house.people.executor]);
  expect(await toldOf(three.assignmentId, 'assignment.time_denied')).toEqual([]);
  expect(await toldOf(three.assignmentId, 'assignment.help_asked')).not.toContain(helper);
});

test('a letter that waits for the morning does not go to somebody who left overnight, nor to a closed account', async () => {
  const [leaves, closes] = [await hire('roads', 'executor'), await hire('roads', 'executor')];
  for (const accountId of [leaves, closes]) ok(await remind(await by('clerk'), await task('roads', { accountId })));
  await o.work();
  o.sent.length = 0;
  await gone(leaves);
  ok(await closeAccount(o.house.ctx(), { accountId: closes }));
  o.house.clock.now = Date.parse('2026-11-23T03:31:00Z');
  await o.again('notices:digests', {});
  await o.work();
  const logins = (await raw('SELECT login FROM people.account WHERE id = ANY ($1)', [[leaves, closes]])).map((row) => String(row['login']));
  expect(o.sent.map((one) => one.to).filter((to) => logins.includes(to))).toEqual([]);
});

test('a deputy hears of what their own posts show, and of nothing else; one who left is no deputy', async () => {
  // stands in at the roads department; the absent one controls in a branch too
  const absent = await hire('roads', 'executor');
  ok(await givePost(o.house.ctx(), { accountId: absent, unitId: o.house.units.tasqala, role: 'controller', fromOn: day('2026-01-01') }));
  const deputy = await hire('roads', 'executor');
  ok(await setAbsence(o.house.ctx(), { accountId: absent, deputyId: deputy, fromOn: day('2026-11-20'), toOn: day('2026-11-25') }));
  const elsewhere = await task('lighting', { accountId: o.house.people.executor });
  ok(await setController(await by('clerk'), { ...elsewhere, accountId: absent }));
  await o.work();
  expect(await toldOf(elsewhere.assignmentId, 'assignment.controller_set')).toEqual([absent]);
  const there = await task('roads', { accountId: absent });
  expect(await toldOf(there.assignmentId, 'assignment.given')).toEqual([deputy]);
  await gone(deputy);
  ok(await remind(await by('clerk'), there));
  await o.work();
  expect(await toldOf(there.assignmentId, 'assignment.reminded')).toEqual([absent]);
  // and the work does not wait for them: anybody of the body takes it
  ok(await accept(await actorOf(await hire('roads', 'executor')), there));
});
