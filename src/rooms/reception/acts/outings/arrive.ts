import { createHash } from 'node:crypto';
import type { Permit } from '../../../../kernel/permit.ts';
import { isRefusal, refuse, type Refusal } from '../../../../kernel/refusal.ts';
import type { Result } from '../../../../kernel/result.ts';
import type { Ctx } from '../../../../platform/ctx.ts';
import { isUnavailable, read, write, type Tx } from '../../../../platform/db.ts';
import { emit } from '../../../../platform/jobs.ts';
import { record } from '../../../journal/contract.ts';
import { unitById } from '../../../units/contract.ts';
import type { ArrivalAnswer, Arriving } from '../../contract/offline.ts';
import { conflictKinds, inBlocks, mostStumbles, type ConflictKind } from '../../law/outings.ts';
import { mayArrive } from '../../policy/outings.ts';
import { arrivalByClaim, arrivalByKey, insertArrival, lastPlace, type Arrival, type Told } from '../../store/arrivals.ts';
import { blocksOf } from '../../store/blocks.ts';
import { countFailure, deviceLocked, writeEnded, writeSeen, writeSettled, type Device } from '../../store/devices.ts';
import { outingForArrival, type Outing } from '../../store/outings.ts';
import { dropPieces } from '../../store/papers.ts';
import type { Papers } from './brought.ts';
import { house, type DeviceState } from './devices.ts';
import { settleNumbers } from './numbers.ts';
import { readyPaper } from './papers.ts';
import { numbersIn, papersIn, receive } from './receive.ts';

/** What the house cannot read: `at` says where, `given` is what it could make of it. */
export type Unread = Pick<Arriving, 'place' | 'key'> & { readonly act: null; readonly at: readonly string[]; readonly given: unknown };
type Sent = { readonly device: Device; readonly state: DeviceState; readonly input: Arriving | Unread; readonly raw: string };
type Place = { readonly device: Device; readonly outing: Outing };
type Conflict = { readonly kind: ConflictKind; readonly facts: Readonly<Record<string, string | number>> };
type Outcome = { readonly visitId: number | null; readonly visit: string | null; readonly appeals: readonly string[]; readonly told: Told | null };

/**
 * One act of a tablet: once, in its order, whatever happens. What it brings about, the note that it came and the answer are one transaction; what could not be taken is kept sealed, with the
 * reason, for a person of the branch. An answer is given only after the commit.
 */
export const arrive = async (ctx: Ctx, sent: Sent): Promise<Result<ArrivalAnswer>> => {
  const own = house(ctx);
  const sha = createHash('sha256').update(sent.raw).digest();
  const before = await read(own, (q) => arrivalByKey(q, sent.input.key));
  if (before) return again(before, sent.device, sha);
  if (sent.state === 'over') return refuse('device_over');
  const refused = (refusal: Refusal) => write(own, (tx) => taken(own, tx, { ...sent, sha, papers: new Map() }, refusal));
  const { input } = sent;
  if (input.act === null) return refused(refuse('unreadable', { conflict: 1, at: input.at.join(' ').slice(0, 500) }));
  if (sent.state !== 'good' && input.act.what !== 'end') return refused(refuse('device_revoked', { conflict: 1 }));
  const first = await tried(own, { ...sent, input }, sha);
  // the act was refused and with it the whole transaction undone: now the refusal is what is kept
  return isRefusal(first) && first.facts['conflict'] === 1 ? refused(first) : first;
};

/** A database that is away is waited for. What the house itself stumbles on is tried three times, and then a person looks: nothing behind it waits for ever. The end of a day is the end then too: its numbers are counted by the night. */
const tried = async (own: Ctx, sent: Sent & { readonly input: Arriving }, sha: Buffer): Promise<Result<ArrivalAnswer>> => {
  try {
    const papers = await readyPapers(own, sent.input.act, sent.device.id);
    return await write(own, (tx) => taken(own, tx, { ...sent, sha, papers }, null));
  } catch (error) {
    const permit = mayArrive(own.actor);
    if (isUnavailable(error) || isRefusal(permit)) throw error;
    const tries = await write(own, (tx) => countFailure(tx, permit, sent.device.id, sent.input.key));
    if (tries < mostStumbles) throw error;
    own.log.error('outing.arrival_failed', error, { device: sent.device.id, place: sent.input.place, tries });
    if (sent.input.act.what === 'end') return write(own, (tx) => taken(own, tx, { ...sent, sha, papers: new Map(), uncounted: true }, null));
    return refuse('house_failed', { conflict: 1, tries });
  }
};

/** The same answer to the same act; to anything else under its key none. */
const again = (before: Arrival, device: Device, sha: Buffer): Result<ArrivalAnswer> => (before.deviceId === device.id && before.sha.equals(sha) ? before.answer : refuse('same_key_other_body'));

const readyPapers = async (own: Ctx, act: Arriving['act'], deviceId: number): Promise<Papers> => {
  const all: Papers = new Map();
  for (const { key } of papersIn(act)) all.set(key, await readyPaper(own, deviceId, key));
  return all;
};

