import type { Read } from '../../../platform/db.ts';
import { db } from './tables.ts';

/** Answered in that stretch and not judged yet, by id. */
export const unjudged = async (q: Read, o: { from: Date; before: Date; afterId: number; most: number }): Promise<readonly { id: number; number: string; answeredAt: Date }[]> => {
  const rows = await db(q).selectFrom('appeals.appeal').select(['id', 'number', 'answered_at']).where('stage', '=', 'answered').where('answered_at', '>=', o.from).where('answered_at', '<', o.before)
    .where('id', '>', o.afterId).orderBy('id').limit(o.most).execute();
  return rows.flatMap((r) => (r.answered_at === null ? [] : [{ id: r.id, number: r.number, answeredAt: r.answered_at }]));
};
