import { addDays, type Day } from '../../../kernel/day.ts';
import { normalIin } from '../../../kernel/iin.ts';
import { normalPhone } from '../../../kernel/phone.ts';
import { sql, type Read } from '../../../platform/db.ts';
import { shortestBeginning, termsOf, type FindQuery, type FindWord } from '../../recognition/contract.ts';
import { namesOf, type Scope } from './inbox.ts';
import { marksOf, quoted } from './searched.ts';
import { iinHash } from './seal.ts';
import { appealColumns, appealOf, db, type Appeal } from './tables.ts';

export type Order = 'newest' | 'fitting';
export type Find = {
  readonly scope: Scope; readonly today: Day; readonly order: Order;
  readonly since: Day | null; readonly until: Day | null; readonly topicCode: string | null; readonly kind: string | null; readonly stage: string | null; readonly placeCode: string | null; readonly unitId: number | null;
};
/** The last row of the page before; with the most fitting first, how many were shown. */
export type FindCursor = { readonly on: Day; readonly id: number } | { readonly passed: number };
export type FoundRow = Appeal & { readonly who: string | null; readonly text: string; readonly address: string | null; /** the last answer that was sent */ readonly answer: string | null };
export type Hits = { readonly ids: readonly number[]; readonly next: FindCursor | null };

export const findPageSize = 20;
const oldest = '2000-01-01' as Day;
/** A letter of New Year's Eve is registered days later. */
const slackDays = 40;

const any = (lexemes: readonly string[]): string => (lexemes.length === 1 ? quoted(lexemes[0] ?? '') : `(${lexemes.map(quoted).join('|')})`);

/** One word in any of its forms; a row of digits is the serial of a number as well. */
const asked = (word: FindWord, become: ReadonlyMap<string, readonly string[]>): string =>
  any([...new Set([...word.stems, ...(become.get(word.folded) ?? []), ...(/^\d{1,9}$/.test(word.folded) ? [marksOf.serial(Number(word.folded))] : [])])]);

/** The words of a question as PostgreSQL asks them, or null when there are none. `become`: what a word's beginning may become. */
export const tsquery = (query: FindQuery, become: ReadonlyMap<string, readonly string[]> = new Map()): string | null => {
  const phrases = query.phrases.map((phrase) => `(${phrase.map((word) => any(word.stems)).join(' <-> ')})`);
  const all = [...query.words.map((word) => asked(word, become)), ...phrases];
  return all.length === 0 ? null : all.join(' & ');
};

/** A telephone or a personal number typed whole is looked for as that and nothing else. */
export const wholeMark = (typed: string): string | null => {
  const phone = /\d[\d\s()+-]{8,}\d/.test(typed) && !/\p{L}/u.test(typed) ? normalPhone(typed) : null;
  const iin = normalIin(typed);
  return phone !== null ? quoted(marksOf.phone(phone)) : iin !== null ? quoted(marksOf.iin(iinHash(iin))) : null;
};

/** Units are told apart from the words: how many there are decides how they are asked. */
const unitsOf = (scope: Scope): readonly number[] | null => ('ids' in scope ? scope.ids : null);
const scopeOf = (scope: Scope): readonly string[] => (scope.of === 'person' ? [any([marksOf.account(scope.accountId)])] : []);

const filters = (f: Find): readonly string[] => [
  ...(f.topicCode === null ? [] : [any([marksOf.topic(f.topicCode)])]), ...(f.kind === null ? [] : [any([marksOf.kind(f.kind)])]), ...(f.stage === null ? [] : [any([marksOf.stage(f.stage)])]),
  ...(f.placeCode === null ? [] : [any([marksOf.place(f.placeCode)])]), ...(f.unitId === null ? [] : [any([marksOf.holder(f.unitId)])]),
];

