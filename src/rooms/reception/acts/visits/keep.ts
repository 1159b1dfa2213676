import type { Day } from '../../../../kernel/day.ts';
import { isRefusal } from '../../../../kernel/refusal.ts';
import type { Ctx } from '../../../../platform/ctx.ts';
import { write, type Tx } from '../../../../platform/db.ts';
import { ofSource } from '../../../assignments/contract.ts';
import { record } from '../../../journal/contract.ts';
import { silenceDays } from '../../law/visits.ts';
import { mayKeepPromises } from '../../policy/visits.ts';
import { lockPromises, silentSince, writeAskedAt, writeKept, writeVerdict } from '../../store/promises.ts';
import { letIn, matterById, visitBy, type Promised, type Visit } from '../../store/visits.ts';

/** What became of a promise since it was looked at last: what the person is told of. */
export type Change = { readonly visit: Visit; readonly promise: Promised; readonly what: 'kept' | 'withdrawn' | 'moved' };

/** Promises as their assignments stand now, whatever was heard and in which order: twice is as once. As the program itself. */
export const keepInStep = async (ctx: Ctx, tx: Tx, matterId: number): Promise<readonly Change[]> => {
  const permit = mayKeepPromises(ctx.actor);
  if (isRefusal(permit)) throw new Error('promises follow their assignments by jobs');
  const matter = await matterById(tx, matterId);
  const visit = matter && (await visitBy(tx, { id: matter.visitId }));
  if (!matter || !visit) return [];
  const promises = await lockPromises(tx, matterId);
  const now = new Map((await ofSource(tx, { kind: 'visit', id: matterId })).map((one) => [one.id, one]));
  const changes: Change[] = [];
  const after: Promised[] = [];
  for (const promise of promises) {
    const a = now.get(promise.assignmentId);
    const ended = a?.stage === 'settled' || a?.stage === 'withdrawn';
    const next = a === undefined ? promise : { ...promise, dueOn: a.dueOn as Day, executorUnit: a.executor.unitId, executorAccount: a.executor.accountId, calendarVersion: a.calendarVersion, open: !ended, endedAt: a.endedAt, kept: ended ? a.stage === 'settled' : null };
    after.push(next);
    if (a === undefined) continue;
    await writeKept(tx, permit, promise.id, next);
    // whoever has it now must know what it is
    if (visit.quiet && next.executorAccount !== null && !visit.letIn.includes(next.executorAccount)) await letIn(tx, permit, visit.id, next.executorAccount);
    if (promise.open && !next.open) changes.push({ visit, promise: next, what: next.kept === true ? 'kept' : 'withdrawn' });
    else if (promise.dueOn !== next.dueOn) changes.push({ visit, promise: next, what: 'moved' });
  }
  // when all that was said has ended, the person can say what came of it
  const last = after.length > 0 && after.every((one) => !one.open) ? after.flatMap((one) => one.endedAt ?? []).toSorted((a, b) => b.getTime() - a.getTime())[0] ?? null : null;
  if (matter.outcome === 'promised' && (matter.askedAt?.getTime() ?? 0) !== (last?.getTime() ?? 0)) await writeAskedAt(tx, permit, matterId, last);
  return changes;
};

const atOnce = 500;
/** Silence of so many days is written down as silence, and is not "solved". A missed night is made good by the next. */
export const writeSilence = async (ctx: Ctx): Promise<number> => {
  const permit = mayKeepPromises(ctx.actor);
  if (isRefusal(permit)) throw new Error('silence is written down by the clock');
  const at = new Date(ctx.clock.now());
  let written = 0;
  for (let found = atOnce; found === atOnce; ) {
    found = await write(ctx, async (tx) => {
      const silent = await silentSince(tx, new Date(at.getTime() - silenceDays * 86_400_000), atOnce);
      for (const one of silent) {
        await writeVerdict(tx, permit, one, { verdict: 'silent', comment: null, at });
        await record(tx, { act: 'visit.silent', subject: `visit:${one.visitId}`, actor: ctx.actor, at, postId: null, facts: { nth: one.nth } });
      }
      return silent.length;
    });
    written += found;
  }
  return written;
};
