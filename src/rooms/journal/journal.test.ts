import { createHash, generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { system } from '../../kernel/actor.ts';
import { write, type Tx } from '../../platform/db.ts';
import { freshDb, type TestDb } from '../../../test/support/database.ts';
import { naiveRoot } from '../../../test/support/second-verifier.ts';
import { record, sealOnce, verify } from './acts.ts';
import { canonical, emptyTree, grow, rootOf } from './law.ts';
import { signerFrom, type Witness } from './signing.ts';
import { takeUnsealed } from './store.ts';

test('the growing tree has the root of the recursive definition at every size', () => {
  const leaves: Buffer[] = [];
  let tree = emptyTree;
  for (let n = 0; n < 70; n += 1) {
    expect(rootOf(tree).equals(naiveRoot(leaves))).toBe(true);
    const leaf = createHash('sha256').update(`leaf ${n}`).digest();
    leaves.push(leaf);
    tree = grow(tree, leaf);
  }
});

test('the same facts give the same text in whatever order they were written', () => {
  expect(canonical({ b: 1, a: { d: [1, null], c: 'ә' } })).toBe(canonical({ a: { c: 'ә', d: [1, null] }, b: 1 }));
});

describe('in the database', () => {
  let t: TestDb;
  const signer = signerFrom(generateKeyPairSync('ed25519').privateKey);
  let noted: { size: number; root: string }[] = [];
  const witness: Witness = { note: (size, root) => void noted.push({ size, root: root.toString('hex') }), lines: () => noted };
  const clerk = () => t.ctx(system('test'));

  const act = (n: number) => write(clerk(), (tx) => record(tx, { act: 'appeal.note', subject: `appeal:${n % 5}`, actor: system('test'), facts: { n }, at: new Date(1_700_000_000_000 + n) }));
  const tamper = async (statement: string) => {
    for (const table of ['leaf', 'seal', 'root']) await t.raw(`ALTER TABLE journal.${table} DISABLE TRIGGER USER`);
    await t.raw(statement);
  };
  const findings = async () => (await verify(clerk(), { publicPem: signer.publicPem, witness })).findings.map((finding) => finding.what);

  beforeEach(async () => {
    t = await freshDb();
    noted = [];
    for (let n = 0; n < 12; n += 1) await act(n);
    await sealOnce(clerk(), signer, witness);
    for (let n = 12; n < 23; n += 1) await act(n);
    await sealOnce(clerk(), signer, witness);
  });
  afterEach(() => t.drop());

  test('an untouched journal verifies, and its root is the one a stranger computes from the rows', async () => {
    const result = await verify(clerk(), { publicPem: signer.publicPem, witness });
    expect(result).toMatchObject({ sealed: 23, findings: [] });
    const rows = await t.raw(`SELECT l.act, l.subject, l.actor_kind, l.actor_id, l.post_id, l.facts, to_char(l.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at FROM journal.seal s JOIN journal.leaf l ON l.id = s.leaf_id ORDER BY s.position`);
    const hashes = rows.map((r) => createHash('sha256').update(Buffer.from([0])).update(JSON.stringify([r['act'], r['subject'], r['actor_kind'], r['actor_id'], r['post_id'], r['facts'], r['at']])).digest());
    expect(naiveRoot(hashes).toString('hex')).toBe(result.root);
  });

  test('the program itself cannot change what was written', async () => {
    await expect(write(clerk(), (tx) => tx.client.query(`UPDATE journal.leaf SET act = 'x'`))).rejects.toMatchObject({ code: 'JA001' });
    await expect(write(clerk(), (tx) => tx.client.query(`DELETE FROM journal.seal`))).rejects.toMatchObject({ code: 'JA001' });
  });

  test.each([
    ['an edit of a fact', `UPDATE journal.leaf SET facts = '{"n":99}' WHERE id % 10000000000 = 7`],
    ['an edit of who did it', `UPDATE journal.leaf SET actor_kind = 'staff', actor_id = 3 WHERE id % 10000000000 = 15`],
    ['an edit of the time', `UPDATE journal.leaf SET at = at + interval '1 day' WHERE id % 10000000000 = 20`],
    ['a deleted leaf', `DELETE FROM journal.leaf WHERE id % 10000000000 = 9`],
    ['a deleted leaf with its seal', `WITH d AS (DELETE FROM journal.seal WHERE leaf_id % 10000000000 = 9) DELETE FROM journal.leaf WHERE id % 10000000000 = 9`],
    ['two leaves that changed places', `UPDATE journal.seal SET leaf_id = -leaf_id WHERE leaf_id % 10000000000 IN (3, 4); UPDATE journal.seal SET leaf_id = -leaf_id / 10000000000 * 10000000000 + 7 - -leaf_id % 10000000000 WHERE leaf_id < 0`],
    ['the end cut off with everything that belongs to it', `DELETE FROM journal.root WHERE size > 12; DELETE FROM journal.leaf WHERE id IN (SELECT leaf_id FROM journal.seal WHERE position >= 12); DELETE FROM journal.seal WHERE position >= 12`],
    ['a leaf put in past the program', `INSERT INTO journal.leaf (act, subject, actor_kind, facts, at, hash) VALUES ('x', 'y', 'staff', '{}', now(), '\\x00')`],
    ['a root that was rewritten', `UPDATE journal.root SET root = '\\x1234' WHERE size = 12`],
  ])('%s is found', async (_name, statement) => {
    await tamper(statement);
    expect((await findings()).length).toBeGreaterThan(0);
  });

  test('control: with the triggers off and nothing touched, nothing is found', async () => {
    await tamper('SELECT 1');
    expect(await findings()).toEqual([]);
  });

  test('an act whose transaction fails leaves no leaf', async () => {
    await expect(write(clerk(), async (tx) => {
      await record(tx, { act: 'a', subject: 's', actor: system('test'), at: new Date() });
      throw new Error('no');
    })).rejects.toThrow('no');
    expect(await sealOnce(clerk(), signer, witness)).toBe(0);
  });

  test('a leaf that commits late is sealed late, and none is skipped', async () => {
    let release = () => {};
    let written = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    const began = new Promise<void>((resolve) => (written = resolve));
    const late = write(clerk(), async (tx) => {
      await record(tx, { act: 'late', subject: 'appeal:1', actor: system('test'), at: new Date(0) });
      written();
      await held;
    });
    await began;
    await act(50);
    expect(await sealOnce(clerk(), signer, witness)).toBe(1);
    release();
    await late;
    expect(await sealOnce(clerk(), signer, witness)).toBe(1);
    expect(await findings()).toEqual([]);
  });

  test('a journal of many years costs the sealer and the page of health no more than the leaves that wait', async () => {
    await t.raw(`INSERT INTO journal.leaf (id, act, subject, actor_kind, facts, at, hash) SELECT (2019 + n % 5) * 10000000000 + 1000 + n, 'a', 's', 'staff', '{}', now(), sha256(n::text::bytea) FROM generate_series(1, 20000) AS n`);
    await t.raw('SELECT platform.keep_years(of) FROM platform.kept_by_years()');
    await t.raw('ANALYZE journal.leaf');
    for (let n = 50; n < 53; n += 1) await act(n);
    const touched = async (tx: Tx, fn: () => Promise<unknown>): Promise<number> => {
      const counted = async () => Number((await tx.client.query(`SELECT sum(pg_stat_get_xact_tuples_fetched(inhrelid) + pg_stat_get_xact_tuples_returned(inhrelid)) AS n FROM pg_inherits WHERE inhparent = 'journal.leaf'::regclass`)).rows[0]?.n);
      const before = await counted();
      await fn();
      return (await counted()) - before;
    };
    await write(clerk(), async (tx) => {
      expect(await touched(tx, () => tx.client.query(`SELECT * FROM platform.waiting()`))).toBeLessThanOrEqual(6);
      expect(await touched(tx, async () => expect(await takeUnsealed(tx, 2_000)).toHaveLength(3))).toBeLessThanOrEqual(6);
    });
    await write(clerk(), async (tx) => {
      expect(await touched(tx, () => tx.client.query('SELECT count(*) FROM journal.leaf'))).toBeGreaterThan(20_000);
    });
  });
});
