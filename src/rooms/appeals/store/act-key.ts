import { sql, type Tx } from '../../../platform/db.ts';
import { bodyHash } from './intake.ts';
import { db } from './tables.ts';

export type ActKey = { readonly key: string; readonly accountId: number; readonly body: unknown; readonly at: Date };
/** `fresh`: nobody did it under this key. Else which row it made then, and whether by the same words. */
export type Claimed = { readonly fresh: true } | { readonly fresh: false; readonly madeId: number; readonly sameBody: boolean };

/** Takes the key for this transaction. Another one with the same key is waited for: what is refused gives it back. */
export const claimAct = async (tx: Tx, k: ActKey): Promise<Claimed> => {
  const body = bodyHash(k.body);
  const taken = await sql`INSERT INTO appeals.act_key (key, account_id, body_sha256, made_at) VALUES (${k.key}, ${k.accountId}, ${body}, ${k.at}) ON CONFLICT (key) DO NOTHING`.execute(db(tx));
  if (Number(taken.numAffectedRows ?? 0) > 0) return { fresh: true };
  const { rows } = await sql<{ made_id: number | null; same: boolean }>`SELECT made_id, body_sha256 = ${body} AS same FROM appeals.act_key WHERE key = ${k.key}`.execute(db(tx));
  const before = rows[0];
  if (!before || before.made_id === null) throw new Error('the key vanished while it was waited for');
  return { fresh: false, madeId: before.made_id, sameBody: before.same };
};

export const keepMade = async (tx: Tx, key: string, madeId: number): Promise<void> => {
  await sql`UPDATE appeals.act_key SET made_id = ${madeId} WHERE key = ${key}`.execute(db(tx));
};

export const forgetActKeys = async (tx: Tx, before: Date): Promise<void> => {
  await sql`DELETE FROM appeals.act_key WHERE made_at < ${before}`.execute(db(tx));
};
