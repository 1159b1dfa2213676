import { sql, type Read } from '../../../../platform/db.ts';
import type { State } from '../../law/queue/states.ts';
import { db, ticketOf, type Ticket } from './tables.ts';

export type DayFigures = {
  readonly came: number; readonly served: number; readonly left: number; readonly waitMinutes: number | null; readonly serveMinutes: number | null;
  /** what was said to those who were received, and what came */
  readonly said: readonly { readonly minutes: number; readonly waited: number }[];
};

/** One branch's day. Waiting is from coming to being called, and for a booked one from their hour. */
export const dayFigures = async (q: Read, branchId: number, on: string): Promise<DayFigures> => {
  type Row = { state: State; waited: number | null; served: number | null; said: number | null; booked: boolean };
  const { rows } = await sql<Row>`SELECT state, extract(epoch FROM coalesce(began_at, invited_at) - greatest(made_at, coalesce(booked_at, made_at)))::float8 / 60 AS waited,
      extract(epoch FROM ended_at - began_at)::float8 / 60 AS served, estimate_minutes AS said, booked_at IS NOT NULL AS booked
    FROM reception.ticket WHERE branch_id = ${branchId} AND on_day = ${on}::date LIMIT 5000`.execute(db(q));
  const done = rows.filter((r) => r.state === 'finished' || r.state === 'serving');
  const middle = (values: readonly number[]): number | null => {
    const sorted = values.toSorted((a, b) => a - b);
    const found = sorted[Math.floor(sorted.length / 2)];
    return found === undefined ? null : Math.round(Math.max(0, found));
  };
  return {
    came: rows.length, served: done.length, left: rows.filter((r) => r.state === 'left').length,
    waitMinutes: middle(done.flatMap((r) => r.waited ?? [])), serveMinutes: middle(done.flatMap((r) => r.served ?? [])),
    said: done.flatMap((r) => (r.said !== null && r.waited !== null && !r.booked ? [{ minutes: r.said, waited: r.waited }] : [])),
  };
};

/** Who left today and may come back, the last first. */
export const leftToday = async (q: Read, branchId: number, on: string, most = 12): Promise<readonly Ticket[]> =>
  (await db(q).selectFrom('reception.ticket').selectAll().where('branch_id', '=', branchId).where('on_day', '=', on).where('state', '=', 'left').orderBy('ended_at', 'desc').orderBy('id', 'desc').limit(most).execute()).map(ticketOf);
