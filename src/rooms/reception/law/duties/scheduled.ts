import type { Day } from '../../../../kernel/day.ts';

type Due = { readonly id: number; readonly dutyId: number; readonly accountId: number; readonly opensOn: Day; readonly dueOn: Day };
type Laid = { readonly id: number; readonly accountId: number; readonly heldOn: Day; readonly state: string };

/**
 * Which of those that are owed have a reception laid out for them. Each reception stands for one of a duty: the one that falls due first takes the earliest
 * that still fits it. What was missed or cancelled stands for nothing. Gives the reception by what is owed.
 */
export const scheduledFor = (dues: readonly Due[], receptions: readonly Laid[]): ReadonlyMap<number, number> => {
  const live = receptions.filter((one) => one.state === 'planned' || one.state === 'under_way' || one.state === 'held').toSorted((a, b) => (a.heldOn < b.heldOn ? -1 : a.heldOn > b.heldOn ? 1 : a.id - b.id));
  const taken = new Set<string>();
  const found = new Map<number, number>();
  for (const due of dues.toSorted((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : a.id - b.id))) {
    const one = live.find((r) => r.accountId === due.accountId && r.heldOn >= due.opensOn && r.heldOn <= due.dueOn && !taken.has(`${due.dutyId} ${r.id}`));
    if (!one) continue;
    taken.add(`${due.dutyId} ${one.id}`);
    found.set(due.id, one.id);
  }
  return found;
};
