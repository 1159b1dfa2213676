import type { Day } from '../../../kernel/day.ts';
import { sql, view, type Read } from '../../../platform/db.ts';

const db = (q: Read) => view<Record<never, never>>(q);

export type TodayReception = { readonly id: number; readonly accountId: number; readonly kind: string; readonly place: string | null; readonly fromMinute: number; readonly toMinute: number; readonly state: string; readonly received: number; readonly booked: number };
export type BranchDay = {
  readonly waiting: number; readonly serving: number; readonly finished: number; readonly left: number;
  /** of those who wait now: the longest; of those begun today: half waited no longer */
  readonly longestMinutes: number | null; readonly medianMinutes: number | null;
  readonly visits: number; readonly promises: number;
  readonly receptions: readonly TodayReception[];
};

/** One day of a branch, as it stands at `now`; seen with the asker's eyes. */
export const dayOfBranch = async (q: Read, branchId: number, on: Day, now: Date): Promise<BranchDay> => {
  const { rows: [queue] } = await sql<Omit<BranchDay, 'visits' | 'promises' | 'receptions'>>`SELECT (count(*) FILTER (WHERE t.state IN ('waiting', 'held')))::int AS waiting,
      (count(*) FILTER (WHERE t.state IN ('invited', 'serving')))::int AS serving, (count(*) FILTER (WHERE t.state = 'finished'))::int AS finished, (count(*) FILTER (WHERE t.state = 'left'))::int AS "left",
      (max(extract(epoch FROM ${now} - t.made_at)) FILTER (WHERE t.state = 'waiting') / 60)::float8 AS "longestMinutes",
      percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM t.began_at - t.made_at)::float8 / 60) AS "medianMinutes"
    FROM reception.ticket t WHERE t.branch_id = ${branchId} AND t.on_day = ${on}::date`.execute(db(q));
  const { rows: [visits] } = await sql<{ visits: number; promises: number }>`SELECT count(*)::int AS visits,
      coalesce(sum((SELECT count(*) FROM reception.matter m JOIN reception.promise p ON p.matter_id = m.id WHERE m.visit_id = v.id)), 0)::int AS promises
    FROM reception.visit v WHERE v.branch_id = ${branchId} AND v.held_on = ${on}::date AND v.state <> 'left' AND NOT v.quiet`.execute(db(q));
  const { rows: receptions } = await sql<TodayReception>`SELECT r.id, coalesce(r.held_by, r.account_id) AS "accountId", r.kind, r.place, r.from_minute AS "fromMinute", r.to_minute AS "toMinute", r.state, (SELECT count(*) FROM reception.visit v WHERE v.reception_id = r.id AND v.state <> 'left' AND NOT v.quiet)::int AS received,
      (SELECT count(*) FROM reception.slot s WHERE s.reception_id = r.id AND s.booking_id IS NOT NULL)::int AS booked
    FROM reception.reception r WHERE r.branch_id = ${branchId} AND r.held_on = ${on}::date ORDER BY r.from_minute, r.id LIMIT 200`.execute(db(q));
  if (!queue || !visits) throw new Error('an aggregate without a row');
  return { ...queue, ...visits, receptions };
};

export type Missed = { readonly accountId: number; readonly dueOn: Day; readonly names: Readonly<Record<'kk' | 'ru' | 'en', string>>; /** not scheduled, called off, or not held */ readonly why: string };
export type Late = { readonly accountId: number; readonly dueOn: Day; readonly number: string };
export type Waited = { readonly on: Day; readonly served: number; readonly median: number | null; readonly p90: number | null };
export type BranchWeek = { readonly missed: readonly Missed[]; readonly late: readonly Late[]; readonly lateAll: number; readonly waited: readonly Waited[] };

const mostLate = 20;

/** The three things a head asks of the last week: what was owed and not held, which promises are late, how long people waited. */
export const weekOfBranch = async (q: Read, branchId: number, from: Day, today: Day): Promise<BranchWeek> => {
  const { rows: missed } = await sql<{ accountId: number; dueOn: Day; kk: string; ru: string; en: string; why: string }>`SELECT e.account_id AS "accountId", e.due_on AS "dueOn", d.name_kk AS kk, d.name_ru AS ru, d.name_en AS en, coalesce(e.why, 'not_held') AS why
    FROM reception.expected e JOIN reception.duty d ON d.id = e.duty_id WHERE e.branch_id = ${branchId} AND e.due_on BETWEEN ${from}::date AND ${today}::date AND e.state = 'missed' ORDER BY e.due_on DESC, e.id LIMIT 200`.execute(db(q));
  const { rows: late } = await sql<Late & { all: number }>`SELECT p.account_id AS "accountId", p.due_on AS "dueOn", v.number, (count(*) OVER ())::int AS "all"
    FROM reception.promise p JOIN reception.matter m ON m.id = p.matter_id JOIN reception.visit v ON v.id = m.visit_id
    WHERE p.branch_id = ${branchId} AND p.open AND p.due_on < ${today}::date AND NOT v.quiet ORDER BY p.due_on, p.id LIMIT ${mostLate}`.execute(db(q));
  const { rows: waited } = await sql<Waited>`SELECT t.on_day AS "on", count(t.began_at)::int AS served, percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM t.began_at - t.made_at)::float8 / 60) AS median,
      percentile_cont(0.9) WITHIN GROUP (ORDER BY extract(epoch FROM t.began_at - t.made_at)::float8 / 60) AS p90
    FROM reception.ticket t WHERE t.branch_id = ${branchId} AND t.on_day BETWEEN ${from}::date AND ${today}::date GROUP BY 1 ORDER BY 1`.execute(db(q));
  return { missed: missed.map(({ kk, ru, en, ...one }) => ({ ...one, names: { kk, ru, en } })), late, lateAll: late[0]?.all ?? 0, waited };
};
