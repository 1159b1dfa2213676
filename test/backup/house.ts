import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { inject } from 'vitest';
import { makeBackup, type Made } from '../../src/app/backup/make.ts';
import { restoreBackup, type Order, type Restored } from '../../src/app/backup/restore.ts';
import { fileStoreOf } from '../../src/app/secrets.ts';
import { system, visitor } from '../../src/kernel/actor.ts';
import { recipientOf, type Recipient } from '../../src/platform/backup/age.ts';
import { readConfig, type Config } from '../../src/platform/config.ts';
import { write } from '../../src/platform/db.ts';
import { attach, setFileStore, takeUpload } from '../../src/rooms/files/contract.ts';
import { record, sealOnce, signerIn, witnessFile } from '../../src/rooms/journal/contract.ts';
import { freshDb, type TestDb } from '../support/database.ts';
import { dropDatabase } from '../support/drop.ts';
import { withDatabase } from '../support/global.ts';
import { seedBranches } from '../faults/seed.ts';
import { ok } from '../support/house.ts';

export const secret = 'a secret of backup tests, longer than thirty-two letters';

/** A small house with three papers and a sealed journal, on a database of the tests' server; and a folder for archives. */
export type House = { readonly t: TestDb; readonly config: Config; readonly dir: string; readonly backup: (name: string, recipients?: readonly string[]) => Promise<Made>; readonly end: () => Promise<void> };

export const recipientFrom = (text: string): Recipient => {
  const read = recipientOf(text);
  if (!read) throw new Error('no age key');
  return read;
};

export const paperOf = (nth: number): string => Array.from({ length: 900 }, (_, line) => `${nth}-${line}: аулада шам жанбайды, ${(line * 7_919 * (nth + 1)) % 1_000_003}.`).join('\n');

export const openHouse = async (): Promise<House> => {
  const t = await freshDb();
  const dir = await mkdtemp(join(tmpdir(), 'jauap-backup-'));
  const config = readConfig({ JAUAP_DATA: join(dir, 'data'), JAUAP_SECRET: secret, JAUAP_LOG: 'silent' });
  setFileStore(fileStoreOf(config));
  const program = t.ctx(system('test'));
  await seedBranches(program);
  for (let nth = 0; nth < 3; nth += 1) {
    const { fileId } = ok(await takeUpload(t.ctx(visitor), new File([paperOf(nth)], `қағаз-${nth}.txt`), { by: `visit:${nth}` }));
    ok(await write(program, (tx) => attach(tx, [fileId], `appeal:${nth + 1}`)));
  }
  for (let nth = 0; nth < 50; nth += 1) await write(program, (tx) => record(tx, { act: 'appeal.note', subject: `appeal:${nth}`, actor: visitor, at: new Date(1_700_000_000_000 + nth) }));
  while ((await sealOnce(program, signerIn(join(config.dataDir, 'journal-key.pem')), witnessFile(join(config.dataDir, 'journal-roots')))) > 0);
  return {
    t, config, dir,
    backup: (name, recipients = []) => makeBackup({ config, url: t.url, to: join(dir, name), recipients: recipients.map(recipientFrom), progress: () => {} }),
    end: async () => {
      await t.drop();
      await rm(dir, { recursive: true, force: true, maxRetries: 9 });
    },
  };
};

export const restore = (house: House, file: string, o: Partial<Order> & Pick<Order, 'dir' | 'database'>): Promise<Restored> =>
  restoreBackup({ config: readConfig({ JAUAP_DATA: o.dir, JAUAP_LOG: 'silent' }), file: join(house.dir, file), identities: [], replace: false, despiteFindings: false, progress: () => {}, ...o });

export type Empty = { readonly url: string; readonly ask: (text: string) => Promise<Record<string, unknown>[]>; readonly drop: () => Promise<void> };

/** A database of one's own with nothing in it, as an administrator hands it over. */
export const emptyDb = async (): Promise<Empty> => {
  const server = inject('postgresUrl');
  const name = `t_empty_${crypto.randomUUID().slice(0, 8)}`;
  const once = async (url: string, text: string): Promise<Record<string, unknown>[]> => {
    const client = new pg.Client({ connectionString: url, options: '-c jauap.sight=all -c jauap.kind=system' });
    await client.connect();
    return client.query(text).then(({ rows }) => rows as Record<string, unknown>[]).finally(() => client.end());
  };
  await once(server, `CREATE DATABASE ${name} TEMPLATE template0`);
  const url = withDatabase(server, name);
  return { url, ask: (text) => once(url, text), drop: () => dropDatabase((statement) => once(server, statement), name) };
};

/** With an archive of each kind beside it: `open.tar`, and `closed.tar.age` for that recipient. */
export const openBackedUp = async (recipient: string): Promise<House> => {
  const house = await openHouse();
  await house.backup('open.tar');
  await house.backup('closed.tar.age', [recipient]);
  return house;
};

/** From its next connections on this database does not say who it is, in the words in which a server says it whose keeper took that right away: only a superuser could take it. */
export const hideIdentity = async ({ raw }: TestDb): Promise<void> => {
  await raw(`CREATE FUNCTION public.pg_control_system(OUT system_identifier bigint) LANGUAGE plpgsql AS $$ BEGIN RAISE insufficient_privilege; END $$`);
  await raw(`DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET search_path = public, pg_catalog', current_database()); END $$`);
};
