import { isDay, type Day } from '../../../kernel/day.ts';
import type { Permit } from '../../../kernel/permit.ts';
import { sql, view, type Generated, type Kysely, type Read, type Selectable, type Tx } from '../../../platform/db.ts';
import { slotTimes, type ReceptionKind, type ReceptionState } from '../law/receptions.ts';

type ReceptionTable = {
  id: Generated<number>; branch_id: number; account_id: number; unit_id: number; kind: ReceptionKind; place: string | null; held_on: string; from_minute: number; to_minute: number; break_from: number | null; break_to: number | null;
  slot_minutes: number | null; topic_codes: string[]; public: boolean; outing_id: number | null; state: Generated<ReceptionState>; held_by: number | null; begun_at: Date | null; ended_at: Date | null; received: Generated<number>;
  reason: string | null; calendar_version: string; made_at: Date; made_by: number | null;
};
type Tables = {
  'reception.reception': ReceptionTable;
  'reception.reception_act': { id: Generated<number>; reception_id: number; act: string; at: Date; by_kind: string; by_account: number | null; facts: string };
  'reception.slot': { reception_id: number; at_minute: number; minutes: number; booking_id: number | null; closed: boolean };
};
const db = (q: Read): Kysely<Tables> => view<Tables>(q);

export type Reception = {
  readonly id: number; readonly branchId: number; readonly accountId: number; readonly unitId: number; readonly kind: ReceptionKind; readonly place: string | null; readonly heldOn: Day;
  readonly fromMinute: number; readonly toMinute: number; readonly breakFrom: number | null; readonly breakTo: number | null; readonly slotMinutes: number | null; readonly topicCodes: readonly string[]; readonly public: boolean;
  readonly outingId: number | null; readonly state: ReceptionState; readonly heldBy: number | null; readonly begunAt: Date | null; readonly endedAt: Date | null; readonly received: number; readonly reason: string | null; readonly calendarVersion: string;
};
const receptionOf = (r: Selectable<ReceptionTable>): Reception => ({
  id: r.id, branchId: r.branch_id, accountId: r.account_id, unitId: r.unit_id, kind: r.kind, place: r.place, heldOn: r.held_on as Day, fromMinute: r.from_minute, toMinute: r.to_minute, breakFrom: r.break_from, breakTo: r.break_to,
  slotMinutes: r.slot_minutes, topicCodes: r.topic_codes, public: r.public, outingId: r.outing_id, state: r.state, heldBy: r.held_by, begunAt: r.begun_at, endedAt: r.ended_at, received: r.received, reason: r.reason, calendarVersion: r.calendar_version,
});

export const receptionById = async (q: Read, id: number): Promise<Reception | null> => {
  const row = await db(q).selectFrom('reception.reception').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? receptionOf(row) : null;
};
export const receptionLocked = async (tx: Tx, id: number): Promise<Reception | null> => {
  const row = await db(tx).selectFrom('reception.reception').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  return row ? receptionOf(row) : null;
};
/**
 * One order of locks in this room: outing, tablet, receptions by their ids, bookings. Whoever will touch a reception and somebody booked there takes the reception first,
 * as calling it off does. `shared`: it may not be called off or laid out anew meanwhile, others book beside.
 */
export const lockReceptions = async (tx: Tx, ids: readonly (number | null)[], how: 'shared' | 'whole'): Promise<void> => {
  const wanted = [...new Set(ids)].filter((id) => id !== null);
  if (wanted.length === 0) return;
  const rows = db(tx).selectFrom('reception.reception').select('id').where('id', 'in', wanted).orderBy('id');
  await (how === 'shared' ? rows.forKeyShare() : rows.forUpdate()).execute();
};
export type Which = { readonly branchId?: number; readonly branchIds?: readonly number[]; readonly accountId?: number; readonly accountIds?: readonly number[]; readonly from: Day; readonly to: Day; readonly publicOnly?: boolean; readonly limit?: number };
/** Of a branch or of a person, by day and hour; no personal data but who receives. */
export const receptionsOf = async (q: Read, w: Which): Promise<readonly Reception[]> => {
  const branches = w.branchIds ?? (w.branchId === undefined ? undefined : [w.branchId]);
  const people = w.accountIds ?? (w.accountId === undefined ? undefined : [w.accountId]);
  let query = db(q).selectFrom('reception.reception').selectAll().where('held_on', '>=', w.from).where('held_on', '<=', w.to);
  if (branches) query = query.where(sql<boolean>`branch_id = ANY (${[...branches]}::bigint[])`);
  if (people) query = query.where(sql<boolean>`account_id = ANY (${[...people]}::bigint[])`);
  if (w.publicOnly) query = query.where('public', '=', true);
  return (await query.orderBy('held_on').orderBy('from_minute').orderBy('id').limit(w.limit ?? 2_000).execute()).map(receptionOf);
};
export const daysHeld = async (q: Read, ids: readonly number[]): Promise<ReadonlyMap<number, Day>> =>
  ids.length === 0 ? new Map() : new Map((await db(q).selectFrom('reception.reception').select(['id', 'held_on']).where(sql<boolean>`id = ANY (${[...new Set(ids)]}::bigint[])`).execute()).map((row) => [row.id, row.held_on as Day]));
