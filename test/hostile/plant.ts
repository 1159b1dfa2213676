import type { TestDb } from '../support/database.ts';

/** What it is known by: a function nobody has, so that a page that runs it is seen to. */
export const mark = 'kanareika';
/** Before somebody's words: as a formula; after them a script, a picture that fails, a drawing, slots of every kind and a line of its own. */
export const before = `=${mark}("`;
export const after = `"'><img src=x onerror=${mark}(1)><script>${mark}(2)</script><svg onload=${mark}(3)>{n}{{7*7}}\${7*7}\nX-${mark}: 1`;
export const hostile = (words: string): string => `${before}${words}${after}`;

export const letters = '[А-Яа-яӘәҒғҚқҢңӨөҰұҮүҺһІі]';
/** As it stands between the quotes of a JSON text, and is itself put in by an expression, where \ is a sign. */
const quoted = (text: string): string => JSON.stringify(text).slice(1, -1).replaceAll('\\', '\\\\');
/** A string with a letter of theirs, unless it is the name of a field. */
const strings = `"((?:[^"\\\\]|\\\\.)*${letters}(?:[^"\\\\]|\\\\.)*)"(?!\\s*:)`;

/** Texts that are JSON: there each string is planted, as in columns of that kind. */
const written: readonly string[] = ['journal.leaf.facts'];

/**
 * In every column that holds words of people, known by a letter of theirs, whatever column is added tomorrow; one that must be of a certain form refuses it, and is left.
 * Which they were, and which refused it. Not asked: PostgreSQL's own catalogues, and `graphile_worker`, the schema of a library: in what waits there no word of anybody stands (canaries.test.ts looks).
 */
export const plant = async (raw: TestDb['raw']): Promise<{ readonly columns: readonly string[]; readonly refused: readonly string[] }> => {
  const known = await raw(`SELECT c.table_schema || '.' || c.table_name AS t, c.column_name AS c, c.data_type AS kind, EXISTS (SELECT FROM pg_trigger g WHERE g.tgrelid = k.oid AND NOT g.tgisinternal) AS guarded
    FROM information_schema.columns c JOIN pg_class k ON k.oid = format('%I.%I', c.table_schema, c.table_name)::regclass
    WHERE k.relkind IN ('r', 'p') AND NOT k.relispartition AND c.data_type IN ('text', 'jsonb', 'json') AND c.is_generated = 'NEVER' AND c.table_schema NOT IN ('pg_catalog', 'information_schema', 'graphile_worker') ORDER BY 1, 2`);
  const [columns, refused]: [string[], string[]] = [[], []];
  for (const { t, c, kind, guarded } of known) {
    const [table, column] = [String(t), `"${String(c)}"`];
    const own = guarded === true ? [`ALTER TABLE ${table} DISABLE TRIGGER USER`, `ALTER TABLE ${table} ENABLE TRIGGER USER`] as const : null;
    const json = kind !== 'text' || written.includes(`${table}.${String(c)}`);
    const [value, values] = json ? [`regexp_replace(${column}::text, $1, $2, 'g')::${String(kind)}`, [strings, `"${quoted(before)}\\1${quoted(after)}"`]] : [`$1 || ${column} || $2`, [before, after]];
    try {
      if (own) await raw(own[0]);
      const rows = await raw(`UPDATE ${table} SET ${column} = ${value} WHERE ${column}::text ~ '${letters}' RETURNING 1`, values);
      if (rows.length > 0) columns.push(`${table}.${String(c)}`);
    } catch {
      refused.push(`${table}.${String(c)}`); // a check, a foreign key: no such words come in here
    } finally {
      if (own) await raw(own[1]);
    }
  }
  return { columns, refused };
};
