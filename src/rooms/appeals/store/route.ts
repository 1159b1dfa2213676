import { system } from '../../../kernel/actor.ts';
import { addDays, today, type Day } from '../../../kernel/day.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import { read, sql } from '../../../platform/db.ts';
import { handedOn } from '../../assignments/contract.ts';
import type { RouteLoad } from '../../recognition/contract.ts';
import { mostCounted } from './inbox.ts';
import { db } from './tables.ts';

const yearDays = 365;
/** Of one body's hand-overs, and of its matters of one topic: with more, the newest; the window is as long as they reach back. */
const mostLooked = 1_000;

/**
 * How it stands with a body before a matter of the topic is sent there: what it has open and late, counted to a hundred, and what of the topic came to it in a year
 * and went on to another. Counted with the house's eyes, as figures are: whoever sends it there sees only what is theirs. Two statements, each bounded.
 */
export const routeLoad = async (ctx: Pick<Ctx, 'db' | 'clock'>, f: { readonly unitId: number; readonly topicCode: string }): Promise<RouteLoad> => {
  const on = today(ctx.clock);
  const since = addDays(on, -yearDays);
  return read({ db: ctx.db, actor: system('appeals.route') }, async (q) => {
    const gone = await handedOn(q, { kind: 'appeal', unitId: f.unitId, since: new Date(`${since}T00:00:00Z`), most: mostLooked });
    const last = gone.length < mostLooked ? undefined : gone.at(-1);
    const counts = await counted(q, { ...f, on, since: last ? (last.at.toISOString().slice(0, 10) as Day) : since, gone: [...new Set(gone.map((one) => one.sourceId))] });
    // more than is looked at: a share of a part would be no share
    const handed = counts.kept >= mostLooked ? 0 : counts.gone;
    return { open: counts.open, late: counts.late, had: counts.kept >= mostLooked ? 0 : counts.kept + handed, handedOn: handed, most: mostCounted };
  });
};

type Asked = { readonly unitId: number; readonly topicCode: string; readonly on: Day; readonly since: Day; readonly gone: readonly number[] };

const counted = async (q: Parameters<typeof db>[0], f: Asked): Promise<{ open: number; late: number; kept: number; gone: number }> => {
  const most = sql.lit(mostCounted);
  const { rows } = await sql<{ open: number; late: number; kept: number; gone: number }>`SELECT
    (SELECT count(*)::int FROM (SELECT 1 FROM appeals.appeal a WHERE a.open AND a.holder_unit = ${f.unitId} LIMIT ${most}) AS found) AS open,
    (SELECT count(*)::int FROM (SELECT 1 FROM appeals.appeal a WHERE a.open AND a.holder_unit = ${f.unitId} AND a.near_on < ${f.on}::date LIMIT ${most}) AS found) AS late,
    (SELECT count(*)::int FROM (SELECT 1 FROM appeals.appeal a WHERE a.holder_unit = ${f.unitId} AND a.topic_code = ${f.topicCode} AND a.registered_on > ${f.since}::date LIMIT ${sql.lit(mostLooked)}) AS found) AS kept,
    (SELECT count(*)::int FROM appeals.appeal a WHERE a.id = ANY (${[...f.gone]}::bigint[]) AND a.topic_code = ${f.topicCode} AND a.holder_unit <> ${f.unitId}) AS gone`.execute(db(q));
  if (!rows[0]) throw new Error('counts without a row');
  return rows[0];
};
