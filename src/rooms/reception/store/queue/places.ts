import type { Permit } from '../../../../kernel/permit.ts';
import type { Sentence } from '../../../../kernel/words.ts';
import type { Read, Selectable, Tx } from '../../../../platform/db.ts';
import { byAccount, db, type DeskTable, type LaneTable, type PriorityTable } from './tables.ts';

/** The waiting room itself: lanes, desks, rules of priority. No personal data. */
export type Lane = { readonly id: number; readonly branchId: number; readonly letter: string; readonly names: Sentence; readonly usualMinutes: number | null; readonly forReceptions: boolean };
export type Desk = { readonly id: number; readonly branchId: number; readonly label: string; readonly laneIds: readonly number[]; readonly accountId: number | null; readonly receptionId: number | null };
export type PriorityRule = { readonly id: number; readonly branchId: number; readonly code: string; readonly names: Sentence; readonly source: string; readonly afterOthers: number };

const most = 60;
const names = (r: { name_kk: string; name_ru: string; name_en: string }): Sentence => ({ kk: r.name_kk, ru: r.name_ru, en: r.name_en });
const columns = (n: Sentence) => ({ name_kk: n.kk, name_ru: n.ru, name_en: n.en });
const lane = (r: Selectable<LaneTable>): Lane => ({ id: r.id, branchId: r.branch_id, letter: r.letter, names: names(r), usualMinutes: r.usual_minutes, forReceptions: r.for_receptions });
const desk = (r: Selectable<DeskTable>): Desk => ({ id: r.id, branchId: r.branch_id, label: r.label, laneIds: r.lane_ids.map(Number), accountId: r.account_id, receptionId: r.reception_id });
const priority = (r: Selectable<PriorityTable>): PriorityRule => ({ id: r.id, branchId: r.branch_id, code: r.code, names: names(r), source: r.source, afterOthers: r.after_others });

export const lanesOf = async (q: Read, branchIds: readonly number[]): Promise<readonly Lane[]> =>
  (await db(q).selectFrom('reception.lane').selectAll().where('branch_id', 'in', [...branchIds]).where('closed_at', 'is', null).orderBy('place').orderBy('letter').limit(most * branchIds.length).execute()).map(lane);
export const desksOf = async (q: Read, branchIds: readonly number[]): Promise<readonly Desk[]> =>
  (await db(q).selectFrom('reception.desk').selectAll().where('branch_id', 'in', [...branchIds]).where('closed_at', 'is', null).orderBy('id').limit(most * branchIds.length).execute()).map(desk);
export const prioritiesOf = async (q: Read, branchIds: readonly number[]): Promise<readonly PriorityRule[]> =>
  (await db(q).selectFrom('reception.priority').selectAll().where('branch_id', 'in', [...branchIds]).where('closed_at', 'is', null).orderBy('id').limit(most * branchIds.length).execute()).map(priority);
/** Closed ones too: a new one may not take their letter, label or code. */
export const takenNames = async (q: Read, branchId: number): Promise<{ readonly letters: readonly string[]; readonly labels: readonly string[]; readonly codes: readonly string[] }> => {
  const [letters, labels, codes] = await Promise.all([
    db(q).selectFrom('reception.lane').select('letter').where('branch_id', '=', branchId).limit(100).execute(),
    db(q).selectFrom('reception.desk').select('label').where('branch_id', '=', branchId).limit(1_000).execute(),
    db(q).selectFrom('reception.priority').select('code').where('branch_id', '=', branchId).limit(1_000).execute(),
  ]);
  return { letters: letters.map((r) => r.letter), labels: labels.map((r) => r.label), codes: codes.map((r) => r.code) };
};

type SetUp = Permit<'queue.set_up'>;
export const insertLane = async (tx: Tx, _permit: SetUp, l: Omit<Lane, 'id'> & { readonly place: number }): Promise<number> =>
  (await db(tx).insertInto('reception.lane').values({ branch_id: l.branchId, letter: l.letter, ...columns(l.names), usual_minutes: l.usualMinutes, for_receptions: l.forReceptions, place: l.place }).returning('id').executeTakeFirstOrThrow()).id;
