import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addDays, today, type Day } from '../../src/kernel/day.ts';
import { system } from '../../src/kernel/actor.ts';
import { book, cancel } from '../../src/rooms/reception/acts/bookings.ts';
import { setReceptionSecret } from '../../src/rooms/reception/store/seal.ts';
import type { TestDb } from '../support/database.ts';
import { allowed, depth } from '../support/proof.ts';
import { send as sendOnce, type Answer } from './clients.ts';
import { branchesDb, openSite, type Site } from './opening.ts';
import { ok, rawQuery, secret, territories } from './seed.ts';

const [everyTime, deeply] = [50, 1_000];
const rounds = depth(everyTime, deeply);
const freed = depth(20, 400);
const people = 100;

let t: TestDb;
let site: Site;
let port = 0;
let branchId = 0;
/** by the computer's clock: the program has no other */
const ctx = () => t.ctx(system('faults'), { now: Date.now });

beforeAll(async () => {
  setReceptionSecret(() => secret);
  t = await branchesDb();
  branchId = Number((await t.raw(`SELECT id FROM units.unit WHERE code = 'BQ1'`))[0]?.['id']);
  site = await openSite('places');
  ({ port } = await site.begin({ DATABASE_URL: t.url, JAUAP_WORKER: 'off' }));
});
afterAll(async () => {
  await site.end(t.drop);
});

const working = (from: Day): Day => {
  for (let on = from; ; on = addDays(on, 1)) if (![0, 6].includes(new Date(`${on}T00:00:00Z`).getUTCDay())) return on;
};
/** A reception laid out underneath: one wanted place, and three beside it that are free. Held by decree, whatever day it is. */
const layOut = async (minutes: readonly number[]): Promise<number> => {
  // all of them sit behind one address here: how many it may book is counted elsewhere
  await t.raw('DELETE FROM reception.follow_try');
  const on = working(addDays(today({ now: Date.now }), 10));
  const [row] = await t.raw(`INSERT INTO reception.reception (branch_id, account_id, unit_id, kind, held_on, from_minute, to_minute, slot_minutes, calendar_version, reason, made_at) VALUES ($1, 77, $1, 'personal', $2, 540, 780, 20, 'kz5', 'by decree', now()) RETURNING id`, [branchId, on]);
  const id = Number(row?.['id']);
  for (const minute of minutes) await t.raw('INSERT INTO reception.slot (reception_id, at_minute, minutes) VALUES ($1, $2, 20)', [id, minute]);
  return id;
};

let nobody = 0;
const person = () => ({ lang: 'ru' as const, surname: 'Сыналмалы', given: 'Әлия', phone: `+7701${String((nobody += 1)).padStart(7, '0')}`, text: 'Аулада жарық жоқ', territoryCode: territories[1] });
/** A fresh connection that breaks so often in a row is no chance: nobody is there. */
const mostBroken = 20;
let broken = 0;
/**
 * Whoever is told that the house is busy, or whose connection broke, asks once more under the same key. Each has a connection of their own, as a
 * hundred people have: one that is kept may be closed by the other end, which tires of silence, at the moment it is used again.
 */
const send = async (receptionId: number, atMinute: number): Promise<Answer> => {
  const body = JSON.stringify({ ...person(), receptionId, atMinute });
  const key = crypto.randomUUID();
  for (let inARow = 0; ;) {
    const answer = await sendOnce(port, key, body, { path: '/api/v1/receptions/bookings?lang=ru' });
    if (answer && answer.status !== 503) return answer;
    inARow = answer ? 0 : inARow + 1;
    if (!answer) broken += 1;
    if (inARow > mostBroken) throw new Error(`${inARow} connections broken one after another`);
    await pause(100);
  }
};
const crowd = async (receptionId: number, atMinute: number, n = people): Promise<{ readonly won: readonly Answer[]; readonly told: readonly Answer[]; readonly strange: readonly string[] }> => {
  const answers = await Promise.all(Array.from({ length: n }, () => send(receptionId, atMinute)));
  const told = answers.filter((one) => one.status === 409 && (JSON.parse(one.text) as { title: string }).title.startsWith('time_taken'));
  const won = answers.filter((one) => one.status === 201);
  return { won, told, strange: answers.filter((one) => !won.includes(one) && !told.includes(one)).map((one) => `${one.status} ${one.text.slice(0, 200)}`) };
};
const sitting = (receptionId: number, atMinute: number) => rawQuery<{ id: string; number: string }>(t.url, `SELECT id, number FROM reception.booking WHERE state = 'booked' AND reception_id = ${receptionId} AND at_minute = ${atMinute} ORDER BY id`);

