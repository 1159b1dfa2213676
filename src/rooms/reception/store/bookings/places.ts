import type { Day } from '../../../../kernel/day.ts';
import type { Permit } from '../../../../kernel/permit.ts';
import { sql, type Read, type Tx } from '../../../../platform/db.ts';
import type { Sitting, Slot } from '../../law/bookings.ts';
import { db, sittingColumns, sittingOf, type ReceptionRow } from './tables.ts';

/** Receptions with places of their own, and the places nobody has taken. No personal data: anybody may ask. */
export const openSittings = async (q: Read, o: { readonly branchIds: readonly number[]; readonly from: Day; readonly to: Day }): Promise<readonly { readonly sitting: Sitting; readonly slots: readonly Slot[] }[]> => {
  const rows = await db(q).selectFrom('reception.reception as r').select(sittingColumns.map((name) => `r.${name}` as const))
    .select(sql<{ m: number; n: number }[] | null>`(SELECT json_agg(json_build_object('m', s.at_minute, 'n', s.minutes) ORDER BY s.at_minute) FROM reception.slot s WHERE s.reception_id = r.id AND s.booking_id IS NULL AND NOT s.closed)`.as('free'))
    .where(sql<boolean>`r.branch_id = ANY (${[...o.branchIds]}::bigint[])`).where('r.held_on', '>=', o.from).where('r.held_on', '<=', o.to).where('r.public', '=', true).where('r.slot_minutes', 'is not', null)
    .where('r.kind', 'in', ['personal', 'video', 'open']).where('r.state', 'in', ['planned', 'under_way']).orderBy('r.held_on').orderBy('r.from_minute').orderBy('r.id').limit(2_000).execute();
  return rows.map((r) => ({ sitting: sittingOf(r as ReceptionRow), slots: (r.free ?? []).map(({ m, n }) => ({ atMinute: m, minutes: n })) }));
};

export const sittingById = async (q: Read, id: number): Promise<Sitting | null> => {
  const row = await db(q).selectFrom('reception.reception').select(sittingColumns).where('id', '=', id).executeTakeFirst();
  return row ? sittingOf(row) : null;
};
export const freeSlotAt = async (q: Read, receptionId: number, atMinute: number): Promise<Slot | null> => {
  const row = await db(q).selectFrom('reception.slot').select(['at_minute', 'minutes']).where('reception_id', '=', receptionId).where('at_minute', '=', atMinute).where('booking_id', 'is', null).where('closed', '=', false).executeTakeFirst();
  return row ? { atMinute: row.at_minute, minutes: row.minutes } : null;
};
export const slotAt = async (q: Read, receptionId: number, atMinute: number): Promise<Slot | null> => {
  const row = await db(q).selectFrom('reception.slot').select(['at_minute', 'minutes']).where('reception_id', '=', receptionId).where('at_minute', '=', atMinute).executeTakeFirst();
  return row ? { atMinute: row.at_minute, minutes: row.minutes } : null;
};
/** Who receives there at all, by duty or by what is laid out: also those with no free place now. */
export const hostsIn = async (q: Read, branchIds: readonly number[], from: Day): Promise<readonly { readonly accountId: number; readonly unitId: number; readonly branchId: number; readonly topics: readonly string[]; readonly duty: boolean }[]> => {
  const { rows } = await sql<{ account_id: number; unit_id: number; branch_id: number; topics: string[] | null; duty: boolean }>`
    SELECT account_id, min(unit_id) AS unit_id, branch_id, array_agg(DISTINCT t) FILTER (WHERE t IS NOT NULL) AS topics, bool_or(duty) AS duty FROM (
      SELECT r.account_id, r.unit_id, r.branch_id, t.t, false AS duty FROM reception.reception r LEFT JOIN LATERAL unnest(r.topic_codes) AS t(t) ON true
        WHERE r.branch_id = ANY (${[...branchIds]}::bigint[]) AND r.held_on >= ${from} AND r.public AND r.slot_minutes IS NOT NULL AND r.kind IN ('personal', 'video', 'open') AND r.state = 'planned'
      UNION ALL
      SELECT p.account_id, p.unit_id, d.branch_id, NULL, true FROM reception.duty d JOIN reception.duty_person p ON p.duty_id = d.id
        WHERE d.branch_id = ANY (${[...branchIds]}::bigint[]) AND d.ended_at IS NULL AND d.public AND (p.to_on IS NULL OR p.to_on >= ${from})
    ) who GROUP BY account_id, branch_id ORDER BY account_id, branch_id`.execute(db(q));
  return rows.map((r) => ({ accountId: r.account_id, unitId: Number(r.unit_id), branchId: r.branch_id, topics: r.topics ?? [], duty: r.duty }));
};

export type WalkIn = { readonly heldOn: Day; readonly fromMinute: number; readonly toMinute: number; readonly place: string | null };
/** The next reception of each who receives without booking only: nobody is to wait for a place there that will never be laid out. */
export const walkInsIn = async (q: Read, branchIds: readonly number[], from: Day): Promise<ReadonlyMap<number, WalkIn>> => {
  const { rows } = await sql<{ account_id: number; held_on: string; from_minute: number; to_minute: number; place: string | null }>`
    SELECT DISTINCT ON (account_id) account_id, held_on::text, from_minute, to_minute, place FROM reception.reception r
    WHERE branch_id = ANY (${[...branchIds]}::bigint[]) AND held_on >= ${from} AND public AND slot_minutes IS NULL AND kind IN ('personal', 'open') AND state = 'planned'
      AND NOT EXISTS (SELECT 1 FROM reception.reception b WHERE b.account_id = r.account_id AND b.held_on >= ${from} AND b.public AND b.slot_minutes IS NOT NULL AND b.state = 'planned')
    ORDER BY account_id, held_on, from_minute`.execute(db(q));
  return new Map(rows.map((r) => [Number(r.account_id), { heldOn: r.held_on as Day, fromMinute: r.from_minute, toMinute: r.to_minute, place: r.place }]));
};

/** The one guard against two people at one place: false when somebody else was first. */
export const claimSlot = async (tx: Tx, _permit: Permit<'booking.book'> | Permit<'booking.keep'> | Permit<'booking.rearrange'>, c: { readonly bookingId: number; readonly receptionId: number; readonly atMinute: number }): Promise<boolean> => {
  // called off or laid out anew at this very moment: waited for, so that nobody is booked behind its back
  const held = await db(tx).selectFrom('reception.reception').select('state').where('id', '=', c.receptionId).forKeyShare().executeTakeFirst();
  if (held?.state !== 'planned' && held?.state !== 'under_way') return false;
  const done = await sql`UPDATE reception.slot SET booking_id = ${c.bookingId} WHERE reception_id = ${c.receptionId} AND at_minute = ${c.atMinute} AND booking_id IS NULL AND NOT closed`.execute(db(tx));
  return Number(done.numAffectedRows ?? 0) === 1;
};
export const freeSlot = async (tx: Tx, _permit: Permit<'booking.keep'> | Permit<'booking.rearrange'> | Permit<'booking.come'>, bookingId: number): Promise<void> => {
  await db(tx).updateTable('reception.slot').set({ booking_id: null }).where('booking_id', '=', bookingId).execute();
};
/** The untaken ones of one reception. */
export const freeSlotsOf = async (q: Read, receptionId: number): Promise<readonly Slot[]> =>
  (await db(q).selectFrom('reception.slot').select(['at_minute', 'minutes']).where('reception_id', '=', receptionId).where('booking_id', 'is', null).where('closed', '=', false).orderBy('at_minute').execute()).map((r) => ({ atMinute: r.at_minute, minutes: r.minutes }));
