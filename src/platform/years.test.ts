import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { freshDb, type TestDb } from '../../test/support/database.ts';
import { dropDatabase } from '../../test/support/drop.ts';
import { withDatabase } from '../../test/support/global.ts';
import { system } from '../kernel/actor.ts';
import { record, sealOnce, verify } from '../rooms/journal/contract.ts';
import { canonical, leafHash } from '../rooms/journal/law.ts';
import { signerFrom } from '../rooms/journal/signing.ts';
import { openDb, write } from './db.ts';
import { makeLog } from './log.ts';
import { migrate } from './migrate.ts';
import { root } from './root.ts';
import { keepYears } from './years.ts';

const signer = signerFrom(generateKeyPairSync('ed25519').privateKey);
const witness = { note: () => {}, lines: () => [] };
const yearly = ['appeals.act', 'assignments.act', 'journal.leaf', 'journal.seal'];
const partition = `relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent`;

describe('a house of before the years', () => {
  const name = `t_${randomBytes(6).toString('hex')}`;
  const folder = join(root, 'database/migrations');
  const url = withDatabase(inject('postgresUrl'), name);
  let client: pg.Client;
  const server = async (text: string): Promise<void> => {
    const admin = new pg.Client({ connectionString: inject('postgresUrl') });
    await admin.connect();
    try {
      await admin.query('SELECT pg_advisory_lock(7215002)');
      await admin.query(text);
    } finally {
      await admin.end();
    }
  };
  beforeAll(async () => {
    await server(`CREATE DATABASE ${name}`);
    client = new pg.Client({ connectionString: url, options: '-c jauap.sight=all -c jauap.kind=system' });
    await client.connect();
    const before = (await readdir(folder)).filter((file) => file.endsWith('.sql') && file < '0080');
    await migrate(url, () => {}, { only: new Set(before) });
  });
  afterAll(async () => {
    await client.end();
    await dropDatabase(server, name);
  });

  /** As the program of before wrote them: small ids, one table each. */
  const live = async (): Promise<void> => {
    await client.query(`INSERT INTO appeals.appeal (number, branch_id, kind, channel, lang, text, profile, rule_version, calendar_version, received_at, registered_at, registered_on, term_from_on, due_on, original_due_on, holder_unit, holder_since_on, forward_by, forward_calendar_version, seen_by, link_hash, code_hash)
      SELECT 'B1-2026-' || lpad(n::text, 6, '0'), 1, 'application', 'web', 'kk', '…', 'internal', 'internal-1', 'kz5', '2026-11-20', '2026-11-20', '2026-11-20', '2026-11-20', '2026-12-11', '2026-12-11', 2, '2026-11-20', '2026-11-25', 'kz5', '{1,2}', sha256(n::text::bytea), sha256('c') FROM generate_series(1, 40) AS n`);
    await client.query(`INSERT INTO assignments.assignment (source_kind, source_id, branch_id, executor_unit, controller_unit, given_at, given_on, due_on, original_due_on, rule_version, calendar_version, seen_by, moved_at)
      SELECT 'appeal', id, 1, 2, 1, received_at, registered_on, due_on, due_on, 'internal-1', 'kz5', '{1,2}', received_at FROM appeals.appeal ORDER BY id`);
    await client.query(`INSERT INTO appeals.act (appeal_id, act, code, at, by_kind, public, stage_after) SELECT id, a, a, '2026-11-20', 'staff', true, 'in_work' FROM appeals.appeal, unnest('{register,assign,note}'::text[]) AS a ORDER BY id`);
    await client.query(`INSERT INTO assignments.act (assignment_id, act, at, by_kind, stage_after, to_unit, due_after) SELECT id, 'give', given_at, 'staff', 'given', 2, due_on FROM assignments.assignment ORDER BY id`);
    for (let n = 0; n < 90; n += 1) {
      const leaf = { act: 'appeal.note', subject: `appeal:${n % 7}`, actorKind: 'staff', actorId: 3, postId: null, facts: canonical({ n }), at: new Date(1_790_000_000_000 + n) };
      await client.query(`WITH l AS (INSERT INTO journal.leaf (act, subject, actor_kind, actor_id, facts, at, hash) VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id) INSERT INTO journal.unsealed SELECT id FROM l`, [leaf.act, leaf.subject, leaf.actorKind, leaf.actorId, leaf.facts, leaf.at, leafHash(leaf)]);
    }
  };
  const rowsOf = async (table: string): Promise<string> => (await client.query<{ rows: string }>(`SELECT count(*) || ' ' || md5(string_agg(t::text, '|' ORDER BY t::text)) AS rows FROM ${table} t`)).rows[0]?.rows ?? '';

  test('keeps every row as it was, its journal proves itself with the same root, and new rows go to their year', async () => {
    await live();
    const db = openDb(url, { size: 2, log: makeLog('silent') });
    const ctx = { db, log: makeLog('silent'), clock: { now: () => Date.parse('2026-11-20T05:00:00Z') }, actor: system('test') };
    try {
      expect(await sealOnce(ctx, signer, witness)).toBe(90);
      const before = await verify(ctx, { publicPem: signer.publicPem, witness });
      expect(before).toMatchObject({ sealed: 90, findings: [] });
      const rows = new Map<string, string>();
      for (const table of yearly) rows.set(table, await rowsOf(table));
      expect((await migrate(url)).slice(0, 2)).toEqual(['0080_years.sql', '0081_by_years.sql']);
      for (const table of yearly) expect(await rowsOf(table), table).toBe(rows.get(table));
      expect(await verify(ctx, { publicPem: signer.publicPem, witness })).toEqual(before);
      console.log(`proof: ${[...rows].map(([table, one]) => `${one.split(' ')[0]} rows of ${table}`).join(', ')} kept by years: the same rows, the same root`);
      // the sequence goes on behind the last one, and the year stands before it
      await client.query('SELECT platform.make_years(of, ARRAY[2026, 2027]) FROM platform.kept_by_years()');
      await write(ctx, (tx) => record(tx, { act: 'appeal.note', subject: 'appeal:1', actor: ctx.actor, at: new Date('2026-12-31T18:59:59Z') }));
      await write(ctx, (tx) => record(tx, { act: 'appeal.note', subject: 'appeal:1', actor: ctx.actor, at: new Date('2026-12-31T19:00:00Z') }));
      expect((await client.query('SELECT id::float8, tableoid::regclass::text AS in FROM journal.leaf ORDER BY id DESC LIMIT 2')).rows).toEqual([{ id: 20270000000092, in: 'journal.leaf_2027' }, { id: 20260000000091, in: 'journal.leaf_2026' }]);
      expect(await sealOnce(ctx, signer, witness)).toBe(2);
      expect(await verify(ctx, { publicPem: signer.publicPem, witness })).toMatchObject({ sealed: 92, findings: [] });
    } finally {
      await db.close();
    }
  });
});

