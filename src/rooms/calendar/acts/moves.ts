import { createHash } from 'node:crypto';
import { system } from '../../../kernel/actor.ts';
import { today } from '../../../kernel/day.ts';
import { isRefusal, refuse } from '../../../kernel/refusal.ts';
import type { Result } from '../../../kernel/result.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import { read, write, type Read, type Tx } from '../../../platform/db.ts';
import { enqueue } from '../../../platform/jobs.ts';
import { record } from '../../journal/contract.ts';
import { lineOf, type CalendarChange, type Moved, type MovedKind } from '../law/moves.ts';
import { mayCarryOut, mayMoveDates } from '../policy.ts';
import { calendarNamed, lockCalendar, versionFound } from '../store.ts';
import { calendarBefore, insertMove, moveLocked, movesOf, noteProgress, type Move } from '../store/moves.ts';

type Page = { readonly afterId: number; readonly limit: number };
/** Whose order it is, and why: every date that moves gets a row that says so. */
export type MoveOrder = { readonly version: string; readonly reason: string; readonly by: number | null; readonly post: number | null; readonly at: Date };

/** What a room brings whose records have dates that a calendar counted. `lastId` null: no more of them. */
export type Recount = {
  readonly foresee: (q: Read, change: CalendarChange, page: Page) => Promise<{ readonly moved: readonly Moved[]; readonly lastId: number | null }>;
  readonly move: (ctx: Ctx, tx: Tx, change: CalendarChange, page: Page, order: MoveOrder) => Promise<{ readonly moved: number; readonly lastId: number | null }>;
};
let doors: readonly Recount[] = [];
/** Once, before anything is served. */
export const registerRecounts = (all: readonly Recount[]): void => {
  doors = [...all];
};

const seenAtOnce = 5_000;
const movedAtOnce = 500;
/** So many are moved while the person waits; more are left to the worker. */
export const mostWaitedFor = 2_000;
const shown = 50;
/** The worker looks after what was being moved here, should this process have ended. */
const secondLookMs = 60_000;

async function* all(q: Read, change: CalendarChange): AsyncGenerator<readonly Moved[]> {
  for (const door of doors) {
    for (let afterId: number | null = 0; afterId !== null; ) {
      const part: Awaited<ReturnType<Recount['foresee']>> = await door.foresee(q, change, { afterId, limit: seenAtOnce });
      yield part.moved;
      afterId = part.lastId;
    }
  }
}

export type Foreseen = { readonly dates: number; readonly counts: ReadonlyMap<number, ReadonlyMap<MovedKind, number>>; readonly first: readonly Moved[]; readonly hash: string };

const gather = async (q: Read, change: CalendarChange): Promise<Foreseen> => {
  const hash = createHash('sha256');
  const counts = new Map<number, Map<MovedKind, number>>();
  const first: Moved[] = [];
  let dates = 0;
  for await (const part of all(q, change)) {
    for (const one of part) {
      dates += 1;
      hash.update(lineOf(one));
      if (first.length < shown) first.push(one);
      const branch = counts.get(one.branchId) ?? new Map<MovedKind, number>();
      counts.set(one.branchId, branch.set(one.what, (branch.get(one.what) ?? 0) + 1));
    }
  }
  return { dates, counts, first, hash: hash.digest('hex') };
};

/** What the reader's own posts do not show is counted too: a calendar binds everybody's dates. Numbers and days only. */
const office = (ctx: Ctx): Ctx => ({ ...ctx, actor: system('calendar.moves') });

/** What a draft, or a version whose dates were not moved yet, would move. */
export const foresee = async (ctx: Ctx, change: CalendarChange): Promise<Result<Foreseen>> => {
  const permit = mayMoveDates(ctx.actor);
  return isRefusal(permit) ? permit : read(office(ctx), (q) => gather(q, change));
};
export const foreseeAll = async (ctx: Ctx, change: CalendarChange): Promise<Result<readonly Moved[]>> => {
  const permit = mayMoveDates(ctx.actor);
  if (isRefusal(permit)) return permit;
  return read(office(ctx), async (q) => {
    const list: Moved[] = [];
    for await (const part of all(q, change)) list.push(...part);
    return list;
  });
};

