import type { Day } from '../../../../kernel/day.ts';
import { isRefusal } from '../../../../kernel/refusal.ts';
import type { Tx, Read } from '../../../../platform/db.ts';
import { moveRequest, moveTerm, openDays } from '../../../assignments/contract.ts';
import { onOrAfter, type CalendarChange, type Moved, type MoveOrder, type Recount } from '../../../calendar/contract.ts';
import { unitsByIds } from '../../../units/contract.ts';
import { mayMovePromise } from '../../policy/visits.ts';
import { lockPromises, promisedMatters, type PromisedMatter } from '../../store/promises.ts';
import { addVisitAct } from '../../store/visits.ts';
import { ruleVersion } from './promise.ts';

type Page = { readonly afterId: number; readonly limit: number };
type Found = { readonly matter: PromisedMatter; readonly moved: readonly Moved[] };
type FoundPage = { readonly found: readonly Found[]; readonly lastId: number | null };

/** The day was said by a person, so it stays, unless it is a day off now: then it is the next worked one. By the week of the branch where it was said. */
const movedOf = async (q: Read, matters: readonly PromisedMatter[], change: CalendarChange): Promise<readonly Found[]> => {
  const units = await unitsByIds(q, matters.map((one) => one.branchId));
  const here = matters.filter((one) => (units.get(one.branchId)?.calendar ?? 'kz5') === change.after.name);
  const open = await openDays(q, 'visit', here.map((one) => one.matterId));
  return here.map((matter) => {
    const of = { source: 'visit', sourceId: matter.matterId, reference: matter.visit, branchId: matter.branchId };
    const days = [
      ...open.tasks.filter((one) => one.sourceId === matter.matterId).map((one) => ({ ...of, what: 'task' as const, itemId: one.assignmentId, before: one.dueOn as Day })),
      ...open.requests.filter((one) => one.sourceId === matter.matterId).map((one) => ({ ...of, what: 'request' as const, itemId: one.extensionId, before: one.toOn as Day })),
    ];
    return { matter, moved: days.map((one) => ({ ...one, after: onOrAfter(change.after, one.before) })).filter((one) => one.after !== one.before) };
  }).filter((one) => one.moved.length > 0);
};
const pageOf = async (q: Read, change: CalendarChange, page: Page): Promise<FoundPage> => {
  const matters = await promisedMatters(q, page);
  return { found: await movedOf(q, matters, change), lastId: matters.length < page.limit ? null : (matters.at(-1)?.matterId ?? null) };
};

/** What the calendar asks of this room when it changes: the days of promises said in a room. The promise itself follows its assignment, and the person is told the new day. */
export const promiseRecount: Recount = {
  foresee: async (q, change, page) => {
    const { found, lastId } = await pageOf(q, change, page);
    return { moved: found.flatMap((one) => one.moved), lastId };
  },
  // found first, locked then, and asked again: what was kept or given more time meanwhile is as it is
  move: async (ctx, tx, change, page, order) => {
    const { found, lastId } = await pageOf(tx, change, page);
    for (const { matter } of found) await lockPromises(tx, matter.matterId);
    let moved = 0;
    for (const one of await movedOf(tx, found.map(({ matter }) => matter), change)) {
      await movePromises(tx, one, order, mayMovePromise(ctx.actor, order));
      moved += one.moved.length;
    }
    return { moved, lastId };
  },
};

/** A row for each day, in the name of whoever ordered it; the journal has the order as a whole. */
const movePromises = async (tx: Tx, { matter, moved }: Found, order: MoveOrder, permit: ReturnType<typeof mayMovePromise>): Promise<void> => {
  if (isRefusal(permit)) throw new Error('dates are moved by the program, in the name of whoever ordered it');
  const { at } = order;
  for (const { what, itemId, before, after } of moved) {
    await addVisitAct(tx, permit, { visitId: matter.visitId, act: 'move_promise', at, facts: { nth: matter.nth, item: itemId, what, before, day: after, calendar: order.version } });
    if (what === 'request') {
      await moveRequest(tx, permit, { extensionId: itemId, toOn: after });
      continue;
    }
    const done = await moveTerm(tx, permit, { assignmentId: itemId, at, dueOn: after, reason: order.reason, term: { dueOn: after, ruleVersion, calendarVersion: order.version } });
    if (isRefusal(done)) throw new Error(`an open promise does not move: ${done.code}`);
  }
};
