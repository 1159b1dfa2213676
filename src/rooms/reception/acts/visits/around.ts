import { today, type Day } from '../../../../kernel/day.ts';
import type { Permit } from '../../../../kernel/permit.ts';
import { isRefusal, refuse, type Refusal } from '../../../../kernel/refusal.ts';
import type { Result } from '../../../../kernel/result.ts';
import type { Actor } from '../../../../kernel/actor.ts';
import type { Ctx } from '../../../../platform/ctx.ts';
import { write, type Read, type Tx } from '../../../../platform/db.ts';
import { emit } from '../../../../platform/jobs.ts';
import { record } from '../../../journal/contract.ts';
import { holdersOf, rolesWith, upwards } from '../../../people/contract.ts';
import { unitById as readUnit, type Unit } from '../../../units/contract.ts';
import type { VisitEvent } from '../../contract/visits.ts';
import { stateAfter, type VisitMove } from '../../law/visits.ts';
import { maySeeVisit, quietBranches } from '../../policy/visits.ts';
import { lockCameWith, lockVisit, mattersOf, seeQuiet, visitBy, type Matter, type Visit } from '../../store/visits.ts';

/** An open branch or body; a closed one is given nothing. */
export const openUnit = async (q: Read, id: number): Promise<Unit | null> => {
  const unit = await readUnit(q, id);
  return unit?.closedOn === null ? unit : null;
};

/** A visit by its number, for whoever may see it; quiet ones for those named for it. */
export const visitSeen = async (q: Read, actor: Actor, number: string): Promise<Visit | undefined> => {
  await seeQuiet(q, quietBranches(actor));
  const visit = await visitBy(q, { number });
  return visit && !isRefusal(maySeeVisit(actor, visit)) ? visit : undefined;
};

export type Sitting<A extends string> = { readonly ctx: Ctx; readonly tx: Tx; readonly visit: Visit; readonly permit: Permit<A>; readonly at: Date; readonly on: Day };

/**
 * Lock, policy, law; then `body` writes. `open`: in a transaction whose owner undoes it all when this is refused. `at`: when it was, by a tablet that
 * arrives later. `whole`: what they came with is written too, and locked first: a desk comes from its ticket to the visit.
 */
export const sitting = <A extends string, R>(
  ctx: Ctx, number: string, move: VisitMove, may: (actor: Actor, visit: Visit) => Permit<A> | Refusal, body: (s: Sitting<A>) => Promise<Result<R>>, o: { readonly open?: Tx | undefined; readonly at?: Date | undefined; readonly whole?: boolean } = {},
): Promise<Result<R>> => {
  const taken = async (tx: Tx): Promise<Result<R>> => {
    await seeQuiet(tx, quietBranches(ctx.actor));
    if (o.whole) await lockCameWith(tx, number);
    const visit = await lockVisit(tx, { number });
    if (!visit) return refuse('visit_not_found');
    const permit = may(ctx.actor, visit);
    if (isRefusal(permit)) return permit;
    if (stateAfter(move, visit.state) === null) return refuse('visit_over');
    const at = o.at ?? new Date(ctx.clock.now());
    return body({ ctx, tx, visit, permit, at, on: today({ now: () => at.getTime() }) });
  };
  return o.open ? taken(o.open) : write(ctx, taken);
};

export const matterAt = async (tx: Tx, visit: Visit, nth: number): Promise<Matter | undefined> => (await mattersOf(tx, [visit.id])).find((one) => one.nth === nth);

/** One act of the office, one leaf; of a quiet visit it says no more than of any other. */
export const noted = async (s: Pick<Sitting<string>, 'ctx' | 'tx' | 'visit' | 'permit' | 'at'>, act: string, facts: Readonly<Record<string, string | number | null>>, event?: Own<VisitEvent>): Promise<void> => {
  await record(s.tx, { act: `visit.${act}`, subject: `visit:${s.visit.id}`, actor: s.ctx.actor, at: s.at, postId: s.permit.postId, facts });
  if (event) await emit(s.tx, { visitId: s.visit.id, number: s.visit.number, branchId: s.visit.branchId, ...event });
};
type Own<E> = E extends VisitEvent ? Omit<E, 'visitId' | 'number' | 'branchId'> : never;

/** Who watches over a promise: a controller of the branch who neither keeps nor said it; else the branch as a whole. */
export const controllerOf = async (q: Read, branchId: number, on: Day, never: readonly (number | null)[], first: number | null): Promise<number | null> => {
  const controls = await rolesWith(q, 'assignment.control');
  const found = (await holdersOf(q, branchId, on)).filter((one) => one.roles.some(controls) && !never.includes(one.accountId));
  return (found.find((one) => one.accountId === first) ?? found.find((one) => one.roles.includes('controller')) ?? found[0])?.accountId ?? null;
};
/** Of a quiet promise: whoever may read quiet visits, of the branch or the nearest above it that has somebody. */
export const quietControllerOf = async (q: Read, branchId: number, on: Day, never: readonly (number | null)[]): Promise<number | null> =>
  (await upwards(q, branchId, on, await rolesWith(q, 'reception.quiet'))).find((one) => !never.includes(one)) ?? null;
