import type { z } from 'zod';
import { today, wallClock, yearOf } from '../../../kernel/day.ts';
import { isRefusal, refuse } from '../../../kernel/refusal.ts';
import type { Result } from '../../../kernel/result.ts';
import type { Lang } from '../../../kernel/words.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import type { Tx } from '../../../platform/db.ts';
import { isOffered, setWay } from '../../notices/contract.ts';
import { topicStands } from '../../units/contract.ts';
import type { addMatterSchema, changeVisitorSchema, finishVisitSchema, quietSchema, Visitor } from '../contract/visits.ts';
import { mostMatters, unsettled } from '../law/visits.ts';
import { mayAddMatter, mayBeginVisit, mayChangeVisit, mayFinishVisit } from '../policy/visits.ts';
import { claim } from '../store/intake.ts';
import { numberOf, takeNumbers } from '../store/number.ts';
import { lockReceptions, receptionById } from '../store/receptions.ts';
import { insertMatter, insertVisit, matterById, mattersOf, nextMatterId, nextVisitId, promisesOfMatters, visitBy, writeQuiet, writeState, writeVisitor } from '../store/visits.ts';
import { mayHostIn } from './duties/around.ts';
import { countReceived } from './receptions.ts';
import { noted, openUnit, sitting } from './visits/around.ts';
import { settleMatter } from './visits/settle.ts';

export { readBack, settleMatter } from './visits/settle.ts';
export { putPromise } from './visits/put.ts';

type Maybe<T> = { readonly [K in keyof T]?: T[K] | undefined };
export type Begin = Maybe<Visitor> & {
  readonly branchId: number;
  /** for which branch or body the official receives; the branch where nobody but the desk does */
  readonly unitId: number;
  /** the official before whom the person sits */
  readonly accountId?: number | null | undefined;
  /** whoever writes it down, where it is not the actor */
  readonly clerkId?: number | null | undefined;
  readonly receptionId?: number | null | undefined; readonly ticketId?: number | null | undefined; readonly bookingId?: number | null | undefined; readonly outingId?: number | null | undefined;
  /** given out already, from a reserved block; that nobody has it is the caller's to ask */
  readonly number?: string | undefined;
  readonly lang?: Lang | undefined; readonly quiet?: boolean | undefined;
  /** when it really began, by a tablet that arrives later */
  readonly beganAt?: Date | undefined;
  /** drawn with a form: sent twice, it is one visit */
  readonly key?: string | undefined;
};
export type VisitRef = { readonly visitId: number; readonly number: string };

/** One citizen sits down. In the transaction of whoever calls: a ticket, a booking, a tablet or the desk. */
export const beginVisit = async (ctx: Ctx, tx: Tx, input: Begin): Promise<Result<VisitRef>> => {
  const accountId = input.accountId ?? null;
  const permit = mayBeginVisit(ctx.actor, { branchId: input.branchId, unitId: input.unitId, accountId });
  if (isRefusal(permit)) return permit;
  const branch = await openUnit(tx, input.branchId);
  if (branch?.kind !== 'branch') return refuse('branch_invalid');
  const at = input.beganAt ?? new Date(ctx.clock.now());
  const heldOn = wallClock(at.getTime()).on;
  // what comes from the road was looked at there
  if (accountId !== null && input.outingId == null && !(await mayHostIn(tx, branch, { accountId, unitId: input.unitId }, today(ctx.clock)))) return refuse('host_invalid');
  // before its row is named by the visit: two who begin at once would each wait for the other's share of it
  await lockReceptions(tx, [input.receptionId ?? null], 'whole');
  // nobody is counted at a reception of another branch or another day
  if (input.receptionId != null && input.outingId == null) {
    const reception = await receptionById(tx, input.receptionId);
    if (reception?.branchId !== branch.id || reception.heldOn !== heldOn || reception.state === 'cancelled' || reception.state === 'missed') return refuse('reception_not_found');
    // at somebody's reception nobody else is named: who stood in for them is known from its beginning
    if (accountId !== null && accountId !== reception.accountId) return refuse('host_invalid');
  }
  const { key, ...body } = input;
  const staff = ctx.actor.kind === 'staff' ? ctx.actor.accountId : null;
  const claimed = key === undefined ? { id: await nextVisitId(tx), fresh: true, sameBody: true } : await claim(tx, `visit ${staff ?? 'system'}: ${key}`, body, new Date(ctx.clock.now()), () => nextVisitId(tx));
  if (!claimed.sameBody) return refuse('same_key_other_body');
  if (!claimed.fresh) {
    const before = await visitBy(tx, { id: claimed.id });
    return before ? { visitId: before.id, number: before.number } : refuse('visit_not_found');
  }
  const year = yearOf(heldOn);
  const number = input.number ?? numberOf('visit', branch.code, year, (await takeNumbers(tx, 'visit', branch.id, year)).to);
  const clerkId = input.clerkId ?? (staff === accountId ? null : staff);
  const lang = input.lang ?? 'kk';
  await insertVisit(tx, permit, {
    id: claimed.id, number, branchId: branch.id, receptionId: input.receptionId ?? null, outingId: input.outingId ?? null, ticketId: input.ticketId ?? null, bookingId: input.bookingId ?? null, accountId, unitId: input.unitId,
    clerkId, lang, visitor: visitorOf(input), quiet: input.quiet ?? false, letIn: staff === null ? [] : [staff], at, heldOn,
  });
  const visit = { id: claimed.id, number, branchId: branch.id };
  await keepWays(ctx, tx, visit.id, input, lang);
  if (input.receptionId != null) await countReceived(ctx, tx, input.receptionId);
  await noted({ ctx, tx, visit: visit as Parameters<typeof noted>[0]['visit'], permit, at }, 'begin', { number, branchId: branch.id }, { name: 'visit.begun' });
  return { visitId: visit.id, number };
};

