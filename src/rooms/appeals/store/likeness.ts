import { addDays, type Day } from '../../../kernel/day.ts';
import { fold } from '../../../kernel/fold.ts';
import type { Permit } from '../../../kernel/permit.ts';
import { sql, type Read, type Tx } from '../../../platform/db.ts';
import { askedOf, causeDays, readFor, sketchOf, type Likened } from '../../recognition/contract.ts';
import { isOpen, type Stage } from '../law/stages.ts';
import { db } from './tables.ts';

type Row = {
  id: number; number: string; branch_id: number; text: string; address: string | null; topic_code: string | null; territory_path: string[]; lat: number | null; lon: number | null;
  registered_on: string; stage: Stage; joined_to: number | null; holder_unit: number; holder_account: number | null; assignment_id: number | null; seen_by: string[];
};

/** A matter as another is compared with it. */
export type Candidate = Likened & {
  readonly id: number; readonly number: string; readonly branchId: number; readonly on: Day; readonly stage: Stage; readonly joinedTo: number | null;
  readonly holderUnit: number; readonly holderAccount: number | null; readonly assignmentId: number | null; readonly seenBy: readonly number[];
};

const candidateOf = (r: Row): Candidate => ({
  id: r.id, number: r.number, branchId: r.branch_id, text: r.text, address: r.address, topicCode: r.topic_code, territoryPath: r.territory_path, on: r.registered_on as Day,
  point: r.lat === null || r.lon === null ? null : { lat: r.lat, lon: r.lon }, stage: r.stage, joinedTo: r.joined_to, holderUnit: r.holder_unit, holderAccount: r.holder_account, assignmentId: r.assignment_id,
  seenBy: r.seen_by.map(Number),
});

/** Within the caller's sight; what may not be seen is not there. */
export const candidates = async (q: Read, ids: readonly number[]): Promise<readonly Candidate[]> => {
  if (ids.length === 0) return [];
  const { rows } = await sql<Row>`SELECT id, number, branch_id, text, address, topic_code, territory_path, lat, lon, registered_on, stage, joined_to, holder_unit, holder_account, assignment_id, seen_by
    FROM appeals.appeal WHERE id = ANY (${[...ids]}::bigint[])`.execute(db(q));
  return rows.map(candidateOf);
};

/** Writes what matters and their public rows are found again by, as they stand now. One that has ended is nobody's cause: it has no marks. */
export const writeSketches = async (tx: Tx, _permit: Permit<'appeal.index'>, ids: readonly number[]): Promise<void> => {
  const list = await candidates(tx, ids);
  if (list.length === 0) return;
  const rows = JSON.stringify(list.map((one) => ({ id: one.id, branch: one.branchId, on: one.on, seen: one.seenBy, marks: isOpen(one.stage) ? sketchOf({ ...readFor(one), on: one.on, branchId: one.branchId }) : [] })));
  await sql`INSERT INTO appeals.sketch AS s (appeal_id, branch_id, registered_on, seen_by, marks)
    SELECT n.id, n.branch, n."on", n.seen, n.marks FROM json_to_recordset(${rows}::json) AS n (id bigint, branch bigint, "on" date, seen bigint[], marks int[])
    ON CONFLICT (appeal_id) DO UPDATE SET registered_on = excluded.registered_on, seen_by = excluded.seen_by, marks = excluded.marks
    WHERE (s.registered_on, s.seen_by, s.marks) IS DISTINCT FROM (excluded.registered_on, excluded.seen_by, excluded.marks)`.execute(db(tx));
  const open = await published(tx, list.map((one) => one.id));
  if (open.length === 0) return;
  const marks = JSON.stringify(open.map((one) => ({ id: one.id, marks: sketchOf({ ...readFor(one), on: one.on, branchId: one.branchId }) })));
  await sql`UPDATE appeals.publication p SET marks = n.marks FROM json_to_recordset(${marks}::json) AS n (id bigint, marks int[]) WHERE p.appeal_id = n.id AND p.marks <> n.marks`.execute(db(tx));
};

