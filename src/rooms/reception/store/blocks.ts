import type { Permit } from '../../../kernel/permit.ts';
import { sql, view, type Generated, type Read, type Tx } from '../../../platform/db.ts';
import type { Block } from '../law/outings.ts';

export type UnusedReason = 'not_used' | 'device_lost' | 'given_up';
type Tables = {
  'reception.block': { id: Generated<number>; device_id: number; branch_id: number; series: 'appeal' | 'visit'; year: number; from_n: number; to_n: number; reserved_at: Date; returned_at: Date | null };
  'reception.unused_number': { branch_id: number; series: 'appeal' | 'visit'; year: number; n: number; number: string; block_id: number; reason: UnusedReason; at: Date };
};
const db = (q: Read) => view<Tables>(q);

export type DeviceBlock = Block & { readonly id: number; readonly branchId: number; readonly returnedAt: Date | null };

export const insertBlock = async (tx: Tx, _permit: Permit<'device.install'> | Permit<'outing.arrive'>, deviceId: number, branchId: number, block: Block, at: Date): Promise<void> => {
  await db(tx).insertInto('reception.block').values({ device_id: deviceId, branch_id: branchId, series: block.series, year: block.year, from_n: block.from, to_n: block.to, reserved_at: at, returned_at: null }).execute();
};

/** In the order in which they were reserved. `code`: of the branch, before every number. */
export const blocksOf = async (q: Read, deviceIds: readonly number[], code: string): Promise<ReadonlyMap<number, readonly DeviceBlock[]>> => {
  if (deviceIds.length === 0) return new Map();
  const rows = await db(q).selectFrom('reception.block').selectAll().where('device_id', 'in', [...deviceIds]).orderBy('id').limit(5_000).execute();
  return Map.groupBy(rows.map((r) => ({
    id: r.id, deviceId: r.device_id, branchId: r.branch_id, series: r.series, year: r.year, from: r.from_n, to: r.to_n, returnedAt: r.returned_at,
    prefix: r.series === 'appeal' ? `${code}-${r.year}-` : `${code}-V-${r.year}-`,
  })), (one) => one.deviceId);
};

/** Numbers that no record will have, with the reason; what is there already stays as it was. */
export const writeUnused = async (tx: Tx, _permit: Permit<string>, list: readonly { readonly block: DeviceBlock; readonly n: number; readonly number: string; readonly reason: UnusedReason }[], at: Date): Promise<void> => {
  if (list.length === 0) return;
  await db(tx).insertInto('reception.unused_number').values(list.map(({ block, n, number, reason }) => ({
    branch_id: block.branchId, series: block.series, year: block.year, n, number, block_id: block.id, reason, at,
  }))).onConflict((c) => c.doNothing()).execute();
};
export const writeReturned = async (tx: Tx, _permit: Permit<string>, deviceId: number, at: Date): Promise<void> => {
  await db(tx).updateTable('reception.block').set({ returned_at: at }).where('device_id', '=', deviceId).where('returned_at', 'is', null).execute();
};

export const unusedIn = async (q: Read, blockIds: readonly number[]): Promise<ReadonlyMap<string, UnusedReason>> =>
  blockIds.length === 0 ? new Map() : new Map((await db(q).selectFrom('reception.unused_number').select(['number', 'reason']).where('block_id', 'in', [...blockIds]).execute()).map((row) => [row.number, row.reason]));

export type Series = { readonly branchId: number; readonly series: 'appeal' | 'visit'; readonly year: number };
export const unusedOf = async (q: Read, s: Series): Promise<readonly number[]> =>
  (await db(q).selectFrom('reception.unused_number').select('n').where('branch_id', '=', s.branchId).where('series', '=', s.series).where('year', '=', s.year).orderBy('n').execute()).map((row) => row.n);
/** Blocks of a branch's year that no tablet has given back yet. */
export const outstandingOf = async (q: Read, s: Series): Promise<readonly { readonly from: number; readonly to: number }[]> =>
  (await db(q).selectFrom('reception.block').select(['from_n', 'to_n']).where('branch_id', '=', s.branchId).where('series', '=', s.series).where('year', '=', s.year).where('returned_at', 'is', null).orderBy('from_n').execute())
    .map((row) => ({ from: row.from_n, to: row.to_n }));
/** Where anything was numbered at a reception, at a desk or on a tablet. */
export const numberedYears = async (q: Read): Promise<readonly { readonly branchId: number; readonly year: number }[]> =>
  (await sql<{ branch_id: number; year: number }>`SELECT branch_id, year FROM reception.counter WHERE series = 'visit' UNION SELECT branch_id, year FROM reception.block ORDER BY 1, 2`.execute(db(q))).rows.map((row) => ({ branchId: Number(row.branch_id), year: row.year }));
export const lastVisitNumber = async (q: Read, branchId: number, year: number): Promise<number> =>
  (await sql<{ last: number }>`SELECT last FROM reception.counter WHERE branch_id = ${branchId} AND series = 'visit' AND year = ${year}`.execute(db(q))).rows[0]?.last ?? 0;
export const visitNumbersOf = async (q: Read, prefix: string): Promise<readonly number[]> =>
  (await sql<{ n: number }>`SELECT substr(number, ${prefix.length + 1}::int)::int AS n FROM reception.visit WHERE number ^@ ${prefix} ORDER BY 1`.execute(db(q))).rows.map((row) => row.n);
export const visitNumbersTaken = async (q: Read, numbers: readonly string[]): Promise<ReadonlySet<string>> =>
  numbers.length === 0 ? new Set() : new Set((await sql<{ number: string }>`SELECT number FROM reception.visit WHERE number = ANY (${[...numbers]}::text[])`.execute(db(q))).rows.map((row) => row.number));
