import { system } from '../../../../kernel/actor.ts';
import { addDays, today, type Day } from '../../../../kernel/day.ts';
import { isRefusal } from '../../../../kernel/refusal.ts';
import type { Permit } from '../../../../kernel/permit.ts';
import type { Ctx } from '../../../../platform/ctx.ts';
import { write, type Read, type Tx } from '../../../../platform/db.ts';
import type { WorkCalendar } from '../../../calendar/contract.ts';
import { expectedOf, type Owed } from '../../law/duties.ts';
import { mayCount } from '../../policy/duties.ts';
import { closeDuty, dutiesAfter, dutyLocked, personsOf, type Duty } from '../../store/duties.ts';
import { dropExpected, insertExpected, laidOut, laidOutTo, moveExpected, type Expected, type Order } from '../../store/expected.ts';
import { calendarOf } from './around.ts';

/** Five weeks ahead, as a rolling window. */
export const layDays = 35;
/** A weekday may have been moved so far by days off; a period is no longer than a quarter. */
const lookBack = 62;
const longestPeriod = 93;

export const counting = (): Permit<'duty.count'> => {
  const permit = mayCount(system('reception.duties'));
  if (isRefusal(permit)) throw new Error('the program may always count');
  return permit;
};

export type Change = { readonly what: 'lay_out' | 'move' | 'take_up' | 'drop'; readonly expected: Expected | null; readonly owed: Owed | null };

/**
 * What laying out would do now. Nothing decided moves, nor what waits to be judged; what falls due on a day that is over is laid out only when the program
 * slept through it, so that nobody is blamed for what nobody could have known.
 */
export const changesOf = async (q: Read, duty: Duty, calendar: WorkCalendar, on: Day): Promise<readonly Change[]> => {
  const persons = await personsOf(q, [duty.id]);
  if (persons.length === 0) return [];
  const last = await laidOutTo(q, duty.id);
  const since = persons.map((one) => last.get(one.accountId) ?? one.fromOn).reduce((a, b) => (a < b ? a : b), on);
  const from = addDays(since, -lookBack);
  const before = new Map((await laidOut(q, duty.id, addDays(from, -longestPeriod))).map((one) => [keyOf(one), one]));
  const owed = new Map(expectedOf(duty, persons, calendar, from, addDays(on, layDays)).map((one) => [keyOf(one), one]));
  const changes: Change[] = [];
  for (const [key, one] of owed) {
    const there = before.get(key);
    if (!there) {
      if (one.dueOn >= on || one.periodFrom > (last.get(one.accountId) ?? addDays(one.periodFrom, -1))) changes.push({ what: 'lay_out', expected: null, owed: one });
    } else if (there.state === 'dropped') {
      if (one.dueOn >= on) changes.push({ what: 'take_up', expected: there, owed: one });
    } else if (isMovable(there, on) && (there.dueOn !== one.dueOn || there.opensOn !== one.opensOn || there.periodTo !== one.periodTo || there.unitId !== one.unitId)) {
      changes.push(one.dueOn < on ? { what: 'drop', expected: there, owed: null } : { what: 'move', expected: there, owed: one });
    }
  }
  for (const [key, there] of before) if (isMovable(there, on) && !owed.has(key) && there.periodFrom >= from) changes.push({ what: 'drop', expected: there, owed: null });
  return changes;
};
const keyOf = (one: Pick<Owed, 'accountId' | 'periodFrom' | 'nth'>): string => `${one.accountId} ${one.periodFrom} ${one.nth}`;
const isMovable = (one: Expected, on: Day): boolean => one.state === 'open' && one.dueOn >= on;

/** Under the duty's lock. `order`: whose change it follows; the clock's own otherwise. */
export const layOut = async (ctx: Ctx, tx: Tx, duty: Duty, calendar: WorkCalendar, order: Omit<Order, 'at'> & { readonly at?: Date } = { by: null, facts: {} }): Promise<number> => {
  const changes = await changesOf(tx, duty, calendar, today(ctx.clock));
  const permit = counting();
  const told: Order = { at: order.at ?? new Date(ctx.clock.now()), by: order.by, facts: order.facts };
  for (const { what, expected, owed } of changes) {
    if (what === 'lay_out' && owed) await insertExpected(tx, permit, duty, owed, calendar.version, told);
    else if (what === 'drop' && expected) await dropExpected(tx, permit, expected, told);
    else if (expected && owed) await moveExpected(tx, permit, expected, owed, calendar.version, told);
  }
  return changes.length;
};

const atOnce = 50;
/** Every night, every duty: the window goes on by a day; after days without the program it catches up. */
export const layOutAll = async (ctx: Ctx): Promise<number> => {
  let changed = 0;
  for (let afterId: number | null = 0; afterId !== null; ) {
    const since: number = afterId;
    afterId = await write(ctx, async (tx) => {
      const list = await dutiesAfter(tx, { afterId: since, since: addDays(today(ctx.clock), -longestPeriod), limit: atOnce });
      for (const one of list) {
        const duty = await dutyLocked(tx, one.id);
        if (!duty) continue;
        changed += await layOut(ctx, tx, duty, await calendarOf(tx, duty.branchId));
        if (duty.toOn !== null && duty.toOn < today(ctx.clock) && duty.endedAt === null) await closeDuty(tx, counting(), duty.id, new Date(ctx.clock.now()));
      }
      return list.length < atOnce ? null : (list.at(-1)?.id ?? null);
    });
  }
  return changed;
};
