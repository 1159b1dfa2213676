import { wallClock } from '../../../../kernel/day.ts';
import { normalIin } from '../../../../kernel/iin.ts';
import { normalPhone } from '../../../../kernel/phone.ts';
import type { Permit } from '../../../../kernel/permit.ts';
import { isRefusal, refuse } from '../../../../kernel/refusal.ts';
import type { Result } from '../../../../kernel/result.ts';
import type { Ctx } from '../../../../platform/ctx.ts';
import type { Tx } from '../../../../platform/db.ts';
import { numbersTaken } from '../../../appeals/contract.ts';
import { calendarNamed, isWorking } from '../../../calendar/contract.ts';
import { record } from '../../../journal/contract.ts';
import { holdsPostIn } from '../../../people/contract.ts';
import { topicStands, unitById, type Unit } from '../../../units/contract.ts';
import { putPromiseSchema } from '../../contract/visits.ts';
import { boundedMoment, inBlocks, type Block, type ConflictKind } from '../../law/outings.ts';
import { numbersClaimed } from '../../store/arrivals.ts';
import { blocksOf, visitNumbersTaken } from '../../store/blocks.ts';
import { isNamedIn } from '../../store/duties.ts';
import { promiseById } from '../../store/visits.ts';
import { isPromiseHere } from '../../store/kit.ts';
import { outingLocked, sittingsOf, teamOf, writeOutingAct, writeState, type Outing } from '../../store/outings.ts';
import { mayHostIn } from '../duties/around.ts';
import { putPromise } from '../visits.ts';
import type { Act, Received, Visit, What, Where } from './brought.ts';
import { visited } from './visited.ts';

export const papersIn = (act: Act): Visit['matters'][number]['papers'] => (act.what === 'visit' ? act.matters.flatMap((one) => one.papers) : []);
/** On the person's paper. */
export const numbersIn = (act: Act): readonly string[] => (act.what === 'visit' ? [act.number, ...appealNumbers(act, [])] : []);

/** Every reason for which a person has to look first; null: it can be taken. Asked under the tablet's lock. */
export const problemOf = async (tx: Tx, { device, outing }: Where, { act, papers, at, instead = {} }: Omit<What, 'key'>): Promise<Result<null>> => {
  if (act.what === 'promise_put') return null;
  const branch = await unitById(tx, outing.branchId);
  if (!branch || branch.closedOn !== null) return refuse('body_closed', { unit: outing.branchId });
  const kept = { visit: instead.newVisit ? [] : [act.number], appeal: instead.joinTo !== undefined ? [] : appealNumbers(act, instead.newAppeals ?? []) };
  const numbers = [...kept.visit, ...kept.appeal];
  const wrong = await numbersProblem(tx, (await blocksOf(tx, [device.id], branch.code)).get(device.id) ?? [], kept, at);
  if (wrong) return wrong;
  if (new Set(numbers).size !== numbers.length) return refuse('number_used', { number: numbers.find((one, nth) => numbers.indexOf(one) !== nth) ?? '' });
  if (!(await holdsPostIn(tx, device.accountId, 'any', outing.heldOn))) return refuse('clerk_gone');
  const noHost = act.officialId === null ? null : await hostProblem(tx, outing, branch, act.officialId);
  if (noHost) return noHost;
  if (act.person.iin !== undefined && act.person.iin.trim() !== '' && normalIin(act.person.iin) === null) return refuse('iin_invalid');
  if (act.person.phone !== undefined && act.person.phone.trim() !== '' && normalPhone(act.person.phone) === null) return refuse('phone_invalid');
  const calendar = await calendarNamed(tx, branch.calendar);
  for (const matter of act.matters) {
    if (matter.topicCode !== undefined && !(await topicStands(tx, matter.topicCode))) return refuse('topic_closed', { topic: matter.topicCode });
    const { promise } = matter;
    const lacks = matter.outcome === 'advised' ? (matter.advice ?? '').trim() === '' : matter.outcome === 'promised' ? promise === undefined : matter.appealNumber === undefined;
    if (lacks) return refuse('not_taken', { field: matter.outcome });
    if (matter.outcome === 'promised' && promise) {
      const unit = await unitById(tx, promise.executorUnit);
      if (!unit || unit.closedOn !== null) return refuse('body_closed', { unit: promise.executorUnit });
      const nobody = await hostProblem(tx, outing, branch, promise.accountId);
      if (nobody) return nobody;
      if (!isWorking(calendar, promise.dueOn)) return refuse('day_off', { day: promise.dueOn });
    }
    if (matter.toldDueOn !== undefined && matter.toldDueOn <= wallClock(Date.parse(act.beganAt)).on) return refuse('told_day_impossible', { day: matter.toldDueOn });
  }
  for (const one of instead.withoutPapers ? [] : papersIn(act)) {
    const ready = papers.get(one.key);
    if (!ready || 'missing' in ready) return refuse('paper_missing', { paper: one.name });
    if ('refused' in ready) return refuse('paper_refused', { paper: one.name, why: ready.refused });
  }
  return null;
};

