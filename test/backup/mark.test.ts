import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { backupCommand } from '../../src/app/backup.ts';
import { openDatabase, runInstance } from '../../src/app/instance.ts';
import { readConfig } from '../../src/platform/config.ts';
import { prepared } from '../faults/seed.ts';
import { freshDb, type TestDb } from '../support/database.ts';
import { lacking } from '../support/lacking.ts';
import { scratch } from '../support/scratch.ts';

/** A house that began in its own folder, with its old database and, later, its old secret still lying there; where it moved to, and another database beside. */
const secret = 'a secret of backup tests, longer than thirty-two letters';
const dir = scratch('mark');
const home = join(dir, 'home');
const mark = join(home, 'served-with');
let t: TestDb;
let other: TestDb;
beforeAll(async () => {
  await prepared(join(home, 'postgres'));
  [t, other] = [await freshDb(), await freshDb()];
});
afterAll(async () => {
  await Promise.all([t.drop(), other.drop()]);
  rmSync(dir, { recursive: true, force: true, maxRetries: 9 });
});

type Environment = Readonly<Record<string, string>>;
const configured = (environment: Environment) => readConfig({ JAUAP_DATA: home, JAUAP_LOG: 'silent', JAUAP_WORKER: 'off', PORT: '0', ...environment });
const served = async (environment: Environment): Promise<void> => {
  const config = configured(environment);
  await (await runInstance(config, await openDatabase(config, () => {}))).stop();
};
const nameOf = async (db: TestDb): Promise<string> => String((await db.raw('SELECT current_database() AS name'))[0]?.['name']);

type Taken = { readonly code: number; readonly said: string; readonly archive: boolean };
/** What a backup that is typed with these settings ends with, and whether it left an archive. */
const taken = async (environment: Environment, words: readonly string[] = [], by = backupCommand): Promise<Taken> => {
  const said: string[] = [];
  const to = join(dir, `${crypto.randomUUID()}.tar`);
  const code = await by({ print: () => {}, progress: (line) => void said.push(line) }).run(configured(environment), ['--to', to, ...words]);
  return { code, said: said.join('\n'), archive: existsSync(to) };
};
const refused = (sentence: string) => ({ code: 1, archive: false, said: expect.stringContaining(sentence) as unknown });
const written = { code: 0, archive: true };

test('a house that has moved to another database, or to a secret by setting, is not backed up by what it left in its folder', async () => {
  await served({ DATABASE_URL: t.url, JAUAP_SECRET: secret });
  const noted = readFileSync(mark, 'utf8');
  for (const hidden of [secret, /:\/\/[^:]+:([^@]+)@/.exec(t.url)?.[1] ?? 'no password']) expect(noted).not.toContain(hidden);
  expect(await taken({ JAUAP_SECRET: secret })).toMatchObject(refused(`/${await nameOf(t)}, and DATABASE_URL is not set here`));
  // the server it was at before still answers, and a crontab names it
  expect(await taken({ JAUAP_SECRET: secret, DATABASE_URL: other.url })).toMatchObject(refused(`/${await nameOf(other)} is another`));
  writeFileSync(join(home, 'secret'), 'an old secret of backup tests, longer than thirty-two');
  expect(await taken({ DATABASE_URL: t.url })).toMatchObject(refused('JAUAP_SECRET is not set here'));
  expect(await taken({ DATABASE_URL: t.url, JAUAP_SECRET: secret })).toMatchObject(written);
  expect(await taken({}, ['--despite-mark'])).toMatchObject(written);
});

test('control: without the lines that compare, each of the three is written in silence', async () => {
  const { backupCommand: silent } = await lacking<{ backupCommand: typeof backupCommand }>('src/app/backup.ts', {
    'src/app/backup.ts': [['if (mark) refuseOtherSettings(config, mark);', ''], ['if (mark) await refuseOtherDatabase(url, mark);', '']],
  });
  const all = [await taken({ JAUAP_SECRET: secret }, [], silent), await taken({ JAUAP_SECRET: secret, DATABASE_URL: other.url }, [], silent), await taken({ DATABASE_URL: t.url }, [], silent)];
  console.log(`proof: 3 backups of what a house had left behind are refused; control, a command that does not compare: ${all.filter(({ code, archive }) => code === 0 && archive).length} of 3 written in silence`);
  expect(all).toMatchObject([written, written, written]);
});

test('a mark that cannot be read is no leave to take whatever lies there', async () => {
  const whole = readFileSync(mark);
  writeFileSync(mark, '{"at":');
  expect(await taken({ JAUAP_SECRET: secret })).toMatchObject(refused('cannot be read'));
  writeFileSync(mark, whole);
});

test('a house that is back in its own folder is known by its first start, and from then on it is the other database that is refused', async () => {
  rmSync(join(home, 'secret'));
  await served({ JAUAP_SECRET: secret });
  expect(await taken({ JAUAP_SECRET: secret })).toMatchObject(written);
  expect(await taken({ JAUAP_SECRET: secret, DATABASE_URL: t.url })).toMatchObject(refused('DATABASE_URL names another one here'));
});
