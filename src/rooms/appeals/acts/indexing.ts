import { isRefusal } from '../../../kernel/refusal.ts';
import type { Result } from '../../../kernel/result.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import { write, type Tx } from '../../../platform/db.ts';
import { mayIndex } from '../policy.ts';
import { writeSketches } from '../store/likeness.ts';
import { forgetPublicDocuments, writePublicDocuments } from '../store/public.ts';
import { holdSearched, idsAfter, searchProgress, setProgress, takeDue, toBeSearched, writeSearched } from '../store/searched.ts';

/** Writes what is searched of these matters as they stand now. Harmless twice. */
export const index = (ctx: Ctx, ids: readonly number[]): Promise<Result<number>> => write(ctx, (tx) => indexIn(ctx, tx, ids));

const indexIn = async (ctx: Ctx, tx: Tx, ids: readonly number[]): Promise<Result<number>> => {
  const permit = mayIndex(ctx.actor);
  if (isRefusal(permit)) return permit;
  await holdSearched(tx, ids);
  const found = await toBeSearched(tx, ids);
  await writeSearched(tx, permit, found);
  await writeSketches(tx, permit, ids);
  return found.length;
};

/** So many matters a transaction: others are served between two of them, and that much is done twice when it is cut off. */
const atOnce = 60;

/** What acts have left since; gives back how many. Several processes take different ones; cut off, they are due again. */
export const indexDue = (ctx: Ctx): Promise<Result<number>> => write(ctx, async (tx) => {
  const permit = mayIndex(ctx.actor);
  if (isRefusal(permit)) return permit;
  const ids = await takeDue(tx, permit, atOnce);
  return ids.length === 0 ? 0 : indexIn(ctx, tx, ids);
});

export type Indexed = { readonly through: number; readonly last: number; readonly written: number; readonly done: boolean };

/** The next part of what has not been written in today's way yet. Two at the same time go on one after the other. */
export const indexOn = (ctx: Ctx): Promise<Result<Indexed>> => write(ctx, async (tx) => {
  const permit = mayIndex(ctx.actor);
  if (isRefusal(permit)) return permit;
  const { through, last, done } = await searchProgress(tx);
  if (done) return { through, last, written: 0, done };
  const ids = await idsAfter(tx, through, atOnce);
  const written = await indexIn(ctx, tx, ids);
  if (isRefusal(written)) return written;
  const next = { through: ids.at(-1) ?? through, last, written: ids.length, done: ids.length < atOnce };
  await setProgress(tx, permit, next.through, next.done);
  return next;
});

/** The next of the public rows that were there before, or were stemmed another way; publishing itself writes its own. */
export const indexPublicOn = (ctx: Ctx): Promise<Result<{ readonly written: number; readonly done: boolean }>> => write(ctx, async (tx) => {
  const permit = mayIndex(ctx.actor);
  if (isRefusal(permit)) return permit;
  const written = await writePublicDocuments(tx, permit, atOnce);
  return { written, done: written < atOnce };
});

/** From the first matter again: for when what is found is doubted. */
export const indexAnew = (ctx: Ctx): Promise<Result<null>> => write(ctx, async (tx) => {
  const permit = mayIndex(ctx.actor);
  if (isRefusal(permit)) return permit;
  await searchProgress(tx);
  await setProgress(tx, permit, 0, false);
  await forgetPublicDocuments(tx, permit);
  return null;
});

/** All that is left at once: for tests, where nobody works beside. */
export const indexAll = async (ctx: Ctx): Promise<void> => {
  await indexAnew(ctx);
  for (let left: Result<number> = 1; !isRefusal(left) && left > 0; ) left = await indexDue(ctx);
  for (let on: Result<Indexed> | null = null; on === null || (!isRefusal(on) && !on.done); ) on = await indexOn(ctx);
  for (let open: Awaited<ReturnType<typeof indexPublicOn>> | null = null; open === null || (!isRefusal(open) && !open.done); ) open = await indexPublicOn(ctx);
};
