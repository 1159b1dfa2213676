import { createHash, randomBytes } from 'node:crypto';
import { sql, view, type Read, type Tx } from '../../../platform/db.ts';

type Tables = {
  'appeals.draft': { visit_hash: Buffer; key: string; fields: Record<string, string>; papers: number[]; sent_appeal_id: number | null; touched_at: Date };
};

/** The unfinished form of one browser. `fields` are as typed: they are read by the contract's schemas only when a step is left. */
export type Draft = { readonly key: string; readonly fields: Readonly<Record<string, string>>; readonly papers: readonly number[]; readonly sentAppealId: number | null };

const hashOf = (visit: string): Buffer => createHash('sha256').update(`draft\n${visit}`).digest();

export const draftOf = async (q: Read, visit: string): Promise<Draft | null> => {
  const row = await view<Tables>(q).selectFrom('appeals.draft').selectAll().where('visit_hash', '=', hashOf(visit)).executeTakeFirst();
  return row ? { key: row.key, fields: row.fields, papers: row.papers.map(Number), sentAppealId: row.sent_appeal_id } : null;
};

/** Keeps what a step brought, beside what stood there. */
export const keepDraft = async (tx: Tx, visit: string, fields: Readonly<Record<string, string>>, papers: readonly number[], at: Date): Promise<void> => {
  await sql`INSERT INTO appeals.draft (visit_hash, key, fields, papers, touched_at)
    VALUES (${hashOf(visit)}, ${randomBytes(18).toString('base64url')}, ${JSON.stringify(fields)}::jsonb, ${[...papers]}::bigint[], ${at})
    ON CONFLICT (visit_hash) DO UPDATE SET fields = appeals.draft.fields || excluded.fields, papers = excluded.papers, touched_at = excluded.touched_at`.execute(view<Tables>(tx));
};

/** The words are in the appeal now: only the key and the id stay, so that sending again shows the same number. */
export const markDraftSent = async (tx: Tx, visit: string, appealId: number, at: Date): Promise<void> => {
  await view<Tables>(tx).updateTable('appeals.draft').set({ fields: {}, papers: [], sent_appeal_id: appealId, touched_at: at }).where('visit_hash', '=', hashOf(visit)).execute();
};

export const dropDraft = async (tx: Tx, visit: string): Promise<void> => {
  await view<Tables>(tx).deleteFrom('appeals.draft').where('visit_hash', '=', hashOf(visit)).execute();
};

/** Returns how many were forgotten. */
export const forgetDrafts = async (tx: Tx, before: Date): Promise<number> => {
  const result = await view<Tables>(tx).deleteFrom('appeals.draft').where('touched_at', '<', before).executeTakeFirst();
  return Number(result.numDeletedRows);
};
