import { afterAll, beforeAll, expect, test } from 'vitest';
import { house } from '../../src/app/house.ts';
import { makeServer } from '../../src/app/server.tsx';
import { visitor } from '../../src/kernel/actor.ts';
import { readConfig } from '../../src/platform/config.ts';
import { openByCode } from '../../src/rooms/appeals/acts/follow.ts';
import { openBookingByCode } from '../../src/rooms/reception/acts/bookings/follow.ts';
import { signIn } from '../../src/rooms/people/contract.ts';
import { bookedAt, planned } from '../support/bookings.ts';
import { loginOf } from '../support/house.ts';
import { allowed, depth } from '../support/proof.ts';
import { Caller } from './caller.ts';
import { openWorld, type World } from './world.ts';

/** Trust.md, Targets: of so many tries in a quarter of an hour ten are looked at, for an account and for a caller. */
const tries = depth(500, 20_000);
const mostTries = 10;
const quarterMs = 15 * 60_000;

let w: World;
let behindProxy: typeof w.app;
let appeal: { readonly number: string };
let booking: { readonly number: string };
beforeAll(async () => {
  w = await openWorld();
  // one proxy of ours in front: the caller's address is its word
  behindProxy = makeServer({ ctx: { db: w.t.db, clock: { now: () => w.clock.now }, log: w.t.ctx().log }, house, config: readConfig({ JAUAP_DATA: '/tmp/jauap-brute-unused', JAUAP_MODE: 'test', JAUAP_SECRET: 'a secret of tests, longer than thirty-two letters', JAUAP_LOG: 'silent', JAUAP_TRUST_PROXY: '1' }) });
  appeal = await w.received();
  booking = await bookedAt(w, await planned(w), 600);
});
afterAll(() => w.end());

const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ';
const code = (nth: number): string => Array.from({ length: 8 }, (_, at) => letters[Math.floor(nth / letters.length ** (at % 4) + at) % letters.length] ?? 'A').join('');
const address = { ofOne: (nth: number) => `2001:db8:77:7:${(nth % 65_536).toString(16)}:${Math.floor(nth / 65_536).toString(16)}::1`, ofMany: (nth: number) => `2001:db8:${(nth % 65_536).toString(16)}:${Math.floor(nth / 65_536 + 1).toString(16)}::1` };
type Door = { readonly name: string; readonly path: string; readonly one: () => Record<string, string>; readonly other: (nth: number) => Record<string, string> };
const doors = (): readonly Door[] => [
  { name: 'the password', path: '/kk/sign-in', one: () => ({ login: loginOf('clerk'), password: 'wrong wrong wrong' }), other: (nth) => ({ login: `nobody${nth}@ashyq.example`, password: 'wrong wrong wrong' }) },
  { name: 'the code of an appeal', path: '/kk/follow', one: () => ({ number: appeal.number }), other: (nth) => ({ number: `BQ01-2026-${String(nth + 1).padStart(6, '0')}` }) },
  { name: 'the code of a booking', path: '/kk/receptions/follow', one: () => ({ number: booking.number }), other: (nth) => ({ number: `BQ01-B-2026-${String(nth + 1).padStart(6, '0')}` }) },
];

/** How many of them were looked at: all but those who were told to wait. */
const lookedAt = async (door: Door, from: (nth: number) => string, fields: (nth: number) => Record<string, string>): Promise<{ looked: number; let: number }> => {
  const caller = await new Caller(behindProxy).arrive(door.path);
  let looked = 0;
  let entered = 0;
  for (let nth = 0; nth < tries; nth += 1) {
    const { status } = await caller.post(door.path, { code: code(nth), ...fields(nth) }, { headers: { 'x-forwarded-for': from(nth) } });
    if (status !== 429) looked += 1;
    if (status < 400) entered += 1;
  }
  return { looked, let: entered };
};

