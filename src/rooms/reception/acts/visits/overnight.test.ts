import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { addDays, type Day } from '../../../../kernel/day.ts';
import { system } from '../../../../kernel/actor.ts';
import { write } from '../../../../platform/db.ts';
import { testNow } from '../../../../../test/support/database.ts';
import { openHall, type Hall } from '../../../../../test/support/hall.ts';
import { ok, openHouse, type TestHouse } from '../../../../../test/support/house.ts';
import { jobs as queueJobs } from '../../reacts/queue.ts';
import { jobs } from '../../reacts/visits.ts';
import { carriedDays } from '../../law/visits.ts';
import { invite } from '../queue/call.ts';
import { receive } from '../queue/receive.ts';
import { sit } from '../queue/serve.ts';
import { takeTicket } from '../queue/take.ts';
import { addMatter, beginVisit, settleMatter } from '../visits.ts';

let h: TestHouse;
let hall: Hall;
beforeAll(async () => {
  h = await openHouse();
  hall = await openHall(h.ctx(), h.units.tasqala);
});
beforeEach(() => { h.clock.now = testNow; });
afterAll(() => h.end());

const day = '2026-11-20' as Day;
const midnight = async (nights: number): Promise<void> => {
  h.clock.now = Date.parse(`${addDays(day, nights)}T00:12:00+05:00`);
  const ctx = h.ctx(system('night'));
  await queueJobs['queue:close_days'](ctx);
  await jobs['reception:overnight'](ctx);
  // by a program that slept at midnight and is up again
  await jobs['reception:overnight'](ctx);
};
const sat = async (o: { name?: string; lang?: 'kk' | 'ru' } = {}) => {
  const [desk = 0] = hall.desks;
  // whoever sat there before has gone
  await h.t.raw(`UPDATE reception.ticket SET state = 'finished' WHERE state <> 'finished'`);
  const { ticketId } = ok(await takeTicket(h.ctx(), { branchId: h.units.tasqala, laneId: hall.lanes[0] ?? 0, door: 'desk', lang: o.lang ?? 'kk', key: crypto.randomUUID(), ...(o.name === undefined ? {} : { name: o.name }) }));
  ok(await sit(h.ctx(), { deskId: desk }));
  ok(await invite(h.ctx(), { deskId: desk, ticketId }));
  const { visitId } = ok(await receive(h.ctx(), { ticketId }));
  return { ticketId, visitId: visitId ?? 0 };
};
const visit = async (id: number) => (await h.t.raw('SELECT state, ended_at, given, surname, lang FROM reception.visit WHERE id = $1', [id]))[0];
const acts = async (id: number) => (await h.t.raw('SELECT act, facts FROM reception.visit_act WHERE visit_id = $1 ORDER BY id', [id])).map((row) => [row['act'], row['facts']]);
const numberOf = async (id: number) => String((await h.t.raw('SELECT number FROM reception.visit WHERE id = $1', [id]))[0]?.['number']);

test('who took a ticket under a name is called so in the visit, and spoken to in their language', async () => {
  const { visitId } = await sat({ name: 'Әлия Сыналмалы', lang: 'ru' });
  expect(await visit(visitId)).toMatchObject({ given: 'Әлия С.', surname: null, lang: 'ru' });
  const nameless = await sat();
  expect(await visit(nameless.visitId)).toMatchObject({ given: null, surname: null, lang: 'kk' });
});

test('a ticket that is being served at midnight: with nothing left to settle its visit is finished, and no end is measured', async () => {
  const { ticketId, visitId } = await sat({ name: 'Дәулет' });
  ok(await addMatter(h.ctx(), { number: await numberOf(visitId), text: 'Көмір қайдан аламыз?' }));
  ok(await settleMatter(h.ctx(), { number: await numberOf(visitId), nth: 1, how: 'advised', advice: 'Аудандық қоймадан' }));
  await midnight(1);
  expect(await h.t.raw('SELECT state FROM reception.ticket WHERE id = $1', [ticketId])).toEqual([{ state: 'finished' }]);
  expect(await visit(visitId)).toMatchObject({ state: 'finished', ended_at: null });
  expect((await acts(visitId)).at(-1)).toEqual(['finish', { by: 'night' }]);
  expect(await h.t.raw(`SELECT act FROM journal.leaf WHERE subject = $1 AND act = 'visit.finish'`, [`visit:${visitId}`])).toHaveLength(1);
});

test('with a matter that nobody has settled it is carried over, one act a night, and can be settled in the morning', async () => {
  const { visitId } = await sat({ name: 'Сәуле' });
  const number = await numberOf(visitId);
  ok(await addMatter(h.ctx(), { number, text: 'Көшеде жарық жоқ' }));
  await midnight(1);
  expect(await visit(visitId)).toMatchObject({ state: 'begun' });
  expect((await acts(visitId)).filter(([act]) => act === 'carry')).toEqual([['carry', { to: addDays(day, 1), open: 1, by: 'night' }]]);
  ok(await settleMatter(h.ctx(), { number, nth: 1, how: 'advised', advice: 'Шам ілінеді' }));
  await midnight(2);
  expect(await visit(visitId)).toMatchObject({ state: 'finished' });
  expect((await acts(visitId)).filter(([act]) => act === 'carry')).toHaveLength(1);
});

test('after a week it is over as it stands, quiet ones too, and what was written down stays', async () => {
  const { number, visitId } = ok(await write(h.ctx(), (tx) => beginVisit(h.ctx(), tx, { branchId: h.units.tasqala, unitId: h.units.tasqala, quiet: true })));
  ok(await addMatter(h.ctx(), { number, text: 'Үйде тыныш емес' }));
  await midnight(carriedDays);
  expect(await visit(visitId)).toMatchObject({ state: 'begun' });
  await midnight(carriedDays + 1);
  expect(await visit(visitId)).toMatchObject({ state: 'left' });
  expect((await acts(visitId)).at(-1)).toEqual(['leave', { open: 1, by: 'night' }]);
  expect(await h.t.raw('SELECT text, outcome FROM reception.matter WHERE visit_id = $1', [visitId])).toEqual([{ text: 'Үйде тыныш емес', outcome: null }]);
});
