import { addDays, today, type Day } from '../../../kernel/day.ts';
import { isRefusal, refuse } from '../../../kernel/refusal.ts';
import type { Result } from '../../../kernel/result.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import { read, write, type Read } from '../../../platform/db.ts';
import { calendarNamed, isWorking } from '../../calendar/contract.ts';
import { record } from '../../journal/contract.ts';
import { unitById } from '../../units/contract.ts';
import { ladderFault, rungsReached, type Rung, type Told, type Working } from '../law/ladder.ts';
import { mayEditLadder, mayEscalate } from '../policy.ts';
import { branchesWithDue, climbing, insertEscalations, insertLadder, ladderOf, standAnew, standingOn, writeRung } from '../store/ladder.ts';
import { mark, tell } from './spine.ts';

/** A rung thirty working days ahead is at most this many days ahead. */
const furthestDays = 70;

const workingIn = async (q: Read, branchId: number): Promise<Working> => {
  const calendar = await calendarNamed(q, (await unitById(q, branchId))?.calendar ?? 'kz5');
  return { isWorking: (on: Day) => isWorking(calendar, on) };
};

/**
 * The morning: every open promise climbs to where it stands today, once for each due day, and whoever its rungs name is told. Run twice, or
 * after a week away, it says nothing twice and misses nobody. On a branch's day off nothing is said.
 */
export const climbLadders = async (ctx: Ctx): Promise<{ readonly climbed: number }> => {
  const now = today(ctx.clock);
  const until = addDays(now, furthestDays);
  let climbed = 0;
  for (const branchId of await read(ctx, (q) => branchesWithDue(q, until))) {
    const { ladder, working } = await read(ctx, async (q) => ({ ladder: await ladderOf(q, branchId, now), working: await workingIn(q, branchId) }));
    if (!working.isWorking(now)) continue;
    const top = Math.max(...ladder.rungs.map((rung) => rung.place));
    for (let afterId = 0; ; ) {
      const batch = await write(ctx, async (tx) => {
        const open = await climbing(tx, { branchId, until, top, afterId });
        let moved = 0;
        for (const a of open) moved += await climb(ctx, tx, a, ladder.rungs, working);
        return { moved, lastId: open.at(-1)?.id ?? null };
      });
      climbed += batch.moved;
      if (batch.lastId === null) break;
      afterId = batch.lastId;
    }
  }
  return { climbed };
};

const climb = async (ctx: Ctx, tx: Parameters<typeof mark>[0], a: Awaited<ReturnType<typeof climbing>>[number], ladder: readonly Rung[], working: Working): Promise<number> => {
  const reached = rungsReached(ladder, a.dueOn as Day, today(ctx.clock), working);
  if (reached.length === 0) return 0;
  const permit = mayEscalate(ctx.actor, a);
  if (isRefusal(permit)) throw new Error('the ladder is climbed by the clock alone');
  const at = new Date(ctx.clock.now());
  const fresh = await insertEscalations(tx, permit, { assignmentId: a.id, dueOn: a.dueOn, at, rungs: reached });
  const rungs = reached.filter((rung) => fresh.includes(rung.days));
  const highest = rungs.at(-1);
  if (!highest) return 0;
  await writeRung(tx, permit, a.id, Math.max(a.rung, highest.place));
  const marked = await mark(tx, permit, 'escalate', { assignmentId: a.id, at });
  if (isRefusal(marked)) throw new Error(`an open promise does not climb: ${marked.code}`);
  await record(tx, { act: 'assignment.escalate', subject: `assignment:${a.id}`, actor: ctx.actor, at, facts: { dueOn: a.dueOn, place: highest.place, days: highest.days } });
  // the lower rungs it passed at once say nothing new, but their people are told with the highest
  const tells = [...new Set(rungs.flatMap((rung) => rung.tells))];
  await tell(tx, 'assignment.climbed', a, { place: highest.place, days: highest.days, tells, agenda: rungs.some((rung) => rung.agenda) });
  return 1;
};

export type Foreseen = { readonly place: number; readonly before: number; readonly after: number; readonly news: number };

/** What the next morning would be with these rungs: how many stand where, and how many would be told of a rung they have not reached. Place 0: below the first. */
export const foreseeLadder = async (ctx: Ctx, q: Read, branchId: number | null, rungs: readonly Rung[]): Promise<readonly Foreseen[]> => {
  const now = today(ctx.clock);
  const standing = await standingOn(q, branchId, addDays(now, furthestDays));
  const working = new Map<number, Working>();
  for (const id of new Set(standing.map((one) => one.branchId))) working.set(id, await workingIn(q, id));
  const found = new Map([0, ...rungs.map((rung) => rung.place)].map((place) => [place, { place, before: 0, after: 0, news: 0 }]));
  for (const one of standing) {
    const days = working.get(one.branchId);
    if (!days) continue;
    const then = rungsReached(rungs, one.dueOn, now, days).at(-1)?.place ?? 0;
    const was = found.get(one.rung) ?? found.get(0);
    const will = found.get(then);
    if (was) was.before += one.count;
    if (will) {
      will.after += one.count;
      if (then > one.rung) will.news += one.count;
    }
  }
  return [...found.values()];
};

/** A new version beside the old one, from today. */
export const setLadder = (ctx: Ctx, i: { branchId: number | null; rungs: readonly { days: number; tells: readonly Told[]; agenda: boolean }[] }): Promise<Result<{ ladderId: number }>> => write(ctx, async (tx) => {
  const permit = mayEditLadder(ctx.actor, i.branchId);
  if (isRefusal(permit)) return permit;
  if (i.branchId !== null && (await unitById(tx, i.branchId))?.kind !== 'branch') return refuse('unit_invalid');
  const fault = ladderFault(i.rungs);
  if (fault !== null) return refuse(fault);
  const at = new Date(ctx.clock.now());
  const ladderId = await insertLadder(tx, permit, { branchId: i.branchId, sinceOn: today(ctx.clock), at, rungs: i.rungs });
  await standAnew(tx, permit, i.branchId, i.rungs);
  await record(tx, { act: 'ladder.set', subject: i.branchId === null ? 'ladder:all' : `ladder:${i.branchId}`, actor: ctx.actor, at, postId: permit.postId, facts: { ladderId, rungs: i.rungs.map((rung) => [rung.days, rung.tells, rung.agenda]) } });
  return { ladderId };
});
