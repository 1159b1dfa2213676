import type { Permit } from '../../../kernel/permit.ts';
import { type Read, type Tx } from '../../../platform/db.ts';
import { db } from './tables.ts';

/** A way of looking at the board that somebody keeps. `first`: the board opens with it. */
export type SavedView = { readonly id: number; readonly name: string; readonly query: string; readonly first: boolean };
export const mostViews = 30;

export const viewsOf = async (q: Read, accountId: number): Promise<readonly SavedView[]> =>
  db(q).selectFrom('assignments.saved_view').select(['id', 'name', 'query', 'first']).where('account_id', '=', accountId).orderBy('name').orderBy('id').limit(mostViews).execute();

const owner = (permit: Permit<'view.keep'>): number => (permit.actor.kind === 'staff' ? permit.actor.accountId : 0);

/** Nought where there are as many as may be kept; saved again under the same name, it is the new address. */
export const putView = async (tx: Tx, permit: Permit<'view.keep'>, v: { name: string; query: string; at: Date }): Promise<number> => {
  const before = await viewsOf(tx, owner(permit));
  if (before.length >= mostViews && !before.some((one) => one.name === v.name)) return 0;
  const { id } = await db(tx).insertInto('assignments.saved_view').values({ account_id: owner(permit), name: v.name, query: v.query, made_at: v.at })
    .onConflict((c) => c.constraint('saved_view_name').doUpdateSet({ query: v.query, made_at: v.at })).returning('id').executeTakeFirstOrThrow();
  return id;
};

export const renameViewRow = async (tx: Tx, permit: Permit<'view.keep'>, v: { id: number; name: string }): Promise<boolean> =>
  Number((await db(tx).updateTable('assignments.saved_view').set({ name: v.name }).where('id', '=', v.id).where('account_id', '=', owner(permit)).executeTakeFirst()).numUpdatedRows) > 0;

export const deleteView = async (tx: Tx, permit: Permit<'view.keep'>, id: number): Promise<boolean> =>
  Number((await db(tx).deleteFrom('assignments.saved_view').where('id', '=', id).where('account_id', '=', owner(permit)).executeTakeFirst()).numDeletedRows) > 0;

/** At most one opens the board: the one before gives way. `first` false: none does. */
export const writeFirst = async (tx: Tx, permit: Permit<'view.keep'>, v: { id: number; first: boolean }): Promise<boolean> => {
  // two windows take turns
  await db(tx).selectFrom('assignments.saved_view').select('id').where('account_id', '=', owner(permit)).orderBy('id').forUpdate().execute();
  await db(tx).updateTable('assignments.saved_view').set({ first: false }).where('account_id', '=', owner(permit)).where('first', '=', true).execute();
  return Number((await db(tx).updateTable('assignments.saved_view').set({ first: v.first }).where('id', '=', v.id).where('account_id', '=', owner(permit)).executeTakeFirst()).numUpdatedRows) > 0;
};
