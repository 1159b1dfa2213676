import type { Day } from '../../../kernel/day.ts';
import type { Permit } from '../../../kernel/permit.ts';
import { sql, view, type Generated, type Read, type Selectable, type Tx } from '../../../platform/db.ts';
import type { OutingState, Part } from '../law/outings.ts';

type OutingTable = {
  id: Generated<number>; branch_id: number; name_kk: string; name_ru: string; name_en: string; territory_code: string; address: string | null; held_on: string; from_minute: number; to_minute: number;
  announcement_kk: string | null; announcement_ru: string | null; announced_at: Date | null; state: Generated<OutingState>; begun_at: Date | null; closed_at: Date | null; reason: string | null;
  calendar_version: string; made_at: Date; made_by: number | null;
};
type Tables = {
  'reception.outing': OutingTable;
  'reception.outing_person': { outing_id: number; account_id: number; unit_id: number; part: Part };
  'reception.outing_act': { id: Generated<number>; outing_id: number; act: string; at: Date; by_kind: string; by_account: number | null; facts: unknown };
};
const db = (q: Read) => view<Tables>(q);

export type Outing = {
  readonly id: number; readonly branchId: number; readonly names: { readonly kk: string; readonly ru: string; readonly en: string }; readonly territoryCode: string; readonly address: string | null;
  readonly heldOn: Day; readonly fromMinute: number; readonly toMinute: number; readonly announcement: { readonly kk: string; readonly ru: string } | null; readonly announcedAt: Date | null;
  readonly state: OutingState; readonly begunAt: Date | null; readonly closedAt: Date | null; readonly reason: string | null; readonly calendarVersion: string;
};
export type Member = { readonly accountId: number; readonly unitId: number; readonly part: Part };

const outing = (r: Selectable<OutingTable>): Outing => ({
  id: r.id, branchId: r.branch_id, names: { kk: r.name_kk, ru: r.name_ru, en: r.name_en }, territoryCode: r.territory_code, address: r.address, heldOn: r.held_on as Day,
  fromMinute: r.from_minute, toMinute: r.to_minute, announcement: r.announcement_kk === null || r.announcement_ru === null ? null : { kk: r.announcement_kk, ru: r.announcement_ru },
  announcedAt: r.announced_at, state: r.state, begunAt: r.begun_at, closedAt: r.closed_at, reason: r.reason, calendarVersion: r.calendar_version,
});

export const outingById = async (q: Read, id: number): Promise<Outing | null> => {
  const row = await db(q).selectFrom('reception.outing').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? outing(row) : null;
};
export const outingsByIds = async (q: Read, ids: readonly number[]): Promise<ReadonlyMap<number, Outing>> =>
  ids.length === 0 ? new Map() : new Map((await db(q).selectFrom('reception.outing').selectAll().where('id', 'in', [...new Set(ids)]).execute()).map((row) => [row.id, outing(row)]));
export const outingLocked = async (tx: Tx, id: number): Promise<Outing | null> => {
  const row = await db(tx).selectFrom('reception.outing').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  return row ? outing(row) : null;
};

/** Under an arrival: nobody calls it off meanwhile, and its tablets do not wait for one another; but whoever may be the first to arrive has it alone. */
export const outingForArrival = async (tx: Tx, id: number): Promise<Outing | null> => {
  if ((await outingById(tx, id))?.state === 'planned') return outingLocked(tx, id);
  const row = await db(tx).selectFrom('reception.outing').selectAll().where('id', '=', id).forShare().executeTakeFirst();
  return row ? outing(row) : null;
};

