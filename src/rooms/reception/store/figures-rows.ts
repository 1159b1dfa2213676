import type { Day } from '../../../kernel/day.ts';
import { sql, view, type Read } from '../../../platform/db.ts';
import { keysOf } from '../../appeals/contract.ts';
import { dutyColumns, nothing, outcomeColumns, outcomeOf, promiseColumns, verdictColumns, verdictOf, type PromiseColumn } from '../law/figures.ts';

/**
 * Definitions, one place for page, CSV and test. A day counts when it lies from `from` to `to`. `duties`: public ones whose last day is before `today`, by what became of
 * them. `held`: receptions that were held. `received`: visits, but those who left without being received; who came twice counts twice; quiet visits are
 * on no list and in no count. A matter is counted by the day of
 * its visit, a promise by the visit it was given in. The verdict of what was advised or promised is its own; of what became an appeal, the appeal's.
 */
export type Period = { readonly from: Day; readonly to: Day; readonly today: Day; readonly branchId: number | null };
type Whose = { branch: number; account: number | null; outing: number | null };
export type Counted = { -readonly [K in keyof Whose]: Whose[K] } & ReturnType<typeof nothing>;

const db = (q: Read) => view<Record<never, never>>(q);
/** `branch_id` leads every index here: where no branch is named, all of them are. */
const of = (f: Period, row: string, day: string) => sql`${sql.raw(`${row}.${day}`)} BETWEEN ${f.from}::date AND ${f.to}::date ${f.branchId === null ? sql`` : sql`AND ${sql.raw(`${row}.branch_id`)} = ${f.branchId}`}`;

/** Everything counted, by branch, official and outing at once: whatever is asked for is added up from these. */
export const countRows = async (q: Read, f: Period): Promise<readonly Counted[]> => {
  const found = new Map<string, Counted>();
  const at = ({ branch, account, outing }: Whose): Counted => {
    const key = `${branch} ${account ?? ''} ${outing ?? ''}`;
    const one = found.get(key) ?? { branch, account, outing, ...nothing() };
    found.set(key, one);
    return one;
  };
  for (const row of await duties(q, f)) add(at(row).duties, dutyColumns.findIndex((one) => one === row.state), row.count);
  for (const row of await held(q, f)) at(row).held += row.count;
  for (const row of await received(q, f)) at(row).received += row.count;
  for (const row of await promises(q, f)) add(at(row).promises, promiseColumns.indexOf(row.state), row.count);
  await matters(q, f, at);
  return [...found.values()];
};

const add = (counts: number[], column: number, count: number): void => {
  if (column >= 0) counts[column] = (counts[column] ?? 0) + count;
};

type Many = Whose & { count: number };

const duties = async (q: Read, f: Period): Promise<readonly (Many & { state: string })[]> =>
  (await sql<Many & { state: string }>`SELECT e.branch_id AS branch, e.account_id AS account, NULL::bigint AS outing, CASE e.state WHEN 'open' THEN 'undecided' ELSE e.state END AS state, count(*)::int AS count
    FROM reception.expected e WHERE ${of(f, 'e', 'due_on')} AND e.due_on < ${f.today}::date AND e.public AND e.state <> 'dropped' GROUP BY 1, 2, 4`.execute(db(q))).rows;

const held = async (q: Read, f: Period): Promise<readonly Many[]> =>
  (await sql<Many>`SELECT r.branch_id AS branch, r.account_id AS account, r.outing_id AS outing, count(*)::int AS count
    FROM reception.reception r WHERE ${of(f, 'r', 'held_on')} AND r.state = 'held' GROUP BY 1, 2, 3`.execute(db(q))).rows;

const received = async (q: Read, f: Period): Promise<readonly Many[]> =>
  (await sql<Many>`SELECT v.branch_id AS branch, v.account_id AS account, v.outing_id AS outing, count(*)::int AS count
    FROM reception.visit v WHERE ${of(f, 'v', 'held_on')} AND v.state <> 'left' AND NOT v.quiet GROUP BY 1, 2, 3`.execute(db(q))).rows;

/** Whose promise it is: who said it. */
const promises = async (q: Read, f: Period): Promise<readonly (Many & { state: PromiseColumn })[]> =>
  (await sql<Many & { state: PromiseColumn }>`SELECT v.branch_id AS branch, p.account_id AS account, v.outing_id AS outing, count(*)::int AS count,
      CASE WHEN p.open THEN CASE WHEN p.due_on < ${f.today}::date THEN 'overdue' ELSE 'open' END WHEN p.kept IS NOT TRUE THEN 'not_kept'
        WHEN (p.ended_at AT TIME ZONE 'Asia/Almaty')::date > p.due_on THEN 'late' ELSE 'in_time' END AS state
    FROM reception.visit v JOIN reception.matter m ON m.visit_id = v.id JOIN reception.promise p ON p.matter_id = m.id
    WHERE ${of(f, 'v', 'held_on')} AND v.state <> 'left' AND NOT v.quiet GROUP BY 1, 2, 3, 5`.execute(db(q))).rows;

type MatterRow = Many & { outcome: string | null; verdict: string | null; appeals: readonly string[] | null };

