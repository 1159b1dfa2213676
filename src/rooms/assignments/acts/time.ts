import type { Permit } from '../../../kernel/permit.ts';
import { isRefusal, refuse } from '../../../kernel/refusal.ts';
import type { Result } from '../../../kernel/result.ts';
import type { Tx } from '../../../platform/db.ts';
import type { Source } from '../law.ts';
import { addExtension, decideExtensionRow, openExtension, type Extension } from '../store/beside.ts';
import { grantTime, mark, moveTerm, type Code } from './spine.ts';

/**
 * More time is asked of the promise, whoever gave it: one table, one question at a time. The room that gave the promise says how far
 * its term may move and moves its own day in the same transaction. `assignmentId` null: nobody has the matter yet.
 */
export const askTime = async (
  tx: Tx, permit: Permit<string>, f: { source: Source; assignmentId: number | null; lead: boolean; fromOn: string; toOn: string; reason: string; at: Date },
): Promise<Result<{ extensionId: number }, Code | 'extension_waiting'>> => {
  if (await openExtension(tx, f.source, f.lead ? null : f.assignmentId)) return refuse('extension_waiting');
  const extensionId = await addExtension(tx, permit, f);
  if (f.assignmentId !== null) {
    const marked = await mark(tx, permit, 'ask_time', { assignmentId: f.assignmentId, at: f.at, reason: f.reason });
    if (isRefusal(marked)) return marked;
  }
  return { extensionId };
};

/** `assignmentId`: the promise as it stands now; what was asked before anybody had the matter moves whoever has it. */
export const decideTime = async (
  tx: Tx, permit: Permit<string>, f: { extension: Extension; assignmentId: number | null; granted: boolean; reason: string | null; at: Date },
): Promise<Result<true, Code>> => {
  await decideExtensionRow(tx, permit, { id: f.extension.id, granted: f.granted, reason: f.reason, at: f.at });
  if (f.assignmentId === null) return true;
  const facts = { assignmentId: f.assignmentId, at: f.at, reason: f.granted ? f.extension.reason : f.reason };
  const done = !f.granted
    ? await mark(tx, permit, 'deny_time', facts)
    : f.extension.assignmentId === null
      ? await moveTerm(tx, permit, { ...facts, dueOn: f.extension.toOn })
      : await grantTime(tx, permit, { ...facts, dueOn: f.extension.toOn });
  return isRefusal(done) ? done : true;
};
