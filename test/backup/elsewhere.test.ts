import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { system } from '../../src/kernel/actor.ts';
import { keptKeys } from '../../src/rooms/files/contract.ts';
import { record, sealOnce, signerIn, treeIn, witnessFile } from '../../src/rooms/journal/contract.ts';
import { readConfig } from '../../src/platform/config.ts';
import { read, write } from '../../src/platform/db.ts';
import { identitiesOf, makeAgeKey } from '../../src/platform/backup/age.ts';
import { examine, partsOf } from '../../src/platform/backup/reading.ts';
import { openSnapshot } from '../../src/platform/backup/snapshot.ts';
import { openWriting } from '../../src/platform/backup/writing.ts';
import { knownMigrations, migrate } from '../../src/platform/migrate.ts';
import { makeBackup } from '../../src/app/backup/make.ts';
import { fetched } from '../../src/app/backup/files.ts';
import { fileStoreOf } from '../../src/app/secrets.ts';
import { dump } from '../architecture/dump.ts';
import { emptyDb, openBackedUp, restore, secret, type Empty, type House } from './house.ts';
import { rowsIn } from './whole.ts';

const key = await makeAgeKey();
let house: House;
beforeAll(async () => {
  house = await openBackedUp(key.recipient);
});
afterAll(() => house.end());

const place = async (): Promise<Empty> => {
  const empty = await emptyDb();
  onTestFinished(empty.drop);
  return empty;
};

test('into a PostgreSQL of one’s own: the same rows in every table, the same schema, the same papers, numbers that go on', async () => {
  const there = await place();
  const dir = join(house.dir, 'own');
  const restored = await restore(house, 'closed.tar.age', { dir, database: there.url, identities: identitiesOf(key.identity) });
  expect(restored.journal).toMatchObject({ findings: [], root: restored.seen.head.journal.root, sealed: restored.seen.head.journal.size });
  expect(await dump(there.ask)).toBe(await dump(house.t.raw));
  expect(await rowsIn(there.ask)).toEqual(await rowsIn(house.t.raw));
  const sequence = `SELECT schemaname, sequencename, last_value FROM pg_sequences WHERE schemaname NOT LIKE 'graphile%' AND sequencename <> 'leaf_id_seq' ORDER BY 1, 2`;
  expect(await there.ask(sequence)).toEqual(await house.t.raw(sequence));
  const { keys } = await read(house.t.ctx(), (q) => keptKeys(q, 0, 100));
  expect(keys).toHaveLength(3);
  for (const one of keys) expect((await fetched(fileStoreOf({ ...house.config, dataDir: dir }), one))?.equals((await fetched(fileStoreOf(house.config), one)) ?? Buffer.alloc(0))).toBe(true);
  expect(readFileSync(join(dir, 'secret'), 'utf8')).toBe(secret);
  expect(readFileSync(join(dir, 'journal-key.pem'), 'utf8')).toBe(readFileSync(join(house.config.dataDir, 'journal-key.pem'), 'utf8'));
  expect(readdirSync(dir).toSorted()).toEqual(['files', 'journal-key.pem', 'journal-roots', 'secret']);
});

test('control: of one word changed in one row, and of one row less, the sums of the rows name the table', async () => {
  const there = await place();
  await restore(house, 'open.tar', { dir: join(house.dir, 'altered'), database: there.url });
  const before = await rowsIn(there.ask);
  const otherIn = async (): Promise<readonly string[]> => Object.entries(await rowsIn(there.ask)).flatMap(([table, sum]) => (before[table] === sum ? [] : [table]));
  expect(await otherIn()).toEqual([]);
  await there.ask(`UPDATE units.unit SET name_ru = name_ru || '.' WHERE id = (SELECT min(id) FROM units.unit)`);
  expect(await otherIn()).toEqual(['units.unit']);
  await there.ask(`DELETE FROM units.topic WHERE code = (SELECT min(code) FROM units.topic)`);
  expect(await otherIn()).toEqual(['units.topic', 'units.unit']);
});

/** As much of S3 as a paper needs; what a request must look like is held by the room of files. */
const bucket = async (): Promise<{ endpoint: string; kept: Map<string, Buffer<ArrayBuffer>> }> => {
  const kept = new Map<string, Buffer<ArrayBuffer>>();
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    if (request.method === 'PUT') kept.set(request.url ?? '', Buffer.concat(parts));
    const found = kept.get(request.url ?? '');
    response.writeHead(found ? 200 : 404, { 'content-length': request.method === 'GET' ? (found?.length ?? 0) : 0 }).end(request.method === 'GET' ? found : undefined);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void server.close().closeAllConnections());
  return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, kept };
};

