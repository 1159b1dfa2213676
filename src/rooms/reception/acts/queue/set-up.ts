import { isRefusal, refuse } from '../../../../kernel/refusal.ts';
import type { Permit } from '../../../../kernel/permit.ts';
import type { Result } from '../../../../kernel/result.ts';
import type { Sentence } from '../../../../kernel/words.ts';
import type { Ctx } from '../../../../platform/ctx.ts';
import { write, type Tx } from '../../../../platform/db.ts';
import { record } from '../../../journal/contract.ts';
import { unitById } from '../../../units/contract.ts';
import { usualDesks, usualLanes, usualPriorities, type UsualLane, type UsualPriority } from '../../law/queue/usual.ts';
import { maySetUpQueue } from '../../policy/queue.ts';
import { closeDesk, closeLane, closePriority, desksOf, insertDesk, insertLane, insertPriority, lanesOf, takenNames, writeDeskLanes } from '../../store/queue/places.ts';
import { insertScreen, revokeScreen, type ScreenKind } from '../../store/queue/screens.ts';

type SetUp = Permit<'queue.set_up'>;
/** One act of an administrator over the waiting room of a branch. */
const setting = <T extends object>(ctx: Ctx, branchId: number, what: string, act: (tx: Tx, permit: SetUp, at: Date) => Promise<Result<T>>, facts: (done: T) => Record<string, unknown> = () => ({})): Promise<Result<T>> => write(ctx, async (tx) => {
  const permit = maySetUpQueue(ctx.actor, branchId);
  if (isRefusal(permit)) return permit;
  if ((await unitById(tx, branchId))?.kind !== 'branch') return refuse('unit_invalid');
  const at = new Date(ctx.clock.now());
  const done = await act(tx, permit, at);
  if (isRefusal(done)) return done;
  await record(tx, { act: `queue.${what}`, subject: `unit:${branchId}`, actor: ctx.actor, at, postId: permit.postId, facts: facts(done as T) });
  return done;
});

export type UsualNames = { readonly lanes: Readonly<Record<UsualLane, Sentence>>; readonly priorities: Readonly<Record<UsualPriority, Sentence>>; readonly source: string };
/** From nothing: the lanes, desks and rules that most rooms have. */
export const setUpUsual = (ctx: Ctx, i: { readonly branchId: number; readonly names: UsualNames }): Promise<Result<{ readonly lanes: number }>> => setting(ctx, i.branchId, 'set_up', async (tx, permit) => {
  if ((await lanesOf(tx, [i.branchId])).length > 0) return refuse('queue_is_set_up');
  const taken = await takenNames(tx, i.branchId);
  const free = usualLanes.filter((lane) => !taken.letters.includes(lane.letter));
  if (free.length === 0) return refuse('queue_is_set_up');
  const ids: number[] = [];
  for (const [place, lane] of free.entries()) ids.push(await insertLane(tx, permit, { branchId: i.branchId, ...lane, names: i.names.lanes[lane.letter], usualMinutes: null, place: place + 1 }));
  for (const label of usualDesks) if (!taken.labels.includes(label)) await insertDesk(tx, permit, { branchId: i.branchId, label, laneIds: ids });
  for (const rule of usualPriorities) if (!taken.codes.includes(rule.code)) await insertPriority(tx, permit, { branchId: i.branchId, ...rule, names: i.names.priorities[rule.code], source: i.names.source });
  return { lanes: ids.length };
});

export const addLane = (ctx: Ctx, i: { readonly branchId: number; readonly letter: string; readonly names: Sentence; readonly usualMinutes: number | null; readonly forReceptions: boolean }): Promise<Result<{ readonly laneId: number }>> =>
  setting(ctx, i.branchId, 'add_lane', async (tx, permit) => {
    const taken = await takenNames(tx, i.branchId);
    if (taken.letters.includes(i.letter)) return refuse('letter_taken');
    const laneId = await insertLane(tx, permit, { ...i, place: taken.letters.length + 1 });
    // a lane that nobody calls from would be a trap: open desks begin to
    for (const desk of await desksOf(tx, [i.branchId])) await writeDeskLanes(tx, permit, desk.id, [...desk.laneIds, laneId]);
    return { laneId };
  }, (done) => done);

export const addDesk = (ctx: Ctx, i: { readonly branchId: number; readonly label: string; readonly laneIds: readonly number[] }): Promise<Result<{ readonly deskId: number }>> =>
  setting(ctx, i.branchId, 'add_desk', async (tx, permit) => {
    if ((await takenNames(tx, i.branchId)).labels.includes(i.label)) return refuse('label_taken');
    const own = (await lanesOf(tx, [i.branchId])).map((lane) => lane.id).filter((id) => i.laneIds.includes(id));
    return own.length === 0 ? refuse('lanes_required') : { deskId: await insertDesk(tx, permit, { ...i, laneIds: own }) };
  }, (done) => done);

export const addPriority = (ctx: Ctx, i: { readonly branchId: number; readonly names: Sentence; readonly source: string; readonly afterOthers: number }): Promise<Result<{ readonly priorityId: number }>> =>
  setting(ctx, i.branchId, 'add_priority', async (tx, permit) => {
    const { codes } = await takenNames(tx, i.branchId);
    const nth = codes.length;
    return { priorityId: await insertPriority(tx, permit, { ...i, code: `group_${'abcdefghijklmnopqrstuvwxyz'[Math.floor(nth / 26) % 26] ?? 'a'}${'abcdefghijklmnopqrstuvwxyz'[nth % 26] ?? 'a'}` }) };
  }, (done) => done);

const closers = { lane: closeLane, desk: closeDesk, priority: closePriority } as const;
export type Placed = keyof typeof closers;
/** Kept under its letter or label for the days that were; nobody waits there any more. */
export const closePlace = (ctx: Ctx, i: { readonly branchId: number; readonly what: Placed; readonly id: number }): Promise<Result<{ readonly id: number }>> =>
  setting(ctx, i.branchId, `close_${i.what}`, async (tx, permit, at) => (await closers[i.what](tx, permit, i.branchId, i.id, at)) ? { id: i.id } : refuse('place_not_found'), (done) => done);

/** The address is made here, shown once, and kept as a hash. */
export const makeScreen = (ctx: Ctx, i: { readonly branchId: number; readonly kind: ScreenKind; readonly name: string }): Promise<Result<{ readonly screenId: number; readonly token: string }>> =>
  setting(ctx, i.branchId, 'make_screen', async (tx, permit, at) => {
    const made = await insertScreen(tx, permit, { ...i, at });
    return { screenId: made.id, token: made.token };
  }, (done) => ({ screenId: done.screenId, kind: i.kind }));
export const endScreen = (ctx: Ctx, i: { readonly branchId: number; readonly id: number }): Promise<Result<{ readonly id: number }>> =>
  setting(ctx, i.branchId, 'revoke_screen', async (tx, permit, at) => (await revokeScreen(tx, permit, i.branchId, i.id, at)) ? { id: i.id } : refuse('screen_not_found'), (done) => done);