const visitorOf = (v: Maybe<Visitor>): Visitor => Object.fromEntries((['surname', 'given', 'patronymic', 'phone', 'email', 'iin', 'address', 'territoryCode'] as const).flatMap((name) => (v[name] === undefined ? [] : [[name, v[name]]])));

/** By what they gave. Said twice, it is one way. */
const keepWays = async (ctx: Ctx, tx: Tx, visitId: number, v: Maybe<Visitor>, lang: Lang): Promise<void> => {
  if (v.email !== undefined) await setWay(ctx, tx, { owner: `visit:${visitId}`, channel: 'email', address: v.email, lang });
  else if (v.phone !== undefined && isOffered('sms')) await setWay(ctx, tx, { owner: `visit:${visitId}`, channel: 'sms', address: v.phone, lang });
};

/** Who it is, told or put right while they sit there. */
export const changeVisitor = (ctx: Ctx, input: z.output<typeof changeVisitorSchema>): Promise<Result<VisitRef>> =>
  sitting(ctx, input.number, 'change', mayChangeVisit, async (s) => {
    await writeVisitor(s.tx, s.permit, s.visit.id, { ...visitorOf(input), lang: input.lang });
    await keepWays(ctx, s.tx, s.visit.id, input, input.lang);
    await noted(s, 'change', {});
    return { visitId: s.visit.id, number: s.visit.number };
  });

/** A child to protect, violence: from now on it is read by few. Taken off, it is a visit like others. */
export const markQuiet = (ctx: Ctx, input: z.output<typeof quietSchema>): Promise<Result<VisitRef>> =>
  sitting(ctx, input.number, 'change', mayChangeVisit, async (s) => {
    const entrusted = (await promisesOfMatters(s.tx, (await mattersOf(s.tx, [s.visit.id])).map((one) => one.id)));
    // what was said to a whole body cannot be unsaid: its words stand on the board
    if (input.quiet && entrusted.length > 0) return refuse('quiet_too_late');
    await writeQuiet(s.tx, s.permit, s.visit.id, input.quiet, s.visit.letIn);
    await noted(s, 'change', {});
    return { visitId: s.visit.id, number: s.visit.number };
  }, { whole: true });

export type MatterRef = VisitRef & { readonly matterId: number; readonly nth: number };

/** One more matter of the same person. */
export const addMatter = (ctx: Ctx, input: z.output<typeof addMatterSchema>, o: { readonly open?: Tx; readonly at?: Date } = {}): Promise<Result<MatterRef>> =>
  sitting(ctx, input.number, 'add', mayAddMatter, async (s) => {
    const { key, ...body } = input;
    const taken = key === undefined ? { id: await nextMatterId(s.tx), fresh: true, sameBody: true } : await claim(s.tx, `matter of ${s.visit.id}: ${key}`, body, new Date(ctx.clock.now()), () => nextMatterId(s.tx));
    if (!taken.sameBody) return refuse('same_key_other_body');
    const before = taken.fresh ? undefined : await matterById(s.tx, taken.id);
    if (before) return { visitId: s.visit.id, number: s.visit.number, matterId: before.id, nth: before.nth };
    if ((await mattersOf(s.tx, [s.visit.id])).length >= mostMatters) return refuse('matters_enough', { count: mostMatters });
    if (input.topicCode !== undefined && !(await topicStands(s.tx, input.topicCode))) return refuse('topic_invalid');
    const matter = await insertMatter(s.tx, s.permit, { id: taken.id, visit: s.visit, text: input.text, topicCode: input.topicCode ?? null, at: s.at });
    await noted(s, 'add_matter', { nth: matter.nth });
    return { visitId: s.visit.id, number: s.visit.number, matterId: matter.id, nth: matter.nth };
  }, o);

/** Over. What nobody has settled is asked after; `rest: 'register'` makes an appeal of each. */
export const finishVisit = (ctx: Ctx, input: z.output<typeof finishVisitSchema>, o: { readonly open?: Tx; readonly at?: Date } = {}): Promise<Result<VisitRef>> =>
  sitting(ctx, input.number, 'finish', mayFinishVisit, async (s) => {
    const left = unsettled(await mattersOf(s.tx, [s.visit.id]));
    if (left.length > 0 && input.rest === undefined) return refuse('matters_unsettled', { count: left.length });
    for (const matter of left) {
      const done = await settleMatter(ctx, { number: s.visit.number, nth: matter.nth, how: 'registered', kind: 'application', publishConsent: false, papers: [], ...(matter.topicCode === null ? {} : { topicCode: matter.topicCode }) }, { open: s.tx, ...(o.at ? { at: o.at } : {}) });
      if (isRefusal(done)) return done;
    }
    await writeState(s.tx, s.permit, s.visit.id, 'finished', s.at);
    await noted(s, 'finish', {}, { name: 'visit.finished' });
    return { visitId: s.visit.id, number: s.visit.number };
  }, o);

/** Went away before it was over: what was said and not settled stays as it was said. */
export const leaveVisit = (ctx: Ctx, input: { readonly number: string }, o: { readonly open?: Tx } = {}): Promise<Result<VisitRef>> =>
  sitting(ctx, input.number, 'leave', mayFinishVisit, async (s) => {
    await writeState(s.tx, s.permit, s.visit.id, 'left', s.at);
    await noted(s, 'leave', {}, { name: 'visit.left' });
    return { visitId: s.visit.id, number: s.visit.number };
  }, o);
