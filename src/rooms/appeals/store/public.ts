import { isDay } from '../../../kernel/day.ts';
import type { Permit } from '../../../kernel/permit.ts';
import { sql, type Read, type Tx } from '../../../platform/db.ts';
import type { FindQuery } from '../../recognition/contract.ts';
import type { Kind, Outcome, Stage, Verdict } from '../law/stages.ts';
import { tsquery } from './search.ts';
import { Document, madeWith, marksOf, quoted } from './searched.ts';
import { db, type PublicationTable } from './tables.ts';

/** Nothing here but what its author agreed to and a clerk redacted: the table holds no other words. */
export type PublicRow = {
  readonly appealId: number; readonly number: string; readonly branchId: number; readonly territoryPath: readonly string[]; readonly topicCode: string | null; readonly kind: Kind;
  readonly lang: string; readonly text: string; readonly stage: Stage; readonly officeOutcome: Outcome | null; readonly verdict: Verdict | null;
  readonly registeredOn: string; readonly dueOn: string; readonly answeredOn: string | null; readonly publishedAt: Date;
  /** null while there is none; `text` is null until a clerk has looked it through, `anew`: another one stood here before */
  readonly answer: { readonly text: string | null; readonly unitId: number; readonly anew: boolean } | null;
};
export type PublicFilter = { readonly territory?: { readonly code: string; readonly depth: number }; readonly topicCode?: string; /** as `asked` makes it: only what has these words */ readonly words?: string };
export type PublicCursor = { readonly publishedAt: string; readonly id: number };

const pageSize = 20;
const columns = ['appeal_id', 'number', 'branch_id', 'territory_path', 'topic_code', 'kind', 'lang', 'text', 'stage', 'office_outcome', 'verdict', 'registered_on', 'due_on', 'answered_on', 'published_at', 'answer', 'answer_id', 'answer_unit'] as const;
type Row = Pick<PublicationTable, (typeof columns)[number]>;

/** A question as PostgreSQL asks it of the public rows, or null when there is nothing in it. `begun`: the last word is the beginning of one. */
export const asked = (query: FindQuery, begun = false): string | null => {
  if (query.number !== null) return quoted(marksOf.number(query.number));
  const { prefix } = query;
  if (!begun) return tsquery(query);
  return prefix === null || prefix.folded.length < shortestBegun ? null : [tsquery({ ...query, words: query.words.filter((word) => word !== prefix) }), `${quoted(prefix.folded)}:*`].filter((part) => part !== null).join(' & ');
};
/** Fewer letters begin half the dictionary. */
const shortestBegun = 4;

/** A moment as the database writes it in a cursor: a real one, so that a made-up address is not an error. */
export const isMoment = (text: string): boolean => /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d{1,6})?[+-]\d\d(:\d\d)?$/.test(text) && isDay(text.slice(0, 10)) && !Number.isNaN(Date.parse(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00')));

/** Newest first. `depth` is the place of the territory in the path, 1 for the country: it names the index. */
export const publicList = async (q: Read, f: PublicFilter, cursor: PublicCursor | null = null): Promise<{ rows: readonly PublicRow[]; next: PublicCursor | null }> => {
  const depth = sql.raw(String(Math.min(Math.max(Math.trunc(f.territory?.depth ?? 1), 1), 6)));
  const { rows } = await sql<Row & { at_text: string }>`
    SELECT ${sql.raw(columns.map((name) => `p.${name}`).join(', '))}, p.published_at::text AS at_text FROM appeals.publication p WHERE true
    ${f.territory ? sql`AND p.territory_path[${depth}] = ${f.territory.code}` : sql``}
    ${f.topicCode === undefined ? sql`` : sql`AND p.topic_code = ${f.topicCode}`}
    ${f.words === undefined ? sql`` : sql`AND p.document @@ ${f.words}::tsquery`}
    ${cursor ? sql`AND (p.published_at, p.appeal_id) < (${cursor.publishedAt}::timestamptz, ${cursor.id}::bigint)` : sql``}
    ORDER BY p.published_at DESC, p.appeal_id DESC LIMIT ${sql.raw(String(pageSize + 1))}`.execute(db(q));
  const page = rows.slice(0, pageSize);
  const last = rows.length > pageSize ? page.at(-1) : undefined;
  return { rows: page.map(rowOf), next: last ? { publishedAt: last.at_text, id: last.appeal_id } : null };
};

export const publicOne = async (q: Read, number: string): Promise<PublicRow | undefined> => {
  const row = await db(q).selectFrom('appeals.publication').select(columns).where('number', '=', number).executeTakeFirst();
  return row && rowOf(row);
};

const rowOf = (r: Row): PublicRow => ({
  appealId: r.appeal_id, number: r.number, branchId: r.branch_id, territoryPath: r.territory_path, topicCode: r.topic_code, kind: r.kind, lang: r.lang, text: r.text,
  stage: r.stage, officeOutcome: r.office_outcome, verdict: r.verdict, registeredOn: r.registered_on, dueOn: r.due_on, answeredOn: r.answered_on, publishedAt: r.published_at,
  answer: r.answer_unit === null ? null : { text: r.answer, unitId: r.answer_unit, anew: r.answer === null && r.answer_id !== null },
});

/** What is looked for in a public row: its own words and its number, and nothing of the matter behind it. */
export const publicDocument = (row: { readonly number: string; readonly text: string; readonly answer: string | null }): string => {
  const said = new Document();
  said.add(row.text, 'B');
  said.add(row.answer ?? '', 'C');
  return [quoted(marksOf.number(row.number)), quoted(marksOf.serial(Number(row.number.slice(row.number.lastIndexOf('-') + 1)))), ...said.lexemes()].join(' ');
};

/** Words of an answer that is shown no more are found no more, at once. */
export const forgetTakenWords = async (tx: Tx, appealId: number): Promise<void> => {
  const row = await db(tx).selectFrom('appeals.publication').select(['number', 'text']).where('appeal_id', '=', appealId).where('answer', 'is', null).where('answer_id', 'is not', null).executeTakeFirst();
  if (row) await db(tx).updateTable('appeals.publication').set({ document: sql<string>`${publicDocument({ ...row, answer: null })}::tsvector`, made_with: madeWith }).where('appeal_id', '=', appealId).execute();
};

/** Rows of before, or of another way of stemming, written anew: so many at once. Says how many there were. */
export const writePublicDocuments = async (tx: Tx, _permit: Permit<'appeal.index'>, most: number): Promise<number> => {
  const { rows } = await sql<{ appeal_id: number; number: string; text: string; answer: string | null }>`
    SELECT appeal_id, number, text, answer FROM appeals.publication WHERE made_with < ${madeWith} ORDER BY made_with, appeal_id LIMIT ${sql.raw(String(most))} FOR UPDATE SKIP LOCKED`.execute(db(tx));
  if (rows.length === 0) return 0;
  const written = JSON.stringify(rows.map((row) => ({ id: row.appeal_id, document: publicDocument(row) })));
  await sql`UPDATE appeals.publication p SET document = n.document, made_with = ${madeWith}::int FROM json_to_recordset(${written}::json) AS n (id bigint, document tsvector) WHERE p.appeal_id = n.id`.execute(db(tx));
  return rows.length;
};

export const forgetPublicDocuments = async (tx: Tx, _permit: Permit<'appeal.index'>): Promise<void> => {
  await sql`UPDATE appeals.publication SET made_with = 0 WHERE made_with > 0`.execute(db(tx));
};
