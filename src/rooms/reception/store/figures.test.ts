import { afterAll, beforeAll, expect, test } from 'vitest';
import { system } from '../../../kernel/actor.ts';
import { addDays, wallClock, type Day } from '../../../kernel/day.ts';
import { isRefusal } from '../../../kernel/refusal.ts';
import { write } from '../../../platform/db.ts';
import { ok, openHouse, type TestHouse } from '../../../../test/support/house.ts';
import { reportTask, settleTask } from '../../assignments/contract.ts';
import { addMatter, beginVisit, finishVisit, leaveVisit, settleMatter } from '../acts/visits.ts';
import { judge } from '../acts/visits/judge.ts';
import { keepInStep, writeSilence } from '../acts/visits/keep.ts';
import { dutyColumns, outcomeColumns, outcomesOf, promiseColumns, verdictColumns, verdictsOf } from '../law/figures.ts';
import { sentence } from '../pages/figures/public.tsx';
import { branchesOf, countReceptions, officialsOf, outingsOf, receptionFigures, totalOf } from './figures.ts';

let h: TestHouse;
const firstOn = '2026-08-03' as Day;
const today = '2026-11-20' as Day;
let state = 20_261;
const random = (below: number): number => { state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0; return Math.floor((state / 2 ** 32) * below); };
const pick = <T>(list: readonly T[]): T => list[random(list.length)] as T;
const at = (on: Day, minute: number): number => Date.parse(`${on}T00:00:00+05:00`) + minute * 60_000;
const outings = new Map<number, number>();

/** Months of a made-up house: whoever comes, with what, and what became of it, each by the act that does it in the product. */
beforeAll(async () => {
  h = await openHouse();
  await dutiesAndReceptions();
  for (const branch of [h.units.tasqala, h.units.aqzhaiyq]) {
    const [row] = await h.t.raw(`INSERT INTO reception.outing (branch_id, name_kk, name_ru, name_en, territory_code, held_on, from_minute, to_minute, state, calendar_version, made_at) VALUES ($1, 'Базар', 'Рынок', 'Market', '276000000', '2026-09-17', 600, 900, 'closed', 'kz5', now()) RETURNING id`, [branch]);
    outings.set(branch, Number(row?.['id']));
  }
  for (let n = 0; n < 150; n += 1) await comes();
  h.clock.now = at(today, 600);
  await writeSilence(h.ctx(system('reception.silence')));
});
afterAll(() => h.end());

/** Rows as the acts of duties write them, each with its act. */
const dutiesAndReceptions = async (): Promise<void> => {
  for (const [branch, account] of [[h.units.tasqala, h.people.clerk], [h.units.tasqala, h.people.controller], [h.units.aqzhaiyq, h.people.sibling]] as const) {
    const [duty] = await h.t.raw(`INSERT INTO reception.duty (branch_id, name_kk, name_ru, name_en, source, rhythm, public, from_on, made_at) VALUES ($1, 'Міндет', 'Обязанность', 'Duty', 'a made-up rule', 'week', $2, '2026-01-01', now()) RETURNING id`, [branch, account !== h.people.controller]);
    await h.t.raw(`INSERT INTO reception.duty_person (duty_id, account_id, unit_id, from_on) VALUES ($1, $2, $3, '2026-01-01')`, [duty?.['id'], account, branch]);
    for (let on = firstOn; on <= addDays(today, 20); on = addDays(on, 7)) {
      const owed = on >= today ? 'open' : pick(['met', 'met', 'empty', 'missed', 'excused', 'dropped', 'open'] as const);
      const [row] = await h.t.raw(`INSERT INTO reception.expected (duty_id, account_id, unit_id, branch_id, public, period_from, period_to, nth, opens_on, due_on, rule_version, calendar_version, state) VALUES ($1, $2, $3, $3, $4, $5, $5, 1, $5, $5, 'r', 'kz5', $6) RETURNING id`, [duty?.['id'], account, branch, account !== h.people.controller, on, owed]);
      await h.t.raw(`INSERT INTO reception.expected_act (expected_id, act, at, by_kind, due_after, state_after) VALUES ($1, 'lay_out', now(), 'system', $2, 'open')`, [row?.['id'], on]);
      if (owed !== 'open') await h.t.raw(`INSERT INTO reception.expected_act (expected_id, act, at, by_kind, due_before, due_after, state_after) VALUES ($1, 'decide', now(), 'system', $2, $2, $3)`, [row?.['id'], on, owed]);
      const held = pick(['held', 'missed', 'cancelled'] as const);
      const [sat] = await h.t.raw(`INSERT INTO reception.reception (branch_id, account_id, unit_id, kind, held_on, from_minute, to_minute, state, calendar_version, made_at) VALUES ($1, $2, $1, 'open', $3, 540, 720, $4, 'kz5', now()) RETURNING id`, [branch, account, on, held]);
      if (held === 'held') await h.t.raw(`INSERT INTO reception.reception_act (reception_id, act, at, by_kind) VALUES ($1, 'end', now(), 'staff')`, [sat?.['id']]);
    }
  }
};

