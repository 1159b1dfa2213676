import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { day } from '../../src/kernel/day.ts';
import { createAccount, givePost } from '../../src/rooms/people/contract.ts';
import { mostPassed } from '../../src/rooms/reception/law/queue/order.ts';
import { makeScreen, setUpUsual, addDesk } from '../../src/rooms/reception/acts/queue/set-up.ts';
import { usualLaneWords, usualPriorityWords } from '../../src/rooms/reception/words/queue-usual.ts';
import type { TestDb } from '../support/database.ts';
import { databaseClock } from '../support/database-clock.ts';
import { depth } from '../support/proof.ts';
import { branchesDb, openSite, type Site, type Started } from './opening.ts';
import { seeded } from './clients.ts';
import { Caller, hidden, p, type Taken } from './queue-visitors.ts';
import { inside, ok, rawQuery } from './seed.ts';

/** A reception day of practice.md, pressed into two minutes: five hundred people, eight desks; two hundred of them, who come as quickly, with every change. */
const visitors = depth(200, 500);
/** More do not look at their telephones at once: a machine that is too slow for the day lets them come later, and is not buried under those who wait. */
const mostInside = 100;
const desks = 8;
const kiosks = 25; // each gives out thirty a minute at most
const comeWithinMs = visitors * 120;
const serviceMs = 1_000;
const password = 'Тасқала-қайың-2026';
/** A Friday, when the doors open: a day that ended meanwhile would take everybody's ticket away, at whatever hour this is run. */
const opensAt = '2026-11-20T09:00:00+05:00';
/** The promises of the issue, for a machine that has nothing else to do. */
const screenP95Ms = 200;
const boardP95Ms = 2_000;
/**
 * Where it has, the control says by how much: a question that needs no database and no page, asked all the while. It waits in the same
 * queues for the same processor. Alone its p95 is so small that the promise holds; at nine processes to a core it was 481 ms beside 3.6 s of the slowest screen.
 */
const screenByControl = 20;

let t: TestDb;
let site: Site;
let program: Started;
let branchId = 0;
let base = '';
const kioskTokens: string[] = [];
let displayToken = '';
let lanes: number[] = [];
let deskIds: number[] = [];

beforeAll(async () => {
  t = await branchesDb();
  const clock = await databaseClock(t);
  await clock.set(opensAt, 'going');
  branchId = Number((await rawQuery<{ id: string }>(t.url, `SELECT id FROM units.unit WHERE code = 'BQ1'`))[0]?.id);
  await inside(t.url, async (ctx) => {
    ok(await setUpUsual(ctx, { branchId, names: { lanes: usualLaneWords, priorities: usualPriorityWords, source: 'Ішкі тәртіп' } }));
    lanes = (await rawQuery<{ id: string }>(t.url, 'SELECT id FROM reception.lane ORDER BY id')).map((row) => Number(row.id));
    for (let n = 4; n <= desks; n += 1) ok(await addDesk(ctx, { branchId, label: String(n), laneIds: n % 2 === 0 ? lanes : lanes.slice(0, 2) }));
    deskIds = (await rawQuery<{ id: string }>(t.url, 'SELECT id FROM reception.desk ORDER BY id')).map((row) => Number(row.id));
    for (let n = 0; n < kiosks; n += 1) kioskTokens.push(ok(await makeScreen(ctx, { branchId, kind: 'kiosk', name: `Киоск ${n}` })).token);
    displayToken = ok(await makeScreen(ctx, { branchId, kind: 'display', name: 'Зал' })).token;
    for (let n = 0; n < desks; n += 1) {
      const { accountId } = ok(await createAccount(ctx, { login: `desk${n}@ashyq.example`, name: `Қабылдаушы ${n}`, lang: 'kk', password }));
      ok(await givePost(ctx, { accountId, unitId: branchId, role: 'reception_clerk', fromOn: day('2026-01-01') }));
    }
  }, clock);
  site = await openSite('queue-day');
  program = await site.begin({ DATABASE_URL: t.url });
  base = `http://127.0.0.1:${program.port}`;
});
afterAll(() => site.end(t.drop));

