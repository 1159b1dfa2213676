import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Staff } from '../../src/kernel/actor.ts';
import type { Day } from '../../src/kernel/day.ts';
import { createAccount, givePost } from '../../src/rooms/people/contract.ts';
import { install } from '../../src/rooms/reception/acts/outings/devices.ts';
import { planOuting } from '../../src/rooms/reception/acts/outings/plan.ts';
import { checkNumbers } from '../../src/rooms/reception/acts/outings/numbers.ts';
import type { ArrivalAnswer, ArrivalInput, OfflineVisit } from '../../src/rooms/reception/contract/offline.ts';
import { setReceptionSecret } from '../../src/rooms/reception/store/seal.ts';
import { wallClock } from '../../src/kernel/day.ts';
import { read } from '../../src/platform/db.ts';
import { freshDb, type TestDb } from '../support/database.ts';
import { databaseClock, type DatabaseClock } from '../support/database-clock.ts';
import { advised, newKey, numberAt, registered } from '../support/tablet.ts';
import { openSite, type Site } from './opening.ts';
import { ready, serve, until, type Program } from './program.ts';
import { freePort } from '../support/port.ts';
import { allowed, depth } from '../support/proof.ts';
import { inside, ok, secret, seedBranches } from './seed.ts';
import { seeded } from './clients.ts';

const [everyTime, deeply] = [20, 500];
const kills = depth(everyTime, deeply);
/** A tablet takes a hundred numbers of each series along: a deeper run has more days, not longer ones. */
const killsADay = 20;
const days = kills / killsADay;
const visits = 60;
/** A Friday morning: what is handed over belongs to its own day, and none of them ends while this is run. */
const beginsAt = '2026-11-20T09:00:00+05:00';
let site: Site;
let t: TestDb;
let clock: DatabaseClock;
let port = 0;
let branchId = 0;
let accountId = 0;
let running: Program;
beforeAll(async () => {
  site = await openSite('outing');
  t = await freshDb();
  clock = await databaseClock(t);
  await clock.set(beginsAt, 'going');
  port = await freePort();
  await inside(t.url, async (ctx) => {
    [, branchId = 0] = await seedBranches(ctx);
    ({ accountId } = ok(await createAccount(ctx, { login: 'outing@ashyq.example', name: 'Көшпелі Айша', lang: 'kk', password: 'Тасқала-қайың-2026' })));
    ok(await givePost(ctx, { accountId, unitId: branchId, role: 'appeals_clerk', fromOn: '2026-01-01' as Day }));
  }, clock);
  running = start();
  expect(await until(() => ready(port), 60_000), running.said()).toBe(true);
});
afterAll(async () => {
  running?.signal('SIGTERM');
  await running?.ended;
  await site.end(() => t.drop());
});
const start = (): Program => serve(site.built, { PORT: String(port), JAUAP_DATA: site.dir, DATABASE_URL: t.url });

type Out = Awaited<ReturnType<typeof goneOut>>;
/** A tablet of the branch's clerk for today: as the office would do it, by the acts. */
const goneOut = () => inside(t.url, async (ctx) => {
  setReceptionSecret(() => secret);
  const heldOn = wallClock(ctx.clock.now()).on;
  const { outingId } = ok(await planOuting(ctx, { branchId, nameKk: 'Базар', nameRu: 'Рынок', nameEn: undefined, territoryCode: '276000000', address: undefined, heldOn, from: 0, to: 1440, officials: [], clerks: [{ accountId, unitId: branchId }] }));
  const clerk: Staff = { kind: 'staff', accountId, name: 'Көшпелі Айша', posts: [], sight: [branchId] };
  return { heldOn, ...ok(await install({ ...ctx, actor: clerk }, { outingId, name: 'көк', key: newKey() }, 'http://127.0.0.1')) };
}, clock);

const surnameOf = (day: number, nth: number): string => `Келуші${day * visits + nth}`;
const visit = (p: Out, nth: number, surname: string, matters: OfflineVisit['matters']): OfflineVisit => {
  const moment = new Date(clock.now() - 60_000).toISOString();
  return { what: 'visit', number: numberAt(p.kit.blocks.visit, nth), lang: 'kk', beganAt: moment, endedAt: moment, officialId: null, quiet: false, person: { surname, given: 'Сынақ' }, matters };
};
const arrivalsOf = (p: Out, day: number): readonly ArrivalInput[] => [
  ...Array.from({ length: visits }, (_, nth): ArrivalInput => ({
    place: nth + 1, key: newKey(), act: visit(p, nth, surnameOf(day, nth), nth % 2 === 0 ? [advised] : [registered(numberAt(p.kit.blocks.appeal, nth)), advised]),
  })),
  { place: visits + 1, key: newKey(), act: { what: 'end', at: new Date(clock.now()).toISOString() } },
];

