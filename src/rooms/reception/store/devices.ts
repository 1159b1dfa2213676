import type { Permit } from '../../../kernel/permit.ts';
import { sql, view, type Generated, type Read, type Selectable, type Tx } from '../../../platform/db.ts';
import { linkHash, linkToken } from './seal.ts';

type DeviceTable = {
  id: Generated<number>; outing_id: number; branch_id: number; account_id: number; name: string; token_hash: Buffer; installed_at: Date; key: string; sees_people: boolean;
  seen_at: Date | null; ended_at: Date | null; revoked_at: Date | null; revoked_by: number | null; wiped_at: Date | null; settled_at: Date | null; failing_key: string | null; failing_tries: Generated<number>;
};
type Tables = { 'reception.device': DeviceTable };
const db = (q: Read) => view<Tables>(q);

export type Device = {
  readonly id: number; readonly outingId: number; readonly branchId: number; readonly accountId: number; readonly name: string; readonly tokenHash: Buffer; readonly installedAt: Date; readonly seesPeople: boolean;
  readonly seenAt: Date | null; readonly endedAt: Date | null; readonly revokedAt: Date | null; readonly wipedAt: Date | null; readonly settledAt: Date | null;
};
const device = (r: Selectable<DeviceTable>): Device => ({
  id: r.id, outingId: r.outing_id, branchId: r.branch_id, accountId: r.account_id, name: r.name, tokenHash: r.token_hash, installedAt: r.installed_at, seesPeople: r.sees_people,
  seenAt: r.seen_at, endedAt: r.ended_at, revokedAt: r.revoked_at, wipedAt: r.wiped_at, settledAt: r.settled_at,
});

/** `ID.SECRET`: the secret is made again from the key outside the database, so that a form that is sent twice gets the same tablet. */
export const deviceToken = (deviceId: number): string => `${deviceId}.${linkToken('device', deviceId, 1)}`;

export type NewDevice = { readonly outingId: number; readonly branchId: number; readonly accountId: number; readonly name: string; readonly key: string; readonly seesPeople: boolean; readonly at: Date };
export const insertDevice = async (tx: Tx, _permit: Permit<'device.install'>, d: NewDevice): Promise<number> => {
  const { rows } = await sql<{ id: number }>`SELECT nextval(pg_get_serial_sequence('reception.device', 'id')) AS id`.execute(db(tx));
  const id = Number(rows[0]?.id);
  await sql`INSERT INTO reception.device (id, outing_id, branch_id, account_id, name, token_hash, installed_at, key, sees_people) OVERRIDING SYSTEM VALUE
    VALUES (${id}, ${d.outingId}, ${d.branchId}, ${d.accountId}, ${d.name}, ${linkHash(linkToken('device', id, 1))}, ${d.at}, ${d.key}, ${d.seesPeople})`.execute(db(tx));
  return id;
};

export const deviceById = async (q: Read, id: number): Promise<Device | null> => {
  const row = await db(q).selectFrom('reception.device').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? device(row) : null;
};
export const devicesByIds = async (q: Read, ids: readonly number[]): Promise<ReadonlyMap<number, Device>> =>
  ids.length === 0 ? new Map() : new Map((await db(q).selectFrom('reception.device').selectAll().where('id', 'in', [...new Set(ids)]).execute()).map((row) => [row.id, device(row)]));
export const deviceByKey = async (q: Read, key: string): Promise<Device | null> => {
  const row = await db(q).selectFrom('reception.device').selectAll().where('key', '=', key).executeTakeFirst();
  return row ? device(row) : null;
};
/** One act of a tablet at a time. */
export const deviceLocked = async (tx: Tx, id: number): Promise<Device | null> => {
  const row = await db(tx).selectFrom('reception.device').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  return row ? device(row) : null;
};
export const devicesOf = async (q: Read, outingId: number): Promise<readonly Device[]> =>
  (await db(q).selectFrom('reception.device').selectAll().where('outing_id', '=', outingId).orderBy('id').limit(100).execute()).map(device);

type Arrive = Permit<'outing.arrive'>;
export const writeSeen = async (tx: Tx, _permit: Arrive, id: number, at: Date): Promise<void> => {
  await db(tx).updateTable('reception.device').set({ seen_at: at }).where('id', '=', id).execute();
};
export const writeEnded = async (tx: Tx, _permit: Arrive, id: number, at: Date): Promise<void> => {
  await db(tx).updateTable('reception.device').set({ ended_at: at }).where('id', '=', id).where('ended_at', 'is', null).execute();
};
export const writeWiped = async (tx: Tx, _permit: Arrive, id: number, at: Date): Promise<void> => {
  await db(tx).updateTable('reception.device').set({ wiped_at: at }).where('id', '=', id).where('wiped_at', 'is', null).execute();
};
export const writeSettled = async (tx: Tx, _permit: Arrive, id: number, at: Date): Promise<void> => {
  await db(tx).updateTable('reception.device').set({ settled_at: at }).where('id', '=', id).execute();
};
/** One more time that the house stumbled on this act; how often it has. */
export const countFailure = async (tx: Tx, _permit: Arrive, id: number, key: string): Promise<number> =>
  (await sql<{ tries: number }>`UPDATE reception.device SET failing_tries = CASE WHEN failing_key = ${key} THEN failing_tries + 1 ELSE 1 END, failing_key = ${key} WHERE id = ${id} RETURNING failing_tries AS tries`.execute(db(tx))).rows[0]?.tries ?? 0;
export const writeRevoked = async (tx: Tx, permit: Permit<'device.revoke'> | Permit<'outing.change'>, id: number, at: Date): Promise<void> => {
  await db(tx).updateTable('reception.device').set({ revoked_at: at, revoked_by: permit.actor.kind === 'staff' ? permit.actor.accountId : null }).where('id', '=', id).where('revoked_at', 'is', null).execute();
};

/** Taken back before that moment, or ended, and their numbers not explained yet. */
export const devicesToSettle = async (q: Read, revokedBefore: Date): Promise<readonly number[]> =>
  (await db(q).selectFrom('reception.device').select('id').where('settled_at', 'is', null).where((e) => e.or([e('revoked_at', '<', revokedBefore), e('ended_at', 'is not', null)])).orderBy('id').limit(200).execute()).map((row) => row.id);
