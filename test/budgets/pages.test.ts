import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Hono } from 'hono';
import { makeWorld, type World } from '../../e2e/a11y/world.ts';
import { house } from '../../src/app/house.ts';
import { makeServer } from '../../src/app/server.tsx';
import { system } from '../../src/kernel/actor.ts';
import { readConfig } from '../../src/platform/config.ts';
import { read, sql, view } from '../../src/platform/db.ts';
import { bytes, page } from '../../src/platform/web.ts';
import { anyoneMay } from '../../src/rooms/appeals/policy.ts';
import { expectCommitted } from '../architecture/committed.ts';
import { PlainBrowser } from '../support/browser.ts';
import { openHouse, type TestHouse } from '../support/house.ts';
import { patient } from '../support/patient.ts';
import { grow } from './more.ts';
import { budgetsFile, budgetsText, committedBudgets, growing, overBudget, tooHeavy } from './table.ts';
import { askings, costOf, onlyOnce, startWalk, type Cost } from './walk.ts';

let h: TestHouse;
let w: World;
let three: ReadonlyMap<string, Cost>;
let thirty: ReadonlyMap<string, Cost>;
let control: { readonly few: Cost; readonly many: Cost };

/** What a page must never do: one question for every row. */
const oneByOne = page({ method: 'get', path: '/one-by-one', may: anyoneMay, handler: async ({ ctx }) => read({ db: ctx.db, actor: system('control') }, async (q) => {
  const { rows } = await sql<{ id: number }>`SELECT id FROM units.topic JOIN reception.outing ON true WHERE units.topic.code = 'roads' ORDER BY id LIMIT 50`.execute(view(q));
  for (const { id } of rows) await sql`SELECT name_kk FROM reception.outing WHERE id = ${id}`.execute(view(q));
  return bytes(new TextEncoder().encode('<html></html>'), { 'content-type': 'text/html' });
}) });
const withControl = (): Hono => makeServer({ ctx: { db: h.t.db, clock: { now: () => h.clock.now }, log: h.ctx().log }, config: readConfig({ JAUAP_MODE: 'test', JAUAP_SECRET: 'a secret of tests, longer than thirty-two letters', JAUAP_LOG: 'silent' }), house: { ...house, routes: [...house.routes, oneByOne] } });

beforeAll(async () => {
  h = await openHouse({ mode: 'demo', patient: true });
  w = await makeWorld(h, { few: true });
  const walk = startWalk(h, w);
  const app = withControl();
  const controlled = (): Promise<Cost> => costOf({ ...h, app }, new PlainBrowser(app), '/kk/one-by-one');
  const alone = await walk.round(askings.filter(onlyOnce));
  for (const one of askings) await walk.browser(one.as);
  const round = async (): Promise<ReadonlyMap<string, Cost>> => new Map([...alone, ...await walk.round(askings.filter((one) => !onlyOnce(one)))]);
  // three of each, then thirty; a table that refuses its copies would be a page that never grew
  expect(await grow(h.t, 1, 2)).toEqual([]);
  three = await round();
  const few = await controlled();
  expect(await grow(h.t, 3, 29)).toEqual([]);
  thirty = await round();
  control = { few, many: await controlled() };
}, 600_000);
afterAll(async () => {
  await w.end();
  await h.end();
});

/** The dearer of the two, each by itself: a page is allowed what it costs when it is full. */
const dearest = (): ReadonlyMap<string, Cost> => new Map([...three].map(([name, few]) => {
  const many = thirty.get(name) ?? few;
  return [name, { statements: Math.max(few.statements, many.statements), bytes: Math.max(few.bytes, many.bytes) }];
}));

/** Pages that may ask once more where there is more, each with why. What is said here is a number of questions, never one a row. */
const steps: Readonly<Record<string, number>> = {
  // whoever has it now and the day it may be put off to are asked only where somebody is asked at all
  'clerk /desk/appeals/:number asked': 1,
};
/** Asked for all there is, once in a while, by somebody who waits for it. */
const foreseen: Readonly<Record<string, string>> = { 'administrator /admin/calendar/draft?calendar=kz5&change=off:2026-12-31&change=move:2026-12-05:2026-12-30': 'every duty of every branch is laid out anew on the changed calendar, to say what would move' };

describe('every page of every role', () => {
  test('asks no more of the database than its budget, and weighs no more', () => {
    expect(askings.length).toBeGreaterThan(150);
    if (process.env['UPDATE'] === '1') expectCommitted(budgetsFile, budgetsText(dearest(), committedBudgets()));
    const over = overBudget(dearest(), committedBudgets());
    console.log(`proof: ${askings.length} pages as ${new Set(askings.map((one) => one.as)).size} kinds of people, each with three and with thirty of everything: ${over.length} over their budget`);
    expect(over).toEqual([]);
    expect([...committedBudgets().keys()].filter((name) => !three.has(name))).toEqual([]);
  });

  test('asks the same for thirty of everything as for three', () => {
    expect(growing(three, thirty, steps).filter((line) => !Object.keys(foreseen).some((name) => line.startsWith(`${name}: `)))).toEqual([]);
  });

  test('keeps below what is promised: 30 kB packed for residents, and what a slow office line carries for the staff', () => {
    expect(tooHeavy(askings, dearest())).toEqual([]);
  });
});

describe('what is held above would be seen', () => {
  test('a page with one question a row', () => {
    expect(growing(new Map([['control', control.few]]), new Map([['control', control.many]]))).toHaveLength(1);
  });
  test('a statement more than allowed, a kilobyte more, and a page without a budget', () => {
    const budgets = new Map([['a', { statements: 5, kB: 9 }], ['b', { statements: 5, kB: 9 }]]);
    expect(overBudget(new Map([['a', { statements: 6, bytes: 10 }], ['b', { statements: 5, bytes: 9_001 }], ['c', { statements: 1, bytes: 1 }]]), budgets)).toHaveLength(3);
  });
  test('whoever is told to come again does so when they were told; and is told in the end of a house that is closed', async () => {
    const waits: number[] = [];
    const busy = (times: number) => patient({ request: async (asked) => (waits.length < times ? new Response('', { status: 503, headers: { 'retry-after': '5' } }) : new Response(await asked.text())) }, async (seconds) => waits.push(seconds));
    const house = busy(2);
    expect(await (await house.request(new Request('http://127.0.0.1/', { method: 'POST', body: 'a letter' }))).text()).toBe('a letter');
    expect([waits, house.told()]).toEqual([[5, 5], 2]);
    expect((await busy(Number.POSITIVE_INFINITY).request(new Request('http://127.0.0.1/'))).status).toBe(503);
    const broken = patient({ request: () => new Response('', { status: 503 }) }, () => Promise.reject(new Error('nobody was told when')));
    expect((await broken.request(new Request('http://127.0.0.1/'))).status).toBe(503);
  });
  test('a resident’s page that is too heavy', () => {
    const [one] = askings;
    if (!one) throw new Error('no pages');
    expect(tooHeavy([one], new Map([[one.name, { statements: 1, bytes: 30_001 }]]))).toHaveLength(1);
  });
});
