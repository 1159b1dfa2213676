import { isRefusal } from '../../../kernel/refusal.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import { write } from '../../../platform/db.ts';
import { maySweep } from '../policy.ts';
import { sweepOld } from '../store/tries.ts';

/** Housekeeping, no act of the office: leaves nothing in the journal. */
export const sweep = async (ctx: Ctx): Promise<void> => {
  const permit = maySweep(ctx.actor);
  if (isRefusal(permit)) return;
  await write(ctx, (tx) => sweepOld(tx, permit, ctx.clock.now()));
};