test('papers go from a folder into an S3-compatible store, and from there into the next backup', async () => {
  const there = await place();
  const { endpoint, kept } = await bucket();
  const dir = join(house.dir, 'clouded');
  const config = readConfig({ JAUAP_DATA: dir, JAUAP_SECRET: secret, S3_ENDPOINT: endpoint, S3_BUCKET: 'jauap', S3_ACCESS_KEY_ID: 'key', S3_SECRET_ACCESS_KEY: 'guessed' });
  await restore(house, 'open.tar', { dir, database: there.url, config });
  expect(kept.size).toBe(3);
  const { manifest } = await makeBackup({ config, url: there.url, to: join(house.dir, 'clouded.tar'), recipients: [], progress: () => {} });
  expect(manifest.files).toMatchObject({ count: 3, missing: [], changed: [] });
  kept.delete([...kept.keys()][0] ?? '');
  expect((await makeBackup({ config, url: there.url, to: join(house.dir, 'rained.tar'), recipients: [], progress: () => {} })).manifest.files).toMatchObject({ count: 2, missing: [expect.any(String)] });
});

test('a second restore is refused and changes nothing; told to, it replaces the house', async () => {
  const there = await place();
  const [dir, elsewhere] = [join(house.dir, 'first'), join(house.dir, 'second')];
  await restore(house, 'open.tar', { dir, database: there.url });
  const leaves = 'SELECT count(*)::int AS n, max(id)::float8 AS last FROM journal.leaf';
  const before = await there.ask(leaves);
  await expect(restore(house, 'open.tar', { dir, database: there.url })).rejects.toThrow('journal-roots already');
  await expect(restore(house, 'open.tar', { dir: elsewhere, database: there.url })).rejects.toThrow('There is a house in this database already');
  expect(await there.ask(leaves)).toEqual(before);
  await there.ask(`DELETE FROM appeals.counter`);
  expect((await restore(house, 'open.tar', { dir, database: there.url, replace: true })).aside).toMatch(/replaced-/);
  expect(await there.ask(leaves)).toEqual(before);
});

test('a running house is left alone', async () => {
  // a connection at rest is given up after a minute
  const held = await house.t.db.acquire();
  try {
    await expect(restore(house, 'open.tar', { dir: join(house.dir, 'running'), database: house.t.url, replace: true })).rejects.toThrow('Jauap is running on this database');
  } finally {
    held.release();
  }
  expect(await house.t.raw('SELECT count(*)::int AS n FROM units.unit')).toEqual([{ n: 3 }]);
});

test('a restore that fails leaves no half a house', async () => {
  const there = await place();
  const bytes = readFileSync(join(house.dir, 'open.tar'));
  const { head, manifest } = await examine(join(house.dir, 'open.tar'), []);
  // whole by its sums, and a lie: more rows than there are
  const path = join(house.dir, 'lie.tar');
  const writing = await openWriting(path, head, []);
  await writing.add('sequences.json', Buffer.from('[]'));
  await writing.finish({ rows: manifest.rows, files: manifest.files });
  await expect(restore(house, 'lie.tar', { dir: join(house.dir, 'lie'), database: there.url })).rejects.toThrow('not every row came in');
  expect(await there.ask(`SELECT count(*)::int AS n FROM pg_tables WHERE schemaname IN ('appeals', 'journal', 'platform', 'graphile_worker')`)).toEqual([{ n: 0 }]);
  // and a damaged one is refused before anything is touched
  writeFileSync(join(house.dir, 'hurt.tar'), bytes.fill(0, 5_000, 5_100));
  await there.ask('CREATE SCHEMA keepsake');
  await expect(restore(house, 'hurt.tar', { dir: join(house.dir, 'lie'), database: there.url })).rejects.toThrow('damaged');
  expect(await there.ask(`SELECT nspname FROM pg_namespace WHERE nspname = 'keepsake'`)).toHaveLength(1);
});

test('a backup of an older schema is migrated after its rows are in; one of a newer program is refused', async () => {
  const [old, there] = [await place(), await place()];
  const names = [...(await knownMigrations()).keys()];
  const only = new Set(names.slice(0, names.indexOf('0057_public_answers.sql')));
  await migrate(old.url, () => {}, { only });
  await makeBackup({ config: house.config, url: old.url, to: join(house.dir, 'old.tar'), recipients: [], progress: () => {} });
  const restored = await restore(house, 'old.tar', { dir: join(house.dir, 'old'), database: there.url, despiteFindings: true });
  expect(restored.migrated).toEqual(names.filter((name) => !only.has(name)));
  expect(await dump(there.ask)).toBe(await dump(house.t.raw));
  const { head, manifest } = await examine(join(house.dir, 'open.tar'), []);
  const forge = async (name: string, migrations: typeof head.migrations) => {
    const writing = await openWriting(join(house.dir, name), { ...head, migrations }, []);
    await writing.finish({ rows: manifest.rows, files: manifest.files });
    return restore(house, name, { dir: join(house.dir, 'never'), database: there.url });
  };
  await expect(forge('newer.tar', [...head.migrations, { name: '9999_tomorrow.sql', sha256: '0'.repeat(64) }])).rejects.toThrow('does not know 9999_tomorrow.sql');
  await expect(forge('other.tar', head.migrations.map((one, nth) => (nth === 3 ? { ...one, sha256: '0'.repeat(64) } : one)))).rejects.toThrow('made by another program');
});