const mostListed = 100;
/** Of these branches and those to which somebody goes along; the coming first, then the latest. */
export const outingsSeen = async (q: Read, o: { readonly branches: 'all' | readonly number[]; readonly accountId: number; readonly before?: string | undefined }): Promise<readonly Outing[]> => {
  let query = db(q).selectFrom('reception.outing').selectAll();
  if (o.branches !== 'all') {
    const ids = sql`${[...o.branches]}::bigint[]`;
    // each half by its own index: as one condition with OR it would read every outing there ever was
    query = query.where(sql<boolean>`id = ANY (ARRAY(SELECT o.id FROM reception.outing o WHERE o.branch_id = ANY (${ids}) UNION SELECT p.outing_id FROM reception.outing_person p WHERE p.account_id = ${o.accountId}))`);
  }
  if (o.before !== undefined) query = query.where('held_on', '<', o.before);
  return (await query.orderBy('held_on', 'desc').orderBy('id', 'desc').limit(mostListed).execute()).map(outing);
};

export type From = { readonly on: Day; readonly minute: number };
/** Not over at that moment: of its day those whose hours are past or that are closed are past. */
const still = (from: From) => sql<boolean>`(held_on > ${from.on} OR (held_on = ${from.on} AND to_minute > ${from.minute} AND state <> 'closed'))`;
/** For everybody: announced, not cancelled, not over. */
export const outingsAnnounced = async (q: Read, o: { readonly from: From; readonly branches?: readonly number[]; readonly limit?: number }): Promise<readonly Outing[]> => {
  let query = db(q).selectFrom('reception.outing').selectAll().where('announced_at', 'is not', null).where('state', '<>', 'cancelled').where('held_on', '>=', o.from.on).where(still(o.from));
  if (o.branches) query = query.where(sql<boolean>`branch_id = ANY (${[...o.branches]}::bigint[])`);
  return (await query.orderBy('held_on').orderBy('id').limit(o.limit ?? mostListed).execute()).map(outing);
};
/** Announced and then cancelled, for the page on which people look for it. */
export const outingsCancelled = async (q: Read, from: From): Promise<readonly Outing[]> =>
  (await db(q).selectFrom('reception.outing').selectAll().where('announced_at', 'is not', null).where('state', '=', 'cancelled').where('held_on', '>=', from.on).where(still(from)).orderBy('held_on').limit(mostListed).execute()).map(outing);

/** The last time in the same place: held or under way, before that day. */
export const outingBefore = async (q: Read, o: Pick<Outing, 'territoryCode' | 'heldOn' | 'id' | 'branchId'>): Promise<Outing | null> => {
  const row = await db(q).selectFrom('reception.outing').selectAll().where('territory_code', '=', o.territoryCode).where('branch_id', '=', o.branchId).where('held_on', '<=', o.heldOn).where('id', '<>', o.id)
    .where('state', 'in', ['under_way', 'closed']).orderBy('held_on', 'desc').orderBy('id', 'desc').limit(1).executeTakeFirst();
  return row ? outing(row) : null;
};

export const teamOf = async (q: Read, outingId: number): Promise<readonly Member[]> => (await teamsOf(q, [outingId])).get(outingId) ?? [];
export const teamsOf = async (q: Read, outingIds: readonly number[]): Promise<ReadonlyMap<number, readonly Member[]>> => {
  const rows = outingIds.length === 0 ? [] : await db(q).selectFrom('reception.outing_person').selectAll().where('outing_id', 'in', [...outingIds]).orderBy('part', 'desc').orderBy('account_id').execute();
  return new Map([...Map.groupBy(rows, (r) => r.outing_id)].map(([id, list]) => [id, list.map((r) => ({ accountId: r.account_id, unitId: r.unit_id, part: r.part }))]));
};

export type Planned = Pick<Outing, 'names' | 'territoryCode' | 'address' | 'heldOn' | 'fromMinute' | 'toMinute' | 'calendarVersion'>;
const columns = (p: Planned) => ({
  name_kk: p.names.kk, name_ru: p.names.ru, name_en: p.names.en, territory_code: p.territoryCode, address: p.address, held_on: p.heldOn, from_minute: p.fromMinute, to_minute: p.toMinute, calendar_version: p.calendarVersion,
});
export const insertOuting = async (tx: Tx, permit: Permit<'outing.plan'>, p: Planned & { readonly branchId: number; readonly at: Date }): Promise<number> =>
  (await db(tx).insertInto('reception.outing').values({ ...columns(p), branch_id: p.branchId, made_at: p.at, made_by: byAccount(permit) }).returning('id').executeTakeFirstOrThrow()).id;
