import type { Permit } from '../../../kernel/permit.ts';
import { sql, type Read, type Tx } from '../../../platform/db.ts';
import type { Names, Topic } from '../law.ts';
import { q } from '../store.ts';

/** In the order of the list; closed ones too, for what was sorted under them keeps its name. A list to choose from leaves them out (`openTopics`). */
export const topics = async (read: Read): Promise<readonly Topic[]> =>
  (await q(read).selectFrom('units.topic').selectAll().orderBy('place').orderBy('code').limit(500).execute())
    .map((row) => ({ code: row.code, names: { kk: row.name_kk, ru: row.name_ru, en: row.name_en }, closed: !row.active }));

export const topicStands = async (read: Read, code: string): Promise<boolean> =>
  (await q(read).selectFrom('units.topic').select('code').where('code', '=', code).where('active', '=', true).executeTakeFirst()) !== undefined;

/** The list under a lock of its own: two who change its order at once do it one after the other. */
export const topicsLocked = async (tx: Tx): Promise<readonly Topic[]> => {
  await sql`SELECT pg_advisory_xact_lock(hashtext('units.topic'))`.execute(q(tx));
  return topics(tx);
};

export const insertTopic = async (tx: Tx, _permit: Permit<'units.keep_topics'>, t: { code: string; names: Names }): Promise<void> => {
  await q(tx).insertInto('units.topic').values({
    code: t.code, name_kk: t.names.kk, name_ru: t.names.ru, name_en: t.names.en, active: true,
    place: sql<number>`(SELECT coalesce(max(place), 0) + 1 FROM units.topic)`,
  }).execute();
};

export const writeTopicNames = async (tx: Tx, _permit: Permit<'units.keep_topics'>, code: string, names: Names): Promise<void> => {
  await q(tx).updateTable('units.topic').set({ name_kk: names.kk, name_ru: names.ru, name_en: names.en }).where('code', '=', code).execute();
};

export const writeTopicClosed = async (tx: Tx, _permit: Permit<'units.keep_topics'>, code: string, closed: boolean): Promise<void> => {
  await q(tx).updateTable('units.topic').set({ active: !closed }).where('code', '=', code).execute();
};

/** The whole list anew, in the order of the codes. */
export const writeTopicOrder = async (tx: Tx, _permit: Permit<'units.keep_topics'>, codes: readonly string[]): Promise<void> => {
  await sql`UPDATE units.topic t SET place = o.place FROM unnest(${[...codes]}::text[]) WITH ORDINALITY AS o (code, place) WHERE o.code = t.code`.execute(q(tx));
};