test(`of ${tries} tries at one account, letter or booking from everywhere, and of as many at different ones from one household, ten are looked at`, async () => {
  for (const door of doors()) {
    w.clock.now += quarterMs + 1;
    expect(await lookedAt(door, address.ofMany, door.one), `${door.name}, one of them`).toEqual({ looked: mostTries, let: 0 });
    w.clock.now += quarterMs + 1;
    expect(await lookedAt(door, address.ofOne, door.other), `${door.name}, one caller`).toEqual({ looked: mostTries, let: 0 });
  }
  console.log(`proof: ${tries} tries at each of ${doors().length} doors, twice: ${mostTries} looked at each time`);
}, allowed(600_000, 500, 20_000));

test('control: where every try comes from another household and is at another one, all are looked at', async () => {
  w.clock.now += quarterMs + 1;
  const [, letter] = doors();
  if (!letter) throw new Error('no door');
  const caller = await new Caller(behindProxy).arrive(letter.path);
  for (let nth = 0; nth < 30; nth += 1) expect((await caller.post(letter.path, { code: code(nth), ...letter.other(nth + 5_000) }, { headers: { 'x-forwarded-for': address.ofMany(nth + 100_000) } })).status).toBe(422);
});

/**
 * The promise: nobody learns by the clock what exists. One that does, one that does not, and the first one again, in turns: the middle of the differences between
 * the two, less the middle of those between the one and itself, which is what the machine does by being busy. What is really there stands in every round.
 */
const mostGapMs = 5;
const middle = (of: readonly number[]): number => Math.abs(of.toSorted((a, b) => a - b)[of.length >> 1] ?? Infinity);
const gapOf = async (known: (nth: number) => Promise<unknown>, unknown: (nth: number) => Promise<unknown>): Promise<number> => {
  let least = Infinity;
  for (let round = 0; round < 5 && least >= mostGapMs; round += 1) {
    const between: number[] = [];
    const itself: number[] = [];
    for (let nth = 0; nth < 18; nth += 1) {
      // nobody runs out of tries
      if (nth % 4 === 0) w.clock.now += quarterMs + 1;
      const took = [0, 0, 0];
      for (let turn = 0; turn < 3; turn += 1) {
        const at = (nth + turn) % 3;
        const began = performance.now();
        await (at === 1 ? unknown : known)(round * 100 + nth);
        took[at] = performance.now() - began;
      }
      const [one = 0, none = 0, again = 0] = took;
      between.push((nth % 2 === 0 ? one : again) - none);
      itself.push(one - again);
    }
    least = Math.min(least, Math.max(0, middle(between) - middle(itself)));
  }
  return least;
};

const enter = (login: string, nth: number) => signIn(w.ctx(visitor), { login, password: 'not the password at all', remote: `198.51.${nth % 250}.${nth % 7}`, userAgent: '' });
const open = (number: string, nth: number) => openByCode(w.ctx(visitor), { number, code: 'WRONGCOD', caller: `caller ${nth % 97} ${number}` });
const openBooked = (number: string, nth: number) => openBookingByCode(w.ctx(visitor), { number, code: 'WRONG-CODE', caller: `caller ${nth % 97} ${number}` });

test('an account, a letter and a booking that exist take as long as those that do not', async () => {
  const gaps = {
    account: await gapOf((nth) => enter(loginOf('bodyHead'), nth), (nth) => enter(`nobody${nth}@ashyq.example`, nth)),
    letter: await gapOf((nth) => open(appeal.number, nth), (nth) => open(`BQ01-2026-${800_000 + nth}`, nth)),
    booking: await gapOf((nth) => openBooked(booking.number, nth), (nth) => openBooked(`BQ01-B-2026-${800_000 + nth}`, nth)),
  };
  console.log(`proof: gaps of ${Object.entries(gaps).map(([name, ms]) => `${name} ${ms.toFixed(2)} ms`).join(', ')}`);
  for (const [name, ms] of Object.entries(gaps)) expect(ms, name).toBeLessThan(mostGapMs);
});

test('control: where only one of them is worth the work of a password, the gap is seen', async () => {
  expect(await gapOf((nth) => enter(loginOf('bodyHead'), nth), () => open(appeal.number, 0))).toBeGreaterThanOrEqual(mostGapMs);
});
