import type { Permit } from '../../../kernel/permit.ts';
import type { Read, Tx } from '../../../platform/db.ts';
import type { Passkey } from '../law.ts';
import { people } from './tables.ts';

export const passkeysOf = async (q: Read, accountId: number): Promise<readonly Passkey[]> =>
  (await people(q).selectFrom('people.passkey').select(['id', 'name', 'made_at', 'used_at']).where('account_id', '=', accountId).orderBy('id').limit(100).execute())
    .map((row) => ({ passkeyId: row.id, name: row.name, madeAt: row.made_at, usedAt: row.used_at }));

export const credentialIdsOf = async (q: Read, accountId: number): Promise<readonly string[]> =>
  (await people(q).selectFrom('people.passkey').select('credential_id').where('account_id', '=', accountId).limit(100).execute()).map((row) => row.credential_id);

export type Key = { readonly passkeyId: number; readonly accountId: number; readonly credentialId: string; readonly publicKey: Buffer; readonly counter: number };
export const keyByCredential = async (q: Read, credentialId: string): Promise<Key | null> => {
  const row = await people(q).selectFrom('people.passkey').selectAll().where('credential_id', '=', credentialId).executeTakeFirst();
  return row ? { passkeyId: row.id, accountId: row.account_id, credentialId: row.credential_id, publicKey: row.public_key, counter: row.counter } : null;
};

export const insertPasskey = async (tx: Tx, _permit: Permit<'people.own'>, k: { accountId: number; credentialId: string; publicKey: Buffer; counter: number; transports: readonly string[]; name: string; at: Date }): Promise<number> =>
  (await people(tx).insertInto('people.passkey').values({
    account_id: k.accountId, credential_id: k.credentialId, public_key: k.publicKey, counter: k.counter, transports: [...k.transports], name: k.name, made_at: k.at, used_at: null,
  }).returning('id').executeTakeFirstOrThrow()).id;

export const writeKeyUsed = async (tx: Tx, _permit: Permit<'people.sign_in'>, passkeyId: number, counter: number, at: Date): Promise<void> => {
  await people(tx).updateTable('people.passkey').set({ counter, used_at: at }).where('id', '=', passkeyId).execute();
};

/** One of them, or all. */
export const deletePasskeys = async (tx: Tx, _permit: Permit<'people.own'> | Permit<'people.remove_totp'> | Permit<'people.accept_invitation'> | Permit<'people.end_keys'>, accountId: number, passkeyId: number | null): Promise<number> => {
  let query = people(tx).deleteFrom('people.passkey').where('account_id', '=', accountId);
  if (passkeyId !== null) query = query.where('id', '=', passkeyId);
  return (await query.returning('id').execute()).length;
};

/** False when it was answered before. */
export const spendChallenge = async (tx: Tx, _permit: Permit<'people.sign_in'> | Permit<'people.own'>, hash: Buffer, endsAt: Date): Promise<boolean> =>
  (await people(tx).insertInto('people.spent_challenge').values({ hash, ends_at: endsAt }).onConflict((c) => c.doNothing()).returning('hash').executeTakeFirst()) !== undefined;

export const accountOfSubject = async (q: Read, issuer: string, subject: string): Promise<number | null> =>
  (await people(q).selectFrom('people.oidc_subject').select('account_id').where('issuer', '=', issuer).where('subject', '=', subject).executeTakeFirst())?.account_id ?? null;

/** False when the account is known to the issuer by another name already. */
export const insertSubject = async (tx: Tx, _permit: Permit<'people.sign_in'>, issuer: string, subject: string, accountId: number): Promise<boolean> =>
  (await people(tx).insertInto('people.oidc_subject').values({ issuer, subject, account_id: accountId }).onConflict((c) => c.doNothing()).returning('account_id').executeTakeFirst()) !== undefined;
