import type { Day } from '../../../kernel/day.ts';
import type { Permit } from '../../../kernel/permit.ts';
import { view, type Generated, type Kysely, type Read, type Selectable, type Tx } from '../../../platform/db.ts';
import type { OnDayOff, Rhythm, Rule, Stint } from '../law/duties.ts';

type DutyTable = {
  id: Generated<number>; branch_id: number; name_kk: string; name_ru: string; name_en: string; source: string; source_on: string | null; rhythm: Rhythm; times: number; weekday: number | null; on_day_off: OnDayOff;
  from_minute: number | null; to_minute: number | null; place: string | null; public: boolean; from_on: string; to_on: string | null; made_at: Date; made_by: number | null; ended_at: Date | null;
};
type PersonTable = { duty_id: number; account_id: number; unit_id: number; from_on: string; to_on: string | null };
type Tables = { 'reception.duty': DutyTable; 'reception.duty_person': PersonTable };
const db = (q: Read): Kysely<Tables> => view<Tables>(q);

export type Duty = Rule & {
  readonly id: number; readonly branchId: number; readonly names: { readonly kk: string; readonly ru: string; readonly en: string }; readonly source: string; readonly sourceOn: Day | null;
  readonly fromMinute: number | null; readonly toMinute: number | null; readonly place: string | null; readonly public: boolean; readonly madeAt: Date; readonly endedAt: Date | null;
};
export type DutyPerson = Stint & { readonly dutyId: number };

const dutyOf = (r: Selectable<DutyTable>): Duty => ({
  id: r.id, branchId: r.branch_id, names: { kk: r.name_kk, ru: r.name_ru, en: r.name_en }, source: r.source, sourceOn: r.source_on as Day | null, rhythm: r.rhythm, times: r.times, weekday: r.weekday, onDayOff: r.on_day_off,
  fromMinute: r.from_minute, toMinute: r.to_minute, place: r.place, public: r.public, fromOn: r.from_on as Day, toOn: r.to_on as Day | null, madeAt: r.made_at, endedAt: r.ended_at,
});
const personOf = (r: Selectable<PersonTable>): DutyPerson => ({ dutyId: r.duty_id, accountId: r.account_id, unitId: r.unit_id, fromOn: r.from_on as Day, toOn: r.to_on as Day | null });

export const dutyById = async (q: Read, id: number): Promise<Duty | null> => {
  const row = await db(q).selectFrom('reception.duty').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? dutyOf(row) : null;
};
/** Everything that is done to a duty and to what it laid out comes one after the other. */
export const dutyLocked = async (tx: Tx, id: number): Promise<Duty | null> => {
  const row = await db(tx).selectFrom('reception.duty').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  return row ? dutyOf(row) : null;
};
export const dutiesByIds = async (q: Read, ids: readonly number[]): Promise<ReadonlyMap<number, Duty>> =>
  ids.length === 0 ? new Map() : new Map((await db(q).selectFrom('reception.duty').selectAll().where('id', 'in', [...new Set(ids)]).execute()).map((row) => [row.id, dutyOf(row)]));

/** In force or to come; `ended`: those that are over too. */
export const dutiesOf = async (q: Read, branchId: number, o: { readonly ended?: boolean } = {}): Promise<readonly Duty[]> => {
  let query = db(q).selectFrom('reception.duty').selectAll().where('branch_id', '=', branchId);
  if (!o.ended) query = query.where('ended_at', 'is', null);
  return (await query.orderBy('id').limit(500).execute()).map(dutyOf);
};
/** The next of all that still lay out or may still have something undecided. */
export const dutiesAfter = async (q: Read, o: { readonly afterId: number; readonly since: Day; readonly limit: number }): Promise<readonly Duty[]> =>
  (await db(q).selectFrom('reception.duty').selectAll().where('id', '>', o.afterId).where((e) => e.or([e('to_on', 'is', null), e('to_on', '>=', o.since)])).orderBy('id').limit(o.limit).execute()).map(dutyOf);

export const personsOf = async (q: Read, dutyIds: readonly number[]): Promise<readonly DutyPerson[]> =>
  dutyIds.length === 0 ? [] : (await db(q).selectFrom('reception.duty_person').selectAll().where('duty_id', 'in', [...dutyIds]).orderBy('from_on').orderBy('account_id').limit(5_000).execute()).map(personOf);

/** Whether a duty of the branch names them on that day. */
export const isNamedIn = async (q: Read, o: { readonly branchId: number; readonly accountId: number; readonly on: Day }): Promise<boolean> =>
  (await db(q).selectFrom('reception.duty_person as p').innerJoin('reception.duty as d', 'd.id', 'p.duty_id').select('d.id').where('d.branch_id', '=', o.branchId).where('p.account_id', '=', o.accountId)
    .where('d.from_on', '<=', o.on).where('p.from_on', '<=', o.on).where((e) => e.or([e('p.to_on', 'is', null), e('p.to_on', '>=', o.on)])).where((e) => e.or([e('d.to_on', 'is', null), e('d.to_on', '>=', o.on)])).limit(1).executeTakeFirst()) !== undefined;