/** Who received them, or promised: one of those who went, or whoever may be named in this branch; not anybody who holds a post somewhere. */
const hostProblem = async (tx: Tx, outing: Outing, branch: Unit, accountId: number): Promise<ReturnType<typeof refuse> | null> => {
  if (!(await holdsPostIn(tx, accountId, 'any', outing.heldOn))) return refuse('official_gone', { account: accountId });
  const went = [...(await teamOf(tx, outing.id)), ...(await sittingsOf(tx, outing.id))].some((one) => one.accountId === accountId);
  return went || (await mayHostIn(tx, branch, { accountId, unitId: branch.id }, outing.heldOn)) || (await isNamedIn(tx, { branchId: branch.id, accountId, on: outing.heldOn })) ? null : refuse('official_not_here', { account: accountId });
};

const appealNumbers = (act: Visit, but: readonly number[]): readonly string[] =>
  act.matters.flatMap((one, nth) => (one.outcome === 'registered' && one.appealNumber !== undefined && !but.includes(nth + 1) ? [one.appealNumber] : []));

const numbersProblem = async (tx: Tx, blocks: readonly Block[], kept: { readonly visit: readonly string[]; readonly appeal: readonly string[] }, at: What['at']): Promise<ReturnType<typeof refuse> | null> => {
  for (const series of ['visit', 'appeal'] as const)
    for (const number of kept[series]) if (!inBlocks(blocks, series, number)) return refuse('number_not_of_device', { number });
  const all = [...kept.visit, ...kept.appeal];
  const [taken, visits, claimed] = await Promise.all([numbersTaken(tx, kept.appeal), visitNumbersTaken(tx, kept.visit), numbersClaimed(tx, all, { deviceId: at.device, place: at.place })]);
  const used = all.find((one) => taken.has(one) || visits.has(one) || claimed.has(one));
  return used === undefined ? null : refuse('number_used', { number: used });
};

/** One citizen received on the road becomes a visit with its matters, and what was said to an old promise is put down: in this very transaction. */
export const receive = async (own: Ctx, tx: Tx, permit: Permit<'outing.arrive'>, where: Where, what: What): Promise<Result<Received>> => {
  const problem = await problemOf(tx, where, what);
  if (problem) return problem;
  const done = what.act.what === 'promise_put' ? await putDown(own, tx, where, what.act) : await visited(own, tx, where, { ...what, act: what.act });
  if (!isRefusal(done)) {
    if (what.act.what === 'visit') await begunThere(own, tx, permit, where.outing);
    return done;
  }
  const kind = Object.hasOwn(saidHere, done.code) ? saidHere[done.code] : undefined;
  return kind === undefined ? done : { ...done, code: kind };
};
/** No signal, and nobody pressed "begin": the first person they received says that they were there. */
const begunThere = async (own: Ctx, tx: Tx, permit: Permit<'outing.arrive'>, { id, state }: Outing): Promise<void> => {
  if (state !== 'planned' || (await outingLocked(tx, id))?.state !== 'planned') return;
  const at = new Date(own.clock.now());
  await writeState(tx, permit, id, { state: 'under_way', at });
  await writeOutingAct(tx, permit, { outingId: id, act: 'begin', at });
  await record(tx, { act: 'outing.begin', subject: `outing:${id}`, actor: own.actor, at });
};
/** What other acts of this room call by another name. */
const saidHere: Readonly<Record<string, ConflictKind>> = { promise_day_off: 'day_off', promise_day_past: 'day_passed', promise_too_far: 'day_passed', promise_ended: 'promise_closed', unit_invalid: 'body_closed', topic_invalid: 'topic_closed', branch_invalid: 'body_closed', file_invalid: 'paper_missing' };

const putDown = async (own: Ctx, tx: Tx, { outing }: Where, act: Extract<Act, { what: 'promise_put' }>): Promise<Result<Received>> => {
  // a tablet speaks of what it took along, and of nothing else in the house
  if (!(await isPromiseHere(tx, { branchId: outing.branchId, territoryCode: outing.territoryCode, promiseId: act.promiseId }))) return refuse('not_taken', { field: 'promiseId' });
  const sittings = await sittingsOf(tx, outing.id);
  const by = (await promiseById(tx, act.promiseId))?.accountId;
  const receptionId = (sittings.find((one) => one.accountId === by) ?? sittings[0])?.id;
  const input = putPromiseSchema.safeParse({ promiseId: act.promiseId, receptionId, said: act.said });
  if (!input.success) return refuse('not_taken');
  const moment = boundedMoment(Date.parse(act.at), { heldOn: outing.heldOn, fromMinute: outing.fromMinute, nowMs: own.clock.now() });
  const done = await putPromise(own, input.data, { open: tx, at: moment.at });
  // said twice on one day: the first stands
  if (isRefusal(done) && done.code !== 'promise_put_already') return done;
  return { visitId: null, visit: null, appeals: [], told: null };
};
