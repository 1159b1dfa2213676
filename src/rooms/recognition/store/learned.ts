import type { Permit } from '../../../kernel/permit.ts';
import { sql, view, type Read, type Tx } from '../../../platform/db.ts';
import { emptyTable, put, type Change, type Learned, type Table } from '../law/learn/learned.ts';

/** After two years a decision that nothing repeated counts half; measured against the newest one, so an office that decides nothing forgets nothing. */
const halfLifeDays = 730;
/** A memory is read anew when what is in it has faded by so many days. */
const staleDays = 30;

type State = { readonly lesson: number; readonly since: number; readonly learned: number; readonly onDay: string | null; readonly writing: boolean };
type Row = { mark: number; topic_code: string; weight: number };

const stateOf = async (q: Read, lock = false): Promise<State> => {
  const { rows } = await sql<{ lesson: string; since: string; learned: string; on_day: string | null; writing: boolean }>`
    SELECT lesson, since, learned, on_day, pg_current_xact_id_if_assigned() IS NOT NULL AS writing FROM recognition.learner ${lock ? sql`FOR UPDATE` : sql``}`.execute(view(q));
  const [row] = rows;
  if (!row) throw new Error('recognition.learner has lost its row');
  return { lesson: Number(row.lesson), since: Number(row.since), learned: Number(row.learned), onDay: row.on_day, writing: row.writing };
};

const faded = (onDay: string | null) => sql<number>`(weight * power(0.5, greatest(0, coalesce(${onDay}::date, on_day) - on_day) / ${halfLifeDays}::float8))::real`;

type Memory = { lesson: number; onDay: string | null; table: Table };
/** One for every database of the process, by what its readings have in common. */
const memories = new WeakMap<Read['statements'], Memory>();

/** Everything learned so far, kept in memory: a reading of one row when nothing was added, else of what was. */
export const learnedNow = async (q: Read): Promise<Learned> => {
  const state = await stateOf(q);
  const memory = memories.get(q.statements);
  // what a writing has not committed yet is nothing to remember
  if (state.writing) return memory?.table ?? (await load(q, emptyTable(), 0, state));
  if (!memory || memory.lesson < state.since || memory.lesson > state.lesson || daysBetween(memory.onDay, state.onDay) > staleDays) {
    const table = await load(q, emptyTable(), 0, state);
    memories.set(q.statements, { lesson: state.lesson, onDay: state.onDay, table });
    return table;
  }
  if (memory.lesson < state.lesson) {
    await load(q, memory.table, memory.lesson, state);
    memory.lesson = state.lesson;
  }
  return memory.table;
};

const daysBetween = (a: string | null, b: string | null): number => (a === null || b === null ? (a === b ? 0 : Infinity) : (Date.parse(b) - Date.parse(a)) / 86_400_000);

const load = async (q: Read, table: Table, after: number, state: State): Promise<Table> => {
  const { rows } = await sql<Row>`SELECT mark, topic_code, ${faded(state.onDay)} AS weight FROM recognition.weight WHERE lesson > ${after}`.execute(view(q));
  for (const { mark, topic_code, weight } of rows) put(table, mark, topic_code, weight);
  table.lessons = state.learned;
  return table;
};

/** Locks the learner, so that lessons come one after another, and reads what is known of these marks. Null when this event was learned from before. */
export const learnerLocked = async (tx: Tx, marks: readonly number[], eventId: string | null): Promise<Learned | null> => {
  const state = await stateOf(tx, true);
  if (eventId !== null && (await sql`SELECT 1 FROM recognition.learner WHERE ${eventId}::uuid = ANY (recent)`.execute(view(tx))).rows.length > 0) return null;
  const { rows } = await sql<Row>`SELECT mark, topic_code, ${faded(state.onDay)} AS weight FROM recognition.weight WHERE mark = ANY (${[...marks]}::int[])`.execute(view(tx));
  const weights = new Map<string, Record<number, number>>();
  for (const { mark, topic_code, weight } of rows) weights.set(topic_code, Object.assign(weights.get(topic_code) ?? {}, { [mark]: weight }));
  return { weights, lessons: state.learned };
};

/** A job is tried again within days; so many decisions are not made in between. */
const recentEvents = 200;

export type Written = { readonly changes: readonly Change[]; readonly onDay: string; readonly eventId: string | null; /** one decision more, or one less */ readonly count: 1 | -1 };

/** Adds one lesson's changes to what has faded until then. */
export const writeLesson = async (tx: Tx, _permit: Permit<'recognition.learn'>, { changes, onDay, eventId, count }: Written): Promise<void> => {
  await sql`
    WITH next AS (UPDATE recognition.learner SET lesson = lesson + 1, learned = greatest(0, learned + ${count}), on_day = greatest(on_day, ${onDay}::date),
      recent = CASE WHEN ${eventId}::uuid IS NULL THEN recent ELSE (${eventId}::uuid || recent)[1:${sql.lit(recentEvents)}] END RETURNING lesson, on_day)
    INSERT INTO recognition.weight AS w (mark, topic_code, weight, lesson, on_day)
    SELECT c.mark, c.topic_code, c.by, next.lesson, next.on_day
    FROM next, unnest(${changes.map((one) => one.mark)}::int[], ${changes.map((one) => one.topicCode)}::text[], ${changes.map((one) => one.by)}::real[]) AS c (mark, topic_code, by)
    ON CONFLICT (mark, topic_code) DO UPDATE SET lesson = excluded.lesson, on_day = excluded.on_day,
      weight = w.weight * power(0.5, greatest(0, excluded.on_day - w.on_day) / ${halfLifeDays}::float8) + excluded.weight`.execute(view(tx));
};

const batch = 10_000;
/** A weight smaller than that changes no suggestion. */
const worthKeeping = 0.005;

/** Forgets everything and writes what was learned anew from the whole history. */
export const writeAnew = async (tx: Tx, _permit: Permit<'recognition.learn'>, table: Table, onDay: string | null): Promise<number> => {
  await stateOf(tx, true);
  await sql`DELETE FROM recognition.weight`.execute(view(tx));
  await sql`UPDATE recognition.learner SET lesson = lesson + 1, since = lesson + 1, learned = ${table.lessons}, on_day = ${onDay}`.execute(view(tx));
  let written = 0;
  for (const [topicCode, weights] of table.weights) {
    const marks = [...weights.keys()].filter((mark) => Math.abs(weights[mark] ?? 0) >= worthKeeping);
    for (let from = 0; from < marks.length; from += batch) {
      const some = marks.slice(from, from + batch);
      await sql`INSERT INTO recognition.weight (mark, topic_code, weight, lesson, on_day)
        SELECT c.mark, ${topicCode}, c.weight, l.lesson, coalesce(l.on_day, current_date)
        FROM recognition.learner l, unnest(${some}::int[], ${some.map((mark) => weights[mark] ?? 0)}::real[]) AS c (mark, weight)`.execute(view(tx));
    }
    written += marks.length;
  }
  return written;
};
