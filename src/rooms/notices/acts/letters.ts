import type { Permit } from '../../../kernel/permit.ts';
import { isRefusal } from '../../../kernel/refusal.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import { write, type Read, type Tx } from '../../../platform/db.ts';
import type { Letter } from '../mail/letter.ts';
import { isGone } from '../mail/report.ts';
import { mayArrive } from '../policy.ts';
import { noticeOfToken, openEnvelope, sealEnvelope, senderHash, type Envelope } from '../seal.ts';
import { arrivalState, noteArrival, noticeOwner, refusedLately, takenSince, writeAgainFailed, type Arrival } from '../store/arrivals.ts';
import { lockNotice, writeBounced, writeState } from '../store/notices.ts';

const asked = (ctx: Ctx): Permit<'notice.arrive'> => {
  const permit = mayArrive(ctx.actor);
  if (isRefusal(permit)) throw new Error('letters are read by the program itself');
  return permit;
};

/** What a letter answers. `address`: whom our notice went to; null: a member of staff. */
export type Proven = { readonly noticeId: number; readonly owner: string; readonly address: string | null };

/** Whoever names a notice of ours by its unguessable name has got it, or was given it by somebody who had. */
export const provenBy = async (q: Read, tokens: readonly string[]): Promise<Proven | null> => {
  for (const token of tokens) {
    const noticeId = noticeOfToken(token);
    const found = noticeId === null ? undefined : await noticeOwner(q, noticeId);
    if (noticeId !== null && found) return { noticeId, ...found };
  }
  return null;
};

/** What became of a letter that came before; null: it did not. */
export const letterBefore = (q: Read, name: string): Promise<Arrival['state'] | null> => arrivalState(q, 'email', name);
export const takenLately = (q: Read, address: string, since: Date): Promise<number> => takenSince(q, senderHash(address), since);

export type LetterFate =
  | { readonly state: 'taken' | 'threaded'; readonly owner: string }
  | { readonly state: 'refused'; readonly reason: string };

/** In the transaction of what the letter brought. False: it was noted before, and nothing else of this transaction may stand. */
export const noteLetter = (ctx: Ctx, tx: Tx, letter: Pick<Letter, 'name' | 'from' | 'subject'>, fate: LetterFate, anyway = false): Promise<boolean> =>
  noteArrival(tx, asked(ctx), {
    channel: 'email', name: letter.name, at: new Date(ctx.clock.now()), state: fate.state, ...(fate.state === 'refused' ? { reason: fate.reason, owner: null } : { reason: null, owner: fate.owner }),
    ...(letter.from ? { sender: senderHash(letter.from.address) } : {}),
    ...(fate.state === 'refused' ? { sealed: sealEnvelope(letter.name, { from: letter.from ? `${letter.from.name} <${letter.from.address}>`.trim() : '', subject: letter.subject }) } : {}),
  }, anyway);

/** A letter whose wish to be taken in anyway could not be granted: the clerk reads why. */
export const refuseAgain = (ctx: Ctx, name: string, reason: string): Promise<void> => write(ctx, (tx) => writeAgainFailed(tx, asked(ctx), name, reason));

/** A letter of ours came back. The address is given up only where the server says that nobody is there; the clerk sees either. */
export const takeReport = (ctx: Ctx, letter: Letter): Promise<'bounce' | 'before' | 'unknown'> => write(ctx, async (tx) => {
  const permit = asked(ctx);
  const proven = letter.report && (await provenBy(tx, letter.report.tokens));
  if (!letter.report || !proven) return 'unknown';
  const at = new Date(ctx.clock.now());
  if (!(await noteArrival(tx, permit, { channel: 'email', name: letter.name, at, state: 'bounce', reason: letter.report.status, owner: proven.owner }))) return 'before';
  const notice = letter.report.failed ? await lockNotice(tx, proven.noticeId) : undefined;
  if (!notice) return 'bounce';
  const code = letter.report.status ?? 'unknown';
  const gone = isGone(letter.report.status);
  await writeState(tx, permit, notice.id, { state: gone ? 'bounced' : 'failed', errorCode: code });
  if (gone && proven.address !== null) await writeBounced(tx, permit, { channel: 'email', address: proven.address, code, at });
  return 'bounce';
});

export type RefusedLetter = { readonly id: number; readonly reason: string; readonly arrivedAt: Date; readonly envelope: Envelope | null; readonly asked: boolean };
/** For the clerk: refused lately, newest first. */
export const refusedLetters = async (q: Read): Promise<readonly RefusedLetter[]> => (await refusedLately(q, 'email')).map((one) => ({
  id: one.id, reason: one.reason, arrivedAt: one.arrivedAt, envelope: one.sealed && openEnvelope(one.name, one.sealed), asked: one.againAt !== null,
}));
