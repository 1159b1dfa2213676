import type { Permit } from '../../../kernel/permit.ts';
import type { Read, Tx } from '../../../platform/db.ts';
import type { SourceKind } from '../law.ts';
import { db } from './tables.ts';

export type OpenTask = { readonly assignmentId: number; readonly sourceId: number; readonly dueOn: string };
/** `taskId` null: of the holder's own promise, or of the matter before anybody had it. */
export type OpenRequest = { readonly extensionId: number; readonly sourceId: number; readonly taskId: number | null; readonly toOn: string };

/** Days that stand open beside the holder's own: tasks, and requests that nobody has answered. */
export const openDays = async (q: Read, kind: SourceKind, sourceIds: readonly number[]): Promise<{ readonly tasks: readonly OpenTask[]; readonly requests: readonly OpenRequest[] }> => {
  if (sourceIds.length === 0) return { tasks: [], requests: [] };
  const first = Math.min(...sourceIds);
  const last = Math.max(...sourceIds);
  const wanted = new Set(sourceIds);
  const tasks = await db(q).selectFrom('assignments.assignment').select(['id', 'source_id', 'due_on']).where('source_kind', '=', kind).where('source_id', '>=', first).where('source_id', '<=', last)
    .where('open', '=', true).where('lead', '=', false).orderBy('id').execute();
  const requests = await db(q).selectFrom('assignments.extension as e').leftJoin('assignments.assignment as a', 'a.id', 'e.assignment_id').select(['e.id', 'e.source_id', 'e.to_on', 'e.assignment_id', 'a.lead'])
    .where('e.source_kind', '=', kind).where('e.source_id', '>=', first).where('e.source_id', '<=', last).where('e.granted', 'is', null).orderBy('e.id').execute();
  return {
    tasks: tasks.filter((r) => wanted.has(r.source_id)).map((r) => ({ assignmentId: r.id, sourceId: r.source_id, dueOn: r.due_on })),
    requests: requests.filter((r) => wanted.has(r.source_id)).map((r) => ({ extensionId: r.id, sourceId: r.source_id, taskId: r.lead === false ? r.assignment_id : null, toOn: r.to_on })),
  };
};

export const moveRequestRow = async (tx: Tx, _permit: Permit<string>, extensionId: number, toOn: string): Promise<void> => {
  await db(tx).updateTable('assignments.extension').set({ to_on: toOn }).where('id', '=', extensionId).where('granted', 'is', null).execute();
};