/** Of a published matter nothing but what everybody may read. */
export type Published = Likened & { readonly id: number; readonly number: string; readonly branchId: number; readonly on: Day; readonly stage: Stage; readonly lang: string };
type PublicRow = { appeal_id: number; number: string; branch_id: number; text: string; topic_code: string | null; territory_path: string[]; registered_on: string; stage: Stage; lang: string };

const published = async (q: Read, ids: readonly number[]): Promise<readonly Published[]> => {
  if (ids.length === 0) return [];
  const { rows } = await sql<PublicRow>`SELECT appeal_id, number, branch_id, text, topic_code, territory_path, registered_on, stage, lang FROM appeals.publication WHERE appeal_id = ANY (${[...ids]}::bigint[])`.execute(db(q));
  return rows.map((r) => ({ id: r.appeal_id, number: r.number, branchId: r.branch_id, text: r.text, topicCode: r.topic_code, territoryPath: r.territory_path, on: r.registered_on as Day, stage: r.stage, lang: r.lang }));
};

/** The public row under this number, for whoever says that theirs is the same. */
export const publishedBy = async (q: Read, number: string): Promise<{ id: number; branchId: number } | undefined> => {
  const { rows } = await sql<{ appeal_id: number; branch_id: number }>`SELECT appeal_id, branch_id FROM appeals.publication WHERE number = ${number}`.execute(db(q));
  return rows[0] && { id: rows[0].appeal_id, branchId: rows[0].branch_id };
};

type Asked = Likened & { readonly on: Day; readonly branchId: number };
/** More are compared word by word than are shown: marks only say where to look. Reading a text costs more than finding it. */
const mostCompared = 30;

const askedFor = (matter: Asked) => {
  const asked = askedOf({ ...readFor(matter), on: matter.on, branchId: matter.branchId });
  return { marks: asked.map((one) => one.mark), weights: asked.map((one) => one.weight), since: addDays(matter.on, -causeDays), until: matter.on };
};

/** For each of these the ids of matters of the same branch that share marks with it, the most alike first, of these days or before; within the caller's sight. */
export const alikeIds = async (q: Read, matters: readonly Asked[]): Promise<readonly (readonly number[])[]> => {
  const asked = matters.map((matter, nth) => ({ nth, branch: matter.branchId, ...askedFor(matter) })).filter((one) => one.marks.length > 0);
  const found = matters.map((): number[] => []);
  if (asked.length === 0) return found;
  // a letter in hand is the most alike to itself
  const { rows } = await sql<{ nth: number; appeal_id: number }>`SELECT m.nth, h.appeal_id FROM json_to_recordset(${JSON.stringify(asked)}::json) AS m (nth int, branch bigint, since date, until date, marks int[], weights int[])
    CROSS JOIN LATERAL appeals.find_alike(m.marks, m.weights, m.branch, m.since, m.until, ${sql.raw(String(mostCompared + 1))}) WITH ORDINALITY AS h (appeal_id, weight, place) ORDER BY m.nth, h.place`.execute(db(q));
  for (const row of rows) found[row.nth]?.push(row.appeal_id);
  return found;
};

/** As `alikeIds`, among what is published and not answered yet: nothing is asked of a matter behind its public row. */
export const alikePublished = async (q: Read, matter: Asked): Promise<readonly Published[]> => {
  const { marks, weights, since, until } = askedFor(matter);
  if (marks.length === 0) return [];
  const { rows } = await sql<{ appeal_id: number }>`SELECT h.appeal_id FROM unnest(${marks}::int[], ${weights}::int[]) AS m (mark, weight)
    CROSS JOIN LATERAL (SELECT p.appeal_id FROM appeals.publication p WHERE p.marks @> ARRAY[m.mark] AND p.branch_id = ${matter.branchId} AND p.registered_on BETWEEN ${since}::date AND ${until}::date
      AND p.stage IN ('registered', 'in_work', 'clarifying', 'awaiting_approval') LIMIT 100) AS h
    GROUP BY h.appeal_id ORDER BY sum(m.weight) DESC, h.appeal_id DESC LIMIT ${sql.raw(String(mostCompared))}`.execute(db(q));
  return published(q, rows.map((row) => row.appeal_id));
};

