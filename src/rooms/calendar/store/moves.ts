import type { Permit } from '../../../kernel/permit.ts';
import { sql, view, type Generated, type Read, type Tx } from '../../../platform/db.ts';
import { builtIn } from '../kazakhstan.ts';
import type { Counts } from '../law/moves.ts';
import type { WorkCalendar } from '../law.ts';
import { versionFound } from '../store.ts';

export type CountsByBranch = Readonly<Record<string, Counts>>;
type MoveTable = {
  id: Generated<number>; version: string; before: string; ordered_at: Date; ordered_by: number | null; ordered_post: number | null; counts: CountsByBranch; dates: number; hash: string;
  door: Generated<number>; after_id: Generated<number>; moved: Generated<number>; finished_at: Date | null;
};
const db = (q: Read) => view<{ 'calendar.move': MoveTable; 'calendar.version': { id: number; name: string } }>(q);

export type Move = {
  readonly moveId: number; readonly version: string; readonly before: string; readonly orderedAt: Date; readonly orderedBy: number | null; readonly orderedPost: number | null;
  readonly counts: CountsByBranch; readonly dates: number; readonly hash: string; readonly door: number; readonly afterId: number; readonly moved: number; readonly finishedAt: Date | null;
};
type Row = Omit<MoveTable, 'id' | 'door' | 'after_id' | 'moved'> & { id: number; door: number; after_id: number; moved: number };
const moveOf = (r: Row): Move => ({
  moveId: r.id, version: r.version, before: r.before, orderedAt: r.ordered_at, orderedBy: r.ordered_by, orderedPost: r.ordered_post, counts: r.counts, dates: r.dates, hash: r.hash,
  door: r.door, afterId: r.after_id, moved: r.moved, finishedAt: r.finished_at,
});

/** The version that was in force before this one. */
export const calendarBefore = async (q: Read, calendar: WorkCalendar): Promise<WorkCalendar> => {
  const id = Number(calendar.version.split('-')[1]);
  const row = Number.isInteger(id)
    ? await db(q).selectFrom('calendar.version').select('id').where('name', '=', calendar.name).where('id', '<', id).orderBy('id', 'desc').limit(1).executeTakeFirst()
    : undefined;
  return (row && (await versionFound(q, `${calendar.name}-${row.id}`))?.calendar) ?? builtIn(calendar.week);
};

export const movesOf = async (q: Read, version: string): Promise<readonly Move[]> =>
  (await db(q).selectFrom('calendar.move').selectAll().where('version', '=', version).orderBy('id').limit(100).execute()).map(moveOf);

/** Null when it is finished: two who carry it out wait for each other. */
export const moveLocked = async (tx: Tx, moveId: number): Promise<Move | null> => {
  const row = await db(tx).selectFrom('calendar.move').selectAll().where('id', '=', moveId).where('finished_at', 'is', null).forUpdate().executeTakeFirst();
  return row ? moveOf(row) : null;
};

export const insertMove = async (tx: Tx, permit: Permit<'calendar.move'>, m: { version: string; before: string; at: Date; counts: CountsByBranch; dates: number; hash: string }): Promise<number> =>
  (await db(tx).insertInto('calendar.move').values({
    version: m.version, before: m.before, ordered_at: m.at, ordered_by: permit.actor.kind === 'staff' ? permit.actor.accountId : null, ordered_post: permit.postId,
    counts: sql<CountsByBranch>`${JSON.stringify(m.counts)}::jsonb`, dates: m.dates, hash: m.hash, finished_at: null,
  }).returning('id').executeTakeFirstOrThrow()).id;

export const noteProgress = async (tx: Tx, _permit: Permit<'calendar.carry_out'>, m: { moveId: number; door: number; afterId: number; moved: number; finishedAt: Date | null }): Promise<void> => {
  await db(tx).updateTable('calendar.move').set({ door: m.door, after_id: m.afterId, moved: m.moved, finished_at: m.finishedAt }).where('id', '=', m.moveId).execute();
};
