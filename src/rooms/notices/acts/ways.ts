import type { Lang } from '../../../kernel/words.ts';
import { refuse } from '../../../kernel/refusal.ts';
import type { Result } from '../../../kernel/result.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import { read, write, type Tx } from '../../../platform/db.ts';
import { masked, type WayChannel } from '../law.ts';
import { maySetWay, mayStop } from '../policy.ts';
import { wayOfToken } from '../seal.ts';
import { insertWish } from '../store/wishes.ts';
import { insertWay, replaceWays, lastNumber, wayById, writeStopped } from '../store/notices.ts';
import { as } from '../../../platform/ctx.ts';
import { system } from '../../../kernel/actor.ts';

/** In the transaction that took the matter in: how its person wants to hear of it. */
export const setWay = (ctx: Ctx, tx: Tx, w: { owner: string; channel: WayChannel; address: string; lang: Lang }): Promise<void> =>
  insertWay(tx, maySetWay(ctx.actor), { ...w, at: new Date(ctx.clock.now()) });

/** As `setWay`, for a channel whose address is known only when the person turns to the bot by the link they are shown. */
export const wishChat = (ctx: Ctx, tx: Tx, owner: string): Promise<void> => insertWish(tx, maySetWay(ctx.actor), { owner, channel: 'telegram', at: new Date(ctx.clock.now()) });

/** A clerk has asked the person for another address: the old one is given up, in the transaction of the room that asked. */
export const changeWay = async (ctx: Ctx, tx: Tx, w: { owner: string; channel: WayChannel; address: string; lang: Lang }): Promise<void> => {
  const permit = maySetWay(ctx.actor);
  const at = new Date(ctx.clock.now());
  await replaceWays(tx, permit, { ...w, at });
  await insertWay(tx, permit, { ...w, at });
};

const turn = (ctx: Ctx, token: string, stopped: boolean): Promise<Result<{ wayId: number; lang: Lang }>> => {
  const wayId = wayOfToken(token);
  if (wayId === null) return Promise.resolve(refuse('way_not_found'));
  // the link is the proof; whoever clicks it is nobody in particular
  const acting = as(ctx, system('notices.stop'));
  return write(acting, async (tx) => {
    const way = await wayById(tx, wayId);
    if (!way) return refuse('way_not_found');
    await writeStopped(tx, mayStop(acting.actor), wayId, stopped ? new Date(ctx.clock.now()) : null);
    return { wayId, lang: way.lang };
  });
};
/** What the page behind a letter's link says: which address, of which matter, in the words of its last notice. */
export type WayBehind = { readonly channel: WayChannel; readonly address: string; readonly stopped: boolean; readonly lang: Lang; readonly number: string | null };
export const wayBehind = (ctx: Ctx, token: string): Promise<Result<WayBehind>> => {
  const wayId = wayOfToken(token);
  if (wayId === null) return Promise.resolve(refuse('way_not_found'));
  return read(as(ctx, system('notices.stop')), async (q) => {
    const way = await wayById(q, wayId);
    if (!way) return refuse('way_not_found');
    return { channel: way.channel, address: masked(way.channel, way.address), stopped: way.stopped, lang: way.lang, number: await lastNumber(q, wayId) };
  });
};
/** One click, no question: what the law does not oblige us to say is not said any more. */
export const stopWay = (ctx: Ctx, token: string): Promise<Result<{ wayId: number; lang: Lang }>> => turn(ctx, token, true);
export const startWay = (ctx: Ctx, token: string): Promise<Result<{ wayId: number; lang: Lang }>> => turn(ctx, token, false);
