import type { Day } from '../../../../kernel/day.ts';
import type { Permit } from '../../../../kernel/permit.ts';
import type { Lang } from '../../../../kernel/words.ts';
import { sql, type Read, type Tx } from '../../../../platform/db.ts';
import type { BookingState, Sitting } from '../../law/bookings.ts';
import { numberOf, takeNumbers } from '../number.ts';
import { codeHash, followCode, linkHash, linkToken } from '../seal.ts';
import { bookingOf, db, type Booking, type BookingAct } from './tables.ts';

export const nextBookingId = async (tx: Tx): Promise<number> => {
  const { rows } = await sql<{ id: number }>`SELECT nextval('reception.booking_id') AS id`.execute(db(tx));
  return Number(rows[0]?.id ?? 0);
};

export type NewBooking = {
  readonly id: number; readonly branch: { readonly id: number; readonly code: string }; readonly unitId: number; readonly year: number; readonly receptionId: number | null; readonly atMinute: number | null;
  readonly wantsAccount: number | null; readonly wantsUntil: Day | null; readonly lang: Lang; readonly surname: string; readonly given: string; readonly patronymic: string | undefined; readonly phone: string | undefined;
  readonly email: string | undefined; readonly topicCode: string | undefined; readonly territoryCode: string | undefined; readonly text: string; readonly video: boolean; readonly at: Date;
};
const kindOf = (permit: Permit<string>): 'visitor' | 'staff' | 'system' => (permit.actor.kind === 'staff' || permit.actor.kind === 'system' ? permit.actor.kind : 'visitor');
const accountOf = (permit: Permit<string>): number | null => (permit.actor.kind === 'staff' ? permit.actor.accountId : null);

/** The number is taken last: the counter's row stays locked as shortly as can be. */
export const insertBooking = async (tx: Tx, permit: Permit<'booking.book'>, b: NewBooking): Promise<string> => {
  const { from } = await takeNumbers(tx, 'booking', b.branch.id, b.year);
  const number = numberOf('booking', b.branch.code, b.year, from);
  await db(tx).insertInto('reception.booking').values({
    id: b.id, number, branch_id: b.branch.id, unit_id: b.unitId, reception_id: b.receptionId, at_minute: b.atMinute, wants_account: b.wantsAccount, wants_until: b.wantsUntil, state: b.receptionId === null ? 'waiting' : 'booked',
    lang: b.lang, surname: b.surname, given: b.given, patronymic: b.patronymic ?? null, phone: b.phone ?? null, email: b.email ?? null, topic_code: b.topicCode ?? null, territory_code: b.territoryCode ?? null, text: b.text, video: b.video,
    room_hash: b.video ? linkHash(linkToken('room', b.id, 1)) : null, link_hash: linkHash(linkToken('booking', b.id, 1)), code_hash: codeHash('booking', b.id, followCode('booking', b.id, 1)), by_kind: kindOf(permit), made_at: b.at,
  }).execute();
  return number;
};

export const writeBookingAct = async (tx: Tx, permit: Permit<string>, a: { readonly bookingId: number; readonly branchId: number; readonly act: BookingAct; readonly at: Date; readonly facts?: Readonly<Record<string, unknown>> }): Promise<void> => {
  await db(tx).insertInto('reception.booking_act').values({ booking_id: a.bookingId, branch_id: a.branchId, act: a.act, at: a.at, by_kind: kindOf(permit), by_account: accountOf(permit), facts: JSON.stringify(a.facts ?? {}) }).execute();
};

type MayWrite = Permit<'booking.keep'> | Permit<'booking.rearrange'> | Permit<'booking.come'>;
export const writeBooking = async (tx: Tx, _permit: MayWrite, id: number, set: { readonly state: BookingState; readonly at?: { readonly sitting: Sitting; readonly atMinute: number } | null; readonly wants?: { readonly accountId: number | null; readonly until: Day } | null }): Promise<void> => {
  await db(tx).updateTable('reception.booking').set({
    state: set.state,
    ...(set.at === undefined ? {} : set.at === null ? { reception_id: null, at_minute: null } : { reception_id: set.at.sitting.id, at_minute: set.at.atMinute, unit_id: set.at.sitting.unitId, video: set.at.sitting.kind === 'video', ...(set.at.sitting.kind === 'video' ? { room_hash: linkHash(linkToken('room', id, 1)) } : {}) }),
    ...(set.wants === undefined ? {} : { wants_account: set.wants?.accountId ?? null, wants_until: set.wants?.until ?? null }),
  }).where('id', '=', id).execute();
};

