import type { z } from 'zod';
import { isRefusal, refuse } from '../../../../kernel/refusal.ts';
import type { Result } from '../../../../kernel/result.ts';
import type { Ctx } from '../../../../platform/ctx.ts';
import { write, type Tx } from '../../../../platform/db.ts';
import type { putPromiseSchema } from '../../contract/visits.ts';
import { mayPutPromise, quietBranches } from '../../policy/visits.ts';
import { insertPut } from '../../store/promises.ts';
import { receptionById } from '../../store/receptions.ts';
import { lockVisit, matterById, promiseById, seeQuiet } from '../../store/visits.ts';
import { noted } from './around.ts';

/** An open promise is put before the official who gave it, at a later reception of theirs; what they say to it is kept, and the person is told. */
export const putPromise = (ctx: Ctx, input: z.output<typeof putPromiseSchema>, o: { readonly open?: Tx; readonly at?: Date } = {}): Promise<Result<{ readonly promiseId: number }>> => {
  const put = async (tx: Tx): Promise<Result<{ readonly promiseId: number }>> => {
    await seeQuiet(tx, quietBranches(ctx.actor));
    const promise = await promiseById(tx, input.promiseId);
    const matter = promise && (await matterById(tx, promise.matterId));
    const visit = matter && (await lockVisit(tx, { id: matter.visitId }));
    if (!promise || !visit) return refuse('promise_not_found');
    const reception = await receptionById(tx, input.receptionId);
    const theirs = reception !== null && (reception.accountId === promise.accountId || reception.heldBy === promise.accountId);
    const permit = mayPutPromise(ctx.actor, { ...promise, heldBy: theirs ? reception.heldBy : null });
    if (isRefusal(permit)) return permit;
    // on the road any of the team hears it; in the house it is theirs who gave it, whoever holds it in their place
    if (!reception || reception.state === 'cancelled' || (reception.outingId === null && !theirs)) return refuse('reception_not_found');
    if (!promise.open) return refuse('promise_ended');
    const at = o.at ?? new Date(ctx.clock.now());
    if (!(await insertPut(tx, permit, { promiseId: promise.id, receptionId: input.receptionId, at, said: input.said }))) return refuse('promise_put_already');
    await noted({ ctx, tx, visit, permit, at }, 'put_promise', { promise: promise.id, reception: input.receptionId }, { name: 'visit.promise_put', promiseId: promise.id });
    return { promiseId: promise.id };
  };
  return o.open ? put(o.open) : write(ctx, put);
};
