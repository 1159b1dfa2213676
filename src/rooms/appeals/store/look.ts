import type { Permit } from '../../../kernel/permit.ts';
import { view, type Read, type Tx } from '../../../platform/db.ts';

type Tables = { 'appeals.look': { appeal_id: number; account_id: number; at: Date } };

/** A page that is open says so every minute; one that was silent for two is closed. */
export const lookLastsMs = 120_000;

/** Notes that whoever holds the permit has the matter before them. Nobody else is ever noted by it. */
export const noteLook = async (tx: Tx, permit: Permit<'appeal.read'>, l: { appealId: number; at: Date }): Promise<void> => {
  if (permit.actor.kind !== 'staff') return;
  await view<Tables>(tx).insertInto('appeals.look').values({ appeal_id: l.appealId, account_id: permit.actor.accountId, at: l.at })
    .onConflict((oc) => oc.columns(['appeal_id', 'account_id']).doUpdateSet({ at: l.at })).execute();
};

/** Accounts that have the same matter open now, the latest first. */
export const othersLooking = async (q: Read, l: { appealId: number; accountId: number; now: Date }): Promise<readonly number[]> => {
  const rows = await view<Tables>(q).selectFrom('appeals.look').select('account_id').where('appeal_id', '=', l.appealId).where('account_id', '<>', l.accountId)
    .where('at', '>', new Date(l.now.getTime() - lookLastsMs)).orderBy('at', 'desc').limit(5).execute();
  return rows.map((row) => row.account_id);
};
