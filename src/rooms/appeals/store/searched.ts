import type { Permit } from '../../../kernel/permit.ts';
import { sql, type Read, type Tx } from '../../../platform/db.ts';
import { foldedWord, termsOf } from '../../recognition/contract.ts';
import { db } from './tables.ts';

/** Raised when stems change: what was written with an older way is then written anew, part by part (`jauap reindex`). */
export const madeWith = 1;

/** A matter as search keeps it: what is looked for in its words, and marks behind a § for what scopes and filters ask. */
export type Searched = { readonly appealId: number; readonly registeredOn: string; readonly seenBy: readonly number[]; readonly document: string; readonly words: readonly string[] };

/** Marks of the document. One index answers them together with the words, so that a rare one spares reading a frequent one. */
export const marksOf = {
  number: (number: string) => `§n${number}`, serial: (serial: number) => `§s${serial}`, phone: (phone: string) => `§f${phone.replace(/\D/g, '')}`, iin: (hash: Buffer) => `§i${hash.toString('hex').slice(0, 24)}`,
  unit: (id: number) => `§u${id}`, holder: (id: number) => `§h${id}`, account: (id: number) => `§a${id}`, topic: (code: string) => `§t${code}`, kind: (kind: string) => `§k${kind}`,
  stage: (stage: string) => `§g${stage}`, place: (code: string) => `§p${code}`, day: (on: string) => `§d${on}`, month: (on: string) => `§m${on.slice(0, 7)}`,
} as const;

type Row = {
  id: number; number: string; registered_on: string; seen_by: string[]; holder_unit: number; holder_account: number | null; topic_code: string | null; kind: string; stage: string; territory_path: string[];
  text: string; address: string | null; names: string | null; phone: string | null; iin_hash: Buffer | null; home: string | null; added: string | null; answered: string | null;
};

/** The matters as they stand now. Asked by the program alone: it sees all. */
export const toBeSearched = async (q: Read, ids: readonly number[]): Promise<readonly Searched[]> => {
  if (ids.length === 0) return [];
  const { rows } = await sql<Row>`
    SELECT a.id, a.number, a.registered_on, a.seen_by, a.holder_unit, a.holder_account, a.topic_code, a.kind, a.stage, a.territory_path, a.text, a.address, p.phone, p.iin_hash, p.address AS home,
      concat_ws(' · ', concat_ws(' ', p.surname, p.given, p.patronymic), p.organisation, p.representative,
        (SELECT string_agg(concat_ws(' ', s.surname, s.given, s.patronymic), ' · ') FROM (SELECT * FROM appeals.signatory WHERE appeal_id = a.id ORDER BY place LIMIT 200) s)) AS names,
      (SELECT string_agg(said.text, ' · ') FROM (SELECT n.text FROM appeals.note n WHERE n.appeal_id = a.id AND n.by_kind = 'holder' UNION ALL
        SELECT c.answer FROM appeals.clarification c WHERE c.appeal_id = a.id AND c.answer IS NOT NULL) said) AS added,
      (SELECT string_agg(w.text, ' · ' ORDER BY w.id) FROM appeals.answer w WHERE w.appeal_id = a.id AND w.state = 'sent') AS answered
    FROM appeals.appeal a LEFT JOIN appeals.applicant p ON p.appeal_id = a.id WHERE a.id = ANY (${[...ids]}::bigint[]) ORDER BY a.id`.execute(db(q));
  return rows.map(searchedOf);
};

const searchedOf = (r: Row): Searched => {
  const m = marksOf;
  const said = new Document();
  said.add(r.names ?? '', 'A');
  said.add(r.text, 'B');
  said.add(r.added ?? '', 'B');
  said.add(r.answered ?? '', 'C');
  said.add([r.address, r.home].filter(Boolean).join(' · '), 'D');
  const bare = [
    m.number(r.number), m.serial(Number(r.number.slice(r.number.lastIndexOf('-') + 1))), m.holder(r.holder_unit), m.kind(r.kind), m.stage(r.stage), m.day(r.registered_on), m.month(r.registered_on),
    ...r.seen_by.map((id) => m.unit(Number(id))), ...r.territory_path.map(m.place), ...(r.holder_account === null ? [] : [m.account(r.holder_account)]),
    ...(r.topic_code === null ? [] : [m.topic(r.topic_code)]), ...(r.phone === null ? [] : [m.phone(r.phone)]), ...(r.iin_hash === null ? [] : [m.iin(r.iin_hash)]),
  ];
  return { appealId: r.id, registeredOn: r.registered_on, seenBy: r.seen_by.map(Number), document: [...bare.map(quoted), ...said.lexemes()].join(' '), words: said.words() };
};

/** PostgreSQL keeps no place beyond this, and no more than so many of one word. */
const lastPlace = 16_383;
const mostPlaces = 60;
/** Between two parts: a phrase does not reach from a name into a letter. */
export const gap = 8;

export class Document {
  readonly #places = new Map<string, string[]>();
  readonly #words = new Set<string>();
  #at = 0;

  add(text: string, weight: 'A' | 'B' | 'C' | 'D'): void {
    for (const term of termsOf(text)) {
      this.#at = Math.min(lastPlace, this.#at + 1);
      const word = foldedWord(text.slice(term.from, term.to));
      if (keepsWord(word) && !term.empty) this.#words.add(word);
      for (const stem of term.stems) {
        const places = this.#places.get(stem) ?? [];
        if (places.length < mostPlaces) places.push(`${this.#at}${weight === 'D' ? '' : weight}`);
        this.#places.set(stem, places);
      }
    }
    this.#at += gap;
  }

