import type { z } from 'zod';
import { isRefusal, refuse } from '../../../../kernel/refusal.ts';
import type { Result } from '../../../../kernel/result.ts';
import type { Ctx } from '../../../../platform/ctx.ts';
import { write, type Tx } from '../../../../platform/db.ts';
import { emit } from '../../../../platform/jobs.ts';
import { registerIn, registerSchema } from '../../../appeals/contract.ts';
import { record } from '../../../journal/contract.ts';
import type { visitVerdictSchema } from '../../contract/visits.ts';
import { mayJudge, type Verdict } from '../../law/visits.ts';
import { mayJudgeMatter } from '../../policy/visits.ts';
import { writeVerdict } from '../../store/promises.ts';
import { lockVisit, visitIin, type Matter, type Visit } from '../../store/visits.ts';
import { matterAt } from './around.ts';
import { clerkOf } from './follow.ts';
import { applicantOf, tellByOf } from './settle.ts';

export type Judged = { readonly verdict: Verdict; readonly appealNumber: string | null };

/**
 * The person's key, of what was advised or promised. "Not solved" may become an appeal by the same words and what is left, with a number and a day: a promise that was
 * kept is not promised again (decision 0019). `visitId`: the visit their link opened.
 */
export const judge = (ctx: Ctx, visitId: number, input: z.output<typeof visitVerdictSchema>): Promise<Result<Judged>> => {
  const own = clerkOf(ctx);
  return write(own, async (tx) => {
    const permit = mayJudgeMatter(own.actor);
    if (isRefusal(permit)) return permit;
    const visit = await lockVisit(tx, { id: visitId });
    const matter = visit && (await matterAt(tx, visit, input.nth));
    if (!visit || !matter) return refuse('matter_not_found');
    if (!mayJudge(matter)) return refuse(matter.verdict === null ? 'verdict_too_early' : 'verdict_given_before');
    const at = new Date(ctx.clock.now());
    const appeal = input.verdict === 'not_solved' && input.register === true ? await registered(own, tx, visit, matter, input.comment ?? '', await visitIin(tx, permit, visit.id)) : undefined;
    if (isRefusal(appeal)) return appeal;
    await writeVerdict(tx, permit, matter, { verdict: input.verdict, comment: input.comment ?? null, at, appeal });
    await record(tx, { act: 'visit.judge', subject: `visit:${visit.id}`, actor: own.actor, at, postId: null, facts: { nth: matter.nth, verdict: input.verdict } });
    await emit(tx, { name: 'visit.judged', visitId: visit.id, number: visit.number, branchId: visit.branchId, matterId: matter.id, verdict: input.verdict });
    return { verdict: input.verdict, appealNumber: appeal?.number ?? null };
  });
};

const registered = async (own: Ctx, tx: Tx, visit: Visit, matter: Matter, left: string, iin: string | undefined): Promise<Result<{ readonly id: number; readonly number: string }>> => {
  const input = registerSchema.safeParse({
    key: `visit ${visit.number} ${matter.nth} not solved`, channel: 'web', lang: visit.lang, branchId: visit.branchId, tellBy: tellByOf(visit),
    ...(visit.surname === null || visit.given === null ? {} : { applicant: applicantOf(visit, iin) }),
    matters: [{ kind: 'application', text: `${matter.text}\n\n${left}`.slice(0, 20_000), topicCode: matter.topicCode ?? undefined, territoryCode: visit.territoryCode ?? undefined, publishConsent: false, papers: [] }],
  });
  if (!input.success) return refuse('matter_text_invalid');
  const done = await registerIn(own, tx, input.data, visit.quiet ? { urgency: 'danger' } : {});
  const one = isRefusal(done) ? done : done.matters[0];
  return one === undefined ? refuse('matter_text_invalid') : isRefusal(one) ? one : { id: one.appealId, number: one.number };
};