const taken: Taken[] = [];
let over = false;
const finished = new Set<string>();
/** label → when its call was committed, and when a board had it */
const called = new Map<string, number>();
const seen = new Map<string, number>();

const random = seeded(20_261_121);
/** Signs in and sits down: before the day begins, one after another, so that nobody’s screen waits for another’s password. */
const clerk = async (n: number): Promise<() => Promise<void>> => {
  const me = new Caller(base, taken);
  const signIn = await me.get('sign in', '/ru/sign-in');
  await me.post('sign in', '/ru/sign-in', { csrf: hidden(signIn.text, 'csrf'), login: `desk${n}@ashyq.example`, password });
  const desk = String(deskIds[n]);
  const page = await me.get('desk', '/ru/desk/queue');
  const fields = { csrf: hidden(page.text, 'csrf'), branch: String(branchId) };
  expect((await me.post('desk: sit', '/ru/desk/queue/sittings', { ...fields, desk })).status).toBe(303);
  return async () => {
    while (!over) {
      const invited = await me.post('desk: invite', '/ru/desk/queue/invitations', { ...fields, desk });
      const label = new URL(invited.location || '/', base).searchParams.get('label');
      if (label !== null) called.set(label, performance.now());
      const screen = await me.get('desk', `/ru${invited.location.replace(/^\/ru/, '')}`);
      const beginning = /tickets\/(\d+)\/beginnings/.exec(screen.text)?.[1];
      if (beginning === undefined) {
        await pause(200);
        await me.get('desk: live part', `/ru/desk/queue?branch=${branchId}&part=1`);
        continue;
      }
      expect((await me.post('desk: begin', `/ru/desk/queue/tickets/${beginning}/beginnings`, fields)).status).toBe(303);
      await pause(serviceMs * (0.5 + random()));
      await me.get('desk: live part', `/ru/desk/queue?branch=${branchId}&part=1`);
      expect((await me.post('desk: finish', `/ru/desk/queue/tickets/${beginning}/finishes`, fields)).status).toBe(303);
      finished.add(beginning);
    }
  };
};

let inTheHall = 0;
const visitor = async (n: number): Promise<void> => {
  await pause((n / visitors) * comeWithinMs);
  while (inTheHall >= mostInside) await pause(100);
  inTheHall += 1;
  try {
    await visit(n);
  } finally {
    inTheHall -= 1;
  }
};
const visit = async (n: number): Promise<void> => {
  const me = new Caller(base, taken);
  const lang = n % 3 === 0 ? 'ru' : 'kk';
  const at = `/${lang}/kiosk/${kioskTokens[n % kiosks] ?? ''}`;
  await me.get('kiosk', at);
  const lane = lanes[n % lanes.length] ?? 0;
  const priority = n % 10 === 0 ? 'disability' : n % 10 === 5 ? 'small_child' : 'no';
  const form = await me.get('kiosk', `${at}?lane=${lane}&booked=no&priority=${priority}`);
  const given = await me.post('kiosk: take', `${at}/tickets`, { csrf: hidden(form.text, 'csrf'), key: hidden(form.text, 'key'), lane: String(lane), booked: 'no', priority, name: n % 2 === 0 ? 'Әлия С' : '' });
  expect(given.status).toBe(303);
  const link = new URL(given.location, base).searchParams.get('ticket') ?? '';
  await me.get('kiosk: ticket', given.location);
  for (;;) {
    const page = await me.get('telephone', `/${lang}/tickets/${link}`);
    if (!page.text.includes('http-equiv="refresh"')) return;
    await pause(3_000);
  }
};