const comes = async (): Promise<void> => {
  const on = addDays(firstOn, random(108));
  const branchId = pick([h.units.tasqala, h.units.tasqala, h.units.aqzhaiyq]);
  const accountId = branchId === h.units.tasqala ? pick([h.people.clerk, h.people.controller]) : h.people.sibling;
  h.clock.now = at(on, 540 + random(400));
  const ctx = h.ctx(system('test'));
  const quiet = random(12) === 0;
  const { number } = ok(await write(ctx, (tx) => beginVisit(ctx, tx, { branchId, unitId: branchId, accountId, surname: 'Үлгі', given: `Адам ${random(1_000)}`, phone: '+77010000001', ...(random(5) === 0 ? { outingId: outings.get(branchId) } : {}), quiet })));
  const matters = 1 + random(3);
  const nths = [];
  for (let n = 0; n < matters; n += 1) nths.push(ok(await addMatter(ctx, { number, text: `Аулада жарық жоқ, ${random(1_000)}` })));
  h.clock.now += (5 + random(40)) * 60_000;
  if (random(15) === 0) return void ok(await leaveVisit(ctx, { number }));
  for (const matter of random(10) === 0 ? nths.slice(1) : nths) await settled(matter, on, quiet);
  // some sit there still
  if (random(12) > 0) await finishVisit(ctx, { number });
};

const settled = async ({ number, visitId, nth, matterId }: { number: string; visitId: number; nth: number; matterId: number }, on: Day, quiet: boolean): Promise<void> => {
  const ctx = h.ctx(system('test'));
  const began = h.clock.now;
  const how = pick(['advised', 'advised', 'promised', 'registered'] as const);
  if (how === 'advised') {
    ok(await settleMatter(ctx, { number, nth, how, advice: 'Кеңес берілді' }));
    if (random(3) > 0) await judged(visitId, nth, began);
  } else if (how === 'registered') {
    const done = await settleMatter(ctx, { number, nth, how, kind: 'application', publishConsent: false, papers: [] });
    const verdict = pick(['solved', 'partly', 'not_solved', null] as const);
    const appeal = (await h.t.raw('SELECT appeal_id FROM reception.matter WHERE id = $1', [matterId]))[0]?.['appeal_id'];
    if (isRefusal(done) || verdict === null) return;
    await h.t.raw('INSERT INTO appeals.verdict (appeal_id, round, verdict, at) VALUES ($1, 1, $2, now())', [appeal, verdict]);
    await h.t.raw(`UPDATE appeals.appeal SET verdict = $2, office_outcome = 'done', answered_at = registered_at, stage = 'answered' WHERE id = $1`, [appeal, verdict]);
  } else {
    const promise = (day: number) => settleMatter(ctx, { number, nth, how, text: 'Шамды жөндейміз', executorUnit: h.units.lighting, dueOn: addDays(on, day), ...(quiet ? { executorAccount: h.people.executor } : {}) });
    let promised = await promise(3);
    for (let day = 4; isRefusal(promised) && promised.code === 'promise_day_off'; day += 1) promised = await promise(day);
    ok(promised);
    if (!quiet && random(3) > 0) await kept(matterId, visitId, nth, began);
  }
  h.clock.now = began;
};

