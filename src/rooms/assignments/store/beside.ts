import type { Permit } from '../../../kernel/permit.ts';
import { sql, type Read, type Tx } from '../../../platform/db.ts';
import type { Place, Source } from '../law.ts';
import { byAccount, db } from './tables.ts';

export type Extension = {
  readonly id: number; readonly assignmentId: number | null; readonly fromOn: string; readonly toOn: string; readonly reason: string;
  readonly askedBy: number | null; readonly askedAt: Date; readonly granted: boolean | null; readonly decidedBy: number | null; readonly decidedAt: Date | null; readonly decisionReason: string | null;
};
type ExtensionRow = {
  id: number; assignment_id: number | null; from_on: string; to_on: string; reason: string; asked_by: number | null; asked_at: Date;
  granted: boolean | null; decided_by: number | null; decided_at: Date | null; decision_reason: string | null;
};
const extensionOf = (r: ExtensionRow): Extension => ({
  id: r.id, assignmentId: r.assignment_id, fromOn: r.from_on, toOn: r.to_on, reason: r.reason, askedBy: r.asked_by, askedAt: r.asked_at,
  granted: r.granted, decidedBy: r.decided_by, decidedAt: r.decided_at, decisionReason: r.decision_reason,
});

/** The request of a source's holder (or of one task, by its id) that nobody has answered yet. */
export const openExtension = async (q: Read, source: Source, taskId: number | null = null): Promise<Extension | undefined> => {
  const row = await db(q).selectFrom('assignments.extension as e').leftJoin('assignments.assignment as a', 'a.id', 'e.assignment_id').selectAll('e')
    .where('e.source_kind', '=', source.kind).where('e.source_id', '=', source.id).where('e.granted', 'is', null)
    .where((eb) => (taskId === null ? eb.or([eb('e.assignment_id', 'is', null), eb('a.lead', '=', true)]) : eb('e.assignment_id', '=', taskId)))
    .executeTakeFirst();
  return row && extensionOf(row);
};
export const extensions = async (q: Read, source: Source): Promise<readonly Extension[]> =>
  (await db(q).selectFrom('assignments.extension').selectAll().where('source_kind', '=', source.kind).where('source_id', '=', source.id).orderBy('id').limit(100).execute()).map(extensionOf);

export const addExtension = async (tx: Tx, permit: Permit<string>, e: { source: Source; assignmentId: number | null; fromOn: string; toOn: string; reason: string; at: Date }): Promise<number> => {
  const { id } = await db(tx).insertInto('assignments.extension').values({
    source_kind: e.source.kind, source_id: e.source.id, assignment_id: e.assignmentId, from_on: e.fromOn, to_on: e.toOn, reason: e.reason, asked_by: byAccount(permit), asked_at: e.at,
    granted: null, decided_by: null, decided_at: null, decision_reason: null,
  }).returning('id').executeTakeFirstOrThrow();
  return id;
};

export const decideExtensionRow = async (tx: Tx, permit: Permit<string>, e: { id: number; granted: boolean; reason: string | null; at: Date }): Promise<void> => {
  await db(tx).updateTable('assignments.extension').set({ granted: e.granted, decided_by: byAccount(permit), decided_at: e.at, decision_reason: e.reason }).where('id', '=', e.id).where('granted', 'is', null).execute();
};

/** Requests that wait when a promise ends are ended with it. */
export const dropExtensions = async (tx: Tx, _permit: Permit<string>, source: Source, at: Date, assignmentId?: number): Promise<void> => {
  await db(tx).updateTable('assignments.extension').set({ granted: false, decided_at: at }).where('source_kind', '=', source.kind).where('source_id', '=', source.id)
    .where('granted', 'is', null).$if(assignmentId !== undefined, (qb) => qb.where('assignment_id', '=', assignmentId ?? 0)).execute();
  await db(tx).updateTable('assignments.assignment').set({ waits: false }).where('source_kind', '=', source.kind).where('source_id', '=', source.id).where('waits', '=', true)
    .$if(assignmentId !== undefined, (qb) => qb.where('id', '=', assignmentId ?? 0)).execute();
};