type Told = { readonly status: number; readonly text: string };
const send = async (p: Out, arrival: ArrivalInput): Promise<Told | null> => {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/outing-desk/arrivals`, { method: 'POST', body: JSON.stringify(arrival), headers: { authorization: `Device ${p.token}`, 'content-type': 'application/json' }, signal: AbortSignal.timeout(30_000) });
    return { status: response.status, text: await response.text() };
  } catch {
    return null;
  }
};
let tries = 0;
/** As often as it needs: whatever is neither taken nor to be tried again is no answer of this house. */
const surely = async (p: Out, arrival: ArrivalInput): Promise<string> => {
  for (;;) {
    tries += 1;
    const sent = await send(p, arrival);
    if (sent?.status === 200) return sent.text;
    expect([null, 503], sent?.text).toContain(sent?.status ?? null);
    await pause(20);
  }
};
const again = async (p: Out, arrival: ArrivalInput): Promise<void> => {
  tries += 1;
  if ((await send(p, arrival)) === null) await pause(20);
};

/** A day is handed over while the program is killed; gives back what was answered to each act. */
const handedOver = async (p: Out, acts: readonly ArrivalInput[], random: () => number): Promise<readonly string[]> => {
  let killed = 0;
  let done = false;
  const killer = (async () => {
    while (!done && killed < killsADay) {
      await pause(30 + random() * 120);
      if (done) break;
      running.signal('SIGKILL');
      await running.ended;
      killed += 1;
      running = start();
      await until(() => ready(port), 60_000);
    }
  })();
  const answers: string[] = [];
  try {
    for (const arrival of acts) {
      // a day is long: so that every kill falls while something is on its way, the one before is handed over again and again until the next has fallen
      const before = acts[arrival.place - 2];
      while (before && killed < Math.floor((arrival.place / visits) * killsADay) - 1) await again(p, before);
      answers.push(await surely(p, arrival));
    }
    const last = acts.at(-1);
    while (last && killed < killsADay) await again(p, last);
  } finally {
    done = true;
    await killer;
  }
  expect(killed).toBe(killsADay);
  return answers;
};

const written = async (surnames: string): Promise<readonly unknown[]> => (await t.raw('SELECT surname FROM reception.visit WHERE surname LIKE $1 ORDER BY id', [surnames])).map((row) => row['surname']);
const numbersOn = (heldOn: Day) => inside(t.url, (ctx) => read(ctx, async (q) => {
  for (const series of ['appeal', 'visit'] as const) expect(await checkNumbers(q, { branchId, code: 'BQ1', series, year: Number(heldOn.slice(0, 4)) })).toMatchObject({ lost: [], twice: [], outstanding: 0 });
}));

test(`${kills} kills of the program while tablets hand over their days: all there, none twice, in order, no number lost`, async () => {
  const random = seeded(20_261_121);
  for (let day = 0; day < days; day += 1) {
    const p = await goneOut();
    const acts = arrivalsOf(p, day);
    const answers = await handedOver(p, acts, random);
    // everything once more, as a tablet does that heard no answer: the same, letter for letter
    for (const [nth, arrival] of acts.entries()) expect(await surely(p, arrival)).toBe(answers[nth]);
    expect(new Set(answers.map((text) => (JSON.parse(text) as ArrivalAnswer).state))).toEqual(new Set(['taken']));
    expect(await t.raw('SELECT count(*)::int AS n, max(place)::int AS most FROM reception.arrival WHERE device_id = $1', [p.device.id])).toEqual([{ n: visits + 1, most: visits + 1 }]);
    await numbersOn(p.heldOn);
  }
  expect(await written('Келуші%')).toEqual(Array.from({ length: days * visits }, (_, nth) => surnameOf(0, nth)));
  expect((await t.raw('SELECT count(*)::int AS n FROM appeals.appeal'))[0]?.['n']).toBe((days * visits) / 2);
  expect((await t.raw(`SELECT count(*)::int AS n FROM journal.leaf WHERE act = 'outing.arrival'`))[0]?.['n']).toBe(days * visits);
  console.log(`proof: outing, ${kills} kills, ${days * visits} visits in ${tries} tries`);
}, allowed(480_000, everyTime, deeply));

test('the control: a tablet that keeps no keys and writes down anew what it heard no answer to has its visitor twice', async () => {
  const p = await goneOut();
  const kept: ArrivalInput = { place: 1, key: newKey(), act: visit(p, 0, 'Жауапсыз', [advised]) };
  // the house has answered, and the answer is lost
  await surely(p, kept);
  // with its key it is the same one, however often
  await surely(p, kept);
  expect(await written('Жауапсыз')).toEqual(['Жауапсыз']);
  await surely(p, { place: 2, key: newKey(), act: visit(p, 1, 'Жауапсыз', [advised]) });
  expect(await written('Жауапсыз')).toEqual(['Жауапсыз', 'Жауапсыз']);
});
