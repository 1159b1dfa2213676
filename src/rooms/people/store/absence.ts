import { addDays, wallClock, type Day } from '../../../kernel/day.ts';
import type { Permit } from '../../../kernel/permit.ts';
import type { Read, Tx } from '../../../platform/db.ts';
import { people } from './tables.ts';

export type Absence = { readonly absenceId: number; readonly accountId: number; readonly deputyId: number | null; readonly fromOn: Day; readonly toOn: Day };

/** Until when, and who stands in. */
export type AwayNow = { readonly deputyId: number | null; readonly deputy: string | null; readonly toOn: Day };

/** Who of these is away on the day, and who stands in for them. */
export const awayOn = async (q: Read, accountIds: readonly number[], on: Day): Promise<ReadonlyMap<number, AwayNow>> => {
  if (accountIds.length === 0) return new Map();
  const rows = await people(q).selectFrom('people.absence as a').leftJoin('people.account as d', 'd.id', 'a.deputy_id').select(['a.account_id', 'a.deputy_id', 'a.to_on', 'd.name']).where('a.account_id', 'in', [...new Set(accountIds)])
    .where('a.from_on', '<=', on).where('a.to_on', '>=', on).where('a.ended_at', 'is', null).orderBy('a.id').execute();
  return new Map(rows.map((row) => [row.account_id, { deputyId: row.deputy_id, deputy: row.name, toOn: row.to_on as Day }]));
};

/** Present and coming absences of one person, the nearest first. */
export const absencesOf = async (q: Read, accountId: number, since: Day): Promise<readonly Absence[]> =>
  (await people(q).selectFrom('people.absence').selectAll().where('account_id', '=', accountId).where('to_on', '>=', since).where('ended_at', 'is', null).orderBy('from_on').limit(50).execute())
    .map((row) => ({ absenceId: row.id, accountId: row.account_id, deputyId: row.deputy_id, fromOn: row.from_on as Day, toOn: row.to_on as Day }));

/** Days away between two days, of absences that were ended early too: up to the day before somebody came back. */
export const awayBetween = async (q: Read, accountIds: readonly number[], from: Day, to: Day): Promise<readonly Pick<Absence, 'accountId' | 'deputyId' | 'fromOn' | 'toOn'>[]> => {
  if (accountIds.length === 0) return [];
  const rows = await people(q).selectFrom('people.absence').selectAll().where('account_id', 'in', [...new Set(accountIds)]).where('from_on', '<=', to).where('to_on', '>=', from).orderBy('id').limit(2_000).execute();
  return rows.map((row) => {
    const back = row.ended_at === null ? null : addDays(wallClock(row.ended_at.getTime()).on, -1);
    return { accountId: row.account_id, deputyId: row.deputy_id, fromOn: row.from_on as Day, toOn: back !== null && back < row.to_on ? back : (row.to_on as Day) };
  }).filter((one) => one.toOn >= one.fromOn && one.toOn >= from);
};

export const absenceLocked = async (tx: Tx, absenceId: number): Promise<Absence | null> => {
  const row = await people(tx).selectFrom('people.absence').selectAll().where('id', '=', absenceId).where('ended_at', 'is', null).forUpdate().executeTakeFirst();
  return row ? { absenceId: row.id, accountId: row.account_id, deputyId: row.deputy_id, fromOn: row.from_on as Day, toOn: row.to_on as Day } : null;
};

export const insertAbsence = async (tx: Tx, permit: Permit<'people.absence'>, a: Omit<Absence, 'absenceId'> & { at: Date }): Promise<number> =>
  (await people(tx).insertInto('people.absence').values({
    account_id: a.accountId, deputy_id: a.deputyId, from_on: a.fromOn, to_on: a.toOn, made_at: a.at, made_by: permit.actor.kind === 'staff' ? permit.actor.accountId : null, ended_at: null,
  }).returning('id').executeTakeFirstOrThrow()).id;

export const writeAbsenceEnd = async (tx: Tx, _permit: Permit<'people.absence'>, absenceId: number, at: Date): Promise<void> => {
  await people(tx).updateTable('people.absence').set({ ended_at: at }).where('id', '=', absenceId).execute();
};