/** The same person: by the hash of a personal number or a telephone, else by the whole name with the address. */
export type SamePerson = { readonly iinHash: Buffer | null; readonly phone: string | null; readonly name: string; readonly address: string | null };
const mostOfPerson = 20;

export const samePersonOf = async (q: Read, appealId: number): Promise<SamePerson | null> => {
  const { rows: [r] } = await sql<{ iin_hash: Buffer | null; phone: string | null; name: string; address: string | null }>`
    SELECT iin_hash, phone, concat_ws(' ', surname, given, patronymic, organisation) AS name, address FROM appeals.applicant WHERE appeal_id = ${appealId}`.execute(db(q));
  return r ? { iinHash: r.iin_hash, phone: r.phone, name: r.name, address: r.address } : null;
};

export const lettersOf = async (q: Read, who: SamePerson): Promise<readonly number[]> => {
  const found = new Set<number>();
  const add = (rows: readonly { appeal_id: number }[]) => { for (const row of rows) found.add(row.appeal_id); };
  const most = sql.raw(String(mostOfPerson));
  const ways = [
    ...(who.iinHash ? [sql<{ appeal_id: number }>`(SELECT appeal_id FROM appeals.applicant WHERE iin_hash = ${who.iinHash} ORDER BY appeal_id DESC LIMIT ${most})`] : []),
    ...(who.phone === null ? [] : [sql<{ appeal_id: number }>`(SELECT appeal_id FROM appeals.applicant WHERE phone = ${who.phone} ORDER BY appeal_id DESC LIMIT ${most})`]),
  ];
  // each by its own index, in one question
  if (ways.length > 0) add((await sql<{ appeal_id: number }>`${sql.join(ways, sql` UNION ALL `)}`.execute(db(q))).rows);
  if (found.size === 0 && who.address !== null) add(await byNameAndAddress(q, who.name, who.address));
  return [...found].toSorted((a, b) => b - a).slice(0, mostOfPerson);
};

const byNameAndAddress = async (q: Read, name: string, address: string): Promise<readonly { appeal_id: number }[]> => {
  const [longest = '', ...others] = fold(name).split(' ').toSorted((a, b) => b.length - a.length).map((word) => word.replace(/[\\%_]/g, '\\$&'));
  // one word is no whole name; shorter than three letters, a trigram index would read everything
  if (longest.length < 3 || others.length === 0) return [];
  const { rows } = await sql<{ appeal_id: number; address: string | null }>`SELECT p.appeal_id, p.address FROM appeals.find_applicants(${`%${longest}%`}, ${others.map((word) => `%${word}%`)}::text[], 50) f
    JOIN appeals.applicant p ON p.appeal_id = f.appeal_id`.execute(db(q));
  return rows.filter((row) => row.address !== null && fold(row.address) === fold(address));
};

/** The letters of causes, with what their page and a proposal show. */
export const membersOf = async (q: Read, mainIds: readonly number[]): Promise<readonly Candidate[]> => {
  if (mainIds.length === 0) return [];
  const { rows } = await sql<Row>`SELECT id, number, branch_id, text, address, topic_code, territory_path, lat, lon, registered_on, stage, joined_to, holder_unit, holder_account, assignment_id, seen_by
    FROM appeals.appeal WHERE joined_to = ANY (${[...mainIds]}::bigint[]) ORDER BY id LIMIT 500`.execute(db(q));
  return rows.map(candidateOf);
};

/** Row-level security shows a visitor the one matter they hold: the letter they bring, and for that moment what they join it to. 0: none. */
export const holdAs = async (tx: Tx, appealId: number): Promise<void> => {
  await sql`SELECT set_config('jauap.held', ${String(appealId)}, true)`.execute(db(tx));
};

/** Which of these were joined by the person who brought them, and by nobody of the office. */
export const joinedThemselves = async (q: Read, ids: readonly number[]): Promise<ReadonlySet<number>> => {
  const { rows } = await sql<{ appeal_id: number }>`SELECT DISTINCT appeal_id FROM appeals.act WHERE appeal_id = ANY (${[...ids]}::bigint[]) AND code = 'joined_common' AND by_kind = 'visitor'`.execute(db(q));
  return new Set(rows.map((row) => row.appeal_id));
};