/** What was settled here has its verdict here; of what became an appeal the room of appeals is asked. */
const matters = async (q: Read, f: Period, at: (whose: Whose) => Counted): Promise<void> => {
  const { rows } = await sql<MatterRow>`SELECT v.branch_id AS branch, v.account_id AS account, v.outing_id AS outing, m.outcome, CASE WHEN m.outcome IN ('registered', 'joined') THEN NULL ELSE m.verdict END AS verdict,
      count(*)::int AS count, array_agg(m.appeal_id) FILTER (WHERE m.outcome IN ('registered', 'joined') AND m.appeal_id IS NOT NULL) AS appeals
    FROM reception.visit v JOIN reception.matter m ON m.visit_id = v.id WHERE ${of(f, 'v', 'held_on')} AND v.state <> 'left' AND NOT v.quiet GROUP BY 1, 2, 3, 4, 5`.execute(db(q));
  const put = (row: MatterRow, verdict: string | null, count: number): void => {
    const line = at(row).cross[outcomeColumns.indexOf(outcomeOf(row.outcome))];
    if (line) add(line, verdictColumns.indexOf(verdictOf(verdict)), count);
  };
  for (const row of rows) put(row, row.verdict, row.count - (row.appeals?.length ?? 0));
  const [ids, groups] = [rows.flatMap((row) => (row.appeals ?? []).map(Number)), rows.flatMap((row, place) => (row.appeals ?? []).map(() => place))];
  for (const one of await keysOf(q, ids, groups)) {
    const row = rows[one.group];
    if (row) put(row, one.verdict, one.count);
  }
};

export type Times = Whose & { readonly level: 'whole' | 'branch' | 'account' | 'outing'; readonly median: number; readonly p90: number; readonly sample: number };
type TimeRow = { branch: number | null; account: number | null; outing: number | null; level: number; median: number | null; p90: number | null; sample: number };
const levels: Readonly<Record<number, Times['level']>> = { 7: 'whole', 3: 'branch', 5: 'account', 6: 'outing' };
const timesFrom = (rows: readonly TimeRow[]): readonly Times[] =>
  rows.flatMap((row) => {
    const level = levels[row.level];
    return level === undefined || row.median === null || row.p90 === null ? [] : [{ branch: row.branch ?? 0, account: row.account, outing: row.outing, level, median: row.median, p90: row.p90, sample: row.sample }];
  });

const spread = (minutes: string) => sql`percentile_cont(0.5) WITHIN GROUP (ORDER BY ${sql.raw(minutes)}) AS median, percentile_cont(0.9) WITHIN GROUP (ORDER BY ${sql.raw(minutes)}) AS p90, count(${sql.raw(minutes)})::int AS sample`;
const bySets = sql`GROUP BY GROUPING SETS ((), (branch), (account), (outing))`;

/** Minutes from the ticket to the beginning, of those who were called to a desk. */
export const waitingTimes = async (q: Read, f: Period): Promise<readonly Times[]> =>
  timesFrom((await sql<TimeRow>`SELECT branch, account, outing, grouping(branch, account, outing) AS level, ${spread('minutes')} FROM (
      SELECT t.branch_id AS branch, t.account_id AS account, NULL::bigint AS outing, extract(epoch FROM t.began_at - t.made_at)::float8 / 60 AS minutes
      FROM reception.ticket t WHERE ${of(f, 't', 'on_day')} AND t.began_at IS NOT NULL) t ${bySets}`.execute(db(q))).rows);

/** Minutes from the beginning of a visit to its end. */
export const servingTimes = async (q: Read, f: Period): Promise<readonly Times[]> =>
  timesFrom((await sql<TimeRow>`SELECT branch, account, outing, grouping(branch, account, outing) AS level, ${spread('minutes')} FROM (
      SELECT v.branch_id AS branch, v.account_id AS account, v.outing_id AS outing, extract(epoch FROM v.ended_at - v.began_at)::float8 / 60 AS minutes
      FROM reception.visit v WHERE ${of(f, 'v', 'held_on')} AND v.state = 'finished' AND NOT v.quiet) v ${bySets}`.execute(db(q))).rows);

/** Whose duty to receive is public, of a branch, in a period. */
export const publicOfficials = async (q: Read, f: Period): Promise<readonly number[]> =>
  (await sql<{ account: number }>`SELECT DISTINCT p.account_id AS account FROM reception.duty d JOIN reception.duty_person p ON p.duty_id = d.id
    WHERE d.branch_id = ${f.branchId} AND d.public AND d.from_on <= ${f.to}::date AND coalesce(d.to_on, ${f.to}::date) >= ${f.from}::date
      AND p.from_on <= ${f.to}::date AND coalesce(p.to_on, ${f.to}::date) >= ${f.from}::date ORDER BY 1 LIMIT 500`.execute(db(q))).rows.map((row) => row.account);

export type OutingNamed = { readonly id: number; readonly names: Readonly<Record<'kk' | 'ru' | 'en', string>>; readonly heldOn: string };
/** The outings of a branch in a period, the latest first. */
export const outingsNamed = async (q: Read, f: Period): Promise<readonly OutingNamed[]> =>
  (await sql<{ id: number; kk: string; ru: string; en: string; heldOn: string }>`SELECT o.id, o.name_kk AS kk, o.name_ru AS ru, o.name_en AS en, o.held_on AS "heldOn" FROM reception.outing o
    WHERE ${of(f, 'o', 'held_on')} AND o.state <> 'cancelled' AND o.held_on <= ${f.today}::date ORDER BY o.held_on DESC, o.id DESC LIMIT 30`.execute(db(q))).rows
    .map(({ id, heldOn, ...names }) => ({ id, heldOn, names }));
