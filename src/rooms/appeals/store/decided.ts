import { sql, type Read } from '../../../platform/db.ts';
import { db } from './tables.ts';

export type DecidedTopic = { readonly text: string; readonly topicCode: string };

const batch = 2_000;

/**
 * Texts with the topic that stands now, where a person of the office or an import said it: not what a resident chose and nobody looked at.
 * The newest of them, the oldest first; walked by the key in parts, so that no list grows beside the one given back.
 */
export const decidedTopics = async (q: Read, most: number): Promise<readonly DecidedTopic[]> => {
  const found: DecidedTopic[] = [];
  let before = Number.MAX_SAFE_INTEGER;
  while (found.length < most) {
    const { rows } = await sql<{ id: string; text: string; topic_code: string; decided: boolean }>`
      SELECT a.id, a.text, a.topic_code, EXISTS (SELECT 1 FROM appeals.act x WHERE x.appeal_id = a.id AND x.by_kind IN ('staff', 'system') AND x.act IN ('register', 'sort')) AS decided
      FROM (SELECT id, text, topic_code FROM appeals.appeal WHERE id < ${before} ORDER BY id DESC LIMIT ${batch}) a WHERE a.topic_code IS NOT NULL ORDER BY a.id DESC`.execute(db(q));
    const { rows: last } = await sql<{ id: string | null }>`SELECT min(id) AS id FROM (SELECT id FROM appeals.appeal WHERE id < ${before} ORDER BY id DESC LIMIT ${batch}) a`.execute(db(q));
    for (const row of rows) if (row.decided && found.length < most) found.push({ text: row.text, topicCode: row.topic_code });
    const next = last[0]?.id;
    if (next === null || next === undefined) break;
    before = Number(next);
  }
  return found.toReversed();
};
