import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays, today } from '../../../kernel/day.ts';
import { read, sql, view, write, type Read } from '../../../platform/db.ts';
import { isRefusal } from '../../../kernel/refusal.ts';
import { visitor } from '../../../kernel/actor.ts';
import { ok, openHouse, type TestHouse } from '../../../../test/support/house.ts';
import { draftAnswer, approveAndSend } from '../acts/answer.ts';
import { giveVerdict } from '../acts/holder.ts';
import { assign } from '../acts/assign.ts';
import { indexAll } from '../acts/indexing.ts';
import { proposals, proposalsOf } from '../acts/likeness.ts';
import { publish, redact, unpublish } from '../acts/publish.ts';
import { register } from '../acts/register.ts';
import { split } from '../acts/split.ts';
import { aRegistration, aStaff } from '../make.ts';
import { alikeIds, alikePublished, lettersOf, samePersonOf } from './likeness.ts';

let h: TestHouse;
const lamp = 'Абай көшесінде шамдар жанбайды';
const asked = (branchId: number) => ({ text: 'На улице Абая не горят фонари', territoryPath: ['000000000', '270000000', '276000000'], on: today(h.ctx().clock), branchId });
const came = async (o: { text?: string; joinTo?: string; consent?: boolean; branchId?: number } = {}) => {
  const [one] = ok(await register(h.ctx(visitor), aRegistration({ branchId: o.branchId ?? h.units.tasqala, matters: [{ kind: 'application', text: o.text ?? lamp, territoryCode: '276000000', publishConsent: o.consent ?? true, ...(o.joinTo === undefined ? {} : { joinTo: o.joinTo }) }] }))).matters;
  if (!one) throw new Error('nothing was registered');
  return one;
};
const published = async () => {
  const one = await came();
  ok(await redact(h.ctx(), { number: one.number, publicText: lamp }));
  ok(await publish(h.ctx(), { number: one.number }));
  return one;
};
const clerk = () => aStaff(901, [{ unitId: h.units.tasqala }]);
const sibling = () => aStaff(902, [{ unitId: h.units.aqzhaiyq }]);

beforeAll(async () => { h = await openHouse(); });
afterAll(() => h.end());

describe('what is alike, and to whom', () => {
  it('a clerk finds letters of their own branch in the other tongue; a neighbour, a visitor and another branch find none', async () => {
    const { appealId } = await came();
    await indexAll(h.ctx());
    const found = (actor: Parameters<typeof h.ctx>[0], branchId = h.units.tasqala) => read(h.ctx(actor), async (q) => (await alikeIds(q, [asked(branchId)]))[0]);
    expect(await found(clerk())).toContain(appealId);
    expect(await found(sibling())).toEqual([]);
    expect(await found(visitor)).toEqual([]);
    expect(await found(clerk(), h.units.aqzhaiyq)).toEqual([]);
  });

  it('what has ended is nobody’s cause: it is found until it is answered, and again when it comes back', async () => {
    const one = await came({ text: 'Мереке көшесіндегі аялдамада орындық сынған' });
    const find = () => read(h.ctx(clerk()), async (q) => (await alikeIds(q, [{ ...asked(h.units.tasqala), text: 'Мереке көшесі, аялдамадағы орындық сынып қалды' }]))[0]?.includes(one.appealId));
    await indexAll(h.ctx());
    expect(await find()).toBe(true);
    ok(await assign(h.ctx(), { number: one.number, unitId: h.units.lighting, accountId: h.people.executor, suggested: false }));
    const { answerId } = ok(await draftAnswer(h.ctx(), { number: one.number, outcome: 'done', text: 'Орындық ауыстырылды.', papers: [] }));
    ok(await approveAndSend(h.ctx(), { number: one.number, answerId }));
    await indexAll(h.ctx());
    expect(await find()).toBe(false);
    ok(await giveVerdict(h.ctx({ kind: 'holder', appealId: one.appealId }), { verdict: 'not_solved', comment: 'Орындық әлі сынық' }));
    await indexAll(h.ctx());
    expect(await find()).toBe(true);
  });

  it('a visitor finds what is published, by its public words alone, until it is taken off', async () => {
    const one = await came({ text: 'Жеңіс көшесінде қоқыс шығарылмайды, контейнер толы' });
    ok(await redact(h.ctx(), { number: one.number, publicText: 'Бір көшеде ыстық су жоқ' }));
    const find = (text: string) => read(h.ctx(visitor), (q) => alikePublished(q, { ...asked(h.units.tasqala), text }));
    const secret = 'Жеңіс көшесінде қоқыс шығарылмайды, контейнер толы';
    ok(await publish(h.ctx(), { number: one.number }));
    await indexAll(h.ctx());
    expect((await find('Ыстық су жоқ')).map((row) => row.text)).toContain('Бір көшеде ыстық су жоқ');
    expect((await find(secret)).map((row) => row.number)).not.toContain(one.number);
    ok(await unpublish(h.ctx(), { number: one.number }));
    expect(await find('Ыстық су жоқ')).toEqual([]);
  });

  it('of the same person’s letters a clerk sees those in sight, and no number goes further', async () => {
    const one = await came();
    const who = await read(h.ctx(clerk()), (q) => samePersonOf(q, one.appealId));
    if (!who) throw new Error('nobody asked');
    expect(await read(h.ctx(clerk()), (q) => lettersOf(q, who))).toContain(one.appealId);
    expect(await read(h.ctx(sibling()), (q) => lettersOf(q, who))).toEqual([]);
    expect(await read(h.ctx(sibling()), (q) => proposals(q, sibling(), { ...asked(h.units.tasqala) }, who))).toEqual([]);
  });
});

