import type { CalendarChange, Moved, Recount } from '../../../calendar/contract.ts';
import { unitsByIds } from '../../../units/contract.ts';
import type { Read } from '../../../../platform/db.ts';
import { dutiesAfter, dutyLocked, type Duty } from '../../store/duties.ts';
import { changesOf, layOut } from './lay-out.ts';

type Page = { readonly afterId: number; readonly limit: number };
/** Duties whose branch counts by the calendar that changed. */
const duties = async (q: Read, change: CalendarChange, page: Page): Promise<{ readonly list: readonly Duty[]; readonly lastId: number | null }> => {
  const all = await dutiesAfter(q, { afterId: page.afterId, since: change.today, limit: page.limit });
  const units = await unitsByIds(q, all.map((one) => one.branchId));
  return { list: all.filter((one) => (units.get(one.branchId)?.calendar ?? 'kz5') === change.after.name), lastId: all.length < page.limit ? null : (all.at(-1)?.id ?? null) };
};

/** What the calendar asks of this room when it changes: the days of the receptions that are owed. The night would move them too; an order says whose it was. */
export const dutyRecount: Recount = {
  foresee: async (q, change, page) => {
    const { list, lastId } = await duties(q, change, page);
    const moved: Moved[] = [];
    for (const duty of list) for (const { expected, owed } of await changesOf(q, duty, change.after, change.today))
      if (expected && owed) moved.push({ what: 'reception', source: 'duty', sourceId: duty.id, itemId: expected.id, reference: duty.names.kk, branchId: duty.branchId, before: expected.dueOn, after: owed.dueOn });
    return { moved, lastId };
  },
  move: async (ctx, tx, change, page, order) => {
    const { list, lastId } = await duties(tx, change, page);
    let moved = 0;
    for (const one of list) {
      const duty = await dutyLocked(tx, one.id);
      if (duty) moved += await layOut(ctx, tx, duty, change.after, { at: order.at, by: order.by, facts: { reason: order.reason } });
    }
    return { moved, lastId };
  },
};
