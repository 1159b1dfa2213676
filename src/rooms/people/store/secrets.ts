import type { Permit } from '../../../kernel/permit.ts';
import { sql, type Read, type Tx } from '../../../platform/db.ts';
import { people } from './tables.ts';

/** Behind row-level security: the person's own session or the program itself, nobody else. */
export const passwordOf = async (q: Read, accountId: number): Promise<string | null> =>
  (await people(q).selectFrom('people.password').select('phc').where('account_id', '=', accountId).executeTakeFirst())?.phc ?? null;

export const putPassword = async (tx: Tx, _permit: Permit<'people.create_account'> | Permit<'people.accept_invitation'> | Permit<'people.own'>, accountId: number, phc: string, at: Date): Promise<void> => {
  await people(tx).insertInto('people.password').values({ account_id: accountId, phc, set_at: at })
    .onConflict((c) => c.column('account_id').doUpdateSet({ phc, set_at: at })).execute();
};

export type Totp = { readonly sealed: Buffer; readonly confirmed: boolean; readonly lastStep: number };
export const totpOf = async (q: Read, accountId: number): Promise<Totp | null> => {
  const row = await people(q).selectFrom('people.totp').selectAll().where('account_id', '=', accountId).executeTakeFirst();
  return row ? { sealed: row.sealed, confirmed: row.confirmed_at !== null, lastStep: row.last_step } : null;
};

/** A secret that was not confirmed yet gives way to the new one; a confirmed one does not. */
export const putTotp = async (tx: Tx, _permit: Permit<'people.own'>, accountId: number, sealed: Buffer, at: Date): Promise<boolean> =>
  (await people(tx).insertInto('people.totp').values({ account_id: accountId, sealed, started_at: at, confirmed_at: null, last_step: 0 })
    .onConflict((c) => c.column('account_id').doUpdateSet({ sealed, started_at: at, last_step: 0 }).where('people.totp.confirmed_at', 'is', null))
    .returning('account_id').executeTakeFirst()) !== undefined;

export const confirmTotpRow = async (tx: Tx, _permit: Permit<'people.own'>, accountId: number, step: number, at: Date): Promise<boolean> =>
  (await people(tx).updateTable('people.totp').set({ confirmed_at: at, last_step: step }).where('account_id', '=', accountId).where('confirmed_at', 'is', null)
    .returning('account_id').executeTakeFirst()) !== undefined;

/** Takes the step; false when this or a later one was taken before, by another request at the same moment too. */
export const takeStep = async (tx: Tx, _permit: Permit<'people.sign_in'>, accountId: number, step: number): Promise<boolean> =>
  (await people(tx).updateTable('people.totp').set({ last_step: step }).where('account_id', '=', accountId).where('confirmed_at', 'is not', null).where('last_step', '<', step)
    .returning('account_id').executeTakeFirst()) !== undefined;

/** What is entered with, or an invitation still to be opened, came from somebody who does not manage the people of that unit. */
export const keysFallShort = async (q: Read, accountId: number, unitId: number, at: Date): Promise<boolean> =>
  (await people(q).selectFrom('people.account as a').select('a.id').where('a.id', '=', accountId).where((e) => e.or([
    sql<boolean>`NOT ${unitId}::bigint = ANY (a.keys_over)`,
    e.exists(e.selectFrom('people.invitation as i').select('i.id').whereRef('i.account_id', '=', 'a.id').where('i.spent_at', 'is', null).where('i.ends_at', '>', at).where(sql<boolean>`NOT ${unitId}::bigint = ANY (i.made_over)`)),
  ])).executeTakeFirst()) !== undefined;

export const deletePassword = async (tx: Tx, _permit: Permit<'people.end_keys'>, accountId: number): Promise<void> => {
  await people(tx).deleteFrom('people.password').where('account_id', '=', accountId).execute();
};

export const deleteTotp = async (tx: Tx, _permit: Permit<'people.own'> | Permit<'people.remove_totp'> | Permit<'people.end_keys'>, accountId: number): Promise<boolean> =>
  (await people(tx).deleteFrom('people.totp').where('account_id', '=', accountId).returning('account_id').executeTakeFirst()) !== undefined;

export const insertInvitation = async (tx: Tx, _permit: Permit<'people.invite'>, i: { accountId: number; hash: Buffer; at: Date; endsAt: Date; over: readonly number[] | null }): Promise<number> => {
  await people(tx).updateTable('people.invitation').set({ spent_at: i.at }).where('account_id', '=', i.accountId).where('spent_at', 'is', null).execute();
  return (await people(tx).insertInto('people.invitation').values({ account_id: i.accountId, token_hash: i.hash, made_at: i.at, ends_at: i.endsAt, spent_at: null, made_over: i.over === null ? null : [...i.over] })
    .returning('id').executeTakeFirstOrThrow()).id;
};

/** Whose it is while it can still be used. */
export const invitationOf = async (q: Read, hash: Buffer, at: Date): Promise<{ invitationId: number; accountId: number; over: readonly number[] | null } | null> => {
  const row = await people(q).selectFrom('people.invitation').select(['id', 'account_id', 'made_over']).where('token_hash', '=', hash).where('spent_at', 'is', null).where('ends_at', '>', at).executeTakeFirst();
  return row ? { invitationId: row.id, accountId: row.account_id, over: row.made_over } : null;
};

/** False when somebody used it a moment before. */
export const spendInvitation = async (tx: Tx, _permit: Permit<'people.accept_invitation'>, invitationId: number, at: Date): Promise<boolean> =>
  (await people(tx).updateTable('people.invitation').set({ spent_at: at }).where('id', '=', invitationId).where('spent_at', 'is', null).returning('id').executeTakeFirst()) !== undefined;

export const spendInvitationsOf = async (tx: Tx, _permit: Permit<'people.close_account'> | Permit<'people.end_keys'>, accountId: number, at: Date): Promise<void> => {
  await people(tx).updateTable('people.invitation').set({ spent_at: at }).where('account_id', '=', accountId).where('spent_at', 'is', null).execute();
};

/** For the page behind an invitation, while it is good. */
export const invitedAccount = async (q: Read, hash: Buffer, at: Date): Promise<{ login: string; name: string } | null> =>
  (await people(q).selectFrom('people.invitation as i').innerJoin('people.account as a', 'a.id', 'i.account_id').select(['a.login', 'a.name'])
    .where('i.token_hash', '=', hash).where('i.spent_at', 'is', null).where('i.ends_at', '>', at).where('a.closed_at', 'is', null).executeTakeFirst()) ?? null;
