import { sql, view, type Tx } from '../../../platform/db.ts';
import { bodyHash } from '../../../platform/seal/proofs.ts';

/** `fresh`: nobody did it under this key before; else the id it made then, and whether by the same words. */
export type Claimed = { readonly id: number; readonly fresh: boolean; readonly sameBody: boolean };

/** Takes the key for this transaction with an id that `take` gives. Another one with the same key is waited for; what is refused gives the key back. `key` says whose it is: `booking public: …`. */
export const claim = async (tx: Tx, key: string, body: unknown, at: Date, take: () => Promise<number>): Promise<Claimed> => {
  const hash = bodyHash(body);
  const id = await take();
  const taken = await sql`INSERT INTO reception.intake (key, body_sha256, record_id, made_at) VALUES (${key}, ${hash}, ${id}, ${at}) ON CONFLICT (key) DO NOTHING`.execute(view(tx));
  if (Number(taken.numAffectedRows ?? 0) > 0) return { id, fresh: true, sameBody: true };
  const { rows } = await sql<{ record_id: number; same: boolean }>`SELECT record_id, body_sha256 = ${hash} AS same FROM reception.intake WHERE key = ${key}`.execute(view(tx));
  const before = rows[0];
  if (!before) throw new Error('the key vanished while it was waited for');
  return { id: Number(before.record_id), fresh: false, sameBody: before.same };
};

export const forgetIntake = async (tx: Tx, before: Date): Promise<void> => {
  await sql`DELETE FROM reception.intake WHERE made_at < ${before}`.execute(view(tx));
};
