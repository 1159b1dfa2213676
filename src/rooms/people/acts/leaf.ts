import type { Permit } from '../../../kernel/permit.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../journal/contract.ts';

/** The journal's leaf of an act of this room: about an account, in ids and codes. */
export const leaf = (tx: Tx, ctx: Ctx, permit: Permit<string>, act: string, accountId: number, facts: Readonly<Record<string, unknown>> = {}): Promise<void> =>
  record(tx, { act, subject: `account:${accountId}`, actor: ctx.actor, facts, at: new Date(ctx.clock.now()), postId: permit.postId });