/** The change that a published version made, as its dates have to follow it. */
export const changeOf = async (q: Read, version: string, ctx: Pick<Ctx, 'clock'>): Promise<{ readonly change: CalendarChange; readonly reason: string; readonly inForce: boolean; readonly moves: readonly Move[] } | null> => {
  const found = await versionFound(q, version);
  if (!found?.note) return null;
  const moves = await movesOf(q, version);
  const inForce = (await calendarNamed(q, found.calendar.name)).version === version;
  const change = {
    before: await calendarBefore(q, found.calendar), after: found.calendar, today: today(ctx.clock),
  };
  return { change, reason: found.note.reason, inForce, moves };
};

/**
 * Moves every open date to where the version in force counts it: one order, one leaf of the journal with how many and the hash of the whole list, taken
 * before the first of them moves. Each matter's row is written with its date. Many are moved in parts by the worker, which goes on where it stopped.
 */
export const moveDates = async (ctx: Ctx, input: { version: string }): Promise<Result<{ moveId: number; dates: number; waiting: boolean }>> => {
  const permit = mayMoveDates(ctx.actor);
  if (isRefusal(permit)) return permit;
  const at = new Date(ctx.clock.now());
  const ordered = await write(office(ctx), async (tx) => {
    const name = input.version.split('-')[0] ?? '';
    await lockCalendar(tx, name);
    const found = await changeOf(tx, input.version, ctx);
    if (!found) return refuse('calendar_version_not_found');
    if (!found.inForce) return refuse('calendar_version_old');
    if (found.moves.some((one) => one.finishedAt === null)) return refuse('calendar_moving');
    const { dates, counts, hash } = await gather(tx, found.change);
    if (dates === 0) return refuse('calendar_nothing_moves');
    const facts = { version: input.version, before: found.change.before.version, dates, counts: Object.fromEntries([...counts].map(([branch, of]) => [branch, Object.fromEntries(of)])), hash };
    const moveId = await insertMove(tx, permit, { ...facts, at });
    await record(tx, { act: 'calendar.move', subject: `calendar:${name}`, actor: ctx.actor, at, postId: permit.postId, facts });
    const waiting = dates > mostWaitedFor;
    await enqueue(tx, 'calendar:move', { moveId }, { key: `calendar:move:${moveId}`, ...(waiting ? {} : { runAt: new Date(at.getTime() + secondLookMs) }) });
    return { moveId, dates, waiting };
  });
  if (!isRefusal(ordered) && !ordered.waiting) await carryOut(office(ctx), { moveId: ordered.moveId });
  return ordered;
};

/** Part by part, each with its place in one transaction: ended anywhere, it goes on from there and moves nothing twice. */
export const carryOut = async (ctx: Ctx, { moveId }: { moveId: number }): Promise<void> => {
  for (let over = false; !over; ) over = await write(ctx, (tx) => part(ctx, tx, moveId));
};

const part = async (ctx: Ctx, tx: Tx, moveId: number): Promise<boolean> => {
  const permit = mayCarryOut(ctx.actor);
  if (isRefusal(permit)) throw new Error('dates are moved by the program, in the name of whoever ordered it');
  const move = await moveLocked(tx, moveId);
  if (!move) return true;
  const found = await changeOf(tx, move.version, ctx);
  const door = doors[move.door];
  const at = new Date(ctx.clock.now());
  // a newer version has its own list, and these dates are on it
  if (!found?.inForce || !door) {
    const late = found?.inForce ? await sweep(ctx, tx, found.change, orderOf(move, found.reason, at)) : 0;
    await noteProgress(tx, permit, { moveId, door: move.door, afterId: move.afterId, moved: move.moved + late, finishedAt: at });
    return true;
  }
  const done = await door.move(ctx, tx, found.change, { afterId: move.afterId, limit: movedAtOnce }, orderOf(move, found.reason, at));
  await noteProgress(tx, permit, { moveId, door: done.lastId === null ? move.door + 1 : move.door, afterId: done.lastId ?? 0, moved: move.moved + done.moved, finishedAt: null });
  return false;
};

const orderOf = (move: Move, reason: string, at: Date): MoveOrder => ({ version: move.version, reason, by: move.orderedBy, post: move.orderedPost, at });

/** Whatever was registered by the old calendar while this was under way. */
const sweep = async (ctx: Ctx, tx: Tx, change: CalendarChange, order: MoveOrder): Promise<number> => {
  let moved = 0;
  for (const door of doors) {
    for (let afterId: number | null = 0; afterId !== null; ) {
      const done: Awaited<ReturnType<Recount['move']>> = await door.move(ctx, tx, change, { afterId, limit: seenAtOnce }, order);
      moved += done.moved;
      afterId = done.lastId;
    }
  }
  return moved;
};
