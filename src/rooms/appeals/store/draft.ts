import { createHash, randomBytes } from 'node:crypto';
import { sql, view, type Read, type Tx } from '../../../platform/db.ts';
import { seal, unseal } from './seal.ts';

type Tables = {
  'appeals.draft': { visit_hash: Buffer; key: string; fields: Record<string, string>; papers: number[]; sent_appeal_id: number | null; touched_at: Date };
};

/** The unfinished form of one browser. `fields` are as typed: they are read by the contract's schemas only when a step is left. */
export type Draft = { readonly key: string; readonly fields: Readonly<Record<string, string>>; readonly papers: readonly number[]; readonly sentAppealId: number | null; readonly touchedAt?: Date };

/** A copy of the table gives no word of an unfinished letter. */
const sealed = (fields: Readonly<Record<string, string>>): string => JSON.stringify(Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, seal(value).toString('base64')])));
const opened = (fields: Readonly<Record<string, string>>): Record<string, string> => Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, unseal(Buffer.from(value, 'base64'))]));

const hashOf = (visit: string): Buffer => createHash('sha256').update(`draft\n${visit}`).digest();

/** Row-level security shows the row of this very browser and no other. */
const sightOf = async (q: Read, visit: string): Promise<void> => {
  await sql`SELECT set_config('jauap.visit', ${hashOf(visit).toString('hex')}, true)`.execute(view<Tables>(q));
};

export const draftOf = async (q: Read, visit: string): Promise<Draft | null> => {
  await sightOf(q, visit);
  const row = await view<Tables>(q).selectFrom('appeals.draft').selectAll().where('visit_hash', '=', hashOf(visit)).executeTakeFirst();
  return row ? { key: row.key, fields: opened(row.fields), papers: row.papers.map(Number), sentAppealId: row.sent_appeal_id, touchedAt: row.touched_at } : null;
};

/** Keeps what a step brought, beside what stood there. */
export const keepDraft = async (tx: Tx, visit: string, fields: Readonly<Record<string, string>>, papers: readonly number[], at: Date): Promise<void> => {
  await sightOf(tx, visit);
  await sql`INSERT INTO appeals.draft (visit_hash, key, fields, papers, touched_at)
    VALUES (${hashOf(visit)}, ${randomBytes(18).toString('base64url')}, ${sealed(fields)}::jsonb, ${[...papers]}::bigint[], ${at})
    ON CONFLICT (visit_hash) DO UPDATE SET fields = appeals.draft.fields || excluded.fields, papers = excluded.papers, touched_at = excluded.touched_at`.execute(view<Tables>(tx));
};

/** Keeps words while they are typed: papers stay as they are, and what was sent is not touched again. */
export const keepTyped = async (tx: Tx, visit: string, fields: Readonly<Record<string, string>>, at: Date): Promise<void> => {
  await sightOf(tx, visit);
  await sql`INSERT INTO appeals.draft (visit_hash, key, fields, touched_at)
    VALUES (${hashOf(visit)}, ${randomBytes(18).toString('base64url')}, ${sealed(fields)}::jsonb, ${at})
    ON CONFLICT (visit_hash) DO UPDATE SET fields = appeals.draft.fields || excluded.fields, touched_at = excluded.touched_at
    WHERE appeals.draft.sent_appeal_id IS NULL`.execute(view<Tables>(tx));
};

/** One more paper beside those that came meanwhile; false when there are enough, or when the letter is sent. */
export const addPaper = async (tx: Tx, visit: string, o: { fileId: number; most: number; at: Date }): Promise<boolean> => {
  await sightOf(tx, visit);
  const { rows } = await sql`INSERT INTO appeals.draft (visit_hash, key, papers, touched_at)
    VALUES (${hashOf(visit)}, ${randomBytes(18).toString('base64url')}, ARRAY[${o.fileId}::bigint], ${o.at})
    ON CONFLICT (visit_hash) DO UPDATE SET papers = appeals.draft.papers || excluded.papers, touched_at = excluded.touched_at
    WHERE appeals.draft.sent_appeal_id IS NULL AND cardinality(appeals.draft.papers) < ${o.most} RETURNING 1`.execute(view<Tables>(tx));
  return rows.length > 0;
};

/** The words are in the appeal now: only the key and the id stay, so that sending again shows the same number. */
export const markDraftSent = async (tx: Tx, visit: string, appealId: number, at: Date): Promise<void> => {
  await sightOf(tx, visit);
  await view<Tables>(tx).updateTable('appeals.draft').set({ fields: {}, papers: [], sent_appeal_id: appealId, touched_at: at }).where('visit_hash', '=', hashOf(visit)).execute();
};

export const dropDraft = async (tx: Tx, visit: string): Promise<void> => {
  await sightOf(tx, visit);
  await view<Tables>(tx).deleteFrom('appeals.draft').where('visit_hash', '=', hashOf(visit)).execute();
};

/** Returns how many were forgotten. */
export const forgetDrafts = async (tx: Tx, before: Date): Promise<number> => {
  const result = await view<Tables>(tx).deleteFrom('appeals.draft').where('touched_at', '<', before).executeTakeFirst();
  return Number(result.numDeletedRows);
};