const kept = async (matterId: number, visitId: number, nth: number, began: number): Promise<void> => {
  const [row] = await h.t.raw('SELECT assignment_id FROM reception.promise WHERE matter_id = $1', [matterId]);
  const assignmentId = Number(row?.['assignment_id']);
  h.clock.now = Math.min(began + (1 + random(9)) * 86_400_000, at(today, 540));
  const ctx = h.ctx(system('test'));
  ok(await reportTask(ctx, { assignmentId, text: 'Жөнделді', papers: [] }));
  ok(await settleTask(ctx, { assignmentId }));
  await write(ctx, (tx) => keepInStep(ctx, tx, matterId));
  if (random(2) === 0) await judged(visitId, nth, h.clock.now);
};

const judged = async (visitId: number, nth: number, from: number): Promise<void> => {
  h.clock.now = Math.min(from + random(5) * 86_400_000, at(today, 560));
  const verdict = pick(['solved', 'partly', 'not_solved'] as const);
  await judge(h.ctx(system('test')), visitId, { nth, verdict, ...(verdict === 'not_solved' ? { comment: 'Шам әлі жанбайды' } : {}) });
  h.clock.now = from;
};

type Told = { received: number; held: number; duties: Record<string, number>; outcomes: Record<string, number>; verdicts: Record<string, number>; promises: Record<string, number> };

