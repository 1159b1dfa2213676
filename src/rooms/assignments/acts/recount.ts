import type { Permit } from '../../../kernel/permit.ts';
import type { Tx } from '../../../platform/db.ts';
import { moveRequestRow } from '../store/recount.ts';

export { openDays, type OpenRequest, type OpenTask } from '../store/recount.ts';

/** What was asked for points at a day that has become a day off: the next worked one is asked for. The room that gave the promise writes the row. */
export const moveRequest = (tx: Tx, permit: Permit<string>, f: { extensionId: number; toOn: string }): Promise<void> => moveRequestRow(tx, permit, f.extensionId, f.toOn);
