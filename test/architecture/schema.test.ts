import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDb, type TestDb } from '../support/database.ts';
import { functions, relations, triggers } from './catalog.ts';
import { expectCommitted } from './committed.ts';
import { dump } from './dump.ts';

let t: TestDb;
beforeAll(async () => void (t = await freshDb()));
afterAll(() => t.drop());

test('the committed schema is the migrated one', async () => {
  const now = await dump(t.raw);
  expect(await dump(t.raw)).toBe(now);
  expectCommitted('database/schema.sql', now);
});

/** Tables of the two civic rooms that are not behind row-level security, each with its reason. A new table needs it or a line here. */
const open: Readonly<Record<string, string>> = {
  'appeals.counter': 'numbers only',
  'appeals.intake': 'ids and hashes of what was sent',
  'appeals.follow_try': 'hashes and counts',
  'appeals.publication': 'what everybody may read',
  'appeals.search_due': 'ids of what changed',
  'appeals.search_progress': 'how far, and nothing of whom',
  'assignments.ladder': 'rules of the house',
  'assignments.rung': 'rules of the house',
};

test('personal data of appeals is behind the second lock, the owner included', async () => {
  const tables = (await t.raw(relations)).filter((row) => ['r', 'p'].includes(String(row['kind'])) && ['appeals', 'assignments'].includes(String(row['schema'])));
  expect(tables.length).toBeGreaterThan(10);
  const bare = tables.filter((row) => !(row['rls'] && row['forced'])).map((row) => `${String(row['schema'])}.${String(row['name'])}`);
  expect(bare.toSorted()).toEqual(Object.keys(open).toSorted());
});

/** What is never rewritten, with the triggers that grants cannot undo. */
const appendOnly = ['appeals.act', 'appeals.verdict', 'assignments.act', 'assignments.report', 'calendar.version', 'journal.leaf', 'journal.root', 'journal.seal',
  'reception.booking_act', 'reception.expected_act', 'reception.outing_act', 'reception.promise_put', 'reception.reception_act', 'reception.ticket_act', 'reception.unused_number', 'reception.visit_act'];
/** Their rows are kept by no TRUNCATE for the application alone; nothing stops the owner. */
const ownerMayEmpty = ['appeals.verdict'];

test('what only grows has its triggers, and they are on', async () => {
  const found = await t.raw(triggers);
  const tables = new Map((await t.raw(relations)).map((row) => [row['oid'], `${String(row['schema'])}.${String(row['name'])}`]));
  const on = (pattern: RegExp) => [...new Set(found.filter((row) => tables.has(row['relation']) && row['enabled'] === 'O' && pattern.test(String(row['definition']))).map((row) => tables.get(row['relation'])))].toSorted();
  expect(on(/BEFORE DELETE OR UPDATE ON .* FOR EACH ROW EXECUTE FUNCTION platform\.refuse_change/)).toEqual(appendOnly);
  expect(on(/BEFORE TRUNCATE ON .* FOR EACH STATEMENT EXECUTE FUNCTION platform\.refuse_change/)).toEqual(appendOnly.filter((one) => !ownerMayEmpty.includes(one)));
});