export const writeOuting = async (tx: Tx, _permit: Permit<'outing.change'>, id: number, p: Planned): Promise<void> => {
  await db(tx).updateTable('reception.outing').set(columns(p)).where('id', '=', id).execute();
};
/** As it is from now on; who was there and is not any more goes. */
export const writeTeam = async (tx: Tx, _permit: Permit<'outing.plan'> | Permit<'outing.change'>, outingId: number, team: readonly Member[]): Promise<void> => {
  await db(tx).deleteFrom('reception.outing_person').where('outing_id', '=', outingId).execute();
  if (team.length > 0) await db(tx).insertInto('reception.outing_person').values(team.map((one) => ({ outing_id: outingId, account_id: one.accountId, unit_id: one.unitId, part: one.part }))).execute();
};
export const writeAnnounced = async (tx: Tx, _permit: Permit<'outing.change'>, id: number, a: { readonly kk: string; readonly ru: string; readonly at: Date }): Promise<void> => {
  await db(tx).updateTable('reception.outing').set({ announcement_kk: a.kk, announcement_ru: a.ru, announced_at: a.at }).where('id', '=', id).execute();
};
export const writeState = async (tx: Tx, _permit: Permit<'outing.change'> | Permit<'outing.hold'> | Permit<'outing.arrive'>, id: number, s: { readonly state: OutingState; readonly at: Date; readonly reason?: string }): Promise<void> => {
  await db(tx).updateTable('reception.outing').set({
    state: s.state, ...(s.state === 'under_way' ? { begun_at: s.at } : {}), ...(s.state === 'closed' ? { closed_at: s.at } : {}), ...(s.reason === undefined ? {} : { reason: s.reason }),
  }).where('id', '=', id).execute();
};

export type SittingOf = { readonly id: number; readonly accountId: number; readonly unitId: number; readonly state: string };
/** The officials' sittings that belong to it, laid out with it. */
export const sittingsOf = async (q: Read, outingId: number): Promise<readonly SittingOf[]> =>
  (await sql<{ id: number; account_id: number; unit_id: number; state: string }>`SELECT id, account_id, unit_id, state FROM reception.reception WHERE outing_id = ${outingId} AND state <> 'cancelled' ORDER BY id`.execute(db(q)))
    .rows.map((r) => ({ id: r.id, accountId: r.account_id, unitId: r.unit_id, state: r.state }));

/** Every act leaves its row. */
export const writeOutingAct = async (tx: Tx, permit: Permit<string>, a: { readonly outingId: number; readonly act: string; readonly at: Date; readonly facts?: Readonly<Record<string, unknown>> }): Promise<void> => {
  await db(tx).insertInto('reception.outing_act').values({ outing_id: a.outingId, act: a.act, at: a.at, by_kind: permit.actor.kind, by_account: byAccount(permit), facts: sql`${JSON.stringify(a.facts ?? {})}::jsonb` }).execute();
};
export type OutingActRow = { readonly act: string; readonly at: Date; readonly byAccount: number | null; readonly facts: Readonly<Record<string, unknown>> };
export const outingActs = async (q: Read, outingId: number): Promise<readonly OutingActRow[]> =>
  (await db(q).selectFrom('reception.outing_act').selectAll().where('outing_id', '=', outingId).orderBy('id').limit(1_000).execute())
    .map((r) => ({ act: r.act, at: r.at, byAccount: r.by_account, facts: r.facts as Readonly<Record<string, unknown>> }));

export const byAccount = (permit: Permit<string>): number | null => (permit.actor.kind === 'staff' ? permit.actor.accountId : null);
