import { isDay } from '../../../kernel/day.ts';
import { sql, type Read } from '../../../platform/db.ts';
import type { Kind, Outcome, Stage, Verdict } from '../law/stages.ts';
import { db, type PublicationTable } from './tables.ts';

/** Nothing here but what its author agreed to and a clerk redacted: the table holds no other words. */
export type PublicRow = {
  readonly appealId: number; readonly number: string; readonly branchId: number; readonly territoryPath: readonly string[]; readonly topicCode: string | null; readonly kind: Kind;
  readonly lang: string; readonly text: string; readonly stage: Stage; readonly officeOutcome: Outcome | null; readonly verdict: Verdict | null;
  readonly registeredOn: string; readonly dueOn: string; readonly answeredOn: string | null; readonly publishedAt: Date;
};
export type PublicFilter = { readonly territory?: { readonly code: string; readonly depth: number }; readonly topicCode?: string };
export type PublicCursor = { readonly publishedAt: string; readonly id: number };

const pageSize = 20;

/** A moment as the database writes it in a cursor: a real one, so that a made-up address is not an error. */
export const isMoment = (text: string): boolean => /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d{1,6})?[+-]\d\d(:\d\d)?$/.test(text) && isDay(text.slice(0, 10)) && !Number.isNaN(Date.parse(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00')));

/** Newest first. `depth` is the place of the territory in the path, 1 for the country: it names the index. */
export const publicList = async (q: Read, f: PublicFilter, cursor: PublicCursor | null = null): Promise<{ rows: readonly PublicRow[]; next: PublicCursor | null }> => {
  const depth = sql.raw(String(Math.min(Math.max(Math.trunc(f.territory?.depth ?? 1), 1), 6)));
  const { rows } = await sql<PublicationTable & { at_text: string }>`
    SELECT p.*, p.published_at::text AS at_text FROM appeals.publication p WHERE true
    ${f.territory ? sql`AND p.territory_path[${depth}] = ${f.territory.code}` : sql``}
    ${f.topicCode === undefined ? sql`` : sql`AND p.topic_code = ${f.topicCode}`}
    ${cursor ? sql`AND (p.published_at, p.appeal_id) < (${cursor.publishedAt}::timestamptz, ${cursor.id}::bigint)` : sql``}
    ORDER BY p.published_at DESC, p.appeal_id DESC LIMIT ${sql.raw(String(pageSize + 1))}`.execute(db(q));
  const page = rows.slice(0, pageSize);
  const last = rows.length > pageSize ? page.at(-1) : undefined;
  return { rows: page.map(rowOf), next: last ? { publishedAt: last.at_text, id: last.appeal_id } : null };
};

export const publicOne = async (q: Read, number: string): Promise<PublicRow | undefined> => {
  const row = await db(q).selectFrom('appeals.publication').selectAll().where('number', '=', number).executeTakeFirst();
  return row && rowOf(row);
};

const rowOf = (r: PublicationTable): PublicRow => ({
  appealId: r.appeal_id, number: r.number, branchId: r.branch_id, territoryPath: r.territory_path, topicCode: r.topic_code, kind: r.kind, lang: r.lang, text: r.text,
  stage: r.stage, officeOutcome: r.office_outcome, verdict: r.verdict, registeredOn: r.registered_on, dueOn: r.due_on, answeredOn: r.answered_on, publishedAt: r.published_at,
});
