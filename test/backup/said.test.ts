import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { backupCommand, restoreCommand, verifyCommand } from '../../src/app/backup.ts';
import { lastBackup } from '../../src/app/backup/proof.ts';
import { readConfig } from '../../src/platform/config.ts';
import { makeAgeKey } from '../../src/platform/backup/age.ts';
import { read } from '../../src/platform/db.ts';
import { until } from '../faults/program.ts';
import { freshDb } from '../support/database.ts';
import { builtWithout } from '../support/lacking.ts';
import { emptyDb, hideIdentity, openBackedUp, secret, type House } from './house.ts';

const key = await makeAgeKey();
let house: House;
beforeAll(async () => {
  house = await openBackedUp(key.recipient);
});
afterAll(() => house.end());

type Said = { readonly code: number; readonly out: string; readonly said: string };
/** The command as it is typed, beside the house's own server. */
const typed = async (which: typeof backupCommand | typeof restoreCommand | typeof verifyCommand, words: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Said> => {
  const [out, said]: [string[], string[]] = [[], []];
  const command = which({ print: (line) => void out.push(line), progress: (line) => void said.push(line) });
  const config = readConfig({ JAUAP_DATA: house.config.dataDir, JAUAP_SECRET: secret, JAUAP_LOG: 'silent', DATABASE_URL: house.t.url, ...environment });
  return { code: await command.run(config, words), out: out.join('\n'), said: said.join('\n') };
};

test('a folder where an archive belongs, and a key file without a key or that is not there, are told in a sentence', async () => {
  expect(await typed(verifyCommand, [house.dir])).toMatchObject({ code: 1, said: expect.stringContaining('is a folder. Name the archive in it.') });
  writeFileSync(join(house.dir, 'empty'), '# nothing\n');
  const closed = join(house.dir, 'closed.tar.age');
  expect(await typed(verifyCommand, [closed, '--identity', join(house.dir, 'empty')])).toMatchObject({ code: 1, said: 'There is no AGE-SECRET-KEY-1… in the identity file.' });
  expect(await typed(verifyCommand, [closed, '--identity', join(house.dir, 'nowhere')])).toMatchObject({ code: 1, said: expect.stringMatching(/^There is no identity file \//) });
});

test('a folder that is not there gets no file of its name', async () => {
  expect(await typed(backupCommand, ['--to', `${join(house.dir, 'not mounted')}/`])).toMatchObject({ code: 1, said: expect.stringMatching(/There is no folder .*not mounted\. Make it/) });
});

test('a place that takes no folder is told in a sentence, and the database that was to be replaced is left as it is', async () => {
  const there = await emptyDb();
  onTestFinished(there.drop);
  const [archive, file] = [join(house.dir, 'open.tar'), join(house.dir, 'a file')];
  writeFileSync(file, '');
  for (const [into, why] of [['/proc/x', 'ENOENT'], ['/proc/x/y', 'ENOENT'], [file, 'ENOTDIR'], [join(file, 'x'), 'ENOTDIR']] as const) {
    const said = { code: 1, said: expect.stringMatching(new RegExp(`The folder ${into} cannot be made \\(${why}\\). Name another one.$`)) };
    expect(await typed(restoreCommand, [archive, '--into', into])).toMatchObject(said);
    expect(await typed(restoreCommand, [archive, '--into', into, '--database', there.url])).toMatchObject(said);
  }
  expect((await typed(restoreCommand, [archive, '--into', join(house.dir, 'lived'), '--database', there.url])).code).toBe(0);
  const lives = async () => (await there.ask('SELECT count(*)::int AS n FROM journal.leaf'))[0]?.['n'];
  const before = await lives();
  expect(await typed(restoreCommand, [archive, '--into', '/proc/x', '--database', there.url, '--replace'])).toMatchObject({ code: 1 });
  expect(await lives()).toBe(before);
  // and one that is refused leaves no folder behind
  expect(await typed(restoreCommand, [archive, '--into', join(house.dir, 'unwanted/deep'), '--database', there.url])).toMatchObject({ code: 1, said: expect.stringContaining('There is a house in this database already') });
  expect(existsSync(join(house.dir, 'unwanted'))).toBe(false);
});

test('control: a program that leaves the folders above to Node itself is still at it long after the other one has said so', async () => {
  const makes = async (lines: Parameters<typeof builtWithout>[1]) => {
    const { file, remove } = await builtWithout('src/platform/folder.ts', lines);
    onTestFinished(remove);
    const child = spawn(process.execPath, ['-e', `try { require(process.argv[1]).makeFolder('/proc/x') } catch (error) { process.exit(error.message.includes('cannot be made') ? 3 : 4) }`, file], { stdio: 'ignore' });
    onTestFinished(() => void child.kill('SIGKILL'));
    return child;
  };
  const began = performance.now();
  const sound = await makes({});
  expect(await until(() => sound.exitCode !== null)).toBe(true);
  expect(sound.exitCode).toBe(3);
  const endless = await makes({ 'src/platform/folder.ts': [['mkdirSync(path, { mode })', 'mkdirSync(path, { mode, recursive: true })']] });
  expect(await until(() => endless.exitCode !== null, 4 * (performance.now() - began))).toBe(false);
});

test('a database that does not answer is told in a sentence', async () => {
  const away = 'postgres://jauap@127.0.0.1:1/jauap';
  expect(await typed(restoreCommand, [join(house.dir, 'open.tar'), '--database', away, '--into', join(house.dir, 'away')])).toMatchObject({ code: 1, said: expect.stringContaining('The database did not answer') });
  expect(await typed(backupCommand, ['--to', house.dir], { DATABASE_URL: away })).toMatchObject({ code: 1, said: expect.stringContaining('The database did not answer') });
});

test('an archive without the secret says so and ends with 1, as where a crontab lacks the settings of the program', async () => {
  const bare = mkdtempSync(join(house.dir, 'bare-'));
  const made = await typed(backupCommand, ['--to', join(house.dir, 'bare.tar.age'), '--encrypt-to', key.recipient], { JAUAP_DATA: bare, JAUAP_SECRET: '' });
  expect(made).toMatchObject({ code: 1, out: expect.stringContaining('THE SECRET WAS NOT FOUND') });
  const whole = await typed(backupCommand, ['--to', join(house.dir, 'whole.tar.age'), '--encrypt-to', key.recipient]);
  expect(whole).toMatchObject({ code: 0, out: expect.not.stringContaining('NOT FOUND') });
});

test('a standby writes nothing: that is said and no failure, and the primary that is named is told instead', async () => {
  // refuses a write in the words in which a standby does
  const standby = `${house.t.url}${house.t.url.includes('?') ? '&' : '?'}options=${encodeURIComponent('-c default_transaction_read_only=on -c jauap.sight=all -c jauap.kind=system')}`;
  const noted = async () => (await read(house.t.ctx(), lastBackup))?.at.getTime() ?? 0;
  const before = await noted();
  expect(await typed(backupCommand, ['--to', join(house.dir, 'untold.tar')], { DATABASE_URL: standby })).toMatchObject({ code: 0, out: expect.stringContaining('untold.tar'), said: expect.stringContaining('PRIMARY_URL names the primary.') });
  expect(await noted()).toBe(before);
  expect((await typed(backupCommand, ['--to', join(house.dir, 'told.tar')], { DATABASE_URL: standby, PRIMARY_URL: house.t.url })).code).toBe(0);
  expect(await noted()).toBeGreaterThan(before);
  const another = await emptyDb();
  onTestFinished(another.drop);
  expect(await typed(backupCommand, ['--to', join(house.dir, 'strange.tar')], { DATABASE_URL: standby, PRIMARY_URL: another.url })).toMatchObject({ code: 1, said: expect.stringContaining('is not the primary') });
  // the day on which it is away is the one on which a backup of the standby is wanted most
  expect(await typed(backupCommand, ['--to', join(house.dir, 'alone.tar')], { DATABASE_URL: standby, PRIMARY_URL: 'postgres://jauap@127.0.0.1:1/jauap' })).toMatchObject({ code: 0, out: expect.stringContaining('alone.tar'), said: expect.stringContaining('could not be told of it') });
  // where no server says who it is, the journals are compared
  const stranger = await freshDb();
  onTestFinished(stranger.drop);
  for (const one of [house.t, stranger]) await hideIdentity(one);
  expect(await typed(backupCommand, ['--to', join(house.dir, 'unlike.tar')], { DATABASE_URL: standby, PRIMARY_URL: stranger.url })).toMatchObject({ code: 1, said: expect.stringContaining('is not the primary') });
  expect((await typed(backupCommand, ['--to', join(house.dir, 'like.tar')], { DATABASE_URL: standby, PRIMARY_URL: house.t.url })).code).toBe(0);
});
