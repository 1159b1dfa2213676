import type { z } from 'zod';
import type { Permit } from '../../../kernel/permit.ts';
import { isRefusal, refuse, type Refusal } from '../../../kernel/refusal.ts';
import type { Result } from '../../../kernel/result.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import { violated, write, type Tx } from '../../../platform/db.ts';
import type { viewSchema } from '../contract/views.ts';
import { mayKeepViews } from '../policy.ts';
import { deleteView, mostViews, putView, renameViewRow, writeFirst } from '../store/views.ts';

/** A bookmark of one person, not an act of the office: nothing of it goes into the journal. */
const keeping = (ctx: Ctx, body: (tx: Tx, permit: Permit<'view.keep'>) => Promise<boolean | Refusal>): Promise<Result<true>> => write(ctx, async (tx) => {
  const permit = mayKeepViews(ctx.actor);
  if (isRefusal(permit)) return permit;
  const done = await body(tx, permit);
  return isRefusal(done) ? done : done ? true : refuse('view_not_found');
});

export const saveView = (ctx: Ctx, i: z.output<typeof viewSchema>): Promise<Result<true>> => keeping(ctx, async (tx, permit) =>
  (await putView(tx, permit, { ...i, at: new Date(ctx.clock.now()) })) > 0 ? true : refuse('too_many_views', { most: mostViews }));

export const renameView = async (ctx: Ctx, i: { id: number; name: string }): Promise<Result<true>> => {
  try {
    return await keeping(ctx, (tx, permit) => renameViewRow(tx, permit, i));
  } catch (error) {
    if (violated(error) === 'saved_view_name') return refuse('view_named_already');
    throw error;
  }
};
export const removeView = (ctx: Ctx, i: { id: number }): Promise<Result<true>> => keeping(ctx, (tx, permit) => deleteView(tx, permit, i.id));
export const openWithView = (ctx: Ctx, i: { id: number; first: boolean }): Promise<Result<true>> => keeping(ctx, (tx, permit) => writeFirst(tx, permit, i));