test('a lock that would hide rows from the backup stops it', async () => {
  await house.t.raw('CREATE POLICY hidden ON appeals.appeal AS RESTRICTIVE FOR SELECT USING (branch_id = 1)');
  try {
    await expect(house.backup('hidden.tar')).rejects.toThrow('does not show the program every row of appeals.appeal');
  } finally {
    await house.t.raw('DROP POLICY hidden ON appeals.appeal');
  }
  expect(readdirSync(house.dir).filter((name) => name.startsWith('hidden'))).toEqual([]);
});

test('rows that were changed past the program do not prove themselves, and come back only when that is asked for', async () => {
  const there = await place();
  await house.t.raw('ALTER TABLE journal.leaf DISABLE TRIGGER USER');
  await house.t.raw(`UPDATE journal.leaf SET act = 'appeal.read' WHERE id = (SELECT leaf_id FROM journal.seal WHERE position = 30)`);
  await house.backup('tampered.tar');
  await house.t.raw(`UPDATE journal.leaf SET act = 'appeal.note' WHERE id = (SELECT leaf_id FROM journal.seal WHERE position = 30)`);
  await house.t.raw('ALTER TABLE journal.leaf ENABLE TRIGGER USER');
  const o = { dir: join(house.dir, 'tampered'), database: there.url };
  await expect(restore(house, 'tampered.tar', o)).rejects.toThrow('the first at position 30: leaf changed');
  expect((await restore(house, 'tampered.tar', { ...o, despiteFindings: true })).journal.findings[0]).toEqual({ position: 30, what: 'leaf changed' });
});

test('a journal that is whole and another than the one of the moment is not believed', async () => {
  const there = await place();
  const { head, manifest } = await examine(join(house.dir, 'open.tar'), []);
  const writing = await openWriting(join(house.dir, 'shorter.tar'), { ...head, journal: { ...head.journal, size: head.journal.size + 1, root: '0'.repeat(64) } }, []);
  for await (const part of partsOf(join(house.dir, 'open.tar'), [])) if (/^(tables|sequences|files|keys)/.test(part.name)) await writing.add(part.name, part.bytes);
  await writing.finish({ rows: manifest.rows, files: manifest.files });
  await expect(restore(house, 'shorter.tar', { dir: join(house.dir, 'shorter'), database: there.url })).rejects.toThrow(`at position ${head.journal.size}: root differs`);
});

test('what is committed after the moment is in no table of the backup', async () => {
  const snapshot = await openSnapshot(house.t.url);
  const counts = async (): Promise<readonly number[]> => {
    const found: number[] = [];
    for (const table of snapshot.tables) found.push(await snapshot.copy(table, async () => {}));
    return found;
  };
  try {
    const before = await counts();
    const { size } = await treeIn(snapshot.read);
    await write(house.t.ctx(system('test')), (tx) => record(tx, { act: 'appeal.note', subject: 'appeal:1', actor: system('test'), at: new Date(1_700_000_100_000) }));
    await sealOnce(house.t.ctx(system('test')), signerIn(join(house.config.dataDir, 'journal-key.pem')), witnessFile(join(house.dir, 'roots-of-another')));
    expect(await counts()).toEqual(before);
    expect((await treeIn(snapshot.read)).size).toBe(size);
  } finally {
    await snapshot.close();
  }
});

test('papers that the store has lost, or changed, are named', async () => {
  const { keys: [lost = '', rotten = ''] } = await read(house.t.ctx(), (q) => keptKeys(q, 0, 100));
  rmSync(join(house.config.dataDir, 'files', lost));
  writeFileSync(join(house.config.dataDir, 'files', rotten), 'not what was taken in');
  const { manifest } = await house.backup('poor.tar');
  expect(manifest.files).toMatchObject({ count: 2, missing: [lost], changed: [rotten] });
});

test('what is there already is not written over, and a folder gets a file named after the moment', async () => {
  await expect(house.backup('open.tar')).rejects.toThrow('is there already');
  writeFileSync(join(house.dir, 'busy.tar.part'), '');
  await expect(house.backup('busy.tar')).rejects.toThrow('another backup is writing it');
  await expect(house.backup('no/such/folder.tar')).rejects.toThrow('There is no folder');
  expect((await house.backup('')).file).toMatch(/jauap-\d{8}T\d{6}Z\.tar$/);
});

test('no row is missing: as many of each table as are there for an owner who is let past the second lock', async () => {
  await house.t.raw(`INSERT INTO people.account (login, name, lang, search, made_at) VALUES ('clerk@ashyq.example', 'Тіркеуші', 'kk', '', now())`);
  await house.t.raw(`INSERT INTO people.password (account_id, phc, set_at) SELECT id, 'none', now() FROM people.account`);
  const { manifest } = await house.backup('counted.tar');
  for (const [name, count] of Object.entries(manifest.rows)) {
    await house.t.raw(`ALTER TABLE ${name} NO FORCE ROW LEVEL SECURITY`);
    expect(await house.t.raw(`SELECT count(*)::int AS n FROM ${name}`), name).toEqual([{ n: count }]);
  }
  expect(manifest.rows).toMatchObject({ 'units.unit': 3, 'files.file': 3, 'people.account': 1, 'people.password': 1 });
});
