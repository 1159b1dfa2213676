import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openClient } from '../../src/platform/db-pool.ts';
import { copyIn, copyOut } from '../../src/platform/backup/copy.ts';
import { examine, partsOf } from '../../src/platform/backup/reading.ts';
import { openWriting } from '../../src/platform/backup/writing.ts';
import { houseSchemas } from '../../src/platform/db/schemas.ts';
import { migrate } from '../../src/platform/migrate.ts';
import { emptyDb, openHouse, restore, type Empty, type House } from './house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
  await house.backup('open.tar');
});
afterAll(() => house.end());

const place = async (): Promise<Empty> => {
  const empty = await emptyDb();
  onTestFinished(empty.drop);
  return empty;
};
const reports = 'CREATE SCHEMA reports; CREATE TABLE reports.kept (a int); INSERT INTO reports.kept VALUES (7)';
const kept = (there: Empty) => there.ask('SELECT a FROM reports.kept');

/** As an extension brings it: a schema that belongs to somebody else, and that we may not even look into. */
const withStranger = async (there: Empty): Promise<void> => {
  const role = `stranger_${crypto.randomUUID().slice(0, 8)}`;
  await there.ask(`CREATE ROLE ${role}; GRANT ${role} TO CURRENT_USER WITH SET TRUE, INHERIT FALSE; CREATE SCHEMA cron AUTHORIZATION ${role}; SET ROLE ${role}; CREATE TABLE cron.job (a int)`);
  onTestFinished(async () => void (await there.ask(`SET ROLE ${role}; DROP SCHEMA cron CASCADE; RESET ROLE; DROP ROLE ${role}`)));
};

test('the schemas of the house are those that the migrations make, and the one for figures to come', async () => {
  const made = await house.t.raw(`SELECT nspname AS name FROM pg_namespace WHERE nspname !~ '^(pg_|information_schema$|public$)' ORDER BY 1`);
  expect(made.map((row) => row['name'])).toEqual(houseSchemas.filter((name) => name !== 'open'));
});

test('a restore leaves alone what else lies in a database of one’s own, in an empty one and where it replaces a house', async () => {
  const there = await place();
  await there.ask(reports);
  await withStranger(there);
  await restore(house, 'open.tar', { dir: join(house.dir, 'beside'), database: there.url });
  expect(await kept(there)).toEqual([{ a: 7 }]);
  await restore(house, 'open.tar', { dir: join(house.dir, 'beside again'), database: there.url, replace: true });
  expect(await kept(there)).toEqual([{ a: 7 }]);
  expect(await there.ask(`SELECT count(*)::int AS n FROM pg_tables WHERE schemaname = 'cron'`)).toEqual([{ n: 1 }]);
});

test('a house starts beside it, and its program is given nothing there', async () => {
  const there = await place();
  await there.ask(reports);
  await withStranger(there);
  await migrate(there.url);
  expect(await there.ask(`SELECT has_table_privilege('jauap_app', 'reports.kept', 'SELECT') AS may`)).toEqual([{ may: false }]);
});

test('a database of another program, which has a schema of our names, is refused and left as it is', async () => {
  const there = await place();
  await there.ask('CREATE SCHEMA files; CREATE TABLE files.theirs (a int)');
  await expect(restore(house, 'open.tar', { dir: join(house.dir, 'theirs'), database: there.url })).rejects.toThrow('another program’s: it has files');
  expect(await there.ask(`SELECT count(*)::int AS n FROM pg_tables WHERE schemaname = 'files'`)).toEqual([{ n: 1 }]);
});

test('a backup takes the house alone, and an older one that took more comes back without it', async () => {
  const there = await place();
  const whole = await examine(join(house.dir, 'open.tar'), []);
  await house.t.raw('CREATE SCHEMA reports; CREATE TABLE reports.kept (a int); CREATE SEQUENCE reports.nth');
  try {
    expect((await house.backup('beside.tar')).manifest.rows).not.toHaveProperty('reports.kept');
  } finally {
    await house.t.raw('DROP SCHEMA reports CASCADE');
  }
  const writing = await openWriting(join(house.dir, 'older.tar'), { ...whole.head, tables: [...whole.head.tables, { schema: 'reports', name: 'kept', columns: ['a'] }] }, []);
  await writing.addSqueezed('tables/reports.kept/000001.zst', Buffer.from('7\n'));
  for await (const { name, bytes } of partsOf(join(house.dir, 'open.tar'), [])) {
    if (name === 'sequences.json') await writing.add(name, Buffer.from(JSON.stringify([...(JSON.parse(bytes.toString()) as unknown[]), { name: 'reports.nth', last: '3', called: true }])));
    else if (/^(tables|files|keys)/.test(name)) await writing.add(name, bytes);
  }
  await writing.finish({ rows: { ...whole.manifest.rows, 'reports.kept': 1 }, files: whole.manifest.files });
  const said: string[] = [];
  expect((await restore(house, 'older.tar', { dir: join(house.dir, 'older'), database: there.url, progress: (line) => void said.push(line) })).journal.findings).toEqual([]);
  expect(said).toContain('left out, for it is not of the house: reports.kept');
});

test('what the server says no to in the middle of a copy ends the copy, and the connection goes on', async () => {
  const client = await openClient(house.t.url, 'test');
  try {
    await client.query('CREATE TEMPORARY TABLE small (a int CHECK (a < 3))');
    await expect(copyIn(client, 'COPY small FROM STDIN', Buffer.from('1\n2\n3\n'))).rejects.toThrow('violates check');
    await expect(copyIn(client, 'COPY small FROM STDIN', Buffer.from('one\n'.repeat(500_000)))).rejects.toThrow('invalid input');
    await expect(copyOut(client, 'COPY (SELECT 1 / (2 - n) FROM generate_series(1, 3) n) TO STDOUT', 1_000, async () => {})).rejects.toThrow('division by zero');
    expect(await copyIn(client, 'COPY small FROM STDIN', Buffer.from('1\n2\n'))).toBe(2);
  } finally {
    await client.end();
  }
});

test('rows that the server does not take end a restore, and nothing stays of it', async () => {
  const there = await place();
  const { head, manifest } = await examine(join(house.dir, 'open.tar'), []);
  const writing = await openWriting(join(house.dir, 'strange.tar'), head, []);
  await writing.addSqueezed('tables/units.unit/000001.zst', Buffer.from('nothing of the kind\n'));
  await writing.finish({ rows: manifest.rows, files: manifest.files });
  await expect(restore(house, 'strange.tar', { dir: join(house.dir, 'strange'), database: there.url })).rejects.toThrow('invalid input syntax');
  expect(await there.ask(`SELECT count(*)::int AS n FROM pg_tables WHERE schemaname = ANY ('{units,platform}')`)).toEqual([{ n: 0 }]);
});
