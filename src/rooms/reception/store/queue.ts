import { sql, type Read } from '../../../platform/db.ts';
import { estimateOf, lastServed, type Estimate } from '../law/queue/estimate.ts';
import { lineOf, type Room } from '../law/queue/order.ts';
import { desksOf, lanesOf, prioritiesOf, type Desk, type Lane, type PriorityRule } from './queue/places.ts';
import { db, hold, ticketOf, type Ticket } from './queue/tables.ts';

export { hold } from './queue/tables.ts';
export type { Ticket } from './queue/tables.ts';

/** More would be no room but a stadium. */
const mostInRoom = 600;
const mostADayRead = 3_000;

/** The waiting room of a branch as it is: places, everybody in it, and who was called today. */
export type Hall = {
  readonly lanes: readonly Lane[]; readonly desks: readonly Desk[]; readonly priorities: readonly PriorityRule[];
  /** waiting, called, with a clerk, put aside */
  readonly tickets: readonly Ticket[];
  readonly room: Room;
  /** minutes of the last services, by lane */
  readonly served: ReadonlyMap<number, readonly number[]>;
};

/** Of tickets the caller may see: staff by their sight, a screen by `hold`. */
export const ticketsNow = async (q: Read, branchIds: readonly number[], on: string): Promise<readonly Ticket[]> =>
  (await db(q).selectFrom('reception.ticket').selectAll().where(sql<boolean>`branch_id = ANY (${[...branchIds]}::bigint[])`).where('on_day', '=', on).where('state', 'in', ['waiting', 'invited', 'serving', 'held'])
    .orderBy('order_at').orderBy('id').limit(mostInRoom * branchIds.length).execute()).map(ticketOf);

type CalledRow = { lane_id: number; made_at: Date; invited_at: Date; priority_id: number | null };
const calledToday = async (q: Read, branchIds: readonly number[], on: string): Promise<Room['called']> => {
  const { rows } = await sql<CalledRow>`SELECT lane_id, made_at, invited_at, priority_id FROM reception.ticket
    WHERE branch_id = ANY (${[...branchIds]}::bigint[]) AND on_day = ${on}::date AND invited_at IS NOT NULL ORDER BY invited_at LIMIT ${sql.raw(String(mostADayRead))}`.execute(db(q));
  return rows.map((r) => ({ laneId: Number(r.lane_id), madeAt: r.made_at.getTime(), at: r.invited_at.getTime(), priorityId: r.priority_id === null ? null : Number(r.priority_id) }));
};
const servedLately = async (q: Read, laneIds: readonly number[]): Promise<ReadonlyMap<number, readonly number[]>> => {
  if (laneIds.length === 0) return new Map();
  const { rows } = await sql<{ lane_id: number; minutes: number }>`SELECT l.id AS lane_id, s.minutes FROM unnest(${[...laneIds]}::bigint[]) AS l (id) CROSS JOIN LATERAL (
      SELECT extract(epoch FROM t.ended_at - t.began_at)::float8 / 60 AS minutes FROM reception.ticket t
      WHERE t.lane_id = l.id AND t.state = 'finished' AND t.ended_at IS NOT NULL ORDER BY t.ended_at DESC LIMIT ${sql.raw(String(lastServed))}) s`.execute(db(q));
  const found = new Map<number, number[]>();
  for (const r of rows) found.set(Number(r.lane_id), [...(found.get(Number(r.lane_id)) ?? []), r.minutes]);
  return found;
};

export const roomOf = (tickets: readonly Ticket[], called: Room['called'], priorities: readonly PriorityRule[]): Room => ({
  waiting: tickets.filter((t) => t.state === 'waiting').map((t) => ({
    id: t.id, laneId: t.laneId, madeAt: t.madeAt.getTime(), orderAt: t.orderAt.getTime(), waitsSince: t.waitsSince.getTime(), bookedAt: t.bookedAt?.getTime() ?? null, priorityId: t.priorityId, receptionId: t.receptionId,
  })),
  called, priorities,
});

