import type { Day } from '../../../kernel/day.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import { read, sql, type Read } from '../../../platform/db.ts';
import { system } from '../../../kernel/actor.ts';
import { leastSample, separateClocks, suppressed, suppressParts, suppressPlaces } from '../law/figures.ts';
import { outcomes, verdicts, type Outcome, type Verdict } from '../law/stages.ts';
import { keptFor } from './kept.ts';
import { db } from './tables.ts';

/**
 * Definitions, one place for page, CSV and test. `received`: registered from `from` to `to`; the other counts are of those same matters as they
 * stand on `today`. `overdue`: open past the due day in force, or answered after it. Two clocks are counted apart: `latePromise` by the branch's own promise (the due day where
 * one clock runs), `lateBody` by the term of a body, of those that went to one. Both are of the present round: what came back runs anew. `cameBack`: the person said "not
 * solved" once or more, whatever they said later. Hours run from receipt by the wall clock.
 */
export type FiguresAsked = { readonly from: Day; readonly to: Day; readonly today: Day; readonly territory: Place };
/** `above`: the place it is a part of; what is hidden there among its neighbours is hidden on its own page too. */
export type Place = { readonly code: string; readonly depth: number; readonly above?: Place };
export type Spread = { readonly medianHours: number; readonly p90Hours: number; readonly sample: number } | null;
export type Counts = {
  readonly received: number | null; readonly open: number | null; readonly overdue: number | null;
  readonly latePromise: number | null; readonly lateBody: number | null; readonly cameBack: number | null;
  readonly toFirstAnswer: Spread; readonly toSolution: Spread;
};
export type Cross = readonly { readonly outcome: Outcome | null; readonly verdict: Verdict | null; readonly count: number | null }[];
export type Figures = {
  readonly total: Counts; readonly cross: Cross; readonly parts: readonly (Counts & { readonly code: string | null })[];
  /** the two keys of each part, hidden where they would follow from the neighbours' */
  readonly crossOf: Readonly<Record<string, Cross>>;
};

/** Figures for everybody: counted with the system's eyes, given out without anything small enough to point at a person. */
export const figuresFor = async (ctx: Pick<Ctx, 'db'>, f: FiguresAsked): Promise<Figures> => {
  const own = await keptFor(ctx.db, JSON.stringify(f), () => countFigures(ctx, f));
  const { above, code } = f.territory;
  return above === undefined ? own : amongNeighbours(own, code, await figuresFor(ctx, { ...f, territory: above }));
};

/** Counts that are hidden on a part's own page because they are hidden among its neighbours. */
const alsoHidden = ['open', 'overdue', 'latePromise', 'lateBody', 'cameBack'] as const;

/** What the page above hides is not shown here: country, regions and districts are subtracted from one another by whoever wants to know. */
const amongNeighbours = (own: Figures, code: string, above: Figures): Figures => {
  const part = above.parts.find((one) => one.code === code);
  const hidden = above.total.received === null || (part !== undefined && part.received === null);
  if (hidden) return { total: { received: null, open: null, overdue: null, latePromise: null, lateBody: null, cameBack: null, toFirstAnswer: null, toSolution: null }, cross: own.cross.map((cell) => ({ ...cell, count: null })), parts: [], crossOf: {} };
  if (part === undefined) return own;
  const cells = above.crossOf[code] ?? [];
  return {
    ...own,
    total: { ...own.total, ...Object.fromEntries(alsoHidden.map((name) => [name, part[name]])) },
    parts: own.parts.map((one) => ({ ...one, ...Object.fromEntries(alsoHidden.map((name) => [name, part[name] === null ? null : one[name]])) })),
    cross: own.cross.map((cell) => (cells.find((one) => one.outcome === cell.outcome && one.verdict === cell.verdict)?.count === null ? { ...cell, count: null } : cell)),
  };
};

/** Counted from the rows as they stand at this moment. */
export const countFigures = (ctx: Pick<Ctx, 'db'>, f: FiguresAsked): Promise<Figures> =>
  read({ db: ctx.db, actor: system('appeals.figures') }, async (q) => {
    const [counted, crossed] = await Promise.all([measured(q, f), cross(q, f)]);
    // below a district the numbers are a street's, not an office's
    return { total: totalOf(counted), cross: crossed.own, parts: f.territory.depth < 3 ? partsOf(counted) : [], crossOf: f.territory.depth < 3 ? crossed.parts : {} };
  });

type Row = {
  whole: boolean; code: string | null; received: number; open: number; overdue: number; late_promise: number; late_body: number; came_back: number;
  first_median: number | null; first_p90: number | null; first_n: number; solved_median: number | null; solved_p90: number | null; solved_n: number;
};

const hours = (column: string) => sql.raw(`extract(epoch FROM a.${column} - a.received_at) / 3600`);
/** Past a day and nobody answered, or answered after it. */
export const lateBy = (today: Day, day: string) => sql`(a.open AND ${sql.raw(day)} < ${today}::date) OR (NOT a.open AND (coalesce(a.answered_at, a.closed_at) AT TIME ZONE 'Asia/Almaty')::date > ${sql.raw(day)})`;
export const promiseDay = 'coalesce(a.own_due_on, a.due_on)';
const measures = (today: Day) => sql`count(*)::int AS received, count(*) FILTER (WHERE a.open)::int AS open,
  count(*) FILTER (WHERE ${lateBy(today, 'a.due_on')})::int AS overdue,
  count(*) FILTER (WHERE ${lateBy(today, promiseDay)})::int AS late_promise,
  count(*) FILTER (WHERE a.own_due_on IS NOT NULL AND (${lateBy(today, 'a.due_on')}))::int AS late_body,
  count(*) FILTER (WHERE a.reopened_count > 0)::int AS came_back,
  percentile_cont(0.5) WITHIN GROUP (ORDER BY ${hours('first_human_answer_at')}) AS first_median,
  percentile_cont(0.9) WITHIN GROUP (ORDER BY ${hours('first_human_answer_at')}) AS first_p90, count(a.first_human_answer_at)::int AS first_n,
  percentile_cont(0.5) WITHIN GROUP (ORDER BY ${hours('answered_at')}) FILTER (WHERE a.verdict = 'solved') AS solved_median,
  percentile_cont(0.9) WITHIN GROUP (ORDER BY ${hours('answered_at')}) FILTER (WHERE a.verdict = 'solved') AS solved_p90,
  count(*) FILTER (WHERE a.verdict = 'solved' AND a.answered_at IS NOT NULL)::int AS solved_n`;

