import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { readers } from '../../src/app/house.ts';
import { system, visitor, type Actor } from '../../src/kernel/actor.ts';
import { write } from '../../src/platform/db.ts';
import { askClarification } from '../../src/rooms/appeals/acts/clarify.ts';
import { approveAndSend, draftAnswer } from '../../src/rooms/appeals/acts/answer.ts';
import { assign } from '../../src/rooms/appeals/acts/assign.ts';
import { setUrgency } from '../../src/rooms/appeals/acts/urgency.ts';
import { aRegistration, aStaff } from '../../src/rooms/appeals/make.ts';
import type { Channel } from '../../src/rooms/appeals/law/stages.ts';
import { setWay } from '../../src/rooms/notices/contract.ts';
import { openOffice, type Office } from '../notices/office.ts';
import { testNow } from '../support/database.ts';
import { ok } from '../support/house.ts';
import * as acts from './acts.ts';
import type { Hands } from './hands.ts';
import { notFound, type Held } from './held.ts';

let o: Office;
beforeAll(async () => { o = await openOffice(); });
beforeEach(() => { o.house.clock.now = testNow; o.sent.length = 0; });
afterAll(() => o.house.end());

const gas = 'Подъезімізде газ иісі қатты шығып тұр';
const calm = 'Ауылдың жолын жөндеп беріңіздерші';
const whole: Hands = { acts, ctx: (actor) => o.house.ctx(actor) };
let serial = 0;
const came = async (text: string, channel: Channel = 'web', actor: Actor = visitor, by: Hands = whole) => {
  serial += 1;
  const { matters: [base] } = aRegistration({});
  if (!base) throw new Error('no matter');
  const [one] = ok(await by.acts.register(by.ctx(actor), aRegistration({ key: `danger-comes-later-${serial}`, channel, branchId: o.house.units.tasqala, matters: [{ ...base, text }] }))).matters;
  if (!one) throw new Error('nothing registered');
  return one;
};
const clerk = () => o.house.ctx(aStaff(o.house.people.clerk, [{ unitId: o.house.units.tasqala }]));
const holder = (appealId: number): Actor => ({ kind: 'holder', appealId });
const mark = async (id: number) => (await o.house.t.raw('SELECT urgency FROM appeals.appeal WHERE id = $1', [id]))[0]?.['urgency'];
const told = (code: string) => o.sent.filter((one) => one.about?.code === code).length;

/** What is asked about danger that comes later: of this house, and of one that lacks a line. */
const questionsOf = (h: Hands) => {
  const { acts: { addSomething, answerClarification, giveVerdict }, ctx: as } = h;
  return {
    'danger that is written later marks a calm matter, and the branch hears of it': async () => {
      const one = await came(calm);
      expect(await mark(one.appealId)).toBeNull();
      await o.work();
      expect(told('appeal.urgent')).toBe(0);
      ok(await addSomething(as(holder(one.appealId)), { text: gas, papers: [] }));
      await o.work();
      expect([await mark(one.appealId), told('appeal.urgent') > 0]).toEqual(['gas', true]);
    },
    'danger in the answer to a question of the office, and in the words of «not solved»': async () => {
      const asked = await came(calm);
      ok(await askClarification(clerk(), { number: asked.number, question: 'Қай жерде?' }));
      ok(await answerClarification(as(holder(asked.appealId)), { text: gas, papers: [] }));
      expect(await mark(asked.appealId)).toBe('gas');
      const answered = await came(calm);
      ok(await assign(clerk(), { number: answered.number, unitId: o.house.units.lighting, accountId: o.house.people.executor, suggested: false }));
      const { answerId } = ok(await draftAnswer(o.house.ctx(aStaff(o.house.people.executor, [{ unitId: o.house.units.lighting, kind: 'body' }])), { number: answered.number, outcome: 'done', text: 'Жөнделді.', papers: [] }));
      ok(await approveAndSend(o.house.ctx(aStaff(o.house.people.controller, [{ unitId: o.house.units.tasqala }])), { number: answered.number, answerId }));
      ok(await giveVerdict(as(holder(answered.appealId)), { verdict: 'not_solved', comment: gas }));
      expect(await mark(answered.appealId)).toBe('gas');
    },
    'calm words added later take no mark off, and do not mark again what a clerk has looked at': async () => {
      const one = await came(gas);
      ok(await addSomething(as(holder(one.appealId)), { text: calm, papers: [] }));
      expect(await mark(one.appealId)).toBe('gas');
      ok(await setUrgency(clerk(), { number: one.number, urgency: 'none' }));
      ok(await addSomething(as(holder(one.appealId)), { text: calm, papers: [] }));
      expect(await mark(one.appealId)).toBeNull();
    },
    'whoever writes of danger in a messenger at two at night reads what to do then, not in the morning': async () => {
      o.house.clock.now = Date.parse('2026-11-19T21:00:00Z');
      const one = await came(gas, 'messenger', system('test'), h);
      await write(o.house.ctx(system('test')), (tx) => setWay(o.house.ctx(system('test')), tx, { owner: `appeal:${one.appealId}`, channel: 'telegram', address: '4711', lang: 'kk' }));
      await o.work();
      expect([await mark(one.appealId), told('appeal.danger')]).toEqual(['gas', 1]);
    },
  };
};
for (const [what, ask] of Object.entries(questionsOf(whole))) test(what, ask);

const held: Readonly<Record<keyof ReturnType<typeof questionsOf>, Held>> = {
  'danger that is written later marks a calm matter, and the branch hears of it': { finds: "to deeply equal [ 'gas', true ]", without: [['src/rooms/appeals/acts/urgency.ts', 'return urgencySigns.find((sign) => found.has(sign)) ?? null;', 'return urgencySigns.find((sign) => found.has(sign) && false) ?? null;']] },
  'danger in the answer to a question of the office, and in the words of «not solved»': { finds: "expected null to be 'gas'", without: [] },
  'calm words added later take no mark off, and do not mark again what a clerk has looked at': { finds: "expected null to be 'gas'", without: [['src/rooms/appeals/acts/urgency.ts', 'return sign === null || (', 'return (']] },
  'whoever writes of danger in a messenger at two at night reads what to do then, not in the morning': { finds: "to deeply equal [ 'gas', 1 ]", without: [] },
};
test('control: where no word is danger, and none takes a mark off, each of these questions finds it', async () => {
  // what the questions before left to be told
  await o.work();
  o.sent.length = 0;
  expect(await notFound(o.house, questionsOf, held, readers)).toEqual([]);
  console.log(`proof: control: ${Object.keys(held).length} questions of danger, each of them found what it asks for where its line was missing`);
});
