import { fold } from '../../../kernel/fold.ts';
import type { Day } from '../../../kernel/day.ts';
import type { Permit } from '../../../kernel/permit.ts';
import type { Lang } from '../../../kernel/words.ts';
import { sql, type Read, type Selectable, type Tx } from '../../../platform/db.ts';
import { foldLogin, type Account, type Post, type Role } from '../law.ts';
import { people, type Tables } from './tables.ts';

const account = (row: Selectable<Tables['people.account']>): Account => ({ accountId: row.id, login: row.login, name: row.name, lang: row.lang, closedAt: row.closed_at });
const post = (row: Selectable<Tables['people.post']>): Post => ({
  postId: row.id, accountId: row.account_id, unitId: row.unit_id, role: row.role, fromOn: row.from_on as Day, toOn: row.to_on as Day | null, endedOn: row.ended_on as Day | null,
});

export const rolesOf = async (q: Read): Promise<readonly Role[]> =>
  (await people(q).selectFrom('people.role').selectAll().orderBy('place').orderBy('code').limit(200).execute()).map((row) => ({
    code: row.code, names: { kk: row.name_kk, ru: row.name_ru, en: row.name_en }, unitKind: row.unit_kind, reachesDown: row.reaches_down, abilities: row.abilities, place: row.place,
  }));

export const accountById = async (q: Read, accountId: number): Promise<Account | null> => {
  const row = await people(q).selectFrom('people.account').selectAll().where('id', '=', accountId).executeTakeFirst();
  return row ? account(row) : null;
};
/** Locked until the end of the transaction: two changes to one person come one after the other. */
export const accountLocked = async (tx: Tx, accountId: number): Promise<Account | null> => {
  const row = await people(tx).selectFrom('people.account').selectAll().where('id', '=', accountId).forUpdate().executeTakeFirst();
  return row ? account(row) : null;
};
export const accountByLogin = async (q: Read, login: string): Promise<Account | null> => {
  const row = await people(q).selectFrom('people.account').selectAll().where('login', '=', foldLogin(login)).executeTakeFirst();
  return row ? account(row) : null;
};

/** Names for the ids, of people who left too. */
export const peopleByIds = async (q: Read, ids: readonly number[]): Promise<ReadonlyMap<number, { accountId: number; name: string }>> => {
  if (ids.length === 0) return new Map();
  const rows = await people(q).selectFrom('people.account').select(['id', 'name']).where('id', 'in', [...new Set(ids)]).execute();
  return new Map(rows.map((row) => [row.id, { accountId: row.id, name: row.name }]));
};

/** By a part of the name or login, within units one manages; people without any post are shown to every manager. */
export const searchAccounts = async (q: Read, o: { text: string; within: 'all' | readonly number[]; after?: number; limit?: number }): Promise<readonly Account[]> => {
  const folded = fold(o.text).replace(/[\\%_]/g, '\\$&');
  let query = people(q).selectFrom('people.account').selectAll().where('id', '>', o.after ?? 0);
  if (folded !== '') query = query.where('search', 'like', `%${folded}%`);
  if (o.within !== 'all')
    query = query.where(sql<boolean>`(NOT EXISTS (SELECT 1 FROM people.post p WHERE p.account_id = people.account.id)
      OR EXISTS (SELECT 1 FROM people.post p WHERE p.account_id = people.account.id AND p.unit_id = ANY(${[...o.within]}::bigint[])))`);
  return (await query.orderBy('id').limit(o.limit ?? 50).execute()).map(account);
};

export const postsOf = async (q: Read, accountIds: readonly number[]): Promise<readonly Post[]> =>
  accountIds.length === 0 ? [] : (await people(q).selectFrom('people.post').selectAll().where('account_id', 'in', [...accountIds]).orderBy('from_on').orderBy('id').execute()).map(post);

export const postLocked = async (tx: Tx, postId: number): Promise<Post | null> => {
  const row = await people(tx).selectFrom('people.post').selectAll().where('id', '=', postId).forUpdate().executeTakeFirst();
  return row ? post(row) : null;
};

