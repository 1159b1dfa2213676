import { isRefusal } from '../../../kernel/refusal.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import type { Read, Tx } from '../../../platform/db.ts';
import { moveRequest, moveTerm, openDays } from '../../assignments/contract.ts';
import { calendarOfVersion, type CalendarChange, type MoveOrder, type Recount } from '../../calendar/contract.ts';
import { unitsByIds } from '../../units/contract.ts';
import { datesMoved, type DayMoved } from '../law/recount.ts';
import { mayMoveTerm } from '../policy.ts';
import { apply, type Patch } from '../store/change.ts';
import { lockOpen, openMatters } from '../store/recount.ts';
import type { Appeal } from '../store/tables.ts';
import { tell } from './step.ts';

type Found = { readonly appeal: Appeal; readonly moved: readonly DayMoved[] };

/** Of these matters, those that a branch's calendar moves: what is counted by another week is left alone. */
const movedAmong = async (q: Read, matters: readonly Appeal[], change: CalendarChange): Promise<readonly Found[]> => {
  const units = await unitsByIds(q, matters.map((a) => a.branchId));
  const here = matters.filter((a) => (units.get(a.branchId)?.calendar ?? 'kz5') === change.after.name);
  const beside = await openDays(q, 'appeal', here.map((a) => a.id));
  const tasks = Map.groupBy(beside.tasks, (one) => one.sourceId);
  const requests = Map.groupBy(beside.requests, (one) => one.sourceId);
  const versions = new Set(here.flatMap((a) => [a.calendarVersion, ...(a.own ? [a.own.calendarVersion] : [])]));
  const calendars = new Map<string, CalendarChange['after']>();
  for (const version of versions) calendars.set(version, await calendarOfVersion(q, version));
  const by = (version: string) => calendars.get(version) ?? change.before;
  return here.map((appeal) => ({ appeal, moved: datesMoved(appeal, { tasks: tasks.get(appeal.id) ?? [], requests: requests.get(appeal.id) ?? [] }, change, by) })).filter((one) => one.moved.length > 0);
};

/** What the calendar asks of this room when it changes: its own days, and those of the promises made for its matters. */
export const appealRecount: Recount = {
  foresee: async (q, change, page) => {
    const matters = await openMatters(q, page);
    const found = await movedAmong(q, matters, change);
    return {
      moved: found.flatMap(({ appeal, moved }) => moved.map((one) => ({ ...one, source: 'appeal', sourceId: appeal.id, reference: appeal.number, branchId: appeal.branchId }))),
      lastId: matters.length < page.limit ? null : (matters.at(-1)?.id ?? null),
    };
  },
  // found first, locked then, and asked again: what was answered or given more time meanwhile is as it is
  move: async (ctx, tx, change, page, order) => {
    const matters = await openMatters(tx, page);
    const locked = await lockOpen(tx, (await movedAmong(tx, matters, change)).map((one) => one.appeal.id));
    let moved = 0;
    for (const one of await movedAmong(tx, locked, change)) {
      await moveMatter(ctx, tx, one, order);
      moved += one.moved.length;
    }
    return { moved, lastId: matters.length < page.limit ? null : (matters.at(-1)?.id ?? null) };
  },
};

const codes = { answer: 'term_moved', own: 'own_term_moved', task: 'task_term_moved', request: 'request_moved', forward: 'forward_moved' } as const;

/** A row for each day, in the name of whoever ordered it; the journal has the order as a whole. */
const moveMatter = async (ctx: Ctx, tx: Tx, { appeal, moved }: Found, order: MoveOrder): Promise<void> => {
  const permit = mayMoveTerm(ctx.actor, appeal, order);
  if (isRefusal(permit)) throw new Error('dates are moved by the program, in the name of whoever ordered it');
  const { at } = order;
  const promised = async (assignmentId: number, dueOn: string, term?: { dueOn: string; ruleVersion: string; calendarVersion: string }) => {
    const done = await moveTerm(tx, permit, { assignmentId, at, dueOn, reason: order.reason, ...(term ? { term } : {}) });
    if (isRefusal(done)) throw new Error(`an open promise does not move: ${done.code}`);
  };
  for (const { what, itemId, before, after } of moved) {
    const patch: Patch = what === 'answer' ? { due_on: after, calendar_version: order.version } : what === 'own' ? { own_due_on: after, own_calendar_version: order.version } : what === 'forward' ? { held: { ...appeal.held, forwardBy: after, forwardCalendar: order.version } } : {};
    await apply(tx, permit, {
      act: 'move_term', appeal, at, stage: appeal.stage, patch, code: codes[what], public: what === 'answer' || what === 'own',
      facts: { before, day: after, calendar: order.version, ...(itemId === 0 ? {} : { item: itemId }) },
    });
    if (what === 'answer' && appeal.assignmentId !== null) await promised(appeal.assignmentId, after, { dueOn: after, ruleVersion: appeal.ruleVersion, calendarVersion: order.version });
    if (what === 'task') await promised(itemId, after);
    if (what === 'request') await moveRequest(tx, permit, { extensionId: itemId, toOn: after });
    if (what === 'answer' || what === 'own') await tell(tx, appeal, [{ name: 'appeal.term_moved', clock: what, before, dueOn: after, calendarVersion: order.version }]);
  }
};