export const insertDesk = async (tx: Tx, _permit: SetUp, d: { readonly branchId: number; readonly label: string; readonly laneIds: readonly number[] }): Promise<number> =>
  (await db(tx).insertInto('reception.desk').values({ branch_id: d.branchId, label: d.label, lane_ids: [...d.laneIds] }).returning('id').executeTakeFirstOrThrow()).id;
export const insertPriority = async (tx: Tx, _permit: SetUp, p: Omit<PriorityRule, 'id'>): Promise<number> =>
  (await db(tx).insertInto('reception.priority').values({ branch_id: p.branchId, code: p.code, ...columns(p.names), source: p.source, after_others: p.afterOthers }).returning('id').executeTakeFirstOrThrow()).id;
export const writeDeskLanes = async (tx: Tx, _permit: SetUp, deskId: number, laneIds: readonly number[]): Promise<void> => {
  await db(tx).updateTable('reception.desk').set({ lane_ids: [...laneIds] }).where('id', '=', deskId).execute();
};
export const closeLane = async (tx: Tx, _permit: SetUp, branchId: number, id: number, at: Date): Promise<boolean> =>
  (await db(tx).updateTable('reception.lane').set({ closed_at: at }).where('id', '=', id).where('branch_id', '=', branchId).where('closed_at', 'is', null).returning('id').execute()).length > 0;
export const closeDesk = async (tx: Tx, _permit: SetUp, branchId: number, id: number, at: Date): Promise<boolean> =>
  (await db(tx).updateTable('reception.desk').set({ closed_at: at, account_id: null, sat_at: null }).where('id', '=', id).where('branch_id', '=', branchId).where('closed_at', 'is', null).returning('id').execute()).length > 0;
export const closePriority = async (tx: Tx, _permit: SetUp, branchId: number, id: number, at: Date): Promise<boolean> =>
  (await db(tx).updateTable('reception.priority').set({ closed_at: at }).where('id', '=', id).where('branch_id', '=', branchId).where('closed_at', 'is', null).returning('id').execute()).length > 0;

/** Locked by whoever sits down or stands up. */
export const lockDesk = async (tx: Tx, id: number): Promise<Desk | null> => {
  const row = await db(tx).selectFrom('reception.desk').selectAll().where('id', '=', id).where('closed_at', 'is', null).forUpdate().executeTakeFirst();
  return row ? desk(row) : null;
};
export const deskById = async (q: Read, id: number): Promise<Desk | null> => {
  const row = await db(q).selectFrom('reception.desk').selectAll().where('id', '=', id).where('closed_at', 'is', null).executeTakeFirst();
  return row ? desk(row) : null;
};
/** One seat at a time: whoever sits down here has stood up elsewhere. */
export const writeSitting = async (tx: Tx, permit: Permit<'queue.serve'>, s: { readonly deskId: number; readonly receptionId: number | null; readonly at: Date }): Promise<void> => {
  const account = byAccount(permit);
  await db(tx).updateTable('reception.desk').set({ account_id: null, sat_at: null, reception_id: null }).where('account_id', '=', account).execute();
  await db(tx).updateTable('reception.desk').set({ account_id: account, sat_at: s.at, reception_id: s.receptionId }).where('id', '=', s.deskId).execute();
};
export const writeRising = async (tx: Tx, _permit: Permit<'queue.serve'> | Permit<'queue.close_day'>, deskIds: readonly number[]): Promise<void> => {
  if (deskIds.length > 0) await db(tx).updateTable('reception.desk').set({ account_id: null, sat_at: null, reception_id: null }).where('id', 'in', [...deskIds]).execute();
};
export const satBefore = async (q: Read, before: Date): Promise<readonly number[]> =>
  (await db(q).selectFrom('reception.desk').select('id').where('sat_at', '<', before).limit(10_000).execute()).map((r) => r.id);