describe('several letters of one person, asked together', () => {
  it('each finds what it would find alone, and a letter without marks nothing', async () => {
    const one = await came();
    await came({ text: 'Тасқалада Абай көшесіндегі жол бұзылған, шұңқырлар көп' });
    await indexAll(h.ctx());
    const letters = ['На улице Абая не горят фонари', '', 'На улице Абая дорога разбита, много ям', 'Детский сад'].map((text) => ({ ...asked(h.units.tasqala), text }));
    const who = await read(h.ctx(clerk()), (q) => samePersonOf(q, one.appealId));
    for (const person of [null, who]) {
      const together = await read(h.ctx(clerk()), (q) => proposalsOf(q, clerk(), letters, person));
      for (const [at, letter] of letters.entries()) expect(together[at]).toEqual(await read(h.ctx(clerk()), (q) => proposals(q, clerk(), letter, person)));
      expect(together[0]?.length).toBeGreaterThan(0);
      expect(together[0]).not.toEqual(together[2]);
    }
    expect(await read(h.ctx(clerk()), (q) => proposalsOf(q, clerk(), [], who))).toEqual([]);
  });
});

describe('of many that share a mark', () => {
  const planted = async (rows: readonly (readonly [id: number, daysAgo: number, marks: readonly number[]])[]) => {
    const json = JSON.stringify(rows.map(([id, days, marks]) => ({ id, on: addDays(today(h.ctx().clock), -days), marks })));
    await write(h.ctx(), (tx) => sql`INSERT INTO appeals.sketch (appeal_id, branch_id, registered_on, seen_by, marks)
      SELECT id, ${h.units.tasqala}, "on", ARRAY[${h.units.tasqala}::bigint], marks FROM json_to_recordset(${json}::json) AS n (id bigint, "on" date, marks int[])`.execute(view(tx)));
  };
  const found = (marks: readonly number[], weights: readonly number[], most = 20) => read(h.ctx(clerk()), async (q) => (await sql<{ id: number; weight: number }>`SELECT appeal_id AS id, weight
    FROM appeals.find_alike(${marks}::int[], ${weights}::int[], ${h.units.tasqala}::bigint, ${today(h.ctx().clock)}::date - 30, ${today(h.ctx().clock)}::date, ${most}::int)`.execute(view(q))).rows);
  const [common, often, rare] = [70_001, 70_002, 70_003];

  it('the one that shares a rare one too stands first, weighed by everything it shares', async () => {
    await planted([...Array.from({ length: 500 }, (_, n) => [5_000_000 + n, n % 20, [common, often]] as const), [5_900_000, 3, [common, often, rare]]]);
    const [first, ...others] = await found([common, often, rare], [3, 1, 2]);
    expect(first).toEqual({ id: 5_900_000, weight: 6 });
    expect(others).toHaveLength(19);
    expect(others.every((one) => one.weight === 4)).toBe(true);
  });

  it('who wrote later, or before these days, is not met', async () => {
    await planted([[5_900_001, -1, [rare + 1]], [5_900_002, 0, [rare + 1]], [5_900_003, 30, [rare + 1]], [5_900_004, 31, [rare + 1]]]);
    expect((await found([rare + 1], [2])).map((one) => one.id)).toEqual([5_900_003, 5_900_002]);
  });
});