  /** So many words stand here that are put in otherwise; gives back the place of the first. */
  pass(words: number): number {
    const first = this.#at + 1;
    this.#at += words;
    return first;
  }

  lexemes(): readonly string[] {
    return Array.from(this.#places, ([stem, places]) => `${quoted(stem)}:${places.join(',')}`);
  }

  words(): readonly string[] {
    return [...this.#words];
  }
}

/** As tsvector and tsquery take a word literally. */
export const quoted = (lexeme: string): string => `'${lexeme.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;

/** What a beginning may become and a slip may have meant: words of letters, of a length people write. */
export const keepsWord = (word: string): boolean => /^\p{L}{3,30}$/u.test(word);

/** Writes them; what already stands so is left alone. Two jobs of one matter come one after the other, so that the later reads what the earlier act wrote. */
export const writeSearched = async (tx: Tx, _permit: Permit<'appeal.index'>, list: readonly Searched[]): Promise<void> => {
  if (list.length === 0) return;
  const rows = JSON.stringify(list.map((one) => ({ appeal_id: one.appealId, document: one.document, registered_on: one.registeredOn, seen_by: one.seenBy })));
  const { rows: before } = await sql<{ appeal_id: number }>`SELECT appeal_id FROM appeals.search WHERE appeal_id = ANY (${list.map((one) => one.appealId)}::bigint[])`.execute(db(tx));
  const known = new Set(before.map((row) => row.appeal_id));
  await sql`INSERT INTO appeals.search AS s (appeal_id, document, registered_on, seen_by, made_with)
    SELECT n.appeal_id, n.document, n.registered_on, n.seen_by, ${madeWith}::int FROM json_to_recordset(${rows}::json) AS n (appeal_id bigint, document tsvector, registered_on date, seen_by bigint[])
    ON CONFLICT (appeal_id) DO UPDATE SET document = excluded.document, registered_on = excluded.registered_on, seen_by = excluded.seen_by, made_with = excluded.made_with
    WHERE (s.document, s.registered_on, s.seen_by, s.made_with) IS DISTINCT FROM (excluded.document, excluded.registered_on, excluded.seen_by, excluded.made_with)`.execute(db(tx));
  await countWords(tx, list.filter((one) => !known.has(one.appealId)).flatMap((one) => one.words));
};

/** One after the other: a word in every letter is counted exactly up to so many, then by so many at a time, so that writers do not queue for its row. */
const countedExactly = 64;

const countWords = async (tx: Tx, words: readonly string[]): Promise<void> => {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  const list = Array.from(counts, ([word, count]) => ({ word, count })).toSorted((a, b) => (a.word < b.word ? -1 : 1));
  if (list.length === 0) return;
  const many = sql.raw(String(countedExactly));
  await sql`INSERT INTO appeals.search_word AS w (word, matters)
    SELECT n.word, n.count FROM unnest(${list.map((one) => one.word)}::text[], ${list.map((one) => one.count)}::int[]) WITH ORDINALITY AS n (word, count, place)
    WHERE NOT EXISTS (SELECT 1 FROM appeals.search_word k WHERE k.word = n.word COLLATE "C" AND k.matters >= ${many} AND random() * ${many} >= n.count) ORDER BY n.place
    ON CONFLICT (word) DO UPDATE SET matters = w.matters + CASE WHEN w.matters >= ${many} THEN greatest(${many}, excluded.matters) ELSE excluded.matters END`.execute(db(tx));
};

/** Held until the transaction ends, in the order of ids. */
export const holdSearched = async (tx: Tx, ids: readonly number[]): Promise<void> => {
  await sql`SELECT pg_advisory_xact_lock(7215051, hashint8(id)) FROM (SELECT unnest(${[...ids]}::bigint[]) AS id ORDER BY 1) AS o`.execute(db(tx));
};

/** Takes what changed, each matter once. What another process has taken is left to it. */
export const takeDue = async (tx: Tx, _permit: Permit<'appeal.index'>, most: number): Promise<readonly number[]> => {
  const { rows } = await sql<{ appeal_id: number }>`DELETE FROM appeals.search_due WHERE id = ANY (ARRAY(SELECT id FROM appeals.search_due ORDER BY id LIMIT ${sql.raw(String(Math.trunc(most)))} FOR UPDATE SKIP LOCKED)) RETURNING appeal_id`.execute(db(tx));
  return [...new Set(rows.map((row) => row.appeal_id))];
};

/** How far the rows that were there before have been written in today's way, and how far there are any. */
export const searchProgress = async (tx: Tx): Promise<{ through: number; last: number; done: boolean }> => {
  await sql`INSERT INTO appeals.search_progress (made_with, through) VALUES (${madeWith}, 0) ON CONFLICT DO NOTHING`.execute(db(tx));
  const { rows } = await sql<{ through: number; last: number; done: boolean }>`SELECT p.through, p.done, (SELECT coalesce(max(id), 0) FROM appeals.appeal) AS last FROM appeals.search_progress p WHERE p.made_with = ${madeWith} FOR UPDATE`.execute(db(tx));
  return rows[0] ?? { through: 0, last: 0, done: false };
};

export const setProgress = async (tx: Tx, _permit: Permit<'appeal.index'>, through: number, done: boolean): Promise<void> => {
  await sql`UPDATE appeals.search_progress SET through = ${through}, done = ${done} WHERE made_with = ${madeWith}`.execute(db(tx));
};

export const idsAfter = async (q: Read, afterId: number, most: number): Promise<readonly number[]> => {
  const rows = await db(q).selectFrom('appeals.appeal').select('id').where('id', '>', afterId).orderBy('id').limit(most).execute();
  return rows.map((row) => row.id);
};
