import type { Permit } from '../../../kernel/permit.ts';
import { sql, view, type Read, type Tx } from '../../../platform/db.ts';
import type { ArrivalAnswer } from '../contract/offline.ts';
import type { ConflictKind } from '../law/outings.ts';
import { opened, sealed } from './seal.ts';

type ArrivalTable = {
  device_id: number; place: number; key: string; body_sha256: Buffer; what: 'visit' | 'promise_put' | 'end' | 'unread'; state: 'taken' | 'conflict' | 'settled'; body_sealed: Buffer | null; conflict: ConflictKind | null;
  conflict_facts: Record<string, string | number>; numbers: string[]; claim_hash: Buffer | null; quiet: boolean; visit_id: number | null; told: unknown; answer: ArrivalAnswer; taken_at: Date; settled_at: Date | null; settled_by: number | null;
  settled_how: SettledHow | null; settled_why: string | null; branch_id: number;
};
type Tables = { 'reception.arrival': ArrivalTable };
const db = (q: Read) => view<Tables>(q);
export type SettledHow = 'as_it_is' | 'changed' | 'joined' | 'given_up';

export type Arrival = {
  readonly deviceId: number; readonly place: number; readonly key: string; readonly sha: Buffer; readonly what: ArrivalTable['what']; readonly state: ArrivalTable['state']; readonly conflict: ConflictKind | null;
  readonly facts: Readonly<Record<string, string | number>>; readonly numbers: readonly string[]; readonly quiet: boolean; readonly visitId: number | null; readonly told: Told | null; readonly answer: ArrivalAnswer;
  readonly takenAt: Date; readonly settledAt: Date | null; readonly settledBy: number | null; readonly settledHow: SettledHow | null; readonly settledWhy: string | null; readonly branchId: number; readonly bodySealed: Buffer | null;
};
/** What the tablet had said and the house counts otherwise. */
export type Told = { readonly days?: readonly { readonly number: string; readonly told: string; readonly counted: string; readonly stands: string }[]; readonly clockOff?: string };

const arrival = (r: ArrivalTable): Arrival => ({
  deviceId: r.device_id, place: r.place, key: r.key, sha: r.body_sha256, what: r.what, state: r.state, conflict: r.conflict, facts: r.conflict_facts, numbers: r.numbers, quiet: r.quiet, visitId: r.visit_id, told: r.told as Told | null,
  answer: r.answer, takenAt: r.taken_at, settledAt: r.settled_at, settledBy: r.settled_by, settledHow: r.settled_how, settledWhy: r.settled_why, branchId: r.branch_id, bodySealed: r.body_sealed,
});

/** By the key it was made with before its first try, of whichever tablet. */
export const arrivalByKey = async (q: Read, key: string): Promise<Arrival | null> => {
  const row = await db(q).selectFrom('reception.arrival').selectAll().where('key', '=', key).executeTakeFirst();
  return row ? arrival(row) : null;
};
export const arrivalAt = async (q: Read, deviceId: number, place: number): Promise<Arrival | null> => {
  const row = await db(q).selectFrom('reception.arrival').selectAll().where('device_id', '=', deviceId).where('place', '=', place).executeTakeFirst();
  return row ? arrival(row) : null;
};
export const arrivalLocked = async (tx: Tx, deviceId: number, place: number): Promise<Arrival | null> => {
  const row = await db(tx).selectFrom('reception.arrival').selectAll().where('device_id', '=', deviceId).where('place', '=', place).forUpdate().executeTakeFirst();
  return row ? arrival(row) : null;
};
export const lastPlace = async (q: Read, deviceId: number): Promise<number> =>
  (await sql<{ place: number }>`SELECT coalesce(max(place), 0) AS place FROM reception.arrival WHERE device_id = ${deviceId}`.execute(db(q))).rows[0]?.place ?? 0;

/** Numbers that stand in another act of any tablet which is not given up. */
export const numbersClaimed = async (q: Read, numbers: readonly string[], but: { readonly deviceId: number; readonly place: number }): Promise<ReadonlySet<string>> =>
  numbers.length === 0 ? new Set() : new Set((await sql<{ number: string }>`SELECT unnest(numbers) AS number FROM reception.arrival WHERE numbers && ${[...numbers]}::text[] AND (device_id, place) <> (${but.deviceId}, ${but.place})`.execute(db(q)))
    .rows.map((row) => row.number).filter((one) => numbers.includes(one)));
/** Numbers of acts that wait for a person. */
export const numbersWaiting = async (q: Read, deviceIds: readonly number[]): Promise<ReadonlySet<string>> =>
  deviceIds.length === 0 ? new Set() : new Set((await sql<{ number: string }>`SELECT unnest(numbers) AS number FROM reception.arrival WHERE device_id = ANY (${[...deviceIds]}::bigint[]) AND state = 'conflict'`.execute(db(q))).rows.map((row) => row.number));
export const numbersWaitingIn = async (q: Read, branchId: number): Promise<ReadonlySet<string>> =>
  new Set((await sql<{ number: string }>`SELECT unnest(numbers) AS number FROM reception.arrival WHERE branch_id = ${branchId} AND state = 'conflict'`.execute(db(q))).rows.map((row) => row.number));

