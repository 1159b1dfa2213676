import type { Day } from '../../../kernel/day.ts';
import type { Permit } from '../../../kernel/permit.ts';
import { sql, type Read, type Tx } from '../../../platform/db.ts';
import type { Verdict } from '../law/visits.ts';
import { codeHash, linkHash } from './seal.ts';
import { db, promiseColumns, promiseOf, type Matter, type Promised, type PromiseRow } from './visits/tables.ts';
import { addVisitAct } from './visits.ts';

export type NewPromise = Omit<Promised, 'id' | 'readBackAt' | 'open' | 'endedAt' | 'kept' | 'originalDueOn'>;
export const insertPromise = async (tx: Tx, permit: Permit<'visit.settle'>, visitId: number, p: NewPromise): Promise<number> => {
  const { id } = await db(tx).insertInto('reception.promise').values({
    matter_id: p.matterId, branch_id: p.branchId, account_id: p.accountId, assignment_id: p.assignmentId, text: p.text, executor_unit: p.executorUnit, executor_account: p.executorAccount,
    due_on: p.dueOn, original_due_on: p.dueOn, given_on: p.givenOn, calendar_version: p.calendarVersion, given_at: p.givenAt, read_back_at: null, ended_at: null, kept: null,
  }).returning('id').executeTakeFirstOrThrow();
  await addVisitAct(tx, permit, { visitId, act: 'promise', at: p.givenAt, facts: { promise: id, unit: p.executorUnit, day: p.dueOn } });
  return id;
};
export const writeReadBack = async (tx: Tx, permit: Permit<'visit.settle'>, visitId: number, promiseId: number, at: Date): Promise<void> => {
  await db(tx).updateTable('reception.promise').set({ read_back_at: at }).where('id', '=', promiseId).where('read_back_at', 'is', null).execute();
  await addVisitAct(tx, permit, { visitId, act: 'read_back', at, facts: { promise: promiseId } });
};

/** What was said to it at later receptions, the newest last. */
export type Put = { readonly promiseId: number; readonly receptionId: number; readonly at: Date; readonly byAccount: number | null; readonly said: string | null };
export const putsOf = async (q: Read, promiseIds: readonly number[]): Promise<readonly Put[]> =>
  promiseIds.length === 0 ? [] : (await db(q).selectFrom('reception.promise_put').selectAll().where('promise_id', 'in', [...promiseIds]).orderBy('id').limit(500).execute())
    .map((r) => ({ promiseId: r.promise_id, receptionId: r.reception_id, at: r.at, byAccount: r.by_account, said: r.said }));
/** False: something was said to it at this reception already. */
export const insertPut = async (tx: Tx, permit: Permit<'visit.put_promise'>, p: { readonly promiseId: number; readonly receptionId: number; readonly at: Date; readonly said: string }): Promise<boolean> =>
  Number((await sql`INSERT INTO reception.promise_put (promise_id, reception_id, at, by_account, said) VALUES (${p.promiseId}, ${p.receptionId}, ${p.at}, ${permit.actor.kind === 'staff' ? permit.actor.accountId : null}, ${p.said})
    ON CONFLICT DO NOTHING`.execute(db(tx))).numAffectedRows ?? 0) > 0;

export type OpenPromise = Promised & { readonly visit: string; readonly visitId: number; readonly territoryCode: string | null };
const withVisit = (r: PromiseRow & { visit: string | null; visit_id: number | null; territory_code: string | null }): OpenPromise => ({ ...promiseOf(r), visit: r.visit ?? '', visitId: r.visit_id ?? 0, territoryCode: r.territory_code });

/** What somebody said in a room and still owes, the oldest first. Within the reader's sight. */
export const openPromisesOf = async (q: Read, accountId: number): Promise<readonly OpenPromise[]> =>
  (await open(q).where('p.account_id', '=', accountId).orderBy('p.due_on').orderBy('p.id').limit(200).execute()).map(withVisit);
const open = (q: Read) => db(q).selectFrom('reception.promise as p').innerJoin('reception.matter as m', 'm.id', 'p.matter_id').innerJoin('reception.visit as v', 'v.id', 'm.visit_id')
  .select(promiseColumns.map((name) => `p.${name}` as const)).select(['v.number as visit', 'v.id as visit_id', 'v.territory_code']).where('p.open', '=', true);