/** The same counts by the longest way: from what was done, act by act, never from how a row stands. */
const recounted = async (f: { from: Day; to: Day; branch: number | null; account?: number; outing?: number }): Promise<Told> => {
  const told: Told = { received: 0, held: 0, duties: {}, outcomes: {}, verdicts: {}, promises: {} };
  const one = (counts: Record<string, number>, name: string) => { counts[name] = (counts[name] ?? 0) + 1; };
  const inside = (row: Record<string, unknown>, on: string, account: unknown = row['account_id']) => on >= f.from && on <= f.to && (f.branch === null || row['branch_id'] === f.branch) && (f.account === undefined || account === f.account) && (f.outing === undefined || row['outing_id'] === f.outing);
  const owed = await h.t.raw(`SELECT e.branch_id::int, e.account_id::int, NULL AS outing_id, d.public, a.expected_id, a.due_after::text, a.state_after FROM reception.expected_act a JOIN reception.expected e ON e.id = a.expected_id JOIN reception.duty d ON d.id = e.duty_id ORDER BY a.id`);
  for (const acts of Map.groupBy(owed, (row) => row['expected_id']).values()) {
    const last = acts.at(-1);
    if (!last || !last['public'] || last['state_after'] === 'dropped' || String(last['due_after']) >= today || !inside(last, String(last['due_after']))) continue;
    one(told.duties, last['state_after'] === 'open' ? 'undecided' : String(last['state_after']));
  }
  const sat = await h.t.raw(`SELECT r.branch_id::int, r.account_id::int, r.outing_id::int, r.held_on::text AS held_on FROM reception.reception_act a JOIN reception.reception r ON r.id = a.reception_id WHERE a.act = 'end'`);
  told.held = sat.filter((row) => inside(row, String(row['held_on']))).length;
  const acts = await h.t.raw(`SELECT v.branch_id::int, v.account_id::int, v.outing_id::int, v.quiet, a.visit_id, a.act, a.at, a.facts FROM reception.visit_act a JOIN reception.visit v ON v.id = a.visit_id ORDER BY a.id`);
  const ends = new Map((await h.t.raw(`SELECT assignment_id::float8, act, at FROM assignments.act WHERE act IN ('settle', 'withdraw')`)).map((row) => [row['assignment_id'], row]));
  const promised = new Map((await h.t.raw('SELECT id::int, assignment_id::float8, account_id::int FROM reception.promise')).map((row) => [row['id'], row]));
  const appealSaid = new Map((await h.t.raw(`SELECT m.visit_id, m.nth, x.verdict FROM appeals.verdict x JOIN reception.matter m ON m.appeal_id = x.appeal_id ORDER BY x.id`)).map((row) => [`${String(row['visit_id'])} ${String(row['nth'])}`, row['verdict']]));
  for (const own of Map.groupBy(acts, (row) => row['visit_id']).values()) {
    const [first] = own;
    if (!first || first['quiet'] || own.some((row) => row['act'] === 'leave')) continue;
    const on = wallClock((first['at'] as Date).getTime()).on;
    const facts = (row: Record<string, unknown>) => row['facts'] as Record<string, unknown>;
    for (const row of own.filter((act) => act['act'] === 'promise')) {
      const p = promised.get(facts(row)['promise'] as number);
      const due = String(facts(row)['day']);
      const end = ends.get(p?.['assignment_id']);
      if (!inside(first, on, p?.['account_id'])) continue;
      one(told.promises, end === undefined ? (due < today ? 'overdue' : 'open') : end['act'] === 'withdraw' ? 'not_kept' : wallClock((end['at'] as Date).getTime()).on > due ? 'late' : 'in_time');
    }
    if (!inside(first, on)) continue;
    told.received += 1;
    for (const added of own.filter((act) => act['act'] === 'add')) {
      const nth = facts(added)['nth'];
      const outcome = own.findLast((act) => act['act'] === 'settle' && facts(act)['nth'] === nth);
      const code = outcome === undefined ? 'unsettled' : ['registered', 'joined'].includes(String(facts(outcome)['outcome'])) ? 'forwarded' : String(facts(outcome)['outcome']);
      const said = code === 'forwarded' ? appealSaid.get(`${String(first['visit_id'])} ${String(nth)}`) : own.findLast((act) => (act['act'] === 'judge' || act['act'] === 'silent') && facts(act)['nth'] === nth);
      one(told.outcomes, code);
      one(told.verdicts, said === undefined ? 'unasked' : typeof said === 'string' ? said : String(facts(said as Record<string, unknown>)['verdict']));
    }
  }
  return told;
};

const named = (names: readonly string[], counts: readonly number[] = []): Record<string, number> => Object.fromEntries(names.map((name, place) => [name, counts[place] ?? 0] as const).filter(([, count]) => count > 0));
const toldOf = (t: ReturnType<typeof totalOf> | undefined): Told => {
  const tally = t ?? totalOf([]);
  return { received: tally.received, held: tally.held, duties: named(dutyColumns, tally.duties), outcomes: named(outcomeColumns, outcomesOf(tally)), verdicts: named(verdictColumns, verdictsOf(tally)), promises: named(promiseColumns, tally.promises) };
};

test('what is counted is what was done, recounted act by act: all, each branch, official and outing, of many periods', async () => {
  const periods = [[firstOn, today], ...Array.from({ length: 12 }, () => [addDays(firstOn, random(60)), addDays(firstOn, 60 + random(60))] as const)] as const;
  let people = 0;
  for (const [from, to] of periods) {
    for (const branchId of [null, h.units.tasqala, h.units.aqzhaiyq]) {
      const { rows } = await countReceptions(h.ctx(), { from, to, today, branchId });
      expect(toldOf(totalOf(rows))).toEqual(await recounted({ from, to, branch: branchId }));
      people += totalOf(rows).received;
      if (branchId === null) continue;
      expect(toldOf(branchesOf(rows).get(branchId))).toEqual(toldOf(totalOf(rows)));
      for (const account of [h.people.clerk, h.people.controller, h.people.sibling]) expect(toldOf(officialsOf(rows).get(account))).toEqual(await recounted({ from, to, branch: branchId, account }));
      const outing = outings.get(branchId) ?? 0;
      expect(toldOf(outingsOf(rows).get(outing)).received).toBe((await recounted({ from, to, branch: branchId, outing })).received);
    }
  }
  expect(people).toBeGreaterThan(1_000);
});

