import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { system, visitor, type Actor } from '../../src/kernel/actor.ts';
import { register } from '../../src/rooms/appeals/acts/register.ts';
import { setUrgency } from '../../src/rooms/appeals/acts/urgency.ts';
import { aRegistration, aStaff } from '../../src/rooms/appeals/make.ts';
import type { Channel } from '../../src/rooms/appeals/law/stages.ts';
import { setWay } from '../../src/rooms/notices/contract.ts';
import { write } from '../../src/platform/db.ts';
import { testNow } from '../support/database.ts';
import { ok } from '../support/house.ts';
import { openOffice, type Office } from './office.ts';

let o: Office;
beforeAll(async () => { o = await openOffice(); });
beforeEach(() => {
  o.house.clock.now = testNow;
  o.sent.length = 0;
});
afterAll(() => o.house.end());

const gas = 'Подъезімізде газ иісі қатты шығып тұр';
let serial = 0;
const came = async (text: string, door: Channel = 'web', actor: Actor = visitor) => {
  serial += 1;
  const { matters: [base] } = aRegistration({});
  if (!base) throw new Error('no matter');
  const done = ok(await register(o.house.ctx(actor), aRegistration({
    key: `urgent-and-told-${serial}`, channel: door, branchId: o.house.units.tasqala, matters: [{ ...base, text }],
    applicant: { kind: 'person', surname: 'Сыналмалы', given: 'Әлия', phone: '+77010000001', email: `writer${serial}@mail.example` },
  }))).matters[0];
  if (!done) throw new Error('nothing registered');
  return { ...done, email: `writer${serial}@mail.example` };
};
const told = (code: string) => o.sent.filter((one) => one.about?.code === code);

test('the clerks of the branch hear at once that something cannot wait, without a word of it; nobody hears of a calm matter', async () => {
  const one = await came(gas);
  await o.work();
  const letters = told('appeal.urgent');
  expect(letters.map((letter) => letter.to)).toContain('clerk@ashyq.example');
  expect(letters.every((letter) => `${letter.subject} ${letter.text}`.includes(one.number) && !/газ|иісі/iu.test(`${letter.subject} ${letter.text}`))).toBe(true);
  // the page has told the person already; a telephone that others may hold is not written to
  expect(told('appeal.danger')).toEqual([]);
  o.sent.length = 0;
  await came('Ауылдың жолын жөндеп беріңіздерші');
  await o.work();
  expect(told('appeal.urgent')).toEqual([]);
});

test('whoever wrote by letter reads at once what to do, in their language, by that very door', async () => {
  const one = await came(gas, 'email', system('test'));
  await write(o.house.ctx(system('test')), (tx) => setWay(o.house.ctx(system('test')), tx, { owner: `appeal:${one.appealId}`, channel: 'email', address: one.email, lang: 'kk' }));
  await o.work();
  const [advice, ...more] = told('appeal.danger');
  expect([advice?.to, more.length, advice?.text.includes('терезені ашыңыз'), advice?.text.includes('104')]).toEqual([one.email, 0, true, true]);
});

test('a clerk who marks a matter is not told of it; colleagues are, and no advice goes out', async () => {
  const one = await came('Үйіміз туралы айтып берейін', 'email', system('test'));
  await o.work();
  o.sent.length = 0;
  ok(await setUrgency(o.house.ctx(aStaff(o.house.people.clerk, [{ unitId: o.house.units.tasqala }])), { number: one.number, urgency: 'collapse' }));
  await o.work();
  expect(told('appeal.urgent').map((letter) => letter.to)).not.toContain('clerk@ashyq.example');
  expect(told('appeal.danger')).toEqual([]);
});
