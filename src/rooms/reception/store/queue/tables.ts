import type { Permit } from '../../../../kernel/permit.ts';
import type { Lang } from '../../../../kernel/words.ts';
import { sql, view, type Generated, type Kysely, type Read, type Selectable } from '../../../../platform/db.ts';
import type { Door, QueueAct, State } from '../../law/queue/states.ts';

export type TicketTable = {
  id: number; branch_id: number; on_day: string; label: string; lane_id: number; reception_id: number | null; booking_id: number | null; priority_id: number | null;
  name: string | null; lang: Lang; state: Generated<State>; order_at: Date; made_at: Date; booked_at: Date | null; waits_since: Date; by_kind: string; door: Door;
  desk_id: Generated<number | null>; account_id: Generated<number | null>; invited_at: Generated<Date | null>; invitations: Generated<number>; began_at: Generated<Date | null>; ended_at: Generated<Date | null>;
  visit_id: Generated<number | null>; estimate_minutes: number | null; screen_id: number | null; link_hash: Buffer;
};
type Names = { name_kk: string; name_ru: string; name_en: string };
export type LaneTable = Names & { id: Generated<number>; branch_id: number; letter: string; usual_minutes: number | null; for_receptions: boolean; place: number; closed_at: Generated<Date | null> };
export type DeskTable = { id: Generated<number>; branch_id: number; label: string; lane_ids: number[]; account_id: Generated<number | null>; sat_at: Generated<Date | null>; reception_id: Generated<number | null>; closed_at: Generated<Date | null> };
export type PriorityTable = Names & { id: Generated<number>; branch_id: number; code: string; source: string; after_others: number; closed_at: Generated<Date | null> };
export type ScreenTable = { id: Generated<number>; branch_id: number; kind: 'display' | 'kiosk'; name: string; token_hash: Buffer; made_at: Date; made_by: number | null; seen_at: Generated<Date | null>; revoked_at: Generated<Date | null> };
export type QueueTables = {
  'reception.ticket': TicketTable;
  'reception.ticket_act': { id: Generated<number>; ticket_id: number; branch_id: number; act: QueueAct; at: Date; by_kind: string; by_account: number | null; desk_id: number | null; state_after: State };
  'reception.lane': LaneTable;
  'reception.desk': DeskTable;
  'reception.priority': PriorityTable;
  'reception.screen': ScreenTable;
};
export const db = (q: Read): Kysely<QueueTables> => view<QueueTables>(q);

/** Whose room or ticket has been opened here; seen by row-level security until the transaction ends. */
export const hold = async (q: Read, what: string): Promise<void> => {
  await sql`SELECT set_config('jauap.held_here', ${what}, true)`.execute(db(q));
};

export const byAccount = (permit: Permit<string>): number | null => (permit.actor.kind === 'staff' ? permit.actor.accountId : null);

export type Ticket = {
  readonly id: number; readonly branchId: number; readonly onDay: string; readonly label: string; readonly laneId: number; readonly receptionId: number | null; readonly bookingId: number | null; readonly priorityId: number | null;
  readonly name: string | null; readonly lang: Lang; readonly state: State; readonly orderAt: Date; readonly madeAt: Date; readonly bookedAt: Date | null; readonly waitsSince: Date; readonly door: Door;
  readonly deskId: number | null; readonly accountId: number | null; readonly invitedAt: Date | null; readonly invitations: number; readonly beganAt: Date | null; readonly endedAt: Date | null;
  readonly visitId: number | null; readonly estimateMinutes: number | null;
};
export const ticketOf = (r: Selectable<TicketTable>): Ticket => ({
  id: r.id, branchId: r.branch_id, onDay: r.on_day, label: r.label, laneId: r.lane_id, receptionId: r.reception_id, bookingId: r.booking_id, priorityId: r.priority_id,
  name: r.name, lang: r.lang, state: r.state, orderAt: r.order_at, madeAt: r.made_at, bookedAt: r.booked_at, waitsSince: r.waits_since, door: r.door,
  deskId: r.desk_id, accountId: r.account_id, invitedAt: r.invited_at, invitations: r.invitations, beganAt: r.began_at, endedAt: r.ended_at,
  visitId: r.visit_id, estimateMinutes: r.estimate_minutes,
});
