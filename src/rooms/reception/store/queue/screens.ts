import { randomBytes } from 'node:crypto';
import type { Permit } from '../../../../kernel/permit.ts';
import type { Read, Tx } from '../../../../platform/db.ts';
import { linkHash } from '../seal.ts';
import { byAccount, db } from './tables.ts';

export type ScreenKind = 'display' | 'kiosk';
export type Screen = { readonly id: number; readonly branchId: number; readonly kind: ScreenKind; readonly name: string; readonly madeAt: Date; readonly seenAt: Date | null };

const columns = ['id', 'branch_id', 'kind', 'name', 'made_at', 'seen_at'] as const;
type Row = { id: number; branch_id: number; kind: ScreenKind; name: string; made_at: Date; seen_at: Date | null };
const screen = (r: Row): Screen => ({ id: r.id, branchId: r.branch_id, kind: r.kind, name: r.name, madeAt: r.made_at, seenAt: r.seen_at });

export const isToken = (token: string): boolean => /^[\w-]{22}$/.test(token);
/** The secret address is the proof; a revoked one opens nothing. */
export const screenByToken = async (q: Read, token: string): Promise<Screen | null> => {
  const row = await db(q).selectFrom('reception.screen').select(columns).where('token_hash', '=', linkHash(token)).where('revoked_at', 'is', null).executeTakeFirst();
  return row ? screen(row) : null;
};
/** One kiosk takes one ticket after the other: its pace is counted under this lock. */
export const lockScreen = async (tx: Tx, id: number): Promise<void> => {
  await db(tx).selectFrom('reception.screen').select('id').where('id', '=', id).forUpdate().execute();
};
export const screensOf = async (q: Read, branchId: number): Promise<readonly Screen[]> =>
  (await db(q).selectFrom('reception.screen').select(columns).where('branch_id', '=', branchId).where('revoked_at', 'is', null).orderBy('id').limit(200).execute()).map(screen);

/** The token is given back once, and kept as its hash. */
export const insertScreen = async (tx: Tx, permit: Permit<'queue.set_up'>, s: { readonly branchId: number; readonly kind: ScreenKind; readonly name: string; readonly at: Date }): Promise<{ readonly id: number; readonly token: string }> => {
  const token = randomBytes(16).toString('base64url');
  const { id } = await db(tx).insertInto('reception.screen').values({ branch_id: s.branchId, kind: s.kind, name: s.name, token_hash: linkHash(token), made_at: s.at, made_by: byAccount(permit) }).returning('id').executeTakeFirstOrThrow();
  return { id, token };
};
export const revokeScreen = async (tx: Tx, _permit: Permit<'queue.set_up'>, branchId: number, id: number, at: Date): Promise<boolean> =>
  (await db(tx).updateTable('reception.screen').set({ revoked_at: at }).where('id', '=', id).where('branch_id', '=', branchId).where('revoked_at', 'is', null).returning('id').execute()).length > 0;
export const writeSeen = async (tx: Tx, id: number, at: Date): Promise<void> => {
  await db(tx).updateTable('reception.screen').set({ seen_at: at }).where('id', '=', id).execute();
};
