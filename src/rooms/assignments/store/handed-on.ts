import { sql, type Read } from '../../../platform/db.ts';
import type { SourceKind } from '../law.ts';
import { db } from './tables.ts';

export type HandedOn = { readonly sourceId: number; readonly at: Date };

/** What a body gave to another one since then, the newest first, at most `most`: by the index `act_handed_on`. */
export const handedOn = async (q: Read, f: { readonly kind: SourceKind; readonly unitId: number; readonly since: Date; readonly most: number }): Promise<readonly HandedOn[]> => {
  const { rows } = await sql<{ sourceId: number; at: Date }>`
    SELECT p.source_id AS "sourceId", c.at
    FROM (SELECT assignment_id, at FROM assignments.act WHERE act = 'hand_over' AND to_unit <> from_unit AND from_unit = ${f.unitId} AND at > ${f.since} ORDER BY at DESC LIMIT ${f.most}) AS c
    JOIN assignments.assignment p ON p.id = c.assignment_id AND p.lead AND p.source_kind = ${f.kind}
    ORDER BY c.at DESC`.execute(db(q));
  return rows;
};
