import type { z } from 'zod';
import type { Day } from '../../../../kernel/day.ts';
import { isRefusal, refuse } from '../../../../kernel/refusal.ts';
import type { Result } from '../../../../kernel/result.ts';
import { system, type Actor } from '../../../../kernel/actor.ts';
import { as, type Ctx } from '../../../../platform/ctx.ts';
import type { Tx } from '../../../../platform/db.ts';
import { addIn, earlierOf, gravest, registerIn, registerSchema } from '../../../appeals/contract.ts';
import { isOffered } from '../../../notices/contract.ts';
import type { readBackSchema, Settle } from '../../contract/visits.ts';
import { isQuietSign, maySettle, mostPromises } from '../../law/visits.ts';
import { mayAddMatter, maySettleMatter } from '../../policy/visits.ts';
import { insertPromise, writeReadBack } from '../../store/promises.ts';
import { letIn, matterById, promiseById, promisesOfMatters, visitIin, withProgramsEyes, writeSettled, type Matter, type Visit } from '../../store/visits.ts';
import { matterAt, noted, sitting, type Sitting } from './around.ts';
import { promiseGiven } from './promise.ts';

export type SettledRef = { readonly visitId: number; readonly number: string; readonly matterId: number; readonly nth: number; readonly appealNumber: string | null; readonly promiseId: number | null };
/** `appealNumber`, `toldDueOn`, `at`: given out and told by a tablet that arrives later. `saidBy`: who promised, where it was not the official of the visit. */
export type SettleMore = { readonly open?: Tx | undefined; readonly at?: Date | undefined; readonly appealNumber?: string | undefined; readonly toldDueOn?: Day | undefined; readonly saidBy?: number | undefined };
type Step = Sitting<'visit.settle'> & { readonly matter: Matter; readonly more: SettleMore };
type Of<H extends Settle['how']> = Extract<Settle, { how: H }>;
type Done = { readonly appealNumber?: string; readonly promiseId?: number };

/** What becomes of one matter: settled on the spot, said in the room, an appeal of its own, or gone to one that is there. */
export const settleMatter = (ctx: Ctx, input: Settle, more: SettleMore = {}): Promise<Result<SettledRef>> =>
  sitting(ctx, input.number, 'settle', maySettleMatter, async (s) => {
    const matter = await matterAt(s.tx, s.visit, input.nth);
    if (!matter) return refuse('matter_not_found');
    if (!maySettle(matter.outcome, input.how)) return refuse('matter_settled');
    const step: Step = { ...s, matter, more };
    const done = input.how === 'advised' ? await advise(step, input) : input.how === 'promised' ? await promise(step, input) : input.how === 'joined' ? await join(step, input) : await registered(step, input);
    if (isRefusal(done)) return done;
    await noted(s, 'settle', { nth: matter.nth, outcome: input.how }, { name: 'visit.matter_settled', matterId: matter.id, outcome: input.how });
    return { visitId: s.visit.id, number: s.visit.number, matterId: matter.id, nth: matter.nth, appealNumber: done.appealNumber ?? null, promiseId: done.promiseId ?? null };
  }, more);

const advise = async (s: Step, input: Of<'advised'>): Promise<Result<Done>> => {
  await writeSettled(s.tx, s.permit, s.matter, { outcome: 'advised', advice: input.advice, at: s.at, askedAt: s.at });
  return {};
};

/** The person as an appeal knows them. */
export const applicantOf = (visit: Visit, iin: string | undefined) => {
  const given = { surname: visit.surname, given: visit.given, patronymic: visit.patronymic, phone: visit.phone, email: visit.email, address: visit.address, iin };
  return { kind: 'person' as const, ...Object.fromEntries(Object.entries(given).filter(([, value]) => value != null)) };
};
/** They hear of it as they hear of the visit. */
export const tellByOf = (visit: Visit): 'email' | 'sms' | 'link' => (visit.email !== null ? 'email' : visit.phone !== null && isOffered('sms') ? 'sms' : 'link');
export const channelOf = (visit: Visit): 'outing' | 'desk' => (visit.outingId === null ? 'desk' : 'outing');

/** A number, a day and a receipt of its own: the branch's promise runs from today. */
const makeAppeal = async (s: Step, o: Pick<Of<'registered'>, 'kind' | 'topicCode' | 'territoryCode' | 'address' | 'publishConsent' | 'papers'> & { readonly joinTo?: string }) => {
  const { visit, matter, more } = s;
  if (visit.surname === null || visit.given === null) return refuse('visitor_name_required');
  const input = registerSchema.safeParse({
    key: `visit ${visit.number} ${matter.nth}`, channel: channelOf(visit), lang: visit.lang, branchId: visit.branchId, applicant: applicantOf(visit, await visitIin(s.tx, s.permit, visit.id)), tellBy: tellByOf(visit),
    ...(more.at ? { receivedAt: more.at.toISOString() } : {}),
    matters: [{ kind: o.kind, text: matter.text, topicCode: o.topicCode ?? matter.topicCode ?? undefined, territoryCode: o.territoryCode ?? visit.territoryCode ?? undefined, address: o.address, publishConsent: o.publishConsent && !visit.quiet, papers: o.papers, joinTo: o.joinTo }],
  });
  if (!input.success) return refuse('matter_text_invalid');
  const sign = visit.quiet ? gravest(matter.text, s.on) : null;
  // an official of another body sees no appeal of the branch: the program registers it, and the leaf of the visit says for whom
  const own = seesBranch(s.ctx.actor, visit.branchId);
  const done = await within(s, own, (ctx) => registerIn(ctx, s.tx, input.data, {
    ...(own ? { by: s.permit } : papersOf(s.ctx.actor)), ...(more.appealNumber === undefined ? {} : { number: more.appealNumber }), ...(more.toldDueOn === undefined ? {} : { toldDueOn: more.toldDueOn }),
    // whoever marked the visit saw danger that the words may not name
    ...(visit.quiet ? { urgency: isQuietSign(sign) && sign !== null ? sign : 'danger' } : {}),
  }));
  return isRefusal(done) ? done : (done.matters[0] ?? refuse('matter_text_invalid'));
};