export type SlotRow = { readonly receptionId: number; readonly atMinute: number; readonly minutes: number; readonly bookingId: number | null; readonly closed: boolean };
export const slotsOf = async (q: Read, receptionIds: readonly number[]): Promise<readonly SlotRow[]> =>
  receptionIds.length === 0 ? [] : (await db(q).selectFrom('reception.slot').selectAll().where(sql<boolean>`reception_id = ANY (${[...receptionIds]}::bigint[])`).orderBy('reception_id').orderBy('at_minute').limit(50_000).execute())
    .map((row) => ({ receptionId: row.reception_id, atMinute: row.at_minute, minutes: row.minutes, bookingId: row.booking_id, closed: row.closed }));
/** Places in all and places nobody has taken, of each. */
export const placesOf = async (q: Read, receptionIds: readonly number[]): Promise<ReadonlyMap<number, { readonly all: number; readonly free: number }>> => {
  if (receptionIds.length === 0) return new Map();
  const { rows } = await sql<{ id: number; n: number; free: number }>`SELECT reception_id AS id, count(*) FILTER (WHERE NOT closed)::int AS n, count(*) FILTER (WHERE NOT closed AND booking_id IS NULL)::int AS free
    FROM reception.slot WHERE reception_id = ANY (${[...receptionIds]}::bigint[]) GROUP BY reception_id`.execute(db(q));
  return new Map(rows.map((row) => [Number(row.id), { all: row.n, free: row.free }]));
};

/** One plans at a time for an official's day, and for a branch's: nobody is in two places, no room is given twice. */
export const lockDay = async (tx: Tx, o: { readonly accountId: number; readonly branchId: number; readonly on: Day }): Promise<void> => {
  if (!isDay(o.on)) throw new RangeError('not a day');
  await sql`SELECT pg_advisory_xact_lock(hashtext(${`reception of ${o.accountId} ${o.on}`}))`.execute(db(tx));
  await sql`SELECT pg_advisory_xact_lock(hashtext(${`reception in ${o.branchId} ${o.on}`}))`.execute(db(tx));
};
/** Still to come or under way that day, of the official anywhere and of anybody in the branch. */
export const besideOn = async (tx: Tx, o: { readonly accountId: number; readonly branchId: number; readonly on: Day }): Promise<readonly Reception[]> =>
  (await db(tx).selectFrom('reception.reception').selectAll().where('held_on', '=', o.on).where('state', 'in', ['planned', 'under_way']).where((e) => e.or([e('account_id', '=', o.accountId), e('branch_id', '=', o.branchId)])).orderBy('from_minute').limit(500).execute()).map(receptionOf);

type Planned = Omit<Reception, 'id' | 'state' | 'heldBy' | 'begunAt' | 'endedAt' | 'received'>;
const by = (permit: Permit<string>) => ({ by_kind: permit.actor.kind, by_account: permit.actor.kind === 'staff' ? permit.actor.accountId : null });
const acted = async (tx: Tx, permit: Permit<'reception.plan'> | Permit<'reception.hold'> | Permit<'duty.count'>, receptionId: number, act: string, at: Date, facts: Readonly<Record<string, unknown>> = {}): Promise<void> => {
  await db(tx).insertInto('reception.reception_act').values({ reception_id: receptionId, act, at, ...by(permit), facts: JSON.stringify(facts) }).execute();
};
const layPlaces = async (tx: Tx, receptionId: number, p: Pick<Planned, 'fromMinute' | 'toMinute' | 'breakFrom' | 'breakTo' | 'slotMinutes'>): Promise<void> => {
  const minutes = p.slotMinutes;
  const times = minutes === null ? [] : slotTimes(p, minutes);
  if (minutes !== null && times.length > 0) await db(tx).insertInto('reception.slot').values(times.map((at) => ({ reception_id: receptionId, at_minute: at, minutes, booking_id: null, closed: false }))).execute();
};