describe('joining as it is registered, while others act', () => {
  const rowOf = async (number: string) => (await h.t.raw('SELECT a.stage, a.joined_to IS NOT NULL AS joined, c.code FROM appeals.appeal a LEFT JOIN appeals.act c ON c.appeal_id = a.id AND c.act = \'join\' WHERE a.number = $1', [number]))[0];

  it('every letter is registered, whichever came first: joined and answered with the cause, or by itself', async () => {
    for (let round = 0; round < 6; round += 1) {
      const main = await published();
      ok(await assign(h.ctx(), { number: main.number, unitId: h.units.lighting, accountId: h.people.executor, suggested: false }));
      const { answerId } = ok(await draftAnswer(h.ctx(), { number: main.number, outcome: 'done', text: 'Шам ауыстырылды.', papers: [] }));
      const [letters, sent] = await Promise.all([Promise.all(Array.from({ length: 3 }, () => came({ joinTo: main.number }))), approveAndSend(h.ctx(), { number: main.number, answerId })]);
      expect(isRefusal(sent)).toBe(false);
      for (const { number } of letters) {
        const row = await rowOf(number);
        expect([['registered', false, 'join_missed'], ['answered', true, 'joined_common'], ['registered', true, 'joined_common']]).toContainEqual([row?.['stage'], row?.['joined'], row?.['code']]);
        // joined to a cause that was still open when it came in, so that it cannot be left without an answer
        if (row?.['joined'] === true) expect(row['stage']).toBe('answered');
      }
    }
  });

  it('a cause that is being split and letters that join it wait for each other, and never for ever', async () => {
    const main = await published();
    const all = await Promise.all(Array.from({ length: 8 }, (_, nth) => nth % 2 === 0 ? came({ joinTo: main.number }).then(() => 'came') : split(h.ctx(), { number: main.number, text: 'Жолдағы шұңқыр туралы бөлек' }).then((done) => (isRefusal(done) ? done.code : 'split'))));
    expect(all).toEqual(['came', 'split', 'came', 'split', 'came', 'split', 'came', 'split']);
  });

  it('what is named may itself have been joined: then its cause is meant', async () => {
    const [main, first] = [await published(), await published()];
    await h.t.raw('UPDATE appeals.appeal SET joined_to = $1 WHERE id = $2', [main.appealId, first.appealId]);
    const { appealId } = await came({ joinTo: first.number });
    expect((await h.t.raw('SELECT joined_to::float8 AS main FROM appeals.appeal WHERE id = $1', [appealId]))[0]).toEqual({ main: main.appealId });
  });

  it('nobody is joined to a matter of another branch', async () => {
    const main = await published();
    const { number } = await came({ joinTo: main.number, branchId: h.units.aqzhaiyq });
    expect(await rowOf(number)).toMatchObject({ joined: false, code: 'join_missed' });
  });
});

describe('looking for what is alike reads no more than it must', () => {
  const touched = async (fn: (q: Read) => Promise<unknown>): Promise<{ walks: number; fetched: number }> => read(h.ctx(clerk()), async (q) => {
    const counted = async () => (await sql<{ walks: number; fetched: number }>`SELECT (pg_stat_get_xact_numscans('appeals.sketch'::regclass) + pg_stat_get_xact_numscans('appeals.publication'::regclass))::int AS walks,
      pg_stat_get_xact_tuples_fetched('appeals.sketch'::regclass)::int AS fetched`.execute(view(q))).rows[0] ?? { walks: 0, fetched: 0 };
    const before = await counted();
    await fn(q);
    const after = await counted();
    return { walks: after.walks - before.walks, fetched: after.fetched - before.fetched };
  });

  beforeAll(async () => {
    await write(h.ctx(), (tx) => sql`INSERT INTO appeals.sketch (appeal_id, branch_id, registered_on, seen_by, marks)
      SELECT 1000000 + n, ${h.units.tasqala}, ${today(h.ctx().clock)}::date - n % 60, ARRAY[${h.units.tasqala}::bigint], ARRAY[n % 40, 1000 + n % 4000, 100000 + n] FROM generate_series(1, 20000) AS n`.execute(view(tx)));
    await h.t.raw('ANALYZE appeals.sketch');
  });

  it('marks shared by hundreds and marks nobody has', async () => {
    const many = await touched((q) => sql`SELECT * FROM appeals.find_alike(${[1, 2, 3, 1001, 1002, 999_999]}::int[], ${[1, 1, 1, 2, 2, 2]}::int[], ${h.units.tasqala}::bigint, ${today(h.ctx().clock)}::date - 30, ${today(h.ctx().clock)}::date, 30)`.execute(view(q)));
    expect(many.walks).toBe(0);
    // of each of the five that anybody has, thirty
    expect(many.fetched).toBeLessThanOrEqual(150);
    const { walks } = await touched((q) => alikeIds(q, [asked(h.units.tasqala)]));
    expect(walks).toBe(0);
  });

  it('a mark of a street is looked at further, and not for ever', async () => {
    const street = await touched((q) => sql`SELECT * FROM appeals.find_alike(${[1, 2]}::int[], ${[4, 4]}::int[], ${h.units.tasqala}::bigint, ${today(h.ctx().clock)}::date - 60, ${today(h.ctx().clock)}::date, 30)`.execute(view(q)));
    expect(street.walks).toBe(0);
    expect(street.fetched).toBeGreaterThan(150);
    expect(street.fetched).toBeLessThanOrEqual(800);
  });

  it('and it would be seen if it did', async () => {
    expect((await touched((q) => sql`SELECT count(*) FROM appeals.publication`.execute(view(q)))).walks).toBeGreaterThan(0);
  });
});
