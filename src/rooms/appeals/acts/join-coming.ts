import type { Permit } from '../../../kernel/permit.ts';
import { isRefusal } from '../../../kernel/refusal.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import type { Tx } from '../../../platform/db.ts';
import { isOpen } from '../law/stages.ts';
import { mayJoinComing, mayRead, mayStandAlone } from '../policy.ts';
import { appealBy, lockAppeal } from '../store/change.ts';
import { holdAs, publishedBy } from '../store/likeness.ts';
import type { Appeal } from '../store/tables.ts';
import { stepWith } from './step.ts';

/** A cause as it stood when a letter wanted to join it; null: there is none that may be joined. */
export type Causes = ReadonlyMap<string, Appeal | null>;

/**
 * Locks what coming letters want to join, in the order of ids and before any counter: whoever answers a cause has its row and waits for no counter, whoever
 * splits one has its row and then waits for the counter.
 */
export const lockCauses = async (ctx: Ctx, tx: Tx, numbers: readonly string[]): Promise<Causes> => {
  const found = new Map<string, Appeal>();
  for (const number of new Set(numbers)) {
    const main = await mainOf(ctx, tx, number);
    if (main) found.set(number, main);
  }
  const locked = new Map<number, Appeal | undefined>();
  for (const id of [...new Set([...found.values()].map((one) => one.id))].toSorted((a, b) => a - b)) {
    if (ctx.actor.kind === 'visitor') await holdAs(tx, id);
    locked.set(id, await lockAppeal(tx, { id }));
  }
  if (ctx.actor.kind === 'visitor') await holdAs(tx, 0);
  return new Map(numbers.map((number) => [number, locked.get(found.get(number)?.id ?? 0) ?? null]));
};

/** A resident may name only what is published; what that one is joined to is its cause. */
const mainOf = async (ctx: Ctx, tx: Tx, number: string): Promise<Appeal | undefined> => {
  const visitor = ctx.actor.kind === 'visitor';
  const named = visitor ? await publishedBy(tx, number) : { number };
  if (!named) return undefined;
  if ('id' in named) await holdAs(tx, named.id);
  const appeal = await appealBy(tx, named);
  if (!appeal || (!visitor && isRefusal(mayRead(ctx.actor, appeal)))) return undefined;
  if (appeal.joinedTo === null) return appeal;
  if (visitor) await holdAs(tx, appeal.joinedTo);
  return appealBy(tx, { id: appeal.joinedTo });
};

/** The letter is registered, whatever becomes of this: joined (true), or its history says that it stands by itself. */
export const joinComing = async (ctx: Ctx, tx: Tx, o: { readonly appealId: number; readonly number: string; readonly cause: Appeal | null; readonly by?: Permit<string> | undefined }): Promise<boolean> => {
  const visitor = ctx.actor.kind === 'visitor';
  if (visitor) await holdAs(tx, o.appealId);
  const letter = await lockAppeal(tx, { id: o.appealId });
  const { cause } = o;
  let joined = false;
  if (letter) {
    const open = cause !== null && cause.joinedTo === null && cause.branchId === letter.branchId && isOpen(cause.stage) && !isRefusal(mayJoinComing(ctx.actor, letter, o.by)) ? cause : null;
    joined = open !== null;
    // a door that may register and not read leaves no word: the letter is registered all the same
    await stepWith(ctx, tx, 'join', letter, (actor, a) => (open ? mayJoinComing : mayStandAlone)(actor, a, o.by), (s) => open
      ? s.done({ patch: { joined_to: open.id }, code: 'joined_common', public: true, facts: { appeal: open.id, number: open.number, atOnce: true } }, [{ name: 'appeal.joined', mainId: open.id, as: 'common' }])
      : s.done({ code: 'join_missed', public: true, facts: { number: o.number } }, []));
  }
  if (visitor) await holdAs(tx, 0);
  return joined;
};
