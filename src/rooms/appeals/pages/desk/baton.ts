import type { HistoryRow, Stretch } from '../../../assignments/contract.ts';
import { baton } from '../../../assignments/contract.ts';
import type { TimelineRow } from '../../store/matter.ts';
import type { Appeal } from '../../store/tables.ts';

/** Time per holder. Until it is given to somebody, and again when it came back as not solved, the branch has it. */
export const stretchesOf = (appeal: Appeal, history: readonly HistoryRow[], rows: readonly TimelineRow[]): readonly Stretch[] => {
  const given = baton(history);
  const starts = [appeal.receivedAt, ...rows.filter((row) => row.code === 'reopened').map((row) => row.at)];
  const ended = rows.filter((row) => row.code === 'answered' || row.code === 'answered_with' || row.code === 'withdrawn').map((row) => row.at);
  const branch = starts.map((from): Stretch => ({
    unitId: appeal.branchId, accountId: null, from,
    until: [...given.map((one) => one.from), ...ended].filter((at) => at >= from).toSorted((a, b) => a.getTime() - b.getTime())[0] ?? null,
  }));
  return [...branch, ...given].filter((one) => one.until === null || one.until.getTime() - one.from.getTime() > 0).toSorted((a, b) => a.from.getTime() - b.from.getTime());
};