/** Everything that an order needs: asked at once, answered together. */
export const hallOf = async (q: Read, branchId: number, on: string): Promise<Hall> => {
  const ids = [branchId];
  const [lanes, desks, priorities, tickets, called] = await Promise.all([lanesOf(q, ids), desksOf(q, ids), prioritiesOf(q, ids), ticketsNow(q, ids, on), calledToday(q, ids, on)]);
  return { lanes, desks, priorities, tickets, room: roomOf(tickets, called, priorities), served: await servedLately(q, lanes.map((lane) => lane.id)) };
};

/** What the next call needs, and no more. */
export const orderFor = async (q: Read, branchId: number, on: string): Promise<Room> => {
  const [priorities, tickets, called] = await Promise.all([prioritiesOf(q, [branchId]), ticketsNow(q, [branchId], on), calledToday(q, [branchId], on)]);
  return roomOf(tickets, called, priorities);
};

/** A desk that calls from several lanes is one of each by its share of those who wait. */
const desksFor = (hall: Hall, laneId: number): { readonly desks: number; readonly idle: boolean } => {
  const waits = (id: number): number => hall.room.waiting.filter((one) => one.laneId === id).length;
  const own = hall.desks.filter((desk) => desk.accountId !== null && desk.laneIds.includes(laneId));
  const busy = new Set(hall.tickets.flatMap((t) => (t.deskId !== null && (t.state === 'serving' || t.state === 'invited') ? [t.deskId] : [])));
  const share = (desk: Desk): number => (waits(laneId) + 1) / (desk.laneIds.reduce((sum, id) => sum + waits(id), 0) + 1);
  return { desks: own.reduce((sum, desk) => sum + Math.min(1, share(desk)), 0), idle: own.some((desk) => !busy.has(desk.id)) };
};

/** What is said to whoever has so many before them in a lane. */
export const estimateFor = (hall: Hall, laneId: number, ahead: number): Estimate | null => {
  const lane = hall.lanes.find((one) => one.id === laneId);
  return lane ? estimateOf({ ahead, ...desksFor(hall, laneId), served: hall.served.get(laneId) ?? [], usualMinutes: lane.usualMinutes }) : null;
};
/** How many are called before this one in its own lane; null when it does not wait. */
export const aheadOf = (hall: Hall, ticketId: number, now: number): number | null => {
  const one = hall.room.waiting.find((waiting) => waiting.id === ticketId);
  if (!one) return null;
  return lineOf(hall.room, { laneIds: [one.laneId] }, now).findIndex((waiting) => waiting.id === ticketId);
};

/** How many wait in each branch and how long somebody who comes now would wait: for everybody, no names. Branches without a waiting room are not there. */
export const waitingNow = async (q: Read, branchIds: readonly number[], on: string): Promise<ReadonlyMap<number, { readonly waiting: number; readonly estimateMinutes: number | null; readonly estimate: Estimate | null }>> => {
  if (branchIds.length === 0) return new Map();
  const { rows } = await sql<{ before: string | null }>`SELECT current_setting('jauap.held_here', true) AS before`.execute(db(q));
  await hold(q, `branches:{${branchIds.map(Number).join(',')}}`);
  const [lanes, desks, tickets] = await Promise.all([lanesOf(q, branchIds), desksOf(q, branchIds), ticketsNow(q, branchIds, on)]);
  const served = await servedLately(q, lanes.map((lane) => lane.id));
  await hold(q, rows[0]?.before ?? '');
  return new Map([...new Set(lanes.map((lane) => lane.branchId))].map((id) => {
    const own = tickets.filter((t) => t.branchId === id);
    const hall: Hall = { lanes: lanes.filter((lane) => lane.branchId === id), desks: desks.filter((desk) => desk.branchId === id), priorities: [], tickets: own, room: roomOf(own, [], []), served };
    const waiting = (laneId: number): number => hall.room.waiting.filter((one) => one.laneId === laneId).length;
    const said = hall.lanes.flatMap((lane) => estimateFor(hall, lane.id, waiting(lane.id)) ?? []).toSorted((a, b) => b.minutes - a.minutes)[0] ?? null;
    return [id, { waiting: hall.room.waiting.length, estimateMinutes: said?.minutes ?? null, estimate: said }];
  }));
};
