import type { Day } from '../../../kernel/day.ts';
import { sql, type Read } from '../../../platform/db.ts';
import { appealColumns, appealOf, db, type Appeal } from './tables.ts';

export const tabs = ['all', 'urgent', 'new', 'today', 'overdue', 'came_back', 'to_approve', 'clarifying'] as const;
export type Tab = (typeof tabs)[number];

/** Whose inbox: the country's, some branches', some bodies', one person's. */
export type Scope =
  | { readonly of: 'country' }
  | { readonly of: 'branches'; readonly ids: readonly number[] }
  | { readonly of: 'bodies'; readonly ids: readonly number[] }
  | { readonly of: 'person'; readonly accountId: number };
export type InboxFilter = { readonly scope: Scope; readonly tab: Tab; readonly today: Day; readonly topicCode?: string; readonly kind?: string };
/** The last row of the page before; the nearer of its two days. */
export type Cursor = { readonly dueOn: string; readonly id: number };
export type InboxRow = Appeal & { readonly who: string | null; readonly excerpt: string; readonly address: string | null };

const pageSize = 50;
const columns = sql.raw(appealColumns.map((name) => `a.${name}`).join(', '));

const tabWhere = (f: InboxFilter) => {
  switch (f.tab) {
    case 'urgent': return sql`a.open AND a.urgency IS NOT NULL`;
    case 'new': return sql`a.open AND a.stage = 'registered'`;
    case 'today': return sql`a.open AND a.near_on = ${f.today}::date`;
    case 'overdue': return sql`a.open AND a.near_on < ${f.today}::date`;
    case 'came_back': return sql`a.came_back AND a.open`;
    case 'to_approve': return sql`a.open AND a.stage = 'awaiting_approval'`;
    case 'clarifying': return sql`a.open AND a.stage = 'clarifying'`;
    case 'all': return sql`a.open`;
  }
};

const where = (f: InboxFilter, cursor: Cursor | null) => sql`${tabWhere(f)}
  ${cursor ? sql`AND (a.near_on, a.id) > (${cursor.dueOn}::date, ${cursor.id}::bigint)` : sql``}
  ${f.topicCode === undefined ? sql`` : sql`AND a.topic_code = ${f.topicCode}`}
  ${f.kind === undefined ? sql`` : sql`AND a.kind = ${f.kind}`}`;

const scopeWhere = (scope: Exclude<Scope, UnitsScope>) => (scope.of === 'person' ? sql`a.holder_account = ${scope.accountId}` : sql`true`);

type UnitsScope = Extract<Scope, { readonly ids: readonly number[] }>;
const ofUnits = (scope: Scope): scope is UnitsScope => scope.of === 'branches' || scope.of === 'bodies';
/** The column that says whose it is: a branch answers for its register, a body for what it has in hand. */
const unitColumn = (scope: UnitsScope) => sql.raw(scope.of === 'branches' ? 'a.branch_id' : 'a.holder_unit');

const limit = sql.raw(String(pageSize + 1));
/** From so many units on, a look at the first few of each saves reading fifty of each. */
const manyUnits = 4;
const look = sql.raw('8');

/** The first fifty of several units together. Many: the fiftieth of the first few of each bounds how far any of them need be read. */
const firstOfUnits = (scope: UnitsScope, f: InboxFilter, cursor: Cursor | null) => {
  const unit = sql`SELECT unnest(${[...scope.ids]}::bigint[]) AS id`;
  const ofOne = (bound: ReturnType<typeof sql>, most: ReturnType<typeof sql>) =>
    sql`SELECT a.id, a.near_on FROM appeals.appeal a WHERE ${unitColumn(scope)} = u.id AND ${where(f, cursor)} ${bound} ORDER BY a.near_on, a.id LIMIT ${most}`;
  if (scope.ids.length < manyUnits) return sql`SELECT one.id FROM (${unit}) AS u CROSS JOIN LATERAL (${ofOne(sql``, limit)}) AS one ORDER BY one.near_on, one.id LIMIT ${limit}`;
  // the bound is joined, not asked for in place: only so may row-level security let the index use it
  return sql`WITH u AS MATERIALIZED (${unit}),
      bound AS MATERIALIZED (SELECT coalesce(max(x.near_on), 'infinity') AS near_on FROM (
        SELECT few.near_on FROM u CROSS JOIN LATERAL (${ofOne(sql``, look)}) AS few ORDER BY few.near_on, few.id OFFSET ${sql.raw(String(pageSize))} LIMIT 1) AS x)
    SELECT one.id FROM bound CROSS JOIN u CROSS JOIN LATERAL (${ofOne(sql`AND a.near_on <= bound.near_on`, limit)}) AS one ORDER BY one.near_on, one.id LIMIT ${limit}`;
};