const thatDay = (on: Day) => sql<boolean>`p.from_on <= ${on} AND (p.to_on IS NULL OR p.to_on >= ${on}) AND (p.ended_on IS NULL OR p.ended_on > ${on})`;

export type Holder = { readonly accountId: number; readonly name: string; readonly roles: readonly string[] };
/** Who sits there on that day, by name. */
export const holdersOf = async (q: Read, unitId: number, on: Day): Promise<readonly Holder[]> => (await holdersIn(q, [unitId], on)).get(unitId) ?? [];

const mostHolders = 5_000;
/** The same of several units, in one question. */
export const holdersIn = async (q: Read, unitIds: readonly number[], on: Day): Promise<ReadonlyMap<number, readonly Holder[]>> => {
  if (unitIds.length === 0) return new Map();
  const rows = await people(q).selectFrom('people.post as p').innerJoin('people.account as a', 'a.id', 'p.account_id').innerJoin('people.role as r', 'r.code', 'p.role')
    .select(['p.unit_id', 'a.id', 'a.name', sql<string[]>`array_agg(p.role ORDER BY r.place)`.as('roles')])
    .where('p.unit_id', 'in', [...new Set(unitIds)]).where(thatDay(on)).where('a.closed_at', 'is', null)
    .groupBy(['p.unit_id', 'a.id', 'a.name']).orderBy('a.name').orderBy('a.id').limit(mostHolders).execute();
  const found = new Map<number, Holder[]>();
  for (const row of rows) found.set(row.unit_id, [...(found.get(row.unit_id) ?? []), { accountId: row.id, name: row.name, roles: row.roles }]);
  return found;
};

/** In one of these units; `any`: anywhere. */
export const holdsPostIn = async (q: Read, accountId: number, units: number | readonly number[] | 'any', on: Day): Promise<boolean> =>
  (await people(q).selectFrom('people.post as p').innerJoin('people.account as a', 'a.id', 'p.account_id').select('p.id')
    .where('p.account_id', '=', accountId).$if(units !== 'any', (qb) => qb.where('p.unit_id', 'in', units === 'any' ? [] : [units].flat())).where(thatDay(on)).where('a.closed_at', 'is', null).limit(1).executeTakeFirst()) !== undefined;

export type NewAccount = { readonly login: string; readonly name: string; readonly lang: Lang; readonly at: Date };
export const insertAccount = async (tx: Tx, _permit: Permit<'people.create_account'>, a: NewAccount): Promise<number> =>
  (await people(tx).insertInto('people.account').values({ login: a.login, name: a.name, lang: a.lang, search: `${fold(a.name)} ${fold(a.login)}`, made_at: a.at, closed_at: null, keys_over: null })
    .returning('id').executeTakeFirstOrThrow()).id;

export const writeClosed = async (tx: Tx, _permit: Permit<'people.close_account'>, accountId: number, at: Date): Promise<void> => {
  await people(tx).updateTable('people.account').set({ closed_at: at }).where('id', '=', accountId).execute();
};

/** Over which units whoever let this person in manages people: nothing reaches further by what was entered then. */
export const writeKeysOver = async (tx: Tx, _permit: Permit<'people.accept_invitation'> | Permit<'people.end_keys'>, accountId: number, over: readonly number[] | null): Promise<void> => {
  await people(tx).updateTable('people.account').set({ keys_over: over === null ? null : [...over] }).where('id', '=', accountId).execute();
};

export type NewPost = { readonly accountId: number; readonly unitId: number; readonly role: string; readonly fromOn: Day; readonly toOn: Day | null };
export const insertPost = async (tx: Tx, _permit: Permit<'people.give_post'>, p: NewPost): Promise<number> =>
  (await people(tx).insertInto('people.post').values({ account_id: p.accountId, unit_id: p.unitId, role: p.role, from_on: p.fromOn, to_on: p.toOn, ended_on: null })
    .returning('id').executeTakeFirstOrThrow()).id;

export const writePostEnd = async (tx: Tx, _permit: Permit<'people.end_post'>, postId: number, endedOn: Day): Promise<void> => {
  await people(tx).updateTable('people.post').set({ ended_on: endedOn }).where('id', '=', postId).execute();
};