/** The ids of one page. Scope and filters are asked in the same question as the words, and row-level security's own test within the function. */
export const hits = async (q: Read, words: string, f: Find, cursor: FindCursor | null): Promise<Hits> => {
  const whole = [words, ...scopeOf(f.scope), ...filters(f)].join(' & ');
  const units = unitsOf(f.scope)?.map(Number) ?? null;
  const since = f.since ?? oldest;
  const until = f.until ?? addDays(f.today, slackDays);
  const passed = cursor && 'passed' in cursor ? cursor.passed : 0;
  const at = cursor && 'on' in cursor ? cursor : null;
  const most = sql.raw(String(findPageSize + 1));
  const { rows } = f.order === 'fitting'
    ? await sql<{ appeal_id: number; registered_on: Day }>`SELECT * FROM appeals.rank_matters(${whole}::tsquery, ${words}::tsquery, ${units}::bigint[], ${f.today}::date, ${since}::date, ${until}::date, ${passed}::int, ${most})`.execute(db(q))
    : await sql<{ appeal_id: number; registered_on: Day }>`SELECT * FROM appeals.find_matters(${whole}::tsquery, ${units}::bigint[], ${f.today}::date, ${since}::date, ${until}::date, ${at?.on ?? null}::date, ${at?.id ?? null}::bigint, ${most})`.execute(db(q));
  const shown = rows.slice(0, findPageSize);
  const last = rows.length > findPageSize ? shown.at(-1) : undefined;
  return { ids: shown.map((row) => row.appeal_id), next: !last ? null : f.order === 'fitting' ? { passed: passed + findPageSize } : { on: last.registered_on, id: last.appeal_id } };
};

/** Is there one matter in the scope with this word? What is offered instead of a slip stands in a matter the person may read, or is not offered. */
export const isSeen = async (q: Read, stems: readonly string[], f: Pick<Find, 'scope' | 'today'>): Promise<boolean> => {
  const whole = [any(stems), ...scopeOf(f.scope)].join(' & ');
  const units = unitsOf(f.scope)?.map(Number) ?? null;
  const { rows } = await sql`SELECT 1 FROM appeals.find_matters(${whole}::tsquery, ${units}::bigint[], ${f.today}::date, ${oldest}::date, ${addDays(f.today, slackDays)}::date, NULL, NULL, 1)`.execute(db(q));
  return rows.length > 0;
};

/** So many words a beginning may become; the rest is found with one letter more. Two letters begin the most usual words of all, and each is looked up for every row. */
const mostBecome = (beginning: string): number => (beginning.length === 2 ? 12 : 24);

/** The stems of the words that begin as the last one does. */
export const becoming = async (q: Read, query: FindQuery): Promise<ReadonlyMap<string, readonly string[]>> => {
  const beginning = query.prefix?.folded ?? '';
  if (beginning.length < shortestBeginning || /\d/.test(beginning)) return new Map();
  const { rows } = await sql<{ word: string }>`SELECT word FROM appeals.words_from(${beginning}, ${sql.raw(String(mostBecome(beginning)))})`.execute(db(q));
  return new Map([[beginning, [...new Set(rows.flatMap((row) => termsOf(row.word).flatMap((term) => term.stems)))]]]);
};

/** Words that look like one, from whatever matters: only what `isSeen` then sees may be shown. */
export const wordsLike = async (q: Read, word: string): Promise<readonly { word: string; count: number }[]> => {
  const { rows } = await sql<{ word: string; matters: number }>`SELECT word, matters FROM appeals.words_near(${word}, 100)`.execute(db(q));
  return rows.map((row) => ({ word: row.word, count: row.matters }));
};

/** The matters of one page in the order of their ids, read through row-level security once more. */
export const foundRows = async (q: Read, ids: readonly number[]): Promise<readonly FoundRow[]> => {
  if (ids.length === 0) return [];
  const [{ rows }, names] = await Promise.all([
    sql<Parameters<typeof appealOf>[0] & { text: string; address: string | null; answer: string | null }>`
      SELECT ${sql.raw(appealColumns.map((name) => `a.${name}`).join(', '))}, a.public_text IS NOT NULL AS redacted, a.text, a.address,
        (SELECT w.text FROM appeals.answer w WHERE w.appeal_id = a.id AND w.state = 'sent' ORDER BY w.id DESC LIMIT 1) AS answer
      FROM appeals.appeal a WHERE a.id = ANY (${[...ids]}::bigint[])`.execute(db(q)),
    namesOf(q, ids),
  ]);
  const known = new Map(rows.map((row) => [row.id, { ...appealOf(row), who: names.get(row.id) ?? null, text: row.text, address: row.address, answer: row.answer }]));
  return ids.flatMap((id) => known.get(id) ?? []);
};