/**
 * Fifty by the nearer due day, from one index in its order at any size of the table. Several units: fifty of each by the index of the unit,
 * then the first fifty of those, so the work is bounded by units and not by rows.
 */
export const inbox = async (q: Read, f: InboxFilter, cursor: Cursor | null = null): Promise<{ rows: readonly InboxRow[]; next: Cursor | null }> => {
  // found by due day and id alone; only the fifty that are shown are read whole
  const first = ofUnits(f.scope) ? firstOfUnits(f.scope, f, cursor) : sql`SELECT a.id FROM appeals.appeal a WHERE ${scopeWhere(f.scope)} AND ${where(f, cursor)} ORDER BY a.near_on, a.id LIMIT ${limit}`;
  const { rows } = await sql<Parameters<typeof appealOf>[0] & { excerpt: string; address: string | null }>`
    SELECT ${columns}, a.public_text IS NOT NULL AS redacted, left(a.text, 200) AS excerpt, a.address
    FROM appeals.appeal a WHERE a.id = ANY (ARRAY(${first})) ORDER BY a.near_on, a.id`.execute(db(q));
  const page = rows.slice(0, pageSize);
  const names = await namesOf(q, page.map((row) => row.id));
  const last = rows.length > pageSize ? page.at(-1) : undefined;
  return {
    rows: page.map((row) => ({ ...appealOf(row), who: names.get(row.id) ?? null, excerpt: row.excerpt, address: row.address })),
    next: last ? { dueOn: last.own_due_on !== null && last.own_due_on < last.due_on ? last.own_due_on : last.due_on, id: last.id } : null,
  };
};

/** Surname first, as both languages write it; an organisation by its name. */
export const namesOf = async (q: Read, ids: readonly number[]): Promise<ReadonlyMap<number, string>> => {
  if (ids.length === 0) return new Map();
  const rows = await db(q).selectFrom('appeals.applicant').select(['appeal_id', 'kind', 'surname', 'given', 'patronymic', 'organisation']).where(sql<boolean>`appeal_id = ANY (${[...ids]}::bigint[])`).execute();
  return new Map(rows.map((r) => [r.appeal_id, r.kind === 'organisation' ? (r.organisation ?? '') : [r.surname, r.given, r.patronymic].filter(Boolean).join(' ')]));
};

/** A tab says `99+` from here on. */
export const mostCounted = 100;

/** How many stand under each tab; counting stops at `most`, so that a full cupboard costs what a drawer does. */
export const inboxCounts = async (q: Read, scope: Scope, today: Day, most = mostCounted): Promise<Readonly<Record<Tab, number>>> => {
  const inScope = ofUnits(scope) ? sql`${unitColumn(scope)} = ANY (${[...scope.ids]}::bigint[])` : scopeWhere(scope);
  const columnsOf = tabs.map((tab) => sql`(SELECT count(*)::int FROM (SELECT 1 FROM appeals.appeal a WHERE ${inScope} AND ${tabWhere({ scope, tab, today })} LIMIT ${sql.raw(String(Math.trunc(most)))}) AS found) AS ${sql.ref(tab)}`);
  const { rows } = await sql<Record<Tab, number>>`SELECT ${sql.join(columnsOf)}`.execute(db(q));
  if (!rows[0]) throw new Error('counts without a row');
  return rows[0];
};
