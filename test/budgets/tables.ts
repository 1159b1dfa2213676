import type { TestDb } from '../support/database.ts';

/** Tables that an organisation's people and places bound, not its years: read from end to end they cost the same after ten years. */
export const bounded: Readonly<Record<string, string>> = {
  'appeals.counter': 'one row a branch and year', 'appeals.search_progress': 'one row', 'assignments.ladder': 'one a branch', 'assignments.rung': 'some a ladder', 'calendar.move': 'some a year', 'calendar.version': 'some a year',
  'notices.wording': 'one a sentence and language', 'people.role': 'seven', 'platform.migration': 'one a release', 'reception.counter': 'one row a branch and year', 'reception.desk': 'those of a hall', 'reception.duty': 'some a branch',
  'reception.lane': 'those of a hall', 'reception.priority': 'some a branch', 'reception.screen': 'those of a hall', 'recognition.learner': 'one row', 'recognition.weight': 'stems and topics', 'units.places_version': 'one row',
  'units.topic': 'some dozens', 'units.territory': '16,264 in the whole country', 'units.unit': 'branches and bodies', 'units.competence': 'topics and places', 'assignments.saved_view': 'some a person', 'people.account': 'the staff',
  'people.post': 'the staff', 'people.absence': 'the staff', 'people.password': 'the staff', 'people.totp': 'the staff', 'people.passkey': 'the staff', 'people.oidc_subject': 'the staff', 'notices.staff_way': 'the staff', 'notices.push_subscription': 'the staff',
  'reception.device': 'tablets', 'reception.duty_person': 'the staff',
};

/** `held`: a rule of its own says what may stand in it; `listed`: one of a few words. `leads`: something is looked for by it. */
export type Column = { readonly name: string; readonly type: string; readonly held: boolean; readonly listed: boolean; readonly leads: boolean };
export type Unique = { readonly columns: readonly string[]; readonly primary: boolean; readonly whole: boolean };
export type Table = { readonly name: string; readonly columns: readonly Column[]; readonly unique: readonly Unique[]; readonly references: Readonly<Record<string, string>>; readonly bounded: boolean };

/** Every table of the rooms, as the database itself tells of it. */
export const tablesOf = async (t: TestDb): Promise<readonly Table[]> => {
  const rows = await t.raw(`SELECT n.nspname || '.' || c.relname AS name,
      (SELECT jsonb_agg(jsonb_build_object('name', a.attname, 'type', format_type(a.atttypid, NULL), 'held', EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'c' AND k.conkey = ARRAY[a.attnum]),
          'listed', EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'c' AND a.attnum = ANY (k.conkey) AND position('(' || a.attname || ' = ' IN pg_get_constraintdef(k.oid)) > 0),
          'leads', EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = c.oid AND i.indkey[0] = a.attnum)) ORDER BY a.attnum) FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') AS columns,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('primary', i.indisprimary, 'whole', i.indpred IS NULL, 'columns', ARRAY(SELECT a.attname FROM unnest(i.indkey) WITH ORDINALITY AS k (num, at) JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.num ORDER BY k.at))), '[]')
        FROM pg_index i WHERE i.indrelid = c.oid AND i.indisunique) AS "unique",
      (SELECT coalesce(jsonb_object_agg(a.attname, f.confrelid::regclass::text), '{}') FROM pg_constraint f JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = f.conkey[1] WHERE f.conrelid = c.oid AND f.contype = 'f') AS "references"
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname IN ('appeals', 'assignments', 'calendar', 'files', 'journal', 'notices', 'people', 'platform', 'reception', 'recognition', 'units') ORDER BY 1`);
  return rows.map((row) => ({ ...(row as unknown as Omit<Table, 'bounded'>), bounded: Object.hasOwn(bounded, String(row['name'])) }));
};
