import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { system, visitor, type Actor } from '../../src/kernel/actor.ts';
import { write } from '../../src/platform/db.ts';
import { addSomething, giveVerdict } from '../../src/rooms/appeals/acts/holder.ts';
import { answerClarification, askClarification } from '../../src/rooms/appeals/acts/clarify.ts';
import { approveAndSend, draftAnswer } from '../../src/rooms/appeals/acts/answer.ts';
import { assign } from '../../src/rooms/appeals/acts/assign.ts';
import { register } from '../../src/rooms/appeals/acts/register.ts';
import { setUrgency } from '../../src/rooms/appeals/acts/urgency.ts';
import { aRegistration, aStaff } from '../../src/rooms/appeals/make.ts';
import type { Channel } from '../../src/rooms/appeals/law/stages.ts';
import { setWay } from '../../src/rooms/notices/contract.ts';
import { openOffice, type Office } from '../notices/office.ts';
import { testNow } from '../support/database.ts';
import { ok } from '../support/house.ts';

let o: Office;
beforeAll(async () => { o = await openOffice(); });
beforeEach(() => { o.house.clock.now = testNow; o.sent.length = 0; });
afterAll(() => o.house.end());

const gas = 'Подъезімізде газ иісі қатты шығып тұр';
const calm = 'Ауылдың жолын жөндеп беріңіздерші';
let serial = 0;
const came = async (text: string, channel: Channel = 'web', actor: Actor = visitor) => {
  serial += 1;
  const { matters: [base] } = aRegistration({});
  if (!base) throw new Error('no matter');
  const [one] = ok(await register(o.house.ctx(actor), aRegistration({ key: `danger-comes-later-${serial}`, channel, branchId: o.house.units.tasqala, matters: [{ ...base, text }] }))).matters;
  if (!one) throw new Error('nothing registered');
  return one;
};
const clerk = () => o.house.ctx(aStaff(o.house.people.clerk, [{ unitId: o.house.units.tasqala }]));
const holder = (appealId: number) => o.house.ctx({ kind: 'holder', appealId });
const mark = async (id: number) => (await o.house.t.raw('SELECT urgency FROM appeals.appeal WHERE id = $1', [id]))[0]?.['urgency'];
const told = (code: string) => o.sent.filter((one) => one.about?.code === code).length;

test('danger that is written later marks a calm matter, and the branch hears of it', async () => {
  const one = await came(calm);
  expect(await mark(one.appealId)).toBeNull();
  await o.work();
  expect(told('appeal.urgent')).toBe(0);
  ok(await addSomething(holder(one.appealId), { text: gas, papers: [] }));
  await o.work();
  expect([await mark(one.appealId), told('appeal.urgent') > 0]).toEqual(['gas', true]);
});

test('danger in the answer to a question of the office, and in the words of «not solved»', async () => {
  const asked = await came(calm);
  ok(await askClarification(clerk(), { number: asked.number, question: 'Қай жерде?' }));
  ok(await answerClarification(holder(asked.appealId), { text: gas, papers: [] }));
  expect(await mark(asked.appealId)).toBe('gas');
  const answered = await came(calm);
  ok(await assign(clerk(), { number: answered.number, unitId: o.house.units.lighting, accountId: o.house.people.executor, suggested: false }));
  const { answerId } = ok(await draftAnswer(o.house.ctx(aStaff(o.house.people.executor, [{ unitId: o.house.units.lighting, kind: 'body' }])), { number: answered.number, outcome: 'done', text: 'Жөнделді.', papers: [] }));
  ok(await approveAndSend(o.house.ctx(aStaff(o.house.people.controller, [{ unitId: o.house.units.tasqala }])), { number: answered.number, answerId }));
  ok(await giveVerdict(holder(answered.appealId), { verdict: 'not_solved', comment: gas }));
  expect(await mark(answered.appealId)).toBe('gas');
});

test('calm words added later take no mark off, and do not mark again what a clerk has looked at', async () => {
  const one = await came(gas);
  ok(await addSomething(holder(one.appealId), { text: calm, papers: [] }));
  expect(await mark(one.appealId)).toBe('gas');
  ok(await setUrgency(clerk(), { number: one.number, urgency: 'none' }));
  ok(await addSomething(holder(one.appealId), { text: calm, papers: [] }));
  expect(await mark(one.appealId)).toBeNull();
});

test('whoever writes of danger in a messenger at two at night reads what to do then, not in the morning', async () => {
  o.house.clock.now = Date.parse('2026-11-19T21:00:00Z');
  const one = await came(gas, 'messenger', system('test'));
  await write(o.house.ctx(system('test')), (tx) => setWay(o.house.ctx(system('test')), tx, { owner: `appeal:${one.appealId}`, channel: 'telegram', address: '4711', lang: 'kk' }));
  await o.work();
  expect([await mark(one.appealId), told('appeal.danger')]).toEqual(['gas', 1]);
});
