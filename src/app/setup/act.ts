import { system } from '../../kernel/actor.ts';
import { isRefusal } from '../../kernel/refusal.ts';
import type { Result } from '../../kernel/result.ts';
import { as, type Ctx } from '../../platform/ctx.ts';
import { read, write } from '../../platform/db.ts';
import { hireFirst, type FirstPerson } from '../../rooms/people/contract.ts';
import { anyBranch, openFirst, type FirstUnit } from '../../rooms/units/contract.ts';

export type SetupOrder = FirstUnit & { readonly administrator: FirstPerson };

/** The organisation and whoever keeps it, in one transaction; once. */
export const setUp = (anyCtx: Ctx, { administrator, ...unit }: SetupOrder): Promise<Result<{ unitId: number; login: string }>> => {
  const ctx = as(anyCtx, system('setup'));
  return write(ctx, async (tx) => {
    const opened = await openFirst(tx, ctx, unit);
    if (isRefusal(opened)) return opened;
    const hired = await hireFirst(tx, ctx, administrator, opened.unitId);
    return isRefusal(hired) ? hired : { unitId: opened.unitId, login: hired.login };
  });
};

const known = new WeakSet<object>();
/** Asked at every page until the first branch stands, and never after: a root is not closed. */
export const isSetUp = async (ctx: Ctx): Promise<boolean> => {
  if (known.has(ctx.db)) return true;
  const done = await read(ctx, anyBranch);
  if (done) known.add(ctx.db);
  return done;
};