describe(`${people} people want one place at the same moment`, () => {
  test(`one gets it and the others hear what is free next, ${rounds} times`, async () => {
    const times: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const id = await layOut([600, 620, 640]);
      const began = performance.now();
      const { won, told, strange } = await crowd(id, 600);
      times.push(performance.now() - began);
      expect(strange, `round ${round}`).toEqual([]);
      expect([won.length, told.length], `round ${round}`).toEqual([1, people - 1]);
      for (const one of told) expect((JSON.parse(one.text) as { detail: string }).detail).toMatch(/\d{2}\.\d{2}\.\d{4} \d{2}:\d{2}/);
      const winner = JSON.parse(won[0]?.text ?? '{}') as { number: string };
      expect((await sitting(id, 600)).map((row) => row.number)).toEqual([winner.number]);
    }
    const numbers = (await rawQuery<{ number: string }>(t.url, 'SELECT number FROM reception.booking ORDER BY number')).map((row) => Number(row.number.split('-').at(-1)));
    // whoever came too late used up no number
    expect(numbers).toEqual(Array.from({ length: rounds }, (_, at) => at + 1));
    console.log(`proof: booking race, ${rounds} × ${people}, slowest round ${Math.max(...times).toFixed(0)} ms, ${broken} connections broken`);
  }, allowed(240_000, everyTime, deeply));

  test(`a place that is freed goes to the first of those who wait, however many try to take it, ${freed} times`, async () => {
    for (let round = 0; round < freed; round += 1) {
      const id = await layOut([600]);
      const input = (where: Parameters<typeof book>[1]['where']) => ({ key: crypto.randomUUID(), ...person(), where });
      const door = { door: 'site', video: false } as const;
      const holder = ok(await book(ctx(), input({ how: 'place', receptionId: id, atMinute: 600 }), door));
      await t.raw(`UPDATE reception.booking SET state = 'expired' WHERE state = 'waiting'`);
      const waiting = [];
      for (let n = 0; n < 3; n += 1) waiting.push(ok(await book(ctx(), input({ how: 'wait', branchId, accountId: 77, video: false }), door)));
      const [, rush] = await Promise.all([cancel(ctx(), { bookingId: holder.bookingId, held: holder.bookingId }), crowd(id, 600, 40)]);
      expect(rush.strange, `round ${round}`).toEqual([]);
      expect(rush.won.length, `round ${round}`).toBe(0);
      expect((await sitting(id, 600)).map((row) => Number(row.id)), `round ${round}`).toEqual([waiting[0]?.bookingId]);
    }
  }, allowed(240_000, everyTime, deeply));
});

/** The same program over a table that forgets who sits where: the guard of its one statement finds every place free. */
test('without the guard the race is lost: this test can fail', async () => {
  const id = await layOut([600, 620]);
  await t.raw('DROP INDEX reception.booking_place');
  await t.raw('ALTER TABLE reception.slot RENAME TO slot_beneath');
  await t.raw('CREATE VIEW reception.slot AS SELECT reception_id, at_minute, minutes, NULL::bigint AS booking_id, closed FROM reception.slot_beneath');
  await t.raw(`CREATE FUNCTION reception.sit() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN UPDATE reception.slot_beneath SET booking_id = NEW.booking_id WHERE reception_id = NEW.reception_id AND at_minute = NEW.at_minute; RETURN NEW; END $$`);
  await t.raw('CREATE TRIGGER sit INSTEAD OF UPDATE ON reception.slot FOR EACH ROW EXECUTE FUNCTION reception.sit()');
  await t.raw('GRANT SELECT, UPDATE ON reception.slot TO jauap_app');
  const { won } = await crowd(id, 600);
  expect(won.length).toBeGreaterThan(1);
  expect((await sitting(id, 600)).length).toBe(won.length);
});
