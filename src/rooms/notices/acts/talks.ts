import type { Permit } from '../../../kernel/permit.ts';
import { isRefusal } from '../../../kernel/refusal.ts';
import type { Lang } from '../../../kernel/words.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import { write, type Read, type Tx } from '../../../platform/db.ts';
import { mayArrive } from '../policy.ts';
import { openTalk, peerHash, sealTalk } from '../seal.ts';
import { dropConversation, noteArrival, putConversation } from '../store/arrivals.ts';
import { isAt, lockTalk, ownersAt, readTalk, writeBack, writeLang } from '../store/talks.ts';

const asked = (ctx: Ctx): Permit<'notice.arrive'> => {
  const permit = mayArrive(ctx.actor);
  if (isRefusal(permit)) throw new Error('conversations are read by the program itself');
  return permit;
};

/** What was kept of the conversation with one chat; null when there was none, or when the key is another now: then it begins anew. */
export const talkWith = async (ctx: Ctx, q: Read, chat: string): Promise<string | null> => {
  asked(ctx);
  const sealed = await readTalk(q, peerHash(chat));
  if (sealed === null) return null;
  try {
    return openTalk(chat, sealed);
  } catch {
    ctx.log.warn('notices.talk_unreadable');
    return null;
  }
};

/** As `talkWith`, and nobody else reads a message of this chat until the transaction ends. */
export const lockTalkWith = async (ctx: Ctx, tx: Tx, chat: string): Promise<string | null> => {
  await lockTalk(tx, peerHash(chat));
  return talkWith(ctx, tx, chat);
};
/** Null forgets it. */
export const keepTalk = (ctx: Ctx, tx: Tx, chat: string, text: string | null): Promise<void> => {
  const permit = asked(ctx);
  const peer = peerHash(chat);
  return text === null ? dropConversation(tx, permit, peer) : putConversation(tx, permit, { peer, sealed: sealTalk(chat, text), at: new Date(ctx.clock.now()) });
};

/** False when this update was taken before: then nothing else of this transaction may stand. */
export const noteUpdate = (ctx: Ctx, tx: Tx, u: { readonly name: string; readonly state: 'taken' | 'refused'; readonly reason?: string }): Promise<boolean> =>
  noteArrival(tx, asked(ctx), { channel: 'telegram', name: u.name, state: u.state, reason: u.reason ?? null, owner: null, at: new Date(ctx.clock.now()) });

const mostMatters = 50;
/** The records that this chat was bound to when they came: what it may ask about and act on. */
export const ownersOfChat = (q: Read, chat: string): Promise<readonly string[]> => ownersAt(q, 'telegram', chat, mostMatters);
export const isOfChat = (q: Read, chat: string, owner: string): Promise<boolean> => isAt(q, 'telegram', chat, owner);

/** The chat speaks: it is there again, and in this language. */
export const chatSpoke = async (ctx: Ctx, tx: Tx, chat: string, lang: Lang | null): Promise<void> => {
  const permit = asked(ctx);
  await writeBack(tx, permit, 'telegram', chat);
  if (lang !== null) await writeLang(tx, permit, 'telegram', chat, lang);
};

/** An update that fails again and again is put aside, so that those behind it are read. */
export const refuseUpdate = (ctx: Ctx, name: string, reason: string): Promise<boolean> => write(ctx, (tx) => noteUpdate(ctx, tx, { name, state: 'refused', reason }));