export const bookingById = async (q: Read, id: number): Promise<Booking | null> => {
  const row = await db(q).selectFrom('reception.booking').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? bookingOf(row) : null;
};
export const bookingLocked = async (tx: Tx, id: number): Promise<Booking | null> => {
  const row = await db(tx).selectFrom('reception.booking').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  return row ? bookingOf(row) : null;
};
export const bookedAtLocked = async (tx: Tx, receptionId: number): Promise<readonly Booking[]> =>
  (await db(tx).selectFrom('reception.booking').selectAll().where('reception_id', '=', receptionId).where('state', '=', 'booked').orderBy('id').forUpdate().execute()).map(bookingOf);

type Reach = { readonly phone: string | null | undefined; readonly email: string | null | undefined };
/** Two bookings of one telephone come one after the other, so that both see how many there are. */
export const lockReach = async (tx: Tx, reach: Reach): Promise<void> => {
  for (const one of [reach.phone, reach.email].flatMap((text) => (text ? [`booking ${text.toLowerCase()}`] : [])).toSorted()) await sql`SELECT pg_advisory_xact_lock(hashtextextended(${one}, 0))`.execute(db(tx));
};
const sameReach = (reach: Reach) => sql<boolean>`(phone = ${reach.phone ?? null} OR lower(email) = ${reach.email?.toLowerCase() ?? null})`;
/** Open bookings of the same telephone or e-mail, whatever branch. Asked as the system. */
export const openWith = async (q: Read, reach: Reach, from: Day): Promise<readonly { readonly id: number; readonly receptionId: number | null }[]> => {
  const rows = await db(q).selectFrom('reception.booking as b').select(['b.id', 'b.reception_id']).where(sameReach(reach)).where('b.state', 'in', ['booked', 'waiting'])
    .where(sql<boolean>`(b.state = 'waiting' OR EXISTS (SELECT 1 FROM reception.reception r WHERE r.id = b.reception_id AND r.held_on >= ${from}))`).limit(20).execute();
  return rows.map((r) => ({ id: r.id, receptionId: r.reception_id }));
};
export const missedSince = async (q: Read, reach: Reach, from: Day): Promise<number> => {
  const row = await db(q).selectFrom('reception.booking as b').innerJoin('reception.reception as r', 'r.id', 'b.reception_id').select(sql<number>`count(*)::int`.as('n'))
    .where(sql<boolean>`(b.phone = ${reach.phone ?? null} OR lower(b.email) = ${reach.email?.toLowerCase() ?? null})`).where('b.state', '=', 'no_show').where('r.held_on', '>=', from).executeTakeFirst();
  return row?.n ?? 0;
};
export const confirmedOn = async (q: Read, bookingId: number, since: Date): Promise<boolean> =>
  (await db(q).selectFrom('reception.booking_act').select('id').where('booking_id', '=', bookingId).where('act', '=', 'confirm').where('at', '>=', since).limit(1).executeTakeFirst()) !== undefined;

/** The place that was taken from somebody who has waited for another since; null: they wait of their own wish. */
export const lostBy = async (q: Read, bookingId: number): Promise<{ readonly receptionId: number; readonly atMinute: number; readonly unheld: boolean } | null> => {
  const row = await db(q).selectFrom('reception.booking_act').select(['act', 'facts']).where('booking_id', '=', bookingId).orderBy('id', 'desc').limit(1).executeTakeFirst();
  const { receptionId, atMinute, why } = (row?.facts ?? {}) as { readonly receptionId?: unknown; readonly atMinute?: unknown; readonly why?: unknown };
  return row?.act === 'displace' && typeof receptionId === 'number' && typeof atMinute === 'number' ? { receptionId, atMinute, unheld: why === 'unheld' } : null;
};

/** Who waits longest for such a place; whoever is being changed at this moment is passed over. */
export const nextWaiting = async (tx: Tx, s: Sitting): Promise<Booking | null> => {
  const row = await db(tx).selectFrom('reception.booking as b').selectAll('b').where('b.state', '=', 'waiting').where('b.branch_id', '=', s.branchId)
    .where((e) => e.or([e('b.wants_account', 'is', null), e('b.wants_account', '=', s.accountId)])).where('b.wants_until', '>=', s.heldOn).where('b.video', '=', s.kind === 'video')
    .where(sql<boolean>`NOT EXISTS (SELECT 1 FROM reception.booking o WHERE o.reception_id = ${s.id} AND o.state = 'booked' AND (o.phone = b.phone OR lower(o.email) = lower(b.email)))`)
    .orderBy('b.id').limit(1).forUpdate().skipLocked().executeTakeFirst();
  return row ? bookingOf(row) : null;
};
