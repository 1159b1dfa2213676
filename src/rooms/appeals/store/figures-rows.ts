import { system } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import { read, sql } from '../../../platform/db.ts';
import { alikeKey, inFileOf, nothingTold, openPlaces, tellable, type Alike, type Told } from '../law/figures.ts';
import { lateBy, promiseDay, type FiguresAsked } from './figures.ts';
import { db } from './tables.ts';

export type FiguresLine = Told & {
  readonly stage: string; readonly officeOutcome: string | null; readonly verdict: string | null; readonly overdue: boolean; readonly latePromise: boolean; readonly lateBody: boolean | null;
  readonly daysToFirstAnswer: number | null; readonly daysToAnswer: number | null; readonly reopened: number;
};

const alikeColumns = sql`a.territory_path[2] AS region, a.territory_path[3] AS district, a.topic_code AS topic, a.kind, to_char(a.registered_on, 'YYYY-MM') AS month`;

export type TellableRows = { readonly told: ReadonlyMap<string, Told>; readonly open: boolean };

/** What may be told of the rows of a period: counted over the whole country, because a hidden place hides among its neighbours. */
export const rowsTellable = (ctx: Pick<Ctx, 'db'>, f: FiguresAsked): Promise<TellableRows> =>
  read({ db: ctx.db, actor: system('appeals.figures') }, async (q) => {
    const { rows } = await sql<Alike>`SELECT ${alikeColumns}, count(*)::int AS count FROM appeals.appeal a WHERE a.registered_on BETWEEN ${f.from}::date AND ${f.to}::date GROUP BY 1, 2, 3, 4, 5`.execute(db(q));
    return { told: tellable(rows), open: f.territory.depth === 1 || openPlaces(rows).has(f.territory.code) };
  });

const days = (column: 'first_human_answer_at' | 'answered_at') => sql.raw(`floor(extract(epoch FROM a.${column} - a.received_at) / 86400)::int`);

/**
 * The rows behind the figures, `most` at a time, in no order that tells when they came. No number, since whoever knows a neighbour's would read the
 * neighbour's verdict; no words and no person; place, topic, kind and month only as far as five have them in common. Fewer than `most` where some are not told of this place.
 */
export const figuresRows = (ctx: Pick<Ctx, 'db'>, f: FiguresAsked, { told, open }: TellableRows, after = 0, most = 5_000): Promise<{ rows: readonly FiguresLine[]; next: number | null }> =>
  open ? read({ db: ctx.db, actor: system('appeals.figures') }, async (q) => {
    const depth = sql.raw(`a.territory_path[${f.territory.depth === 3 ? 3 : 2}]`);
    const { rows } = await sql<Omit<FiguresLine, keyof Told> & Omit<Alike, 'count'> & { id: number }>`SELECT a.id, ${alikeColumns}, a.stage, a.office_outcome AS "officeOutcome", a.verdict,
        ${lateBy(f.today, 'a.due_on')} AS overdue, ${lateBy(f.today, promiseDay)} AS "latePromise", CASE WHEN a.own_due_on IS NOT NULL THEN ${lateBy(f.today, 'a.due_on')} END AS "lateBody",
        ${days('first_human_answer_at')} AS "daysToFirstAnswer", ${days('answered_at')} AS "daysToAnswer", a.reopened_count AS reopened
      FROM appeals.appeal a WHERE a.registered_on BETWEEN ${f.from}::date AND ${f.to}::date ${f.territory.depth > 1 ? sql`AND ${depth} = ${f.territory.code}` : sql``}
        AND a.id > ${after} ORDER BY a.id LIMIT ${most}`.execute(db(q));
    const all = rows.map(({ id: _id, region, district, topic, kind, month, ...rest }): FiguresLine => ({ ...(told.get(alikeKey({ region, district, topic, kind, month })) ?? nothingTold), ...rest }));
    const lines = all.filter((line) => inFileOf(f.territory, line));
    const last = rows.length === most ? rows.at(-1) : undefined;
    return { rows: lines.map((line) => [JSON.stringify(line), line] as const).toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, line]) => line), next: last?.id ?? null };
  }) : Promise.resolve({ rows: [], next: null });