/** Matters for which something is owed, in the order of their ids, part by part. */
export type PromisedMatter = { readonly matterId: number; readonly nth: number; readonly visitId: number; readonly visit: string; readonly branchId: number };
export const promisedMatters = async (q: Read, page: { readonly afterId: number; readonly limit: number }): Promise<readonly PromisedMatter[]> =>
  (await sql<{ id: number; nth: number; visit_id: number; number: string; branch_id: number }>`SELECT m.id, m.nth, m.visit_id, v.number, m.branch_id FROM reception.matter m JOIN reception.visit v ON v.id = m.visit_id
    WHERE m.id > ${page.afterId} AND EXISTS (SELECT 1 FROM reception.promise p WHERE p.matter_id = m.id AND p.open) ORDER BY m.id LIMIT ${sql.raw(String(Math.trunc(page.limit)))}`.execute(db(q))).rows
    .map((r) => ({ matterId: r.id, nth: r.nth, visitId: r.visit_id, visit: r.number, branchId: r.branch_id }));

export const lockPromises = async (tx: Tx, matterId: number): Promise<readonly Promised[]> =>
  (await db(tx).selectFrom('reception.promise').select(promiseColumns).where('matter_id', '=', matterId).orderBy('id').forUpdate().execute()).map(promiseOf);
/** As its assignment is now. */
export const writeKept = async (tx: Tx, _permit: Permit<'visit.keep'>, id: number, p: { readonly dueOn: Day; readonly executorUnit: number; readonly executorAccount: number | null; readonly open: boolean; readonly endedAt: Date | null; readonly kept: boolean | null; readonly calendarVersion: string }): Promise<void> => {
  await db(tx).updateTable('reception.promise').set({ due_on: p.dueOn, executor_unit: p.executorUnit, executor_account: p.executorAccount, open: p.open, ended_at: p.endedAt, kept: p.kept, calendar_version: p.calendarVersion }).where('id', '=', id).execute();
};
/** Since when the person can say what came of it; null: something is owed again. */
export const writeAskedAt = async (tx: Tx, _permit: Permit<'visit.keep'>, matterId: number, at: Date | null): Promise<void> => {
  await db(tx).updateTable('reception.matter').set({ asked_at: at }).where('id', '=', matterId).execute();
};

export const writeVerdict = async (tx: Tx, permit: Permit<'visit.judge'> | Permit<'visit.keep'>, m: Pick<Matter, 'id' | 'visitId' | 'nth'>, v: { readonly verdict: Verdict; readonly comment: string | null; readonly at: Date; readonly appeal?: { readonly id: number; readonly number: string } | undefined }): Promise<void> => {
  await db(tx).updateTable('reception.matter').set({ verdict: v.verdict, verdict_at: v.at, comment: v.comment, ...(v.appeal ? { appeal_id: v.appeal.id, appeal_number: v.appeal.number } : {}) }).where('id', '=', m.id).execute();
  await addVisitAct(tx, permit, { visitId: m.visitId, act: v.verdict === 'silent' ? 'silent' : 'judge', at: v.at, facts: { nth: m.nth, verdict: v.verdict } });
};
/** Those who could have spoken since before that moment and have not. */
export const silentSince = async (tx: Tx, before: Date, most = 500): Promise<readonly { readonly id: number; readonly visitId: number; readonly nth: number; readonly branchId: number; readonly number: string }[]> =>
  (await sql<{ id: number; visit_id: number; nth: number; branch_id: number; number: string }>`SELECT m.id, m.visit_id, m.nth, m.branch_id, v.number FROM reception.matter m JOIN reception.visit v ON v.id = m.visit_id
    WHERE m.verdict IS NULL AND m.asked_at < ${before} ORDER BY m.asked_at, m.id LIMIT ${sql.raw(String(Math.trunc(most)))} FOR UPDATE OF m SKIP LOCKED`.execute(db(tx))).rows
    .map((r) => ({ id: r.id, visitId: r.visit_id, nth: r.nth, branchId: r.branch_id, number: r.number }));

/** Asked with the system's eyes: the secret is the proof. */
export const visitByLink = async (q: Read, token: string): Promise<number | undefined> => (await db(q).selectFrom('reception.visit').select('id').where('link_hash', '=', linkHash(token)).executeTakeFirst())?.id;
/** A number that does not exist costs the same work as a wrong code. */
export const visitByCode = async (q: Read, number: string, code: string): Promise<number | undefined> => {
  const row = await db(q).selectFrom('reception.visit').select(['id', 'code_hash']).where('number', '=', number).executeTakeFirst();
  return codeHash('visit', row?.id ?? 0, code).equals(row?.code_hash ?? Buffer.alloc(0)) && row ? row.id : undefined;
};