export type NewArrival = {
  readonly deviceId: number; readonly place: number; readonly key: string; readonly sha: Buffer; readonly what: ArrivalTable['what']; readonly branchId: number; readonly at: Date; readonly answer: ArrivalAnswer; readonly numbers: readonly string[];
  readonly claim?: string | undefined; readonly quiet: boolean; readonly visitId?: number | null; readonly told?: Told | null;
  /** kept sealed, bound to its row, until a person has decided */
  readonly conflict?: { readonly kind: ConflictKind; readonly facts: Readonly<Record<string, string | number>>; readonly body: string };
};
const boundTo = (deviceId: number, place: number): string => `arrival:${deviceId}:${place}`;
export const insertArrival = async (tx: Tx, _permit: Permit<'outing.arrive'>, a: NewArrival): Promise<void> => {
  await sql`INSERT INTO reception.arrival (device_id, place, key, body_sha256, what, state, body_sealed, conflict, conflict_facts, numbers, claim_hash, quiet, visit_id, told, answer, taken_at, branch_id)
    VALUES (${a.deviceId}, ${a.place}, ${a.key}, ${a.sha}, ${a.what}, ${a.conflict ? 'conflict' : 'taken'}, ${a.conflict ? sealed('arrival', boundTo(a.deviceId, a.place), a.conflict.body) : null}, ${a.conflict?.kind ?? null},
      ${JSON.stringify(a.conflict?.facts ?? {})}::jsonb, ${[...a.numbers]}::text[], ${a.claim === undefined ? null : Buffer.from(a.claim, 'hex')}, ${a.quiet}, ${a.visitId ?? null}, ${a.told ? JSON.stringify(a.told) : null}::jsonb, ${JSON.stringify(a.answer)}::json, ${a.at}, ${a.branchId})`.execute(db(tx));
};
/** The words as they came. Null once a person has decided. */
export const bodyOf = (a: Arrival): string | null => (a.bodySealed === null ? null : opened('arrival', boundTo(a.deviceId, a.place), a.bodySealed));

export const writeArrivalSettled = async (tx: Tx, permit: Permit<'arrival.settle'>, a: Pick<Arrival, 'deviceId' | 'place'>, s: { readonly how: SettledHow; readonly why: string | null; readonly visitId: number | null; readonly at: Date; readonly told?: Told | null }): Promise<void> => {
  await sql`UPDATE reception.arrival SET state = 'settled', body_sealed = NULL, settled_at = ${s.at}, settled_by = ${permit.actor.kind === 'staff' ? permit.actor.accountId : null}, settled_how = ${s.how}, settled_why = ${s.why},
    visit_id = ${s.visitId}, told = coalesce(${s.told ? JSON.stringify(s.told) : null}::jsonb, told) WHERE device_id = ${a.deviceId} AND place = ${a.place}`.execute(db(tx));
};

/** The oldest first. Quiet ones of the branches where somebody is named for them, and of their own tablets. */
export const conflictsOf = async (q: Read, branches: 'all' | readonly number[], quiet: { readonly branches: 'all' | readonly number[]; readonly accountId: number }): Promise<readonly Arrival[]> => {
  let query = db(q).selectFrom('reception.arrival').selectAll().where('state', '=', 'conflict');
  if (quiet.branches !== 'all')
    query = query.where(sql<boolean>`(NOT quiet OR branch_id = ANY (${[...quiet.branches]}::bigint[]) OR device_id IN (SELECT d.id FROM reception.device d WHERE d.account_id = ${quiet.accountId}))`);
  if (branches !== 'all') query = query.where(sql<boolean>`branch_id = ANY (${[...branches]}::bigint[])`);
  return (await query.orderBy('taken_at').orderBy('device_id').orderBy('place').limit(300).execute()).map(arrival);
};
/** Taken, though another day had been told: shown until the outing is a month old. */
export const toldOtherwise = async (q: Read, deviceIds: readonly number[]): Promise<readonly Arrival[]> =>
  deviceIds.length === 0 ? [] : (await db(q).selectFrom('reception.arrival').selectAll().where('device_id', 'in', [...deviceIds]).where('told', 'is not', null).orderBy('taken_at').limit(300).execute()).map(arrival);

export type Counts = { readonly arrived: number; readonly conflicts: number; readonly lastAt: Date | null };
export const arrivalCounts = async (q: Read, deviceIds: readonly number[]): Promise<ReadonlyMap<number, Counts>> =>
  deviceIds.length === 0 ? new Map() : new Map((await sql<{ device_id: number; arrived: number; conflicts: number; last_at: Date | null }>`SELECT device_id, count(*)::int AS arrived, count(*) FILTER (WHERE state = 'conflict')::int AS conflicts, max(taken_at) AS last_at
    FROM reception.arrival WHERE device_id = ANY (${[...deviceIds]}::bigint[]) GROUP BY device_id`.execute(db(q))).rows.map((r) => [r.device_id, { arrived: r.arrived, conflicts: r.conflicts, lastAt: r.last_at }]));

/** Whose square code it is: asked as the system, by a hash that only the paper's holder can make. */
export const arrivalByClaim = async (q: Read, claimHash: Buffer): Promise<Pick<Arrival, 'visitId' | 'state'> | null> => {
  const row = await db(q).selectFrom('reception.arrival').select(['visit_id', 'state']).where('claim_hash', '=', claimHash).executeTakeFirst();
  return row ? { visitId: row.visit_id, state: row.state } : null;
};