type Taking = Sent & { readonly sha: Buffer; readonly papers: Papers; /** an end whose numbers could not be counted now */ readonly uncounted?: true };
const taken = async (own: Ctx, tx: Tx, s: Taking, refusal: Refusal | null): Promise<Result<ArrivalAnswer>> => {
  const permit = mayArrive(own.actor);
  if (isRefusal(permit)) return permit;
  const { input } = s;
  const outing = await outingForArrival(tx, s.device.outingId);
  const device = await deviceLocked(tx, s.device.id);
  if (!device || !outing) throw new Error('a tablet without its outing');
  // another connection of the same tablet may have been faster
  const before = await arrivalByKey(tx, input.key);
  if (before) return again(before, device, s.sha);
  if (device.endedAt !== null) return refuse('device_over');
  // taken back between the door and the lock
  if (refusal === null && device.revokedAt !== null && s.state === 'good' && input.act?.what !== 'end') return refuse('device_revoked', { conflict: 1 });
  const place = (await lastPlace(tx, device.id)) + 1;
  if (input.place > place) return { state: 'waits_for', place };
  if (input.place < place) return refuse('place_taken_invalid', { place });
  const at = new Date(own.clock.now());
  await writeSeen(tx, permit, device.id, at);
  const { act } = input;
  const said = act === null ? await unreadOf(tx, device, input.given) : { what: act.what, numbers: numbersIn(act), claim: act.what === 'visit' ? act.claim : undefined, quiet: act.what === 'visit' && act.quiet };
  const note = { deviceId: device.id, place, key: input.key, sha: s.sha, branchId: device.branchId, at, ...said };
  if (refusal && act?.what !== 'end') return kept(own, tx, permit, { device, outing }, note, { kind: kindOf(refusal), facts: factsOf(refusal) }, s.raw);
  if (act === null) throw new Error('what nobody can read is never taken by itself');
  const done = await doAct(own, tx, permit, { device, outing }, { ...s, act }, at);
  // marked, so that it is told from a refusal of the request itself
  if (isRefusal(done)) return { ...done, facts: { ...done.facts, conflict: 1, code: done.code } };
  const answer: ArrivalAnswer = { state: 'taken', place, visit: done.visit, appeals: done.appeals };
  await insertArrival(tx, permit, { ...note, answer, visitId: done.visitId, told: done.told });
  if (act.what !== 'end') await record(tx, { act: 'outing.arrival', subject: `device:${device.id}`, actor: own.actor, at, facts: { place, what: act.what, visitId: done.visitId, accountId: device.accountId } });
  await dropPieces(tx, permit, device.id, papersIn(act).map((one) => one.key));
  return answer;
};

const doAct = async (own: Ctx, tx: Tx, permit: Permit<'outing.arrive'>, p: Place, s: Taking & { readonly act: Arriving['act'] }, at: Date): Promise<Result<Outcome>> => {
  if (s.act.what !== 'end') return receive(own, tx, permit, p, { act: s.act, key: s.input.key, papers: s.papers, at: { device: p.device.id, place: s.input.place } });
  await writeEnded(tx, permit, p.device.id, at);
  if (!s.uncounted) {
    await settleNumbers(own, tx, permit, p.device, p.device.revokedAt === null ? 'not_used' : 'device_lost');
    await writeSettled(tx, permit, p.device.id, at);
  }
  await record(tx, { act: 'device.end', subject: `device:${p.device.id}`, actor: own.actor, at, facts: { outingId: p.outing.id, place: s.input.place, ...(s.uncounted ? { uncounted: true } : {}) } });
  return { visitId: null, visit: null, appeals: [], told: null };
};

/** Of what nobody could read: the tablet's own numbers that stand in it anywhere are on a paper, and who may have asked for quiet gets it. */
const unreadOf = async (tx: Tx, device: Device, given: unknown): Promise<Pick<Note, 'what' | 'numbers' | 'claim' | 'quiet'>> => {
  const branch = await unitById(tx, device.branchId);
  const blocks = (await blocksOf(tx, [device.id], branch?.code ?? '')).get(device.id) ?? [];
  const numbers = [...new Set(textsIn(given))].filter((text) => (['appeal', 'visit'] as const).some((series) => inBlocks(blocks, series, text) !== null));
  const act = field(given, 'act');
  const [claim, quiet] = [field(act, 'claim'), field(act, 'quiet')];
  const known = typeof claim === 'string' && /^[0-9a-f]{64}$/.test(claim) && (await arrivalByClaim(tx, Buffer.from(claim, 'hex'))) === null ? claim : undefined;
  return { what: 'unread', numbers, claim: known, quiet: quiet !== undefined && quiet !== false };
};
const field = (of: unknown, name: string): unknown => (typeof of === 'object' && of !== null ? Object.entries(of).find(([key]) => key === name)?.[1] : undefined);
const textsIn = (given: unknown): readonly string[] => (typeof given === 'string' ? [given] : typeof given === 'object' && given !== null ? Object.values(given).flatMap(textsIn) : []);

type Note = Omit<Parameters<typeof insertArrival>[2], 'answer' | 'conflict'>;
const kept = async (own: Ctx, tx: Tx, permit: Permit<'outing.arrive'>, { device, outing }: Place, note: Note, conflict: Conflict, body: string): Promise<ArrivalAnswer> => {
  const answer: ArrivalAnswer = { state: 'conflict', place: note.place, code: conflict.kind };
  await insertArrival(tx, permit, { ...note, answer, conflict: { ...conflict, body } });
  await record(tx, { act: 'outing.conflict', subject: `device:${device.id}`, actor: own.actor, at: note.at, facts: { place: note.place, what: note.what, kind: conflict.kind, sha256: note.sha.toString('hex') } });
  await emit(tx, { name: 'outing.conflict_arrived', outingId: outing.id, branchId: outing.branchId, byAccount: null, deviceId: device.id, place: note.place });
  return answer;
};

const isKind = (code: string): code is ConflictKind => (conflictKinds as readonly string[]).includes(code);
/** A refusal of another room that has no word of its own here is `not_taken`, with its code beside it. */
const kindOf = (refusal: Refusal): ConflictKind => (isKind(refusal.code) ? refusal.code : 'not_taken');
const factsOf = ({ code, facts }: Refusal): Readonly<Record<string, string | number>> => ({ ...Object.fromEntries(Object.entries(facts).filter(([name]) => name !== 'conflict')), code });
