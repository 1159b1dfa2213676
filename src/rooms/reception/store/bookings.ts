import type { Day } from '../../../kernel/day.ts';
import { sql, type Read } from '../../../platform/db.ts';
import type { Sitting } from '../law/bookings.ts';
import { momentOf } from '../law/outings.ts';
import { bookingOf, db, sittingColumns, sittingOf, type Booking } from './bookings/tables.ts';

export type { Booking } from './bookings/tables.ts';

/** Who is booked for a reception, in the order of the day; those who cancelled are not among them. */
export const bookingsOf = async (q: Read, receptionId: number): Promise<readonly Booking[]> =>
  (await db(q).selectFrom('reception.booking').selectAll().where('reception_id', '=', receptionId).where('state', 'in', ['booked', 'came', 'no_show']).orderBy('at_minute').orderBy('id').execute()).map(bookingOf);

/** Who is booked in the branch that day, by the hour. */
export const bookingsToday = async (q: Read, branchId: number, on: Day): Promise<readonly (Booking & { readonly accountId: number })[]> => {
  const rows = await db(q).selectFrom('reception.booking as b').innerJoin('reception.reception as r', 'r.id', 'b.reception_id').selectAll('b').select('r.account_id as host')
    .where('r.branch_id', '=', branchId).where('r.held_on', '=', on).where('b.state', 'in', ['booked', 'came', 'no_show']).orderBy('b.at_minute').orderBy('b.id').execute();
  return rows.map((r) => ({ ...bookingOf(r), accountId: r.host }));
};

/** Everybody who still waits, the longest first. As the system. */
export const waitingBranches = async (q: Read): Promise<readonly number[]> =>
  (await db(q).selectFrom('reception.booking').select('branch_id').distinct().where('state', '=', 'waiting').orderBy('branch_id').execute()).map((r) => r.branch_id);

export const waitedOut = async (q: Read, on: Day, most: number): Promise<readonly number[]> =>
  (await db(q).selectFrom('reception.booking').select('id').where('state', '=', 'waiting').where('wants_until', '<', on).orderBy('id').limit(most).execute()).map((r) => r.id);

/** Booked for a reception that has ended one way or the other: what it is called says whether the person was waited for. */
export const leftOver = async (q: Read, most: number): Promise<readonly { readonly id: number; readonly held: boolean; /** the door was closed before their hour */ readonly early: boolean }[]> =>
  (await db(q).selectFrom('reception.booking as b').innerJoin('reception.reception as r', 'r.id', 'b.reception_id').select(['b.id', 'b.at_minute', 'r.held_on', sql<boolean>`r.state = 'held'`.as('held'), sql<Date | null>`r.ended_at`.as('ended_at')])
    .where('b.state', '=', 'booked').where('r.state', 'in', ['held', 'missed', 'cancelled']).orderBy('b.id').limit(most).execute())
    .map((r) => ({ id: r.id, held: r.held, early: r.held && r.ended_at !== null && momentOf(r.held_on as Day, r.at_minute ?? 0) > r.ended_at }));

/** Receptions of the days to come for which somebody is booked. */
export const awaited = async (q: Read, from: Day, to: Day): Promise<readonly (Sitting & { readonly booked: number })[]> => {
  const rows = await db(q).selectFrom('reception.reception as r').select(sittingColumns.map((name) => `r.${name}` as const))
    .select(sql<number>`(SELECT count(*)::int FROM reception.booking b WHERE b.reception_id = r.id AND b.state = 'booked')`.as('booked'))
    .where('r.state', '=', 'planned').where('r.held_on', '>=', from).where('r.held_on', '<=', to)
    .where(sql<boolean>`EXISTS (SELECT 1 FROM reception.booking b WHERE b.reception_id = r.id AND b.state = 'booked')`).orderBy('r.held_on').orderBy('r.id').limit(1_000).execute();
  return rows.map((r) => ({ ...sittingOf(r), booked: r.booked }));
};