test('nothing small is told of a branch, an official or an outing, nor follows from what is told', async () => {
  for (let time = 0; time < 12; time += 1) {
    const from = addDays(firstOn, random(80));
    const period = { from, to: addDays(from, 5 + random(40)), today };
    for (const branchId of [null, h.units.tasqala, h.units.aqzhaiyq]) {
      const f = await receptionFigures(h.ctx(), { ...period, branchId });
      for (const part of [f.total, ...f.branches, ...f.officials, ...f.outings]) {
        for (const count of [part.received, part.matters, ...part.outcomes, ...part.verdicts, ...part.promises]) expect(count === null || count === 0 || count >= 5, JSON.stringify(part)).toBe(true);
      }
      const shown = f.cross.flat();
      for (const count of shown) expect(count === null || count === 0 || count >= 5).toBe(true);
      // of a row whose sum is told, one cell alone is never hidden
      for (const [r, row] of f.cross.entries()) if (f.total.outcomes[r] !== null) expect(row.filter((cell) => cell === null)).not.toHaveLength(1);
    }
  }
});

test('an official whose duty is not public is not named', async () => {
  const f = await receptionFigures(h.ctx(), { from: firstOn, to: today, today, branchId: h.units.tasqala });
  expect(f.officials.map((one) => one.id)).toEqual([h.people.clerk]);
});

test('the page says the sentence with both keys, and what is in the file stands on the page', async () => {
  const browser = await h.browser().open(`/ru/figures/receptions?from=2026-08-01&to=2026-11-30`);
  expect(browser.status).toBe(200);
  const all = totalOf((await countReceptions(h.ctx(), { from: '2026-08-01' as Day, to: '2026-11-30' as Day, today, branchId: null })).rows);
  expect(browser.text).toContain(`${all.received} человек`);
  expect(browser.text).toContain('Здесь данные на приёмах этого периода, по состоянию на 20 ноября 2026 года.');
  expect(browser.text).toMatch(/разъяснено на месте — \d+, обещано — \d+, стало обращениями — \d+, ещё не закончено — \d+\. Сами люди оценили \d+, из них «решено» — \d+, то есть \d+\s%; промолчали — \d+, оценки ещё нет — \d+\./);
  const file = await h.app.request('/ru/figures/receptions.csv?from=2026-08-01&to=2026-11-30');
  const [head = '', total = ''] = (await file.text()).split('\n');
  expect(total.split(',')[head.split(',').indexOf('people_received')]).toBe(String(all.received));
  const kazakh = await h.browser().open('/kk/figures/receptions');
  expect(kazakh.text).toContain('адам қабылданды');
});

test('the sentence says that too few have said their verdict only where that is known', async () => {
  const { total } = await receptionFigures(h.ctx(), { from: firstOn, to: today, today, branchId: null });
  const received = '120 человек';
  const said = (verdicts: readonly (number | null)[], outcomes: readonly (number | null)[] = [40, 40, 20, 0]) => sentence('ru', { ...total, received: 120, outcomes, verdicts });
  for (const hidden of [said([43, 16, null, null, 20]), said([43, 16, 7, 5, 20], [40, null, null, 10]), said([null, null, 0, 6, 90])]) expect([hidden.includes(received), hidden.includes('Часть малых чисел скрыта'), hidden.includes('Оценок пока мало')]).toEqual([true, true, false]);
  expect(said([5, 0, 0, 6, 90])).toContain('Оценок пока мало');
  expect(said([43, 16, 7, 5, 20])).toContain('из них «решено» — 43');
});