export const coExecutors = async (q: Read, assignmentId: number): Promise<readonly Place[]> =>
  (await db(q).selectFrom('assignments.co_executor').select(['unit_id', 'account_id']).where('assignment_id', '=', assignmentId).where('ended_at', 'is', null).orderBy('id').limit(50).execute())
    .map((r) => ({ unitId: r.unit_id, accountId: r.account_id }));

/** False when they help already. Their unit sees the promise from now on. */
export const addCoExecutorRow = async (tx: Tx, _permit: Permit<string>, c: { assignmentId: number; at: Date } & Place): Promise<boolean> => {
  const added = await sql`INSERT INTO assignments.co_executor (assignment_id, unit_id, account_id, added_at, near_on, moved_at)
    SELECT id, ${c.unitId}, ${c.accountId}::bigint, ${c.at}, near_on, moved_at FROM assignments.assignment WHERE id = ${c.assignmentId} ON CONFLICT DO NOTHING`.execute(db(tx));
  if (Number(added.numAffectedRows ?? 0) === 0) return false;
  await sql`UPDATE assignments.assignment SET seen_by = array(SELECT DISTINCT unnest(seen_by || ${c.unitId}::bigint)) WHERE id = ${c.assignmentId}`.execute(db(tx));
  return true;
};
export const endCoExecutorRow = async (tx: Tx, _permit: Permit<string>, c: { assignmentId: number; at: Date } & Place): Promise<boolean> => {
  const done = await db(tx).updateTable('assignments.co_executor').set({ ended_at: c.at, open: false }).where('assignment_id', '=', c.assignmentId).where('unit_id', '=', c.unitId)
    .where('account_id', 'is not distinct from', c.accountId).where('ended_at', 'is', null).executeTakeFirst();
  return Number(done.numUpdatedRows) > 0;
};

/** Where and when a proof was taken, as the device says. */
export type Taken = { readonly lat: number; readonly lon: number; readonly metres: number | null; readonly takenAt: Date | null };
export type Report = { readonly id: number; readonly kind: 'report' | 'contribution'; readonly byAccount: number | null; readonly byUnit: number; readonly at: Date; readonly text: string; readonly taken: Taken | null };

export const addReport = async (tx: Tx, permit: Permit<string>, r: { assignmentId: number; kind: Report['kind']; unitId: number; at: Date; text: string; taken: Taken | null }): Promise<number> => {
  const { id } = await db(tx).insertInto('assignments.report').values({
    assignment_id: r.assignmentId, kind: r.kind, by_account: byAccount(permit), by_unit: r.unitId, at: r.at, text: r.text,
    lat: r.taken?.lat ?? null, lon: r.taken?.lon ?? null, metres: r.taken?.metres ?? null, taken_at: r.taken?.takenAt ?? null,
  }).returning('id').executeTakeFirstOrThrow();
  return id;
};
/** Whether the same person said the same lately. */
export const reportedSince = async (tx: Tx, permit: Permit<string>, r: { assignmentId: number; text: string; since: Date }): Promise<boolean> =>
  (await db(tx).selectFrom('assignments.report').select('id').where('assignment_id', '=', r.assignmentId).where('by_account', 'is not distinct from', byAccount(permit)).where('text', '=', r.text)
    .where('at', '>', r.since).limit(1).executeTakeFirst()) !== undefined;
export const reports = async (q: Read, assignmentId: number): Promise<readonly Report[]> =>
  (await db(q).selectFrom('assignments.report').selectAll().where('assignment_id', '=', assignmentId).orderBy('id').limit(200).execute()).map((r) => ({
    id: r.id, kind: r.kind, byAccount: r.by_account, byUnit: r.by_unit, at: r.at, text: r.text,
    taken: r.lat === null || r.lon === null ? null : { lat: r.lat, lon: r.lon, metres: r.metres, takenAt: r.taken_at },
  }));