/** The public duties a person has or had since that day: whoever has none has no card. */
export const publicDutiesOf = async (q: Read, accountId: number, since: Day): Promise<readonly (Duty & { readonly unitId: number; readonly lastOn: Day | null })[]> => {
  const rows = await db(q).selectFrom('reception.duty_person as p').innerJoin('reception.duty as d', 'd.id', 'p.duty_id').selectAll('d').select(['p.unit_id', 'p.to_on as p_to_on'])
    .where('p.account_id', '=', accountId).where('d.public', '=', true).where((e) => e.or([e('p.to_on', 'is', null), e('p.to_on', '>=', since)])).where((e) => e.or([e('d.to_on', 'is', null), e('d.to_on', '>=', since)])).orderBy('d.id').limit(50).execute();
  return rows.map((row) => ({ ...dutyOf(row), unitId: row.unit_id, lastOn: [row.to_on, row.p_to_on].reduce<Day | null>((a, b) => (a === null ? (b as Day | null) : b === null || a < b ? a : (b as Day)), null) }));
};

/** Of these, those who have a public duty now. */
export const publicDutyPeople = async (q: Read, accountIds: readonly number[], on: Day): Promise<ReadonlySet<number>> => {
  if (accountIds.length === 0) return new Set();
  const rows = await db(q).selectFrom('reception.duty_person as p').innerJoin('reception.duty as d', 'd.id', 'p.duty_id').select('p.account_id').distinct().where('p.account_id', 'in', [...new Set(accountIds)]).where('d.public', '=', true)
    .where((e) => e.or([e('p.to_on', 'is', null), e('p.to_on', '>=', on)])).where((e) => e.or([e('d.to_on', 'is', null), e('d.to_on', '>=', on)])).execute();
  return new Set(rows.map((row) => row.account_id));
};

export type NewDuty = Omit<Duty, 'id' | 'madeAt' | 'endedAt'>;
const columnsOf = (d: Omit<NewDuty, 'branchId' | 'fromOn' | 'toOn'>) => ({
  name_kk: d.names.kk, name_ru: d.names.ru, name_en: d.names.en, source: d.source, source_on: d.sourceOn, rhythm: d.rhythm, times: d.times, weekday: d.weekday, on_day_off: d.onDayOff,
  from_minute: d.fromMinute, to_minute: d.toMinute, place: d.place, public: d.public,
});
export const insertDuty = async (tx: Tx, permit: Permit<'duty.edit'>, d: NewDuty, at: Date): Promise<number> =>
  (await db(tx).insertInto('reception.duty').values({ branch_id: d.branchId, ...columnsOf(d), from_on: d.fromOn, to_on: d.toOn, made_at: at, made_by: permit.actor.kind === 'staff' ? permit.actor.accountId : null, ended_at: null }).returning('id').executeTakeFirstOrThrow()).id;
export const writeDuty = async (tx: Tx, _permit: Permit<'duty.edit'>, id: number, d: Omit<NewDuty, 'branchId' | 'fromOn' | 'toOn'>): Promise<void> => {
  await db(tx).updateTable('reception.duty').set(columnsOf(d)).where('id', '=', id).execute();
};
export const writeDutyEnd = async (tx: Tx, _permit: Permit<'duty.edit'>, id: number, toOn: Day): Promise<void> => {
  await db(tx).updateTable('reception.duty').set({ to_on: toOn }).where('id', '=', id).execute();
};
/** Its last day is over. */
export const closeDuty = async (tx: Tx, _permit: Permit<'duty.count'>, id: number, at: Date): Promise<void> => {
  await db(tx).updateTable('reception.duty').set({ ended_at: at }).where('id', '=', id).where('ended_at', 'is', null).execute();
};
export const insertPerson = async (tx: Tx, _permit: Permit<'duty.edit'>, p: Omit<DutyPerson, 'toOn'>): Promise<void> => {
  await db(tx).insertInto('reception.duty_person').values({ duty_id: p.dutyId, account_id: p.accountId, unit_id: p.unitId, from_on: p.fromOn, to_on: null }).execute();
};
export const writePersonEnd = async (tx: Tx, _permit: Permit<'duty.edit'>, p: Pick<DutyPerson, 'dutyId' | 'accountId' | 'fromOn'>, toOn: Day): Promise<void> => {
  await db(tx).updateTable('reception.duty_person').set({ to_on: toOn }).where('duty_id', '=', p.dutyId).where('account_id', '=', p.accountId).where('from_on', '=', p.fromOn).execute();
};
