import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { system, visitor } from '../../../kernel/actor.ts';
import type { Day } from '../../../kernel/day.ts';
import { read, write, type Read, type Tx } from '../../../platform/db.ts';
import { freshDb, testNow, type TestDb } from '../../../../test/support/database.ts';
import { looked as lookedIn, type Looked } from '../../../../test/support/plans.ts';
import { hallOf, hold, orderFor, waitingNow } from './queue.ts';
import { boardOf } from './queue/board.ts';
import { dayFigures, leftToday } from './queue/figures.ts';
import { kioskCount, lockFirst, openBefore, ticketByLink, ticketOfBooking } from './queue/tickets.ts';

/** Two years of forty branches, and today's room: whatever read "all of them" would show it. */
const branches = 40;
const days = 500;
const aDay = 20;
const today = '2026-11-20' as Day;
const inRoom = 60;

let t: TestDb;
beforeAll(async () => {
  t = await freshDb();
  await t.raw(`INSERT INTO reception.lane (branch_id, letter, name_kk, name_ru, name_en) SELECT b, chr(64 + l), 'к', 'р', 'e' FROM generate_series(1, $1::int) b, generate_series(1, 3) l ORDER BY b, l`, [branches]);
  await t.raw(`INSERT INTO reception.desk (branch_id, label, lane_ids) SELECT b, d::text, (SELECT array_agg(id) FROM reception.lane WHERE branch_id = b) FROM generate_series(1, $1::int) b, generate_series(1, 8) d ORDER BY b, d`, [branches]);
  const ticket = (from: string) => `INSERT INTO reception.ticket (branch_id, on_day, label, lane_id, name, lang, state, order_at, made_at, waits_since, by_kind, door, desk_id, account_id, invited_at, began_at, ended_at, screen_id, link_hash)
    SELECT branch, on_day, 'A' || lpad(n::text, 3, '0'), (branch - 1) * 3 + 1 + n % 3, 'Әлия С.', 'kk', state, came, came, came, 'visitor', 'kiosk', CASE WHEN state <> 'waiting' THEN (branch - 1) * 8 + 1 + n % 8 END, NULL,
      CASE WHEN state <> 'waiting' THEN came + interval '9 minutes' END, CASE WHEN state IN ('serving', 'finished') THEN came + interval '10 minutes' END, CASE WHEN state IN ('finished', 'left') THEN came + interval '20 minutes' END, branch, sha256((branch || ' ' || on_day || ' ' || n)::bytea)
    FROM (${from}) x`;
  await t.raw(ticket(`SELECT b AS branch, $1::date - d AS on_day, n, CASE WHEN n % 7 = 0 THEN 'left' ELSE 'finished' END AS state, ($1::date - d) + n * interval '3 minutes' AS came FROM generate_series(1, $2::int) b, generate_series(1, $3::int) d, generate_series(1, $4::int) n`), [today, branches, days, aDay]);
  await t.raw(ticket(`SELECT b AS branch, $1::date AS on_day, n, CASE WHEN n <= 100 THEN 'finished' WHEN n <= 108 THEN 'serving' ELSE 'waiting' END AS state, $3::timestamptz - (200 - n) * interval '1 minute' AS came FROM generate_series(1, $2::int) b, generate_series(1, ${100 + inRoom}) n`), [today, branches, new Date(testNow)]);
  await t.raw('ANALYZE reception.ticket, reception.lane, reception.desk');
});
afterAll(() => t.drop());

const looked = (fn: (q: Read | Tx) => Promise<unknown>, o: { readonly seen?: 'system' | 'branch'; readonly writes?: boolean } = {}): Promise<Looked> => lookedIn(t.db, async (db) => {
  const ctx = { ...t.ctx(o.seen === 'branch' ? visitor : system('plans')), db };
  const run = async (q: Read | Tx) => {
    if (o.seen === 'branch') await hold(q, 'branch:7');
    await fn(q);
  };
  await (o.writes ? write(ctx, run) : read(ctx, run));
});

/** A branch’s day, its lanes, desks and the last fifty of each lane: what is there is looked at, and nothing else. */
const ofTheDay = 100 + inRoom;
describe('with two years of tickets in the table', () => {
  test.each<[string, (q: Read | Tx) => Promise<unknown>, { readonly questions: number; readonly rows: number }, Parameters<typeof looked>[1]]>([
    ['the room of a branch', (q) => hallOf(q, 7, today), { questions: 6, rows: 3 * ofTheDay + 3 * 50 + 60 }, { seen: 'branch' }],
    ['what the next call needs', (q) => orderFor(q, 7, today), { questions: 3, rows: 3 * ofTheDay }, {}],
    ['the board, asked for every second', (q) => boardOf(q, 7, today, testNow), { questions: 3, rows: 3 * ofTheDay }, { seen: 'branch' }],
    ['how many wait in ten branches', (q) => waitingNow(q, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], today), { questions: 4, rows: 4_500 }, { seen: 'branch' }],
    ['the day’s figures', (q) => dayFigures(q, 7, today), { questions: 1, rows: ofTheDay }, {}],
    ['who left today', (q) => leftToday(q, 7, today), { questions: 1, rows: ofTheDay }, {}],
    ['a kiosk’s last minute', (q) => kioskCount(q, 7, new Date(testNow - 60_000)), { questions: 1, rows: 30 }, {}],
    ['a ticket by its link', (q) => ticketByLink(q, 'AAAAAAAAAAAAAAAAAAAAAA'), { questions: 1, rows: 1 }, {}],
    ['a booking’s ticket', (q) => ticketOfBooking(q, 7, today, 5), { questions: 1, rows: ofTheDay }, {}],
    ['the first that nobody else is calling', (tx) => lockFirst(tx as Tx, [1, 2, 3, 4, 5]), { questions: 1, rows: 10 }, { writes: true }],
    ['what is open of days that are over', (tx) => openBefore(tx as Tx, today), { questions: 1, rows: 10 }, { writes: true }],
  ])('%s looks at no more than it shows', async (_name, ask, most, o) => {
    const found = await looked(ask, o);
    expect(found.questions).toBeLessThanOrEqual(most.questions);
    expect(found.rows).toBeLessThanOrEqual(most.rows);
  });

  test('a question that reads them all is found', async () => {
    const { rows } = await looked(async (q) => { await (await import('./queue/tables.ts')).db(q).selectFrom('reception.ticket').select('id').where('name', '=', 'Жоқ').execute(); });
    expect(rows).toBeGreaterThan(branches * days * aDay);
  });
});
