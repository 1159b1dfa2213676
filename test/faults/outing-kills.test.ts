import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Staff } from '../../src/kernel/actor.ts';
import type { Day } from '../../src/kernel/day.ts';
import { createAccount, givePost } from '../../src/rooms/people/contract.ts';
import { install } from '../../src/rooms/reception/acts/outings/devices.ts';
import { planOuting } from '../../src/rooms/reception/acts/outings/plan.ts';
import { checkNumbers } from '../../src/rooms/reception/acts/outings/numbers.ts';
import type { ArrivalAnswer, ArrivalInput } from '../../src/rooms/reception/contract/offline.ts';
import { setReceptionSecret } from '../../src/rooms/reception/store/seal.ts';
import { wallClock } from '../../src/kernel/day.ts';
import { read } from '../../src/platform/db.ts';
import { freshDb, type TestDb } from '../support/database.ts';
import { advised, newKey, numberAt, registered } from '../support/tablet.ts';
import { openSite, type Site } from './opening.ts';
import { ready, serve, until, type Program } from './program.ts';
import { freePort } from '../support/port.ts';
import { inside, ok, secret, seedBranches } from './seed.ts';
import { seeded } from './clients.ts';

const kills = Number(process.env['FAULTS_OUTING_KILLS'] ?? 20);
const visits = 60;
let site: Site;
let t: TestDb;
let program: Program | undefined;
beforeAll(async () => {
  site = await openSite('outing');
  t = await freshDb();
});
afterAll(async () => {
  program?.signal('SIGTERM');
  await program?.ended;
  await site.end(() => t.drop());
});

/** A branch with one clerk, and a tablet of theirs for today: as the office would do it, by the acts. */
const prepare = () => inside(t.url, async (ctx) => {
  setReceptionSecret(() => secret);
  const [, branchId = 0] = await seedBranches(ctx);
  const { accountId } = ok(await createAccount(ctx, { login: 'outing@ashyq.example', name: 'Көшпелі Айша', lang: 'kk', password: 'Тасқала-қайың-2026' }));
  ok(await givePost(ctx, { accountId, unitId: branchId, role: 'appeals_clerk', fromOn: '2026-01-01' as Day }));
  const heldOn = wallClock(ctx.clock.now()).on;
  const { outingId } = ok(await planOuting(ctx, { branchId, nameKk: 'Базар', nameRu: 'Рынок', nameEn: undefined, territoryCode: '276000000', address: undefined, heldOn, from: 0, to: 1440, officials: [], clerks: [{ accountId, unitId: branchId }] }));
  const clerk: Staff = { kind: 'staff', accountId, name: 'Көшпелі Айша', posts: [], sight: [branchId] };
  return { branchId, heldOn, ...ok(await install({ ...ctx, actor: clerk }, { outingId, name: 'көк', key: newKey() }, 'http://127.0.0.1')) };
});

test(`${kills} kills of the program while a tablet hands over its day: all there, none twice, in order, no number lost`, async () => {
  const p = await prepare();
  const port = await freePort();
  const start = (): Program => serve(site.built, { PORT: String(port), JAUAP_DATA: site.dir, DATABASE_URL: t.url });
  let running = start();
  program = running;
  expect(await until(() => ready(port), 60_000), running.said()).toBe(true);
  const random = seeded(20_261_121);
  const moment = new Date(Date.now() - 60_000).toISOString();
  const day: ArrivalInput[] = Array.from({ length: visits }, (_, nth) => ({
    place: nth + 1, key: newKey(),
    act: {
      what: 'visit', number: numberAt(p.kit.blocks.visit, nth), lang: 'kk', beganAt: moment, endedAt: moment, officialId: null, person: { surname: `Келуші${nth}`, given: 'Сынақ' },
      matters: nth % 2 === 0 ? [advised] : [registered(numberAt(p.kit.blocks.appeal, nth)), advised],
    },
  }));
  day.push({ place: visits + 1, key: newKey(), act: { what: 'end', at: new Date().toISOString() } });
  const send = async (arrival: ArrivalInput): Promise<{ status: number; text: string } | null> => {
    try {
      const response = await fetch(`http://127.0.0.1:${port}/outing-desk/arrivals`, { method: 'POST', body: JSON.stringify(arrival), headers: { authorization: `Device ${p.token}`, 'content-type': 'application/json' }, signal: AbortSignal.timeout(30_000) });
      return { status: response.status, text: await response.text() };
    } catch {
      return null;
    }
  };
  let done = false;
  let killed = 0;
  const killer = (async () => {
    while (!done && killed < kills) {
      await pause(30 + random() * 120);
      if (done) break;
      running.signal('SIGKILL');
      await running.ended;
      killed += 1;
      program = running = start();
      await until(() => ready(port), 60_000);
    }
  })();
  const answers: string[] = [];
  let tries = 0;
  const again = async (arrival: ArrivalInput): Promise<void> => {
    tries += 1;
    if ((await send(arrival)) === null) await pause(20);
  };
  for (const arrival of day) {
    // a day is long: so that every kill falls while something is on its way, the one before is handed over again and again until the next has fallen
    const before = day[arrival.place - 2];
    while (before && killed < Math.floor((arrival.place / visits) * kills) - 1) await again(before);
    for (;;) {
      tries += 1;
      const sent = await send(arrival);
      if (sent?.status === 200) { answers.push(sent.text); break; }
      expect([null, 503], sent?.text).toContain(sent?.status ?? null);
      await pause(20);
    }
  }
  const last = day.at(-1);
  while (last && killed < kills) await again(last);
  done = true;
  await killer;
  // everything once more, as a tablet does that heard no answer: the same, letter for letter
  for (const [nth, arrival] of day.entries()) {
    let sent = await send(arrival);
    for (let times = 0; (sent === null || sent.status === 503) && times < 100; times += 1) {
      await pause(20);
      sent = await send(arrival);
    }
    expect(sent?.text).toBe(answers[nth]);
  }
  const state = answers.map((text) => (JSON.parse(text) as ArrivalAnswer).state);
  expect(new Set(state)).toEqual(new Set(['taken']));
  const rows = await t.raw('SELECT number, surname FROM reception.visit ORDER BY id');
  expect(rows.map((row) => row['surname'])).toEqual(Array.from({ length: visits }, (_, nth) => `Келуші${nth}`));
  expect((await t.raw('SELECT count(*)::int AS n FROM appeals.appeal'))[0]?.['n']).toBe(visits / 2);
  expect((await t.raw('SELECT count(*)::int AS n, max(place)::int AS most FROM reception.arrival'))[0]).toEqual({ n: visits + 1, most: visits + 1 });
  expect((await t.raw(`SELECT count(*)::int AS n FROM journal.leaf WHERE act = 'outing.arrival'`))[0]?.['n']).toBe(visits);
  await inside(t.url, (ctx) => read(ctx, async (q) => {
    for (const series of ['appeal', 'visit'] as const) expect(await checkNumbers(q, { branchId: p.branchId, code: 'BQ1', series, year: Number(p.heldOn.slice(0, 4)) })).toMatchObject({ lost: [], twice: [], outstanding: 0 });
  }));
  console.log(`proof: outing, ${killed} kills, ${visits} visits in ${tries} tries`);
  expect(killed).toBe(kills);
}, 480_000);