export const insertReception = async (tx: Tx, permit: Permit<'reception.plan'>, p: Planned, at: Date): Promise<number> => {
  const { id } = await db(tx).insertInto('reception.reception').values({
    branch_id: p.branchId, account_id: p.accountId, unit_id: p.unitId, kind: p.kind, place: p.place, held_on: p.heldOn, from_minute: p.fromMinute, to_minute: p.toMinute, break_from: p.breakFrom, break_to: p.breakTo, slot_minutes: p.slotMinutes,
    topic_codes: [...p.topicCodes], public: p.public, outing_id: p.outingId, held_by: null, begun_at: null, ended_at: null, reason: p.reason, calendar_version: p.calendarVersion, made_at: at, made_by: by(permit).by_account,
  }).returning('id').executeTakeFirstOrThrow();
  await layPlaces(tx, id, p);
  await acted(tx, permit, id, 'plan', at, { on: p.heldOn, from: p.fromMinute, to: p.toMinute, ...(p.reason === null ? {} : { reason: p.reason }) });
  return id;
};
/** Places are laid out anew; only while nobody has taken one (asked by the act). */
export const writeHours = async (tx: Tx, permit: Permit<'reception.plan'>, r: Reception, p: Pick<Planned, 'place' | 'fromMinute' | 'toMinute' | 'breakFrom' | 'breakTo' | 'slotMinutes' | 'topicCodes' | 'public'>, o: { readonly anew: boolean; readonly at: Date }): Promise<void> => {
  await db(tx).updateTable('reception.reception').set({ place: p.place, from_minute: p.fromMinute, to_minute: p.toMinute, break_from: p.breakFrom, break_to: p.breakTo, slot_minutes: p.slotMinutes, topic_codes: [...p.topicCodes], public: p.public }).where('id', '=', r.id).execute();
  if (o.anew) {
    await db(tx).deleteFrom('reception.slot').where('reception_id', '=', r.id).where('booking_id', 'is', null).execute();
    await layPlaces(tx, r.id, p);
  }
  await acted(tx, permit, r.id, 'change', o.at, { before: { place: r.place, from: r.fromMinute, to: r.toMinute }, from: p.fromMinute, to: p.toMinute });
};
export const writeBegun = async (tx: Tx, permit: Permit<'reception.hold'>, receptionId: number, heldBy: number | null, at: Date): Promise<void> => {
  await db(tx).updateTable('reception.reception').set({ state: 'under_way', begun_at: at, held_by: heldBy }).where('id', '=', receptionId).execute();
  await acted(tx, permit, receptionId, 'begin', at, heldBy === null ? {} : { deputy: heldBy });
};
export const writeHeld = async (tx: Tx, permit: Permit<'reception.hold'> | Permit<'duty.count'>, receptionId: number, at: Date): Promise<void> => {
  await db(tx).updateTable('reception.reception').set({ state: 'held', ended_at: at }).where('id', '=', receptionId).execute();
  await acted(tx, permit, receptionId, 'end', at);
};
export const writeCancelled = async (tx: Tx, permit: Permit<'reception.plan'>, receptionId: number, reason: string, at: Date): Promise<void> => {
  await db(tx).updateTable('reception.reception').set({ state: 'cancelled', reason }).where('id', '=', receptionId).execute();
  await acted(tx, permit, receptionId, 'cancel', at, { reason });
};
export const writeMissed = async (tx: Tx, permit: Permit<'duty.count'>, receptionId: number, at: Date): Promise<void> => {
  await db(tx).updateTable('reception.reception').set({ state: 'missed' }).where('id', '=', receptionId).execute();
  await acted(tx, permit, receptionId, 'miss', at);
};
/** One more person was received; a reception whose first visitor comes in has begun. */
export const addReceived = async (tx: Tx, permit: Permit<'duty.count'>, receptionId: number, at: Date): Promise<void> => {
  const begun = await sql`UPDATE reception.reception SET state = 'under_way', begun_at = ${at} WHERE id = ${receptionId} AND state = 'planned'`.execute(db(tx));
  if (Number(begun.numAffectedRows ?? 0) === 1) await acted(tx, permit, receptionId, 'begin', at);
  await sql`UPDATE reception.reception SET received = received + 1 WHERE id = ${receptionId}`.execute(db(tx));
};
/** Found never begun, and yet people were received there: told later, by a tablet that had no signal. */
export const writeHeldAfterAll = async (tx: Tx, permit: Permit<'duty.count'>, receptionId: number, o: { readonly from: Date; readonly to: Date; readonly at: Date }): Promise<void> => {
  await db(tx).updateTable('reception.reception').set({ state: 'held', begun_at: o.from, ended_at: o.to }).where('id', '=', receptionId).where('state', '=', 'missed').execute();
  await acted(tx, permit, receptionId, 'hold_after_all', o.at);
};
/** Of days that are over: never begun, or begun and never ended. */
export const unheldBefore = async (tx: Tx, before: Day, limit: number): Promise<readonly Reception[]> =>
  (await db(tx).selectFrom('reception.reception').selectAll().where('state', 'in', ['planned', 'under_way']).where('held_on', '<', before).orderBy('held_on').orderBy('id').limit(limit).forUpdate().skipLocked().execute()).map(receptionOf);

export type ReceptionHappened = { readonly act: string; readonly at: Date; readonly byAccount: number | null; readonly facts: Readonly<Record<string, unknown>> };
export const happenedTo = async (q: Read, receptionId: number): Promise<readonly ReceptionHappened[]> =>
  (await db(q).selectFrom('reception.reception_act').selectAll().where('reception_id', '=', receptionId).orderBy('id').limit(500).execute())
    .map((row) => ({ act: row.act, at: row.at, byAccount: row.by_account, facts: row.facts as unknown as Readonly<Record<string, unknown>> }));