describe('the roles of the program', () => {
  test('own nothing, pass no lock and inherit nothing', async () => {
    const roles = `('jauap_app', 'jauap_open', 'jauap_search')`;
    expect(await t.raw(`SELECT rolname FROM pg_roles WHERE rolname IN ${roles} AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication OR rolcanlogin)`)).toEqual([]);
    expect(await t.raw(`SELECT c.relname FROM pg_class c WHERE pg_get_userbyid(c.relowner) IN ${roles}`)).toEqual([]);
    expect(await t.raw(`SELECT n.nspname FROM pg_namespace n WHERE pg_get_userbyid(n.nspowner) IN ${roles}`)).toEqual([]);
    expect(await t.raw(`SELECT pg_get_userbyid(m.roleid) FROM pg_auth_members m WHERE pg_get_userbyid(m.member) IN ${roles}`)).toEqual([]);
    expect((await t.raw(`SELECT n.nspname || '.' || p.proname AS name FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE pg_get_userbyid(p.proowner) IN ${roles}`)).map((row) => row['name']).toSorted()).toEqual(['appeals.find_alike', 'appeals.find_applicants', 'appeals.find_matters', 'appeals.rank_matters', 'appeals.words_from', 'appeals.words_near', 'reception.find_visitors']);
  });
  test('may empty, alter or borrow no table, and make nothing', async () => {
    const may = await t.raw(`SELECT n.nspname, c.relname, p AS privilege FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace, unnest(ARRAY['TRUNCATE', 'REFERENCES', 'TRIGGER']) p
      WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^(pg_|information_schema)' AND has_table_privilege('jauap_app', c.oid, p)`);
    expect(may).toEqual([]);
    expect(await t.raw(`SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND has_schema_privilege('jauap_app', oid, 'CREATE')`)).toEqual([]);
  });
  test('the queue is neither read nor changed by the application', async () => {
    expect(await t.raw(`SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'graphile_worker' AND c.relkind = 'r' AND has_table_privilege('jauap_app', c.oid, 'SELECT, INSERT, UPDATE, DELETE')`)).toEqual([]);
  });
  test('the role of the published figures sees nothing else', async () => {
    const sees = await t.raw(`SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p', 'v', 'm') AND n.nspname !~ '^(pg_|information_schema|open$|public$)' AND has_table_privilege('jauap_open', c.oid, 'SELECT, INSERT, UPDATE, DELETE')`);
    expect(sees).toEqual([]);
    expect(await t.raw(`SELECT nspname FROM pg_namespace WHERE nspname !~ '^(pg_|information_schema|open$|public$)' AND has_schema_privilege('jauap_open', oid, 'USAGE')`)).toEqual([]);
  });
  test('a function that acts as its owner says where it looks', async () => {
    const definers = (await t.raw(functions)).filter((row) => row['definer']);
    expect(definers.length).toBeGreaterThan(0);
    expect(definers.filter((row) => !String(row['settings'] ?? '').includes('search_path=')).map((row) => row['name'])).toEqual([]);
  });
});

/** Foreign keys that no index leads, each with its reason. */
const unindexed: Readonly<Record<string, string>> = {
  'appeals.appeal (repeat_of)': 'appeals are never deleted and their ids never change; nothing asks for the repeats of one',
  'people.invitation (account_id)': 'accounts are closed, never deleted; waiting invitations have an index of their own',
  'people.oidc_subject (account_id)': 'accounts are closed, never deleted; a handful of rows a person',
  'people.post (role)': 'a role in use is not deleted; a dozen of roles',
  'people.session (account_id)': 'accounts are closed, never deleted; open sessions have an index of their own',
  'units.competence (territory_code)': 'places are marked as gone, never deleted',
  'units.competence (topic_code)': 'topics are switched off, never deleted',
  'units.competence (unit_id)': 'units are closed, never deleted; current ones have an index of their own',
};

test('every foreign key is led by an index, so that nothing waits for a walk through a table', async () => {
  const rows = await t.raw(`
    SELECT k.conrelid::regclass || ' (' || (SELECT string_agg(a.attname, ', ' ORDER BY x.o) FROM unnest(k.conkey) WITH ORDINALITY x(n, o) JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = x.n) || ')' AS key,
      EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = k.conrelid AND (i.indkey::int2[])[0:cardinality(k.conkey) - 1] @> k.conkey
        AND (i.indpred IS NULL OR pg_get_expr(i.indpred, i.indrelid) ~ '^\\(\\w+ IS NOT NULL\\)$')) AS led
    FROM pg_constraint k WHERE k.contype = 'f' AND k.connamespace::regnamespace::text !~ '^graphile' ORDER BY 1`);
  expect(rows.length).toBeGreaterThan(10);
  expect(rows.filter((row) => !row['led']).map((row) => row['key'])).toEqual(Object.keys(unindexed));
});

test('every table has a key of its own', async () => {
  expect(await t.raw(`SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r' AND n.nspname !~ '^(pg_|information_schema|graphile)'
    AND NOT EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary)`)).toEqual([]);
});

describe('a planted fault is found', () => {
  test('a dropped lock, a dropped trigger and a new grant change the dump', async () => {
    const other = await freshDb();
    try {
      const before = await dump(other.raw);
      const changes = ['ALTER TABLE appeals.note NO FORCE ROW LEVEL SECURITY', 'ALTER TABLE journal.leaf DISABLE TRIGGER append_only', 'GRANT TRUNCATE ON appeals.answer TO jauap_app', 'DROP INDEX assignments.act_turn', 'DROP POLICY seen ON appeals.note'];
      let last = before;
      for (const change of changes) {
        await other.raw(change);
        const now = await dump(other.raw);
        expect(now, change).not.toBe(last);
        last = now;
      }
    } finally {
      await other.drop();
    }
  });
});