describe('partitions', () => {
  let t: TestDb;
  beforeAll(async () => {
    t = await freshDb();
    await t.raw('SELECT platform.make_years(of, ARRAY[2024, 2025, 2026, 2027]) FROM platform.kept_by_years()');
  });
  afterAll(() => t.drop());
  const act = (appealId: number | string) => t.raw(`INSERT INTO appeals.act (appeal_id, act, code, at, by_kind, public, stage_after) VALUES ($1, 'note', 'note', now(), 'staff', true, 'in_work') RETURNING tableoid::regclass::text AS in`, [appealId]);
  const appeal = async (id: number): Promise<void> => {
    await t.raw(`INSERT INTO appeals.appeal (id, number, branch_id, kind, channel, lang, text, profile, rule_version, calendar_version, received_at, registered_at, registered_on, term_from_on, due_on, original_due_on, holder_unit, holder_since_on, forward_by, forward_calendar_version, seen_by, link_hash, code_hash)
      VALUES ($1::bigint, 'N' || $1::text, 1, 'application', 'web', 'kk', '…', 'internal', 'internal-1', 'kz5', now(), now(), '2026-11-20', '2026-11-20', '2026-12-11', '2026-12-11', 2, '2026-11-20', '2026-11-25', 'kz5', '{1}', sha256($1::text::bytea), sha256('c'))`, [id]);
  };

  test('each has what its table has, those made later too: key, lock, triggers, and nothing for the application', async () => {
    const rows = await t.raw(`SELECT c.oid::regclass::text AS part, p.relrowsecurity = c.relrowsecurity AND p.relforcerowsecurity = c.relforcerowsecurity AS locked,
        EXISTS (SELECT 1 FROM pg_index x WHERE x.indrelid = c.oid AND x.indisprimary) AS keyed,
        (SELECT count(*) FROM pg_index x WHERE x.indrelid = c.oid) >= (SELECT count(*) FROM pg_index x WHERE x.indrelid = p.oid) AS indexed,
        (SELECT count(*) FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'f') = (SELECT count(*) FROM pg_constraint k WHERE k.conrelid = p.oid AND k.contype = 'f') AS bound,
        (SELECT string_agg(g.tgname, ',' ORDER BY g.tgname) FROM pg_trigger g WHERE g.tgrelid = c.oid AND NOT g.tgisinternal AND g.tgenabled = 'O') AS triggers,
        (SELECT string_agg(polname, ',') FROM pg_policy WHERE polrelid = c.oid) AS policies, c.relrowsecurity AS locks,
        has_table_privilege('jauap_app', c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE') AS given
      FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid JOIN pg_class p ON p.oid = i.inhparent WHERE c.relkind = 'r' ORDER BY 1`);
    expect(rows.length).toBeGreaterThanOrEqual(yearly.length * 6);
    for (const row of rows) expect(row, String(row['part'])).toMatchObject({ locked: true, keyed: true, indexed: true, bound: true, triggers: 'append_only,no_truncate', policies: row['locks'] ? 'kept' : null, given: false });
  });

  test('no row is refused for want of a partition; what waits in the rest goes to its year, and none is lost', async () => {
    await appeal(21310000000001);
    await appeal(21320000000001);
    expect(await act(21310000000001)).toEqual([{ in: 'appeals.act_rest' }]);
    await act(21310000000001);
    await act(21320000000001);
    const before = await t.raw('SELECT * FROM appeals.act ORDER BY appeal_id, id');
    expect(Number((await t.raw('SELECT platform.years_missing() AS n'))[0]?.['n'])).toBe(1);
    expect(Number((await t.raw(`SELECT platform.keep_years('appeals.act') AS made`))[0]?.['made'])).toBe(2);
    expect(await t.raw('SELECT * FROM appeals.act ORDER BY appeal_id, id')).toEqual(before);
    expect(await t.raw('SELECT tableoid::regclass::text AS in, count(*)::int AS n FROM appeals.act GROUP BY 1 ORDER BY 1')).toEqual([{ in: 'appeals.act_2131', n: 2 }, { in: 'appeals.act_2132', n: 1 }]);
    expect(Number((await t.raw('SELECT platform.years_missing() AS n'))[0]?.['n'])).toBe(0);
    expect(await act(21310000000001)).toEqual([{ in: 'appeals.act_2131' }]);
  });

  test('the daily job, as the application, makes the next year where it is missing, and nothing where it is there', async () => {
    const next = Number((await t.raw(`SELECT extract(year FROM now() AT TIME ZONE 'Asia/Almaty')::int + 1 AS y`))[0]?.['y']);
    await t.raw(`DROP TABLE journal.leaf_${next}`);
    expect(Number((await t.raw('SELECT platform.years_missing() AS n'))[0]?.['n'])).toBe(1);
    await keepYears(t.ctx(system('years:keep')), {} as never);
    expect(Number((await t.raw('SELECT platform.years_missing() AS n'))[0]?.['n'])).toBe(0);
    const all = (await t.raw(`SELECT ${partition} = 'journal.leaf'::regclass ORDER BY 1`)).map((row) => row['relname']);
    expect(all).toContain(`leaf_${next}`);
    await keepYears(t.ctx(system('years:keep')), {} as never);
    expect((await t.raw(`SELECT ${partition} = 'journal.leaf'::regclass ORDER BY 1`)).map((row) => row['relname'])).toEqual(all);
  });

  test('named by its own name a partition shows the application nothing, and lets nobody change or empty it', async () => {
    await appeal(20260000000007);
    await act(20260000000007);
    const clerk = t.ctx({ kind: 'staff', accountId: 1, name: '', posts: [], sight: [1] });
    await expect(write(clerk, (tx) => tx.client.query('SELECT * FROM appeals.act_2026'))).rejects.toMatchObject({ code: '42501' });
    await expect(write(clerk, (tx) => tx.client.query(`INSERT INTO journal.leaf_2026 SELECT * FROM journal.leaf_2026`))).rejects.toMatchObject({ code: '42501' });
    expect((await write(clerk, (tx) => tx.client.query('SELECT * FROM appeals.act WHERE appeal_id = 20260000000007'))).rowCount).toBe(1);
    for (const statement of [`UPDATE appeals.act_2026 SET act = 'x'`, 'DELETE FROM appeals.act_2026', 'TRUNCATE appeals.act_2026', 'TRUNCATE appeals.act', 'TRUNCATE journal.leaf_2131, journal.seal', `UPDATE appeals.act SET act = 'x'`])
      await expect(t.raw(statement.replace('_2131', '_2026')), statement).rejects.toMatchObject({ code: 'JA001' });
    const owner = new pg.Client({ connectionString: t.url, options: '-c jauap.sight={1} -c jauap.kind=staff' });
    await owner.connect();
    try {
      expect((await owner.query('SELECT * FROM appeals.act_2026')).rowCount).toBe(0);
    } finally {
      await owner.end();
    }
  });

  test('nobody but the program makes partitions', async () => {
    await expect(write(t.ctx(), (tx) => tx.client.query(`SELECT platform.keep_years('appeals.act')`))).rejects.toThrow(/by the program itself/);
    await expect(write(t.ctx(system('x')), (tx) => tx.client.query(`SELECT platform.make_years('appeals.act', '{2040}')`))).rejects.toMatchObject({ code: '42501' });
  });

  describe('what asks for one reads one', () => {
    type Node = { readonly 'Relation Name'?: string; readonly 'Actual Loops'?: number; readonly Plans?: readonly Node[] };
    const read = (node: Node): readonly string[] => [...(node['Relation Name'] !== undefined && (node['Actual Loops'] ?? 0) > 0 ? [node['Relation Name']] : []), ...(node.Plans ?? []).flatMap(read)];
    /** The partitions that were really read; `generic`: by the plan that is kept for every value. */
    const partitionsRead = async (text: string, value: string, generic: boolean): Promise<readonly string[]> => {
      const client = new pg.Client({ connectionString: t.url, options: `-c jauap.sight=all -c jauap.kind=system -c plan_cache_mode=${generic ? 'force_generic_plan' : 'force_custom_plan'}` });
      await client.connect();
      try {
        await client.query(`PREPARE asked AS ${text}`);
        const { rows: [row] } = await client.query<{ 'QUERY PLAN': readonly { Plan: Node }[] }>(`EXPLAIN (ANALYZE, FORMAT JSON) EXECUTE asked(${value})`);
        return [...new Set(row?.['QUERY PLAN'].flatMap(({ Plan }) => read(Plan)).filter((name) => /_(\d{4}|before|rest)$/.test(name)))];
      } finally {
        await client.end();
      }
    };
    const asks: readonly (readonly [what: string, text: string, value: string, found: string])[] = [
      ['the acts of a matter', 'SELECT * FROM appeals.act c WHERE c.appeal_id = $1::bigint ORDER BY c.id', '20250000000003', 'act_2025'],
      ['the acts of a matter of before', 'SELECT * FROM appeals.act c WHERE c.appeal_id = $1::bigint ORDER BY c.id', '17', 'act_before'],
      ['the acts of a promise', 'SELECT * FROM assignments.act c WHERE c.assignment_id = $1::bigint ORDER BY c.id', '20260000000003', 'act_2026'],
      ['a leaf and its seal', 'SELECT * FROM journal.seal s JOIN journal.leaf l ON l.id = s.leaf_id WHERE s.leaf_id = $1::bigint AND l.id = $1::bigint', '20260000000003', 'seal_2026'],
      ['what the year brought', `SELECT count(*) FROM appeals.act c WHERE c.appeal_id >= platform.year_id(make_timestamptz($1::int, 7, 1, 0, 0, 0, 'UTC'), 0) AND c.appeal_id < platform.year_id(make_timestamptz($1::int + 1, 7, 1, 0, 0, 0, 'UTC'), 0)`, '2025', 'act_2025'],
    ];
    test.each(asks)('%s', async (_what, text, value, found) => {
      for (const generic of [false, true]) {
        const parts = await partitionsRead(text, value, generic);
        expect(parts.filter((name) => name.startsWith(found.split('_')[0] ?? '')), `${String(generic)} ${parts.join()}`).toEqual([found]);
        expect(parts.length).toBeLessThanOrEqual(2);
      }
    });
    test('control: a question that does not name its year reads all of them', async () => {
      expect((await partitionsRead('SELECT count(*) FROM appeals.act c WHERE c.id = $1::bigint', '3', false)).length).toBeGreaterThan(4);
    });
  });

  test('an old year is taken off and put back: the matters of other years do not notice, and every row is there again', async () => {
    await appeal(20240000000001);
    await act(20240000000001);
    await act(20240000000001);
    const whole = await t.raw('SELECT * FROM appeals.act ORDER BY appeal_id, id');
    await t.raw('ALTER TABLE appeals.act DETACH PARTITION appeals.act_2024; ALTER TABLE appeals.act_2024 SET SCHEMA public');
    const without = await t.raw('SELECT * FROM appeals.act ORDER BY appeal_id, id');
    expect(without).toEqual(whole.filter((row) => !String(row['appeal_id']).startsWith('2024')));
    await t.raw('ALTER TABLE public.act_2024 SET SCHEMA appeals; ALTER TABLE appeals.act ATTACH PARTITION appeals.act_2024 FOR VALUES FROM (20240000000000) TO (20250000000000)');
    expect(await t.raw('SELECT * FROM appeals.act ORDER BY appeal_id, id')).toEqual(whole);
    await expect(t.raw('DELETE FROM appeals.act_2024')).rejects.toMatchObject({ code: 'JA001' });
  });
});