const seesBranch = (actor: Actor, branchId: number): boolean => actor.kind === 'system' || (actor.kind === 'staff' && (actor.sight === 'all' || actor.sight.includes(branchId)));
const papersOf = (actor: Actor) => (actor.kind === 'staff' ? { papersBy: `account:${actor.accountId}` } : {});
const within = <T>(s: Step, own: boolean, work: (ctx: Ctx) => Promise<T>): Promise<T> =>
  own ? work(s.ctx) : withProgramsEyes(s.tx, s.permit, () => work(as(s.ctx, system('reception.visit'))));

const registered = async (s: Step, input: Of<'registered'>): Promise<Result<Done>> => {
  const appeal = await makeAppeal(s, input);
  if (isRefusal(appeal)) return appeal;
  await writeSettled(s.tx, s.permit, s.matter, { outcome: 'registered', appealId: appeal.appealId, appealNumber: appeal.number, at: s.at, ...(input.topicCode === undefined ? {} : { topicCode: input.topicCode }) });
  return { appealNumber: appeal.number };
};

/** To the person's own earlier appeal the words are added; to a common cause they go as an appeal of their own, which keeps its day (decision 0019). */
const join = async (s: Step, input: Of<'joined'>): Promise<Result<Done>> => {
  const { visit, matter } = s;
  if (!seesBranch(s.ctx.actor, visit.branchId)) return refuse('not_allowed');
  const iin = await visitIin(s.tx, s.permit, visit.id);
  const who = { name: [visit.surname, visit.given, visit.patronymic].filter(Boolean).join(' '), iin, phone: visit.phone ?? undefined, address: visit.address ?? undefined };
  const own = (await earlierOf(s.tx, s.ctx.actor, who)).find((one) => one.number === input.appealNumber);
  if (own) {
    const added = await addIn(s.ctx, { number: own.number, text: matter.text.slice(0, 10_000), papers: [], by: s.permit }, s.tx);
    if (isRefusal(added)) return added;
    await writeSettled(s.tx, s.permit, matter, { outcome: 'joined', appealId: added.appealId, appealNumber: added.number, at: s.at });
    return { appealNumber: added.number };
  }
  const appeal = await makeAppeal(s, { kind: 'application', publishConsent: false, papers: [], joinTo: input.appealNumber });
  if (isRefusal(appeal)) return appeal;
  // a cause that has ended meanwhile takes nobody in: then it is an appeal by itself
  await writeSettled(s.tx, s.permit, matter, { outcome: appeal.joined === true ? 'joined' : 'registered', appealId: appeal.appealId, appealNumber: appeal.number, ...(appeal.joined === true ? { causeNumber: input.appealNumber } : {}), at: s.at });
  return { appealNumber: appeal.number };
};

const promise = async (s: Step, input: Of<'promised'>): Promise<Result<Done>> => {
  const before = await promisesOfMatters(s.tx, [s.matter.id]);
  if (before.length >= mostPromises) return refuse('promises_enough', { count: mostPromises });
  const given = await promiseGiven(s, s.matter, { ...input, saidBy: s.more.saidBy });
  if (isRefusal(given)) return given;
  await writeSettled(s.tx, s.permit, s.matter, { outcome: 'promised', at: s.at });
  const promiseId = await insertPromise(s.tx, s.permit, s.visit.id, given);
  if (s.visit.quiet && given.executorAccount !== null) await letIn(s.tx, s.permit, s.visit.id, given.executorAccount);
  await noted(s, 'promise', { promise: promiseId, unit: given.executorUnit, day: given.dueOn }, { name: 'visit.promised', promiseId });
  return { promiseId };
};

/** Said aloud to the person once more, as it was written down: a step of its own. */
export const readBack = (ctx: Ctx, input: z.output<typeof readBackSchema>, o: { readonly open?: Tx; readonly at?: Date } = {}): Promise<Result<{ readonly visitId: number; readonly number: string }>> =>
  sitting(ctx, input.number, 'settle', (actor, visit) => { const said = mayAddMatter(actor, visit); return isRefusal(said) ? said : maySettleMatter(actor, visit); }, async (s) => {
    const found = await promiseById(s.tx, input.promiseId);
    const matter = found && (await matterById(s.tx, found.matterId));
    if (!found || matter?.visitId !== s.visit.id) return refuse('promise_not_found');
    await writeReadBack(s.tx, s.permit, s.visit.id, found.id, s.at);
    await noted(s, 'read_back', { promise: found.id });
    return { visitId: s.visit.id, number: s.visit.number };
  }, o);
