import type { z } from 'zod';
import { isRefusal, refuse } from '../../../../kernel/refusal.ts';
import type { Result } from '../../../../kernel/result.ts';
import type { Ctx } from '../../../../platform/ctx.ts';
import type { Tx } from '../../../../platform/db.ts';
import { attach } from '../../../files/contract.ts';
import { addMatterSchema, settleSchema, visitorSchema } from '../../contract/visits.ts';
import { boundedMoment } from '../../law/outings.ts';
import { sittingsOf, teamOf } from '../../store/outings.ts';
import { addMatter, beginVisit, finishVisit, readBack, settleMatter } from '../visits.ts';
import type { Received, Visit, What, Where } from './brought.ts';
import { dayTold, type DayTold } from './told.ts';

/** The visit as the tablet wrote it down: same number, its own moments, its matters settled as they were settled there. */
export const visited = async (own: Ctx, tx: Tx, { device, outing }: Where, { act, key, papers, instead = {} }: What & { readonly act: Visit }): Promise<Result<Received>> => {
  const bounds = { heldOn: outing.heldOn, fromMinute: outing.fromMinute, nowMs: own.clock.now() };
  const began = boundedMoment(Date.parse(act.beganAt), bounds);
  const ended = boundedMoment(Math.max(Date.parse(act.endedAt), Date.parse(act.beganAt)), bounds);
  const at = began.at;
  const person = visitorSchema.safeParse({ ...act.person, territoryCode: outing.territoryCode });
  if (!person.success) return refuse('not_taken', { field: person.error.issues[0]?.path.join('.') ?? '' });
  const official = (await teamOf(tx, outing.id)).find((one) => one.accountId === act.officialId);
  const sat = (await sittingsOf(tx, outing.id)).find((one) => one.accountId === act.officialId);
  const begun = await beginVisit(own, tx, {
    ...person.data, branchId: outing.branchId, unitId: official?.unitId ?? outing.branchId, accountId: act.officialId, clerkId: device.accountId, receptionId: sat?.id ?? null, outingId: outing.id,
    ...(instead.newVisit ? {} : { number: act.number }), lang: act.lang, quiet: act.quiet, beganAt: at, key: `tablet:${device.id}:${key}`,
  });
  if (isRefusal(begun)) return begun;
  const appeals: string[] = [];
  const days: DayTold[] = [];
  for (const [nth, matter] of act.matters.entries()) {
    const input = checked(addMatterSchema, { number: begun.number, text: matter.text, topicCode: matter.topicCode });
    const added = isRefusal(input) ? input : await addMatter(own, input, { open: tx, at });
    if (isRefusal(added)) return added;
    const files = matter.papers.flatMap((one) => { const ready = papers.get(one.key); return ready && 'fileId' in ready ? [ready.fileId] : []; });
    const settled = await settleOne(own, tx, { ...matter, number: begun.number, nth: nth + 1, files, at, appealNumber: instead.newAppeals?.includes(nth + 1) ? undefined : matter.appealNumber, joinTo: instead.joinTo });
    if (isRefusal(settled)) return settled;
    if (settled.appealNumber !== null) appeals.push(settled.appealNumber);
    // an appeal has its papers; what was advised or promised has them with the visit
    if (matter.outcome !== 'registered' || instead.joinTo !== undefined) {
      const attached = await attach(tx, files, `visit:${begun.visitId}`);
      if (isRefusal(attached)) return attached;
    }
    const told = matter.outcome === 'registered' && matter.toldDueOn !== undefined && instead.joinTo === undefined ? await dayTold(tx, outing, settled.appealNumber ?? '', matter.kind ?? 'application', matter.toldDueOn, at) : null;
    if (told) days.push(told);
  }
  const finished = await finishVisit(own, { number: begun.number, rest: undefined }, { open: tx, at: ended.at });
  if (isRefusal(finished)) return finished;
  const off = began.off || ended.off;
  return { visitId: begun.visitId, visit: begun.number, appeals, told: days.length > 0 || off ? { ...(days.length > 0 ? { days } : {}), ...(off ? { clockOff: began.off ? act.beganAt : act.endedAt } : {}) } : null };
};

type One = Omit<Visit['matters'][number], 'appealNumber'> & { readonly number: string; readonly appealNumber: string | undefined; readonly joinTo: string | undefined; readonly nth: number; readonly files: readonly number[]; readonly at: Date };
const settleOne = async (own: Ctx, tx: Tx, m: One): Promise<Result<{ readonly appealNumber: string | null }>> => {
  const of = { number: m.number, nth: m.nth };
  const open = { open: tx, at: m.at };
  if (m.outcome === 'advised') {
    const input = checked(settleSchema, { ...of, how: 'advised', advice: m.advice });
    return isRefusal(input) ? input : settleMatter(own, input, open);
  }
  if (m.outcome === 'registered' && m.joinTo !== undefined) {
    const input = checked(settleSchema, { ...of, how: 'joined', appealNumber: m.joinTo });
    return isRefusal(input) ? input : settleMatter(own, input, open);
  }
  if (m.outcome === 'registered') {
    const input = checked(settleSchema, { ...of, how: 'registered', kind: m.kind ?? 'application', topicCode: m.topicCode, papers: m.files, publishConsent: false });
    return isRefusal(input) ? input : settleMatter(own, input, { ...open, ...(m.appealNumber === undefined ? {} : { appealNumber: m.appealNumber }), ...(m.toldDueOn === undefined ? {} : { toldDueOn: m.toldDueOn }) });
  }
  if (!m.promise) return refuse('not_taken');
  const { accountId, unitId, executorUnit, text, dueOn } = m.promise;
  // an official who promised for their own body keeps it themselves
  const input = checked(settleSchema, { ...of, how: 'promised', text, executorUnit, executorAccount: unitId === executorUnit ? accountId : undefined, dueOn, evenAway: true });
  const done = isRefusal(input) ? input : await settleMatter(own, input, open);
  if (!isRefusal(done) && m.promise.readBack && done.promiseId !== null) {
    const read = await readBack(own, { number: m.number, promiseId: done.promiseId }, open);
    if (isRefusal(read)) return read;
  }
  return done;
};

/** The contract's own schemas clean what was typed; what they refuse, a person looks at. */
const checked = <S extends z.ZodType>(schema: S, given: unknown): Result<z.output<S>> => {
  const read = schema.safeParse(given);
  return read.success ? read.data : refuse('not_taken', { field: read.error.issues[0]?.path.join('.') ?? '', why: read.error.issues[0]?.message ?? '' });
};
