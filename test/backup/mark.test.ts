import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { backupCommand, restoreCommand } from '../../src/app/backup.ts';
import { commands } from '../../src/app/commands.ts';
import { openDatabase, runInstance } from '../../src/app/instance.ts';
import { system } from '../../src/kernel/actor.ts';
import { readConfig } from '../../src/platform/config.ts';
import { write } from '../../src/platform/db.ts';
import { root } from '../../src/platform/root.ts';
import { record, sealOnce, signerIn, witnessFile } from '../../src/rooms/journal/contract.ts';
import { prepared } from '../faults/seed.ts';
import { freshDb, type TestDb } from '../support/database.ts';
import { lacking } from '../support/lacking.ts';
import { scratch } from '../support/scratch.ts';
import { emptyDb, hideIdentity } from './house.ts';

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
const roots = join(home, 'journal-roots');
/** Something is done in that database, and sealed by the house of this folder. */
const sealed = async (db: TestDb): Promise<void> => {
  const ctx = db.ctx(system('test'));
  await write(ctx, (tx) => record(tx, { act: 'appeal.note', subject: 'appeal:1', actor: ctx.actor, at: new Date(ctx.clock.now()) }));
  await sealOnce(ctx, signerIn(join(home, 'journal-key.pem')), witnessFile(roots));
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

test('one that lacks the last root noted in the folder is not backed up either, whether it says who it is or not', async () => {
  const moved = { DATABASE_URL: t.url, JAUAP_SECRET: secret };
  await sealed(t);
  expect(await taken(moved)).toMatchObject(written);
  // as a copy of the disk that was left behind a moment ago
  const whole = readFileSync(roots);
  appendFileSync(roots, `9 ${'0'.repeat(64)}\n`);
  expect(await taken(moved)).toMatchObject(refused('after 9 acts, and the database at'));
  writeFileSync(roots, whole);
  for (const one of [t, other]) await hideIdentity(one);
  await served(moved);
  expect(JSON.parse(readFileSync(mark, 'utf8'))).toMatchObject({ database: { identity: null } });
  expect(await taken({ ...moved, DATABASE_URL: other.url })).toMatchObject(refused(`/${await nameOf(other)} has none like it`));
  expect(await taken(moved)).toMatchObject(written);
});

test('control: without the lines that compare, each of the four is written in silence', async () => {
  const { backupCommand: silent } = await lacking<{ backupCommand: typeof backupCommand }>('src/app/backup.ts', {
    'src/app/backup.ts': [['if (mark) refuseOtherSettings(config, mark);', ''], ['if (mark) await refuseOtherDatabase(url, config.dataDir, mark);', ''], ["if (!values['despite-mark']) await refuseOlderJournal(url, config.dataDir);", '']],
  });
  const whole = readFileSync(roots);
  appendFileSync(roots, `9 ${'0'.repeat(64)}\n`);
  const older = await taken({ JAUAP_SECRET: secret, DATABASE_URL: t.url }, [], silent);
  writeFileSync(roots, whole);
  const all = [older, await taken({ JAUAP_SECRET: secret }, [], silent), await taken({ JAUAP_SECRET: secret, DATABASE_URL: other.url }, [], silent), await taken({ DATABASE_URL: t.url }, [], silent)];
  console.log(`proof: 4 backups of what a house had left behind are refused; control, a command that does not compare: ${all.filter(({ code, archive }) => code === 0 && archive).length} of 4 written in silence`);
  expect(all).toMatchObject([written, written, written, written]);
});

test('a mark that cannot be read is no leave to take whatever lies there', async () => {
  const whole = readFileSync(mark);
  writeFileSync(mark, '{"at":');
  expect(await taken({ JAUAP_SECRET: secret })).toMatchObject(refused('cannot be read'));
  writeFileSync(mark, whole);
  // a folder in its place is no mark either, and what cannot be read is named
  rmSync(mark);
  mkdirSync(mark);
  expect(await taken({ JAUAP_SECRET: secret })).toMatchObject(refused(`${mark} cannot be read (EISDIR)`));
  rmSync(mark, { recursive: true });
  writeFileSync(mark, whole);
});

/** What a command of the table says no with when it is typed with these settings; '' where it went to work. */
const noTo = async (name: string, environment: Environment, words: readonly string[] = [], table = commands): Promise<string> => {
  const command = table[name];
  if (!command || !('run' in command)) throw new Error(`no command ${name}`);
  try {
    await command.run(configured(environment), words);
    return '';
  } catch (error) {
    return (error as Error).message;
  }
};

test('no other command works on what a house has left behind; control: without the line that asks, the old database is migrated and looked through in silence', async () => {
  const bare = { JAUAP_SECRET: secret };
  for (const [name, ...words] of [['migrate'], ['journal', 'verify'], ['invite', 'admin@ashyq.example'], ['reindex']] as const)
    expect(await noTo(name, bare, words), name).toMatch(/DATABASE_URL is not set here: whatever lies in .* is an old one\. .*jauap serve\.$/);
  expect(await noTo('migrate', { DATABASE_URL: t.url })).toContain('JAUAP_SECRET is not set here');
  rmSync(join(home, 'secret'));
  expect(await noTo('migrate', { DATABASE_URL: t.url })).toContain('with a secret');
  expect(existsSync(join(home, 'secret'))).toBe(false);
  expect(await noTo('migrate', { DATABASE_URL: t.url, ...bare })).toBe('');

  const { commands: silent } = await lacking<{ commands: typeof commands }>('src/app/commands.ts', { 'src/app/commands.ts': [['refuseUnlikeServed(config);', '']] });
  const all = [await noTo('migrate', bare, [], silent), await noTo('journal', bare, ['verify'], silent)];
  console.log(`proof: 4 commands refuse what a house had left behind; control, commands that do not ask: ${all.filter((one) => one === '').length} of 2 went to work on it`);
  expect(all).toEqual(['', '']);
});

test('a house that is back in its own folder is known by its first start, and from then on it is the other database that is refused', async () => {
  // as a restore would have left it
  rmSync(roots);
  await served({ JAUAP_SECRET: secret });
  expect(await taken({ JAUAP_SECRET: secret })).toMatchObject(written);
  expect(await taken({ JAUAP_SECRET: secret, DATABASE_URL: t.url })).toMatchObject(refused('DATABASE_URL names another one here'));
});

/** How docs/running/database.md has an administrator give the new folder the place of the old one, in its own lines. */
const handOver = (): string => {
  const [block, ...others] = [...readFileSync(join(root, 'docs/running/database.md'), 'utf8').matchAll(/(?:^ {4}.*\n)+/gm)].map(([one]) => one.replace(/^ {4}/gm, '')).filter((one) => one.includes('mv moved'));
  if (block === undefined || others.length > 0) throw new Error('docs/running/database.md has not one block with mv moved');
  return block;
};

test('a house that moves as it is written down leaves nothing where its timetable looks; control: without the new name the timetable goes on with the old database in silence', async () => {
  const there = await emptyDb();
  onTestFinished(there.drop);
  const timetable = {};
  await served(timetable);
  const archive = join(dir, 'move.tar');
  const io = { print: () => {}, progress: () => {} };
  expect(await backupCommand(io).run(configured(timetable), ['--to', archive])).toBe(0);
  expect(await restoreCommand(io).run(configured(timetable), [archive, '--database', there.url, '--into', join(dir, 'moved')])).toBe(0);
  const silent = await taken(timetable);
  console.log(`proof: control, a folder that keeps its name after a move: its timetable ended with ${silent.code} and wrote ${silent.archive ? 'the old database' : 'nothing'}`);
  expect(silent).toMatchObject(written);

  const was = readFileSync(join(home, 'secret'), 'utf8');
  execFileSync('sh', ['-ec', handOver()], { cwd: dir, env: { PATH: process.env['PATH'], JAUAP_DATA: home } });
  expect([existsSync(join(home, 'postgres')), existsSync(join(dir, 'left-behind/postgres')), readFileSync(join(home, 'secret'), 'utf8')]).toEqual([false, true, was]);
  expect(await taken(timetable)).toMatchObject(refused('There is no house in'));
  await served({ DATABASE_URL: there.url });
  expect(await taken(timetable)).toMatchObject(refused('DATABASE_URL is not set here'));
  expect(await taken({ DATABASE_URL: there.url })).toMatchObject(written);
});
