import type { Permit } from '../../../kernel/permit.ts';
import { sql, type Read, type Tx } from '../../../platform/db.ts';
import type { Unit } from '../law.ts';
import { q, territoriesByCodes, unit } from '../store.ts';

export type Competence = { readonly id: number; readonly topicCode: string; readonly territoryCode: string; readonly unitId: number; readonly fromOn: string; readonly toOn: string | null };
type Row = { id: number; topic_code: string; territory_code: string; unit_id: number; from_on: string; to_on: string | null };
const competence = (row: Row): Competence => ({ id: row.id, topicCode: row.topic_code, territoryCode: row.territory_code, unitId: row.unit_id, fromOn: row.from_on, toOn: row.to_on });

/** What the body answers for and did answer for: those in force first, then the latest ended. */
export const competencesOf = async (read: Read, unitId: number): Promise<readonly Competence[]> =>
  (await q(read).selectFrom('units.competence as c').innerJoin('units.topic as t', 't.code', 'c.topic_code').selectAll('c').where('c.unit_id', '=', unitId)
    .orderBy(sql`c.to_on DESC NULLS FIRST`).orderBy('t.place').orderBy('c.territory_code').limit(1_000).execute()).map(competence);

/** In force, of that topic in that very place. */
export const competenceAt = async (read: Read, topicCode: string, territoryCode: string): Promise<Competence | null> => {
  const row = await q(read).selectFrom('units.competence').selectAll().where('topic_code', '=', topicCode).where('territory_code', '=', territoryCode).where('to_on', 'is', null).executeTakeFirst();
  return row ? competence(row) : null;
};

export const competenceLocked = async (tx: Tx, id: number): Promise<Competence | null> => {
  const row = await q(tx).selectFrom('units.competence').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  return row ? competence(row) : null;
};

/** No more from that day; the row stays. */
export const writeCompetenceEnd = async (tx: Tx, _permit: Permit<'units.end_competence'>, id: number, on: string): Promise<void> => {
  await q(tx).updateTable('units.competence').set({ to_on: sql<string>`greatest(from_on, ${on}::date)` }).where('id', '=', id).execute();
};

export type Answering = { readonly competenceId: number; readonly unit: Unit; readonly territoryCode: string; readonly exact: boolean };

/** By topic: who answers there, then who would if they did not: the bodies of the next places up, one a place. */
export const answeringUp = async (read: Read, territoryCode: string): Promise<ReadonlyMap<string, readonly Answering[]>> => {
  const path = (await territoriesByCodes(read, [territoryCode])).get(territoryCode)?.path ?? [];
  if (path.length === 0) return new Map();
  const rows = await q(read).selectFrom('units.competence as c').innerJoin('units.unit as u', 'u.id', 'c.unit_id').innerJoin('units.territory as t', 't.code', 'c.territory_code')
    .selectAll('u').select(['c.topic_code as topic', 'c.territory_code as answers_in', 'c.id as competence_id'])
    .where('c.territory_code', 'in', [...path]).where('c.to_on', 'is', null).where('u.closed_on', 'is', null)
    .orderBy('c.topic_code').orderBy('t.level', 'desc').execute();
  const found = rows.map((row) => ({ topic: row.topic, unit: unit(row), territoryCode: row.answers_in, exact: row.answers_in === territoryCode, competenceId: row.competence_id }));
  return Map.groupBy(found, (one) => one.topic);
};

/** The first of each; the same as `competentBody`, for all topics at once. */
export const answeringIn = async (read: Read, territoryCode: string): Promise<ReadonlyMap<string, Answering>> =>
  new Map([...(await answeringUp(read, territoryCode))].flatMap(([topic, [first]]) => (first ? [[topic, first] as const] : [])));
