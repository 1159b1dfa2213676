import type { z } from 'zod';
import { isDay } from '../../../../kernel/day.ts';
import { isRefusal, refuse, type Refusal } from '../../../../kernel/refusal.ts';
import type { Result } from '../../../../kernel/result.ts';
import type { Ctx } from '../../../../platform/ctx.ts';
import { read, write } from '../../../../platform/db.ts';
import { record } from '../../../journal/contract.ts';
import { arrivalSchema, type Arriving } from '../../contract/offline.ts';
import type { settleArrivalSchema } from '../../contract/outings.ts';
import { mayArrive, maySettleArrival } from '../../policy/outings.ts';
import { arrivalAt, arrivalLocked, bodyOf, writeArrivalSettled, type Arrival } from '../../store/arrivals.ts';
import { deviceById, deviceLocked, type Device } from '../../store/devices.ts';
import { outingForArrival, writeOutingAct } from '../../store/outings.ts';
import { dropPieces } from '../../store/papers.ts';
import type { Instead, Papers, Received, Visit } from './brought.ts';
import { house } from './devices.ts';
import { giveUpNumbers } from './numbers.ts';
import { readyPaper } from './papers.ts';
import { papersIn, receive } from './receive.ts';

type Input = z.output<typeof settleArrivalSchema>;
/** `input` null: it cannot be read, and `raw` is all there is. */
export type Content = { readonly arrival: Arrival; readonly raw: string; readonly input: Arriving | null };

const standing = (arrival: Arrival | null, device: Device | null) => ({ branchId: arrival?.branchId ?? 0, quiet: arrival?.quiet ?? false, ownerId: device?.accountId ?? 0 });

/** What is kept sealed, as it came; for whoever decides about it. */
export const contentOf = async (ctx: Ctx, deviceId: number, place: number): Promise<Result<Content>> => {
  const [arrival, device] = await read(house(ctx), async (q) => [await arrivalAt(q, deviceId, place), await deviceById(q, deviceId)] as const);
  const permit = maySettleArrival(ctx.actor, standing(arrival, device));
  if (isRefusal(permit)) return permit;
  const body = arrival ? bodyOf(arrival) : null;
  if (!arrival || body === null) return refuse(arrival ? 'arrival_settled' : 'arrival_not_found');
  // a house that has learned to read it since takes it like any other
  const known = arrivalSchema.safeParse(JSON.parse(body));
  return { arrival, raw: body, input: known.success ? known.data : null };
};

/** A person of the branch decides: taken as it is, with something changed, joined to an appeal that is there, or given up with a reason. One transaction; what is taken goes the way of every arrival. */
export const settleArrival = async (ctx: Ctx, input: Input): Promise<Result<Received>> => {
  const own = house(ctx);
  const content = await contentOf(ctx, input.deviceId, input.place);
  if (isRefusal(content)) return content;
  const came = content.input;
  if (came === null && input.how !== 'given_up') return refuse('unreadable');
  const given: { readonly act: Arriving['act'] | null; readonly instead: Instead } | Refusal = came === null || input.how === 'given_up' ? { act: came?.act ?? null, instead: {} } : withChanges(came.act, input);
  if ('refused' in given) return given;
  const papers: Papers = new Map();
  const act = given.act;
  const named = act === null ? [] : papersIn(act);
  if (input.how !== 'given_up' && !given.instead.withoutPapers) for (const { key } of named) papers.set(key, await readyPaper(ctx, input.deviceId, key));
  // those that can be taken go along
  if (given.instead.withoutPapers) for (const { key } of named) { const ready = await readyPaper(ctx, input.deviceId, key); if ('fileId' in ready) papers.set(key, ready); }
  return write(own, async (tx): Promise<Result<Received>> => {
    const known = await deviceById(tx, input.deviceId);
    const outing = known ? await outingForArrival(tx, known.outingId) : null;
    const [device, arrival] = [await deviceLocked(tx, input.deviceId), await arrivalLocked(tx, input.deviceId, input.place)];
    if (!device || !outing || !arrival) return refuse('arrival_not_found');
    const [permit, arriving] = [maySettleArrival(ctx.actor, standing(arrival, device)), mayArrive(own.actor)];
    if (isRefusal(permit)) return permit;
    if (isRefusal(arriving)) return arriving;
    if (arrival.state !== 'conflict') return refuse('arrival_settled');
    const at = new Date(ctx.clock.now());
    let done: Received = { visitId: null, visit: null, appeals: [], told: null };
    if (input.how !== 'given_up') {
      if (act === null || came === null || act.what === 'end') return refuse('arrival_not_found');
      const taken = await receive(own, tx, arriving, { device, outing }, { act, key: came.key, papers, at: { device: device.id, place: input.place }, instead: given.instead });
      if (isRefusal(taken)) return taken;
      done = taken;
    }
    await writeArrivalSettled(tx, permit, arrival, { how: input.how, why: input.how === 'given_up' ? input.reason : null, visitId: done.visitId, at, told: done.told });
    await giveUpNumbers(own, tx, permit, device, arrival.numbers);
    await dropPieces(tx, permit, device.id, came === null ? [] : papersIn(came.act).map((one) => one.key));
    await writeOutingAct(tx, permit, { outingId: outing.id, act: 'settle', at, facts: { deviceId: device.id, place: input.place, how: input.how } });
    await record(tx, { act: 'arrival.settle', subject: `device:${device.id}`, actor: ctx.actor, at, postId: permit.postId, facts: { place: input.place, how: input.how, visitId: done.visitId, conflict: arrival.conflict } });
    return done;
  });
};

const whole = (text: string | undefined): number | null => (text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : null);
type Matter = Visit['matters'][number];

/** The form's fields: `iin`, `phone`, `official`, `visit` = new, `papers` = without; of a matter `appeal.N` = new, `dueOn.N`, `topic.N`, `unit.N`. What is not named stays. */
const withChanges = (act: Arriving['act'], input: Exclude<Input, { how: 'given_up' }>): { readonly act: Arriving['act']; readonly instead: Instead } | Refusal => {
  if (act.what !== 'visit' || input.how === 'as_it_is') return { act, instead: {} };
  if (input.how === 'joined') return { act, instead: { joinTo: input.number, withoutPapers: true } };
  const { changes } = input;
  const matters: Matter[] = [];
  for (const [nth, matter] of act.matters.entries()) {
    const [day, topic, unit] = [changes[`dueOn.${nth + 1}`], changes[`topic.${nth + 1}`], whole(changes[`unit.${nth + 1}`])];
    if (day !== undefined && day !== '' && !isDay(day)) return refuse('day_off', { day });
    const { topicCode, ...rest } = matter;
    const promise = matter.promise && { ...matter.promise, ...(day !== undefined && isDay(day) ? { dueOn: day } : {}), ...(unit === null ? {} : { executorUnit: unit }) };
    const code = topic === undefined ? topicCode : topic === '' ? undefined : topic;
    matters.push({ ...rest, ...(code === undefined ? {} : { topicCode: code }), ...(promise ? { promise } : {}) });
  }
  const official = changes['official'];
  const person = { ...act.person, ...(changes['iin'] === undefined ? {} : { iin: changes['iin'] }), ...(changes['phone'] === undefined ? {} : { phone: changes['phone'] }) };
  return {
    act: { ...act, matters, person, officialId: official === undefined ? act.officialId : whole(official) },
    instead: { newVisit: changes['visit'] === 'new', newAppeals: act.matters.flatMap((_, nth) => (changes[`appeal.${nth + 1}`] === 'new' ? [nth + 1] : [])), withoutPapers: changes['papers'] === 'without' },
  };
};
