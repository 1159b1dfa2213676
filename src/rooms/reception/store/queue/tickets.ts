import type { Permit } from '../../../../kernel/permit.ts';
import { sql, type Insertable, type Read, type Tx } from '../../../../platform/db.ts';
import { mostADay, type QueueAct, type State } from '../../law/queue/states.ts';
import { linkHash, linkToken } from '../seal.ts';
import { byAccount, db, ticketOf, type Ticket, type TicketTable } from './tables.ts';

export const ticketById = async (q: Read, id: number): Promise<Ticket | null> => {
  const row = await db(q).selectFrom('reception.ticket').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? ticketOf(row) : null;
};
/** Asked with the system's eyes: the secret is the proof. */
export const ticketByLink = async (q: Read, token: string): Promise<Ticket | null> => {
  const row = await db(q).selectFrom('reception.ticket').selectAll().where('link_hash', '=', linkHash(token)).executeTakeFirst();
  return row ? ticketOf(row) : null;
};
export const ticketLink = (id: number): string => linkToken('ticket', id, 1);

export const lockTicket = async (tx: Tx, id: number): Promise<Ticket | null> => {
  const row = await db(tx).selectFrom('reception.ticket').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  return row ? ticketOf(row) : null;
};
export const lockTicketOfVisit = async (tx: Tx, visitId: number): Promise<Ticket | null> => {
  const row = await db(tx).selectFrom('reception.ticket').selectAll().where('visit_id', '=', visitId).forUpdate().executeTakeFirst();
  return row ? ticketOf(row) : null;
};
/** The first of these that nobody else is calling at this moment: two clerks never call one ticket, and none waits for the other. */
export const lockFirst = async (tx: Tx, ids: readonly number[]): Promise<Ticket | null> => {
  if (ids.length === 0) return null;
  const row = await db(tx).selectFrom('reception.ticket').selectAll().where(sql<boolean>`id = ANY (${[...ids]}::bigint[])`).where('state', '=', 'waiting')
    .orderBy(sql`array_position(${[...ids]}::bigint[], id)`).limit(1).forUpdate().skipLocked().executeTakeFirst();
  return row ? ticketOf(row) : null;
};

/** Locks the lane's counter of the day until the transaction ends; null when a day's labels are used up. */
export const takeLabelNumber = async (tx: Tx, branchId: number, laneId: number, on: string): Promise<number | null> => {
  const { rows } = await sql<{ last: number }>`INSERT INTO reception.ticket_counter AS c (branch_id, lane_id, on_day, last) VALUES (${branchId}, ${laneId}, ${on}::date, 1)
    ON CONFLICT (branch_id, lane_id, on_day) DO UPDATE SET last = c.last + 1 WHERE c.last < ${mostADay} RETURNING last`.execute(db(tx));
  return rows[0]?.last ?? null;
};
export const nextTicketId = async (tx: Tx): Promise<number> =>
  (await sql<{ id: number }>`SELECT nextval('reception.ticket_id') AS id`.execute(db(tx))).rows[0]?.id ?? 0;

export const insertTicket = async (tx: Tx, permit: Permit<'queue.take'>, t: Omit<Insertable<TicketTable>, 'link_hash' | 'by_kind'>): Promise<void> => {
  await db(tx).insertInto('reception.ticket').values({ ...t, by_kind: permit.actor.kind, link_hash: linkHash(ticketLink(t.id)) }).execute();
};
/** How many a kiosk gave out since then. */
export const kioskCount = async (q: Read, screenId: number, since: Date): Promise<number> =>
  Number((await db(q).selectFrom('reception.ticket').select((eb) => eb.fn.countAll().as('n')).where('screen_id', '=', screenId).where('made_at', '>', since).executeTakeFirstOrThrow()).n);
/** Whoever is booked waits but once. */
export const ticketOfBooking = async (q: Read, branchId: number, on: string, bookingId: number): Promise<Ticket | null> => {
  const row = await db(q).selectFrom('reception.ticket').selectAll().where('branch_id', '=', branchId).where('on_day', '=', on).where('booking_id', '=', bookingId).orderBy('id', 'desc').limit(1).executeTakeFirst();
  return row ? ticketOf(row) : null;
};