const at = (depth: number) => sql.raw(`a.territory_path[${Math.min(Math.max(Math.trunc(depth), 1), 5)}]`);
/** Depth 1 is the country: matters whose place is not known are counted there too. */
const within = (f: FiguresAsked) => sql`a.registered_on BETWEEN ${f.from}::date AND ${f.to}::date ${f.territory.depth > 1 ? sql`AND ${at(f.territory.depth)} = ${f.territory.code}` : sql``}`;

/** The place as a whole and the territories right below it, from one reading of the rows. */
const measured = async (q: Read, f: FiguresAsked): Promise<readonly Row[]> => {
  const { rows } = await sql<Row>`SELECT grouping(a.code) = 1 AS whole, a.code, ${measures(f.today)}
    FROM (SELECT a.*, ${at(f.territory.depth + 1)} AS code FROM appeals.appeal a WHERE ${within(f)}) a
    GROUP BY GROUPING SETS ((), (a.code)) ORDER BY whole DESC, a.code NULLS LAST LIMIT 501`.execute(db(q));
  return rows;
};

const totalOf = (rows: readonly Row[]): Counts => {
  const row = rows.find((one) => one.whole);
  if (!row) throw new Error('an aggregate without a row');
  return { ...spreads(row), received: suppressed(row.received), open: suppressed(row.open), overdue: suppressed(row.overdue), cameBack: suppressed(row.came_back), ...clocksOf(row) };
};

const clocksOf = (row: Row) => {
  const { promise, body } = separateClocks({ now: row.overdue, promise: row.late_promise, body: row.late_body });
  return { latePromise: promise, lateBody: body };
};

/** Small ones are hidden, and one more where a single gap could be filled by subtraction. */
const partsOf = (all: readonly Row[]): Figures['parts'] => {
  const rows = all.filter((one) => !one.whole);
  const among = (count: (row: Row) => number) => suppressPlaces(rows.map((row) => ({ code: row.code, count: count(row) })));
  const [received, open, overdue, promise, body, cameBack] = [among((r) => r.received), among((r) => r.open), among((r) => r.overdue), among((r) => r.late_promise), among((r) => r.late_body), among((r) => r.came_back)];
  return rows.map((row, place) => {
    const apart = clocksOf(row);
    return {
      code: row.code, ...spreads(row), received: received[place] ?? null, open: open[place] ?? null, overdue: overdue[place] ?? null, cameBack: cameBack[place] ?? null,
      latePromise: apart.latePromise === null ? null : promise[place] ?? null, lateBody: apart.lateBody === null ? null : body[place] ?? null,
    };
  });
};

type Crossed = { whole: boolean; code: string | null; outcome: Outcome | null; verdict: Verdict | null; count: number };
const cells = [...outcomes, null].flatMap((outcome) => [...verdicts, null].map((verdict) => ({ outcome, verdict })));

/** The two keys side by side, of the place and of each of its parts, from one reading of the rows. */
const cross = async (q: Read, f: FiguresAsked): Promise<{ own: Cross; parts: Readonly<Record<string, Cross>> }> => {
  const { rows } = await sql<Crossed>`SELECT grouping(a.code) = 1 AS whole, a.code, a.outcome, a.verdict, count(*)::int AS count
    FROM (SELECT a.office_outcome AS outcome, a.verdict, ${at(f.territory.depth + 1)} AS code FROM appeals.appeal a WHERE ${within(f)}) a
    GROUP BY GROUPING SETS ((a.outcome, a.verdict), (a.code, a.outcome, a.verdict))`.execute(db(q));
  const whole = rows.filter((row) => row.whole);
  const own = suppressParts(cells.map((cell) => countOf(whole, cell)));
  return { own: cells.map((cell, place) => ({ ...cell, count: own[place] ?? null })), parts: crossOfParts(rows.filter((row) => !row.whole)) };
};

const countOf = (rows: readonly Crossed[], cell: (typeof cells)[number]): number => rows.find((row) => row.outcome === cell.outcome && row.verdict === cell.verdict)?.count ?? 0;

const crossOfParts = (rows: readonly Crossed[]): Readonly<Record<string, Cross>> => {
  const parts = [...Map.groupBy(rows, (row) => row.code)];
  // each pair of keys is hidden among the neighbours as a count of theirs is
  const shown = cells.map((cell) => suppressPlaces(parts.map(([code, own]) => ({ code, count: countOf(own, cell) }))));
  return Object.fromEntries(parts.map(([code, _own], part) => [code ?? '', cells.map((cell, place) => ({ ...cell, count: shown[place]?.[part] ?? null }))]));
};

const spread = (median: number | null, p90: number | null, sample: number): Spread =>
  median === null || p90 === null || sample < leastSample ? null : { medianHours: Number(median), p90Hours: Number(p90), sample };
const spreads = (r: Row) => ({ toFirstAnswer: spread(r.first_median, r.first_p90, r.first_n), toSolution: spread(r.solved_median, r.solved_p90, r.solved_n) });
