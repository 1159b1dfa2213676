import { sql, type Read } from '../../../../platform/db.ts';
import { lanesOf } from './places.ts';
import { db } from './tables.ts';

/** More than are shown: between two questions of a board many may be called. */
const lastCalls = 12;
/** Whoever was called in this time is shown, though they were quick. */
const shownForMs = 20_000;

export type Board = {
  /** the newest first; `key` changes with every call, so that a second call of one ticket is new */
  readonly calls: readonly { readonly key: string; readonly label: string; readonly name: string | null; readonly desk: string; readonly at: number }[];
  readonly lanes: readonly { readonly letter: string; readonly waiting: number }[];
};

/** What everybody in the hall may see: labels, short names, desks. Asked for every second by every screen: two small questions. */
export const boardOf = async (q: Read, branchId: number, on: string, now: number): Promise<Board> => {
  type Row = { id: number; label: string; name: string | null; desk: string; invitations: number; invited_at: Date };
  const asked = sql<Row>`SELECT t.id, t.label, t.name, d.label AS desk, t.invitations, t.invited_at FROM reception.ticket t JOIN reception.desk d ON d.id = t.desk_id
    WHERE t.branch_id = ${branchId} AND t.on_day = ${on}::date AND (t.state IN ('invited', 'serving') OR (t.state = 'finished' AND t.invited_at > ${new Date(now - shownForMs)})) ORDER BY t.invited_at DESC, t.id DESC LIMIT ${sql.raw(String(lastCalls))}`.execute(db(q));
  const counted = sql<{ lane_id: number; n: number }>`SELECT lane_id, count(*)::int AS n FROM reception.ticket WHERE branch_id = ${branchId} AND on_day = ${on}::date AND state = 'waiting' GROUP BY lane_id`.execute(db(q));
  const [calls, waits, lanes] = await Promise.all([asked, counted, lanesOf(q, [branchId])]);
  const waiting = new Map(waits.rows.map((r) => [Number(r.lane_id), r.n]));
  return {
    calls: calls.rows.map((r) => ({ key: `${r.id}.${r.invited_at.getTime()}`, label: r.label, name: r.name, desk: r.desk, at: r.invited_at.getTime() })),
    lanes: lanes.map((lane) => ({ letter: lane.letter, waiting: waiting.get(lane.id) ?? 0 })),
  };
};