type Change = {
  readonly state: State; readonly order_at?: Date; readonly waits_since?: Date; readonly booked_at?: Date | null; readonly visit_id?: number | null; readonly desk_id?: number | null; readonly account_id?: number | null;
  readonly invited_at?: Date | null; readonly invitations?: number; readonly began_at?: Date | null; readonly ended_at?: Date | null;
};
export type QueuePermit = Permit<'queue.take'> | Permit<'queue.serve'> | Permit<'queue.leave'> | Permit<'queue.close_day'>;

/** One act of a ticket: its row as it is after, and a row of its own. */
export const writeTicket = async (tx: Tx, permit: QueuePermit, ticket: Pick<Ticket, 'id' | 'branchId'>, a: { readonly act: QueueAct; readonly at: Date; readonly deskId: number | null }, change: Change): Promise<void> => {
  await db(tx).updateTable('reception.ticket').set(change).where('id', '=', ticket.id).execute();
  await insertTicketAct(tx, permit, ticket, { ...a, stateAfter: change.state });
};
export const insertTicketAct = async (tx: Tx, permit: QueuePermit, ticket: Pick<Ticket, 'id' | 'branchId'>, a: { readonly act: QueueAct; readonly at: Date; readonly deskId: number | null; readonly stateAfter: State }): Promise<void> => {
  await db(tx).insertInto('reception.ticket_act').values({ ticket_id: ticket.id, branch_id: ticket.branchId, act: a.act, at: a.at, by_kind: permit.actor.kind, by_account: byAccount(permit), desk_id: a.deskId, state_after: a.stateAfter }).execute();
};

export type TicketAct = { readonly act: QueueAct; readonly at: Date; readonly byAccount: number | null; readonly deskId: number | null; readonly stateAfter: State };
/** The newest first. */
export const actsOf = async (q: Read, ticketId: number, most = 20): Promise<readonly TicketAct[]> =>
  (await db(q).selectFrom('reception.ticket_act').selectAll().where('ticket_id', '=', ticketId).orderBy('id', 'desc').limit(most).execute())
    .map((r) => ({ act: r.act, at: r.at, byAccount: r.by_account, deskId: r.desk_id, stateAfter: r.state_after }));

/**
 * The newest act of one person in a branch's day since then, if nothing came after it on that ticket. A ticket that ended before then is not looked at:
 * nobody has touched it since.
 */
export const lastActBy = async (q: Read, f: { readonly branchId: number; readonly on: string; readonly accountId: number; readonly since: Date }): Promise<{ readonly ticketId: number; readonly label: string; readonly act: QueueAct } | null> => {
  const { rows } = await sql<{ ticketId: number; label: string; act: QueueAct; later: boolean }>`SELECT t.id AS "ticketId", t.label, a.act, EXISTS (SELECT 1 FROM reception.ticket_act l WHERE l.ticket_id = t.id AND l.id > a.id) AS later
    FROM reception.ticket t JOIN reception.ticket_act a ON a.ticket_id = t.id
    WHERE t.branch_id = ${f.branchId} AND t.on_day = ${f.on}::date AND (t.ended_at IS NULL OR t.ended_at >= ${f.since}) AND a.by_account = ${f.accountId} AND a.at >= ${f.since}
    ORDER BY a.id DESC LIMIT 1`.execute(db(q));
  const [last] = rows;
  return last && !last.later ? last : null;
};

/** Still open on a day that is over, a few hundred at a time. */
export const openBefore = async (tx: Tx, on: string): Promise<readonly Ticket[]> =>
  (await db(tx).selectFrom('reception.ticket').selectAll().where('on_day', '<', on).where('state', 'in', ['waiting', 'invited', 'serving', 'held']).orderBy('on_day').orderBy('id').limit(300).forUpdate().execute()).map(ticketOf);