const board = async (): Promise<void> => {
  const me = new Caller(base, taken);
  let etag = '';
  while (!over) {
    const state = await me.get('board', `/display/${displayToken}/state`, etag === '' ? {} : { 'if-none-match': etag });
    etag = state.headers.get('etag') ?? etag;
    if (state.status === 200) for (const call of (JSON.parse(state.text) as { calls: { label: string }[] }).calls) if (!seen.has(call.label)) seen.set(call.label, performance.now());
    await pause(1_000);
  }
};

const control: Taken[] = [];
const asking = async (): Promise<void> => {
  const me = new Caller(base, control);
  while (!over) {
    await me.get('control', '/healthz');
    await pause(100);
  }
};

test(`a day of ${visitors} visitors at ${desks} desks: every screen answers at once, the board follows, and the order is fair`, async () => {
  const seated: (() => Promise<void>)[] = [];
  for (const n of deskIds.keys()) seated.push(await clerk(n));
  const clerks = seated.map((work) => work());
  const boards = [board(), board(), board(), asking()];
  const failures: unknown[] = [];
  await Promise.all(Array.from({ length: visitors }, (_, n) => visitor(n).catch((error: unknown) => failures.push(error))));
  over = true;
  await Promise.all([...clerks, ...boards]);
  expect(failures).toEqual([]);

  const screens = [...Map.groupBy(taken, (one) => one.screen)].map(([screen, list]) => ({ screen, times: list.length, p50: Math.round(p(list.map((one) => one.ms), 0.5)), p95: Math.round(p(list.map((one) => one.ms), 0.95)), most: Math.round(Math.max(...list.map((one) => one.ms))) }));
  const delays = [...called].flatMap(([label, at]) => { const when = seen.get(label); return when === undefined ? [] : [Math.max(0, when - at)]; });
  const passed = await rawQuery<{ most: string; over: string; n: string }>(t.url, `WITH first AS (SELECT t.id, t.lane_id, t.made_at, min(a.at) AS called FROM reception.ticket t JOIN reception.ticket_act a ON a.ticket_id = t.id AND a.act = 'invite' GROUP BY t.id),
    passes AS (SELECT f.id, (SELECT count(*) FROM first o WHERE o.lane_id = f.lane_id AND o.made_at > f.made_at AND o.called > f.made_at AND o.called < f.called) AS n FROM first f)
    SELECT max(n) AS most, count(*) FILTER (WHERE n > ${mostPassed}) AS over, count(*) AS n FROM passes`);
  const controlMs = p(control.map((one) => one.ms), 0.95);
  console.log(`proof: ${visitors} visitors, ${desks} desks, ${taken.length} requests\n${screens.map((one) => `  ${one.screen.padEnd(16)} ${String(one.times).padStart(6)} times   p50 ${String(one.p50).padStart(4)} ms   p95 ${String(one.p95).padStart(4)} ms   most ${String(one.most).padStart(5)} ms`).join('\n')}\n  control          ${String(control.length).padStart(6)} times   p50 ${String(Math.round(p(control.map((one) => one.ms), 0.5))).padStart(4)} ms   p95 ${String(Math.round(controlMs)).padStart(4)} ms\n  board delay      ${String(delays.length).padStart(6)} calls   p50 ${Math.round(p(delays, 0.5))} ms   p95 ${Math.round(p(delays, 0.95))} ms\n  passed by later comers: at most ${passed[0]?.most}, more than ${mostPassed}: ${passed[0]?.over} of ${passed[0]?.n}`);
  expect(taken.filter((one) => one.status >= 400)).toEqual([]);
  expect(finished.size).toBe(visitors);
  for (const one of screens) if (one.screen !== 'sign in') expect(one.p95, one.screen).toBeLessThan(Math.max(screenP95Ms, screenByControl * controlMs));
  expect(delays.length).toBeGreaterThan(visitors * 0.9);
  // it asks every second
  expect(p(delays, 0.95)).toBeLessThan(Math.max(boardP95Ms, 1_000 + screenByControl * controlMs));
  // desks that call in the same instant do not see each other's call yet
  expect(Number(passed[0]?.most)).toBeLessThanOrEqual(mostPassed + desks - 1);
}, 600_000);
