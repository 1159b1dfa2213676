import type { Day } from '../../../kernel/day.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import { read, sql, type Read } from '../../../platform/db.ts';
import { system } from '../../../kernel/actor.ts';
import { leastSample, suppressed, suppressParts } from '../law/figures.ts';
import { outcomes, verdicts, type Outcome, type Verdict } from '../law/stages.ts';
import { db } from './tables.ts';

/**
 * Definitions, one place for page, CSV and test. `received`: registered from `from` to `to`; the other counts are of those same matters as they
 * stand on `today`. `overdue`: open past its due day, or answered after it. Hours run from receipt by the wall clock.
 */
export type FiguresAsked = { readonly from: Day; readonly to: Day; readonly today: Day; readonly territory: { readonly code: string; readonly depth: number } };
export type Spread = { readonly medianHours: number; readonly p90Hours: number; readonly sample: number } | null;
export type Counts = {
  readonly received: number | null; readonly open: number | null; readonly overdue: number | null;
  readonly toFirstAnswer: Spread; readonly toSolution: Spread;
};
export type Cross = readonly { readonly outcome: Outcome | null; readonly verdict: Verdict | null; readonly count: number | null }[];
export type Figures = { readonly total: Counts; readonly cross: Cross; readonly parts: readonly (Counts & { readonly code: string | null })[] };

/** Figures for everybody: counted with the system's eyes, given out without anything small enough to point at a person. */
export const figuresFor = (ctx: Pick<Ctx, 'db'>, f: FiguresAsked): Promise<Figures> =>
  read({ db: ctx.db, actor: system('appeals.figures') }, async (q) => ({ total: await total(q, f), cross: await cross(q, f), parts: await parts(q, f) }));

type Row = {
  code: string | null; received: number; open: number; overdue: number;
  first_median: number | null; first_p90: number | null; first_n: number; solved_median: number | null; solved_p90: number | null; solved_n: number;
};

const hours = (column: string) => sql.raw(`extract(epoch FROM a.${column} - a.received_at) / 3600`);
const measures = (today: Day) => sql`count(*)::int AS received, count(*) FILTER (WHERE a.open)::int AS open,
  count(*) FILTER (WHERE (a.open AND a.due_on < ${today}::date) OR (NOT a.open AND (coalesce(a.answered_at, a.closed_at) AT TIME ZONE 'Asia/Almaty')::date > a.due_on))::int AS overdue,
  percentile_cont(0.5) WITHIN GROUP (ORDER BY ${hours('first_human_answer_at')}) AS first_median,
  percentile_cont(0.9) WITHIN GROUP (ORDER BY ${hours('first_human_answer_at')}) AS first_p90, count(a.first_human_answer_at)::int AS first_n,
  percentile_cont(0.5) WITHIN GROUP (ORDER BY ${hours('answered_at')}) FILTER (WHERE a.verdict = 'solved') AS solved_median,
  percentile_cont(0.9) WITHIN GROUP (ORDER BY ${hours('answered_at')}) FILTER (WHERE a.verdict = 'solved') AS solved_p90,
  count(*) FILTER (WHERE a.verdict = 'solved' AND a.answered_at IS NOT NULL)::int AS solved_n`;

const at = (depth: number) => sql.raw(`a.territory_path[${Math.min(Math.max(Math.trunc(depth), 1), 5)}]`);
/** Depth 1 is the country: matters whose place is not known are counted there too. */
const within = (f: FiguresAsked) => sql`a.registered_on BETWEEN ${f.from}::date AND ${f.to}::date ${f.territory.depth > 1 ? sql`AND ${at(f.territory.depth)} = ${f.territory.code}` : sql``}`;

const total = async (q: Read, f: FiguresAsked): Promise<Counts> => {
  const { rows } = await sql<Row>`SELECT NULL AS code, ${measures(f.today)} FROM appeals.appeal a WHERE ${within(f)}`.execute(db(q));
  const row = rows[0];
  if (!row) throw new Error('an aggregate without a row');
  return { ...spreads(row), received: suppressed(row.received), open: suppressed(row.open), overdue: suppressed(row.overdue) };
};

/** The territories right below. Small ones are hidden, and one more where a single gap could be filled by subtraction. */
const parts = async (q: Read, f: FiguresAsked): Promise<Figures['parts']> => {
  const { rows } = await sql<Row>`SELECT ${at(f.territory.depth + 1)} AS code, ${measures(f.today)} FROM appeals.appeal a WHERE ${within(f)} GROUP BY 1 ORDER BY 1 NULLS LAST LIMIT 500`.execute(db(q));
  const [received, open, overdue] = [suppressParts(rows.map((r) => r.received)), suppressParts(rows.map((r) => r.open)), suppressParts(rows.map((r) => r.overdue))];
  return rows.map((row, place) => ({ code: row.code, ...spreads(row), received: received[place] ?? null, open: open[place] ?? null, overdue: overdue[place] ?? null }));
};

/** The two keys side by side. */
const cross = async (q: Read, f: FiguresAsked): Promise<Cross> => {
  const { rows } = await sql<{ outcome: Outcome | null; verdict: Verdict | null; count: number }>`
    SELECT a.office_outcome AS outcome, a.verdict, count(*)::int AS count FROM appeals.appeal a WHERE ${within(f)} GROUP BY 1, 2`.execute(db(q));
  return [...outcomes, null].flatMap((outcome) => {
    const line = [...verdicts, null].map((verdict) => rows.find((r) => r.outcome === outcome && r.verdict === verdict)?.count ?? 0);
    const shown = suppressParts(line);
    return [...verdicts, null].map((verdict, place) => ({ outcome, verdict, count: shown[place] ?? null }));
  });
};

const spread = (median: number | null, p90: number | null, sample: number): Spread =>
  median === null || p90 === null || sample < leastSample ? null : { medianHours: Number(median), p90Hours: Number(p90), sample };
const spreads = (r: Row) => ({ toFirstAnswer: spread(r.first_median, r.first_p90, r.first_n), toSolution: spread(r.solved_median, r.solved_p90, r.solved_n) });

export type FiguresLine = {
  readonly number: string; readonly kind: string; readonly channel: string; readonly territory: string | null; readonly topic: string | null; readonly registeredOn: string; readonly dueOn: string;
  readonly stage: string; readonly officeOutcome: string | null; readonly verdict: string | null; readonly answeredOn: string | null; readonly reopened: number;
};

/** The rows behind the figures, `most` at a time by number of row; for the CSV. No words, no person, and the place no finer than a district. */
export const figuresRows = (ctx: Pick<Ctx, 'db'>, f: FiguresAsked, after = 0, most = 5_000): Promise<{ rows: readonly FiguresLine[]; next: number | null }> =>
  read({ db: ctx.db, actor: system('appeals.figures') }, async (q) => {
    const { rows } = await sql<FiguresLine & { id: number }>`SELECT a.id, a.number, a.kind, a.channel, a.territory_path[least(3, array_length(a.territory_path, 1))] AS territory, a.topic_code AS topic,
        a.registered_on AS "registeredOn", a.due_on AS "dueOn", a.stage, a.office_outcome AS "officeOutcome", a.verdict,
        (a.answered_at AT TIME ZONE 'Asia/Almaty')::date AS "answeredOn", a.reopened_count AS reopened
      FROM appeals.appeal a WHERE ${within(f)} AND a.id > ${after} ORDER BY a.id LIMIT ${most}`.execute(db(q));
    const last = rows.length === most ? rows.at(-1) : undefined;
    return { rows: rows.map(({ id: _id, ...line }) => line), next: last?.id ?? null };
  });
